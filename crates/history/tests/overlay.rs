//! What this account did and the server does not have yet: shown at once, gone without a trace when it is settled.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{
    batch::{Batch, Marks, Outgoing, Owed, Sending},
    item::{Attachment, Captioned, FileKind, Message, Place, Send, SummaryKind},
    salvage::salvage,
};
use hearth_proto::{
    act::{Act, SendId},
    body::{Body, File},
    error::ErrorCode,
    event::{MemberChange, What},
    frame::Reader,
    id::{ActId, Millis, Seq},
    people::{Member, Role},
    room::ReadMark,
};
use uuid::Uuid;

fn act(n: u128, target: u128, what: Act) -> Outgoing {
    let act = ActId(Uuid::from_u128(0xAC000 + n));
    Outgoing { conversation: room(1), at: Millis(9_000_000), what: Sending::Act { act, target: id(target), what } }
}

/// When the event of this seq was put in order.
fn at(seq: u64) -> Millis {
    event(seq, ME, What::Redacted { target: id(0) }).at
}

fn act_id(outgoing: &Outgoing) -> ActId {
    match outgoing.what {
        Sending::Act { act, .. } => act,
        Sending::Message { .. } => panic!("no act"),
    }
}

fn edit(n: u128, target: u128, words: &str) -> Outgoing {
    act(n, target, Act::Edit { body: text(words) })
}

fn heart(n: u128, target: u128, on: bool) -> Outgoing {
    act(n, target, Act::React { emoji: "🔥".to_owned(), on })
}

fn home() -> Home {
    Home::with(vec![message(1, ME, 1, "soup"), message(2, ANN, 2, "bread")])
}

fn hearts(message: &Message) -> Vec<hearth_proto::id::UserId> {
    message.reactions.iter().flat_map(|count| count.users.clone()).collect()
}

#[test]
fn what_waits_is_laid_over_messages_quotes_and_rows() {
    let mut home = home();
    let mut answer = said(3, "with butter");
    answer.reply_to = Some(id(1));
    home.fold(vec![event(3, ANN, What::Message(answer))]);
    let touched = home.history().writer.enqueue(&edit(1, 1, "better soup")).unwrap();
    let shown: Vec<_> = touched.items.iter().flat_map(|(_, items)| items).collect();
    assert_eq!(shown.len(), 2, "the message and its answer");
    assert_eq!(home.message(1).body, Some(text("better soup")));
    assert_eq!(home.message(1).edit, Some(Send::Waiting));
    assert_eq!(home.message(3).reply_to.unwrap().body, Some(text("better soup")));

    home.history().writer.enqueue(&heart(2, 2, true)).unwrap();
    home.history().writer.enqueue(&act(3, 2, Act::Pin { on: true })).unwrap();
    assert_eq!((hearts(&home.message(2)), home.message(2).pinned), (vec![user(ME)], true));
    let pinned = home.reader().pinned(room(1), 10).unwrap();
    assert_eq!(pinned.iter().map(|one| one.id).collect::<Vec<_>>(), [id(2)]);

    home.history().writer.enqueue(&act(4, 3, Act::Redact)).unwrap();
    assert_eq!(home.message(3).body, None);
    let row = home.reader().row(room(1)).unwrap().unwrap();
    assert_eq!(row.summary.unwrap().what, SummaryKind::Deleted);
}

#[test]
fn an_acknowledged_act_holds_before_its_event_comes_and_the_event_changes_nothing() {
    let mut home = home();
    let acts = [edit(1, 1, "better"), heart(2, 2, true), act(3, 2, Act::Pin { on: true })];
    for one in &acts {
        home.history().writer.enqueue(one).unwrap();
    }
    let acted = acts.iter().zip(3..).map(|(one, seq)| (act_id(one), Seq(seq), at(seq))).collect();
    home.apply(&Batch { acted, ..Batch::default() });
    let look = |home: &Home| (home.message(1), home.message(2), home.reader().restore().unwrap().outbox.len());
    let before = look(&home);
    assert_eq!((before.0.body.clone(), before.0.edit.clone(), before.2), (Some(text("better")), None, 0));
    let edited = What::Edited { target: id(1), body: Some(text("better")), mentions: Vec::new(), mentions_room: false };
    home.fold(vec![
        event(5, ME, What::Pinned { target: id(2), on: true }),
        event(3, ME, edited),
        event(4, ME, What::Reaction { target: id(2), emoji: "🔥".to_owned(), on: true }),
    ]);
    assert_eq!(look(&home), before);
}

