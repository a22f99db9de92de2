//! Files of any type on a network that breaks, and on a disk that is not endless.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, bail};
use hearth_client::{
    call::DraftCall,
    file_view::{BlobCall, BlobsCall, DownloadCall, FileState, OwnStickerCall, SendFileCall, StageCall, StickersCall},
    view::{Cause, LocalFault},
};
use hearth_engine::connection::LineReason;
use hearth_history::item::{Attachment, Captioned};
use hearth_proto::{
    body::{Body, File},
    id::BlobId,
};
use hearth_testkit::{
    people::{Person, told},
    proxy::Way,
    server::Hearth,
};

use crate::home::Home;

/// Bytes without a pattern, always the same.
fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..size).map(|_| next()).collect()
}

async fn stage(person: &Person, path: &Path) -> Result<File> {
    let (account, path) = (person.account()?, path.to_owned());
    let call = StageCall { account, path, staging: "one".into(), as_file: false };
    match person.client()?.stage_file(call).await.map_err(told)? {
        Attachment::File { file } => Ok(file),
        Attachment::Picture { picture } => bail!("{picture:?} is no file"),
    }
}

/// A file of these bytes, staged and sent to the kitchen with a caption.
async fn send(person: &Person, name: &str, bytes: &[u8], caption: &str) -> Result<File> {
    let path = person.dir().join(name);
    fs::write(&path, bytes)?;
    let file = stage(person, &path).await?;
    let key = person.room("Kitchen")?;
    let call = SendFileCall { key, file: file.clone(), caption: caption.into(), reply_to: None };
    person.client()?.send_file(call).await.map_err(told)?;
    Ok(file)
}

async fn wants(person: &Person, file: &File) -> Result<()> {
    let call = DownloadCall { account: person.account()?, blob: file.blob.clone(), size: file.size };
    person.client()?.download(call).await.map_err(told)
}

async fn state(person: &Person, blob: &BlobId) -> Result<FileState> {
    let call = BlobsCall { account: person.account()?, blobs: vec![blob.clone()] };
    person.client()?.file_states(call).await.map_err(told)?.pop().context("one was asked for")
}

/// Waits until the window was told this of the file.
async fn hears(person: &Person, blob: &BlobId, what: impl Fn(&FileState) -> bool) -> Result<FileState> {
    person.until("hears of the file", |world| world.files.get(blob)?.last().filter(|state| what(state)).cloned()).await
}

async fn saved(person: &Person, blob: &BlobId) -> Result<Vec<u8>> {
    let to = person.dir().join("saved");
    person.client()?.save_file(person.account()?, blob, to.clone()).await.map_err(told)?;
    Ok(fs::read(to)?)
}

fn stored(person: &Person, blob: &BlobId) -> Result<PathBuf> {
    Ok(person.account_dir()?.join("blobs").join(&blob.as_str()[..2]).join(blob.as_str()))
}

/// How often a file began to come from the first byte on.
fn beginnings(person: &Person, blob: &BlobId) -> Result<usize> {
    let told = person.world()?.files.get(blob).cloned().unwrap_or_default();
    Ok(told.iter().filter(|state| matches!(state, FileState::Coming { have: 0, .. })).count())
}

#[tokio::test]
async fn a_file_of_any_type_arrives_when_it_is_wanted_and_is_byte_for_byte_the_same() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let bytes = [b"%PDF-1.7\n".to_vec(), noise(300_000)].concat();
    let file = send(&home.ann, "Bericht 2026.pdf", &bytes, "the report").await?;
    assert_eq!((file.mime.as_str(), file.name.as_str()), ("application/pdf", "Bericht 2026.pdf"));
    assert_eq!(state(&home.ann, &file.blob).await?, FileState::Here);
    let received = home.ben.sees("Kitchen", "the report").await?;
    let Some(Body::File { file: received, .. }) = received.body else { bail!("no file") };
    assert_eq!(received, file);
    assert_eq!(state(&home.ben, &file.blob).await?, FileState::Absent, "it came without being asked for");
    wants(&home.ben, &file).await?;
    hears(&home.ben, &file.blob, |state| *state == FileState::Here).await?;
    assert!(saved(&home.ben, &file.blob).await? == bytes);
    let laid = home.ben.client()?.lay_out(home.ben.account()?, &file.blob, "../../Bericht.pdf").await.map_err(told)?;
    assert!(laid.starts_with(home.ben.dir().join("opened")) && fs::read(&laid)? == bytes, "{}", laid.display());
    Ok(())
}

#[tokio::test]
async fn a_download_that_is_cut_goes_on_where_it_stopped() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let bytes = noise(3_000_000);
    let file = send(&home.ben, "film.bin", &bytes, "big").await?;
    home.ann.sees("Kitchen", "big").await?;
    home.net.shut_after(Way::ToClient, 1_000_000);
    wants(&home.ann, &file).await?;
    home.net.holding(Way::ToClient).await;
    home.net.cut();
    home.net.open(Way::ToClient);
    hears(&home.ann, &file.blob, |state| *state == FileState::Here).await?;
    assert!(saved(&home.ann, &file.blob).await? == bytes);
    assert_eq!(beginnings(&home.ann, &file.blob)?, 1, "it began anew");
    Ok(())
}

