//! Read marks, presence and signs of writing.

use hearth_engine::{effect::Effect, input::Input};
use hearth_proto::{
    command::Request,
    error::{ErrorCode, Failure},
    frame::{Bare, ServerFrame},
    id::{ConversationId, Seq, UserId},
    people::Presence,
    room::ReadMark,
};

use crate::{
    server::{ANN, ME, Server, epoch, room, user},
    world::World,
};

fn talked() -> World {
    let mut server = Server::new();
    for n in 0..20 {
        let _ = server.say(room(1), user(ANN), &format!("{n}"));
        let _ = server.say(room(2), user(ANN), &format!("{n}"));
    }
    let mut world = World::connected_to(server);
    world.server.asked.clear();
    world.take_effects();
    world
}

fn read(world: &mut World, conversation: ConversationId, seq: u64) {
    world.give(Input::Read { conversation, seq: Seq(seq) });
}

fn marks(world: &World) -> Vec<(ConversationId, u64)> {
    let mark = |request: &Request| match request {
        Request::Read { conversation, seq } => Some((*conversation, seq.0)),
        _ => None,
    };
    world.server.asked.iter().filter_map(mark).collect()
}

fn withdrawn(world: &World) -> Vec<(ConversationId, u64)> {
    let one = |effect: &Effect| match effect {
        Effect::Withdraw { conversation, up_to } => Some((*conversation, up_to.0)),
        _ => None,
    };
    world.effects.iter().filter_map(one).collect()
}

fn writers(world: &World) -> Vec<(ConversationId, Vec<UserId>)> {
    let one = |effect: &Effect| match effect {
        Effect::Typing { conversation, users } => Some((*conversation, users.clone())),
        _ => None,
    };
    world.effects.iter().filter_map(one).collect()
}

#[test]
fn reading_is_written_down_and_told_at_most_once_a_second_for_each_conversation() {
    let mut world = talked();
    for seq in 1..=10 {
        read(&mut world, room(1), seq);
    }
    read(&mut world, room(2), 3);
    assert_eq!(world.disk.reads[&room(1)].seq, Seq(10));
    assert_eq!(marks(&world), [(room(1), 1), (room(2), 3)]);
    world.pass(999);
    assert_eq!(marks(&world).len(), 2);
    world.pass(1);
    assert_eq!(marks(&world), [(room(1), 1), (room(2), 3), (room(1), 10)]);
    world.pass(60_000);
    assert_eq!(marks(&world).len(), 3);
}

#[test]
fn a_read_mark_only_grows_and_never_beyond_what_exists() {
    let mut world = talked();
    read(&mut world, room(1), 10);
    read(&mut world, room(1), 4);
    world.settle();
    assert_eq!(world.disk.reads[&room(1)].seq, Seq(10));
    read(&mut world, room(1), 5_000);
    world.pass(2_000);
    assert_eq!(world.disk.reads[&room(1)].seq, Seq(20));
    assert_eq!(marks(&world), [(room(1), 10), (room(1), 20)]);
}

#[test]
fn reading_here_or_elsewhere_withdraws_alerts() {
    let mut world = talked();
    read(&mut world, room(1), 10);
    world.settle();
    assert_eq!(withdrawn(&world), [(room(1), 10)], "the echo of our own mark is no news");
    let mark = ReadMark { seq: Seq(15), messages: 15 };
    world.put(vec![ServerFrame::Read { conversation: room(1), mark, unread_from: None }]);
    world.settle();
    assert_eq!(withdrawn(&world), [(room(1), 10), (room(1), 15)]);
    assert_eq!(world.disk.reads[&room(1)], mark);
}

#[test]
fn the_servers_count_replaces_the_guess_behind_an_own_mark() {
    let mut world = talked();
    read(&mut world, room(1), 10);
    world.settle();
    assert_eq!(world.disk.reads[&room(1)], ReadMark { seq: Seq(10), messages: 10 });
}

#[test]
fn reading_without_a_line_is_told_once_there_is_one() {
    let mut world = talked();
    world.give(Input::Disconnect);
    read(&mut world, room(1), 7);
    read(&mut world, room(1), 9);
    world.give(Input::Connect);
    world.settle();
    assert_eq!(marks(&world), [(room(1), 9)]);
    assert_eq!(world.server.mark(room(1)).seq, Seq(9));
}

#[test]
fn a_mark_that_is_lost_with_the_line_is_told_again() {
    let mut world = talked();
    world.half_open = true;
    read(&mut world, room(1), 7);
    world.cut();
    world.pass(500);
    assert_eq!(world.server.mark(room(1)).seq, Seq(7));
}