#[test]
fn an_answer_that_names_an_older_event_makes_no_edit() {
    let mut home = home();
    let same = edit(1, 1, "soup");
    home.history().writer.enqueue(&same).unwrap();
    home.apply(&Batch { acted: vec![(act_id(&same), Seq(1), at(1))], ..Batch::default() });
    assert_eq!((home.message(1).edited_at, home.message(1).edit), (None, None));
}

#[test]
fn a_refused_act_is_as_if_it_had_never_been_and_a_refused_edit_waits_for_the_person() {
    let mut home = home();
    let (love, words) = (heart(1, 2, true), edit(2, 1, "better"));
    for one in [&love, &words] {
        home.history().writer.enqueue(one).unwrap();
    }
    let refused = [&love, &words].map(|one| (SendId::Act(act_id(one)), ErrorCode::Forbidden)).to_vec();
    let touched = home.apply(&Batch { refused, ..Batch::default() });
    assert_eq!(touched.items[0].1.len(), 2);
    assert_eq!(hearts(&home.message(2)), []);
    let failed = Some(Send::Failed { code: ErrorCode::Forbidden });
    assert_eq!((home.message(1).body, home.message(1).edit), (Some(text("better")), failed));

    home.apply(&Batch { retried: vec![SendId::Act(act_id(&words))], ..Batch::default() });
    assert_eq!(home.message(1).edit, Some(Send::Waiting));
    home.history().writer.discard_acts(&[act_id(&words)]).unwrap();
    assert_eq!((home.message(1).body, home.message(1).edit), (Some(text("soup")), None));
}

#[test]
fn what_is_done_to_a_waiting_message_goes_with_it_into_the_log_and_with_it_when_it_is_given_up() {
    let mut home = home();
    home.history().writer.enqueue(&outgoing(7, "half")).unwrap();
    home.history().writer.enqueue(&edit(1, 7, "whole")).unwrap();
    assert_eq!(home.message(7).body, Some(text("whole")));
    home.apply(&Batch { sent: vec![(id(7), Seq(3), at(3))], ..Batch::default() });
    let sent = home.message(7);
    assert_eq!((sent.seq, sent.body, sent.edit), (Some(Seq(3)), Some(text("whole")), Some(Send::Waiting)));

    home.history().writer.enqueue(&outgoing(8, "no")).unwrap();
    home.history().writer.enqueue(&heart(2, 8, true)).unwrap();
    home.history().writer.discard(id(8)).unwrap();
    assert_eq!(home.reader().restore().unwrap().outbox.len(), 1);
}

#[test]
fn a_refused_message_takes_other_words_and_a_waiting_one_does_not() {
    let mut home = home();
    home.history().writer.enqueue(&outgoing(7, "too long")).unwrap();
    home.history().writer.reword(id(7), &text("short")).unwrap();
    assert_eq!(home.message(7).body, Some(text("too long")));
    let refused = vec![(SendId::Message(id(7)), ErrorCode::TooLarge)];
    home.apply(&Batch { refused, ..Batch::default() });
    home.history().writer.reword(id(7), &text("short")).unwrap();
    assert_eq!((home.message(7).body, home.message(7).send), (Some(text("short")), Send::Waiting));
}

