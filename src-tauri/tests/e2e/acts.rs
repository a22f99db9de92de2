//! What people do to messages: answer, name somebody, change, delete, react, pin, forward, link, mark unread; with and
//! without a line.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use hearth_testkit::desk::{Stage, Window, window::until};

use crate::house::{TwoPeople, app, device_link, free_port, picture, private_chat, turn_to};

/// More messages than the timeline asks for at once, fewer than the server takes from one person in a few seconds.
const BEFORE: usize = 24;
const AFTER: usize = 40;

#[tokio::test]
async fn who_is_named_and_what_is_answered_is_found_however_far_away() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("Who brings the bread").await?;
    ben.sees("Who brings the bread").await?;
    private_chat(ann, "Ben").await?;

    ben.find("textbox", "Message Kitchen").await?.click().await?;
    ben.type_keys(&lines(1, BEFORE)).await?;
    ben.write("@ann the oven is free").await?;
    ben.type_keys(&lines(BEFORE + 1, BEFORE + AFTER)).await?;
    comes_into_view(ben, &format!("Line {}", BEFORE + AFTER)).await?;
    ben.script("document.querySelector('[role=log]').focus();").await?;
    ben.type_keys(&Key::Home.to_string()).await?;
    comes_into_view(ben, "Who brings the bread").await?;
    answer(ben, "Who brings the bread").await?;
    ben.sees("Reply to Ann").await?;
    ben.write("I bring two").await?;

    // Being named has a mark of its own, beside the count.
    ann.find("img", &format!("{} unread messages", BEFORE + AFTER + 2)).await?;
    ann.find("img", "You were mentioned").await?;
    ann.screenshot(&picture("acts-mentioned")?).await?;
    ann.open_conversation("Kitchen").await?;
    ann.sees(&format!("{} new messages", BEFORE + AFTER + 2)).await?;
    ensure!(!in_view(ann, "the oven is free").await?, "it is further down");
    ann.press("button", "To the message that mentions you").await?;
    comes_into_view(ann, "the oven is free").await?;
    in_both_themes(ann, "acts-mention").await?;
    gone(ann, "You were mentioned").await?;

    ann.press("button", "To the newest message").await?;
    comes_into_view(ann, "I bring two").await?;
    gone(ann, "unread message").await?;
    ensure!(!ann.has("article", "Who brings the bread").await?, "it is not loaded");
    ann.press("button", "Ann Who brings the bread").await?;
    comes_into_view(ann, "Who brings the bread").await?;
    in_both_themes(ann, "acts-jump").await?;
    here.leave().await
}

#[tokio::test]
async fn what_was_changed_or_deleted_is_nowhere_any_more() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ben.write("The key is under the marzipan").await?;
    ben.write("Nobody likes quincejelly").await?;
    ann.sees("The key is under the marzipan").await?;
    ann.sees("Nobody likes quincejelly").await?;
    // What a message quotes goes with it.
    answer(ann, "quincejelly").await?;
    ann.write("I do").await?;
    ben.sees("I do").await?;

    act(ben, "quincejelly", "Delete").await?;
    ben.find("dialog", "Delete this message").await?;
    ben.screenshot(&picture("acts-delete")?).await?;
    ben.press("button", "Delete").await?;
    for window in [ann, ben] {
        window.find("article", "Ben, ").await?;
        unsaid(window, "quincejelly").await?;
        window.sees("Message deleted").await?;
    }
    ben.find("textbox", "Message Kitchen").await?.click().await?;
    ben.type_keys(&Key::Up.to_string()).await?;
    ben.sees("Editing").await?;
    replace(ben, "The key is with the baker").await?;
    for window in [ann, ben] {
        window.sees("The key is with the baker").await?;
        window.sees("edited").await?;
        unsaid(window, "marzipan").await?;
    }
    in_both_themes(ann, "acts-erased").await?;

    let TwoPeople { stage, ann, ben } = here;
    ben.close().await?;
    ann.close().await?;
    let kept = stage.home().join("data");
    ensure!(lies_in(&stage, "with the baker", &kept).await?, "what holds can be found there");
    for word in ["marzipan", "quincejelly"] {
        ensure!(!lies_in(&stage, word, &kept).await?, "{word} is still on the disk");
    }
    Ok(())
}

