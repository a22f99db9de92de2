//! What people do with each other: roles, silences, pauses, bans, invites, groups, blocks, and what they say of
//! themselves. Each is seen by the other, and by the same person on a second device.

use anyhow::{Context, Result};
use hearth_client::{
    call::{
        BanCall, BlockCall, GroupCall, InviteCall, InvitesCall, PictureChoice, ProfileCall, RevokeCall, RoleCall,
        ShareReadsCall, Silence, SilenceCall, UpdateRoomCall,
    },
    view::{Cause, Key},
};
use hearth_proto::{
    error::ErrorCode,
    people::{Avatar, Presence, Role},
    room::{Posting, Room, Visibility},
};
use hearth_testkit::{
    people::{Person, World, told},
    server::Hearth,
};

use crate::home::Home;

fn kitchen() -> Room {
    Room {
        name: "Kitchen".into(),
        topic: String::new(),
        visibility: Visibility::Public,
        avatar: Avatar::Drawn { name: "room-kettle".into() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    }
}

async fn changes(person: &Person, room: Room) -> Result<()> {
    let call = UpdateRoomCall { key: person.room(&room.name)?, room, picture: PictureChoice::Keep };
    person.client()?.update_room(call).await.map_err(told)
}

fn role(key: Key, wanted: Role) -> impl Fn(&World) -> Option<()> {
    move |world| world.rows.get(&key).filter(|row| row.role == Some(wanted)).map(|_| ())
}

#[tokio::test]
async fn a_role_is_given_and_taken_and_seen_on_every_device() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let (ann, ben) = (&home.ann, &home.ben);
    let laptop = ben.second_device().await?;
    laptop.has("Kitchen").await?;
    let (key, user) = (ann.room("Kitchen")?, ben.user()?);
    for wanted in [Role::Admin, Role::Guest, Role::Member] {
        ann.client()?.set_role(RoleCall { key, user, role: wanted }).await.map_err(told)?;
        ben.until("has the role", role(ben.room("Kitchen")?, wanted)).await?;
        laptop.until("has the role too", role(laptop.room("Kitchen")?, wanted)).await?;
    }
    let call = RoleCall { key: ben.room("Kitchen")?, user: ann.user()?, role: Role::Member };
    let refused = ben.client()?.set_role(call).await.expect_err("members give no roles");
    assert_eq!(refused.cause, Cause::Server(ErrorCode::Forbidden));
    Ok(())
}

#[tokio::test]
async fn a_silence_is_seen_by_who_is_silenced_and_ends_when_it_is_lifted() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    let Home { ann, ben, .. } = &mut home;
    let (key, there, user) = (ann.room("Kitchen")?, ben.room("Kitchen")?, ben.user()?);
    let silenced = |wanted: bool| {
        move |world: &World| {
            let until = world.rows.get(&there)?.silenced_until;
            (until.is_some() == wanted).then_some(())
        }
    };
    for silence in [Silence::For { ms: 600_000 }, Silence::UntilLifted] {
        ann.client()?.silence(SilenceCall { key, user, silence }).await.map_err(told)?;
        ben.until("is silenced", silenced(true)).await?;
    }
    ben.restart().await?;
    ben.until("is silenced still", silenced(true)).await?;
    ben.is_connected().await?;
    ann.client()?.silence(SilenceCall { key, user, silence: Silence::Over }).await.map_err(told)?;
    ben.until("may write again", silenced(false)).await?;
    ben.says("Kitchen", "thank you").await?;
    ann.sees("Kitchen", "thank you").await.map(drop)
}

#[tokio::test]
async fn a_room_says_who_writes_how_often_and_whether_it_is_put_away() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let (ann, ben) = (&home.ann, &home.ben);
    let there = ben.room("Kitchen")?;
    changes(ann, Room { posting: Posting::Admins, slow_seconds: 30, ..kitchen() }).await?;
    ben.until("only reads", |world| {
        world.rows.get(&there).filter(|row| row.posting == Posting::Admins && row.slow_seconds == 30).map(|_| ())
    })
    .await?;
    changes(ann, Room { archived: true, ..kitchen() }).await?;
    ben.until("sees it archived", |world| world.rows.get(&there).filter(|row| row.archived).map(|_| ())).await?;
    changes(ann, kitchen()).await?;
    ben.until("sees it back", |world| world.rows.get(&there).filter(|row| !row.archived).map(|_| ())).await?;
    ben.says("Kitchen", "back").await?;
    ann.sees("Kitchen", "back").await.map(drop)
}

#[tokio::test]
async fn who_is_banned_is_out_until_they_are_let_in_again() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let (ann, ben) = (&home.ann, &home.ben);
    let (key, there, user) = (ann.room("Kitchen")?, ben.room("Kitchen")?, ben.user()?);
    ann.client()?.ban(BanCall { key, user, on: true }).await.map_err(told)?;
    ben.until("is out", |world| world.rows.get(&there).is_none_or(|row| row.role.is_none()).then_some(())).await?;
    let kept_out = ann.client()?.list_bans(key).await.map_err(told)?;
    assert_eq!(kept_out.iter().map(|person| person.id).collect::<Vec<_>>(), [user]);
    let refused = ben.client()?.join_room(there).await.expect_err("kept out");
    assert_eq!(refused.cause, Cause::Server(ErrorCode::Banned));
    ann.client()?.ban(BanCall { key, user, on: false }).await.map_err(told)?;
    assert!(ann.client()?.list_bans(key).await.map_err(told)?.is_empty());
    ben.client()?.join_room(there).await.map_err(told)?;
    ben.until("is in again", role(there, Role::Member)).await
}

