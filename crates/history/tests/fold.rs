//! Folding: whatever the order in which a log arrives, the result is the same.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::*;
use hearth_history::{batch::Batch, item::Place};
use hearth_proto::{
    body::Body,
    event::{Event, Forwarded, MemberChange, What},
    id::{MessageId, Millis, Seq, UserId},
    people::{Member, Profile, Role},
    room::{Posting, ReadMark},
};
use proptest::prelude::*;

/// A server's log of one room: what was sent out at the time, and what the log holds at the end.
#[derive(Default)]
struct Log {
    live: Vec<Event>,
    kept: Vec<Event>,
    messages: u64,
}

/// What somebody does next: who, what, to which message or member, on or off.
type Act = (u8, u8, usize, bool);

impl Log {
    fn of(acts: &[Act]) -> Self {
        let mut log = Self::default();
        log.add(ANN, What::Room { room: settings("Kitchen") });
        for act in acts {
            log.act(*act);
        }
        log
    }

    fn add(&mut self, author: u128, what: What) -> Seq {
        let event = event(u64::try_from(self.live.len()).unwrap() + 1, author, what);
        self.live.push(event.clone());
        self.kept.push(event);
        self.kept.last().unwrap().seq
    }

    fn act(&mut self, (who, what, target, on): Act) {
        let who = u128::from(who % 3) + 1;
        let about = u128::try_from(target % 4).unwrap() + 1;
        match (what % 12, self.pick(target)) {
            (3, Some((target, author))) => {
                let body = Some(text(&format!("edited {}", self.live.len())));
                let mentions = if on { vec![user(ME)] } else { Vec::new() };
                let called = (mentions.clone(), about == 1);
                let what = What::Edited { target, body: body.clone(), mentions, mentions_room: called.1 };
                let seq = self.add(author, what);
                self.rewrite(target, body, called, seq);
            }
            (4, Some((target, _))) => {
                let seq = self.add(who, What::Redacted { target });
                self.rewrite(target, None, (Vec::new(), false), seq);
            }
            (5 | 6, Some((target, _))) => {
                let emoji = if about == 1 { "🔥" } else { "🍲" };
                self.add(who, What::Reaction { target, emoji: emoji.to_owned(), on });
            }
            (7, Some((target, _))) => drop(self.add(who, What::Pinned { target, on })),
            (8, _) => {
                let change = match (on, who == about) {
                    (true, true) => MemberChange::Joined { role: Role::Member },
                    (true, false) => MemberChange::Added { role: Role::Admin },
                    (false, true) => MemberChange::Left,
                    (false, false) => MemberChange::Removed,
                };
                self.add(who, What::Member { user: user(about), change });
            }
            (10, _) => {
                let until = on.then_some(Millis(i64::try_from(self.live.len()).unwrap()));
                self.add(who, What::Member { user: user(about), change: MemberChange::Muted { until } });
            }
            (11, _) => {
                let change = if on { MemberChange::Banned } else { MemberChange::Unbanned };
                self.add(who, What::Member { user: user(about), change });
            }
            (9, _) if on => {
                let mut room = settings(&format!("Room {target}"));
                if about > 2 {
                    (room.posting, room.slow_seconds, room.archived) = (Posting::Admins, 5, about == 3);
                }
                self.add(who, What::Room { room });
            }
            (9, _) => drop(self.add(who, What::Unknown(serde_json::json!({ "event": "poll", "question": target })))),
            _ => {
                self.messages += 1;
                let mut message = said(self.messages, &format!("said {}", self.messages));
                message.mentions = if on { vec![user(ME)] } else { Vec::new() };
                message.mentions_room = about == 2;
                message.forwarded = (about == 3).then(|| Forwarded { author: user(ANN), at: Millis(5) });
                message.reply_to = self.pick(target).filter(|_| on).map(|(original, _)| original);
                self.add(who, What::Message(message));
            }
        }
    }

    /// Some message so far that still has a body, and who wrote it.
    fn pick(&self, at: usize) -> Option<(MessageId, u128)> {
        let said: Vec<_> = self
            .kept
            .iter()
            .filter_map(|event| match &event.what {
                What::Message(message) if message.body.is_some() => Some((message.message, event.author)),
                _ => None,
            })
            .collect();
        let (message, author) = *said.get(at % said.len().max(1))?;
        [ME, ANN, BOB].into_iter().find(|who| user(*who) == author).map(|who| (message, who))
    }

