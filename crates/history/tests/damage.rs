//! Files that cannot be opened as they are: damaged, too new, in a place that cannot be written.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use common::*;
use hearth_history::{
    error::{OpenError, ReadError},
    item::{NotifyLevel, Place},
    open::{History, set_aside},
    salvage::{Salvaged, salvage},
};
use hearth_proto::{
    act::SendId,
    id::{Millis, Seq},
};

/// A history of some size with three waiting messages, a draft and a choice, closed.
fn closed() -> Home {
    let mut home = Home::with((1..2_000).map(|n| message(n, ANN, n, "a word or two to fill pages with")).collect());
    for n in 1..=3 {
        home.history().writer.enqueue(&outgoing(5_000 + n, &format!("waits {n}"))).unwrap();
    }
    let code = hearth_proto::error::ErrorCode::Forbidden;
    home.apply(&hearth_history::batch::Batch {
        refused: vec![(SendId::Message(id(5_002)), code)],
        ..Default::default()
    });
    home.history().writer.set_draft(room(1), &draft("half a thought", Some(id(7)))).unwrap();
    home.history().writer.set_notify(room(1), NotifyLevel::Mentions, Some(Millis(99))).unwrap();
    home.history().writer.set_pinned(room(1), true).unwrap();
    home.history = None;
    home
}

/// Sets the damaged file aside, starts a fresh one, and saves what waited.
fn start_over(home: &Home) -> (Salvaged, History) {
    let aside = set_aside(&home.file()).unwrap();
    assert!(aside.exists() && !home.file().exists());
    let mut fresh = History::open(&home.file()).unwrap();
    let salvaged = salvage(&aside, &mut fresh.writer).unwrap();
    assert_eq!(salvage(&aside, &mut fresh.writer).unwrap(), salvaged, "a second time adds nothing");
    (salvaged, fresh)
}

fn assert_saved(fresh: &History) {
    let reader = fresh.readers.get().unwrap();
    let outbox = reader.restore().unwrap().outbox;
    let waiting: Vec<_> = outbox.iter().map(|waiting| waiting.outgoing.what.id()).collect();
    assert_eq!(waiting, [5_001, 5_002, 5_003].map(|n| SendId::Message(id(n))));
    assert_eq!(outbox[0].outgoing, outgoing(5_001, "waits 1"));
    assert!(outbox[1].failed.is_some() && outbox[2].failed.is_none());
    let draft = reader.draft(room(1)).unwrap();
    assert_eq!((draft.text.as_str(), draft.reply_to), ("half a thought", Some(id(7))));
    assert_eq!(shown(&reader.timeline(room(1), Place::Newest, 5).unwrap().items), ["waits 1", "waits 2", "waits 3"]);
    assert!(!reader.message(id(5_001)).unwrap().unwrap().author.0.is_nil());
}

fn spoil(file: &Path, spoiler: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    spoiler(&mut bytes);
    fs::write(file, bytes).unwrap();
}

/// The first byte of the page a table or index begins at.
fn root_of(file: &Path, name: &str) -> usize {
    let conn = rusqlite::Connection::open(file).unwrap();
    let page: i64 =
        conn.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0)).unwrap();
    usize::try_from(page - 1).unwrap() * 4_096
}

#[test]
fn pages_of_the_log_that_are_damaged_cost_nothing_that_waited() {
    let home = closed();
    for name in ["message", "message_by_seq", "conversation", "note"] {
        let at = root_of(&home.file(), name);
        spoil(&home.file(), |bytes| bytes[at..at + 4_096].fill(0xA5));
    }
    // Opening reads no page of the log, so the damage shows at the first question.
    let damaged = match History::open(&home.file()) {
        Ok(history) => {
            let error = history.readers.get().unwrap().timeline(room(1), Place::Newest, 50).unwrap_err();
            matches!(error, ReadError::Damaged(_))
        }
        Err(error) => matches!(error, OpenError::Damaged(_)),
    };
    assert!(damaged);
    let (salvaged, fresh) = start_over(&home);
    assert_eq!(salvaged, Salvaged { outbox: 3, drafts: 1, choices: 1, whole: true });
    assert_saved(&fresh);
}

