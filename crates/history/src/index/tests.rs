//! What needs a look behind the index: its pages, its words, its steps, its damage.

use std::path::Path;

use hearth_proto::{
    body::Body,
    event::{self, Event, What},
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use hearth_search::{Query, Term};
use rusqlite::Connection;
use uuid::Uuid;

use crate::{batch::Batch, error::WriteError, finding::Search, open::History};

const ANN: UserId = UserId(Uuid::from_u128(2));
const ROOM: ConversationId = ConversationId(Uuid::from_u128(9));

fn id(n: u64) -> MessageId {
    MessageId(Uuid::from_u128(0xE000 + u128::from(n)))
}

fn event(seq: u64, what: What) -> Event {
    let at = Millis(1_790_000_000_000 + i64::try_from(seq).unwrap() * 1_000);
    Event { conversation: ROOM, seq: Seq(seq), pos: Pos(seq), at, author: ANN, what }
}

fn said(seq: u64, text: &str) -> Event {
    let message = event::Message {
        message: id(seq),
        body: Some(Body::Text { text: text.to_owned() }),
        reply_to: None,
        number: seq,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        forwarded: None,
        mentions_room: false,
    };
    event(seq, What::Message(message))
}

fn edited(seq: u64, target: u64, text: &str) -> Event {
    let body = Some(Body::Text { text: text.to_owned() });
    event(seq, What::Edited { target: id(target), body, mentions: Vec::new(), mentions_room: false })
}

fn deleted(seq: u64, target: u64) -> Event {
    event(seq, What::Redacted { target: id(target) })
}

fn open(dir: &tempfile::TempDir) -> History {
    History::open(&dir.path().join("history.sqlite")).unwrap()
}

fn fold(history: &mut History, events: Vec<Event>) {
    history.writer.apply(&Batch { events, ..Batch::default() }).unwrap();
}

fn found(history: &History, text: &str) -> Vec<u64> {
    let term = Term { text: text.to_owned(), exact: false, not: false };
    let mut search = Search { query: Query { terms: vec![term], ..Query::default() }, limit: 200, ..Search::default() };
    let reader = history.readers.get().unwrap();
    let mut found = Vec::new();
    loop {
        let page = reader.search(&search).unwrap();
        found.extend(page.hits.iter().map(|hit| hit.seq.0));
        search.after = page.next;
        if search.after.is_none() {
            return found;
        }
    }
}

fn number(conn: &Connection, query: &str) -> i64 {
    conn.query_row(query, [], |row| row.get(0)).unwrap()
}

/// Words as the list of words has them.
fn words(history: &History) -> Vec<(String, i64)> {
    let mut statement = history.writer.conn.prepare("SELECT word, uses FROM word ORDER BY word").unwrap();
    let words = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    words.map(Result::unwrap).collect()
}

/// Whether these bytes stand anywhere in the directory.
fn is_written(dir: &Path, words: &str) -> bool {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

#[test]
fn words_that_were_deleted_or_edited_away_are_nowhere_in_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = open(&dir);
    // Folded as the index has them, and in so many messages that the index has many pages and pieces.
    for piece in 0..12 {
        let filler = (1..=200).map(|n| {
            let seq = 100 + piece * 200 + n;
            said(seq, &format!("filler {} word{} {}", seq % 7, seq, "abcdefg".repeat(usize::try_from(n % 5).unwrap())))
        });
        fold(
            &mut history,
            filler.chain([said(piece + 1, &format!("Zsecret{piece}q and Qhidden{piece}x 秘密"))]).collect(),
        );
    }
    for piece in 0..12 {
        assert!(
            is_written(dir.path(), &format!("zsecret{piece}q")) && is_written(dir.path(), &format!("qhidden{piece}x"))
        );
    }
    for piece in 0..12 {
        let gone =
            if piece % 2 == 0 { deleted(9_000 + piece, piece + 1) } else { edited(9_000 + piece, piece + 1, "fine") };
        fold(&mut history, vec![gone]);
    }
    for piece in 0..12 {
        for word in [format!("zsecret{piece}q"), format!("qhidden{piece}x"), format!("Zsecret{piece}q")] {
            assert!(!is_written(dir.path(), &word), "{word}");
        }
    }
    for beginning in ["zse", "qhid", "秘"] {
        assert!(!is_written(dir.path(), beginning), "{beginning}");
    }
    assert_eq!(found(&history, "秘密"), Vec::<u64>::new());
    assert_eq!(found(&history, "fine").len(), 6);
    assert!(words(&history).iter().all(|(word, uses)| *uses > 0 && !word.contains("secret")));
    assert_eq!(found(&history, "filler").len(), 2_400);
}

/// A word of letters, another one for each number.
fn word_of(n: u64) -> String {
    let mut letters = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let length = 5 + letters % 6;
    let of = |_| {
        letters = letters.rotate_left(11).wrapping_mul(31).wrapping_add(n);
        char::from(b'a' + u8::try_from(letters % 26).unwrap())
    };
    (0..length).map(of).collect()
}

#[test]
fn no_page_of_the_index_is_named_after_an_erased_word() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = open(&dir);
    let text = |seq: u64| {
        format!(
            "{} {} 秘{}",
            word_of(seq),
            word_of(seq + 100_000),
            char::from_u32(0x4E00 + u32::try_from(seq).unwrap()).unwrap()
        )
    };
    for piece in 0..10 {
        fold(&mut history, (1..=300).map(|n| said(piece * 300 + n, &text(piece * 300 + n))).collect());
    }
    let signposts = |history: &History| {
        let mut statement = history
            .writer
            .conn
            .prepare("SELECT DISTINCT substr(term, 2) FROM word_index_idx WHERE length(term) > 1")
            .unwrap();
        let all = statement.query_map([], |row| Ok(row.get_ref(0)?.as_bytes()?.to_vec())).unwrap();
        all.map(Result::unwrap).collect::<Vec<_>>()
    };
    assert!(signposts(&history).len() > 20, "{}", signposts(&history).len());
    // Three of four go, in an order of their own and a few at a time; some by an edit.
    let mut gone: Vec<u64> = (1..=3_000).filter(|seq| seq % 4 != 0).collect();
    gone.sort_by_key(|seq| seq.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    for (n, some) in gone.chunks(90).enumerate() {
        let at = 10_000 + 100 * u64::try_from(n).unwrap();
        let acts = some
            .iter()
            .zip(at..)
            .map(|(target, seq)| if target % 3 == 0 { edited(seq, *target, "fine") } else { deleted(seq, *target) });
        fold(&mut history, acts.collect());
        let mut statement = history.writer.conn.prepare("SELECT DISTINCT term FROM temp.indexed_word").unwrap();
        let terms = statement.query_map([], |row| Ok(row.get_ref(0)?.as_bytes()?.to_vec())).unwrap();
        let terms: std::collections::BTreeSet<Vec<u8>> = terms.map(Result::unwrap).collect();
        for signpost in signposts(&history) {
            let from = terms.range(signpost.clone()..).next();
            let named = from.is_some_and(|term| term.starts_with(&signpost)) || signpost == [u8::MAX];
            assert!(named, "{}", String::from_utf8_lossy(&signpost));
        }
        history
            .writer
            .conn
            .execute_batch("INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 0)")
            .unwrap();
    }
    for seq in (4..=3_000).step_by(4) {
        assert_eq!(found(&history, &text(seq)), [seq]);
    }
    for seq in gone.iter().step_by(150) {
        assert_eq!(found(&history, &text(*seq)), Vec::<u64>::new());
        assert!(!is_written(dir.path(), &word_of(*seq)), "{}", word_of(*seq));
    }
}

#[test]
fn what_is_said_and_taken_back_in_one_step_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = open(&dir);
    fold(
        &mut history,
        vec![said(1, "first"), edited(2, 1, "second"), edited(3, 1, "third soup"), said(4, "soup"), deleted(5, 4)],
    );
    let uses =
        |history: &History, word: &str| words(history).iter().find(|(known, _)| known == word).map(|(_, uses)| *uses);
    let [first, second, third, soup] = ["first", "second", "third", "soup"].map(|word| uses(&history, word));
    assert_eq!((first, second, third, soup), (None, None, Some(1), Some(1)));
    fold(&mut history, vec![said(6, "soup"), deleted(7, 1)]);
    assert_eq!(
        (uses(&history, "third"), uses(&history, "soup").is_some()),
        (None, true),
        "somebody else uses it still"
    );
    assert_eq!(found(&history, "soup"), [6]);
    fold(&mut history, vec![deleted(8, 6), said(9, "third")]);
    assert_eq!((uses(&history, "soup"), uses(&history, "third")), (None, Some(1)));
    assert_eq!(found(&history, "third"), [9]);
    fold(&mut history, vec![deleted(10, 9), said(11, "soup")]);
    assert_eq!((found(&history, "soup"), found(&history, "first")), (vec![11], Vec::new()));
    let messages = number(&history.writer.conn, "SELECT sum(messages) FROM tally");
    assert_eq!(messages, 1);
}

