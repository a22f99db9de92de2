//! Pages of a timeline: each item once, in order, from either end, holes and shared places included.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{
    batch::Batch,
    item::{Item, Place, TimelinePage},
};
use hearth_proto::{
    event::What,
    id::{Cursor, Pos, Seq},
};
use proptest::prelude::*;

fn place_of(item: &Item) -> Option<Seq> {
    match item {
        Item::Message(message) => message.seq,
        Item::Note(note) => Some(note.seq),
        Item::Hole { from, .. } => Some(*from),
    }
}

/// Walks to the start, as somebody does who scrolls up.
fn backwards(home: &Home, limit: u32) -> Vec<Item> {
    let mut page = home.page(Place::Newest, limit);
    assert!(page.at_end);
    let mut all = page.items.clone();
    while !page.at_start {
        let seq = all.iter().find_map(place_of).expect("something was sent");
        page = home.page(Place::Before { seq }, limit);
        assert!(!page.items.is_empty() && !page.at_end);
        all.splice(0..0, page.items.clone());
    }
    all
}

/// Walks to the end; a hole is passed by its last seq.
fn forwards(home: &Home, limit: u32) -> Vec<Item> {
    let mut all: Vec<Item> = Vec::new();
    let mut above = Seq(0);
    loop {
        let TimelinePage { items, at_start, at_end } = home.page(Place::After { seq: above }, limit);
        assert_eq!(at_start, all.is_empty());
        all.extend(items);
        if at_end {
            return all;
        }
        above = all
            .last()
            .map(|item| if let Item::Hole { to, .. } = item { *to } else { place_of(item).unwrap() })
            .unwrap();
    }
}

/// A log in which each seq is a message, a note, something that shows no item, or missing.
fn home_of(kinds: &[u8], waiting: u8) -> Home {
    let mut home = Home::new();
    let mut events = Vec::new();
    let mut holes: Vec<(u64, u64)> = Vec::new();
    for (seq, kind) in (1..).zip(kinds) {
        match kind {
            0 => events.push(joined(seq, BOB)),
            1 => events.push(event(seq, BOB, What::Pinned { target: id(1), on: true })),
            2 | 3 => match holes.last_mut() {
                Some((_, to)) if *to + 1 == seq => *to = seq,
                _ => holes.push((seq, seq)),
            },
            _ => events.push(message(seq, ANN, seq, &seq.to_string())),
        }
    }
    let top = u64::try_from(kinds.len()).unwrap();
    home.apply(&Batch {
        events,
        heads: vec![head(top, top)],
        coverage: vec![covered(top, &holes)],
        ..everything(Vec::new())
    });
    for n in 0..waiting {
        home.history().writer.enqueue(&outgoing(9_000 + u128::from(n), &format!("waits {n}"))).unwrap();
    }
    home
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn paging_visits_each_item_once_in_order(
        kinds in prop::collection::vec(0_u8..9, 0..60),
        waiting in 0_u8..3,
        limit in 1_u32..12,
    ) {
        let home = home_of(&kinds, waiting);
        let all = home.page(Place::Newest, 500);
        prop_assert!(all.at_start && all.at_end);
        let shown_once = kinds.iter().filter(|kind| matches!(kind, 0 | 4..)).count();
        prop_assert_eq!(all.items.iter().filter(|item| !matches!(item, Item::Hole { .. })).count(), shown_once + usize::from(waiting));
        prop_assert_eq!(&backwards(&home, limit), &all.items);
        prop_assert_eq!(&forwards(&home, limit), &all.items);
    }
}

#[test]
fn a_hole_at_the_edge_of_a_page_is_shown() {
    let mut home = Home::with(Vec::new());
    let events = vec![message(1, ANN, 1, "a"), message(8, ANN, 8, "h"), message(9, ANN, 9, "i")];
    let touched = home.apply(&Batch { events, coverage: vec![covered(12, &[(2, 7), (10, 12)])], ..Batch::default() });
    assert_eq!(shown(&touched.items[0].1), ["a", "2-7", "h", "i", "10-12"]);
    assert_eq!(shown(&home.page(Place::Newest, 3).items), ["2-7", "h", "i", "10-12"]);
    assert_eq!(shown(&home.page(Place::Before { seq: Seq(9) }, 1).items), ["2-7", "h"]);
    assert_eq!(shown(&home.page(Place::After { seq: Seq(1) }, 3).items), ["2-7", "h", "i", "10-12"]);
    assert_eq!(shown(&home.page(Place::Message { message: id(8) }, 3).items), ["2-7", "h", "i", "10-12"]);
    let touched = home.apply(&Batch { coverage: vec![covered(12, &[(2, 5)])], ..Batch::default() });
    assert_eq!(shown(&touched.items[0].1), ["2-5", "10-9"]);
}