    /// As the server does: the message's own event is replaced, and former edits keep no words.
    fn rewrite(&mut self, id: MessageId, now: Option<Body>, called: (Vec<UserId>, bool), seq: Seq) {
        for event in &mut self.kept {
            match &mut event.what {
                What::Message(message) if message.message == id => {
                    (message.mentions, message.mentions_room) = called.clone();
                    message.body.clone_from(&now);
                    message.edited_at = Some(Millis(i64::try_from(1_000_000 + seq.0 * 1_000).unwrap()));
                    message.changed_seq = seq;
                }
                What::Edited { target, body, .. } if *target == id && event.seq < seq => *body = None,
                _ => {}
            }
        }
    }

    /// What a client sees that was given these batches of events, and then the head.
    fn seen(&self, batches: impl IntoIterator<Item = Vec<Event>>) -> String {
        let mut home = Home::new();
        home.apply(&Batch { heads: vec![head(0, 0)], ..everything(Vec::new()) });
        for events in batches {
            home.fold(events);
        }
        self.finish(&mut home);
        look(&home)
    }

    fn finish(&self, home: &mut Home) {
        let top = u64::try_from(self.kept.len()).unwrap();
        let mut head = head(top, self.messages);
        head.read = ReadMark { seq: Seq(top / 3), messages: 0 };
        home.apply(&Batch { heads: vec![head], coverage: vec![covered(top, &[])], ..Batch::default() });
    }
}

/// Everything a person could see of the room.
fn look(home: &Home) -> String {
    let reader = home.reader();
    let page = reader.timeline(room(1), Place::Newest, 500).unwrap();
    let row = reader.row(room(1)).unwrap();
    let members = reader.members(room(1)).unwrap();
    let pinned = reader.pinned(room(1), 50).unwrap();
    format!("{page:#?}\n{row:#?}\n{members:#?}\n{pinned:#?}\n{:#?}", reader.divider(room(1)).unwrap())
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec((any::<u8>(), any::<u8>(), 0_usize..12, any::<bool>()), 1..50)
}

fn shuffled(length: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..length).collect::<Vec<_>>()).prop_shuffle()
}

