//! What is done to messages: exactly once, in order with the messages, and taken back where the server refuses.

use hearth_engine::{effect::Effect, input::Input};
use hearth_proto::{
    act::{Act, SendId},
    error::{ErrorCode, Failure},
    event::What,
    id::{ActId, MessageId, Seq},
};

use crate::{
    server::{room, text},
    world::World,
};

fn emoji(on: bool) -> Act {
    Act::React { emoji: "🔥".to_owned(), on }
}

fn refusals(world: &World) -> Vec<(MessageId, ErrorCode)> {
    let refused = |effect: &Effect| match effect {
        Effect::Refused { message, code, .. } => Some((*message, *code)),
        _ => None,
    };
    world.effects.iter().filter_map(refused).collect()
}

fn said() -> (World, MessageId) {
    let mut world = World::connected();
    let id = world.write(room(1));
    world.settle();
    (world, id)
}

#[test]
fn an_act_leaves_the_outbox_with_its_acknowledgement() {
    let (mut world, message) = said();
    let act = world.act(room(1), message, emoji(true));
    world.settle();
    assert_eq!(world.disk.acted, [act]);
    assert!(world.disk.outbox.is_empty());
    world.assert_whole();
}

#[test]
fn an_act_whose_answer_was_lost_is_done_once() {
    let (mut world, message) = said();
    let act = world.act(room(1), message, emoji(true));
    // The server has done it, and the line breaks before the answer; then the client itself ends.
    world.cut();
    world.crash();
    world.pass(60_000);
    assert_eq!(world.disk.acted, [act]);
    let reactions = world.server.logs[&room(1)].iter().filter(|event| matches!(event.what, What::Reaction { .. }));
    assert_eq!(reactions.count(), 1);
}

#[test]
fn an_act_on_a_message_that_waits_leaves_after_it() {
    let mut world = World::new();
    let message = world.write(room(1));
    let edit = world.act(room(1), message, Act::Edit { body: text("better") });
    let pin = world.act(room(1), message, Act::Pin { on: true });
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.server.mine(room(1)), [message]);
    assert_eq!(world.server.done(room(1)), [edit, pin]);
    assert_eq!(world.disk.acted, [edit, pin]);
}

#[test]
fn acts_on_a_message_that_was_refused_wait_with_it_and_hold_up_nobody() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", Failure::new(ErrorCode::ReadOnly, "only admins write here")));
    let refused = world.write(room(1));
    let edit = world.act(room(1), refused, Act::Edit { body: text("better") });
    let next = world.write(room(1));
    world.settle();
    assert_eq!(world.server.mine(room(1)), [next]);
    assert_eq!(world.server.done(room(1)), [] as [ActId; 0]);
    world.give(Input::Retry { id: SendId::Message(refused) });
    world.settle();
    assert_eq!(world.server.mine(room(1)), [next, refused]);
    assert_eq!(world.disk.acted, [edit]);
}

#[test]
fn giving_a_message_up_gives_up_what_was_done_to_it() {
    let mut world = World::new();
    let dropped = world.write(room(1));
    world.act(room(1), dropped, emoji(true));
    assert!(world.engine.never_left(dropped));
    world.disk.discard(dropped);
    world.give(Input::Discarded { id: SendId::Message(dropped) });
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.server.mine(room(1)), [] as [MessageId; 0]);
    assert_eq!(world.server.done(room(1)), [] as [ActId; 0]);
}

#[test]
fn a_message_that_was_offered_may_be_on_the_server() {
    let mut world = World::connected();
    world.half_open = true;
    let message = world.write(room(1));
    assert!(!world.engine.never_left(message));
    world.crash();
    assert!(!world.engine.never_left(message), "nobody knows after a restart");
}