#[test]
fn a_restored_server_takes_nothing_away() {
    let say = |seq, number: u64, words: &str| message(seq, ANN, number, words);
    let old: Vec<_> = (1..=10).map(|n| say(n, n, &format!("old {n}"))).collect();
    let mut home = Home::with(old.clone());
    home.history().writer.enqueue(&outgoing(500, "waits")).unwrap();
    home.apply(&Batch { marks: vec![read_to(9, 9)], ..Batch::default() });

    // The backup was made after 6; since then three other messages were written.
    let fresh = |n: u64| message(n, BOB, n, &format!("new {n}"));
    let with_other_id = |n: u64| {
        let mut event = fresh(n);
        if let What::Message(message) = &mut event.what {
            message.message = id(u128::from(100 + n));
        }
        event
    };
    let start = Batch {
        new_epoch: true,
        cursor: Some(Cursor { epoch: epoch(2), pos: Pos(90) }),
        heads: vec![head(9, 9)],
        ..Batch::default()
    };
    home.apply(&start);
    home.apply(&start);
    let standing = home.reader().restore().unwrap().standings.remove(0);
    assert_eq!((standing.head, standing.holes, standing.read.seq), (Seq(9), vec![(Seq(1), Seq(9))], Seq(0)));
    assert_eq!(shown(&home.page(Place::Newest, 50).items).len(), 12);

    // Newest page first.
    home.apply(&Batch {
        events: (8..=9).map(with_other_id).collect(),
        coverage: vec![covered(9, &[(1, 7)])],
        ..Batch::default()
    });
    let events = old[..6].iter().cloned().chain([with_other_id(7)]).collect();
    home.apply(&Batch { events, coverage: vec![covered(9, &[])], ..Batch::default() });
    let all = home.page(Place::Newest, 50);
    assert_eq!(
        shown(&all.items),
        [
            "old 1", "old 2", "old 3", "old 4", "old 5", "old 6", "old 7", "old 8", "old 9", "old 10", "new 7",
            "new 8", "new 9", "waits"
        ]
    );
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 9);
    for limit in 1..15 {
        assert_eq!(backwards(&home, limit), all.items);
        assert_eq!(forwards(&home, limit), all.items);
    }
}

#[test]
fn of_what_comes_for_later_only_the_places_are_named() {
    let answer = |seq, number, to| {
        let mut answer = said(number, "yes");
        answer.reply_to = Some(id(to));
        event(seq, BOB, What::Message(answer))
    };
    let mut home = Home::with(Vec::new());
    home.apply(&Batch { events: vec![answer(9, 9, 4)], coverage: vec![covered(9, &[(1, 8)])], ..Batch::default() });
    home.history().writer.enqueue(&outgoing(5, "mine")).unwrap();
    // One of them is an own message whose event is the first that is heard of it.
    let past = vec![message(4, ANN, 4, "soup"), message(5, ME, 5, "mine"), joined(6, BOB), message(8, ANN, 8, "salt")];
    let touched = home.apply(&Batch { past, coverage: vec![covered(9, &[(1, 3)])], ..Batch::default() });
    assert_eq!(shown(&touched.items[0].1), ["1-3", "mine"]);
    assert_eq!(touched.past, [(room(1), Seq(4), Seq(8))]);
    let between = |from, to| home.reader().between(room(1), Seq(from), Seq(to)).unwrap();
    assert_eq!(shown(&between(4, 8)), ["soup", "mine", "6!", "salt", "yes"], "an answer quotes what has come");
    assert_eq!(shown(&between(7, 9)), ["salt", "yes"]);
    assert_eq!(shown(&home.page(Place::Newest, 9).items), ["1-3", "soup", "mine", "6!", "salt", "yes"]);
}
