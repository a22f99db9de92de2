//! Getting a line, losing it, and coming back or not.

use hearth_engine::{
    connection::{Connection, LineReason},
    effect::Effect,
    input::Input,
};
use hearth_proto::{error::CloseCode, frame::ServerFrame, id::Pos};

use crate::{
    server::{HEARTBEAT_MS, room},
    world::{Coming, World},
};

fn reason(world: &World) -> LineReason {
    match world.connection() {
        Connection::Offline { reason, .. } | Connection::Stopped { reason } => reason,
        other => panic!("{other:?} has no reason"),
    }
}

#[test]
fn connecting_dials_greets_and_is_level_with_an_empty_server() {
    let mut world = World::new();
    world.give(Input::Connect);
    assert_eq!(world.connection(), Connection::Connecting);
    world.settle();
    assert_eq!(world.connection(), Connection::Connected);
    assert!(matches!(world.effects[0], Effect::Dial));
    let record = world.effects.iter().position(|effect| matches!(effect, Effect::Record(_))).unwrap();
    let welcomed = world.effects.iter().position(|effect| matches!(effect, Effect::Welcomed(_))).unwrap();
    assert!(record < welcomed, "the welcome is on disk before anybody hears of it");
}

#[test]
fn a_dial_that_hangs_is_given_up_after_fifteen_seconds() {
    let mut world = World::new();
    world.reachable = false;
    world.give(Input::Connect);
    world.pass(14_999);
    assert_eq!(world.connection(), Connection::Connecting);
    world.pass(1);
    assert_eq!(reason(&world), LineReason::TimedOut);
}

#[test]
fn a_server_that_does_not_welcome_is_given_up_after_ten_seconds() {
    let mut world = World::new();
    world.reachable = false;
    world.give(Input::Connect);
    world.give(Input::Opened);
    world.coming.clear();
    world.pass(9_999);
    assert_eq!(world.connection(), Connection::Connecting);
    world.pass(1);
    assert_eq!(reason(&world), LineReason::TimedOut);
}

