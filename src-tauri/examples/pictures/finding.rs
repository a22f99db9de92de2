//! Finding what was said, the figures of a conversation, and taking it out.

use anyhow::Result;
use fantoccini::key::Key;
use hearth_testkit::desk::Window;

use crate::album::Album;

/// From the Kitchen and back to it.
pub async fn all(album: &Album, window: &Window) -> Result<()> {
    window.press("button", "Kitchen").await?;
    search(album, window).await?;
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "about-show").await?;
    window.sees(album.say("about-figures")?).await?;
    album.keep_wide_and_narrow(window, "figures").await?;
    album.press(window, "button", "close").await?;
    album.press(window, "button", "row-menu").await?;
    album.press(window, "menuitem", "export-show").await?;
    window.find("dialog", "").await?;
    album.keep_wide_and_narrow(window, "export").await?;
    window.type_keys(&Key::Escape.to_string()).await
}

async fn search(album: &Album, window: &Window) -> Result<()> {
    album.press(window, "button", "search-open").await?;
    window.find("combobox", album.say("search-box")?).await?;
    album.keep_wide_and_narrow(window, "search-empty").await?;
    ask(album, window, "菜").await?;
    window.until_script("something is found", "return !!document.querySelector('.results mark');").await?;
    album.keep_at_all_sizes(window, "search").await?;
    album.press(window, "radio", "search-everywhere").await?;
    ask(album, window, "from:ann the").await?;
    window.until_script("it is found by conversation", "return !!document.querySelector('.results mark');").await?;
    album.keep_wide_and_narrow(window, "search-everywhere").await?;
    ask(album, window, "from:").await?;
    album.keep_wide_and_narrow(window, "search-offers").await?;
    ask(album, window, "zzzz").await?;
    window.until_script("nothing is found", "return !document.querySelector('.results mark');").await?;
    album.keep_wide_and_narrow(window, "search-nothing").await?;
    album.press(window, "button", "close").await
}

async fn ask(album: &Album, window: &Window, text: &str) -> Result<()> {
    let field = window.find("combobox", album.say("search-box")?).await?;
    field.click().await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}
