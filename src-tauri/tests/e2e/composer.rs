//! Writing: naming people and emoji, changing what was said, taking back what was typed, and drafts that outlive the app.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use hearth_testkit::desk::{Stage, Window, window::until};

use crate::house::{TwoPeople, app, free_port, picture, private_chat};

/// Waits until the box holds exactly this. Only ASCII, since some of it may be beyond what the driver can carry.
async fn holds(window: &Window, words: &str) -> Result<()> {
    let words = serde_json::to_string(words)?;
    let script = format!("return document.querySelector('textarea').value === {words};");
    window.until_script(&format!("the box holds {words}"), &script).await
}

/// Presses one key with others held down; they are let go with it.
async fn press(window: &Window, held: &[Key], key: char) -> Result<()> {
    let held: String = held.iter().map(|key| char::from(*key)).collect();
    window.type_keys(&format!("{held}{key}")).await
}

/// Goes to the other of two conversations by keyboard.
async fn go_over(window: &Window, to: &str) -> Result<()> {
    press(window, &[Key::Alt], char::from(Key::Down)).await?;
    window.find("textbox", &format!("Message {to}")).await.map(drop)
}

#[tokio::test]
async fn people_are_named_by_the_sound_of_their_names() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ming = Window::open(&stage, app(), &["--profile", "ming"]).await?;
    ming.host("王小明", "Fox", free_port()?).await?;
    let link = ming.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;

    ben.find("textbox", "Message Kitchen").await?.click().await?;
    ben.type_keys("soup @wxm").await?;
    ben.find("option", "王小明").await?;
    press(&ben, &[], char::from(Key::Tab)).await?;
    ben.until_script(
        "the name is in the box",
        "return /^soup @\\S+ $/u.test(document.querySelector('textarea').value);",
    )
    .await?;
    ensure!(!ben.has("option", "王小明").await?, "the list has gone");
    ben.write("is ready").await?;
    ming.sees("is ready").await?;
    ben.close().await?;
    ming.close().await
}

#[tokio::test]
async fn what_was_taken_from_a_list_can_be_taken_back() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let ben = &here.ben;
    ben.find("textbox", "Message Kitchen").await?.click().await?;
    ben.type_keys("so @an").await?;
    ben.find("option", "Ann").await?;
    press(ben, &[], char::from(Key::Enter)).await?;
    holds(ben, "so @ann ").await?;
    press(ben, &[Key::Control], 'z').await?;
    holds(ben, "so @an").await?;
    press(ben, &[Key::Control, Key::Shift], 'z').await?;
    holds(ben, "so @ann ").await?;
    ensure!(ben.messages().await? == 0, "nothing was sent");
    here.leave().await
}

#[tokio::test]
async fn the_last_message_is_changed_from_an_empty_box() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ben.write("See you at sevn").await?;
    ann.sees("See you at sevn").await?;

    press(ben, &[], char::from(Key::Up)).await?;
    ben.sees("Editing").await?;
    holds(ben, "See you at sevn").await?;
    ben.screenshot(&picture("editing")?).await?;
    press(ben, &[], char::from(Key::Escape)).await?;
    ben.no_longer_sees("Editing").await?;
    holds(ben, "").await?;

    press(ben, &[], char::from(Key::Up)).await?;
    holds(ben, "See you at sevn").await?;
    let back = char::from(Key::Backspace);
    ben.type_keys(&format!("{back}en{}", char::from(Key::Enter))).await?;
    ann.sees("See you at seven").await?;
    ann.no_longer_sees("See you at sevn").await?;
    ensure!(ann.messages().await? == 1, "it is still one message");

    // Nothing is left of it: is it to go?
    press(ben, &[], char::from(Key::Up)).await?;
    holds(ben, "See you at seven").await?;
    press(ben, &[Key::Control], 'a').await?;
    ben.type_keys(&format!("{back}{}", char::from(Key::Enter))).await?;
    ben.find("dialog", "Delete this message?").await?;
    ben.press("button", "Delete").await?;
    ann.no_longer_sees("See you at seven").await?;
    here.leave().await
}

#[tokio::test]
async fn a_draft_outlives_the_app_with_what_it_answers_and_what_is_being_changed() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let TwoPeople { stage, ann, ben } = here;
    private_chat(&ben, "Ann").await?;
    go_over(&ben, "Kitchen").await?;
    ben.write("Mine").await?;
    ann.sees("Mine").await?;
    ann.write("Who brings the bread").await?;
    ben.press("article", "Who brings the bread").await?;
    ben.press("button", "Reply").await?;
    ben.sees("Reply to Ann").await?;
    ben.find("textbox", "Message Kitchen").await?.send_keys("I can bring").await?;
    // Going elsewhere keeps it at once, and the list says so.
    go_over(&ben, "Ann").await?;
    ben.sees("I can bring").await?;
    ben.close().await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    go_over(&ben, "Kitchen").await?;
    holds(&ben, "I can bring").await?;
    ben.sees("Reply to Ann").await?;
    ben.screenshot(&picture("draft")?).await?;

    // What is being changed stands beside it, and comes back as well.
    ben.find("textbox", "Message Kitchen").await?.click().await?;
    press(&ben, &[Key::Control], 'a').await?;
    press(&ben, &[], char::from(Key::Backspace)).await?;
    press(&ben, &[], char::from(Key::Up)).await?;
    holds(&ben, "Mine").await?;
    ben.type_keys(" and yours").await?;
    go_over(&ben, "Ann").await?;
    ben.close().await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    go_over(&ben, "Kitchen").await?;
    ben.sees("Editing").await?;
    holds(&ben, "Mine and yours").await?;
    ben.find("textbox", "Message Kitchen").await?.click().await?;
    press(&ben, &[], char::from(Key::Escape)).await?;
    holds(&ben, "").await?;
    ben.sees("Reply to Ann").await?;
    ben.close().await?;
    ann.close().await
}

#[tokio::test]
async fn misspelled_words_are_marked_and_chinese_ones_are_not() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    ann.find("textbox", "Message Kitchen").await?.click().await?;
    ann.type_keys("a fine word ").await?;
    ensure!(!marked(&stage, &ann).await?, "nothing is wrong with it");
    ann.type_keys("helllo ").await?;
    until("the word is marked", || async { Ok(marked(&stage, &ann).await?.then_some(())) }).await?;
    ann.screenshot(&picture("spelling")?).await?;
    ann.type_keys("你好 ").await?;
    until("the marks have gone", || async { Ok((!marked(&stage, &ann).await?).then_some(())) }).await?;
    ann.close().await
}

/// Whether there is a red wave under the words. Nothing else in the lower part of the window is of that red.
async fn marked(stage: &Stage, window: &Window) -> Result<bool> {
    let file = stage.home().join("marks.png");
    window.screenshot(&file).await?;
    let counted = stage
        .command("convert")
        .arg(&file)
        .args(["-gravity", "South", "-crop", "1280x140+0+0", "+repage"])
        .args(["-fx", "r>0.98&&g<0.6&&abs(g-b)<0.02", "-format", "%[fx:mean*w*h]", "info:"])
        .output()
        .await?;
    ensure!(counted.status.success(), "the picture cannot be looked at");
    Ok(String::from_utf8_lossy(&counted.stdout).trim().parse::<f64>()? > 10.0)
}
