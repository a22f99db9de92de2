//! What the person is told, when, and how much of it at once.

use hearth_engine::{
    effect::{Alert, Effect},
    input::{AlertChoice, AlertLevel, Input},
};
use hearth_proto::{
    event::What,
    frame::{PingPayload, ServerFrame},
    id::{ConversationId, Millis, Seq},
};

use crate::{
    server::{ANN, ME, Server, message, room, text, user},
    world::{World, policy},
};

fn talked(rooms: u128) -> World {
    let mut server = Server::new();
    for id in 1..=rooms {
        let _ = server.say(room(id), user(ANN), "before");
    }
    let mut world = World::connected_to(server);
    assert_eq!(world.alerts(), [], "what was there before the first start is no news");
    world.take_effects();
    world
}

fn says(world: &mut World, conversation: ConversationId, times: usize) {
    for n in 0..times {
        world.ann_says(conversation, &format!("{n}"));
    }
    world.settle();
}

fn counts(world: &World) -> Vec<u32> {
    let count = |alert: &Alert| match alert {
        Alert::One { .. } => 1,
        Alert::Many { count, .. } => *count,
        Alert::WhileAway { messages, .. } => 1_000 + messages,
    };
    world.alerts().iter().map(count).collect()
}

#[test]
fn a_message_is_on_disk_before_the_person_is_told() {
    let mut world = talked(1);
    says(&mut world, room(1), 1);
    let kinds: Vec<_> = world
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Record(_) | Effect::Alert(_)))
        .map(|effect| matches!(effect, Effect::Alert(_)))
        .collect();
    assert_eq!(kinds, [false, true]);
}

#[test]
fn three_are_told_one_by_one_and_then_counted_until_read() {
    let mut world = talked(2);
    says(&mut world, room(1), 5);
    assert_eq!(counts(&world), [1, 1, 1, 4, 5]);
    says(&mut world, room(2), 1);
    assert_eq!(counts(&world), [1, 1, 1, 4, 5, 1], "each conversation counts for itself");
    world.give(Input::Read { conversation: room(1), seq: Seq(6) });
    world.take_effects();
    says(&mut world, room(1), 2);
    assert_eq!(counts(&world), [1, 1]);
}

#[test]
fn what_came_while_away_is_told_once() {
    let mut world = talked(3);
    world.cut();
    says(&mut world, room(1), 3);
    says(&mut world, room(2), 2);
    world.pass(500);
    assert_eq!(world.alerts(), [Alert::WhileAway { messages: 5, conversations: 2 }]);
}

#[test]
fn one_message_while_away_is_told_as_itself() {
    let mut world = talked(1);
    world.cut();
    says(&mut world, room(1), 1);
    world.pass(500);
    assert!(matches!(world.alerts()[..], [Alert::One { seq: Seq(2), .. }]));
}

#[test]
fn what_came_while_the_program_was_closed_is_told_once() {
    let mut world = talked(1);
    world.give(Input::Disconnect);
    says(&mut world, room(1), 4);
    world.crash();
    world.settle();
    assert_eq!(world.alerts(), [Alert::WhileAway { messages: 4, conversations: 1 }]);
}

#[test]
fn a_cut_while_catching_up_does_not_tell_twice() {
    let mut world = talked(2);
    world.cut();
    says(&mut world, room(1), 2);
    says(&mut world, room(2), 2);
    world.pass(0);
    world.give(Input::TryNow);
    // Opened, welcome, one page.
    for _ in 0..3 {
        world.deliver();
    }
    world.cut();
    world.pass(5_000);
    assert_eq!(world.alerts(), [Alert::WhileAway { messages: 4, conversations: 2 }]);
}

#[test]
fn what_was_read_elsewhere_meanwhile_is_not_told() {
    let mut world = talked(1);
    world.cut();
    says(&mut world, room(1), 3);
    world.server.reads.insert(room(1), Seq(4));
    world.pass(500);
    assert_eq!(world.alerts(), []);
}

