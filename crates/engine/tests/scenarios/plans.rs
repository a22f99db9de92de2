//! Random plans: whatever happens to the line, in the end everything is here, once and in order.

use std::collections::BTreeMap;

use hearth_engine::{
    input::{Input, Outgoing, Sending},
    reads::Owed,
};
use hearth_proto::{
    act::{self, SendId},
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{ActId, ConversationId, MessageId, Seq},
};
use proptest::prelude::*;

use crate::{
    server::{ANN, Server, epoch, room, text, user},
    world::{Coming, World},
};

#[derive(Clone, Debug)]
enum Act {
    /// Somebody writes so many messages, whether this client has a line or not.
    Ann {
        room: u128,
        times: usize,
    },
    Write {
        room: u128,
    },
    /// Something is done to one of the messages that were written, sent or not.
    Do {
        room: u128,
        which: usize,
        what: usize,
    },
    MarkUnread {
        room: u128,
        seq: u64,
    },
    Read {
        room: u128,
        seq: u64,
    },
    Want {
        room: u128,
        seq: u64,
    },
    /// So much of what is on its way arrives.
    Deliver {
        frames: usize,
    },
    Pass {
        ms: u64,
    },
    Cut,
    /// The line is dead and nobody knows.
    HalfOpen,
    Crash,
    /// A page and a neighbour on the line swap places.
    Swap {
        at: usize,
    },
    /// A frame comes twice.
    Repeat {
        at: usize,
    },
    /// A reply is lost inside the server.
    LoseReply {
        at: usize,
    },
    Refuse {
        name: &'static str,
        code: ErrorCode,
    },
    TryNow,
    Ping,
    /// The server no longer knows positions as old as ours.
    Forget,
    /// Somebody takes us out of a room, or brings us back.
    Leave {
        room: u128,
    },
    Rejoin {
        room: u128,
        event_first: bool,
    },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let names = prop_oneof![
        Just("post"),
        Just("history"),
        Just("read"),
        Just("list_members"),
        Just("mark_unread"),
        Just("edit"),
        Just("react"),
        Just("redact")
    ];
    let codes = prop_oneof![Just(ErrorCode::RateLimited), Just(ErrorCode::Internal), Just(ErrorCode::Unavailable)];
    let act = prop_oneof![
        6 => (1_u128..4, 1_usize..15).prop_map(|(room, times)| Act::Ann { room, times }),
        5 => (1_u128..4).prop_map(|room| Act::Write { room }),
        4 => (1_u128..4, 0_usize..9, 0_usize..4).prop_map(|(room, which, what)| Act::Do { room, which, what }),
        2 => (1_u128..4, 0_u64..80).prop_map(|(room, seq)| Act::Read { room, seq }),
        2 => (1_u128..4, 1_u64..80).prop_map(|(room, seq)| Act::MarkUnread { room, seq }),
        2 => (1_u128..4, 0_u64..80).prop_map(|(room, seq)| Act::Want { room, seq }),
        8 => (1_usize..8).prop_map(|frames| Act::Deliver { frames }),
        4 => (0_u64..30_000).prop_map(|ms| Act::Pass { ms }),
        2 => Just(Act::Cut),
        1 => Just(Act::HalfOpen),
        1 => Just(Act::Crash),
        3 => (0_usize..20).prop_map(|at| Act::Swap { at }),
        2 => (0_usize..20).prop_map(|at| Act::Repeat { at }),
        1 => (0_usize..20).prop_map(|at| Act::LoseReply { at }),
        2 => (names, codes).prop_map(|(name, code)| Act::Refuse { name, code }),
        1 => Just(Act::TryNow),
        1 => Just(Act::Ping),
        1 => Just(Act::Forget),
        1 => (1_u128..4).prop_map(|room| Act::Leave { room }),
        2 => (1_u128..4, any::<bool>()).prop_map(|(room, event_first)| Act::Rejoin { room, event_first }),
    ];
    proptest::collection::vec(act, 1..80)
}

