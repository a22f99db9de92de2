//! Holes: found, remembered, fetched in the right order, and never guessed over.

use hearth_engine::{
    connection::{Connection, LineReason},
    effect::Effect,
    input::{Hole, Input},
};
use hearth_proto::{
    command::{PageAt, Request},
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{ConversationId, Pos, Seq},
};

use crate::{
    server::{ANN, Server, epoch, room, user},
    world::World,
};

fn filled(rooms: u128, messages: usize) -> Server {
    let mut server = Server::new();
    for n in 0..messages {
        for id in 1..=rooms {
            let _ = server.say(room(id), user(ANN), &format!("{id}.{n}"));
        }
    }
    server
}

/// The pages asked for, by room and the seq below which they lie.
fn asked(world: &World) -> Vec<(ConversationId, u64, u32)> {
    let page = |request: &Request| match request {
        Request::History { conversation, at: PageAt::Before(seq), limit } => Some((*conversation, seq.0, *limit)),
        Request::History { at, .. } => panic!("{at:?}"),
        _ => None,
    };
    world.server.asked.iter().filter_map(page).collect()
}

#[test]
fn the_first_connection_fetches_everything_newest_pages_first() {
    let mut world = World::with(filled(3, 35));
    world.give(Input::Connect);
    world.settle();
    world.assert_whole();
    assert_eq!(world.connection(), Connection::Connected);
    let pages = asked(&world);
    let newest: Vec<_> = pages.iter().take(3).collect();
    // Ann wrote to room 3 last, then to 2, then to 1.
    assert_eq!(newest, [&(room(3), 36, 10), &(room(2), 36, 10), &(room(1), 36, 10)]);
    assert_eq!(pages.len(), 12, "{pages:?}");
    let older: Vec<u64> = pages.iter().skip(3).map(|(_, before, _)| *before).collect();
    // The messages of the rooms are equally old, and four pages of one room may be on their way.
    assert!(older.is_sorted_by(|one, next| *next <= one + 30), "older pages go round by round: {older:?}");
}

#[test]
fn it_is_catching_up_only_until_the_newest_pages_are_here() {
    let mut world = World::with(filled(2, 100));
    world.give(Input::Connect);
    world.deliver();
    world.deliver();
    assert_eq!(world.connection(), Connection::CatchingUp);
    while world.connection() == Connection::CatchingUp {
        assert!(world.deliver());
    }
    assert_eq!(world.disk.holes(room(1)), [Hole { from: Seq(1), to: Seq(90) }]);
    world.settle();
    world.assert_whole();
}

#[test]
fn never_more_than_so_many_pages_are_on_their_way() {
    let mut world = World::with(filled(20, 40));
    world.give(Input::Connect);
    let mut waiting = 0_i64;
    loop {
        let before = asked(&world).len();
        let page = matches!(world.coming.front(), Some(crate::world::Coming::Frame(ServerFrame::Page(_))));
        if !world.deliver() {
            break;
        }
        waiting += i64::try_from(asked(&world).len() - before).unwrap() - i64::from(page);
        assert!((0..=26).contains(&waiting), "{waiting}");
    }
    world.assert_whole();
}

#[test]
fn the_open_conversation_and_the_wanted_place_come_first() {
    let mut world = World::with(filled(6, 60));
    world.look_at(Some(room(1)));
    world.give(Input::Wanted { conversation: room(2), seq: Seq(25) });
    world.give(Input::Connect);
    world.settle();
    let pages = asked(&world);
    assert_eq!(pages[0], (room(2), 31, 10), "half a page above the place, half below");
    assert_eq!(pages[1], (room(1), 61, 10));
    world.assert_whole();
}

#[test]
fn a_place_wanted_later_overtakes_the_background() {
    let mut world = World::with(filled(2, 500));
    world.give(Input::Connect);
    while world.connection() != Connection::Connected {
        world.deliver();
    }
    world.give(Input::Wanted { conversation: room(1), seq: Seq(40) });
    assert_eq!(asked(&world).last(), Some(&(room(1), 46, 10)));
    world.settle();
    world.assert_whole();
}

#[test]
fn an_event_after_the_newest_one_moves_head_and_cursor_together() {
    let mut world = World::connected();
    world.ann_says(room(1), "one");
    world.settle();
    world.take_effects();
    world.ann_says(room(1), "two");
    world.settle();
    let records: Vec<_> = world
        .effects
        .iter()
        .filter_map(|effect| if let Effect::Record(one) = effect { Some(one) } else { None })
        .collect();
    assert_eq!(records.len(), 1, "one transaction");
    assert_eq!(records[0].events.len(), 1);
    assert_eq!(records[0].cursor.map(|cursor| cursor.pos), Some(Pos(2)));
    assert_eq!(records[0].coverage[0].head, Seq(2));
    world.assert_whole();
}