#[test]
fn an_act_without_words_that_is_refused_is_taken_back_and_told() {
    let (mut world, message) = said();
    for name in ["react", "pin", "redact"] {
        world.server.refusals.push_back((name, Failure::new(ErrorCode::Forbidden, "no")));
    }
    for act in [emoji(true), Act::Pin { on: true }, Act::Redact] {
        world.act(room(1), message, act);
    }
    world.settle();
    assert_eq!(refusals(&world), [(message, ErrorCode::Forbidden); 3]);
    assert!(world.disk.outbox.is_empty());
    assert_eq!(world.disk.refused_acts.len(), 3);
}

#[test]
fn an_edit_that_is_refused_waits_for_the_person() {
    let (mut world, message) = said();
    world.server.refusals.push_back(("edit", Failure::new(ErrorCode::Muted, "not now")));
    let edit = world.act(room(1), message, Act::Edit { body: text("better") });
    world.settle();
    assert_eq!(refusals(&world), []);
    assert_eq!(world.disk.outbox[0].failed, Some(ErrorCode::Muted));
    world.give(Input::Retry { id: SendId::Act(edit) });
    world.settle();
    assert_eq!(world.disk.acted, [edit]);
}

#[test]
fn a_busy_server_gets_the_act_later() {
    let (mut world, message) = said();
    let busy = Failure { retry_after_ms: Some(5_000), ..Failure::new(ErrorCode::SlowMode, "wait") };
    world.server.refusals.push_back(("edit", busy));
    let edit = world.act(room(1), message, Act::Edit { body: text("better") });
    world.pass(4_900);
    assert_eq!(world.disk.acted, []);
    world.pass(200);
    assert_eq!(world.disk.acted, [edit]);
}

#[test]
fn a_message_that_was_refused_can_be_sent_with_other_words() {
    let mut world = World::connected();
    world.server.refusals.push_back(("post", Failure::new(ErrorCode::TooLarge, "too long")));
    let message = world.write(room(1));
    world.settle();
    world.disk.outbox[0].failed = None;
    world.give(Input::Reworded { message, body: text("short") });
    world.settle();
    assert_eq!(world.disk.sent, [message]);
    let is_short = |event: &hearth_proto::event::Event| matches!(&event.what, What::Message(said) if said.body == Some(text("short")));
    assert!(world.server.logs[&room(1)].iter().any(is_short));
}

#[test]
fn what_was_marked_unread_without_a_line_is_told_in_order_even_after_a_restart() {
    let mut world = World::new();
    for n in 0..20 {
        let _ = world.server.say(room(1), crate::server::user(crate::server::ANN), &format!("{n}"));
    }
    world.give(Input::Connect);
    world.settle();
    world.give(Input::Disconnect);
    world.give(Input::Read { conversation: room(1), seq: Seq(15) });
    world.give(Input::MarkUnread { conversation: room(1), seq: Seq(8) });
    world.crash();
    world.pass(60_000);
    assert_eq!(world.server.mark(room(1)).seq, Seq(15));
    assert_eq!(world.server.unread_from[&room(1)], Seq(7));
    // Reading there again takes it back, on the server too.
    world.give(Input::Read { conversation: room(1), seq: Seq(8) });
    world.pass(2_000);
    assert!(world.server.unread_from.is_empty());
    assert_eq!(world.server.mark(room(1)).seq, Seq(15));
    assert_eq!(world.disk.marks[&room(1)].unread_from, None);
}

#[test]
fn reading_after_marking_unread_without_a_line_leaves_nothing_to_mark() {
    let mut world = World::new();
    for n in 0..20 {
        let _ = world.server.say(room(1), crate::server::user(crate::server::ANN), &format!("{n}"));
    }
    world.give(Input::Connect);
    world.settle();
    world.give(Input::Read { conversation: room(1), seq: Seq(10) });
    world.pass(2_000);
    world.give(Input::Disconnect);
    world.give(Input::MarkUnread { conversation: room(1), seq: Seq(8) });
    world.give(Input::Read { conversation: room(1), seq: Seq(9) });
    world.give(Input::Connect);
    world.pass(10_000);
    assert!(world.server.unread_from.is_empty());
    assert_eq!(world.server.mark(room(1)).seq, Seq(10));
}
