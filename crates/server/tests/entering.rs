//! The door and bad input: what is refused, how, and that nothing worse comes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use std::num::NonZeroU32;

use common::{
    House, join_form,
    line::{Line, dial, hello, post},
    new_message, web,
};
use futures_util::{SinkExt, StreamExt};
use hearth_proto::{
    body::Body,
    command::{NewInvite, Post, Request},
    error::{CloseCode, ErrorCode},
    frame::ServerFrame,
    http::{DeviceForm, Entered, Invitation, LoginForm, LookForm, NewDevice},
    id::{DeviceId, Millis, RequestId},
    limits::Limits,
    people::Avatar,
    room::Visibility,
};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

const UPGRADE: [(&str, &str); 4] = [
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("connection", "upgrade"),
];

fn device() -> NewDevice {
    NewDevice { id: DeviceId(Uuid::now_v7()), name: "phone".into() }
}

#[tokio::test]
async fn foreign_origins_and_unknown_subprotocols_are_refused_before_the_upgrade() {
    let house = House::with(|config| config.origins = vec!["https://hearth.example".into()]).await;
    let with = |name: &'static str, value: &'static str| {
        let mut headers = UPGRADE.to_vec();
        headers.push((name, value));
        headers
    };
    let mut foreign = with("origin", "https://evil.example");
    foreign.push(("sec-websocket-protocol", "hearth.v1"));
    let answer = web::send(house.at(), "GET", "/ws", &foreign, b"").await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "origin_forbidden"));
    let answer = web::send(house.at(), "GET", "/ws", &with("sec-websocket-protocol", "hearth.v9"), b"").await;
    assert_eq!((answer.status, answer.code().as_str()), (426, "version_unsupported"));
    let answer = web::send(house.at(), "GET", "/ws", &UPGRADE, b"").await;
    assert_eq!(answer.status, 426);
    let answer = web::get(house.at(), "/ws").await;
    assert_eq!((answer.status, answer.code().as_str()), (426, "version_unsupported"));
    let form = serde_json::to_vec(&join_form("x", "Eve")).unwrap();
    let answer = web::send(house.at(), "POST", "/api/join", &[("origin", "https://evil.example")], &form).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "origin_forbidden"));
    house.running.stop().await;
}

#[tokio::test]
async fn invites_say_what_they_open_and_why_they_do_not() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Private).await;
    let invite = NewInvite { expires_at: None, uses: Some(1), conversation: Some(room) };
    let ServerFrame::Invite { code, .. } = line.ask(Request::CreateInvite(invite)).await else { panic!() };
    let (status, body) = web::post(house.at(), "/api/invites/look", &LookForm { code: code.clone() }).await;
    let seen: Invitation = serde_json::from_str(&body).unwrap();
    assert_eq!((status, seen.from.as_str(), seen.room.as_str()), (200, "Ann", "Kitchen"));
    let form = join_form(&code, "Bob");
    let (status, first) = web::post(house.at(), "/api/join", &form).await;
    assert_eq!(status, 200, "{first}");
    let (status, again) = web::post(house.at(), "/api/join", &form).await;
    assert_eq!(status, 200, "the answer was lost; the same device asks again: {again}");
    let [first, again] = [first, again].map(|body| serde_json::from_str::<Entered>(&body).unwrap());
    assert_eq!(first.user, again.user);
    let refusals = [
        (join_form(&code, "Eve"), 410, "invite_used"),
        (join_form("nonsense", "Eve"), 404, "invite_unknown"),
        (join_form("", "Eve"), 404, "invite_unknown"),
    ];
    for (form, status, code) in refusals {
        let (got, body) = web::post(house.at(), "/api/join", &form).await;
        assert_eq!(got, status);
        assert!(body.contains(code), "{body}");
    }
    let past = NewInvite { expires_at: Some(Millis(1)), ..NewInvite::default() };
    assert_eq!(line.refused(Request::CreateInvite(past)).await, ErrorCode::Malformed);
    house.running.stop().await;
}

