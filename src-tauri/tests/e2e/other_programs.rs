//! Files between the window and other programs: dragged into it, opened with the desktop's program for them, saved where the
//! person says, shown by the file manager.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use futures_util::StreamExt as _;
use hearth_testkit::desk::{Dialog, Hand, Stage, Window, window::until};
use zbus::{Connection, Message, MessageStream, connection, message::Type};

use crate::{
    house::{TwoPeople, picture},
    papers::{paste, report},
};

#[tokio::test]
async fn files_that_are_dropped_into_the_window_are_sent() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (harvest, plan) =
        (report(&here.stage, "Harvest 2026.pdf", 300_000)?, report(&here.stage, "a plan.pdf", 200_000)?);
    here.ben.raise().await?;
    let hand = Hand::take(&here.stage, &[&harvest, &plan]).await?;
    hand.carry_over(&here.ben, "Drop files to attach them").await?;
    here.stage.screenshot(&picture("files-over")?).await?;
    hand.drop().await?;
    here.ben.sees("Harvest 2026.pdf").await?;
    here.ben.sees("a plan.pdf").await?;
    here.ben.no_longer_sees("Drop files to attach them").await?;
    here.ben.screenshot(&picture("files-dropped")?).await?;
    here.ben.press("button", "Send").await?;
    here.ann.find("button", "Download Harvest 2026.pdf").await?;
    here.ann.find("button", "Download a plan.pdf").await?;
    here.leave().await
}

#[tokio::test]
async fn a_file_is_opened_saved_and_shown_by_other_programs() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (stage, ann) = (&here.stage, &here.ann);
    let sent = report(stage, "Harvest 2026.pdf", 300_000)?;
    paste(stage, &here.ben, &[&sent]).await?;
    here.ben.press("button", "Send").await?;
    ann.press("button", "Download Harvest 2026.pdf").await?;
    ann.find("button", "Open Harvest 2026.pdf").await?;

    // Another program is the desktop's for such files. It is handed a copy under the file's own name.
    let told = reader(stage)?;
    ann.press("button", "Open Harvest 2026.pdf").await?;
    let opened = until("the program was handed a file", || async {
        Ok(fs::read_to_string(&told).ok().filter(|path| path.ends_with('\n')))
    })
    .await?;
    let opened = Path::new(opened.trim());
    ensure!(opened.ends_with("Harvest 2026.pdf"), "{} has the file's name", opened.display());
    ensure!(fs::read(opened)? == fs::read(&sent)?, "it is the file");

    let saved = stage.home().join("kept.pdf");
    more(ann, "Save as").await?;
    let dialog = Dialog::titled(stage, "Save File").await?;
    stage.screenshot(&picture("files-save")?).await?;
    dialog.answer(&saved).await?;
    until("the file is saved", || async { Ok((fs::read(&saved)? == fs::read(&sent)?).then_some(())) }).await?;

    let mut manager = FileManager::open(stage).await?;
    more(ann, "Show in its folder").await?;
    let shown = manager.shown().await?;
    ensure!(shown == [format!("file://{}", opened.display().to_string().replace(' ', "%20"))], "{shown:?} is shown");
    here.leave().await
}

/// Makes a program that opens PDF files the desktop's own, and says where it writes what it was handed.
fn reader(stage: &Stage) -> Result<std::path::PathBuf> {
    let (program, told) = (stage.home().join("reader"), stage.home().join("was-handed"));
    fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" > '{}'\n", told.display()))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    let entries = stage.home().join("data/applications");
    fs::create_dir_all(&entries)?;
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Reader\nExec={} %f\nMimeType=application/pdf;\n",
        program.display()
    );
    fs::write(entries.join("reader.desktop"), entry)?;
    let chosen = "[Default Applications]\napplication/pdf=reader.desktop\n";
    fs::write(stage.home().join("config/mimeapps.list"), chosen)?;
    Ok(told)
}

/// Takes something from the menu of the only file. The window is in front for it, since a menu goes with the keyboard.
async fn more(window: &Window, action: &str) -> Result<()> {
    window.raise().await?;
    window.press("button", "What to do with this file").await?;
    window.press("menuitem", action).await
}

/// The desktop's file manager, as far as it is asked to show files.
struct FileManager {
    bus: Connection,
    calls: MessageStream,
}

impl FileManager {
    async fn open(stage: &Stage) -> Result<Self> {
        let bus = connection::Builder::address(stage.bus()).build().await?;
        let calls = MessageStream::from(&bus);
        bus.request_name("org.freedesktop.FileManager1").await?;
        Ok(Self { bus, calls })
    }

    /// The addresses of the files it is asked to show next.
    async fn shown(&mut self) -> Result<Vec<String>> {
        let call =
            tokio::time::timeout(Duration::from_secs(20), self.next()).await.context("nothing is to be shown")??;
        self.bus.reply(&call.header(), &()).await?;
        let (addresses, _startup): (Vec<String>, String) = call.body().deserialize()?;
        Ok(addresses)
    }

    async fn next(&mut self) -> Result<Message> {
        loop {
            let message = self.calls.next().await.context("the bus has gone")??;
            let asked = message.message_type() == Type::MethodCall
                && message.header().member().is_some_and(|member| member.as_str() == "ShowItems");
            if asked {
                return Ok(message);
            }
        }
    }
}
