//! Finding what was said: a Chinese word, filters, the way to a message and back, another day, and all of it offline.

use anyhow::Result;
use fantoccini::key::Key;
use hearth_testkit::desk::{Stage, Window};

use crate::{
    house::{TwoPeople, app, free_port, garden, picture},
    looking::{ask, finds, held, look, press, stands_at, watch},
};

#[tokio::test]
async fn a_chinese_word_is_found_filtered_gone_to_and_left_again() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("再买两斤小白菜，还有姜").await?;
    ben.write("小白菜 is sold out, I took spinach").await?;
    let file = garden(here.stage.home())?;
    ben.paste_picture(&here.stage, &file).await?;
    ann.find("button", "Picture from Ben").await?;
    for line in 1..=24 {
        ann.write(&format!("Line {line} of what follows")).await?;
    }
    ben.sees("Line 24 of what follows").await?;

    // One character from the middle of the word, as it is typed.
    look(ben, &held(&[Key::Control], "f"), "白").await?;
    finds(ben, &["小白菜 is sold out", "再买两斤小白菜"]).await?;
    ben.sees("2 messages").await?;
    ben.screenshot(&picture("search")?).await?;

    // Enter shows the message where it was said; the list keeps the keyboard, and goes on.
    press(ben, Key::Enter).await?;
    stands_at(ben, "小白菜 is sold out").await?;
    ben.sees("1 of 2").await?;
    press(ben, Key::Enter).await?;
    stands_at(ben, "再买两斤小白菜").await?;
    ben.sees("2 of 2").await?;
    ben.until_script(
        "its words are marked",
        "return !('highlights' in CSS) || [...(CSS.highlights.get('found') ?? [])].map(String).join() === '白';",
    )
    .await?;
    ben.screenshot(&picture("search-hit")?).await?;

    // Left and opened again, the list is as it was.
    press(ben, Key::Escape).await?;
    ben.until_script("the panel has gone", "return !document.querySelector('.results');").await?;
    ben.type_keys(&held(&[Key::Control], "f")).await?;
    finds(ben, &["小白菜 is sold out", "再买两斤小白菜"]).await?;
    ben.sees("2 of 2").await?;

    // A filter, taken from what is offered; then another that is typed whole.
    ask(ben, "白 from:").await?;
    ben.find("option", "Ann @ann").await?;
    ben.type_keys("an").await?;
    press(ben, Key::Enter).await?;
    ben.find("button", "Remove the filter from Ann").await?;
    finds(ben, &["再买两斤小白菜"]).await?;
    ben.press("button", "Remove the filter from Ann").await?;
    ask(ben, "has:image ").await?;
    ben.find("button", "Remove the filter has image").await?;
    finds(ben, &["[picture]"]).await?;
    ben.screenshot(&picture("search-filter")?).await?;
    here.leave().await
}

#[tokio::test]
async fn everything_is_found_without_a_server_and_says_how_much_is_here() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.write("The café on the corner, https://corner.example/menu?day=fri").await?;
    ann.sees("The café on the corner").await?;
    ann.write("Ohne mich, ich koche 饺子").await?;
    ben.sees("饺子").await?;
    ann.close().await?;
    ben.sees("Offline").await?;
    ben.close().await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.sees("Offline").await?;
    look(&ben, &held(&[Key::Control, Key::Shift], "f"), "cafe").await?;
    finds(&ben, &["The café on the corner"]).await?;
    for part in ["corner.example", "menu", "CORN"] {
        ask(&ben, part).await?;
        finds(&ben, &["The café on the corner"]).await?;
    }
    ask(&ben, "饺").await?;
    finds(&ben, &["ich koche 饺子"]).await?;
    ask(&ben, "koche -饺子").await?;
    ben.sees("Nothing found").await?;
    ask(&ben, "\"ich koche\" from:ann ").await?;
    finds(&ben, &["ich koche 饺子"]).await?;
    ben.sees("All conversations").await?;
    ben.screenshot(&picture("search-offline")?).await?;
    ben.close().await
}

#[tokio::test]
async fn the_box_above_the_list_finds_conversations_first_and_then_messages() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("The ladder is in the shed").await?;
    ben.sees("The ladder is in the shed").await?;
    watch(ben).await?;
    ben.raise().await?;
    ben.type_keys(&held(&[Key::Control], "k")).await?;
    ben.type_keys("ladder").await?;
    ben.press("button", "Search messages for “ladder”").await?;
    finds(ben, &["The ladder is in the shed"]).await?;
    press(ben, Key::Enter).await?;
    stands_at(ben, "The ladder is in the shed").await?;
    here.leave().await
}

#[tokio::test]
async fn a_result_in_a_narrow_window_shows_the_message_and_the_way_back() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.write("Soup at seven").await?;
    ben.write("Which soup").await?;
    ann.sees("Which soup").await?;
    ann.resize(420, 860).await?;
    ann.press("button", "Search here").await?;
    ask(ann, "soup").await?;
    finds(ann, &["Which soup", "Soup at seven"]).await?;
    press(ann, Key::Enter).await?;
    stands_at(ann, "Which soup").await?;
    ann.press("button", "Next result").await?;
    stands_at(ann, "Soup at seven").await?;
    ann.sees("2 of 2").await?;
    ann.screenshot(&picture("search-narrow")?).await?;
    ann.press("button", "soup 2 of 2").await?;
    finds(ann, &["Which soup", "Soup at seven"]).await?;
    here.leave().await
}