#[tokio::test]
async fn names_handles_and_passwords_are_checked_at_the_door() {
    let house = House::with(|config| config.password_required = true).await;
    let code = house.invite().await;
    let mut form = join_form(&code, "Ann");
    let refused = async |form: &_| web::post(house.at(), "/api/join", form).await.1;
    assert!(refused(&form).await.contains("password_required"));
    form.password = Some("short".into());
    assert!(refused(&form).await.contains("password_too_short"));
    form.password = Some("x".repeat(300));
    assert!(refused(&form).await.contains("password_too_long"));
    form.password = Some("correct horse".into());
    form.handle = Some("Not A Handle".into());
    assert!(refused(&form).await.contains("handle_invalid"));
    form.handle = None;
    form.name = "  ".into();
    assert!(refused(&form).await.contains("name_invalid"));
    form.name = "Ann".into();
    form.avatar = Avatar::Own { blob: "a".repeat(64).parse().unwrap() };
    assert!(refused(&form).await.contains("blob_missing"));
    form.avatar = Avatar::Drawn { name: "person-fox".into() };
    assert_eq!(web::post(house.at(), "/api/join", &form).await.0, 200);
    let mut taken = join_form(&code, "Another");
    (taken.password, taken.handle) = (form.password.clone(), Some("ann".into()));
    assert!(refused(&taken).await.contains("handle_taken"));
    let mut second = join_form(&code, "Ann");
    second.password = form.password.clone();
    let (_, body) = web::post(house.at(), "/api/join", &second).await;
    assert!(body.contains("token"), "a derived handle gets a number: {body}");

    let login =
        |handle: &str, password: &str| LoginForm { handle: handle.into(), password: password.into(), device: device() };
    for (handle, password) in [("ann", "wrong horse"), ("nobody", "correct horse"), ("ann", "")] {
        let (status, body) = web::post(house.at(), "/api/login", &login(handle, password)).await;
        assert_eq!(status, 401, "{body}");
    }
    assert_eq!(web::post(house.at(), "/api/login", &login("ann-2", "correct horse")).await.0, 200);
    let answer = web::send(house.at(), "POST", "/api/login", &[], b"{").await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "malformed"));
    let answer = web::send(house.at(), "POST", "/api/login", &[], &vec![b' '; 200_000]).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
    house.running.stop().await;
}

#[tokio::test]
async fn who_knocks_too_often_is_told_when_to_come_back() {
    let house = House::with(|config| config.knocks_per_minute = NonZeroU32::new(2).unwrap()).await;
    for _ in 0..2 {
        assert_eq!(web::post(house.at(), "/api/invites/look", &LookForm { code: "x".into() }).await.0, 404);
    }
    let answer = web::send(house.at(), "POST", "/api/invites/look", &[], br#"{"code":"x"}"#).await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "rate_limited"));
    assert!(answer.headers.contains_key("retry-after"));
    house.running.stop().await;
}

#[tokio::test]
async fn a_device_code_lets_a_second_device_in_once() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let ServerFrame::DeviceCode { code, .. } = line.ask(Request::CreateDeviceCode).await else { panic!() };
    let form = DeviceForm { code, device: device() };
    let (status, body) = web::post(house.at(), "/api/device", &form).await;
    assert_eq!(status, 200, "{body}");
    let entered: Entered = serde_json::from_str(&body).unwrap();
    assert_eq!(entered.user, ann.user);
    let form = DeviceForm { device: device(), ..form };
    assert_eq!(web::post(house.at(), "/api/device", &form).await.0, 404);
    let ServerFrame::Devices { devices, .. } = line.ask(Request::ListDevices).await else { panic!() };
    assert_eq!(devices.iter().map(|device| device.current).collect::<Vec<_>>(), [true, false]);
    line.ok(Request::SignOut).await;
    assert_eq!(line.ended().await, CloseCode::SignedOut);
    let mut socket = dial(house.at()).await;
    socket.send(Message::text(serde_json::to_string(&hello(&ann, None)).unwrap())).await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = socket.next().await else { panic!() };
    assert_eq!(u16::from(frame.code), CloseCode::SignedOut.number());
    house.running.stop().await;
}

