//! A day at home: rooms, private chats, pickers, settings, and the evening without a server.

use anyhow::Result;
use fantoccini::key::Key;
use hearth_testkit::desk::{Window, person::clipboard_with};

use crate::{
    Desk,
    album::{Album, Size},
    conversation, drawing, finding,
    start::turn_to,
    village,
};

/// The Kitchen's name, whatever the language: people name rooms.
const KITCHEN: &str = "Kitchen";

/// The pages of the settings, as the page's buttons carry them.
const PAGES: [&str; 9] =
    ["profile", "notifications", "appearance", "text", "storage", "servers", "devices", "keyboard", "about"];

/// Everything that a member sees.
pub async fn day(desk: &mut Desk, album: &Album) -> Result<()> {
    let window = move_in(desk, album, "lena").await?;
    window.close().await?;
    desk.village.goes_on().await?;
    let window = desk.window(&profile(album, "lena"), album.look).await?;
    album.size(&window, Size::Wide).await?;
    in_room(album, &window).await?;
    pickers_and_menus(album, &window).await?;
    conversation::deeds(desk, album, &window).await?;
    finding::all(album, &window).await?;
    dialogs(album, &window).await?;
    settings(album, &window).await?;
    in_private(desk, album, &window).await?;
    album.keep_at_all_sizes(&window, "private").await?;
    evening(desk, album, &window).await?;
    window.close().await
}

/// The room, a private chat and the evening, as the front page shows them.
pub async fn front_page(desk: &mut Desk, album: &Album) -> Result<()> {
    let window = move_in(desk, album, "front-lena").await?;
    let look = album.look.folder();
    album.keep(&window, &format!("room-{look}")).await?;
    album.press(&window, "button", "room-show-members").await?;
    album.keep(&window, &format!("members-{look}")).await?;
    album.press(&window, "button", "room-show-members").await?;
    in_private(desk, album, &window).await?;
    album.keep(&window, &format!("private-{look}")).await?;
    desk.village.server.stop().await;
    window.sees(album.say("banner-works")?).await?;
    write(album, &window, "I bring the tomatoes").await?;
    window.sees("I bring the tomatoes").await?;
    album.keep(&window, &format!("offline-{look}")).await?;
    desk.village.server.resume().await?;
    window.close().await
}

fn profile(album: &Album, who: &str) -> String {
    format!("{who}-{}", album.look.folder())
}

/// Joins with an invite, finds the other rooms, and says something.
async fn move_in(desk: &Desk, album: &Album, who: &str) -> Result<Window> {
    let window = desk.window(&profile(album, who), album.look).await?;
    album.size(&window, Size::Wide).await?;
    let chinese = album.look.language != "en";
    let name = if chinese { "丽娜" } else { "Lena" };
    window.fill(album.say("welcome-name")?, name).await?;
    album.press(&window, "radio", "avatar-person-cat").await?;
    window.fill(album.say("welcome-invite-link")?, &desk.village.invite().await?.to_string()).await?;
    album.press(&window, "button", "welcome-invite-join").await?;
    window.sees(album.say("line-connected")?).await?;
    window.sees("🔥").await?;
    desk.village.welcomes(name).await?;
    window.sees(village::PHYSICS).await?;
    write(album, &window, "I can redo the plot tonight").await?;
    write(album, &window, if chinese { "够啦！我再带一份凉拌黄瓜就行" } else { "And bring the umbrella" }).await?;
    Ok(window)
}

/// Writes a line in the open conversation.
pub async fn write(album: &Album, window: &Window, text: &str) -> Result<()> {
    let field = window.find("textbox", album.say("composer-label")?).await?;
    field.click().await?;
    field.send_keys(text).await?;
    field.send_keys(&Key::Enter.to_string()).await?;
    Ok(())
}

async fn in_room(album: &Album, window: &Window) -> Result<()> {
    window.sees("Really").await?;
    album.keep_at_all_sizes(window, "room-unread").await?;
    // A turn of the wheel says that it is a reader who moves.
    window
        .script(
            "const log = document.querySelector('[role=log]');
             log.dispatchEvent(new WheelEvent('wheel', { deltaY: -900 })); log.scrollTop -= 900; return true;",
        )
        .await?;
    window.find("button", album.say("timeline-to-newest")?).await?;
    album.keep(window, "room-above").await?;
    album.size(window, Size::Narrow).await?;
    album.press(window, "button", "list-open-drawer").await?;
    album.keep(window, "drawer-narrow").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.size(window, Size::Wide).await?;
    album.press(window, "button", "room-show-members").await?;
    album.keep_at_all_sizes(window, "members").await?;
    album.press(window, "button", "room-show-members").await.ok();
    window.script("document.querySelector('button[aria-label^=First]').click(); return true;").await?;
    window.find("dialog", album.say("picture-view")?).await?;
    album.keep_wide_and_narrow(window, "picture").await?;
    album.press(window, "button", "close").await?;
    Ok(())
}

