//! What people do in a conversation beside posting: acts, marks on two devices, who reads how far, passing on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::{House, Person, line::Line, new_message};
use hearth_proto::{
    body::Body,
    command::{ForwardOf, Post, Request},
    error::ErrorCode,
    event::What,
    frame::{Reader, ServerFrame},
    http::DeviceForm,
    id::{ActId, ConversationId, Cursor, DeviceId, Seq},
    room::{ReadMark, Visibility},
};
use uuid::Uuid;

fn words(text: &str) -> Body {
    Body::Text { text: text.into() }
}

fn edit(conversation: ConversationId, message: hearth_proto::id::MessageId, text: &str, act: ActId) -> Request {
    Request::Edit { conversation, message, body: words(text), act: Some(act) }
}

/// The same person on another device.
async fn second_device(house: &House, person: &Person) -> Person {
    let mut line = house.line(person).await;
    let ServerFrame::DeviceCode { code, .. } = line.ask(Request::CreateDeviceCode).await else { panic!() };
    let device = hearth_proto::http::NewDevice { id: DeviceId(Uuid::now_v7()), name: "phone".into() };
    let form = DeviceForm { code, device };
    let (status, body) = common::web::post(house.at(), "/api/device", &form).await;
    assert_eq!(status, 200, "{body}");
    let entered: hearth_proto::http::Entered = serde_json::from_str(&body).unwrap();
    Person { user: entered.user, token: entered.token, device: form.device.id }
}

async fn marks(line: &mut Line) -> (ReadMark, Option<ReadMark>) {
    line.until(|frame| match frame {
        ServerFrame::Read { mark, unread_from, .. } => Some((*mark, *unread_from)),
        _ => None,
    })
    .await
}

async fn readers(line: &mut Line, conversation: ConversationId) -> Vec<Reader> {
    match line.ask(Request::ListReaders { conversation }).await {
        ServerFrame::Readers { readers, .. } => readers,
        other => panic!("no readers: {other:?}"),
    }
}

#[tokio::test]
async fn an_act_gets_its_first_answer_again_on_a_new_line_and_after_a_restart() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    let (message, _) = line.say(room, "soup").await;
    let [a, b] = [1, 2].map(|_| ActId(Uuid::now_v7()));
    let ServerFrame::Ack { seq, pos, at, .. } = line.ask(edit(room, message, "soup A", a)).await else { panic!() };
    line.ask(edit(room, message, "soup B", b)).await;
    let house = house.restart().await;
    let mut line = house.line(&ann).await;
    let head = line.welcome.conversations[0].seq;
    let again = line.ask(edit(room, message, "soup A", a)).await;
    let ServerFrame::Ack { seq: seq2, pos: pos2, at: at2, .. } = again else { panic!("{again:?}") };
    assert_eq!((seq, pos, at), (seq2, pos2, at2));
    let (_, next) = line.say(room, "bread").await;
    assert_eq!(next, head.next(), "the repeated act is no event");
    house.running.stop().await;
}

#[tokio::test]
async fn what_one_device_marks_unread_the_other_one_hears_and_a_later_one_finds() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Kitchen", Visibility::Public).await;
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: room }).await;
    let phone = second_device(&house, &bob).await;
    let mut bobs = house.line(&bob).await;
    let mut phones = house.line(&phone).await;
    let cursor = Cursor { epoch: phones.welcome.epoch, pos: phones.welcome.pos };
    let (_, first) = anns.say(room, "@bob one").await;
    let (_, last) = anns.say(room, "@room two").await;
    bobs.ok(Request::Read { conversation: room, seq: last }).await;
    let read = ReadMark { seq: last, messages: 2 };
    assert_eq!(marks(&mut phones).await, (read, None));
    bobs.ok(Request::MarkUnread { conversation: room, seq: first }).await;
    let from = ReadMark { seq: Seq(first.0 - 1), messages: 0 };
    assert_eq!(marks(&mut phones).await, (read, Some(from)));
    drop(phones);
    let mut phones = house.resume(&phone, cursor).await;
    let head = phones.welcome.conversations[0].clone();
    assert_eq!((head.read, head.unread_from, head.mentions), (read, Some(from), 2));
    bobs.ok(Request::Read { conversation: room, seq: last }).await;
    assert_eq!(marks(&mut phones).await, (read, None));
    assert_eq!(
        anns.refused(Request::MarkUnread { conversation: common::new_conversation(), seq: first }).await,
        ErrorCode::NotFound
    );
    house.running.stop().await;
}