#[test]
fn older_pages_are_never_news() {
    let mut world = talked(1);
    world.cut();
    says(&mut world, room(1), 35);
    world.pass(500);
    world.assert_whole();
    assert_eq!(world.alerts(), [Alert::WhileAway { messages: 10, conversations: 1 }], "the newest page counts");
}

#[test]
fn the_conversation_that_is_looked_at_is_silent_only_while_the_window_has_the_keyboard() {
    let mut world = talked(1);
    world.look_at(Some(room(1)));
    says(&mut world, room(1), 1);
    assert_eq!(world.alerts(), []);
    let presence = hearth_proto::people::Presence::Away;
    world.give(Input::Focus { conversation: Some(room(1)), focused: false, presence });
    says(&mut world, room(1), 1);
    assert_eq!(counts(&world), [1]);
}

#[test]
fn own_messages_of_other_devices_are_silent() {
    let mut world = talked(1);
    let frame = world.server.say(room(1), user(ME), "from my other machine");
    world.put(vec![frame]);
    world.settle();
    assert_eq!(world.alerts(), []);
}

#[test]
fn a_room_set_to_mentions_tells_only_of_those() {
    let mut world = talked(1);
    let choice = AlertChoice { level: AlertLevel::Mentions, muted_until: None };
    world.give(Input::AlertChoice { conversation: room(1), choice });
    says(&mut world, room(1), 1);
    assert_eq!(world.alerts(), []);
    let frame = world.server.say_body(room(1), user(ANN), text("@me"), vec![user(ME)]);
    world.put(vec![frame]);
    world.settle();
    assert!(matches!(world.alerts()[..], [Alert::One { mention: true, .. }]));
    world.take_effects();
    world.give(Input::Policy(hearth_engine::alert::Policy { keywords: vec!["soup".to_owned()], ..policy() }));
    world.ann_says(room(1), "Soup?");
    world.settle();
    assert!(matches!(world.alerts()[..], [Alert::One { mention: true, .. }]));
}

#[test]
fn a_new_private_chat_alerts_from_its_first_message() {
    let mut world = talked(1);
    world.server.directs.push(room(9));
    let frame = world.server.say(room(9), user(ANN), "psst");
    let head = world.server.head(room(9));
    world.put(vec![ServerFrame::Conversation { re: None, head }, frame]);
    world.settle();
    assert_eq!(counts(&world), [1]);
    world.assert_whole();
}

#[test]
fn a_deleted_message_takes_its_alert_with_it() {
    let mut world = talked(1);
    says(&mut world, room(1), 1);
    let Some(Alert::One { message: shown, .. }) = world.alerts().pop() else { panic!("told") };
    let frame = world.server.happen(room(1), user(ANN), What::Redacted { target: shown });
    world.put(vec![frame]);
    world.settle();
    let last = world.effects.iter().rev().find(|effect| matches!(effect, Effect::WithdrawMessage { .. }));
    assert!(matches!(last, Some(Effect::WithdrawMessage { message, .. }) if *message == shown));
    assert_eq!(counts(&world), [1], "a deletion is no message");
    assert_ne!(shown, message(0));
}

#[test]
fn a_gap_on_a_live_line_is_told_with_what_fills_it() {
    let mut world = talked(1);
    for n in 0..3 {
        world.ann_says(room(1), &format!("{n}"));
    }
    world.coming.drain(..2);
    world.settle();
    assert_eq!(counts(&world), [1, 1_002]);
    world.assert_whole();
}

#[test]
fn what_was_said_long_ago_and_is_brought_in_now_alerts_nobody() {
    let mut world = World::connected();
    let pings = |world: &mut World, at: i64| {
        let payload = PingPayload { sent_at: Millis(at), pos: world.server.sent_pos };
        world.give(Input::Ping(Some(payload)));
    };
    // What is said in this world is said at about 1,000,000.
    pings(&mut world, 1_000_000 + 24 * 60 * 60 * 1_000);
    world.ann_says(room(1), "a little late");
    world.settle();
    assert_eq!(world.alerts().len(), 1);
    pings(&mut world, 1_000_000 + 25 * 60 * 60 * 1_000);
    world.ann_says(room(1), "from another time");
    world.settle();
    assert_eq!(world.alerts().len(), 1);
}
