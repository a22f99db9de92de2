//! Writing with an input method: the Enter that takes a candidate sends nothing, a second one does. The keys are real
//! ones, pressed at the display.

use std::{process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use hearth_testkit::desk::{Stage, Window};
use tokio::process::Child;

use crate::house::{app, free_port, picture};

/// How long a person would wait for candidates before calling it broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody alone in a room of their own, whose words go through this input method from now on.
async fn writer(stage: &Stage, module: &str) -> Result<Window> {
    // What the driver types while the room is made would go through it, too.
    let host = Window::open(stage, app(), &["--profile", "ann"]).await?;
    host.host("Ann", "Fox", free_port()?).await?;
    host.close().await?;

    let environment = [("GTK_IM_MODULE", module), ("XMODIFIERS", "@im=fcitx")];
    let ann = Window::open_with(stage, app(), &["--profile", "ann"], &environment).await?;
    ann.find("textbox", "Message Kitchen").await?.click().await?;
    ann.raise().await?;
    Ok(ann)
}

/// Presses keys at the display, one after another, as a keyboard does.
async fn press(stage: &Stage, keys: &[&str]) -> Result<()> {
    let done = stage.command("xdotool").args(["key", "--delay", "30"]).args(keys).status().await?;
    ensure!(done.success(), "xdotool does not press {keys:?}");
    Ok(())
}

/// Waits until fcitx shows its list of candidates.
async fn candidates(stage: &Stage) -> Result<()> {
    let mut search = stage.command("xdotool");
    search.args(["search", "--sync", "--onlyvisible", "--name", "Fcitx5 Input Window"]).stdout(Stdio::null());
    let shown = tokio::time::timeout(PATIENCE, search.status()).await.context("no candidates are shown")??;
    ensure!(shown.success(), "fcitx has no window");
    Ok(())
}

/// Waits until the box holds exactly this. Whatever is being composed shows in it, too.
async fn holds(window: &Window, words: &str) -> Result<()> {
    let words = serde_json::to_string(words)?;
    let script = format!("return document.querySelector('textarea').value === {words};");
    window.until_script(&format!("the box holds {words}"), &script).await
}

async fn nothing_sent(window: &Window) -> Result<()> {
    ensure!(window.messages().await? == 0, "something was sent");
    Ok(())
}

#[tokio::test]
async fn the_enter_that_ends_a_composition_sends_nothing_and_the_next_one_sends() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    // GTK composes by itself: Control, Shift and U, then the number of a character, and Enter to take it.
    let ann = writer(&stage, "gtk-im-context-simple").await?;
    press(&stage, &["ctrl+shift+u", "4", "f", "6", "0", "Return"]).await?;
    holds(&ann, "你").await?;
    nothing_sent(&ann).await?;
    press(&stage, &["Return"]).await?;
    ann.until_script("it is sent", "return document.querySelectorAll('main article').length === 1;").await?;
    holds(&ann, "").await?;
    ann.close().await
}

#[tokio::test]
async fn pinyin_is_composed_and_candidates_are_taken_before_anything_is_sent() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let _fcitx = fcitx(&stage).await?;
    let ann = writer(&stage, "fcitx").await?;

    // The space takes the first candidate.
    press(&stage, &["n", "i", "h", "a", "o"]).await?;
    candidates(&stage).await?;
    stage.screenshot(&picture("composing")?).await?;
    nothing_sent(&ann).await?;
    press(&stage, &["space"]).await?;
    holds(&ann, "你好").await?;

    // Enter takes what was typed, as it is.
    press(&stage, &["w", "o", "r", "l", "d", "Return"]).await?;
    holds(&ann, "你好world").await?;
    nothing_sent(&ann).await?;

    // Another candidate by its number, and Escape throws away what was begun.
    press(&stage, &["s", "h", "i", "j", "i", "e", "1"]).await?;
    holds(&ann, "你好world世界").await?;
    press(&stage, &["a", "n", "Escape"]).await?;
    holds(&ann, "你好world世界").await?;
    nothing_sent(&ann).await?;

    press(&stage, &["Return"]).await?;
    ann.sees("你好world世界").await?;
    holds(&ann, "").await?;
    ann.close().await
}

#[tokio::test]
async fn what_is_composed_in_the_search_is_looked_for_once_it_is_taken() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let _fcitx = fcitx(&stage).await?;
    let ann = writer(&stage, "fcitx").await?;
    press(&stage, &["n", "i", "h", "a", "o", "space", "Return"]).await?;
    ann.sees("你好").await?;

    press(&stage, &["ctrl+f"]).await?;
    ann.find("combobox", "Search messages").await?;
    press(&stage, &["n", "i", "h", "a", "o"]).await?;
    candidates(&stage).await?;
    stage.screenshot(&picture("search-composing")?).await?;
    ensure!(ann.has("combobox", "Search messages").await?, "the box is there");
    ensure!(!ann.text().await?.contains("0 messages"), "nothing was looked for yet");
    press(&stage, &["space"]).await?;
    ann.sees("1 message").await?;
    let gone_to = "return !!document.querySelector('[data-bubble].hit');";
    ensure!(ann.script(gone_to).await? == false, "the key that took the candidate opened nothing");

    // Enter takes the letters as they are, and opens nothing either; the next one does.
    press(&stage, &["a", "n", "Return"]).await?;
    ann.sees("0 messages").await?;
    press(&stage, &["BackSpace", "BackSpace"]).await?;
    ann.sees("1 message").await?;
    ensure!(ann.script(gone_to).await? == false, "the Enter that ended the composition opened nothing");
    press(&stage, &["Return"]).await?;
    ann.until_script("the message is gone to", gone_to).await?;
    ann.close().await
}

/// Starts fcitx with pinyin switched on, and waits until it answers on the bus.
async fn fcitx(stage: &Stage) -> Result<Child> {
    let config = stage.home().join("config/fcitx5");
    std::fs::create_dir_all(&config)?;
    std::fs::write(config.join("profile"), PROFILE)?;
    std::fs::write(config.join("config"), "[Behavior]\nActiveByDefault=True\n")?;
    let started = stage
        .command("fcitx5")
        // Nothing that looks for other programs, and nothing that talks to a network.
        .args(["--disable=wayland,cloudpinyin,notifications,clipboard,kimpanel"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("fcitx5 does not start; `make test` installs it")?;
    let waited =
        stage.command("gdbus").args(["wait", "--session", "--timeout", "20", "org.fcitx.Fcitx5"]).status().await?;
    ensure!(waited.success(), "fcitx5 does not answer");
    Ok(started)
}

const PROFILE: &str = "\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
";
