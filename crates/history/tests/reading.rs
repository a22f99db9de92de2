//! What readers see of a history: restore, rows, pages, messages.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{
    batch::Batch,
    item::{Place, Send, SummaryKind},
};
use hearth_proto::{
    act::SendId,
    error::ErrorCode,
    event::What,
    id::{Millis, Pos, Seq},
};

#[test]
fn what_was_written_is_there_after_opening_again() {
    let mut home = Home::with(vec![
        event(1, ANN, What::Room { room: settings("Kitchen") }),
        message(2, ANN, 1, "soup"),
        message(3, BOB, 2, "bread"),
    ]);
    home.history().writer.enqueue(&outgoing(50, "salt")).unwrap();
    home.history().writer.set_draft(room(1), &draft("pep", Some(id(1)))).unwrap();
    home.history().writer.set_meta("server", "{}").unwrap();
    home.history().writer.set_last_open(Some(room(1))).unwrap();
    home.reopen();

    let reader = home.reader();
    let restored = reader.restore().unwrap();
    assert_eq!(restored.me, Some(profile(ME, "Mia")));
    assert_eq!(restored.cursor.map(|cursor| cursor.pos), Some(Pos(3)));
    assert_eq!(restored.last_open, Some(room(1)));
    assert_eq!(restored.outbox.len(), 1);
    assert_eq!(restored.standings[0].head, Seq(3));
    assert_eq!(reader.waiting().unwrap(), 1);
    assert_eq!(reader.draft(room(1)).unwrap().text, "pep");
    assert_eq!(reader.meta("server").unwrap().as_deref(), Some("{}"));
    assert_eq!(reader.seq_of(id(2)).unwrap(), Some(Seq(3)));

    let page = reader.timeline(room(1), Place::Newest, 50).unwrap();
    assert_eq!(shown(&page.items), ["1!", "soup", "bread", "salt"]);
    assert!(page.at_start && page.at_end);

    let row = reader.row(room(1)).unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.unread, row.draft.as_str()), ("Kitchen", 2, "pep"));
    assert_eq!(row.active_at, Millis(9_000_000));
    let summary = row.summary.unwrap();
    assert_eq!((summary.author_name.as_str(), summary.send), ("Mia", Send::Waiting));
    assert_eq!(summary.what, SummaryKind::Text { text: "salt".to_owned() });
}

#[test]
fn a_message_goes_from_waiting_to_failed_to_waiting_to_sent() {
    let mut home = Home::with(vec![message(1, ANN, 1, "soup")]);
    home.history().writer.enqueue(&outgoing(2, "salt")).unwrap();
    let refused = Batch { refused: vec![(SendId::Message(id(2)), ErrorCode::RateLimited)], ..Batch::default() };
    let touched = home.apply(&refused);
    assert_eq!(touched.items.len(), 1);
    assert_eq!(home.message(2).send, Send::Failed { code: ErrorCode::RateLimited });
    assert_eq!(home.reader().waiting().unwrap(), 0);
    home.apply(&Batch { retried: vec![SendId::Message(id(2))], ..Batch::default() });
    assert_eq!(home.message(2).send, Send::Waiting);

    let sent = Batch { sent: vec![(id(2), Seq(2), Millis(77))], ..Batch::default() };
    home.apply(&sent);
    let message = home.message(2);
    assert_eq!((message.seq, message.at, message.send), (Some(Seq(2)), Millis(77), Send::Sent));
    assert!(home.reader().restore().unwrap().outbox.is_empty());
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 1);
    home.fold(vec![common::message(2, ME, 2, "salt")]);
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 1);
    home.apply(&sent);
    assert_eq!(shown(&home.page(Place::Newest, 9).items), ["soup", "salt"]);
}

#[test]
fn reading_moves_the_divider_and_empties_the_count() {
    let mut home = Home::with(vec![
        message(1, ANN, 1, "a"),
        message(2, ME, 2, "mine"),
        message(3, ANN, 3, "b"),
        message(4, BOB, 4, "c"),
    ]);
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 3);
    home.apply(&Batch { marks: vec![read_to(1, 0)], ..Batch::default() });
    let divider = home.reader().divider(room(1)).unwrap().unwrap();
    assert_eq!((divider.after, divider.first, divider.unread), (Seq(2), Some(Seq(3)), 2));
    assert_eq!(shown(&home.page(Place::Unread, 3).items), ["mine", "b", "c"]);
    home.apply(&Batch { marks: vec![read_to(4, 4)], ..Batch::default() });
    assert_eq!(home.reader().divider(room(1)).unwrap(), None);
    home.apply(&Batch { marks: vec![read_to(1, 1)], ..Batch::default() });
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().read, Seq(4));
}
