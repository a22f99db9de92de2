//! Files of every released version open, show what they hold, and go on.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{
    batch::Batch,
    item::{NotifyLevel, Place},
    open::History,
};
use hearth_proto::{
    event::What,
    id::{Millis, Pos, Seq},
};

fn opened(fixture: &str) -> Home {
    let dir = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    let file = dir.path().join("history.sqlite");
    std::fs::copy(from, &file).unwrap();
    let history = Some(History::open(&file).unwrap());
    Home { dir, history }
}

#[test]
fn a_file_of_version_1_opens_and_folds_on() {
    let mut home = opened("version-1.sqlite");
    let reader = home.reader();
    let page = reader.timeline(room(1), Place::Newest, 50).unwrap();
    let expected = ["1!", "2!", "soup at eight", "bread for Mia?", "deleted", "10!", "11-14", "waits 1", "waits 2"];
    assert_eq!(shown(&page.items), expected);

    let restored = reader.restore().unwrap();
    assert_eq!(restored.me, Some(profile(ME, "Mia")));
    assert_eq!(restored.cursor.map(|cursor| cursor.pos), Some(Pos(15)));
    assert_eq!(restored.last_open, Some(room(1)));
    assert_eq!(restored.outbox.iter().map(|waiting| waiting.failed.is_some()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(restored.standings.len(), 2);
    let rows = reader.rows().unwrap();
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Ann", "Kitchen"]);
    let kitchen = &rows[1];
    assert_eq!((kitchen.unread, kitchen.draft.as_str(), kitchen.members), (4, "half a thought", 3));
    assert_eq!((kitchen.notify, kitchen.muted_until), (NotifyLevel::Mentions, Some(Millis(99))));
    let soup = reader.message(id(1)).unwrap().unwrap();
    assert!(soup.pinned && soup.edited_at.is_some());
    assert_eq!(soup.reactions[0].users, [user(ME)]);
    assert!(reader.message(id(2)).unwrap().unwrap().mentions_me);
    drop(reader);

    let events = vec![
        message(11, BOB, 4, "more"),
        message(12, BOB, 8, "late"),
        event(16, BOB, What::Reaction { target: id(1), emoji: "🔥".to_owned(), on: true }),
    ];
    home.apply(&Batch { events, coverage: vec![covered(16, &[(13, 14)])], ..Batch::default() });
    let page = home.page(Place::After { seq: Seq(10) }, 50);
    assert_eq!(shown(&page.items), ["more", "came before its message", "13-14", "waits 1", "waits 2"]);
    assert_eq!(home.message(1).reactions[0].users.len(), 2);
}

#[test]
fn a_file_of_version_2_opens_and_is_found_in_while_its_index_is_built() {
    let mut home = opened("version-2.sqlite");
    let find = |home: &Home, text: &str| {
        let term = hearth_search::Term { text: text.to_owned(), exact: false, not: false };
        let query = hearth_search::Query { terms: vec![term], ..hearth_search::Query::default() };
        let search = hearth_history::finding::Search { query, limit: 50, ..hearth_history::finding::Search::default() };
        let found = home.reader().search(&search).unwrap();
        assert_eq!(found.next, None);
        found.hits.iter().map(|hit| hit.seq.0).collect::<Vec<_>>()
    };
    let everything = |home: &Home| {
        assert_eq!(find(home, "so"), [3]);
        assert_eq!(find(home, "花园"), [16]);
        assert_eq!(find(home, "garden.exa"), [16]);
        assert_eq!(find(home, "recipes"), [17]);
        assert_eq!(find(home, "secret"), Vec::<u64>::new());
    };
    let page = home.page(Place::Newest, 50);
    assert_eq!(shown(&page.items)[..4], ["1!", "2!", "soup at eight", "bread for Mia?"]);
    everything(&home);
    assert!(home.reader().indexing().unwrap().is_some());
    while home.history().writer.index_step(1).unwrap().is_some() {
        everything(&home);
    }
    assert_eq!(home.reader().indexing().unwrap(), None);
    everything(&home);

    let reader = home.reader();
    assert_eq!(reader.links(room(1), None, 9).unwrap().entries[0].links, ["https://garden.example/plan"]);
    let statistics = reader.statistics(room(1), &[]).unwrap();
    assert_eq!((statistics.messages, statistics.files, statistics.file_bytes, statistics.links), (4, 1, 5, 1));
    assert!(!statistics.complete);
    assert_eq!(statistics.people[0], (user(BOB), 2));
    // The list still says who spoke last.
    let kitchen = reader.row(room(1)).unwrap().unwrap();
    assert_eq!(kitchen.summary.unwrap().author_name, "Mia");
    drop(reader);
    home.fold(vec![message(18, ANN, 8, "came before its message")]);
    home.reopen();
    everything(&home);
    assert!(!home.dir.path().join("history.before-3.sqlite").exists(), "the copy goes once the step has proven itself");
}

#[test]
fn a_file_of_version_3_opens_with_its_index_and_learns_who_has_left() {
    let mut home = opened("version-3.sqlite");
    assert_eq!(home.reader().indexing().unwrap(), None, "its index serves on");
    let term = hearth_search::Term { text: "花园".to_owned(), exact: false, not: false };
    let query = hearth_search::Query { terms: vec![term], ..hearth_search::Query::default() };
    let search = hearth_history::finding::Search { query, limit: 50, ..hearth_history::finding::Search::default() };
    let seqs: Vec<u64> = home.reader().search(&search).unwrap().hits.iter().map(|hit| hit.seq.0).collect();
    assert_eq!(seqs, [16]);
    assert!(home.reader().people().unwrap().iter().all(|person| !person.former));
    let former = hearth_proto::people::Profile { former: true, ..profile(BOB, "Bob") };
    home.apply(&Batch { people: vec![former.clone()], ..Batch::default() });
    assert!(home.reader().people().unwrap().contains(&former));
}