#[tokio::test]
async fn reactions_and_pins_are_seen_by_everyone() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("Soup at seven").await?;
    ben.find("article", "Soup at seven").await?;

    // By keyboard: into the timeline, to the message, its menu, the second emoji of its row.
    ben.script("document.querySelector('[role=log]').focus();").await?;
    ben.type_keys(&Key::Up.to_string()).await?;
    ben.until_script("a message has the focus", "return document.activeElement.tagName === 'ARTICLE';").await?;
    ben.type_keys(&Key::Enter.to_string()).await?;
    ben.until_script("the menu has the focus", "return document.activeElement.getAttribute('role') === 'menuitem';")
        .await?;
    in_both_themes(ben, "acts-menu").await?;
    ben.type_keys(&Key::Right.to_string()).await?;
    ben.type_keys(&Key::Enter.to_string()).await?;
    // By mouse, and with any emoji.
    ann.press("button", "❤️ by Ben").await?;
    counted(ben, "❤️", "2").await?;
    ben.find("button", "❤️ by you and Ann").await?;
    ann.press("article", "Soup at seven").await?;
    ann.press("button", "Another reaction").await?;
    ann.fill("Search emoji", "bread").await?;
    ann.press("button", "bread").await?;
    ben.find("button", "by Ann").await?;
    ben.screenshot(&picture("acts-reactions")?).await?;
    ann.press("button", "❤️ by Ben and you").await?;
    counted(ben, "❤️", "1").await?;
    counted(ann, "❤️", "1").await?;

    act(ben, "Soup at seven", "Pin").await?;
    ann.press("button", "Pinned messages").await?;
    ann.find("button", "Unpin").await?;
    ann.find("img", "Pinned").await?;
    in_both_themes(ann, "acts-pinned").await?;
    ann.press("button", "Unpin").await?;
    ann.sees("Nothing is pinned here").await?;
    ben.until_script("the bar has gone", "return !document.querySelector('main .pinned');").await?;
    here.leave().await
}

#[tokio::test]
async fn a_message_goes_on_by_link_and_by_forwarding() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("The oven is hot").await?;
    ben.sees("The oven is hot").await?;

    // Ben copies the link; on Ann's computer it is opened by the desktop, while another conversation is open.
    act(ben, "The oven is hot", "Copy link").await?;
    let link = until("the link is on the clipboard", || async {
        Ok(clipboard(&here.stage).await?.filter(|text| text.starts_with("hearth://") && text.contains("/m/")))
    })
    .await?;
    private_chat(ann, "Ben").await?;
    let handed = here.stage.command(app()).args(["--profile", "ann", &link]).status().await?;
    ensure!(handed.success(), "the second start hands the link to the first and ends");
    ann.find("textbox", "Message Kitchen").await?;
    comes_into_view(ann, "The oven is hot").await?;
    ann.screenshot(&picture("acts-link")?).await?;

    act(ben, "The oven is hot", "Details").await?;
    ben.sees("Message details").await?;
    ben.screenshot(&picture("acts-details-other")?).await?;

    private_chat(ben, "Ann").await?;
    ben.write("For you alone").await?;
    ben.open_conversation("Kitchen").await?;
    act(ben, "The oven is hot", "Forward").await?;
    ben.press("option", "Ann").await?;
    in_both_themes(ben, "acts-forward").await?;
    ben.press("button", "Forward").await?;
    ben.find("textbox", "Message Ann").await?;
    ben.sees("Forwarded from Ann").await?;
    turn_to(ann, "Ben").await?;
    ann.sees("Forwarded from Ann").await?;
    ann.screenshot(&picture("acts-forwarded")?).await?;
    here.leave().await
}

