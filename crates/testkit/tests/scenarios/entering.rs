//! Doors that stay shut say why.

use std::path::Path;

use anyhow::Result;
use hearth_client::{
    call::SignInCall,
    client::{Client, Options},
    secrets::Keychain,
    view::{AccountId, Cause, LinkFault, LocalFault, Problem},
};
use hearth_engine::connection::{Connection, LineReason};
use hearth_proto::{
    command::NewInvite,
    error::ErrorCode,
    id::Millis,
    link::{Link, Purpose},
    room::Visibility,
};
use hearth_testkit::{
    people::{Person, World, told},
    proxy::Proxy,
    server::{Hearth, through},
};

use crate::home::Home;

fn cause(entered: std::result::Result<AccountId, Problem>) -> Cause {
    entered.expect_err("the door was open").cause
}

async fn knock(link: &Link) -> Result<Cause> {
    Ok(cause(Person::new("Dan").await?.enter(&link.to_string()).await))
}

#[tokio::test]
async fn an_invite_that_is_wrong_used_or_expired_says_which() -> Result<()> {
    let hearth = Hearth::sealed().await?;
    let wrong = hearth.link(Purpose::Join("nobody-made-this".into()))?;
    assert_eq!(knock(&wrong).await?, Cause::Server(ErrorCode::InviteUnknown));

    let once = hearth.invite(NewInvite { uses: Some(1), ..NewInvite::default() }).await?;
    Person::join("Ann", &once).await?;
    assert_eq!(knock(&once).await?, Cause::Server(ErrorCode::InviteUsed));

    let soon = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis() + 400;
    let expires_at = Some(Millis(i64::try_from(soon)?));
    let fleeting = hearth.invite(NewInvite { expires_at, ..NewInvite::default() }).await?.to_string();
    // It lets people in as long as it lasts, and then says why not.
    let refused = loop {
        if let Err(problem) = Person::new("Dan").await?.enter(&fleeting).await {
            break problem;
        }
    };
    assert_eq!(refused.cause, Cause::Server(ErrorCode::InviteExpired));
    Ok(())
}

#[tokio::test]
async fn a_taken_handle_and_a_wrong_password_reach_the_one_who_asked() -> Result<()> {
    let hearth = Hearth::sealed().await?;
    let link = hearth.invite(NewInvite::default()).await?.to_string();
    let mut ann = Person::new("Ann").await?;
    ann.enter_as(&link, Some("ann"), Some("correct horse")).await.expect("entered");
    let mut other = Person::new("Ann").await?;
    assert_eq!(cause(other.enter_as(&link, Some("ann"), None).await), Cause::Server(ErrorCode::HandleTaken));
    assert_eq!(cause(other.enter_as(&link, None, Some("short")).await), Cause::Server(ErrorCode::PasswordTooShort));

    let server = hearth.link(Purpose::Server)?.to_string();
    let sign_in = |password: &str| {
        let call = SignInCall { server: server.clone(), handle: "ann".into(), password: password.into() };
        let client = other.client().expect("open").clone();
        async move { client.sign_in(call).await }
    };
    assert_eq!(cause(sign_in("wrong horse").await), Cause::Server(ErrorCode::Unauthorized));
    sign_in("correct horse").await.expect("the right one opens");
    Ok(())
}

#[tokio::test]
async fn links_that_are_none_and_servers_that_are_not_there_say_so() -> Result<()> {
    let mut dan = Person::new("Dan").await?;
    assert_eq!(cause(dan.enter("https://example.org").await), Cause::Link(LinkFault::NotALink));
    assert_eq!(cause(dan.enter("hearth://host/j/").await), Cause::Link(LinkFault::Damaged));
    let mut hearth = Hearth::plain().await?;
    let link = hearth.invite(NewInvite::default()).await?;
    hearth.stop().await;
    assert_eq!(knock(&link).await?, Cause::Line(LineReason::Refused));
    Ok(())
}

#[tokio::test]
async fn a_server_with_another_key_is_told_nothing() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let impostor = Hearth::sealed().await?;
    home.net.set_upstream(impostor.address());
    home.net.cut();
    home.ann.says("Kitchen", "a secret").await?;
    let stopped = |is| is == Connection::Stopped { reason: LineReason::KeyChanged };
    home.ann.connection("is stopped by the other key", stopped).await?;
    assert_eq!(home.ann.sees("Kitchen", "a secret").await?.seq, None);
    assert_eq!(impostor.running()?.connected(), 0);
    let tries = home.net.accepted_so_far();

    // A newcomer with an invite to the first server is no better off.
    let strangers = Proxy::start(impostor.address()).await?;
    let invite = through(&home.hearth.invite(NewInvite::default()).await?, &strangers);
    assert_eq!(knock(&invite).await?, Cause::Line(LineReason::KeyChanged));
    assert_eq!(home.net.accepted_so_far(), tries, "the stopped line was dialled again");
    Ok(())
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_said_at_once() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("file");
    std::fs::write(&file, "in the way")?;
    let open = |data_dir: &Path| {
        Client::open(Options {
            data_dir: data_dir.to_owned(),
            device_name: "computer".into(),
            version: "0.0.0".into(),
            keychain: Keychain::Unused,
        })
    };
    let problem = open(&file.join("below")).await.err().expect("opened");
    assert_eq!(problem.cause, Cause::Local(LocalFault::Unwritable));
    Ok(())
}

#[tokio::test]
async fn an_invite_opens_its_room_for_somebody_who_has_an_account_already() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    home.ann.makes("Cellar", Visibility::Private).await?;
    let link = home.ann.invites_to("Cellar").await?;
    let known = home.ben.account()?;
    assert_eq!(home.ben.enter(&link.to_string()).await.map_err(told)?, known);
    home.ben.has("Cellar").await
}

#[tokio::test]
async fn an_invite_from_a_new_place_leads_an_account_to_its_server_that_moved() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.connection("has lost its server", |is| matches!(is, Connection::Offline { .. })).await?;

    let moved = Proxy::start(home.hearth.address()).await?;
    let invite = through(&home.hearth.invite(NewInvite::default()).await?, &moved);
    let known = home.ann.account()?;
    assert_eq!(home.ann.enter(&invite.to_string()).await.map_err(told)?, known);
    home.ann.connection("is back", |is| is == Connection::Connected).await?;
    // It is remembered, not only used once.
    moved.cut();
    home.ann.connection("is back again", |is| is == Connection::Connected).await.map(drop)
}

#[tokio::test]
async fn whoever_runs_the_server_gets_the_owners_account_back() -> Result<()> {
    let hearth = Hearth::sealed().await?;
    let ann = Person::join("Ann", &hearth.owner_link()?).await?;
    let link = hearth.link(hearth.running()?.owner_entrance().await?)?;
    let again = Person::new("Somebody").await?;
    let account = again.client()?.enter_with_code(&link.to_string()).await.map_err(told)?;
    let owns = |world: &World| world.accounts.get(&account).filter(|view| view.server_owner).map(|view| view.me.id);
    assert_eq!(again.until("owns the server", owns).await?, ann.user()?);
    Ok(())
}