#[test]
fn deliberate_disconnect_never_reconnects_even_after_wake() {
    let mut world = World::connected();
    world.give(Input::Disconnect);
    assert_eq!(world.connection(), Connection::Disconnected);
    world.take_effects();
    for input in [Input::Woke, Input::NetworkChanged, Input::TryNow, Input::Tick, Input::Closed { code: None }] {
        world.give(input);
        world.pass(600_000);
    }
    assert_eq!(world.dials(), 0);
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn disconnecting_while_waiting_for_the_next_try_stays_disconnected() {
    let mut world = World::connected();
    world.cut();
    world.give(Input::Disconnect);
    world.take_effects();
    world.pass(600_000);
    assert_eq!(world.dials(), 0);
}

#[test]
fn a_broken_line_comes_back_by_itself_almost_at_once() {
    let mut world = World::connected();
    world.cut();
    assert_eq!(reason(&world), LineReason::ClosedByNetwork);
    world.pass(500);
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn close_codes_say_whether_to_come_back() {
    let stops = [
        (CloseCode::SignedOut, LineReason::SignedOut),
        (CloseCode::Replaced, LineReason::Replaced),
        (CloseCode::ProtocolBroken, LineReason::ProtocolBroken),
        (CloseCode::VersionUnsupported, LineReason::WrongVersion),
        (CloseCode::Abuse, LineReason::ClosedByServer),
        (CloseCode::Other(4777), LineReason::ClosedByServer),
    ];
    for (code, expected) in stops {
        let mut world = World::connected();
        world.give(Input::Closed { code: Some(code) });
        assert_eq!(world.connection(), Connection::Stopped { reason: expected }, "{code:?}");
        let signed_out = world.effects.iter().any(|effect| matches!(effect, Effect::SignedOut));
        assert_eq!(signed_out, code == CloseCode::SignedOut);
        world.take_effects();
        world.give(Input::Woke);
        world.give(Input::NetworkChanged);
        world.pass(600_000);
        assert_eq!(world.dials(), 0, "{code:?}");
    }
    let returns = [
        (Some(CloseCode::GoingAway), LineReason::ClosedByServer),
        (Some(CloseCode::SlowReader), LineReason::ClosedByServer),
        (Some(CloseCode::Internal), LineReason::ClosedByServer),
        (Some(CloseCode::Other(1001)), LineReason::ClosedByServer),
        (Some(CloseCode::Other(1006)), LineReason::ClosedByNetwork),
        (None, LineReason::ClosedByNetwork),
    ];
    for (code, expected) in returns {
        let mut world = World::connected();
        world.give(Input::Closed { code });
        assert_eq!(reason(&world), expected, "{code:?}");
        world.pass(500);
        assert_eq!(world.connection(), Connection::Connected, "{code:?}");
    }
}

#[test]
fn a_failure_that_trying_does_not_mend_waits_for_the_person() {
    let mut world = World::new();
    world.reachable = false;
    world.give(Input::Connect);
    world.give(Input::LineFailed { reason: LineReason::KeyChanged });
    world.take_effects();
    world.give(Input::Woke);
    world.pass(600_000);
    assert_eq!(world.dials(), 0);
    world.reachable = true;
    world.give(Input::TryNow);
    world.settle();
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn waits_grow_up_to_the_cap_and_start_anew_only_after_a_good_line() {
    let mut world = World::connected();
    world.reachable = false;
    let mut longest = 0;
    for _ in 0..60 {
        world.give(Input::LineFailed { reason: LineReason::Unreachable });
        let wait = world.alarm.unwrap() - world.mono;
        assert!(wait <= 30_000);
        longest = longest.max(wait);
        world.give(Input::TryNow);
    }
    assert!(longest > 16_000, "the window has grown: {longest}");

    // A line that breaks right after the welcome was not good: the window stays wide.
    world.reachable = true;
    let mut seen = Vec::new();
    for _ in 0..20 {
        world.give(Input::TryNow);
        world.give(Input::LineFailed { reason: LineReason::Unreachable });
        world.give(Input::TryNow);
        world.settle();
        world.cut();
        seen.push(world.alarm.unwrap() - world.mono);
    }
    assert!(seen.iter().any(|wait| *wait > 10_000), "{seen:?}");

    world.give(Input::TryNow);
    world.pass(31_000);
    world.cut();
    assert!(world.alarm.unwrap() - world.mono <= 500);
}

#[test]
fn wake_network_change_and_the_person_end_the_waiting_at_once() {
    for input in [Input::Woke, Input::NetworkChanged, Input::TryNow, Input::Connect] {
        let mut world = World::connected();
        world.cut();
        world.give(input);
        world.settle();
        assert_eq!(world.connection(), Connection::Connected);
    }
}

#[test]
fn a_wake_starts_a_dial_under_way_anew() {
    let mut world = World::new();
    world.reachable = false;
    world.give(Input::Connect);
    world.reachable = true;
    world.give(Input::Woke);
    assert_eq!(world.dials(), 2);
    world.settle();
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn after_a_wake_a_dead_line_is_found_within_five_seconds() {
    let mut world = World::connected();
    world.half_open = true;
    world.mono += 3_600_000;
    world.take_effects();
    world.give(Input::Woke);
    assert!(matches!(world.effects[0], Effect::Ping(_)));
    assert_eq!(world.dials(), 0, "the line may still stand");
    world.pass(5_500);
    assert_eq!(world.connection(), Connection::Connected);
    assert_eq!(world.dials(), 1);
}

#[test]
fn after_a_wake_a_line_that_stands_is_kept() {
    let mut world = World::connected();
    world.mono += 3_600_000;
    world.take_effects();
    world.give(Input::Woke);
    world.pass(60_000);
    assert_eq!(world.dials(), 0);
}

#[test]
fn a_network_that_changes_again_and_again_does_not_keep_a_dead_line_alive() {
    let mut world = World::connected();
    world.half_open = true;
    world.take_effects();
    for _ in 0..6 {
        world.give(Input::NetworkChanged);
        world.pass(1_000);
    }
    assert_eq!(world.dials(), 1);
}

#[test]
fn a_half_open_line_is_given_up_when_a_pong_is_missed() {
    let mut world = World::connected();
    world.half_open = true;
    world.take_effects();
    world.pass(2 * HEARTBEAT_MS - 1);
    assert_eq!(world.dials(), 0);
    world.pass(1);
    let hung_up = world.effects.iter().any(|effect| matches!(effect, Effect::HangUp { code: 4002 }));
    assert!(hung_up);
    assert_eq!(reason(&world), LineReason::ClosedByNetwork);
}

#[test]
fn a_quiet_line_lives_on_pings_and_tells_the_round_trip() {
    let mut world = World::connected();
    world.take_effects();
    world.pass(10 * HEARTBEAT_MS);
    assert_eq!(world.connection(), Connection::Connected);
    let trips = world.effects.iter().filter(|effect| matches!(effect, Effect::RoundTrip { ms: 0 })).count();
    assert_eq!(trips, 10);
    assert_eq!(world.dials(), 0);
}

#[test]
fn the_round_trip_is_the_time_until_the_pong() {
    let mut world = World::connected();
    world.take_effects();
    world.mono = world.alarm.unwrap();
    world.give(Input::Tick);
    world.mono += 42;
    world.settle();
    assert!(world.effects.iter().any(|effect| matches!(effect, Effect::RoundTrip { ms: 42 })));
}

#[test]
fn a_server_ping_beyond_what_was_received_reads_on_from_the_log_at_once() {
    let mut world = World::connected();
    world.ann_says(room(1), "lost");
    world.coming.clear();
    world.take_effects();
    world.server_pings();
    assert_eq!(world.dials(), 1, "at once");
    world.settle();
    world.assert_whole();
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn a_server_that_counts_wrongly_is_not_dialled_in_a_circle() {
    let mut world = World::connected();
    for _ in 0..20 {
        world.server.sent_pos = Pos(999);
        world.server_pings();
        world.settle();
        world.server.sent_pos = Pos(0);
    }
    assert!(world.dials() <= 3, "{} dials without any time passing", world.dials());
}

#[test]
fn frames_after_hanging_up_are_ignored() {
    let mut world = World::connected();
    world.ann_says(room(1), "late");
    let late = world.coming.pop_front().unwrap();
    world.give(Input::Disconnect);
    world.take_effects();
    let Coming::Frame(frame) = late else { panic!("{late:?}") };
    world.give(Input::Frame(Box::new(frame)));
    assert_eq!(world.take_effects().len(), 0);
}

#[test]
fn a_close_of_the_socket_before_does_not_end_a_dial() {
    let mut world = World::connected();
    world.reachable = false;
    world.cut();
    world.give(Input::TryNow);
    world.give(Input::Closed { code: Some(CloseCode::SignedOut) });
    assert_eq!(world.connection(), Connection::Connecting);
}

#[test]
fn a_welcome_nobody_asked_for_is_ignored() {
    let mut world = World::new();
    let welcome = world.server.welcome(None);
    world.give(Input::Frame(Box::new(welcome.clone())));
    assert!(world.disk.cursor.is_none());
    world.give(Input::Connect);
    world.settle();
    world.take_effects();
    world.give(Input::Frame(Box::new(welcome)));
    world.give(Input::Frame(Box::new(ServerFrame::Unknown)));
    assert!(world.take_effects().is_empty());
}

#[test]
fn the_same_story_told_twice_gives_the_same_effects() {
    let story = || {
        let mut world = World::connected();
        world.ann_says(room(1), "hello");
        world.write(room(1));
        world.settle();
        world.cut();
        world.pass(90_000);
        format!("{:?}", world.take_effects())
    };
    assert_eq!(story(), story());
}
