//! First start: the doors, hosting, and the room that holds its own invite.

use anyhow::Result;
use hearth_testkit::desk::Window;

use crate::{
    Desk,
    album::{Album, Size},
};

/// From the first screen to a hearth of one's own.
pub async fn first_start(desk: &Desk, album: &Album) -> Result<()> {
    let window = desk.window(&format!("new-{}", album.look.folder()), album.look).await?;
    album.size(&window, Size::Wide).await?;
    album.keep_at_all_sizes(&window, "welcome").await?;
    window.fill(album.say("welcome-name")?, "Lena").await?;
    album.press(&window, "radio", "avatar-person-cat").await?;
    album.press(&window, "button", "welcome-more-about").await?;
    album.keep_wide_and_narrow(&window, "welcome-host-more").await?;
    album.press(&window, "button", "welcome-near-sign-in").await?;
    album.keep_wide_and_narrow(&window, "welcome-sign-in").await?;
    window.fill(album.say("welcome-invite-link")?, &desk.village.invite().await?.to_string()).await?;
    window.sees(album.say("welcome-invite-from-to")?).await?;
    album.keep_wide_and_narrow(&window, "welcome-invite").await?;
    album.press(&window, "button", "welcome-invite-other").await?;
    window.fill(album.say("welcome-invite-link")?, "https://example.org/not-a-hearth").await?;
    album.press(&window, "button", "welcome-invite-join").await?;
    window.find("alert", "").await?;
    album.keep(&window, "welcome-bad-invite").await?;
    window.fill(album.say("welcome-invite-link")?, "").await?;
    host(album, &window).await?;
    album.keep_at_all_sizes(&window, "invite").await?;
    album.press(&window, "button", "list-settings").await?;
    turn_to(&window, "servers").await?;
    window.find("button", album.say("hosting-stop")?).await?;
    album.keep_wide_and_narrow(&window, "settings-hosting").await?;
    window.close().await
}

/// The first screen and the first room, as the front page shows them.
pub async fn doors(desk: &Desk, album: &Album) -> Result<()> {
    let window = desk.window(&format!("front-{}", album.look.folder()), album.look).await?;
    album.size(&window, Size::Wide).await?;
    window.fill(album.say("welcome-name")?, "Lena").await?;
    album.press(&window, "radio", "avatar-person-cat").await?;
    album.keep(&window, &format!("welcome-{}", album.look.folder())).await?;
    host(album, &window).await?;
    album.keep(&window, &format!("invite-{}", album.look.folder())).await?;
    window.close().await
}

async fn host(album: &Album, window: &Window) -> Result<()> {
    if !window.has("textbox", album.say("welcome-host-port")?).await? {
        window.press("button", album.say("welcome-more-about")?).await?;
    }
    let port = hearth_testkit::server::Port::take()?.keep();
    window.fill(album.say("welcome-host-port")?, &port.to_string()).await?;
    album.press(window, "button", "welcome-host-start").await?;
    window.sees(album.say("invite-open-title")?).await?;
    window.find("textbox", album.say("invite-link")?).await.map(drop)
}

/// Turns the settings to one of their pages.
pub async fn turn_to(window: &Window, page: &str) -> Result<()> {
    let press =
        format!("const page = document.querySelector('[data-page={page}]'); page?.click(); return page !== null;");
    window.until_script("the settings have that page", &press).await
}