#[test]
fn a_header_of_rubbish_is_noticed_and_what_waited_is_saved() {
    let home = closed();
    spoil(&home.file(), |bytes| bytes[..100].fill(0x5A));
    let before = fs::read(home.file()).unwrap();
    assert!(matches!(History::open(&home.file()), Err(OpenError::Damaged(_))));
    assert_eq!(fs::read(home.file()).unwrap(), before, "a damaged file is left as it is");
    let (salvaged, fresh) = start_over(&home);
    assert_eq!((salvaged.outbox, salvaged.drafts), (3, 1));
    assert_saved(&fresh);
}

#[test]
fn a_file_that_was_cut_off_is_noticed_and_what_waited_is_saved() {
    let home = closed();
    spoil(&home.file(), |bytes| bytes.truncate(bytes.len() / 2));
    let noticed = match History::open(&home.file()) {
        Ok(history) => {
            let reader = history.readers.get().unwrap();
            matches!(reader.timeline(room(1), Place::After { seq: Seq(0) }, 500), Err(ReadError::Damaged(_)))
                || matches!(reader.timeline(room(1), Place::Newest, 500), Err(ReadError::Damaged(_)))
        }
        Err(error) => matches!(error, OpenError::Damaged(_)),
    };
    assert!(noticed);
    let (_, fresh) = start_over(&home);
    assert_saved(&fresh);
}

#[test]
fn what_stands_only_in_the_write_ahead_log_is_saved_with_it() {
    let home = closed();
    let mut history = History::open(&home.file()).unwrap();
    history.writer.enqueue(&outgoing(5_004, "the newest words")).unwrap();
    // As a kill leaves it: the files as they are while open.
    let mut killed = Home::new();
    killed.history = None;
    for side in ["", "-wal"] {
        let from = format!("{}{side}", home.file().display());
        fs::copy(&from, format!("{}{side}", killed.file().display())).unwrap();
    }
    let at = root_of(&home.file(), "message");
    spoil(&killed.file(), |bytes| {
        bytes[..100].fill(0x5A);
        bytes[at..at + 4_096].fill(0xA5);
    });
    let (salvaged, fresh) = start_over(&killed);
    assert_eq!(salvaged.outbox, 4);
    let newest = fresh.readers.get().unwrap().message(id(5_004)).unwrap().unwrap();
    assert_eq!(newest.body, Some(text("the newest words")));
}

#[test]
fn nothing_readable_is_said_so_and_harms_nothing() {
    let home = closed();
    spoil(&home.file(), |bytes| *bytes = b"this is not a history".to_vec());
    assert!(matches!(History::open(&home.file()), Err(OpenError::Damaged(_))));
    let (salvaged, _) = start_over(&home);
    assert_eq!(salvaged, Salvaged::default());
}

#[test]
fn a_second_damaged_file_gets_a_name_of_its_own() {
    let home = closed();
    fs::write(home.dir.path().join("history.sqlite-wal"), b"log").unwrap();
    let first = set_aside(&home.file()).unwrap();
    assert_eq!(first.file_name().unwrap(), "history.damaged-1.sqlite");
    assert!(home.dir.path().join("history.damaged-1.sqlite-wal").exists());
    fs::write(home.file(), b"rubbish").unwrap();
    assert_eq!(set_aside(&home.file()).unwrap().file_name().unwrap(), "history.damaged-2.sqlite");
}

#[test]
fn a_file_of_a_newer_hearth_is_left_untouched() {
    let home = closed();
    rusqlite::Connection::open(home.file()).unwrap().pragma_update(None, "user_version", 900).unwrap();
    let before = fs::read(home.file()).unwrap();
    let error = History::open(&home.file()).err().unwrap();
    assert!(matches!(error, OpenError::TooNew { found: 900, known } if known < 900), "{error:?}");
    assert_eq!(fs::read(home.file()).unwrap(), before);
    assert_eq!(fs::read_dir(home.dir.path()).unwrap().count(), 1, "no side files, no copy");
}

#[test]
fn a_place_that_cannot_be_written_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), b"").unwrap();
    // Holds for root as well, unlike permissions: below a file there is no directory, and a directory is no file.
    for path in ["file/account/history.sqlite", "file/history.sqlite", "."] {
        let error = History::open(&dir.path().join(path)).err().unwrap();
        assert!(matches!(error, OpenError::Unwritable(_)), "{path}: {error:?}");
    }
}

#[test]
fn only_its_owner_may_read_a_history() {
    let mut home = Home::with(vec![message(1, ANN, 1, "soup")]);
    home.history().writer.enqueue(&outgoing(2, "salt")).unwrap();
    for entry in fs::read_dir(home.dir.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
    }
}
