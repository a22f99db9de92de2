//! What was said, taken out of the app, into a folder that the person names in the desktop's own dialog; and brought into
//! another hearth from there.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use hearth_testkit::desk::{Dialog, Stage, Window};

use crate::house::{TwoPeople, app, free_port, garden, picture};

/// Chooses a format in the dialog that stands open, and the folder, and waits until all is written.
async fn write_out(stage: &Stage, window: &Window, format: &str, to: &Path) -> Result<()> {
    window.press("radio", format).await?;
    window.press("button", "Choose a folder…").await?;
    Dialog::titled(stage, "Save File").await?.answer(to).await?;
    window.find("button", "Export again").await.map(drop)
}

#[tokio::test]
async fn a_conversation_is_written_out_as_an_archive_and_as_pages() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (stage, ben) = (&here.stage, &here.ben);
    here.ann.write("再买两斤小白菜 & <ginger>").await?;
    ben.write("On my way").await?;
    ben.paste_picture(stage, &garden(stage.home())?).await?;
    here.ann.find("button", "Picture from Ben").await?;
    ben.until_script("all was sent", "return !document.querySelector('main .waiting');").await?;

    let archive = stage.home().join("out");
    ben.raise().await?;
    ben.press("button", "What to do with Kitchen").await?;
    ben.press("menuitem", "Export…").await?;
    write_out(stage, ben, "Hearth archive", &archive).await?;
    ben.sees("3 messages written").await?;
    ben.screenshot(&picture("export")?).await?;
    let lines = fs::read_to_string(archive.join("archive.jsonl")).context("the archive is where it was wanted")?;
    assert!(lines.contains("再买两斤小白菜 & <ginger>"), "the words are in it as they were written:\n{lines}");
    assert!(lines.contains("On my way"));
    let files = fs::read_dir(archive.join("files"))?.count();
    assert_eq!(files, 1, "the picture lies beside it");

    ben.press("button", "Export again").await?;
    let pages = stage.home().join("pages");
    write_out(stage, ben, "Web pages", &pages).await?;
    let index = fs::read_to_string(pages.join("index.html")).context("the pages begin at index.html")?;
    assert!(!index.contains("<ginger>"), "what people wrote is never markup:\n{index}");
    here.leave().await
}

#[tokio::test]
async fn what_was_written_out_is_brought_into_another_hearth() -> Result<()> {
    let TwoPeople { stage, ann, ben } = TwoPeople::meet().await?;
    ann.write("再买两斤小白菜").await?;
    ben.write("On my way").await?;
    ben.paste_picture(&stage, &garden(stage.home())?).await?;
    ann.find("button", "Picture from Ben").await?;
    ben.until_script("all was sent", "return !document.querySelector('main .waiting');").await?;
    let archive = stage.home().join("out");
    ben.raise().await?;
    ben.press("button", "What to do with Kitchen").await?;
    ben.press("menuitem", "Export…").await?;
    write_out(&stage, &ben, "Hearth archive", &archive).await?;
    ben.close().await?;
    ann.close().await?;

    // Ben begins anew with a hearth of his own. The archive is read through first, and taken in when he says so.
    let ben = Window::open(&stage, app(), &["--profile", "another"]).await?;
    ben.host("Ben", "Bear", free_port()?).await?;
    ben.press("button", "Settings").await?;
    ben.press("button", "Servers").await?;
    ben.raise().await?;
    ben.press("button", "Bring in…").await?;
    ben.press("button", "Choose a file…").await?;
    Dialog::titled(&stage, "Open File").await?.answer(&archive.join("archive.jsonl")).await?;
    ben.sees("3 messages would be brought in").await?;
    // The folder around it is the same archive.
    ben.press("button", "Choose another").await?;
    ben.press("button", "Choose a folder…").await?;
    Dialog::titled(&stage, "Select Folder").await?.answer(&archive).await?;
    ben.sees("3 messages would be brought in").await?;
    // Nobody here is called as Ann was there. Ben says that it was him, too.
    let who = ben.find("combobox", "Who Ann is here").await?;
    ensure!(who.prop("value").await?.as_deref() == Some(""), "nobody was chosen for Ann");
    ben.script("[...document.querySelectorAll('dialog select')].find((each) => each.title.includes('Ann')).focus();")
        .await?;
    who.select_by_value("ben").await?;
    ben.sees("Read it through again").await?;
    ben.screenshot(&picture("import-rehearsal")?).await?;
    ben.press("button", "Bring it in").await?;
    ben.sees("3 messages were brought in").await?;
    ben.until_script(
        "the report says who Ann is",
        "return [...document.querySelectorAll('dialog li')].some((row) => /Ann.*@ann.*@ben/u.test(row.textContent));",
    )
    .await?;
    ben.screenshot(&picture("import")?).await?;
    ben.type_keys(&String::from(char::from(Key::Escape))).await?;
    ben.press("button", "Close settings").await?;
    ben.until_script(
        "the conversation is in the list",
        "const row = [...document.querySelectorAll('[data-row]')].find((each) => each.textContent.includes('[picture]'));
         row?.click(); return !!row;",
    )
    .await?;
    ben.until_script(
        "what Ann wrote is his",
        "return [...document.querySelectorAll('[role=log] article')].some(
             (said) => said.querySelector('.own') && said.textContent.includes('再买两斤小白菜'));",
    )
    .await?;
    ben.find("button", "Picture from Ben").await?;
    ben.screenshot(&picture("imported")?).await?;
    ben.close().await
}
