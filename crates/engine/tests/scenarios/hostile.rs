//! A server that says anything at all. The engine may believe odd things of it, but stands, and stays small.

use hearth_engine::{
    Engine,
    effect::Effect,
    input::{Hole, Input, Now, Restored, Standing},
};
use hearth_proto::{
    error::{CloseCode, ErrorCode, Failure},
    event::What,
    frame::{Page, PingPayload, ServerFrame},
    id::{Cursor, Millis, Pos, RequestId, Seq},
    room::ReadMark,
};
use proptest::prelude::*;

use crate::{
    server::{ANN, Server, epoch, message, room, user},
    world::policy,
};

/// Numbers at every edge.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0_u64..40,
        1 => Just(1 << 53),
        1 => Just((1 << 53) + 1),
        1 => Just(u64::MAX - 1),
        1 => Just(u64::MAX),
        1 => any::<u64>(),
    ]
}

fn frame() -> impl Strategy<Value = ServerFrame> {
    let event = (1_u128..4, number(), number()).prop_map(|(id, seq, pos)| {
        let ServerFrame::Event(mut event) = Server::new().say(room(id), user(ANN), "anything") else { unreachable!() };
        (event.seq, event.pos) = (Seq(seq), Pos(pos));
        event
    });
    let redacted = (1_u128..4, number()).prop_map(|(id, seq)| {
        let what = What::Redacted { target: message(1) };
        let ServerFrame::Event(mut event) = Server::new().happen(room(id), user(ANN), what) else { unreachable!() };
        event.seq = Seq(seq);
        event
    });
    let events = prop_oneof![event, redacted];
    let page = (1_u64..40, 1_u128..4, number(), number(), proptest::collection::vec(events.boxed(), 0..4));
    let welcome = (1_u128..3, number(), number(), any::<bool>(), proptest::collection::vec(number(), 1..4));
    let event_again = (1_u128..4, number(), number()).prop_map(|(id, seq, pos)| {
        let ServerFrame::Event(mut event) = Server::new().say(room(id), user(ANN), "more") else { unreachable!() };
        (event.seq, event.pos) = (Seq(seq), Pos(pos));
        ServerFrame::Event(event)
    });
    prop_oneof![
        4 => event_again,
        3 => page.prop_map(|(re, id, from, to, events)| {
            let (re, conversation, people) = (RequestId(re), room(id), Vec::new());
            ServerFrame::Page(Page { re, conversation, from: Seq(from), to: Seq(to), events, people })
        }),
        3 => welcome.prop_map(|(log, pos, heartbeat_ms, resumed, heads)| {
            let mut server = Server::new();
            for n in 0..heads.len() {
                let _ = server.say(room(n as u128 + 1), user(ANN), "head");
            }
            let ServerFrame::Welcome(mut welcome) = server.welcome(None) else { unreachable!() };
            for (head, seq) in welcome.conversations.iter_mut().zip(heads) {
                head.seq = Seq(seq);
                head.read = ReadMark { seq: Seq(seq / 2), messages: seq };
            }
            (welcome.epoch, welcome.pos, welcome.resumed) = (epoch(log), Pos(pos), resumed);
            (welcome.heartbeat_ms, welcome.limits.page_events) = (heartbeat_ms, u32::try_from(pos).unwrap_or(0));
            ServerFrame::Welcome(welcome)
        }),
        1 => (1_u128..5, number()).prop_map(|(id, pos)| ServerFrame::Gone { conversation: room(id), pos: Pos(pos) }),
        1 => (1_u128..5, number()).prop_map(|(id, seq)| {
            ServerFrame::Read { conversation: room(id), mark: ReadMark { seq: Seq(seq), messages: seq }, unread_from: None }
        }),
        1 => (1_u64..40, number()).prop_map(|(re, wait)| {
            let failure = Failure { retry_after_ms: Some(wait), ..Failure::new(ErrorCode::RateLimited, "") };
            ServerFrame::Error { re: Some(RequestId(re)), failure }
        }),
        1 => (1_u64..40, number()).prop_map(|(re, seq)| {
            let (re, pos, at) = (RequestId(re), Pos(seq), Millis(0));
            ServerFrame::Ack { re, message: message(1), seq: Seq(seq), pos, at }
        }),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        12 => frame().prop_map(|frame| Input::Frame(Box::new(frame))),
        2 => Just(Input::Opened),
        2 => Just(Input::Tick),
        1 => Just(Input::Connect),
        1 => Just(Input::Woke),
        1 => (1_u128..5, number()).prop_map(|(id, seq)| Input::Wanted { conversation: room(id), seq: Seq(seq) }),
        1 => (1_u128..5, number()).prop_map(|(id, seq)| Input::Read { conversation: room(id), seq: Seq(seq) }),
        1 => number().prop_map(|pos| Input::Ping(Some(PingPayload { sent_at: Millis(0), pos: Pos(pos) }))),
        1 => number().prop_map(|at| Input::Pong(PingPayload { sent_at: Millis(at.cast_signed()), pos: Pos(at) })),
        1 => any::<u16>().prop_map(|code| Input::Closed { code: Some(CloseCode::from(code)) }),
    ]
}

proptest! {
    #[test]
    fn whatever_a_server_says_the_engine_stands_and_asks_for_little(
        seqs in proptest::collection::vec(number(), 3),
        inputs in proptest::collection::vec((input(), 0_u64..40_000), 1..120),
    ) {
        let standing = Standing {
            conversation: room(1),
            head: Seq(seqs[0]),
            holes: vec![Hole { from: Seq(seqs[1]), to: Seq(seqs[2]) }],
            read: ReadMark::default(),
            unread_from: None,
            owed: hearth_engine::reads::Owed { read: Some(Seq(seqs[1])), unread: Some(Seq(seqs[2])) },
            direct: false,
            alert: hearth_engine::input::AlertChoice::default(),
        };
        let cursor = Some(Cursor { epoch: epoch(1), pos: Pos(seqs[1]) });
        let restored = Restored { me: None, cursor, conversations: vec![standing], outbox: Vec::new(), asked: Default::default() };
        let mut now =
            Now { wall: Millis(0), mono_ms: 0, entropy: 1, local_minute: 0, local_weekday: 0 };
        let mut engine = Engine::new(restored, policy(), now);
        let _ = engine.step(now, Input::Connect);
        let _ = engine.step(now, Input::Opened);
        for (input, ms) in inputs {
            now.mono_ms += ms;
            now.entropy = now.entropy.wrapping_mul(31).wrapping_add(ms);
            let effects = engine.step(now, input);
            let sends = effects.iter().filter(|effect| matches!(effect, Effect::Send(_))).count();
            prop_assert!(sends <= 16, "{sends} frames at once");
            for effect in effects {
                if let Effect::WakeAt(Some(at)) = effect {
                    prop_assert!(at > now.mono_ms, "time moves on");
                }
            }
        }
    }
}