fn change(what: usize) -> act::Act {
    match what {
        0 => act::Act::Edit { body: text("better") },
        1 => act::Act::React { emoji: "🔥".to_owned(), on: true },
        2 => act::Act::Pin { on: true },
        _ => act::Act::Redact,
    }
}

struct Play {
    world: World,
    written: BTreeMap<ConversationId, Vec<MessageId>>,
    /// Acts in the order in which they were done.
    done: BTreeMap<ConversationId, Vec<ActId>>,
}

impl Play {
    fn act(&mut self, act: Act) {
        let world = &mut self.world;
        match act {
            Act::Ann { room: id, times } => {
                for n in 0..times {
                    world.ann_says(room(id), &format!("{n}"));
                }
            }
            Act::Write { room: id } => {
                let message = world.write(room(id));
                self.written.entry(room(id)).or_default().push(message);
            }
            Act::Do { room: id, which, what } => {
                let written = self.written.get(&room(id)).map_or(&[][..], Vec::as_slice);
                let Some(target) = written.get(which % written.len().max(1)).copied() else { return };
                let act = world.act(room(id), target, change(what));
                self.done.entry(room(id)).or_default().push(act);
            }
            Act::MarkUnread { room: id, seq } => {
                world.give(Input::MarkUnread { conversation: room(id), seq: Seq(seq) });
            }
            Act::Read { room: id, seq } => world.give(Input::Read { conversation: room(id), seq: Seq(seq) }),
            Act::Want { room: id, seq } => world.give(Input::Wanted { conversation: room(id), seq: Seq(seq) }),
            Act::Deliver { frames } => {
                for _ in 0..frames {
                    world.deliver();
                }
            }
            Act::Pass { ms } => world.pass(ms),
            Act::Cut => world.cut(),
            Act::HalfOpen => {
                if world.server.welcomed {
                    world.coming.clear();
                    world.half_open = true;
                }
            }
            Act::Crash => world.crash(),
            Act::Swap { at } => swap_with_page(world, at),
            Act::Repeat { at } => {
                let coming = world.coming.get(at).cloned();
                let again = coming.filter(
                    |coming| matches!(coming, Coming::Frame(frame) if !matches!(frame, ServerFrame::Welcome(_))),
                );
                if let Some(again) = again {
                    world.coming.insert(at, again);
                }
            }
            Act::LoseReply { at } => {
                if let Some(Coming::Frame(ServerFrame::Page(_) | ServerFrame::Ack { .. })) = world.coming.get(at) {
                    world.coming.remove(at);
                }
            }
            Act::Refuse { name, code } => {
                world.server.refusals.push_back((name, Failure::new(code, "not now")));
            }
            Act::TryNow => world.give(Input::TryNow),
            Act::Ping => {
                // A ping is in order with the frames before it.
                if world.coming.is_empty() && world.server.welcomed && !world.half_open {
                    world.server_pings();
                }
            }
            Act::Forget => world.server.forgets = true,
            Act::Leave { room: id } if !world.server.left.contains_key(&room(id)) => {
                let frame = world.server.leave(room(id));
                world.put(vec![frame]);
            }
            Act::Leave { .. } => {}
            Act::Rejoin { room: id, event_first } => self.rejoin(room(id), event_first),
        }
    }

    fn rejoin(&mut self, id: ConversationId, event_first: bool) {
        if self.world.server.left.contains_key(&id) {
            let mut frames = self.world.server.rejoin(id);
            if !event_first {
                frames.reverse();
            }
            self.world.put(frames.into());
        }
    }

    /// Peace: nothing goes wrong any more, and enough time passes.
    fn rest(&mut self) {
        self.world.server.refusals.clear();
        for id in 1..=3 {
            self.rejoin(room(id), true);
        }
        self.world.give(Input::TryNow);
        self.world.pass(300_000);
    }