#[test]
fn marked_unread_counts_from_there_until_it_is_read_again_and_is_owed_over_a_restart() {
    let events = (1..=6).map(|n| message(n, ANN, n, "line")).collect();
    let mut home = Home::with(events);
    let marks = |read: u64, unread_from: Option<u64>, owed| Marks {
        conversation: room(1),
        read: ReadMark { seq: Seq(read), messages: 0 },
        unread_from: unread_from.map(|seq| ReadMark { seq: Seq(seq), messages: 0 }),
        owed,
    };
    let owed = Owed { read: Some(Seq(6)), unread: Some(Seq(4)) };
    home.apply(&Batch { marks: vec![marks(6, Some(3), owed)], ..Batch::default() });
    let row = home.reader().row(room(1)).unwrap().unwrap();
    assert_eq!((row.unread, row.unread_from, row.read), (3, Some(Seq(4)), Seq(6)));
    let divider = home.reader().divider(room(1)).unwrap().unwrap();
    assert_eq!((divider.after, divider.unread), (Seq(3), 3));
    let standing = &home.reader().restore().unwrap().standings[0];
    assert_eq!((standing.owed, standing.unread_from.map(|from| from.messages)), (owed, Some(3)));

    // What the server says meanwhile does not undo what it was not told of.
    home.apply(&Batch { heads: vec![head(6, 6)], ..Batch::default() });
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 3);
    home.apply(&Batch { marks: vec![marks(6, None, Owed::default())], ..Batch::default() });
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().unread, 0);
}

#[test]
fn a_silence_is_a_fact_of_its_own_in_any_order_with_lists_and_roles() {
    let silence = |seq, until: Option<i64>| {
        let change = MemberChange::Muted { until: until.map(Millis) };
        event(seq, ANN, What::Member { user: user(BOB), change })
    };
    let list = |seq, muted: Option<i64>| {
        let member = Member { user: user(BOB), role: Role::Member, muted_until: muted.map(Millis) };
        Batch { members: vec![(room(1), vec![member], Seq(seq))], ..Batch::default() }
    };
    let bob = |home: &Home| home.reader().members(room(1)).unwrap().into_iter().find(|one| one.user == user(BOB));
    let mut home = Home::with(Vec::new());
    home.fold(vec![silence(9, Some(90))]);
    home.apply(&list(8, None));
    assert_eq!(bob(&home).unwrap().muted_until, Some(Millis(90)), "newer than the list");
    home.fold(vec![silence(7, Some(70))]);
    assert_eq!(bob(&home).unwrap().muted_until, Some(Millis(90)));
    home.apply(&list(10, Some(100)));
    assert_eq!(bob(&home).unwrap().muted_until, Some(Millis(100)));
    home.fold(vec![silence(11, None)]);
    assert_eq!(bob(&home).unwrap().muted_until, None);

    home.fold(vec![event(
        12,
        ANN,
        What::Member { user: user(ME), change: MemberChange::Muted { until: Some(Millis(5)) } },
    )]);
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().silenced_until, Some(Millis(5)));
}

#[test]
fn others_read_marks_only_grow_and_a_list_takes_the_place_of_all() {
    let mut home = home();
    let read_by = |seq| Batch { read_by: vec![(room(1), user(ANN), Seq(seq))], ..Batch::default() };
    home.apply(&read_by(2));
    assert_eq!(home.apply(&read_by(1)).readers, []);
    let readers = |home: &Home| home.reader().readers(room(1)).unwrap();
    assert_eq!(readers(&home), [Reader { user: user(ANN), seq: Seq(2) }]);
    let bob = Reader { user: user(BOB), seq: Seq(1) };
    home.apply(&Batch { readers: vec![(room(1), vec![bob])], ..Batch::default() });
    assert_eq!(readers(&home), [bob]);
    let touched = home.apply(&Batch { forget_readers: true, ..Batch::default() });
    assert_eq!((readers(&home), touched.readers), (vec![], vec![(room(1), vec![])]));
}

