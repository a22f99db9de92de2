//! People talk: posting, reading on, rooms, private chats, presence.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::{House, line::post, new_message};
use hearth_proto::{
    command::{PageAt, Request},
    error::{CloseCode, ErrorCode},
    event::What,
    frame::{Bare, ClientFrame, PingPayload, ServerFrame},
    id::{Cursor, Epoch, Pos, Seq},
    people::Presence,
    room::{ConversationKind, Visibility},
};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_posted_message_is_acknowledged_and_heard_by_everyone_in_the_room() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Kitchen", Visibility::Public).await;
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: room }).await;
    let (message, seq) = anns.say(room, "soup is ready").await;
    let event = bobs
        .until(|frame| match frame {
            ServerFrame::Event(event) if matches!(event.what, What::Message(_)) => Some(event.clone()),
            _ => None,
        })
        .await;
    assert_eq!((event.seq, event.author, event.conversation), (seq, ann.user, room));
    let What::Message(said) = event.what else { panic!() };
    assert_eq!((said.message, said.number), (message, 1));
    house.running.stop().await;
}

#[tokio::test]
async fn the_first_account_owns_the_server_and_newcomers_find_the_first_public_room() {
    let house = House::start().await;
    let (ann, _) = (house.join("Ann").await, ());
    let mut anns = house.line(&ann).await;
    assert!(anns.welcome.server_owner);
    let room = anns.room("Kitchen", Visibility::Public).await;
    anns.room("Cellar", Visibility::Private).await;
    let bob = house.join("Bob").await;
    let bobs = house.line(&bob).await;
    assert!(!bobs.welcome.server_owner);
    assert_eq!(bobs.welcome.conversations.iter().map(|head| head.conversation).collect::<Vec<_>>(), [room]);
    assert!(bobs.welcome.people.iter().any(|person| person.id == ann.user));
    let joined = anns
        .until(|frame| match frame {
            ServerFrame::Person { profile, .. } if profile.id == bob.user => Some(profile.handle.clone()),
            _ => None,
        })
        .await;
    assert_eq!(joined, "bob");
    house.running.stop().await;
}

#[tokio::test]
async fn a_repeated_id_gets_the_first_answer_even_after_a_restart() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    let other = line.room("Garden", Visibility::Public).await;
    let message = new_message();
    let ServerFrame::Ack { seq, pos, at, .. } = line.ask(post(room, message, "once")).await else { panic!() };
    let house = house.restart().await;
    let mut line = house.line(&ann).await;
    let again = line.ask(post(room, message, "once, in other words")).await;
    let ServerFrame::Ack { seq: seq2, pos: pos2, at: at2, .. } = again else { panic!("{again:?}") };
    assert_eq!((seq, pos, at), (seq2, pos2, at2));
    assert_eq!(line.refused(post(other, message, "once")).await, ErrorCode::Conflict);
    house.running.stop().await;
}

#[tokio::test]
async fn a_reader_with_a_cursor_is_told_only_what_changed() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let kitchen = anns.room("Kitchen", Visibility::Public).await;
    let garden = anns.room("Garden", Visibility::Public).await;
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: kitchen }).await;
    bobs.head(Request::Join { conversation: garden }).await;
    let bobs = house.line(&bob).await;
    let cursor = Cursor { epoch: bobs.welcome.epoch, pos: bobs.welcome.pos };
    drop(bobs);
    anns.say(garden, "tomatoes").await;
    let bobs = house.resume(&bob, cursor).await;
    assert!(bobs.welcome.resumed);
    let changed: Vec<_> = bobs.welcome.conversations.iter().map(|head| head.conversation).collect();
    assert_eq!(changed, [garden]);
    assert!(bobs.welcome.people.is_empty(), "{:?}", bobs.welcome.people);
    let strange = Cursor { epoch: Epoch(uuid::Uuid::now_v7()), pos: Pos(1) };
    let bobs = house.resume(&bob, strange).await;
    assert!(!bobs.welcome.resumed);
    assert_eq!(bobs.welcome.conversations.len(), 2);
    house.running.stop().await;
}

