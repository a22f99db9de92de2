//! What was sent beside words: files and links by month, and figures.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{
    batch::Batch,
    gallery::{Gallery, Month},
};
use hearth_proto::{
    body::{Body, File, Picture},
    event::{Event, What},
    id::{Millis, Seq},
};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn sent(seq: u64, day: i64, who: u128, body: Body) -> Event {
    let mut said = said(seq, "");
    said.body = Some(body);
    let mut event = event(seq, who, What::Message(said));
    event.at = Millis(day * DAY);
    event
}

fn picture(size: u64) -> Body {
    let picture = Picture {
        blob: "a".repeat(64).parse().unwrap(),
        mime: "image/png".to_owned(),
        width: 1,
        height: 1,
        size,
        thumbhash: String::new(),
        name: String::new(),
    };
    Body::Picture { picture, caption: String::new() }
}

fn file(size: u64) -> Body {
    let file = File {
        blob: "b".repeat(64).parse().unwrap(),
        mime: "text/plain".to_owned(),
        size,
        name: "list.txt".to_owned(),
        video: None,
    };
    Body::File { file, caption: "see https://soup.example too".to_owned() }
}

fn home() -> Home {
    Home::with(vec![
        sent(1, 3, ANN, picture(10)),
        sent(2, 4, ANN, text("https://a.example and https://b.example, and soup")),
        sent(3, 40, BOB, picture(20)),
        sent(4, 41, BOB, picture(30)),
        sent(5, 42, ANN, file(5)),
        sent(6, 70, ANN, text("nothing of the kind")),
    ])
}

/// Months of thirty days, all in one year.
fn month_of(at: Millis) -> (i16, i8) {
    (1970, i8::try_from(at.0 / DAY / 30).unwrap() + 1)
}

#[test]
fn months_say_how_much_they_hold_and_where_they_begin() {
    let home = home();
    let months = |what| home.reader().months(room(1), what, &mut month_of).unwrap();
    let month = |month, count, before| Month { year: 1970, month, count, before: Seq(before) };
    assert_eq!(months(Gallery::Pictures), [month(2, 2, 5), month(1, 1, 2)]);
    assert_eq!(months(Gallery::Files), [month(2, 1, 6)]);
    assert_eq!(months(Gallery::Links), [month(2, 1, 6), month(1, 1, 3)]);
    assert_eq!(months(Gallery::Videos), []);
}

#[test]
fn links_come_newest_first_with_their_addresses() {
    let home = home();
    let page = home.reader().links(room(1), None, 1).unwrap();
    assert_eq!((page.entries[0].seq, page.more, page.complete), (Seq(5), true, true));
    let page = home.reader().links(room(1), Some(Seq(5)), 5).unwrap();
    assert_eq!(
        (page.entries[0].links.as_slice(), page.more),
        (["https://a.example", "https://b.example"].map(str::to_owned).as_slice(), false)
    );
}

#[test]
fn figures_follow_what_is_edited_and_deleted() {
    let mut home = home();
    let look =
        |home: &Home| home.reader().statistics(room(1), &[Millis(0), Millis(30 * DAY), Millis(60 * DAY)]).unwrap();
    let before = look(&home);
    assert_eq!(
        (before.messages, before.pictures, before.videos, before.files, before.file_bytes, before.links),
        (6, 3, 0, 1, 65, 2)
    );
    assert_eq!(before.people, [(user(ANN), 4), (user(BOB), 2)]);
    assert_eq!(
        (before.since, before.spans.as_slice(), before.complete),
        (Some(Millis(3 * DAY)), [2, 3, 1].as_slice(), true)
    );

    home.fold(vec![
        event(7, BOB, What::Redacted { target: id(4) }),
        event(
            8,
            ANN,
            What::Edited { target: id(2), body: Some(text("soup")), mentions: Vec::new(), mentions_room: false },
        ),
    ]);
    home.apply(&Batch { coverage: vec![covered(20, &[(9, 20)])], ..Batch::default() });
    let after = look(&home);
    assert_eq!((after.messages, after.pictures, after.file_bytes, after.links, after.complete), (5, 2, 35, 1, false));
    assert_eq!(after.people, [(user(ANN), 4), (user(BOB), 1)]);
}