async fn pickers_and_menus(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "composer-emoji").await?;
    window.find("textbox", album.say("emoji-search")?).await?;
    album.keep_wide_and_narrow(window, "emoji").await?;
    close_popover(album, window, "composer-emoji").await?;
    album.press(window, "button", "composer-sticker").await?;
    album.keep_wide_and_narrow(window, "stickers").await?;
    close_popover(album, window, "composer-sticker").await?;
    menu_of(window, "article .b").await?;
    album.keep(window, "message-menu").await?;
    window.press("menuitem", album.say("message-reply")?).await?;
    window.fill(album.say("composer-label")?, "One line\u{a0}of an answer that is not sent yet").await?;
    album.keep_wide_and_narrow(window, "reply").await?;
    album.press(window, "button", "composer-reply-cancel").await?;
    empty(album, window).await?;
    menu_of(window, "nav [data-row]").await?;
    album.keep(window, "row-menu").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    Ok(())
}

/// Takes out of the composer what is in it. The driver's own way tells the page nothing.
async fn empty(album: &Album, window: &Window) -> Result<()> {
    window.find("textbox", album.say("composer-label")?).await?.click().await?;
    window.type_keys(&format!("{}a{}", char::from(Key::Control), char::from(Key::Null))).await?;
    window.type_keys(&Key::Backspace.to_string()).await
}

/// The picker's own button closes it too, but lies under it in a narrow window.
pub async fn close_popover(album: &Album, window: &Window, id: &str) -> Result<()> {
    window.type_keys(&Key::Escape.to_string()).await?;
    window.find("button", album.say(id)?).await.map(drop)
}

/// Opens the menu of the last thing that the selector finds, as the right button does.
pub async fn menu_of(window: &Window, selector: &str) -> Result<()> {
    let script = format!(
        "const found = [...document.querySelectorAll('{selector}')].filter((each) => {{
           const {{ top, bottom }} = each.getBoundingClientRect(); return top > 60 && bottom < innerHeight - 70; }});
         const on = found.at(-1); const box = on.getBoundingClientRect();
         on.dispatchEvent(new MouseEvent('contextmenu', {{ bubbles: true, cancelable: true,
           clientX: box.left + 80, clientY: box.top + 20 }}));
         return true;"
    );
    window.script(&script).await?;
    window.find("menuitem", "").await.map(drop)
}

async fn dialogs(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "list-new-chat").await?;
    window.find("dialog", "").await?;
    album.keep_wide_and_narrow(window, "new-chat").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.press(window, "button", "list-new-room").await?;
    window.find("dialog", "").await?;
    album.keep_wide_and_narrow(window, "new-room").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "header-invite").await?;
    window.find("textbox", album.say("invite-link")?).await?;
    album.keep_wide_and_narrow(window, "invite-dialog").await?;
    window.type_keys(&Key::Escape.to_string()).await?;
    album.press(window, "button", "row-menu").await?;
    window.find("menuitem", "").await?;
    album.keep(window, "room-menu").await?;
    window.press("menuitem", album.say("row-leave")?).await?;
    window.find("dialog", "").await?;
    album.keep(window, "leave").await?;
    album.press(window, "button", "leave-stay").await
}

async fn settings(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "list-settings").await?;
    for page in PAGES {
        turn_to(window, page).await?;
        album.keep_wide_and_narrow(window, &format!("settings-{page}")).await?;
    }
    album.press(window, "button", "settings-close").await
}

/// Grandma's chat: stickers, a picture, a long line.
async fn in_private(desk: &Desk, album: &Album, window: &Window) -> Result<()> {
    let grandma = &desk.village.grandma;
    let lena = if album.look.language == "en" { "Lena" } else { "丽娜" };
    album.press(window, "button", "list-new-chat").await?;
    window.find("dialog", "").await?;
    window.press("option", "外婆").await?;
    album.press(window, "button", "chat-start").await?;
    window.find("heading", "外婆").await?;
    write(album, window, "Did you sleep well?").await?;
    grandma.has(lena).await?;
    grandma
        .says(lena, "明天你爸七点到。冰箱里的饺子够三个人吃，韭菜鸡蛋的，不够我再包一点。你别买菜了，早点回来。")
        .await?;
    village::sticker(grandma, lena, "dinner").await?;
    grandma.says(lena, "包好了，回来吃。路上慢点。").await?;
    window.sees("包好了").await?;
    write(album, window, "六点半的地铁，七点一刻到家").await?;
    window.no_longer_sees(album.say("typing-private")?).await
}

/// A picture that does not fit, and no server.
async fn evening(desk: &mut Desk, album: &Album, window: &Window) -> Result<()> {
    let mut clipboard = clipboard_with(&desk.stage, &drawing("welcome-light.png")?)?;
    window.paste_into(album.say("composer-label")?).await?;
    window.find("button", album.say("tray-remove")?).await?;
    clipboard.kill().await?;
    album.keep_wide_and_narrow(window, "tray").await?;
    album.press(window, "button", "composer-send").await?;
    window.find("button", album.say("message-discard")?).await?;
    album.keep_wide_and_narrow(window, "failed").await?;
    window.press("button", KITCHEN).await?;
    desk.village.server.stop().await;
    window.sees(album.say("banner-works")?).await.ok();
    write(album, window, "I bring the tomatoes").await?;
    write(album, window, "And bread").await?;
    window.sees("And bread").await?;
    album.keep_at_all_sizes(window, "offline").await?;
    desk.village.server.resume().await
}