#[tokio::test]
async fn who_keeps_to_themselves_how_far_they_read_neither_tells_nor_hears() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Kitchen", Visibility::Public).await;
    let (mut bobs, mut eves) = (house.line(&bob).await, house.line(&eve).await);
    bobs.head(Request::Join { conversation: room }).await;
    assert_eq!(eves.refused(Request::ListReaders { conversation: room }).await, ErrorCode::Forbidden);
    eves.head(Request::Join { conversation: room }).await;
    let (_, seq) = anns.say(room, "soup").await;
    bobs.ok(Request::Read { conversation: room, seq }).await;
    let heard = anns.until(|frame| match frame {
        ServerFrame::ReadBy { user, seq, .. } => Some((*user, *seq)),
        _ => None,
    });
    assert_eq!(heard.await, (bob.user, seq));
    let of = |user, seq| Reader { user, seq };
    let mut expected = vec![of(bob.user, seq), of(eve.user, Seq(0))];
    expected.sort_by_key(|reader| reader.user);
    assert_eq!(readers(&mut anns, room).await, expected);

    let phone = second_device(&house, &bob).await;
    let mut phones = house.line(&phone).await;
    let mut bobs = house.line(&bob).await;
    bobs.ok(Request::ShareReads { on: false }).await;
    let told = phones.until(|frame| match frame {
        ServerFrame::SharesReads { on } => Some(*on),
        _ => None,
    });
    assert!(!told.await);
    assert!(!house.line(&phone).await.welcome.shares_reads);
    assert_eq!(readers(&mut anns, room).await, [of(eve.user, Seq(0))]);
    assert_eq!(readers(&mut bobs, room).await, []);
    let (_, next) = anns.say(room, "bread").await;
    bobs.ok(Request::Read { conversation: room, seq: next }).await;
    eves.ok(Request::Read { conversation: room, seq: next }).await;
    anns.say(room, "salt").await;
    // Frames of one line come in order: had there been anything else about reading, it would be here.
    let mut told = Vec::new();
    let mut after = |frame: &ServerFrame| match frame {
        ServerFrame::ReadBy { user, .. } => {
            told.push(*user);
            None
        }
        ServerFrame::Event(event) => match &event.what {
            What::Message(message) if message.body == Some(words("salt")) => Some(()),
            _ => None,
        },
        _ => None,
    };
    anns.until(&mut after).await;
    bobs.until(&mut after).await;
    assert_eq!(told, [eve.user], "Ann hears of Eve only, and Bob of nobody");
    house.running.stop().await;
}

#[tokio::test]
async fn a_message_that_is_passed_on_comes_with_who_wrote_it() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let cellar = anns.room("Cellar", Visibility::Private).await;
    anns.ok(Request::AddMember { conversation: cellar, user: bob.user }).await;
    let (message, _) = anns.say(cellar, "it is dark").await;
    let chat = bobs.head(Request::OpenDirect { user: eve.user }).await.conversation;
    let mut eves = house.line(&eve).await;
    let forward = Some(ForwardOf { conversation: cellar, message });
    let post = Post { conversation: chat, message: new_message(), body: words("it is dark"), reply_to: None, forward };
    assert!(matches!(bobs.ask(Request::Post(post)).await, ServerFrame::Ack { .. }));
    let (mut knows, mut origin) = (false, None);
    eves.until(|frame| {
        match frame {
            ServerFrame::Person { profile, .. } if profile.id == ann.user => knows = true,
            ServerFrame::Event(event) => {
                if let What::Message(message) = &event.what {
                    origin = message.forwarded;
                }
            }
            _ => {}
        }
        origin
    })
    .await;
    assert!(knows, "who wrote it is known before it comes");
    assert_eq!(origin.unwrap().author, ann.user);
    let at = hearth_proto::command::PageAt::Before(Seq(100));
    let ServerFrame::Page(page) = eves.ask(Request::History { conversation: chat, at, limit: 10 }).await else {
        panic!()
    };
    assert!(page.people.iter().any(|person| person.id == ann.user));
    house.running.stop().await;
}