#[tokio::test]
async fn an_invite_is_listed_until_it_is_taken_back() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let ann = &home.ann;
    let (account, conversation) = (ann.account()?, Some(ann.room("Kitchen")?.conversation));
    let call = InviteCall { account, conversation, expires_in_ms: Some(3_600_000), uses: Some(5) };
    let link = ann.client()?.make_invite(call).await.map_err(told)?.link;
    let list = || async { ann.client()?.list_invites(InvitesCall { account, conversation }).await.map_err(told) };
    let made = list().await?.into_iter().find(|invite| invite.uses_left == Some(5)).context("the invite is listed")?;
    assert_eq!(made.by, Some(ann.user()?));
    ann.client()?.revoke_invite(RevokeCall { account, invite: made.invite.clone() }).await.map_err(told)?;
    assert!(list().await?.iter().all(|invite| invite.invite != made.invite));
    let mut cem = Person::new("Cem").await?;
    let refused = cem.enter(&link).await.expect_err("it was taken back");
    assert_eq!(refused.cause, Cause::Server(ErrorCode::InviteUnknown));
    Ok(())
}

#[tokio::test]
async fn a_group_is_the_same_chat_for_everyone_in_it() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let (ann, ben) = (&home.ann, &home.ben);
    let cem = Person::join("Cem", &ann.invites_to("Kitchen").await?).await?;
    let laptop = ann.second_device().await?;
    let call = GroupCall { account: ann.account()?, users: vec![ben.user()?, cem.user()?] };
    let conversation = ann.client()?.create_group(call).await.map_err(told)?;
    for person in [ann, ben, &cem, &laptop] {
        let key = Key { account: person.account()?, conversation };
        person
            .until("has the group", |world| {
                let row = world.rows.get(&key)?;
                (row.visibility == Some(Visibility::Group) && row.people.len() == 2).then_some(())
            })
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn whom_one_blocks_is_known_on_every_device_and_after_a_restart() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    let user = home.ben.user()?;
    let (account, elsewhere) = (home.ann.account()?, laptop.account()?);
    home.ann.client()?.block(BlockCall { account, user, on: true }).await.map_err(told)?;
    let blocks = |account, wanted: bool| {
        move |world: &World| (world.accounts.get(&account)?.blocked.contains(&user) == wanted).then_some(())
    };
    home.ann.until("blocks Ben", blocks(account, true)).await?;
    laptop.until("blocks Ben too", blocks(elsewhere, true)).await?;
    home.ann.restart().await?;
    home.ann.until("still blocks Ben", blocks(account, true)).await?;
    laptop.client()?.block(BlockCall { account: elsewhere, user, on: false }).await.map_err(told)?;
    home.ann.until("blocks nobody", blocks(account, false)).await
}

#[tokio::test]
async fn whether_reads_are_shared_is_one_choice_for_all_devices() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    let (account, elsewhere) = (home.ann.account()?, laptop.account()?);
    for on in [false, true] {
        home.ann.client()?.share_reads(ShareReadsCall { account, on }).await.map_err(told)?;
        laptop
            .until("has heard of it", |world| (world.accounts.get(&elsewhere)?.shares_reads == on).then_some(()))
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_status_and_a_time_zone_are_seen_by_others() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let (user, account) = (home.ann.user()?, home.ann.account()?);
    let call = ProfileCall {
        account,
        name: None,
        handle: None,
        picture: PictureChoice::Keep,
        status: Some("In the garden".into()),
        zone: Some("Asia/Shanghai".into()),
    };
    home.ann.client()?.set_profile(call).await.map_err(told)?;
    home.ben
        .until("reads it", |world| {
            let ann = world.people.get(&user)?;
            (ann.status == "In the garden" && ann.zone == "Asia/Shanghai" && ann.name == "Ann").then_some(())
        })
        .await
}

#[tokio::test]
async fn do_not_disturb_comes_before_what_the_desktop_measures() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let (ann, ben) = (&home.ann, &home.ben);
    ann.looks_at(Some("Kitchen"), Presence::Online).await?;
    ben.sees_presence(ann, Presence::Online).await?;
    ann.client()?.set_away(Some(true)).await.map_err(told)?;
    ben.sees_presence(ann, Presence::Away).await?;
    let busy = |on| {
        let mut settings = ann.client()?.settings();
        settings.do_not_disturb = on;
        anyhow::Ok(settings)
    };
    ann.client()?.set_settings(busy(true)?).await.map_err(told)?;
    ben.sees_presence(ann, Presence::Busy).await?;
    ann.until("shows it oneself", |world| (world.own_presence == Some(Presence::Busy)).then_some(())).await?;
    ann.client()?.set_settings(busy(false)?).await.map_err(told)?;
    ben.sees_presence(ann, Presence::Away).await?;
    ann.client()?.set_away(Some(false)).await.map_err(told)?;
    ben.sees_presence(ann, Presence::Online).await
}
