//! Requests of the person: each gets exactly one answer.

use hearth_engine::{
    effect::Effect,
    input::{AskId, Input},
};
use hearth_proto::{
    command::Request,
    error::ErrorCode,
    frame::ServerFrame,
    id::{Pos, RequestId},
    people::Avatar,
};

use crate::{
    server::{ME, profile, room},
    world::World,
};

fn answers(world: &World) -> Vec<(u64, Result<&ServerFrame, ErrorCode>)> {
    let one = |effect: &'_ Effect| match effect {
        Effect::Answer { ask, result } => {
            let result = result.as_ref().map(|frame| &**frame).map_err(|failure| failure.code);
            Some((ask.0, result.map(|frame| Box::leak(Box::new(frame.clone())) as &ServerFrame)))
        }
        _ => None,
    };
    world.effects.iter().filter_map(one).collect()
}

fn ask(world: &mut World, n: u64, request: Request) {
    world.give(Input::Ask { ask: AskId(n), request });
}

fn last_request(world: &World) -> RequestId {
    let sent = |effect: &Effect| match effect {
        Effect::Send(frame) => match &**frame {
            hearth_proto::frame::ClientFrame::Request { id, .. } => Some(*id),
            hearth_proto::frame::ClientFrame::Bare(_) => None,
        },
        _ => None,
    };
    world.effects.iter().rev().find_map(sent).unwrap()
}

#[test]
fn a_question_gets_the_servers_answer_and_what_it_says_is_written_down_first() {
    let mut world = World::connected();
    world.half_open = true;
    let name = Some("Mia".to_owned());
    ask(&mut world, 5, Request::SetProfile { name, handle: None, avatar: None::<Avatar>, status: None, zone: None });
    world.half_open = false;
    let re = last_request(&world);
    world.put(vec![ServerFrame::Me { re, profile: profile(ME) }]);
    world.take_effects();
    world.settle();
    assert!(matches!(world.effects[0], Effect::Record(_)));
    assert!(matches!(answers(&world)[..], [(5, Ok(ServerFrame::Me { .. }))]));
}

#[test]
fn a_question_without_a_line_is_answered_at_once() {
    let mut world = World::new();
    ask(&mut world, 1, Request::ListRooms);
    assert!(matches!(answers(&world)[..], [(1, Err(ErrorCode::Unavailable))]));
}

#[test]
fn a_question_fails_with_the_line() {
    let mut world = World::connected();
    world.half_open = true;
    ask(&mut world, 1, Request::ListRooms);
    world.cut();
    assert!(matches!(answers(&world)[..], [(1, Err(ErrorCode::Unavailable))]));
    world.pass(60_000);
    assert_eq!(answers(&world).len(), 1);
}

#[test]
fn a_question_waits_twenty_seconds_for_its_answer() {
    let mut world = World::connected();
    ask(&mut world, 1, Request::ListRooms);
    let re = last_request(&world);
    world.coming.clear();
    world.pass(19_900);
    assert_eq!(answers(&world).len(), 0);
    world.pass(200);
    assert!(matches!(answers(&world)[..], [(1, Err(ErrorCode::Unavailable))]));
    world.put(vec![ServerFrame::Rooms { re, rooms: Vec::new() }]);
    world.settle();
    assert_eq!(answers(&world).len(), 1, "too late");
}

#[test]
fn a_refusal_is_passed_on() {
    let mut world = World::connected();
    ask(&mut world, 1, Request::ListRooms);
    world.settle();
    assert!(matches!(answers(&world)[..], [(1, Err(ErrorCode::UnknownType))]));
}

#[test]
fn an_answer_of_an_earlier_line_matches_nothing() {
    let mut world = World::connected();
    world.half_open = true;
    ask(&mut world, 1, Request::ListRooms);
    let re = last_request(&world);
    world.cut();
    world.pass(500);
    world.half_open = true;
    ask(&mut world, 2, Request::ListRooms);
    world.half_open = false;
    world.put(vec![ServerFrame::Rooms { re, rooms: Vec::new() }]);
    world.settle();
    assert_eq!(answers(&world).len(), 1);
}

#[test]
fn a_question_longer_than_a_frame_is_not_sent() {
    let mut world = World::connected();
    let body = crate::server::text(&"x".repeat(70_000));
    ask(&mut world, 1, Request::Edit { conversation: room(1), message: crate::server::message(1), body, act: None });
    assert!(matches!(answers(&world)[..], [(1, Err(ErrorCode::TooLarge))]));
}

#[test]
fn too_many_questions_at_once_are_turned_away() {
    let mut world = World::connected();
    world.half_open = true;
    for n in 0..300 {
        ask(&mut world, n, Request::ListRooms);
    }
    let turned_away = answers(&world);
    assert_eq!(turned_away.len(), 300 - 256);
    assert!(turned_away.iter().all(|(_, result)| *result == Err(ErrorCode::RateLimited)));
}

#[test]
fn somebodys_new_name_is_written_with_its_position() {
    let mut world = World::connected();
    world.put(vec![ServerFrame::Person { profile: profile(ME), pos: Pos(3) }]);
    world.settle();
    assert_eq!(world.cursor_pos(), Pos(3));
    world.server.sent_pos = Pos(3);
    world.server_pings();
    assert_eq!(world.dials(), 1, "nothing was lost");
}
