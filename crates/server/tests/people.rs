//! Rooms and people over real sockets: what the state's own tests cannot see, which is who hears what.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use common::{House, Person, join_form, line::Line, new_conversation, web};
use hearth_proto::{
    command::{NewInvite, Request},
    error::ErrorCode,
    event::{MemberChange, What},
    frame::{Bare, ClientFrame, InviteInfo, PresenceOf, ServerFrame},
    http::{DeviceForm, Entered, NewDevice},
    id::{ConversationId, Cursor, DeviceId, UserId},
    link::Purpose,
    people::Presence,
    room::{ConversationKind, Visibility},
};
use uuid::Uuid;

async fn here(line: &mut Line, presence: Presence) {
    line.send(&ClientFrame::Bare(Bare::Presence { presence })).await;
}

/// The next that is told of this person's presence.
async fn presence(line: &mut Line, of: UserId) -> PresenceOf {
    line.until(|frame| match frame {
        ServerFrame::Presence { people } => people.iter().find(|one| one.user == of).copied(),
        _ => None,
    })
    .await
}

fn in_welcome(line: &Line, of: UserId) -> Option<PresenceOf> {
    line.welcome.presence.iter().find(|one| one.user == of).copied()
}

async fn invites(line: &mut Line, conversation: Option<ConversationId>) -> Vec<InviteInfo> {
    match line.ask(Request::ListInvites { conversation }).await {
        ServerFrame::Invites { invites, .. } => invites,
        other => panic!("no invites: {other:?}"),
    }
}

async fn make_invite(line: &mut Line, conversation: ConversationId) -> String {
    let new = NewInvite { expires_at: None, uses: Some(2), conversation: Some(conversation) };
    match line.ask(Request::CreateInvite(new)).await {
        ServerFrame::Invite { code, .. } => code,
        other => panic!("no invite: {other:?}"),
    }
}

async fn join_with(house: &House, code: &str, name: &str) -> Person {
    let form = join_form(code, name);
    let (status, body) = web::post(house.at(), "/api/join", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    Person { user, token, device: form.device.id }
}

#[tokio::test]
async fn who_wants_no_disturbance_is_busy_whatever_other_devices_say() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    anns.head(Request::OpenDirect { user: bob.user }).await;
    assert_eq!(presence(&mut anns, bob.user).await.presence, Presence::Online);
    here(&mut bobs, Presence::Busy).await;
    assert_eq!(presence(&mut anns, bob.user).await.presence, Presence::Busy);
    let mut second = Person { device: DeviceId(Uuid::now_v7()), ..bob.clone() };
    let ServerFrame::DeviceCode { code, .. } = bobs.ask(Request::CreateDeviceCode).await else { panic!() };
    let form = DeviceForm { code, device: NewDevice { id: second.device, name: "phone".into() } };
    let (_, body) = web::post(house.at(), "/api/device", &form).await;
    second.token = serde_json::from_str::<Entered>(&body).unwrap().token;
    let phone = house.line(&second).await;
    assert_eq!(in_welcome(&house.line(&ann).await, bob.user).unwrap().presence, Presence::Busy);
    drop(bobs);
    let mut anns = house.line(&ann).await;
    let mut seen = in_welcome(&anns, bob.user).unwrap().presence;
    while seen != Presence::Online {
        seen = presence(&mut anns, bob.user).await.presence;
    }
    drop(phone);
    house.running.stop().await;
}

