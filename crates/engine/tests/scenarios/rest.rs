//! The rest of the past: it comes when it disturbs nobody, newest first, and at once where somebody asks for it.

use hearth_engine::{
    connection::Connection,
    effect::Effect,
    input::Input,
    rest::{Asked, Pause, Rest},
};
use hearth_proto::{
    command::{PageAt, Request},
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{ConversationId, Pos, Seq},
};
use proptest::prelude::*;

use crate::{
    server::{ANN, Server, room, user},
    world::{Coming, World},
};

/// Each conversation with so many messages, the first of them the oldest of all.
fn filled(messages: &[usize]) -> Server {
    let mut server = Server::new();
    for (nth, count) in messages.iter().enumerate() {
        for n in 0..*count {
            let _ = server.say(room(1 + nth as u128), user(ANN), &format!("{n}"));
        }
    }
    server
}

/// Connected, with the newest pages here and nothing else.
fn level(server: Server) -> World {
    let mut world = World::with(server);
    world.give(Input::Active);
    world.give(Input::Connect);
    world.settle();
    assert_eq!(world.connection(), Connection::Connected);
    world.server.asked.clear();
    world
}

fn asked(world: &World) -> Vec<(ConversationId, u64)> {
    let page = |request: &Request| match request {
        Request::History { conversation, at: PageAt::Before(seq), .. } => Some((*conversation, seq.0)),
        _ => None,
    };
    world.server.asked.iter().filter_map(page).collect()
}

fn rest(world: &World) -> Rest {
    world.engine.rest(None, &world.now())
}

#[test]
fn while_the_person_does_something_only_newest_pages_come() {
    let mut world = level(filled(&[100, 100]));
    assert_eq!(rest(&world), Rest::Paused(Pause::Active));
    assert!(!world.disk.holes(room(1)).is_empty() && !world.disk.holes(room(2)).is_empty());
    world.pass(3_000);
    world.give(Input::Active);
    world.pass(4_900);
    assert_eq!(asked(&world), [], "the five seconds begin anew");
    world.pass(200);
    world.assert_whole();
    assert_eq!(rest(&world), Rest::Here);
}

#[test]
fn it_stops_in_its_midst_when_the_person_comes_back_and_goes_on_after_them() {
    let mut world = level(filled(&[500]));
    world.pass(4_900);
    world.mono += 200;
    world.give(Input::Tick);
    for _ in 0..6 {
        world.deliver();
    }
    assert_eq!(rest(&world), Rest::Coming);
    world.give(Input::Active);
    world.settle();
    let pages = asked(&world).len();
    assert!(pages > 2 && pages < 20, "{pages}");
    assert!(!world.disk.holes(room(1)).is_empty());
    world.pass(6_000);
    world.assert_whole();
}

#[test]
fn on_its_battery_the_computer_is_left_alone_until_it_is_plugged_in() {
    let mut world = World::with(filled(&[100]));
    world.give(Input::Power { battery: true });
    world.give(Input::Connect);
    world.pass(60_000);
    assert_eq!(rest(&world), Rest::Paused(Pause::Battery));
    assert!(!world.disk.holes(room(1)).is_empty());
    world.give(Input::Power { battery: false });
    world.settle();
    world.assert_whole();
}

#[test]
fn what_is_looked_at_comes_whatever_the_manners() {
    let mut world = level(filled(&[300]));
    world.give(Input::Power { battery: true });
    world.give(Input::Wanted { conversation: room(1), seq: Seq(150) });
    world.settle();
    assert_eq!(asked(&world), [(room(1), 156)]);
}

#[test]
fn what_the_person_asks_for_comes_at_once_and_nothing_else_does() {
    let mut world = level(filled(&[100, 100]));
    world.give(Input::Power { battery: true });
    world.give(Input::FetchRest { conversation: Some(room(1)) });
    assert_eq!(world.engine.rest(Some(room(1)), &world.now()), Rest::Coming);
    assert_eq!(world.engine.rest(Some(room(2)), &world.now()), Rest::Paused(Pause::Battery));
    assert_eq!(rest(&world), Rest::Coming, "something of it comes");
    world.settle();
    assert_eq!(world.disk.holes(room(1)), []);
    assert!(!world.disk.holes(room(2)).is_empty());
    assert_eq!(rest(&world), Rest::Paused(Pause::Battery));
    assert_eq!(world.disk.asked, Asked::default(), "a wish that is fulfilled is forgotten");
    world.give(Input::FetchRest { conversation: None });
    world.settle();
    world.assert_whole();
    assert_eq!(world.disk.asked, Asked::default());
}

#[test]
fn what_the_person_asked_for_is_fetched_on_after_a_crash_in_its_midst() {
    let mut world = level(filled(&[300]));
    world.give(Input::Power { battery: true });
    world.give(Input::FetchRest { conversation: Some(room(1)) });
    for _ in 0..6 {
        world.deliver();
    }
    assert!(!world.disk.holes(room(1)).is_empty());
    world.crash();
    world.give(Input::Power { battery: true });
    world.settle();
    world.assert_whole();
    assert_eq!(world.disk.asked, Asked::default());
}

/// The most pages that were on their way at once, where each frame takes so long to come.
fn most_on_their_way(frame_ms: u64) -> usize {
    let mut world = level(filled(&[1_000]));
    world.give(Input::FetchRest { conversation: Some(room(1)) });
    let (mut came, mut most) = (0, 0);
    loop {
        most = most.max(asked(&world).len() - came);
        came += usize::from(matches!(world.coming.front(), Some(Coming::Frame(ServerFrame::Page(_)))));
        world.mono += frame_ms;
        if !world.deliver() {
            break;
        }
    }
    world.assert_whole();
    assert_eq!(asked(&world).len(), 99, "none is asked for twice");
    most
}