#[test]
fn a_gap_in_seq_is_fetched_and_never_guessed_over() {
    let mut world = World::connected_to(filled(1, 3));
    for n in 0..4 {
        world.ann_says(room(1), &format!("{n}"));
    }
    // The first three get lost on the way.
    world.coming.drain(..3);
    world.server.asked.clear();
    assert!(world.deliver());
    assert_eq!(world.disk.holes(room(1)), [Hole { from: Seq(4), to: Seq(6) }]);
    assert_eq!(world.connection(), Connection::CatchingUp);
    assert_eq!(asked(&world), [(room(1), 7, 3)]);
    world.settle();
    world.assert_whole();
    assert_eq!(world.connection(), Connection::Connected);
}

#[test]
fn an_event_below_the_newest_one_fills_its_place_and_a_repeated_one_changes_nothing() {
    let mut world = World::connected_to(filled(1, 1));
    world.ann_says(room(1), "two");
    world.ann_says(room(1), "three");
    world.coming.swap(0, 1);
    let again = world.coming.clone();
    world.settle();
    world.assert_whole();
    world.take_effects();
    world.coming = again;
    world.settle();
    assert!(world.take_effects().is_empty());
}

#[test]
fn a_reconnect_fetches_only_what_was_missed() {
    let mut world = World::connected_to(filled(3, 25));
    world.cut();
    world.ann_says(room(2), "missed");
    world.ann_says(room(2), "missed too");
    world.server.asked.clear();
    world.pass(500);
    world.assert_whole();
    assert_eq!(asked(&world), [(room(2), 28, 2)]);
}

#[test]
fn fetching_goes_on_after_a_cut_in_its_midst() {
    let mut world = World::with(filled(2, 200));
    world.give(Input::Connect);
    for _ in 0..8 {
        world.deliver();
    }
    world.cut();
    world.pass(500);
    world.assert_whole();
}

#[test]
fn fetching_goes_on_after_a_crash_in_its_midst() {
    let mut world = World::with(filled(2, 200));
    world.give(Input::Connect);
    for _ in 0..8 {
        world.deliver();
    }
    assert!(!world.disk.holes(room(1)).is_empty());
    world.crash();
    world.settle();
    world.assert_whole();
}

#[test]
fn a_busy_server_is_asked_again_after_the_time_it_names() {
    let mut world = World::with(filled(1, 15));
    let busy = Failure { retry_after_ms: Some(3_000), ..Failure::new(ErrorCode::RateLimited, "slow down") };
    world.server.refusals.push_back(("history", busy));
    world.give(Input::Connect);
    world.settle();
    assert_eq!(asked(&world).len(), 1);
    assert_eq!(world.connection(), Connection::CatchingUp);
    world.pass(2_900);
    assert_eq!(asked(&world).len(), 1);
    world.pass(200);
    world.assert_whole();
}

#[test]
fn a_page_that_never_comes_is_asked_for_again() {
    let mut world = World::with(filled(1, 5));
    world.give(Input::Connect);
    world.deliver();
    world.deliver();
    world.coming.retain(|coming| !matches!(coming, crate::world::Coming::Frame(ServerFrame::Page(_))));
    world.pass(25_000);
    world.assert_whole();
}

#[test]
fn what_the_server_will_not_give_is_asked_again_only_after_the_next_welcome() {
    let mut world = World::with(filled(2, 15));
    world.server.refusals.push_back(("history", Failure::new(ErrorCode::Forbidden, "no")));
    world.give(Input::Connect);
    world.pass(10_000);
    assert_eq!(world.connection(), Connection::Connected, "one closed door does not keep the house waiting");
    assert_eq!(world.disk.holes(room(1)), []);
    assert_eq!(world.disk.holes(room(2)), [Hole { from: Seq(1), to: Seq(15) }]);
    world.cut();
    world.pass(500);
    world.assert_whole();
}

#[test]
fn an_empty_page_for_a_hole_does_not_run_in_a_circle() {
    let mut world = World::connected_to(filled(1, 5));
    world.ann_says(room(1), "six");
    world.ann_says(room(1), "seven");
    world.coming.pop_front();
    // A server that has forgotten what it said it has.
    world.server.logs.get_mut(&room(1)).unwrap().truncate(5);
    world.server.asked.clear();
    world.settle();
    assert_eq!(asked(&world).len(), 1);
    assert_eq!(world.disk.holes(room(1)), [Hole { from: Seq(6), to: Seq(6) }]);
}