#[tokio::test]
async fn since_when_somebody_is_gone_is_told_to_those_who_chat_with_them_in_private() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let (mut anns, mut eves) = (house.line(&ann).await, house.line(&eve).await);
    let room = anns.room("Kitchen", Visibility::Public).await;
    eves.head(Request::Join { conversation: room }).await;
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: room }).await;
    anns.head(Request::OpenDirect { user: bob.user }).await;
    for line in [&mut anns, &mut eves] {
        assert_eq!(presence(line, bob.user).await.presence, Presence::Online);
    }
    drop(bobs);
    let gone = |line: Line| async {
        let mut line = line;
        loop {
            let of = presence(&mut line, bob.user).await;
            if of.presence == Presence::Offline {
                return of.since;
            }
        }
    };
    let since = gone(anns).await.expect("since when");
    assert_eq!(gone(eves).await, None, "that is private");
    // The same stands in a welcome, and still does after the server was away.
    let told = in_welcome(&house.line(&ann).await, bob.user).unwrap();
    assert_eq!(told.presence, Presence::Offline);
    assert!((told.since.unwrap().0 - since.0).abs() < 1000, "{told:?} {since:?}");
    let house = house.restart().await;
    let again = in_welcome(&house.line(&ann).await, bob.user).unwrap();
    assert_eq!(again.since, told.since);
    assert_eq!(in_welcome(&house.line(&eve).await, bob.user), None);
    house.running.stop().await;
}

#[tokio::test]
async fn two_of_whom_one_blocks_the_other_hear_nothing_of_each_other() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let (mut anns, mut eves) = (house.line(&ann).await, house.line(&eve).await);
    let room = anns.room("Kitchen", Visibility::Public).await;
    eves.head(Request::Join { conversation: room }).await;
    let mut bobs = house.line(&bob).await;
    bobs.head(Request::Join { conversation: room }).await;
    let chat = anns.head(Request::OpenDirect { user: bob.user }).await.conversation;
    assert_eq!(presence(&mut bobs, ann.user).await.presence, Presence::Online);
    assert_eq!(presence(&mut anns, bob.user).await.presence, Presence::Online);
    let cursor = Cursor { epoch: anns.welcome.epoch, pos: anns.welcome.pos };

    anns.ok(Request::Block { user: bob.user, on: true }).await;
    let told = anns.until(|frame| match frame {
        ServerFrame::Blocked { user, on } => Some((*user, *on)),
        _ => None,
    });
    assert_eq!(told.await, (bob.user, true));
    assert_eq!(house.resume(&ann, cursor).await.welcome.blocked, [bob.user]);
    let mut anns = house.line(&ann).await;
    assert_eq!(in_welcome(&anns, bob.user), None);
    let offline = |of: PresenceOf| (of.presence, of.since) == (Presence::Offline, None);
    while !offline(presence(&mut bobs, ann.user).await) {}
    assert_eq!(bobs.refused(common::line::post(chat, common::new_message(), "hello")).await, ErrorCode::Blocked);

    // Ann writes and steps away; Eve, in the same room, hears it, and so would Bob.
    anns.send(&ClientFrame::Bare(Bare::Typing { conversation: room })).await;
    here(&mut anns, Presence::Away).await;
    while presence(&mut eves, ann.user).await.presence != Presence::Away {}
    here(&mut eves, Presence::Busy).await;
    let heard = bobs
        .until(|frame| match frame {
            ServerFrame::Typing { user, .. } => Some(*user),
            ServerFrame::Presence { people } => {
                people.iter().find(|of| of.user == ann.user || of.presence == Presence::Busy).map(|of| of.user)
            }
            _ => None,
        })
        .await;
    assert_eq!(heard, eve.user, "what comes next is of somebody else");
    assert!(in_welcome(&house.line(&bob).await, ann.user).is_none());
    let mut bobs = house.line(&bob).await;

    anns.ok(Request::Block { user: bob.user, on: false }).await;
    assert_eq!(presence(&mut bobs, ann.user).await.presence, Presence::Away);
    bobs.say(chat, "hello again").await;
    assert!(house.line(&ann).await.welcome.blocked.is_empty());
    house.running.stop().await;
}

#[tokio::test]
async fn blocks_outlast_a_restart() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    anns.head(Request::OpenDirect { user: bob.user }).await;
    anns.ok(Request::Block { user: bob.user, on: true }).await;
    let house = house.restart().await;
    let anns = house.line(&ann).await;
    let bobs = house.line(&bob).await;
    assert_eq!(anns.welcome.blocked, [bob.user]);
    assert_eq!((in_welcome(&bobs, ann.user), in_welcome(&anns, bob.user)), (None, None));
    house.running.stop().await;
}