#[tokio::test]
async fn nonsense_is_answered_and_the_line_goes_on_for_a_while() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    for (text, re, code) in [
        ("not json", None, ErrorCode::Malformed),
        (r#"{"t":"dance","id":900}"#, Some(RequestId(900)), ErrorCode::UnknownType),
        (r#"{"t":"post","id":901}"#, Some(RequestId(901)), ErrorCode::Malformed),
    ] {
        line.send_text(text).await;
        let error = line.until(|frame| match frame {
            ServerFrame::Error { re, failure } => Some((*re, failure.code)),
            _ => None,
        });
        assert_eq!(error.await, (re, code));
    }
    let say = |text: &str| post(room, new_message(), text);
    assert_eq!(line.refused(say(" \n\t ")).await, ErrorCode::Empty);
    assert_eq!(line.refused(say(&"x".repeat(17_000))).await, ErrorCode::TooLarge);
    let unknown = serde_json::from_str::<Body>(r#"{"kind":"voice"}"#).unwrap();
    let strange = Post { conversation: room, message: new_message(), body: unknown, reply_to: None, forward: None };
    assert_eq!(line.refused(Request::Post(strange)).await, ErrorCode::Malformed);
    line.say(room, "still here").await;
    for _ in 0..20 {
        line.send_text("nonsense").await;
    }
    assert_eq!(line.ended().await, CloseCode::ProtocolBroken);

    let mut line = house.line(&ann).await;
    line.send_text(&"x".repeat(70_000)).await;
    assert_eq!(line.ended().await, CloseCode::Other(1009));
    house.running.stop().await;
}

#[tokio::test]
async fn a_line_that_does_not_say_hello_is_closed() {
    let house = House::with(|config| config.hello_within = std::time::Duration::from_millis(50)).await;
    let mut silent = dial(house.at()).await;
    let Some(Ok(Message::Close(Some(frame)))) = silent.next().await else { panic!() };
    assert_eq!(CloseCode::from(u16::from(frame.code)), CloseCode::HelloTimeout);
    let mut rude = dial(house.at()).await;
    rude.send(Message::text(r#"{"t":"list_rooms","id":1}"#)).await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = rude.next().await else { panic!() };
    assert_eq!(CloseCode::from(u16::from(frame.code)), CloseCode::ProtocolBroken);
    house.running.stop().await;
}

#[tokio::test]
async fn haste_is_refused_with_the_time_to_wait_on_all_lines_of_a_person() {
    let house = House::with(|config| config.limits = Limits { rate_burst: 5, ..Limits::default() }).await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    let mut waits = Vec::new();
    for _ in 0..8 {
        if let ServerFrame::Error { failure, .. } = line.ask(post(room, new_message(), "x")).await {
            assert_eq!(failure.code, ErrorCode::RateLimited);
            waits.push(failure.retry_after_ms.unwrap());
        }
    }
    assert!(!waits.is_empty());
    assert!(waits.iter().all(|wait| (1..=200).contains(wait)), "{waits:?}");
    house.running.stop().await;
}

#[tokio::test]
async fn a_stalled_reader_is_cut_off_and_the_others_go_on() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Kitchen", Visibility::Public).await;
    // Bob's end never reads again after this.
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: room }).await;
    let text = "x".repeat(15_000);
    let mut said = 0;
    let slow = async |at| {
        let text = web::get(at, "/metrics").await.text();
        text.lines().any(|line| line.starts_with("hearth_slow_readers_total") && !line.ends_with(" 0"))
    };
    while !slow(house.at()).await {
        anns.say(room, &text).await;
        said += 1;
        assert!(said < 5000, "never cut off");
    }
    let mut bobs = Line::enter(house.at(), &bob, None).await;
    bobs.say(room, "back again").await;
    house.running.stop().await;
}