#[test]
fn more_pages_are_on_their_way_the_quicker_they_come() {
    assert_eq!(most_on_their_way(0), hearth_engine::PAGES_ASKED);
    let between = most_on_their_way(40);
    assert!((6..20).contains(&between), "about as many as come within half a second: {between}");
    assert!(most_on_their_way(400) <= 5, "few, whatever the person does comes behind them");
}

#[test]
fn news_come_before_what_somebody_asked_for() {
    let mut world = level(filled(&[300, 5]));
    world.give(Input::FetchRest { conversation: None });
    world.deliver();
    world.cut();
    for n in 0..20 {
        world.ann_says(room(2), &format!("while away {n}"));
    }
    world.server.asked.clear();
    world.pass(2_000);
    assert_eq!(asked(&world).first(), Some(&(room(2), 26)));
    world.assert_whole();
}

#[test]
fn the_past_comes_newest_first_over_all_conversations() {
    // Everything in room 1 is older than everything in room 2.
    let mut world = level(filled(&[50, 50]));
    world.pass(6_000);
    let rooms: Vec<ConversationId> = asked(&world).iter().map(|(conversation, _)| *conversation).collect();
    let (first, last) = rooms.split_at(4);
    assert!(first.iter().all(|conversation| *conversation == room(2)), "{rooms:?}");
    assert!(last.iter().all(|conversation| *conversation == room(1)), "{rooms:?}");
    world.assert_whole();
}

#[test]
fn after_a_restart_each_conversation_tells_with_one_page_how_old_its_rest_is() {
    let mut world = level(filled(&[50, 50, 50]));
    world.crash();
    world.settle();
    let rooms: Vec<ConversationId> = asked(&world).iter().map(|(conversation, _)| *conversation).collect();
    let mut first = rooms[..3].to_vec();
    first.sort();
    assert_eq!(first, [room(1), room(2), room(3)]);
    // The next three were asked for before the last of the first three came.
    assert!(rooms[6..].is_sorted_by(|one, next| one >= next), "once that is known, the newest first: {rooms:?}");
    world.assert_whole();
}

#[test]
fn without_a_line_it_waits_for_one() {
    let mut world = level(filled(&[100]));
    world.pass(10_000);
    for n in 0..30 {
        world.ann_says(room(1), &format!("{n}"));
    }
    world.cut();
    assert_eq!(rest(&world), Rest::Here, "it does not know of more");
    world.reachable = false;
    world.give(Input::FetchRest { conversation: None });
    world.pass(1_000);
    let mut world = level(filled(&[100]));
    world.cut();
    assert_eq!(rest(&world), Rest::Paused(Pause::Offline));
}

#[test]
fn what_the_server_does_not_give_is_not_waited_for() {
    let mut world = level(filled(&[100]));
    world.server.refusals.push_back(("history", Failure::new(ErrorCode::Forbidden, "no")));
    world.give(Input::FetchRest { conversation: Some(room(1)) });
    world.pass(10_000);
    assert_eq!(rest(&world), Rest::Withheld);
    assert_eq!(world.disk.asked, Asked::default());

    let mut world = level(filled(&[100]));
    world.put(vec![ServerFrame::Gone { conversation: room(1), pos: Pos(101) }]);
    world.settle();
    assert_eq!(rest(&world), Rest::Withheld);
}

#[test]
fn where_nothing_is_missing_nobody_wakes_up_for_it() {
    let mut world = World::connected_to(filled(&[5]));
    let before = world.alarm;
    world.give(Input::Active);
    assert_eq!(world.alarm, before);
    world.take_effects();
    world.give(Input::FetchRest { conversation: None });
    let asked: Vec<&Asked> = world
        .effects
        .iter()
        .filter_map(|effect| if let Effect::Asked(one) = effect { Some(one) } else { None })
        .collect();
    assert_eq!(asked.last(), Some(&&Asked::default()), "there is nothing to remember");
}

#[derive(Clone, Debug)]
enum Whim {
    Active,
    Power(bool),
    Ask(Option<u128>),
    Pass(u64),
    Deliver(usize),
    Cut,
    Crash,
    Say(u128),
}

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    let whim = prop_oneof![
        3 => Just(Whim::Active),
        2 => any::<bool>().prop_map(Whim::Power),
        2 => proptest::option::of(1_u128..4).prop_map(Whim::Ask),
        4 => (0_u64..8_000).prop_map(Whim::Pass),
        6 => (1_usize..9).prop_map(Whim::Deliver),
        1 => Just(Whim::Cut),
        1 => Just(Whim::Crash),
        2 => (1_u128..4).prop_map(Whim::Say),
    ];
    proptest::collection::vec(whim, 1..40)
}

proptest! {
    #[test]
    fn whatever_happens_everything_is_here_in_the_end_and_no_wish_is_left(plan in whims()) {
        let mut world = level(filled(&[60, 90, 30]));
        for whim in plan {
            match whim {
                Whim::Active => world.give(Input::Active),
                Whim::Power(battery) => world.give(Input::Power { battery }),
                Whim::Ask(conversation) => world.give(Input::FetchRest { conversation: conversation.map(room) }),
                Whim::Pass(ms) => world.pass(ms),
                Whim::Deliver(frames) => {
                    for _ in 0..frames {
                        world.deliver();
                    }
                }
                Whim::Cut => world.cut(),
                Whim::Crash => world.crash(),
                Whim::Say(id) => world.ann_says(room(id), "more"),
            }
        }
        world.give(Input::Power { battery: false });
        world.pass(120_000);
        world.assert_whole();
        prop_assert_eq!(rest(&world), Rest::Here);
        prop_assert_eq!(&world.disk.asked, &Asked::default());
    }
}