fn plans() -> impl Strategy<Value = (Vec<Act>, Vec<usize>, usize)> {
    acts().prop_flat_map(|acts| {
        let events = acts.len() + 1;
        (Just(acts), shuffled(events), 1..=events)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_gives_what_the_right_order_gives((acts, order, cut) in plans()) {
        let log = Log::of(&acts);
        let in_order = log.seen([log.live.clone()]);
        let pick = |from: &[Event]| order.iter().map(|at| from[*at].clone()).collect::<Vec<_>>();

        prop_assert_eq!(&log.seen(pick(&log.live).chunks(7).map(<[Event]>::to_vec)), &in_order, "live, shuffled");
        prop_assert_eq!(&log.seen(pick(&log.kept).chunks(7).map(<[Event]>::to_vec)), &in_order, "kept, shuffled");
        // Live up to a cut, then what was missed as pages, the newest first, each reaching into the next.
        let pages = log.kept[cut - 1..].chunks(5).rev().map(<[Event]>::to_vec);
        prop_assert_eq!(&log.seen([log.live[..cut].to_vec()].into_iter().chain(pages)), &in_order, "cut at {}", cut);
    }

    #[test]
    fn applying_a_batch_again_changes_nothing((acts, order, cut) in plans()) {
        let log = Log::of(&acts);
        let batch = Batch { events: order[..cut].iter().map(|at| log.live[*at].clone()).collect(), ..everything(Vec::new()) };
        let mut home = Home::new();
        home.apply(&batch);
        let once = look(&home);
        home.apply(&batch);
        prop_assert_eq!(look(&home), once);
    }
}

#[test]
fn a_member_list_beats_older_events_and_bows_to_newer_ones() {
    let list = |seq| {
        let members = [ME, ANN].map(|who| Member { user: user(who), role: Role::Member, muted_until: None }).to_vec();
        Batch { members: vec![(room(1), members, Seq(seq))], ..Batch::default() }
    };
    let mut home = Home::new();
    home.apply(&list(10));
    home.fold(vec![joined(5, BOB)]);
    assert_eq!(home.reader().members(room(1)).unwrap().len(), 2);
    home.fold(vec![joined(12, BOB)]);
    assert_eq!(home.reader().members(room(1)).unwrap().len(), 3);
    home.apply(&list(11));
    assert_eq!(home.reader().members(room(1)).unwrap().len(), 3);
    home.apply(&list(13));
    assert_eq!(home.reader().members(room(1)).unwrap().len(), 2);
}

#[test]
fn an_edit_and_a_deletion_wait_for_their_message() {
    let mut home = Home::with(Vec::new());
    home.fold(vec![event(
        8,
        ANN,
        What::Edited { target: id(1), body: Some(text("new")), mentions: Vec::new(), mentions_room: false },
    )]);
    home.fold(vec![event(9, ANN, What::Redacted { target: id(2) })]);
    home.fold(vec![message(1, ANN, 1, "old"), message(2, ANN, 2, "secret")]);
    assert_eq!(home.message(1).body, Some(text("new")));
    assert_eq!(home.message(1).edited_at, Some(Millis(1_008_000)));
    assert_eq!(home.message(2).body, None);
}

#[test]
fn an_edit_that_the_server_has_emptied_changes_nothing() {
    let mut home = Home::with(vec![message(1, ANN, 1, "old")]);
    home.fold(vec![event(
        5,
        ANN,
        What::Edited { target: id(1), body: None, mentions: Vec::new(), mentions_room: false },
    )]);
    assert_eq!(home.message(1).body, Some(text("old")));
    home.fold(vec![event(
        9,
        ANN,
        What::Edited { target: id(1), body: Some(text("new")), mentions: Vec::new(), mentions_room: false },
    )]);
    assert_eq!(home.message(1).body, Some(text("new")));
}

#[test]
fn the_newest_settings_of_a_room_stay() {
    let mut home = Home::with(Vec::new());
    let named = |seq, name| event(seq, ANN, What::Room { room: settings(name) });
    home.fold(vec![named(5, "New"), named(3, "Old")]);
    home.apply(&Batch { heads: vec![head(6, 0)], ..Batch::default() });
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().name, "New");
}

#[test]
fn what_changes_with_a_message_is_told_with_it() {
    let mut home = Home::with(vec![message(1, ANN, 1, "old")]);
    let mut answer = said(2, "yes");
    answer.reply_to = Some(id(1));
    home.fold(vec![event(2, BOB, What::Message(answer))]);
    let touched = home.fold(vec![event(
        3,
        ANN,
        What::Edited { target: id(1), body: Some(text("new")), mentions: Vec::new(), mentions_room: false },
    )]);
    assert_eq!(touched.rows, [room(1)]);
    assert_eq!(shown(&touched.items[0].1), ["new", "yes"]);
    let quote = home.message(2).reply_to.unwrap();
    assert_eq!((quote.author, quote.body), (Some(user(ANN)), Some(text("new"))));

    let again = home.apply(&Batch { people: vec![profile(BOB, "Bobby")], ..Batch::default() });
    assert_eq!((again.people.len(), again.rows), (1, vec![room(1)]));
    let same = home.apply(&Batch { people: vec![profile(BOB, "Bobby")], ..Batch::default() });
    assert_eq!(same, hearth_history::batch::Touched::default());
    let former = Profile { former: true, ..profile(BOB, "Bobby") };
    let left = home.apply(&Batch { people: vec![former.clone()], ..Batch::default() });
    assert_eq!(left.people.len(), 1);
    assert!(home.reader().people().unwrap().contains(&former));
}

#[test]
fn mentions_count_from_the_head_until_everything_is_here() {
    let to_me = |seq, number| {
        let mut message = said(number, "you");
        message.mentions = vec![user(ME)];
        event(seq, ANN, What::Message(message))
    };
    let mut home = Home::with(Vec::new());
    let mut head = head(10, 10);
    head.mentions = 4;
    home.apply(&Batch {
        heads: vec![head],
        coverage: vec![covered(10, &[(1, 8)])],
        events: vec![to_me(9, 9)],
        ..Batch::default()
    });
    let mentions = |home: &Home| home.reader().row(room(1)).unwrap().unwrap().mentions;
    assert_eq!(mentions(&home), 4);
    home.apply(&Batch { events: vec![to_me(11, 11)], coverage: vec![covered(11, &[(1, 8)])], ..Batch::default() });
    assert_eq!(mentions(&home), 5);
    home.apply(&Batch { marks: vec![read_to(9, 9)], ..Batch::default() });
    assert_eq!(mentions(&home), 1);
}

#[test]
fn a_left_room_stays_readable_and_asks_for_nothing() {
    let mut home = Home::with(vec![message(1, ANN, 1, "soup")]);
    home.apply(&Batch { gone: vec![room(1)], ..Batch::default() });
    let row = home.reader().row(room(1)).unwrap().unwrap();
    assert_eq!((row.role, row.unread), (None, 0));
    assert_eq!(shown(&home.page(Place::Newest, 5).items), ["soup"]);
    assert!(home.reader().restore().unwrap().standings.is_empty());
    home.apply(&Batch { heads: vec![head(2, 1)], ..Batch::default() });
    assert_eq!(home.reader().row(room(1)).unwrap().unwrap().role, Some(Role::Member));
}