#[test]
fn files_are_listed_by_kind_newest_first() {
    let file = |n: u64, video: bool| {
        let file = File {
            blob: "ab".repeat(32).parse().unwrap(),
            mime: "application/zip".to_owned(),
            size: 5,
            name: format!("{n}.zip"),
            video: video.then(|| hearth_proto::body::Video {
                width: 1,
                height: 1,
                duration_ms: 1,
                thumbhash: String::new(),
            }),
        };
        let mut message = said(n, "");
        message.body = Some(Body::File { file, caption: String::new() });
        event(n, ANN, What::Message(message))
    };
    let mut home = Home::with(vec![file(1, false), file(2, true), file(3, false), file(4, false)]);
    let page = home.reader().files(room(1), FileKind::Files, None, 2).unwrap();
    assert_eq!(page.entries.iter().map(|one| one.seq.0).collect::<Vec<_>>(), [4, 3]);
    assert!(page.more && page.complete);
    let rest = home.reader().files(room(1), FileKind::Files, Some(Seq(3)), 2).unwrap();
    assert_eq!((rest.entries.len(), rest.more), (1, false));
    assert_eq!(home.reader().files(room(1), FileKind::Videos, None, 9).unwrap().entries.len(), 1);
    home.fold(vec![event(5, ANN, What::Redacted { target: id(4) })]);
    assert_eq!(home.reader().files(room(1), FileKind::Files, None, 9).unwrap().entries.len(), 2);
}

#[test]
fn a_day_is_found_and_so_is_the_hole_it_may_begin_in() {
    let mut home = Home::with(vec![message(1, ANN, 1, "old"), message(2, ANN, 2, "older"), message(9, ANN, 9, "new")]);
    home.apply(&Batch { coverage: vec![covered(9, &[(3, 8)])], ..Batch::default() });
    let reader = home.reader();
    assert_eq!(reader.hole_before_date(room(1), at(2)).unwrap(), None);
    assert_eq!(reader.hole_before_date(room(1), Millis(at(2).0 + 1)).unwrap(), Some((Seq(3), Seq(8))));
    let page = reader.timeline(room(1), Place::Date { when: at(2) }, 1).unwrap();
    assert!(shown(&page.items).contains(&"older".to_owned()));
}

#[test]
fn a_draft_keeps_what_is_attached_and_an_edit_beside_it() {
    let mut home = home();
    let file = File {
        blob: "cd".repeat(32).parse().unwrap(),
        mime: String::new(),
        size: 1,
        name: "a.txt".to_owned(),
        video: None,
    };
    let mut kept = draft("look", None);
    let attachment = Attachment::File { file: file.clone() };
    kept.attachments = vec![Captioned { attachment, caption: "as promised".to_owned() }];
    kept.edit = Some((id(1), "better".to_owned()));
    home.history().writer.set_draft(room(1), &kept).unwrap();
    assert_eq!(home.reader().draft(room(1)).unwrap(), kept);
    assert_eq!(home.reader().waiting_blobs().unwrap(), std::slice::from_ref(&file.blob));

    // As it was kept before captions were.
    let older = serde_json::json!({ "kind": "file", "file": file });
    let read: Captioned = serde_json::from_value(older).unwrap();
    assert_eq!((read.attachment, read.caption), (Attachment::File { file }, String::new()));
}

#[test]
fn salvage_carries_acts_forwards_and_whole_drafts_over() {
    let mut old = home();
    old.history().writer.enqueue(&outgoing(7, "waits")).unwrap();
    let words = edit(1, 7, "better");
    old.history().writer.enqueue(&words).unwrap();
    let mut kept = draft("look", None);
    kept.edit = Some((id(1), "better".to_owned()));
    old.history().writer.set_draft(room(1), &kept).unwrap();
    old.history = None;
    let mut fresh = Home::new();
    let saved = salvage(&old.file(), &mut fresh.history().writer).unwrap();
    assert!(saved.whole);
    let outbox = fresh.reader().restore().unwrap().outbox;
    assert_eq!(outbox.into_iter().map(|one| one.outgoing).collect::<Vec<_>>(), [outgoing(7, "waits"), words]);
    assert_eq!(fresh.reader().draft(room(1)).unwrap(), kept);
}

#[test]
fn salvage_reads_files_of_the_first_version_too() {
    let dir = tempfile::tempdir().unwrap();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.sqlite");
    let file = dir.path().join("old.sqlite");
    std::fs::copy(from, &file).unwrap();
    let mut fresh = Home::new();
    let saved = salvage(&file, &mut fresh.history().writer).unwrap();
    assert_eq!((saved.whole, saved.outbox, saved.drafts), (true, 2, 1));
    assert_eq!(fresh.reader().draft(room(1)).unwrap().text, "half a thought");
}