#[test]
fn a_busy_server_gets_the_mark_later() {
    let mut world = talked();
    let busy = Failure { retry_after_ms: Some(5_000), ..Failure::new(ErrorCode::RateLimited, "slow down") };
    world.server.refusals.push_back(("read", busy));
    read(&mut world, room(1), 7);
    world.pass(4_900);
    assert_eq!(marks(&world).len(), 1);
    world.pass(200);
    assert_eq!(world.server.mark(room(1)).seq, Seq(7));
}

#[test]
fn reading_that_another_device_did_while_away_is_learnt_from_the_welcome() {
    let mut world = talked();
    world.cut();
    world.server.reads.insert(room(1), Seq(12));
    world.ann_says(room(1), "more");
    world.pass(500);
    assert_eq!(world.disk.reads[&room(1)].seq, Seq(12));
    assert!(withdrawn(&world).contains(&(room(1), 12)));
}

#[test]
fn what_was_read_in_the_old_log_is_not_told_to_another_one() {
    let mut world = talked();
    world.give(Input::Disconnect);
    read(&mut world, room(1), 15);
    let mut other = Server::new();
    other.epoch = epoch(2);
    let _ = other.say(room(1), user(ANN), "all new");
    world.server = other;
    world.give(Input::Connect);
    world.pass(5_000);
    assert_eq!(marks(&world), []);
    assert_eq!(world.disk.reads[&room(1)].seq, Seq(0));
}

#[test]
fn a_sign_of_writing_holds_five_seconds_or_until_the_message() {
    let mut world = talked();
    let sign = ServerFrame::Typing { conversation: room(1), user: user(ANN) };
    world.put(vec![sign.clone()]);
    world.pass(3_000);
    world.put(vec![sign.clone()]);
    world.pass(4_900);
    assert_eq!(writers(&world), [(room(1), vec![user(ANN)])]);
    world.pass(200);
    assert_eq!(writers(&world).last(), Some(&(room(1), vec![])));
    world.put(vec![sign]);
    world.ann_says(room(1), "there it is");
    world.settle();
    assert_eq!(writers(&world).len(), 4);
    assert_eq!(writers(&world).last(), Some(&(room(1), vec![])));
}

#[test]
fn own_writing_on_another_device_is_not_shown() {
    let mut world = talked();
    world.put(vec![ServerFrame::Typing { conversation: room(1), user: user(ME) }]);
    world.settle();
    assert_eq!(writers(&world), []);
}

#[test]
fn nobody_writes_any_more_when_the_line_is_gone() {
    let mut world = talked();
    world.put(vec![ServerFrame::Typing { conversation: room(1), user: user(ANN) }]);
    world.settle();
    world.cut();
    assert_eq!(writers(&world).last(), Some(&(room(1), vec![])));
}

#[test]
fn own_signs_of_writing_leave_at_most_every_three_seconds() {
    let mut world = talked();
    let signs = |world: &World| world.server.bare.iter().filter(|bare| matches!(bare, Bare::Typing { .. })).count();
    for _ in 0..30 {
        world.give(Input::Typing { conversation: room(1) });
        world.pass(100);
    }
    assert_eq!(signs(&world), 1);
    world.give(Input::Typing { conversation: room(1) });
    assert_eq!(signs(&world), 2);
    world.write(room(1));
    world.give(Input::Typing { conversation: room(1) });
    assert_eq!(signs(&world), 3, "what comes after a message is a new one");
}

#[test]
fn presence_is_told_when_it_changes_and_again_on_a_new_line() {
    let mut world = talked();
    let tell = |world: &mut World, presence| {
        world.give(Input::Focus { conversation: None, focused: presence == Presence::Online, presence });
    };
    tell(&mut world, Presence::Online);
    assert_eq!(world.server.bare, [], "who connects is online");
    tell(&mut world, Presence::Away);
    tell(&mut world, Presence::Away);
    assert_eq!(world.server.bare, [Bare::Presence { presence: Presence::Away }]);
    world.cut();
    world.pass(500);
    assert_eq!(world.server.bare.len(), 2);
    tell(&mut world, Presence::Online);
    assert_eq!(world.server.bare.last(), Some(&Bare::Presence { presence: Presence::Online }));
}

#[test]
fn how_far_others_have_read_is_passed_on() {
    let mut world = talked();
    world.put(vec![ServerFrame::ReadBy { conversation: room(1), user: user(ANN), seq: Seq(4) }]);
    world.settle();
    assert_eq!(world.disk.read_by, [(room(1), user(ANN), Seq(4))]);
}