#[tokio::test]
async fn what_is_marked_unread_stays_so_until_it_is_read_again() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    private_chat(ann, "Ben").await?;
    for words in ["Flour", "Butter", "Sugar"] {
        ben.write(words).await?;
    }
    ann.find("img", "3 unread messages").await?;
    ann.raise().await?;
    ann.open_conversation("Kitchen").await?;
    ann.sees("3 new messages").await?;
    gone(ann, "unread message").await?;

    // Ben sees that it was read, and by whom.
    ben.find("img", "Read by everyone").await?;
    act(ben, "Sugar", "Details").await?;
    ben.sees("Read by · 1").await?;
    in_both_themes(ben, "acts-details").await?;

    act(ann, "Butter", "Mark unread from here").await?;
    ann.find("img", "2 unread messages").await?;
    divided_before(ann, "Butter").await?;
    in_both_themes(ann, "acts-unread").await?;
    // Coming back to the window does not undo it; going elsewhere and coming back does, from where it was marked.
    ben.raise().await?;
    ann.raise().await?;
    ensure!(ann.has("img", "2 unread messages").await?, "it stays marked");
    turn_to(ann, "Ben").await?;
    ann.find("img", "2 unread messages").await?;
    ann.open_conversation("Kitchen").await?;
    divided_before(ann, "Butter").await?;
    gone(ann, "unread message").await?;
    here.leave().await
}

#[tokio::test]
async fn what_is_done_without_a_server_is_done_once_when_it_is_back_and_on_all_devices() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    let link = device_link(&ben).await?;
    let laptop = Window::open(&stage, app(), &["--profile", "laptop"]).await?;
    laptop.fill("Invite link", &link).await?;
    laptop.press("button", "Sign in this computer").await?;
    laptop.sees("Connected").await?;
    laptop.open_conversation("Kitchen").await?;
    ben.press("button", "Close").await?;
    ben.press("button", "Close settings").await?;
    ann.write("Who cooks").await?;
    ben.sees("Who cooks").await?;
    ben.write("Dinner at sevn").await?;
    ben.write("Bring nothing").await?;
    for window in [&ann, &laptop] {
        window.sees("Bring nothing").await?;
    }

    // The server goes. What Ben does is shown at once, and still there when his app was closed in between.
    ann.close().await?;
    ben.sees("Offline").await?;
    act(&ben, "Dinner at sevn", "Edit").await?;
    ben.sees("Editing").await?;
    replace(&ben, "Dinner at eight").await?;
    ben.sees("Dinner at eight").await?;
    act(&ben, "Bring nothing", "Delete").await?;
    ben.find("dialog", "Delete this message").await?;
    ben.press("button", "Delete").await?;
    ben.no_longer_sees("Bring nothing").await?;
    ben.press("article", "Who cooks").await?;
    ben.press("button", "React with ❤️").await?;
    counted(&ben, "❤️", "1").await?;
    ben.write("I cook").await?;
    in_both_themes(&ben, "acts-offline").await?;
    laptop.sees("Bring nothing").await?;
    ben.close().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    done(&ben).await?;
    ben.find("img", "The change waits to be sent").await?;

    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    for window in [&ann, &ben, &laptop] {
        done(window).await?;
        window.sees("edited").await?;
        ensure!(window.messages().await? == 4, "nothing was said twice");
    }
    ann.find("button", "❤️ by Ben").await?;
    laptop.find("button", "❤️ by you").await?;
    ben.no_longer_sees("wait").await?;
    laptop.screenshot(&picture("acts-second-device")?).await?;
    for window in [laptop, ben, ann] {
        window.close().await?;
    }
    for word in ["sevn", "Bring nothing"] {
        ensure!(!lies_in(&stage, word, &stage.home().join("data")).await?, "{word} is still on the disk");
    }
    Ok(())
}

/// The conversation as it is when everything was done to it.
async fn done(window: &Window) -> Result<()> {
    window.sees("Dinner at eight").await?;
    window.sees("Message deleted").await?;
    window.sees("I cook").await?;
    window.no_longer_sees("Dinner at sevn").await?;
    window.no_longer_sees("Bring nothing").await?;
    counted(window, "❤️", "1").await
}