/// A history whose index begins anew, as after a new version of it.
fn begun_anew(dir: &tempfile::TempDir, messages: u64) -> History {
    let mut history = open(dir);
    fold(&mut history, (1..=messages).map(|n| said(n, &format!("soup number{n}"))).collect());
    assert_eq!(
        history.readers.get().unwrap().indexing().unwrap(),
        None,
        "a fresh file is whole from its first message"
    );
    history.writer.conn.execute("UPDATE index_state SET version = 999", []).unwrap();
    drop(history);
    open(dir)
}

#[test]
fn another_version_is_built_in_steps_and_finds_everything_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = begun_anew(&dir, 50);
    let mut seen = Vec::new();
    let everything: Vec<u64> = (1..=50).rev().collect();
    assert_eq!(found(&history, "soup"), everything);
    while let Some(progress) = history.writer.index_step(7).unwrap() {
        seen.push(progress.done);
        assert_eq!(progress.total, 50);
        assert_eq!(history.readers.get().unwrap().indexing().unwrap(), Some(progress));
        assert_eq!(found(&history, "soup"), everything);
        assert_eq!(found(&history, "number1"), [19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1]);
    }
    assert_eq!(seen, [7, 14, 21, 28, 35, 42, 49]);
    assert_eq!(found(&history, "soup"), everything);
    assert_eq!(history.writer.index_step(7).unwrap(), None);
}