#[tokio::test]
async fn who_was_away_while_taken_out_finds_the_conversation_gone() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Kitchen", Visibility::Private).await;
    let mut bobs = house.line(&bob).await;
    anns.ok(Request::AddMember { conversation: room, user: bob.user }).await;
    let (head, before_events) = bobs
        .until(|frame| match frame {
            ServerFrame::Conversation { re: None, head } => Some((head.clone(), true)),
            ServerFrame::Event(_) => panic!("an event came before its conversation"),
            _ => None,
        })
        .await;
    assert!(before_events);
    assert_eq!(head.conversation, room);
    let cursor = Cursor { epoch: bobs.welcome.epoch, pos: bobs.event().await.pos };
    drop(bobs);
    anns.ok(Request::RemoveMember { conversation: room, user: bob.user }).await;
    let mut bobs = house.resume(&bob, cursor).await;
    assert_eq!(bobs.welcome.gone, [room]);
    let page = Request::History { conversation: room, at: PageAt::Before(Seq(100)), limit: 10 };
    assert_eq!(bobs.refused(page).await, ErrorCode::NotFound);
    house.running.stop().await;
}

#[tokio::test]
async fn a_private_chat_opens_once_for_both() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let mine = anns.head(Request::OpenDirect { user: bob.user }).await;
    let theirs = bobs.head(Request::OpenDirect { user: ann.user }).await;
    assert_eq!(mine.conversation, theirs.conversation);
    assert_eq!(theirs.kind, ConversationKind::Direct { peer: ann.user });
    anns.say(mine.conversation, "psst").await;
    assert_eq!(bobs.event().await.seq, Seq(1));
    assert_eq!(anns.refused(Request::Leave { conversation: mine.conversation }).await, ErrorCode::Forbidden);
    house.running.stop().await;
}

#[tokio::test]
async fn read_marks_only_grow_and_reach_own_devices_and_others() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let chat = anns.head(Request::OpenDirect { user: bob.user }).await.conversation;
    let (_, first) = anns.say(chat, "one @bob").await;
    let (_, second) = anns.say(chat, "two").await;
    bobs.ok(Request::Read { conversation: chat, seq: second }).await;
    bobs.ok(Request::Read { conversation: chat, seq: first }).await;
    let read_by = anns
        .until(|frame| match frame {
            ServerFrame::ReadBy { user, seq, .. } => Some((*user, *seq)),
            _ => None,
        })
        .await;
    assert_eq!(read_by, (bob.user, second));
    let welcome = house.line(&bob).await.welcome;
    let head = &welcome.conversations[0];
    assert_eq!((head.read.seq, head.read.messages, head.mentions), (second, 2, 0));
    house.running.stop().await;
}

#[tokio::test]
async fn presence_comes_with_the_line_and_goes_after_a_grace() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    anns.head(Request::OpenDirect { user: bob.user }).await;
    let mut bobs = house.line(&bob).await;
    let presence = |frame: &ServerFrame| match frame {
        ServerFrame::Presence { people } => people.iter().find(|of| of.user == bob.user).map(|of| of.presence),
        _ => None,
    };
    assert_eq!(anns.until(presence).await, Presence::Online);
    bobs.send(&ClientFrame::Bare(Bare::Presence { presence: Presence::Away })).await;
    assert_eq!(anns.until(|frame| presence(frame).filter(|is| *is != Presence::Online)).await, Presence::Away);
    drop(bobs);
    assert_eq!(anns.until(|frame| presence(frame).filter(|is| *is != Presence::Away)).await, Presence::Offline);
    house.running.stop().await;
}

#[tokio::test]
async fn the_servers_ping_carries_the_newest_position() {
    let house = House::with(|config| config.heartbeat = std::time::Duration::from_millis(30)).await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    let (_, seq) = line.say(room, "hello").await;
    let event = line.until(|frame| match frame {
        ServerFrame::Event(event) if event.seq == seq => Some(event.pos),
        _ => None,
    });
    let pos = event.await;
    loop {
        let message = futures_util::StreamExt::next(&mut line.socket).await.unwrap().unwrap();
        if let Message::Ping(payload) = message
            && PingPayload::from_bytes(&payload).unwrap().pos == pos
        {
            break;
        }
    }
    house.running.stop().await;
}

#[tokio::test]
async fn stopping_says_going_away_and_a_second_line_replaces_the_first() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut old = house.line(&ann).await;
    let mut new = house.line(&ann).await;
    assert_eq!(old.ended().await, CloseCode::Replaced);
    let (code, ()) = tokio::join!(new.ended(), house.running.stop());
    assert_eq!(code, CloseCode::GoingAway);
}