#[test]
fn another_log_starts_over_and_keeps_nothing_numbered_by_the_old_one() {
    let mut world = World::connected_to(filled(2, 25));
    world.cut();
    let mut other = filled(1, 12);
    other.epoch = epoch(2);
    world.server = other;
    world.take_effects();
    world.pass(500);
    world.assert_whole();
    assert!(world.disk.gone.contains(&room(2)));
    let record =
        world.effects.iter().find_map(|effect| if let Effect::Record(one) = effect { Some(one) } else { None });
    let record = record.unwrap();
    assert!(record.new_epoch);
    assert_eq!(record.coverage[0].holes, [Hole { from: Seq(1), to: Seq(12) }]);
    assert_eq!(world.disk.cursor.unwrap().epoch, epoch(2));
}

#[test]
fn a_cursor_the_server_has_forgotten_costs_only_what_is_new() {
    let mut world = World::connected_to(filled(2, 25));
    world.cut();
    world.server.forgets = true;
    world.ann_says(room(1), "news");
    world.server.asked.clear();
    world.pass(500);
    world.assert_whole();
    assert_eq!(asked(&world), [(room(1), 27, 1)]);
}

#[test]
fn a_new_conversation_is_fetched_whole() {
    let mut world = World::connected();
    for n in 0..12 {
        let _ = world.server.say(room(5), user(ANN), &format!("before you came {n}"));
    }
    let head = world.server.head(room(5));
    world.put(vec![ServerFrame::Conversation { re: None, head }]);
    world.ann_says(room(5), "welcome");
    world.settle();
    world.assert_whole();
    assert!(world.alerts().len() == 1, "only what was said since");
}

#[test]
fn an_event_of_an_unknown_conversation_is_kept_and_the_rest_fetched() {
    let mut world = World::connected();
    let _ = world.server.say(room(5), user(ANN), "one");
    world.ann_says(room(5), "two");
    world.settle();
    world.assert_whole();
}

#[test]
fn a_left_conversation_stays_readable_and_is_fetched_no_more() {
    let mut world = World::with(filled(1, 100));
    world.give(Input::Connect);
    while world.connection() != Connection::Connected {
        world.deliver();
    }
    world.put(vec![ServerFrame::Gone { conversation: room(1), pos: Pos(101) }]);
    world.settle();
    assert!(world.disk.gone.contains(&room(1)));
    assert_eq!(world.cursor_pos(), Pos(101));
    let holes = world.disk.holes(room(1));
    assert!(!holes.is_empty(), "what was not here when it ended stays away");
    world.server.asked.clear();
    world.give(Input::Wanted { conversation: room(1), seq: Seq(5) });
    world.pass(60_000);
    assert_eq!(asked(&world), []);

    // Brought back, it is read on.
    let head = world.server.head(room(1));
    world.put(vec![ServerFrame::Conversation { re: None, head }]);
    world.settle();
    world.assert_whole();
}

#[test]
fn members_are_asked_for_where_they_may_have_changed() {
    let mut world = World::connected_to(filled(2, 3));
    assert_eq!(world.disk.members.get(&room(1)), Some(&1));
    world.cut();
    world.ann_says(room(2), "while away");
    world.pass(500);
    assert_eq!(world.disk.members.get(&room(1)), Some(&1), "nothing happened there");
    assert_eq!(world.disk.members.get(&room(2)), Some(&2));
}

#[test]
fn members_of_a_half_read_room_are_asked_for_when_somebody_looks() {
    let mut world = World::with(filled(1, 100));
    world.server.refusals.push_back(("list_members", Failure::new(ErrorCode::NotFound, "not now")));
    world.give(Input::Connect);
    while world.connection() != Connection::Connected {
        world.deliver();
    }
    world.crash();
    while world.connection() != Connection::Connected {
        world.deliver();
    }
    assert_eq!(world.disk.members.get(&room(1)), None);
    world.look_at(Some(room(1)));
    world.settle();
    assert_eq!(world.disk.members.get(&room(1)), Some(&1));
}

#[test]
fn nothing_is_asked_for_without_a_line() {
    let mut world = World::new();
    world.reachable = false;
    world.give(Input::Connect);
    world.give(Input::LineFailed { reason: LineReason::Refused });
    world.give(Input::Wanted { conversation: room(1), seq: Seq(5) });
    world.look_at(Some(room(1)));
    world.write(room(1));
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::Send(_))));
}
