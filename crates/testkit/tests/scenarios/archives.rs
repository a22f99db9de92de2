//! Histories that are written out, and what can be read in what was written.

use std::{fs, path::PathBuf};

use anyhow::Result;
use hearth_archive::{
    reader::Reader,
    record::{Record, SourceKind},
};
use hearth_client::{
    archive_view::{ExportCall, ExportFormat, ExportState},
    settings::Language,
    view::{Cause, LocalFault},
};
use hearth_testkit::{
    people::{Person, told},
    server::Hearth,
};

use crate::home::Home;

async fn chatter(home: &Home) -> Result<()> {
    for number in 0..40 {
        home.ben.says("Kitchen", &format!("line {number} <b>汤</b>")).await?;
    }
    home.ann.makes_room("Cellar").await?;
    home.ann.says("Cellar", "it is dark here").await?;
    home.ann.has_sent_all().await?;
    home.ann.sees("Kitchen", "line 39 <b>汤</b>").await.map(drop)
}

fn call(person: &Person, here: Option<&str>, format: ExportFormat) -> Result<ExportCall> {
    let here = here.map(|room| person.room(room)).transpose()?.map(|key| key.conversation);
    Ok(ExportCall { account: person.account()?, here, format, files: true })
}

/// Writes it out and waits until that is over.
async fn exports(person: &Person, here: Option<&str>, format: ExportFormat, to: PathBuf) -> Result<ExportState> {
    let id = person.client()?.export(call(person, here, format)?, to, Language::English).await.map_err(told)?;
    person
        .until("has exported", |world| {
            let state = world.exports.get(&id)?;
            (!matches!(state, ExportState::Running { .. })).then(|| state.clone())
        })
        .await
}

fn said(archive: &std::path::Path) -> Result<Vec<String>> {
    let lines = std::io::BufReader::new(fs::File::open(archive.join("archive.jsonl"))?);
    let mut said = Vec::new();
    let reader = Reader::new(lines)?;
    assert_eq!(reader.header().source.kind, SourceKind::Hearth);
    for record in reader {
        if let Record::Message(message) = record? {
            said.extend(message.body.map(|body| body.words().to_owned()));
        }
    }
    Ok(said)
}

#[tokio::test]
async fn a_conversation_and_everything_are_written_with_the_server_dead() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    chatter(&home).await?;
    home.hearth.stop().await;
    let dir = tempfile::tempdir()?;
    let lines: Vec<String> = (0..40).map(|number| format!("line {number} <b>汤</b>")).collect();

    let one = dir.path().join("one");
    let state = exports(&home.ann, Some("Kitchen"), ExportFormat::Jsonl, one.clone()).await?;
    assert_eq!(state, ExportState::Done { messages: 40, files: 0, missing: 0, complete: true });
    assert_eq!(said(&one)?, lines);

    let all = dir.path().join("all");
    exports(&home.ann, None, ExportFormat::Jsonl, all.clone()).await?;
    let mut both = said(&all)?;
    both.sort();
    let mut expected = [lines, vec!["it is dark here".to_owned()]].concat();
    expected.sort();
    assert_eq!(both, expected);

    let pages = dir.path().join("pages");
    exports(&home.ann, Some("Kitchen"), ExportFormat::Html, pages.clone()).await?;
    let mut texts = Vec::new();
    texts_below(&pages, &mut texts)?;
    assert!(texts.iter().any(|text| text.contains("line 39 &lt;b&gt;汤")), "escaped");
    assert!(texts.iter().all(|text| !text.contains("<b>汤")));
    assert_eq!(home.ann.client()?.exports().len(), 3);
    Ok(())
}

fn texts_below(dir: &std::path::Path, texts: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            texts_below(&path, texts)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            texts.push(text);
        }
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_written_over_and_what_is_called_off_leaves_nothing() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    chatter(&home).await?;
    let dir = tempfile::tempdir()?;
    let taken = dir.path().join("taken");
    fs::create_dir(&taken)?;
    fs::write(taken.join("letter.txt"), "dear")?;
    let state = exports(&home.ann, None, ExportFormat::Markdown, taken.clone()).await?;
    let ExportState::Failed { problem } = state else { panic!("{state:?}") };
    assert_eq!(problem.cause, Cause::Local(LocalFault::Unwritable));
    assert_eq!(fs::read_to_string(taken.join("letter.txt"))?, "dear");

    let client = home.ann.client()?;
    let off = dir.path().join("off");
    let id = client.export(call(&home.ann, None, ExportFormat::Text)?, off.clone(), Language::English).await;
    let id = id.map_err(told)?;
    client.cancel_export(id);
    let state = home
        .ann
        .until("has ended", |world| {
            let state = world.exports.get(&id)?;
            (!matches!(state, ExportState::Running { .. })).then(|| state.clone())
        })
        .await?;
    // It may have been faster than the person.
    match state {
        ExportState::Cancelled => assert!(!off.exists()),
        ExportState::Done { .. } => assert!(off.exists()),
        ExportState::Running { .. } | ExportState::Failed { .. } => panic!("{state:?}"),
    }
    let left: Vec<_> =
        fs::read_dir(dir.path())?.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>()?;
    assert!(left.iter().all(|name| name == "taken" || name == "off"), "{left:?}");
    Ok(())
}