#[tokio::test]
async fn a_group_appears_to_everyone_in_it_before_its_first_event() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let conversation = new_conversation();
    let head = anns.head(Request::CreateGroup { conversation, users: vec![bob.user, eve.user] }).await;
    assert_eq!(head.members, 3);
    let (mut people, mut first) = (Vec::new(), None);
    let at = bobs
        .until(|frame| match frame {
            ServerFrame::Person { profile, .. } => {
                people.push(profile.id);
                None
            }
            ServerFrame::Conversation { head, .. } => {
                first.get_or_insert(head.clone());
                None
            }
            ServerFrame::Event(event) => Some(event.conversation),
            _ => None,
        })
        .await;
    assert_eq!(at, conversation);
    let first = first.expect("the group comes before its events");
    assert!(matches!(first.kind, ConversationKind::Room { room } if room.visibility == Visibility::Group));
    assert!(people.contains(&ann.user), "and its people too");
    anns.say(conversation, "hello").await;
    let eves = house.line(&eve).await;
    assert_eq!(eves.welcome.conversations.iter().map(|head| head.messages).collect::<Vec<_>>(), [1]);
    house.running.stop().await;
}

#[tokio::test]
async fn who_is_banned_hears_it_then_nothing_and_stands_in_the_list() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let room = anns.room("Kitchen", Visibility::Public).await;
    bobs.head(Request::Join { conversation: room }).await;
    assert_eq!(bobs.refused(Request::ListBans { conversation: room }).await, ErrorCode::Forbidden);
    anns.ok(Request::Ban { conversation: room, user: bob.user, on: true }).await;
    let banned = What::Member { user: bob.user, change: MemberChange::Banned };
    bobs.until(|frame| matches!(frame, ServerFrame::Event(event) if event.what == banned).then_some(())).await;
    bobs.until(|frame| matches!(frame, ServerFrame::Gone { conversation, .. } if *conversation == room).then_some(()))
        .await;
    assert_eq!(bobs.refused(Request::Join { conversation: room }).await, ErrorCode::Banned);
    let ServerFrame::People { people, .. } = anns.ask(Request::ListBans { conversation: room }).await else { panic!() };
    assert_eq!(people.iter().map(|profile| profile.id).collect::<Vec<_>>(), [bob.user]);
    anns.ok(Request::Ban { conversation: room, user: bob.user, on: false }).await;
    bobs.head(Request::Join { conversation: room }).await;
    house.running.stop().await;
}

#[tokio::test]
async fn a_silence_is_in_the_list_of_members_and_in_the_silenced_ones_head() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let room = anns.room("Kitchen", Visibility::Public).await;
    bobs.head(Request::Join { conversation: room }).await;
    let until = Some(hearth_proto::id::Millis(1 << 45));
    anns.ok(Request::Mute { conversation: room, user: bob.user, until }).await;
    let told = bobs
        .until(|frame| match frame {
            ServerFrame::Conversation { re: None, head } if head.muted_until.is_some() => Some(head.muted_until),
            _ => None,
        })
        .await;
    assert_eq!(told, until);
    assert_eq!(bobs.refused(common::line::post(room, common::new_message(), "soup")).await, ErrorCode::Muted);
    let ServerFrame::Members { members, .. } = anns.ask(Request::ListMembers { conversation: room }).await else {
        panic!()
    };
    let of = |user| members.iter().find(|member| member.user == user).unwrap().muted_until;
    assert_eq!((of(ann.user), of(bob.user)), (None, until));
    house.running.stop().await;
}