#[tokio::test]
async fn a_download_goes_on_after_a_crash_without_being_asked_for_again() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    let bytes = noise(3_000_000);
    let file = send(&home.ben, "film.bin", &bytes, "big").await?;
    home.ann.sees("Kitchen", "big").await?;
    home.net.shut_after(Way::ToClient, 1_000_000);
    wants(&home.ann, &file).await?;
    home.net.holding(Way::ToClient).await;
    hears(&home.ann, &file.blob, |state| matches!(state, FileState::Coming { have, .. } if *have > 0)).await?;
    home.ann.crash();
    home.net.refuse(true);
    home.net.cut();
    home.net.open(Way::ToClient);
    home.ann.reopen().await?;
    let waiting = home.ann.until_read("has the wish back", |_| async {
        Ok(match state(&home.ann, &file.blob).await? {
            FileState::Waiting { have } => Some(have),
            _ => None,
        })
    });
    assert!(waiting.await? > 0, "what came is lost");
    home.net.refuse(false);
    home.ann.client()?.try_now(home.ann.account()?).await.map_err(told)?;
    hears(&home.ann, &file.blob, |state| *state == FileState::Here).await?;
    assert!(saved(&home.ann, &file.blob).await? == bytes);
    assert_eq!(beginnings(&home.ann, &file.blob)?, 0, "it began anew");
    Ok(())
}

#[tokio::test]
async fn a_download_that_is_called_off_leaves_nothing() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let file = send(&home.ben, "film.bin", &noise(2_000_000), "big").await?;
    home.ann.sees("Kitchen", "big").await?;
    home.net.shut_after(Way::ToClient, 500_000);
    wants(&home.ann, &file).await?;
    home.net.holding(Way::ToClient).await;
    let call = BlobCall { account: home.ann.account()?, blob: file.blob.clone() };
    home.ann.client()?.cancel_download(call).await.map_err(told)?;
    hears(&home.ann, &file.blob, |state| *state == FileState::Absent).await?;
    let parts = fs::read_dir(home.ann.account_dir()?.join("blobs").join("incoming"))?.count();
    assert_eq!(parts, 0);
    home.net.open(Way::ToClient);
    Ok(())
}

#[tokio::test]
async fn other_bytes_from_a_server_never_become_the_file() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let file = send(&home.ben, "letter.txt", b"what Ben wrote", "read this").await?;
    home.ann.sees("Kitchen", "read this").await?;
    home.ben.has_sent_all().await?;
    let on_server = home.hearth.data().join("blobs").join(&file.blob.as_str()[..2]).join(file.blob.as_str());
    fs::write(&on_server, b"what Ben wr0te")?;
    wants(&home.ann, &file).await?;
    let failed = hears(&home.ann, &file.blob, |state| matches!(state, FileState::Failed { .. })).await?;
    let FileState::Failed { problem } = failed else { bail!("{failed:?}") };
    assert_eq!(problem.cause, Cause::Line(LineReason::ProtocolBroken));
    assert!(!stored(&home.ann, &file.blob)?.exists());
    // More than was announced is not taken either, however right the first part is.
    fs::write(&on_server, b"what Ben wrote, and much more")?;
    wants(&home.ann, &file).await?;
    let failures =
        |told: &Vec<FileState>| told.iter().filter(|state| matches!(state, FileState::Failed { .. })).count();
    home.ann
        .until("hears of the second failure", |world| {
            world.files.get(&file.blob).filter(|told| failures(told) == 2).cloned()
        })
        .await?;
    assert!(!stored(&home.ann, &file.blob)?.exists());
    // Once the server is honest, asking again helps.
    fs::write(&on_server, b"what Ben wrote")?;
    wants(&home.ann, &file).await?;
    hears(&home.ann, &file.blob, |state| *state == FileState::Here).await?;
    assert_eq!(saved(&home.ann, &file.blob).await?, b"what Ben wrote");
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_before_anything_is_uploaded() -> Result<()> {
    let home = Home::new(Hearth::start(|config| config.limits.blob_bytes = 1000).await?).await?;
    let (large, nothing) = (home.ann.dir().join("large"), home.ann.dir().join("nothing"));
    fs::write(&large, noise(1001))?;
    fs::write(&nothing, b"")?;
    let says = |fault: LocalFault| format!("{:?}", Cause::Local(fault));
    for (path, wanted) in [
        (large, LocalFault::FileTooLarge),
        (nothing, LocalFault::FileEmpty),
        (home.ann.dir().to_owned(), LocalFault::NotAFile),
        (home.ann.dir().join("missing"), LocalFault::NotAFile),
    ] {
        let refused = stage(&home.ann, &path).await.expect_err("taken").to_string();
        assert!(refused.starts_with(&says(wanted)), "{refused}");
    }
    let before = home.ann.client()?.quota(home.ann.account()?).await.map_err(told)?;
    send(&home.ann, "small", &noise(900), "small").await?;
    home.ben.sees("Kitchen", "small").await?;
    let after = home.ann.client()?.quota(home.ann.account()?).await.map_err(told)?;
    assert_eq!((after.used - before.used, after.total), (900, before.total));
    Ok(())
}

