//! Servers on the network, found by a real client. The network is this computer's own loopback, on a multicast port of
//! the test's own.

use std::net::UdpSocket;

use anyhow::Result;
use hearth_client::view::NearbyServer;
use hearth_proto::discovery::Air;
use hearth_server::Heard;
use hearth_testkit::{
    people::{Person, World, told},
    server::Hearth,
};

fn own_air() -> Result<Air> {
    let port = UdpSocket::bind(("127.0.0.1", 0))?.local_addr()?.port();
    Ok(Air { port, interface: Some("lo".into()) })
}

async fn named(name: &str, open: bool) -> Result<Hearth> {
    Hearth::start(|config| {
        config.tls = hearth_server::Tls::SelfSigned;
        config.open = open;
        name.clone_into(&mut config.name);
    })
    .await
}

async fn finds(person: &Person, name: &str) -> Result<NearbyServer> {
    let found = |world: &World| world.nearby.iter().find(|server| server.name == name).cloned();
    person.until(&format!("{name} on the network"), found).await
}

#[tokio::test]
async fn an_open_server_is_found_shown_with_its_words_and_joined() -> Result<()> {
    let air = own_air()?;
    let hearth = named("Workshop", true).await?;
    let announcing = hearth.running()?.announce(&air)?;
    let mut ben = Person::new("Ben").await?;
    ben.client()?.look_around(air.clone()).await;
    let server = finds(&ben, "Workshop").await?;
    assert!(server.open);
    assert_eq!(server.address, hearth.address().to_string());
    let preview = ben.client()?.look_at_link(&server.link).await.map_err(told)?;
    assert_eq!(preview.words, server.words, "the key that was announced is the key that answers");
    assert_eq!(preview.server_name, "Workshop");
    let account = ben.enter(&server.link).await.map_err(told)?;
    ben.is_connected().await?;

    // Looking again: it is known now.
    ben.client()?.look_around(air).await;
    ben.until("a new look", |world| (world.looking && world.nearby.is_empty()).then_some(())).await?;
    assert_eq!(finds(&ben, "Workshop").await?.account, Some(account));
    // Its own server is nothing to find.
    ben.client()?.set_hosted(account, true).await.map_err(told)?;
    let hidden = own_air()?;
    let (mine, other) = (hearth.running()?.announce(&hidden)?, named("Another", false).await?);
    let another = other.running()?.announce(&hidden)?;
    mine.heard().wait_for(|heard| *heard == Heard::Announced).await?;
    ben.client()?.look_around(hidden).await;
    finds(&ben, "Another").await?;
    assert_eq!(ben.world()?.nearby.len(), 1);
    for sign in [announcing, mine, another] {
        sign.withdraw().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_comes_is_added_and_one_that_goes_is_taken_off() -> Result<()> {
    let air = own_air()?;
    let (first, second) = (named("First", false).await?, named("Second", false).await?);
    let ann = Person::new("Ann").await?;
    ann.client()?.look_around(air.clone()).await;
    let one = first.running()?.announce(&air)?;
    finds(&ann, "First").await?;
    let two = second.running()?.announce(&air)?;
    finds(&ann, "Second").await?;
    one.withdraw().await;
    let names = |world: &World| world.nearby.iter().map(|server| server.name.clone()).collect::<Vec<_>>();
    ann.until("only the second", |world| (names(world) == ["Second"]).then_some(())).await?;
    ann.client()?.stop_looking().await;
    ann.until("nobody looks", |world| (!world.looking && world.nearby.is_empty()).then_some(())).await?;
    two.withdraw().await;
    Ok(())
}

#[tokio::test]
async fn a_server_that_asks_for_an_invite_does_not_let_in_without() -> Result<()> {
    let air = own_air()?;
    let hearth = named("Kitchen", false).await?;
    let announcing = hearth.running()?.announce(&air)?;
    let mut dan = Person::new("Dan").await?;
    dan.client()?.look_around(air).await;
    let server = finds(&dan, "Kitchen").await?;
    assert!(!server.open);
    let refused = dan.enter(&server.link).await.expect_err("it takes an invite");
    assert_eq!(refused.cause, hearth_client::view::Cause::Server(hearth_proto::error::ErrorCode::InviteUnknown));
    announcing.withdraw().await;
    Ok(())
}
