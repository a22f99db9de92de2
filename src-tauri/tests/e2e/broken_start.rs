//! A start that cannot be as it should: the window says so, and what can be saved is saved.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, free_port, picture};

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_page_which_tries_again() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let home = home(&stage, "ann");
    fs::write(&home, "a file of another program")?;
    let window = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    window.find("heading", "Hearth cannot write to its folder").await?;
    window.sees(&home.display().to_string()).await?;
    window.screenshot(&picture("broken-unwritable")?).await?;

    window.press("button", "Try again").await?;
    window.sees("it is still so").await?;
    fs::remove_file(&home)?;
    window.press("button", "Try again").await?;
    window.find("heading", "Welcome to Hearth").await?;
    // What was opened is whole: a hearth can be lit in it.
    window.host("Ann", "Fox", free_port()?).await?;
    window.close().await
}

#[tokio::test]
async fn quitting_a_start_that_failed_says_why_in_one_line_and_ends_with_code_1() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let home = home(&stage, "ann");
    fs::write(&home, "a file of another program")?;
    let mut hearth = stage.command(app());
    hearth.args(["--profile", "ann"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let running = hearth.spawn()?;
    let process = running.id().context("it runs")?;
    let seen = stage
        .command("xdotool")
        .args(["search", "--sync", "--onlyvisible", "--pid", &process.to_string(), "--name", "Hearth"])
        .stdout(Stdio::null())
        .status();
    tokio::time::timeout(Duration::from_secs(20), seen).await??;
    stage.command("kill").args(["-TERM", &process.to_string()]).status().await?;
    let end = tokio::time::timeout(Duration::from_secs(20), running.wait_with_output()).await??;
    let lines = own_lines(&end);
    ensure!(end.status.code() == Some(1) && lines.len() == 1, "{:?}: {lines:?}", end.status);
    ensure!(lines.iter().all(|line| line.contains(&home.display().to_string())), "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn without_a_display_one_line_says_so_and_the_code_is_1() -> Result<()> {
    let stage = Stage::set(640, 480).await?;
    let end = stage.command(app()).env_remove("DISPLAY").stdin(Stdio::null()).output().await?;
    let said = String::from_utf8_lossy(&end.stderr).into_owned();
    ensure!(end.status.code() == Some(1), "{:?}: {said}", end.status);
    ensure!(said.trim_end() == "hearth: there is no display to open a window on", "{said}");
    Ok(())
}

#[tokio::test]
async fn settings_of_a_newer_hearth_are_left_alone_and_said_in_the_words_and_colours_they_choose() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let home = home(&stage, "ann");
    let text = r#"{"version":1000,"theme":"dark","language":"zh-CN","of_tomorrow":true}"#;
    fs::create_dir(&home)?;
    fs::write(home.join("settings.json"), text)?;
    let window = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    window.find("heading", "这里用过更新的围炉").await?;
    window
        .until_script("the page is dark", "return getComputedStyle(document.documentElement).colorScheme === 'dark';")
        .await?;
    window.screenshot(&picture("broken-newer-dark-chinese")?).await?;
    window.close().await?;
    ensure!(fs::read_to_string(home.join("settings.json"))? == text, "not a byte is changed");
    Ok(())
}

#[tokio::test]
async fn a_history_of_a_newer_hearth_is_left_alone_until_it_can_be_read() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    ann.write("Written by the newer one").await?;
    ann.close().await?;

    let file = history(&home(&stage, "ann"))?;
    let good = fs::read(&file)?;
    let mut newer = good.clone();
    // The schema's version (SQLite file format, section 1.3).
    newer.get_mut(60..64).context("the file has a beginning")?.copy_from_slice(&9999_u32.to_be_bytes());
    fs::write(&file, &newer)?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.find("heading", "A newer Hearth was here").await?;
    ensure!(fs::read(&file)? == newer, "not a byte is changed");

    fs::write(&file, good)?;
    ann.press("button", "Try again").await?;
    ann.sees("Written by the newer one").await?;
    ann.sees("Connected").await?;
    ann.close().await
}

#[tokio::test]
async fn a_damaged_history_keeps_what_waited_and_fetches_the_rest() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.write("Said before the damage").await?;
    ann.sees("Said before the damage").await?;
    ann.close().await?;
    ben.sees("Offline").await?;
    ben.write("Still on its way").await?;
    ben.sees("1 message waits here").await?;
    ben.close().await?;

    spoil(&home(&stage, "ben"), "Said before the damage")?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.find("alert", "was damaged").await?;
    ben.sees("1 waiting").await?;
    ben.screenshot(&picture("broken-history-offline")?).await?;

    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.sees("Still on its way").await?;
    ben.open_conversation("Kitchen").await?;
    ben.sees("Said before the damage").await?;
    ann.open_conversation("Kitchen").await?;
    ensure!(ann.messages().await? == 2, "what waited was sent once");
    ben.screenshot(&picture("broken-history-fetched")?).await?;
    ben.close().await?;
    ann.close().await
}

/// Where the app keeps this profile.
fn home(stage: &Stage, profile: &str) -> PathBuf {
    stage.home().join("data").join(format!("hearth-{profile}"))
}

/// The one history of this profile.
fn history(home: &Path) -> Result<PathBuf> {
    let account = fs::read_dir(home.join("accounts"))?.next().context("there is an account")??;
    Ok(account.path().join("history.sqlite"))
}

/// What the app itself has to say on standard error; log lines begin with their time, and libraries say what they like.
fn own_lines(end: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&end.stderr);
    said.lines().filter(|line| line.starts_with("hearth: ")).map(str::to_owned).collect()
}

/// Damages the one history of this profile as a failing disk does: its beginning, and every page that holds these words.
fn spoil(home: &Path, words: &str) -> Result<()> {
    const PAGE: usize = 4096;
    let file = history(home)?;
    let mut bytes = fs::read(&file)?;
    for page in bytes.chunks_mut(PAGE) {
        if page.windows(words.len()).any(|part| part == words.as_bytes()) {
            page.fill(0xa5);
        }
    }
    bytes.get_mut(..16).context("the file has a beginning")?.fill(0);
    fs::write(file, bytes)?;
    Ok(())
}