    fn check(&self) {
        let world = &self.world;
        world.assert_whole();
        let failed = |message: MessageId| {
            world.disk.outbox.iter().any(|one| one.failed.is_some() && one.what.id() == SendId::Message(message))
        };
        let is_held = |one: &Outgoing| matches!(one.what, Sending::Act { target, .. } if failed(target));
        let waiting: Vec<_> = world.disk.outbox.iter().filter(|one| one.failed.is_none() && !is_held(one)).collect();
        assert!(waiting.is_empty(), "{waiting:?} never left");
        // Only what was said in a room that we were not in any more may have been refused.
        let refused = |message: &MessageId| world.disk.refused.iter().any(|(one, _)| one == message);
        for (conversation, written) in &self.written {
            let sent: Vec<_> = written.iter().copied().filter(|message| !refused(message)).collect();
            assert_eq!(world.server.mine(*conversation), sent, "once each, in the order of writing");
        }
        assert!(world.disk.refused.iter().all(|(_, code)| *code == ErrorCode::NotFound));
        let kept_out = |act: &ActId| world.disk.refused_acts.iter().any(|(one, _)| one == act);
        for (conversation, done) in &self.done {
            let at_server: Vec<_> = done.iter().copied().filter(|act| !kept_out(act)).collect();
            // What waits behind a message that was refused waits with it.
            let held = |act: &ActId| world.disk.outbox.iter().any(|one| one.what.id() == SendId::Act(*act));
            let at_server: Vec<_> = at_server.into_iter().filter(|act| !held(act)).collect();
            assert_eq!(world.server.done(*conversation), at_server, "once each, in the order of doing");
        }
        for (conversation, marks) in &world.disk.marks {
            assert_eq!(marks.owed, Owed::default(), "the server was told of every mark");
            assert_eq!(marks.unread_from.map(|from| from.seq), world.server.unread_from.get(conversation).copied());
        }
        for (conversation, mark) in &world.disk.reads {
            let head = world.head(*conversation);
            assert!(mark.seq <= head);
        }
    }
}

/// A page may be made before or after events that are on the line with it.
fn swap_with_page(world: &mut World, at: usize) {
    let is_page = |coming: Option<&Coming>| matches!(coming, Some(Coming::Frame(ServerFrame::Page(_))));
    let is_frame = |coming: Option<&Coming>| matches!(coming, Some(Coming::Frame(frame)) if !matches!(frame, ServerFrame::Welcome(_)));
    let (one, other) = (world.coming.get(at), world.coming.get(at + 1));
    if (is_page(one) || is_page(other)) && is_frame(one) && is_frame(other) {
        world.coming.swap(at, at + 1);
    }
}

fn play(plan: Vec<Act>, start: World) -> Play {
    let mut play = Play { world: start, written: BTreeMap::new(), done: BTreeMap::new() };
    play.world.give(Input::Connect);
    for act in plan {
        play.act(act);
    }
    play
}

fn some_history() -> World {
    let mut server = Server::new();
    for n in 0..33 {
        for id in 1..=3 {
            let _ = server.say(room(id), user(ANN), &format!("{n}"));
        }
    }
    World::with(server)
}

proptest! {
    #[test]
    fn after_any_plan_everything_is_here_once_and_in_order(plan in acts()) {
        let mut play = play(plan, some_history());
        play.rest();
        play.check();
    }

    #[test]
    fn after_any_plan_over_two_logs_the_second_one_is_here_whole(before in acts(), after in acts()) {
        let mut play = play(before, some_history());
        // The server is restored from an old backup: another epoch, and a shorter log.
        play.world.cut();
        let mut restored = some_history().server;
        restored.epoch = epoch(2);
        play.world.server = restored;
        play.written.clear();
        play.done.clear();
        for one in play.world.disk.outbox.clone().into_iter().filter(|one| one.failed.is_none()) {
            match one.what.id() {
                SendId::Message(message) => play.written.entry(one.conversation).or_default().push(message),
                SendId::Act(act) => play.done.entry(one.conversation).or_default().push(act),
            }
        }
        for act in after {
            play.act(act);
        }
        play.rest();
        play.check();
    }
}