#[tokio::test]
async fn what_was_used_longest_ago_gives_way_but_never_what_waits_to_be_sent() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    let (old, new) = (noise(200_000), noise(250_000));
    let old = send(&home.ben, "old.bin", &old, "old").await?;
    let new = send(&home.ben, "new.bin", &new, "new").await?;
    home.ann.sees("Kitchen", "new").await?;
    for file in [&old, &new] {
        wants(&home.ann, file).await?;
        hears(&home.ann, &file.blob, |state| *state == FileState::Here).await?;
    }
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    let waits = send(&home.ann, "waits.bin", &noise(300_000), "later").await?;
    let path = home.ann.dir().join("draft.bin");
    fs::write(&path, noise(50_000))?;
    let attachment = Attachment::File { file: stage(&home.ann, &path).await? };
    let attachments = vec![Captioned { attachment, caption: String::new() }];
    let key = home.ann.room("Kitchen")?;
    let draft = DraftCall { key, text: String::new(), reply_to: None, attachments, edit: None };
    home.ann.client()?.set_draft(draft).await.map_err(told)?;
    // After a restart only the outbox and the draft know that the files are still needed.
    home.ann.restart().await?;
    let long_ago = SystemTime::now() - Duration::from_secs(1000);
    for (blob, at) in [(&waits.blob, 3), (&old.blob, 2), (&new.blob, 1)] {
        fs::File::open(stored(&home.ann, blob)?)?.set_modified(long_ago - Duration::from_secs(at))?;
    }
    let client = home.ann.client()?;
    let before = client.storage().await.map_err(told)?;
    assert_eq!((before.used, before.needed), (800_000, 350_000));
    let after = client.make_room(650_000).await.map_err(told)?;
    assert_eq!(after.used, 600_000);
    let states = [state(&home.ann, &old.blob).await?, state(&home.ann, &new.blob).await?];
    assert_eq!(states, [FileState::Absent, FileState::Here]);
    let cleared = client.clear_files().await.map_err(told)?;
    assert_eq!((cleared.used, cleared.needed), (350_000, 350_000));
    home.net.refuse(false);
    client.try_now(home.ann.account()?).await.map_err(told)?;
    home.ann.has_sent_all().await?;
    home.ben.sees("Kitchen", "later").await?;
    Ok(())
}

#[tokio::test]
async fn an_own_sticker_is_added_ordered_sent_and_taken_over() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    let account = home.ann.account()?;
    for (name, shade) in [("one.png", 10), ("two.png", 200)] {
        let path = home.ann.dir().join(name);
        image::RgbaImage::from_pixel(1200, 600, image::Rgba([shade, 90, 20, 128])).save(&path)?;
        home.ann.client()?.add_sticker_file(account, path).await.map_err(told)?;
    }
    let stickers = home.ann.client()?.stickers(account).await.map_err(told)?;
    let names: Vec<&str> = stickers.iter().map(|sticker| sticker.name.as_str()).collect();
    assert_eq!((names, stickers[0].width), (vec!["two", "one"], 512));
    let blobs: Vec<BlobId> = stickers.iter().rev().map(|sticker| sticker.blob.clone()).collect();
    home.ann.client()?.set_stickers(StickersCall { account, blobs: blobs.clone() }).await.map_err(told)?;
    home.ann.restart().await?;
    home.ann.is_connected().await?;
    assert_eq!(home.ann.client()?.stickers(account).await.map_err(told)?[0].name, "one");
    let key = home.ann.room("Kitchen")?;
    for _ in 0..2 {
        let call = OwnStickerCall { key, blob: blobs[0].clone(), reply_to: None };
        home.ann.client()?.send_own_sticker(call).await.map_err(told)?;
    }
    home.ann.has_sent_all().await?;
    home.ann.says("Kitchen", "see").await?;
    home.ben.sees("Kitchen", "see").await?;
    let call = BlobCall { account: home.ben.account()?, blob: blobs[0].clone() };
    home.ben.client()?.add_sticker(call).await.map_err(told)?;
    home.ben.until("has a sticker", |world| (world.stickers.len() == 1).then_some(())).await?;
    home.ann.client()?.set_stickers(StickersCall { account, blobs: Vec::new() }).await.map_err(told)?;
    home.ann.until("has none", |world| world.stickers.is_empty().then_some(())).await?;
    Ok(())
}
