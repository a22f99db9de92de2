//! Rooms and private chats, as the other one sees them.

use anyhow::{Context, Result};
use hearth_client::{
    call::{PictureChoice, UpdateRoomCall},
    view::Key,
};
use hearth_proto::{
    people::{Avatar, Role},
    room::{Room, Visibility},
};
use hearth_testkit::{people::told, server::Hearth};

use crate::home::Home;

#[tokio::test]
async fn a_private_chat_opens_on_the_other_side_with_one_unread() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let chat = home.ann.chats_with(&home.ben).await?;
    home.ann.says(&chat, "just between us").await?;
    home.ben.sees("Ann", "just between us").await?;
    home.ben.has_unread("Ann", 1).await?;
    home.ben.says("Ann", "sure").await?;
    home.ann.sees("Ben", "sure").await?;
    assert_eq!(home.ann.room("Ben")?.conversation, home.ben.room("Ann")?.conversation);
    Ok(())
}

#[tokio::test]
async fn what_is_changed_about_a_room_is_seen_by_the_other() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let key = home.ann.room("Kitchen")?;
    let change = |name: &str, topic: &str, visibility| UpdateRoomCall {
        key,
        room: Room {
            name: name.into(),
            topic: topic.into(),
            visibility,
            avatar: Avatar::Drawn { name: "room-kettle".into() },
            archived: false,
            posting: hearth_proto::room::Posting::Everyone,
            slow_seconds: 0,
        },
        picture: PictureChoice::Keep,
    };
    home.ann.client()?.update_room(change("Big kitchen", "Who cooks", Visibility::Public)).await.map_err(told)?;
    home.ben.has("Big kitchen").await?;
    home.ann.client()?.update_room(change("Big kitchen", "Who cooks", Visibility::Private)).await.map_err(told)?;
    let is_private = |world: &hearth_testkit::people::World| {
        world.rows.values().find(|row| row.visibility == Some(Visibility::Private)).map(|row| row.topic.clone())
    };
    assert_eq!(home.ben.until("sees it private", is_private).await?, "Who cooks");
    let listed = home.ben.client()?.list_rooms(home.ben.account()?).await.map_err(told)?;
    assert!(listed.iter().all(|listing| listing.room.visibility == Visibility::Public));
    home.ann.client()?.update_room(change("Kitchen", "", Visibility::Public)).await.map_err(told)?;
    home.ben.has("Kitchen").await
}

#[tokio::test]
async fn people_come_into_a_room_and_leave_it() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    home.ann.makes("Attic", Visibility::Private).await?;
    home.ann.says("Attic", "before you came").await?;
    home.ann.adds(&home.ben, "Attic").await?;
    home.ben.sees("Attic", "before you came").await?;
    home.ben.says("Attic", "nice up here").await?;
    home.ann.sees("Attic", "nice up here").await?;

    let there = home.ben.room("Attic")?;
    let role = |key: Key, wanted: Option<Role>| {
        move |world: &hearth_testkit::people::World| world.rows.get(&key).filter(|row| row.role == wanted).map(|_| ())
    };
    home.ann.removes(&home.ben, "Attic").await?;
    home.ben.until("is out of the attic", role(there, None)).await?;
    home.ann.says("Attic", "not for Ben").await?;
    home.ann.has_sent_all().await?;
    assert_eq!(home.ben.texts("Attic").await?, ["before you came", "nice up here"], "what was read stays");

    home.ann.adds(&home.ben, "Attic").await?;
    home.ben.until("is back in the attic", role(there, Some(Role::Member))).await?;
    home.ben.sees("Attic", "not for Ben").await?;
    home.ben.client()?.leave(there).await.map_err(told)?;
    home.ben.until("has left", role(there, None)).await?;
    let here = home.ann.room("Attic")?;
    home.ann
        .until("sees Ben gone", |world| world.rows.get(&here).filter(|row| row.members == 1).map(|_| ()))
        .await
        .context("the row still counts Ben")
}

#[tokio::test]
async fn a_public_room_can_be_found_and_entered() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    home.ann.makes_room("Garden").await?;
    let account = home.ben.account()?;
    let listed = home.ben.client()?.list_rooms(account).await.map_err(told)?;
    let garden = listed.iter().find(|listing| listing.room.name == "Garden").context("not listed")?;
    assert!(!garden.joined);
    home.ben.client()?.join_room(Key { account, conversation: garden.conversation }).await.map_err(told)?;
    home.ben.has("Garden").await?;
    home.ben.says("Garden", "hello").await?;
    home.ann.sees("Garden", "hello").await.map(|_| ())
}

#[tokio::test]
async fn a_burst_beyond_the_rate_arrives_whole_once_and_in_order() -> Result<()> {
    let hearth = Hearth::start(|config| {
        config.limits.rate_per_second = 30;
        config.limits.rate_burst = 10;
    });
    let home = Home::new(hearth.await?).await?;
    let mut burst = Vec::new();
    for number in 0..50 {
        let text = format!("drop {number}");
        home.ann.says("Kitchen", &text).await?;
        burst.push(text);
    }
    home.ben.sees("Kitchen", "drop 49").await?;
    home.ann.has_sent_all().await?;
    assert_eq!(home.ben.texts("Kitchen").await?, burst);
    assert_eq!(home.ann.texts("Kitchen").await?, burst);
    Ok(())
}
