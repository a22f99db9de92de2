//! Files of any type: pasted from the file manager, sent, fetched when they are wanted, played, and carried through a
//! power cut.

use std::{fs, path::PathBuf};

use anyhow::Result;
use hearth_testkit::{
    desk::{Stage, Window},
    hearthd::Hearthd,
};

use crate::{
    house::{TwoPeople, app, picture},
    papers::{paste, report},
};

/// A film of three seconds that every Debian can play.
fn film(stage: &Stage) -> Result<PathBuf> {
    let path = stage.home().join("ball.webm");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/src-tauri/tests/e2e/ball.webm"), &path)?;
    Ok(path)
}

#[tokio::test]
async fn a_file_and_a_film_are_pasted_fetched_opened_and_played() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (report, film) = (report(&here.stage, "Harvest 2026.pdf", 700_000)?, film(&here.stage)?);
    paste(&here.stage, &here.ben, &[&report, &film]).await?;
    here.ben.screenshot(&picture("files-tray")?).await?;
    here.ben.press("button", "Send").await?;

    here.ann.find("button", "Download Harvest 2026.pdf").await?;
    here.ann.press("button", "Download Harvest 2026.pdf").await?;
    here.ann.find("button", "Open Harvest 2026.pdf").await?;
    here.ann.find("button", "Play ball.webm").await?;
    here.ann.screenshot(&picture("files-here")?).await?;
    // A window that nobody sees plays nothing.
    here.ann.raise().await?;
    here.ann.press("button", "Play ball.webm").await?;
    here.ann
        .until_script(
            "the film is there",
            "const v = document.querySelector('main video'); return !!v && v.error === null && v.videoWidth === 320;",
        )
        .await?;
    here.ann.until_script("the film plays", "return document.querySelector('main video').currentTime > 0.2;").await?;
    here.ann.screenshot(&picture("film")?).await?;

    here.ann.press("button", "What to do with Kitchen").await?;
    here.ann.press("menuitem", "Files of this conversation").await?;
    here.ann.press("radio", "Files").await?;
    // Whose it is and when it came stands in the panel only.
    here.ann.sees("Ben, ").await?;
    here.ann.press("radio", "Videos").await?;
    here.ann.screenshot(&picture("files-panel")?).await?;
    here.leave().await
}

#[tokio::test]
async fn a_program_is_opened_only_after_the_person_was_told() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let script = here.stage.home().join("update.sh");
    fs::write(&script, "#!/bin/sh\ntouch \"$HOME/ran\"\n")?;
    paste(&here.stage, &here.ben, &[&script]).await?;
    here.ben.press("button", "Send").await?;
    here.ann.press("button", "Download update.sh").await?;
    here.ann.press("button", "Open update.sh").await?;
    here.ann.sees("can run something on this computer").await?;
    here.ann.screenshot(&picture("files-program")?).await?;
    here.ann.press("button", "Do not open").await?;
    here.ann.no_longer_sees("can run something on this computer").await?;
    assert!(!here.stage.home().join("ran").exists());
    here.leave().await
}

#[tokio::test]
async fn files_survive_a_power_cut_and_a_restart_on_both_sides() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let mut server = Hearthd::sealed().await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.join("Ann", "Fox", &server.owner_link()?.to_string()).await?;
    ann.press("button", "New room").await?;
    ann.fill("Name", "Kitchen").await?;
    ann.press("button", "Make the room").await?;
    ann.sees("Kitchen is open").await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    let (early, late, never) = (
        report(&stage, "early.pdf", 400_000)?,
        report(&stage, "late.pdf", 500_000)?,
        report(&stage, "never.pdf", 300_000)?,
    );
    paste(&stage, &ben, &[&early]).await?;
    ben.press("button", "Send").await?;
    ann.find("button", "Download early.pdf").await?;

    // Nobody is there: Ann wants the early file, Ben sends another and calls off a third.
    server.kill().await?;
    ann.sees("Offline, reconnecting").await?;
    ben.sees("Offline, reconnecting").await?;
    ann.press("button", "Download early.pdf").await?;
    ann.sees("Waits for the connection").await?;
    paste(&stage, &ben, &[&late]).await?;
    ben.press("button", "Send").await?;
    ben.sees("1 message waits here").await?;
    paste(&stage, &ben, &[&never]).await?;
    ben.press("button", "Send").await?;
    ben.sees("2 messages wait here").await?;
    ben.until_script(
        "the last is called off",
        "const all = [...document.querySelectorAll('main [role=group]')].filter((g) => g.getAttribute('aria-label')?.includes('never.pdf')); all.at(-1)?.querySelector('button')?.click(); return all.length === 0;",
    )
    .await?;
    ben.sees("1 message waits here").await?;
    ben.close().await?;
    ann.close().await?;

    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ann.sees("Waits for the connection").await?;
    ben.sees("1 message waits here").await?;
    ann.screenshot(&picture("files-waiting")?).await?;
    server.resume().await?;
    ann.find("button", "Open early.pdf").await?;
    ann.press("button", "Download late.pdf").await?;
    ann.find("button", "Open late.pdf").await?;
    ben.no_longer_sees("waits here").await?;
    assert!(!ann.text().await?.contains("never.pdf"));
    ben.close().await?;
    ann.close().await
}
