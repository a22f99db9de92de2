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