#[test]
fn what_changes_while_it_is_built_is_found_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = begun_anew(&dir, 30);
    history.writer.index_step(10).unwrap();
    fold(
        &mut history,
        vec![edited(40, 2, "bread"), edited(41, 28, "bread"), deleted(42, 3), deleted(43, 29), said(44, "bread")],
    );
    let check = |history: &History| {
        assert_eq!(found(history, "bread"), [44, 28, 2]);
        assert_eq!(found(history, "number3"), [30]);
        assert_eq!(found(history, "number2"), [27, 26, 25, 24, 23, 22, 21, 20]);
    };
    check(&history);
    while history.writer.index_step(4).unwrap().is_some() {
        check(&history);
    }
    check(&history);
    drop(history);
    check(&open(&dir));
}

/// Overwrites every page of a table with rubbish.
fn spoil(dir: &tempfile::TempDir, table: &str) {
    let file = dir.path().join("history.sqlite");
    let conn = Connection::open(&file).unwrap();
    let mut statement = conn.prepare("SELECT pageno FROM dbstat WHERE name = ?1").unwrap();
    let pages: Vec<usize> = statement
        .query_map([table], |row| row.get::<_, i64>(0))
        .unwrap()
        .map(|page| usize::try_from(page.unwrap() - 1).unwrap() * 4_096)
        .collect();
    drop(statement);
    drop(conn);
    let mut bytes = std::fs::read(&file).unwrap();
    for page in pages {
        bytes[page..page + 4_096].fill(0xA5);
    }
    std::fs::write(&file, bytes).unwrap();
}

