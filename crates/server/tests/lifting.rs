//! Databases of earlier versions: lifted when the server starts, and right afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::{House, Person, config, line::Line, web};
use hearth_proto::{
    body::Body,
    command::{PageAt, Request},
    event::{Event, What},
    frame::ServerFrame,
    http::{Entered, LoginForm, NewDevice},
    id::{ConversationId, DeviceId, Seq},
    room::{ConversationKind, ReadMark},
};
use hearth_server::Server;
use uuid::Uuid;

/// The state of schema 1: Ann and Bob, a public kitchen, a private cellar, a chat. In the kitchen an edited, pinned
/// message, one with a reaction, and a deleted one.
async fn house_of_version_1() -> House {
    let dir = tempfile::tempdir().unwrap();
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/version-1.sqlite");
    std::fs::copy(fixture, dir.path().join("hearth.sqlite3")).unwrap();
    let config = config(&dir);
    let running = Server::start(config.clone()).await.unwrap();
    House { running, config, dir }
}

async fn login(house: &House, handle: &str) -> Person {
    let device = NewDevice { id: DeviceId(Uuid::now_v7()), name: "laptop".into() };
    let id = device.id;
    let form = LoginForm { handle: handle.into(), password: "a kettle on the stove".into(), device };
    let (status, body) = web::post(house.at(), "/api/login", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    Person { user, token, device: id }
}

async fn log(line: &mut Line, conversation: ConversationId) -> Vec<Event> {
    let request = Request::History { conversation, at: PageAt::After(Seq(0)), limit: 200 };
    match line.ask(request).await {
        ServerFrame::Page(page) => page.events,
        other => panic!("no page: {other:?}"),
    }
}

#[tokio::test]
async fn a_database_of_schema_1_is_lifted_and_answers() {
    let house = house_of_version_1().await;
    let bob = login(&house, "bob").await;
    let mut bobs = house.line(&bob).await;
    assert!(bobs.welcome.shares_reads);
    let named = |name: &str| {
        bobs.welcome.conversations.iter().find(|head| match &head.kind {
            ConversationKind::Room { room } => room.name == name,
            ConversationKind::Direct { .. } => name.is_empty(),
        })
    };
    assert_eq!(bobs.welcome.conversations.len(), 3);
    let (kitchen, chat) = (named("Kitchen").unwrap().clone(), named("").unwrap().clone());
    assert_eq!((kitchen.read.seq, kitchen.unread_from, kitchen.messages), (Seq(4), None, 3));
    assert_eq!(chat.messages, 1);
    let room = kitchen.conversation;
    let events = log(&mut bobs, room).await;
    assert_eq!(events.len() as u64, kitchen.seq.0);
    let messages = events.iter().filter_map(|event| match &event.what {
        What::Message(message) => Some(message),
        _ => None,
    });
    let words: Vec<_> = messages.clone().map(|message| message.body.as_ref().map(Body::words)).collect();
    assert_eq!(words, [Some("soup is ready, @bob"), Some("I bring bread"), None]);
    let soup = messages.clone().next().unwrap().message;

    let react = Request::React { conversation: room, message: soup, emoji: "🍲".into(), on: true, act: None };
    let ServerFrame::Ack { seq, .. } = bobs.ask(react).await else { panic!() };
    assert!(seq < kitchen.seq, "it hangs there already");
    bobs.ok(Request::Read { conversation: room, seq: kitchen.seq }).await;
    bobs.ok(Request::MarkUnread { conversation: room, seq: kitchen.seq }).await;
    bobs.say(room, "@room hello again").await;
    let mark = ReadMark { seq: Seq(kitchen.seq.0 - 1), messages: 3 };
    let again = house.line(&login(&house, "bob").await).await;
    let head = again.welcome.conversations.iter().find(|head| head.conversation == room).unwrap();
    assert_eq!((head.read.seq, head.unread_from, head.messages), (kitchen.seq, Some(mark), 4));
    let House { running, dir, .. } = house;
    running.stop().await;
    assert!(hearth_server::operator::check(dir.path()).unwrap().problems.is_empty());
}