#[tokio::test]
async fn invites_are_listed_to_those_who_may_see_them_and_taken_back() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    let room = anns.room("Kitchen", Visibility::Public).await;
    bobs.head(Request::Join { conversation: room }).await;
    let (first, second) = (make_invite(&mut anns, room).await, make_invite(&mut bobs, room).await);
    let eve = join_with(&house, &first, "Eve").await;
    let all = invites(&mut anns, Some(room)).await;
    let listed: Vec<_> = all.iter().map(|invite| (invite.by, invite.uses_left, invite.used)).collect();
    assert!(listed.contains(&(Some(ann.user), Some(1), 1)), "{listed:?}");
    assert!(listed.contains(&(Some(bob.user), Some(2), 0)), "{listed:?}");
    assert_eq!(listed.len(), 2);
    assert!(all.iter().all(|invite| !first.contains(&invite.invite)), "the code is nowhere in it");
    let his = invites(&mut bobs, Some(room)).await;
    assert_eq!(his.iter().map(|invite| invite.by).collect::<Vec<_>>(), [Some(bob.user)]);
    // The server's owner sees every invite, also those the server made itself.
    assert!(invites(&mut anns, None).await.len() > 2);
    assert_eq!(invites(&mut bobs, None).await, his);

    let theirs = all.iter().find(|invite| invite.by == Some(ann.user)).unwrap().invite.clone();
    assert_eq!(bobs.refused(Request::RevokeInvite { invite: theirs.clone() }).await, ErrorCode::NotFound);
    anns.ok(Request::RevokeInvite { invite: theirs }).await;
    let (status, body) = web::post(house.at(), "/api/join", &join_form(&first, "Zoe")).await;
    assert_eq!(status, 404, "{body}");
    assert!(body.contains("invite_unknown"), "{body}");
    // Somebody with an account goes in with the other one.
    let mut eves = house.line(&eve).await;
    let cellar = anns.room("Cellar", Visibility::Private).await;
    let code = make_invite(&mut anns, cellar).await;
    assert_eq!(eves.head(Request::UseInvite { code }).await.conversation, cellar);
    assert_eq!(eves.refused(Request::ListInvites { conversation: Some(cellar) }).await, ErrorCode::Forbidden);
    assert_eq!(bobs.refused(Request::ListInvites { conversation: Some(cellar) }).await, ErrorCode::NotFound);
    // Who is in already uses nothing up.
    assert_eq!(eves.head(Request::UseInvite { code: second }).await.conversation, room);
    assert_eq!(invites(&mut bobs, None).await, his);
    house.running.stop().await;
}

#[tokio::test]
async fn what_people_say_of_themselves_reaches_everyone_who_knows_them() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let (mut anns, mut bobs) = (house.line(&ann).await, house.line(&bob).await);
    anns.head(Request::OpenDirect { user: bob.user }).await;
    let change = Request::SetProfile {
        name: None,
        handle: None,
        avatar: None,
        status: Some("Cooking".into()),
        zone: Some("Asia/Shanghai".into()),
    };
    let ServerFrame::Me { profile, .. } = anns.ask(change).await else { panic!() };
    let heard = bobs.until(|frame| match frame {
        ServerFrame::Person { profile, .. } if !profile.status.is_empty() => Some(profile.clone()),
        _ => None,
    });
    assert_eq!(heard.await, profile);
    let ServerFrame::People { people, .. } = bobs.ask(Request::ListPeople).await else { panic!() };
    assert!(people.contains(&profile));
    assert!(house.line(&bob).await.welcome.people.contains(&profile));
    assert_eq!(house.line(&ann).await.welcome.me, profile);
    house.running.stop().await;
}

#[tokio::test]
async fn whoever_runs_the_server_always_finds_the_way_into_the_owners_account() {
    let house = House::start().await;
    let Purpose::Join(code) = house.running.owner_entrance().await.unwrap() else { panic!("nobody is there yet") };
    let ann = join_with(&house, &code, "Ann").await;
    let mut anns = house.line(&ann).await;
    assert!(anns.welcome.server_owner);
    anns.ok(Request::SignOut).await;
    let Purpose::Device(code) = house.running.owner_entrance().await.unwrap() else { panic!("the account is there") };
    let device = DeviceId(Uuid::now_v7());
    let form = DeviceForm { code, device: NewDevice { id: device, name: "laptop".into() } };
    let (status, body) = web::post(house.at(), "/api/device", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    assert_eq!(user, ann.user);
    assert!(house.line(&Person { user, token, device }).await.welcome.server_owner);
    house.running.stop().await;
}