/// Keeps a picture of the screen in light colours and one in dark ones.
async fn in_both_themes(window: &Window, name: &str) -> Result<()> {
    window.screenshot(&picture(name)?).await?;
    window.script("document.documentElement.dataset.theme = 'dark';").await?;
    // Colours fade into each other; this one waits for that.
    window.portrait(&picture(&format!("{name}-dark"))?).await?;
    window.script("delete document.documentElement.dataset.theme;").await.map(drop)
}

/// So many short messages, each sent with Enter.
pub fn lines(from: usize, to: usize) -> String {
    (from..=to).map(|line| format!("Line {line}{}", char::from(Key::Enter))).collect()
}

/// Takes an action from the menu of the message with these words.
async fn act(window: &Window, words: &str, action: &str) -> Result<()> {
    window.press("article", words).await?;
    window.press("button", "More").await?;
    window.press("menuitem", action).await
}

async fn answer(window: &Window, words: &str) -> Result<()> {
    window.press("article", words).await?;
    window.press("button", "Reply").await
}

/// Writes something else into the box, and sends that.
async fn replace(window: &Window, words: &str) -> Result<()> {
    window.type_keys(&format!("{}a{}", char::from(Key::Control), char::from(Key::Null))).await?;
    window.type_keys(&format!("{words}{}", char::from(Key::Enter))).await
}

/// Whether the message with these words is on the screen.
async fn in_view(window: &Window, words: &str) -> Result<bool> {
    let words = serde_json::to_string(words)?;
    let script = format!(
        "const log = document.querySelector('[role=log]').getBoundingClientRect();
         const told = [...document.querySelectorAll('article')].find((each) => each.ariaLabel.includes({words}));
         const box = told?.getBoundingClientRect();
         return !!box && box.top >= log.top && box.bottom <= log.bottom;"
    );
    Ok(window.script(&script).await? == true)
}

pub async fn comes_into_view(window: &Window, words: &str) -> Result<()> {
    until(&format!("“{words}” is on the screen"), || async { Ok(in_view(window, words).await?.then_some(())) }).await
}

/// Waits until these words are nowhere in the window.
async fn unsaid(window: &Window, words: &str) -> Result<()> {
    let left = window.no_longer_sees(words).await;
    let shown = window.text().await?;
    left.with_context(|| format!("the window shows:\n{shown}"))
}

/// Waits until no mark of this name is in the window.
async fn gone(window: &Window, mark: &str) -> Result<()> {
    until(&format!("“{mark}” goes"), || async { Ok((!window.has("img", mark).await?).then_some(())) }).await
}

/// Waits until so many have reacted with this emoji.
async fn counted(window: &Window, emoji: &str, count: &str) -> Result<()> {
    let (emoji, count) = (serde_json::to_string(emoji)?, serde_json::to_string(count)?);
    let script = format!(
        "const chips = [...document.querySelectorAll('article button[aria-pressed]')];
         const told = chips.filter((chip) => chip.textContent.includes({emoji}));
         return told.map((chip) => chip.lastChild.textContent.trim()).join() === {count};"
    );
    window.until_script(&format!("{emoji} counts {count}"), &script).await
}

/// Waits until the line above which everything was read stands directly before this message.
async fn divided_before(window: &Window, words: &str) -> Result<()> {
    let words = serde_json::to_string(words)?;
    let script = format!(
        "const lines = [...document.querySelectorAll('[role=log] [role=separator], [role=log] article')];
         const divider = lines.findIndex((line) => line.tagName !== 'ARTICLE');
         return divider >= 0 && !!lines[divider + 1]?.ariaLabel.includes({words});"
    );
    window.until_script(&format!("the divider stands before {words}"), &script).await
}

/// The text on the clipboard, if there is any.
async fn clipboard(stage: &Stage) -> Result<Option<String>> {
    let read = stage.command("xclip").args(["-selection", "clipboard", "-o"]).output();
    let read = read.await.context("xclip does not start; `make test` installs it")?;
    Ok(read.status.success().then(|| String::from_utf8_lossy(&read.stdout).into_owned()))
}

/// Whether these bytes are in any file below the folder.
async fn lies_in(stage: &Stage, words: &str, folder: &Path) -> Result<bool> {
    let found = stage.command("grep").args(["-rlaF", words]).arg(folder).output().await?;
    Ok(found.status.success())
}