fn whole(conn: &Connection) {
    let verdict: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

#[test]
fn a_damaged_index_costs_nothing_but_itself() {
    for table in ["word_index_data", "word_index_idx", "word_index_config", "word"] {
        let dir = tempfile::tempdir().unwrap();
        let mut history = open(&dir);
        for n in 0..10 {
            fold(&mut history, (1..=100).map(|seq| said(n * 100 + seq, &format!("soup number{n}x{seq}"))).collect());
        }
        drop(history);
        spoil(&dir, table);
        let mut history = open(&dir);
        // Whoever reads finds everything, and the next step begins anew.
        assert_eq!(found(&history, "number3x").len(), 100, "{table}");
        assert!(history.readers.get().unwrap().indexing().unwrap().is_some(), "{table}");
        while history.writer.index_step(300).unwrap().is_some() {
            assert_eq!(found(&history, "number3x").len(), 100, "{table}");
        }
        assert_eq!(found(&history, "soup").len(), 1_000, "{table}");
        whole(&history.writer.conn);
    }
}

#[test]
fn a_message_that_meets_a_damaged_index_is_written_all_the_same() {
    for table in ["word_index_data", "word_index_config", "word"] {
        let dir = tempfile::tempdir().unwrap();
        let mut history = open(&dir);
        for n in 0..10 {
            fold(&mut history, (1..=100).map(|seq| said(n * 100 + seq, &format!("soup number{n}x{seq}"))).collect());
        }
        drop(history);
        spoil(&dir, table);
        let mut history = open(&dir);
        fold(&mut history, vec![said(2_000, "soup at last"), deleted(2_001, 5), edited(2_002, 7, "bread")]);
        assert_eq!(found(&history, "last"), [2_000], "{table}");
        while history.writer.index_step(300).unwrap().is_some() {}
        assert_eq!(found(&history, "soup").len(), 999, "{table}");
        assert_eq!(found(&history, "bread"), [7], "{table}");
        whole(&history.writer.conn);
    }
}

#[test]
fn a_full_disk_takes_neither_messages_nor_steps() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = begun_anew(&dir, 2_000);
    // What the former index took is free for the next one; a full disk has no such room.
    history.writer.conn.execute_batch("VACUUM").unwrap();
    let pages = number(&history.writer.conn, "PRAGMA page_count");
    history.writer.conn.pragma_update(None, "max_page_count", pages + 2).unwrap();
    let error = loop {
        match history.writer.index_step(500) {
            Ok(progress) => assert!(progress.is_some(), "there is no room for all of it"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, WriteError::DiskFull), "{error:?}");
    assert_eq!(found(&history, "soup").len(), 2_000);
    history.writer.conn.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    while history.writer.index_step(500).unwrap().is_some() {}
    assert_eq!(found(&history, "soup").len(), 2_000);
    whole(&history.writer.conn);
}

#[test]
fn words_are_weighed_about_as_often_as_they_are_used() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = open(&dir);
    for n in 1..=200 {
        fold(&mut history, vec![said(n, "soup")]);
    }
    let uses = number(&history.writer.conn, "SELECT uses FROM word WHERE word = 'soup'");
    assert!((100..=200).contains(&uses), "{uses}");
    drop(history);
    // What was not written is forgotten, the word is not.
    let mut history = open(&dir);
    fold(&mut history, vec![said(300, "soup")]);
    assert_eq!(found(&history, "so").len(), 201);
}

#[test]
fn a_beginning_that_stands_everywhere_is_found_without_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = open(&dir);
    // More different words than are weighed one by one, each rare.
    for piece in 0..25 {
        let events = (1..=1_000).map(|n| {
            let seq = piece * 1_000 + n;
            said(seq, &format!("w{seq}"))
        });
        fold(&mut history, events.collect());
    }
    let found = found(&history, "w");
    assert_eq!(found.len(), 25_000);
    assert!(found.is_sorted_by(|a, b| a > b));
}
