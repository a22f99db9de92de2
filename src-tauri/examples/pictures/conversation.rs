//! What people do in a conversation: what waits in the tray, own stickers, reactions, changing and passing on, people, the
//! settings of an own room, its files, a chat of several, silence.

use anyhow::Result;
use fantoccini::key::Key;
use hearth_testkit::desk::{Window, person::clipboard_files};

use crate::{
    Desk,
    album::{Album, Size},
    drawing,
    home::{close_popover, menu_of, write},
};

/// A room in which Lena may do everything.
const CLUB: &str = "Sunday club";

/// The pages of a room's settings, by what is written on their tabs.
const PAGES: [&str; 5] = ["about", "writing", "invites", "banned", "end"];

/// All of it, from the Kitchen and back to it.
pub async fn deeds(desk: &Desk, album: &Album, window: &Window) -> Result<()> {
    tray(desk, album, window).await?;
    on_messages(album, window).await?;
    people(album, window).await?;
    files(album, window).await?;
    own_room(album, window).await?;
    several(album, window).await?;
    silence(album, window).await?;
    window.press("button", "Kitchen").await
}

async fn tray(desk: &Desk, album: &Album, window: &Window) -> Result<()> {
    let (garden, welcome) = (drawing("garden.png")?, drawing("welcome-light.png")?);
    let paper = desk.stage.home().join("Harvest 2026.pdf");
    std::fs::write(&paper, [b"%PDF-1.7\n".as_slice(), &[7; 400_000]].concat())?;
    let mut clipboard = clipboard_files(&desk.stage, &[&garden, &welcome, &paper])?;
    window.paste_into(album.say("composer-label")?).await?;
    window.sees("Harvest 2026.pdf").await?;
    clipboard.kill().await?;
    window.fill(album.say("tray-caption")?, "The first tomatoes").await?;
    window.script("document.querySelectorAll('[role=switch]')[1].click(); return true;").await?;
    window.until_script("two are files", "return document.querySelectorAll('.tray img').length === 1;").await?;
    album.keep_wide_and_narrow(window, "tray-files").await?;
    while window.has("button", album.say("tray-remove-file")?).await? {
        album.press(window, "button", "tray-remove-file").await?;
    }
    album.press(window, "button", "tray-remove").await?;

    // A picture that somebody sent becomes a sticker of one's own.
    window
        .script(
            "const on = document.querySelector('article .frame button'); on.scrollIntoView({ block: 'center' });
             const box = on.getBoundingClientRect();
             on.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true,
               clientX: box.left + 40, clientY: box.top + 20 })); return true;",
        )
        .await?;
    album.press(window, "menuitem", "file-add-sticker").await?;
    album.press(window, "button", "composer-sticker").await?;
    album.press(window, "radio", "stickers-own").await?;
    window.find("button", album.say("stickers-remove")?).await?;
    album.keep_wide_and_narrow(window, "stickers-own").await?;
    close_popover(album, window, "composer-sticker").await?;
    album.press(window, "button", "timeline-to-newest").await.ok();
    Ok(())
}

async fn on_messages(album: &Album, window: &Window) -> Result<()> {
    menu_of(window, "article .b").await?;
    album.press(window, "menuitem", "message-react-other").await?;
    window.find("textbox", album.say("emoji-search")?).await?;
    album.keep_wide_and_narrow(window, "reactions").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    menu_of(window, "article .b").await?;
    window.press("menuitem", album.say("message-forward")?).await?;
    window.find("option", "").await?;
    window.press("option", "").await?;
    album.keep_wide_and_narrow(window, "forward").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    write(album, window, "I can be there at sevn").await?;
    window.sees("at sevn").await?;
    window.type_keys(&Key::Up.to_string()).await?;
    window.sees(album.say("composer-editing")?).await?;
    album.keep_wide_and_narrow(window, "editing").await?;
    window.type_keys(&Key::Escape.to_string()).await
}

/// Presses the last picture of a person on the screen.
async fn meet(album: &Album, window: &Window) -> Result<()> {
    window
        .until_script(
            "somebody is on the screen",
            "const all = [...document.querySelectorAll('[data-author]')].filter((each) => {
               const { top, bottom } = each.getBoundingClientRect(); return top > 80 && bottom < innerHeight - 80; });
             all.at(-1)?.click(); return all.length > 0;",
        )
        .await?;
    window.find("button", album.say("person-write")?).await.map(drop)
}

async fn people(album: &Album, window: &Window) -> Result<()> {
    meet(album, window).await?;
    album.keep(window, "person").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.size(window, Size::Narrow).await?;
    meet(album, window).await?;
    album.keep(window, "person-narrow").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.size(window, Size::Wide).await
}

async fn files(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "files-show").await?;
    window.find("radio", album.say("files-pictures")?).await?;
    album.keep_wide_and_narrow(window, "files").await?;
    album.press(window, "radio", "files-files").await?;
    album.keep_wide_and_narrow(window, "files-none").await?;
    album.press(window, "button", "close").await
}

async fn own_room(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "rooms-browse").await?;
    window.find("dialog", album.say("rooms-browse")?).await?;
    window.sees("Kitchen").await?;
    album.keep_wide_and_narrow(window, "rooms").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.press(window, "button", "list-new-room").await?;
    window.fill(album.say("room-name")?, CLUB).await?;
    album.press(window, "button", "room-make").await?;
    window.find("heading", CLUB).await?;
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "row-room-settings").await?;
    for page in PAGES {
        window.press("tab", album.say(&format!("room-page-{page}"))?).await?;
        album.keep_wide_and_narrow(window, &format!("room-{page}")).await?;
    }
    window.type_keys(&Key::Escape.to_string()).await
}

async fn several(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "list-new-chat").await?;
    window.press("option", "Tom").await?;
    window.press("option", "Ann").await?;
    album.keep_wide_and_narrow(window, "group-new").await?;
    album.press(window, "button", "group-start").await?;
    window.find("heading", "Tom").await?;
    write(album, window, "Sunday, then?").await?;
    window.sees("Sunday, then?").await?;
    album.keep_wide_and_narrow(window, "group").await?;
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "group-edit").await?;
    album.keep_wide_and_narrow(window, "group-settings").await?;
    window.type_keys(&Key::Escape.to_string()).await
}

async fn silence(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "row-notify").await?;
    window.find("menuitemradio", album.say("row-notify-mentions")?).await?;
    album.keep_wide_and_narrow(window, "notify-menu").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.press(window, "button", "me-menu").await?;
    album.press(window, "radio", "me-busy").await?;
    window.find("combobox", album.say("busy-for")?).await?;
    album.keep(window, "me-busy").await?;
    album.press(window, "radio", "me-online").await?;
    window.type_keys(&Key::Escape.to_string()).await
}
