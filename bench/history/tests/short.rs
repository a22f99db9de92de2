//! The benchmark on ten thousand messages, for what it finds and not for how long it takes.
// All of it is test code.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashSet;

use hearth_bench::{
    asking::{self, Kind, is_han},
    naive::{self, Said},
    opening,
    plain::{Plain, Way},
    searching::{self, Answer},
    store,
};
use hearth_history::{item::Place, open::History};
use hearth_past::{Past, places, planted};
use hearth_proto::id::MessageId;
use tempfile::TempDir;

const MESSAGES: u64 = 10_000;

struct Filled {
    dir: TempDir,
    past: Past,
    all: Vec<Said>,
    history: History,
}

fn filled() -> Filled {
    let dir = tempfile::tempdir().unwrap();
    let past = Past::new(3, MESSAGES, places::user(0));
    let mut history = History::open(&dir.path().join("history.sqlite")).unwrap();
    let ingest = store::catch_up(&mut history.writer, &past, None).unwrap();
    assert_eq!(ingest.messages, MESSAGES);
    Filled { dir, all: naive::everything(&past), past, history }
}

fn found(answer: &Answer) -> Vec<MessageId> {
    answer.hits.iter().map(|hit| hit.message).collect()
}

#[test]
fn a_catch_up_leaves_every_room_whole() {
    let Filled { past, history, .. } = filled();
    let reader = history.readers.get().unwrap();
    for room in [0, 1, 50, 199] {
        let page = reader.timeline(places::conversation(room), Place::Newest, 500).unwrap();
        let expected = past.of_room(room).len().min(500);
        assert_eq!((page.items.len(), page.at_end), (expected, true), "room {room}");
    }
    assert_eq!(reader.rows().unwrap().len() as u64, places::ROOMS);
    assert!(reader.indexing().unwrap().is_none());
}

#[test]
fn every_question_finds_exactly_what_looking_at_every_message_finds() {
    let Filled { past, all, history, .. } = filled();
    for question in asking::questions(&past) {
        let scanned = naive::scan(&all, &question);
        let everything = searching::search(&question, 200);
        let answer = searching::ask(&history.readers, everything, usize::MAX).unwrap();
        let ids: HashSet<MessageId> = found(&answer).into_iter().collect();
        let expected: HashSet<MessageId> = scanned.iter().map(|said| said.message).collect();
        assert_eq!(ids.len(), answer.hits.len(), "{}: nothing comes twice", question.text);
        let missed: Vec<_> = expected.difference(&ids).collect();
        let extra: Vec<_> = ids.difference(&expected).collect();
        assert!(missed.is_empty() && extra.is_empty(), "{}: missed {missed:?}, too many {extra:?}", question.text);
        if question.kind == Kind::Nothing {
            assert!(ids.is_empty(), "{}", question.text);
        }
    }
}

#[test]
fn chinese_is_found_wherever_it_stands_in_a_text() {
    let Filled { past, all, history, .. } = filled();
    let mut compared = 0;
    for question in asking::questions(&past) {
        // The generator writes some of it in traditional characters, which are found too; these have none of those.
        let simple = question.text.chars().all(|c| is_han(c) && hearth_past::has_one_form(c));
        if !simple {
            continue;
        }
        let everything = searching::search(&question, 200);
        let answer = searching::ask(&history.readers, everything, usize::MAX).unwrap();
        let texts = answer.hits.iter().map(|hit| naive::searched(&hit.body));
        for text in texts {
            assert!(bare(&text).contains(&question.text), "{}: {text}", question.text);
        }
        let standing = all.iter().filter(|said| bare(&said.text).contains(&question.text)).count();
        assert_eq!(answer.hits.len(), standing, "{}", question.text);
        compared += 1;
    }
    assert!(compared > 30, "{compared}");
}

/// A text without what only separates: characters are neighbours across it.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c >= '\u{1F000}').collect()
}

#[test]
fn the_first_page_is_the_newest_fifty_and_they_come_in_order() {
    let Filled { past, all, history, .. } = filled();
    for question in asking::questions(&past).iter().step_by(5) {
        let scanned = naive::scan(&all, question);
        let answer =
            searching::ask(&history.readers, searching::search(question, searching::PAGE), searching::PAGE).unwrap();
        assert_eq!(answer.hits.len(), scanned.len().min(searching::PAGE), "{}", question.text);
        // The order is right to about a tenth of a second.
        let times: Vec<i64> = answer.hits.iter().map(|hit| hit.at.0).collect();
        assert!(times.windows(2).all(|two| two[0] + 1_000 >= two[1]), "{}", question.text);
        if let (Some(last), Some(expected)) = (times.last(), scanned.get(answer.hits.len().saturating_sub(1))) {
            assert!((last - expected.at.0).abs() <= 1_000, "{}: {last} is not {}", question.text, expected.at.0);
        }
    }
}

#[test]
fn planted_words_are_found_as_often_as_they_stand_there() {
    let Filled { history, .. } = filled();
    for question in asking::rare() {
        let answer = searching::ask(&history.readers, searching::search(&question, 50), 50).unwrap();
        assert_eq!(answer.hits.len() as u64, planted::TIMES, "{}", question.text);
    }
}

#[test]
fn every_room_opens_in_every_way() {
    let Filled { history, .. } = filled();
    let opened = opening::every_room(&history.readers).unwrap();
    assert_eq!(opened.all().count() as u64, 5 * places::ROOMS);
}

#[test]
fn the_index_takes_room_and_the_plain_ways_miss_short_chinese() {
    let Filled { dir, past, history, .. } = filled();
    drop(history);
    let sizes = store::sizes(&dir.path().join("history.sqlite"), store::INDEX).unwrap();
    assert!(sizes.index > 100_000 && sizes.file > sizes.index, "{sizes:?}");
    let plain = Plain::write(&dir.path().join("plain.sqlite"), &past).unwrap();
    for way in Way::ALL {
        plain.build(way).unwrap();
    }
    let two = asking::questions(&past).into_iter().find(|question| question.kind == Kind::TwoCharacters).unwrap();
    assert!(plain.ask(Way::Like, &two).unwrap().unwrap() > 0);
    assert_eq!(plain.ask(Way::Trigram, &two).unwrap(), None);
}
