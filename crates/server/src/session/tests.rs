//! The session, told the time and what came.

use hearth_proto::{
    id::{DeviceId, MessageId},
    limits::Limits,
};
use uuid::Uuid;

use super::{
    Arc, Budget, CloseCode, Effect, ErrorCode, HASTE, Input, Millis, Mutex, NONSENSE, READS_UNDER_WAY, ServerFrame,
    Session, Terms, UNDER_WAY,
};

fn terms(limits: Limits) -> Terms {
    Terms { limits: Arc::new(limits), heartbeat_ms: 1000, hello_within_ms: 500 }
}

fn generous() -> Limits {
    Limits { rate_per_second: 100_000, rate_burst: 100_000, ..Limits::default() }
}

fn live(limits: Limits) -> Session {
    let mut session = Session::new(terms(limits.clone()), Millis(0));
    let hello = format!(r#"{{"t":"hello","token":"x","device":"{}"}}"#, DeviceId(Uuid::nil()));
    assert!(matches!(session.step(Millis(1), Input::Text(&hello))[..], [Effect::Enter(_)]));
    assert!(!session.listens(), "nothing is read while it enters");
    let budget = Arc::new(Mutex::new(Budget::new(&limits, Millis(1))));
    assert!(session.step(Millis(2), Input::Welcomed(budget)).is_empty());
    session
}

fn closes(effects: &[Effect]) -> Option<CloseCode> {
    effects.iter().find_map(|effect| match effect {
        Effect::Close(code) => Some(*code),
        _ => None,
    })
}

fn refusal(effects: &[Effect]) -> Option<ErrorCode> {
    effects.iter().find_map(|effect| match effect {
        Effect::Reply(frame) => match &**frame {
            ServerFrame::Error { failure, .. } => Some(failure.code),
            _ => None,
        },
        _ => None,
    })
}

const LIST: &str = r#"{"t":"list_rooms","id":1}"#;

fn pin(id: u32) -> String {
    let (conversation, message) = (Uuid::nil(), MessageId(Uuid::nil()));
    format!(r#"{{"t":"pin","id":{id},"conversation":"{conversation}","message":"{message}","on":true}}"#)
}

#[test]
fn who_says_nothing_or_something_else_first_is_closed() {
    let mut silent = Session::new(terms(generous()), Millis(0));
    assert_eq!(silent.wake_at(), Some(Millis(500)));
    assert!(silent.step(Millis(499), Input::Tick).is_empty());
    assert_eq!(closes(&silent.step(Millis(500), Input::Tick)), Some(CloseCode::HelloTimeout));
    for first in [Input::Text(LIST), Input::Text("nonsense"), Input::Binary] {
        let mut rude = Session::new(terms(generous()), Millis(0));
        assert_eq!(closes(&rude.step(Millis(1), first)), Some(CloseCode::ProtocolBroken));
    }
}

#[test]
fn a_ping_that_stays_unanswered_until_the_next_closes_the_line() {
    let mut session = live(generous());
    assert_eq!(session.wake_at(), Some(Millis(1002)));
    assert!(matches!(session.step(Millis(1002), Input::Tick)[..], [Effect::Ping]));
    assert!(session.step(Millis(1500), Input::Pong).is_empty());
    assert!(matches!(session.step(Millis(2002), Input::Tick)[..], [Effect::Ping]));
    assert_eq!(closes(&session.step(Millis(3002), Input::Tick)), Some(CloseCode::HeartbeatMissed));
}

#[test]
fn nonsense_in_a_row_closes_but_sense_in_between_forgives() {
    let mut session = live(generous());
    for _ in 1..NONSENSE {
        assert_eq!(refusal(&session.step(Millis(3), Input::Text("?"))), Some(ErrorCode::Malformed));
    }
    session.step(Millis(3), Input::Text(&pin(1)));
    for _ in 1..NONSENSE {
        assert_eq!(closes(&session.step(Millis(3), Input::Text("?"))), None);
    }
    assert_eq!(closes(&session.step(Millis(3), Input::Binary)), Some(CloseCode::ProtocolBroken));
}

#[test]
fn a_line_with_much_under_way_is_not_read_until_replies_leave() {
    let mut session = live(generous());
    for id in 0..UNDER_WAY {
        assert!(session.listens());
        session.step(Millis(3), Input::Text(&pin(id)));
    }
    assert!(!session.listens());
    session.step(Millis(4), Input::ReplySent);
    assert!(session.listens());
    let mut session = live(generous());
    for _ in 0..READS_UNDER_WAY {
        assert!(session.listens());
        session.step(Millis(3), Input::Text(LIST));
    }
    assert!(!session.listens());
    session.step(Millis(4), Input::ReadReplySent);
    assert!(session.listens());
}

#[test]
fn haste_is_refused_and_haste_without_end_is_abuse() {
    let mut session = live(Limits { rate_per_second: 1, rate_burst: 1, ..Limits::default() });
    assert!(matches!(session.step(Millis(2), Input::Text(&pin(1)))[..], [Effect::Command { .. }]));
    for _ in 1..HASTE {
        assert_eq!(refusal(&session.step(Millis(2), Input::Text(&pin(2)))), Some(ErrorCode::RateLimited));
    }
    assert_eq!(closes(&session.step(Millis(2), Input::Text(&pin(3)))), Some(CloseCode::Abuse));
}

#[test]
fn bad_form_is_refused_before_it_is_put_in_order() {
    let mut session = live(generous());
    let conversation = Uuid::nil();
    for (name, code) in [("", ErrorCode::NameInvalid), ("\\u0007", ErrorCode::NameInvalid)] {
        let room = format!(
            r#"{{"t":"create_room","id":1,"conversation":"{conversation}","room":{{"name":"{name}","visibility":"public"}}}}"#
        );
        assert_eq!(refusal(&session.step(Millis(3), Input::Text(&room))), Some(code));
    }
    let short = r#"{"t":"set_password","id":2,"new":"short"}"#;
    assert_eq!(refusal(&session.step(Millis(3), Input::Text(short))), Some(ErrorCode::PasswordTooShort));
}
