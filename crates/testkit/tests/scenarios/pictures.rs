//! Pictures on a network that breaks.

use std::{io::Cursor, path::Path};

use anyhow::Result;
use hearth_client::{
    call::PictureCall,
    view::{Cause, LocalFault},
};
use hearth_proto::body::Body;
use hearth_testkit::{people::told, proxy::Way, server::Hearth};
use image::{ImageFormat, RgbImage};

use crate::home::Home;

/// A picture that no compression makes small, so that it takes many steps to upload.
fn noise(side: u32) -> Result<Vec<u8>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let picture = RgbImage::from_fn(side, side, |_, _| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        image::Rgb([(state >> 40) as u8, (state >> 48) as u8, (state >> 56) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

#[tokio::test]
async fn an_upload_that_is_cut_goes_on_where_it_stopped_and_arrives_whole() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    let account = home.ann.account()?;
    let staged = home.ann.client()?.stage_picture_bytes(account, noise(900)?).await.map_err(told)?.picture;
    assert!(staged.size > 2_000_000, "only {} bytes", staged.size);
    let lines = home.net.accepted_so_far();
    home.net.shut_after(Way::ToServer, 1_000_000);
    let key = home.ann.room("Kitchen")?;
    let call = PictureCall { key, picture: staged.clone(), caption: "noise".into(), reply_to: None };
    let message = home.ann.client()?.send_picture(call).await.map_err(told)?;
    home.net.holding(Way::ToServer).await;
    home.net.cut();
    home.net.open(Way::ToServer);
    home.ann.has_sent_all().await?;

    let received = home.ben.sees("Kitchen", "noise").await?;
    let Some(Body::Picture { picture, .. }) = received.body else { panic!("no picture: {received:?}") };
    assert_eq!(picture, staged);
    let there = home.ben.client()?.media(home.ben.account()?, &picture.blob).await.map_err(told)?;
    let here = home.ann.client()?.media(account, &picture.blob).await.map_err(told)?;
    assert!(there == here && there.bytes.len() as u64 == staged.size);

    let steps = home.ann.until("sees the upload end", |world| {
        world.uploads.get(&message).filter(|steps| steps.last().is_some_and(|(sent, total)| sent == total)).cloned()
    });
    let steps = steps.await?;
    assert!(home.net.accepted_so_far() >= lines + 3, "the line was not cut");
    assert!(steps.is_sorted() && steps.iter().filter(|(sent, _)| *sent == 0).count() == 1, "it began anew: {steps:?}");

    home.hearth.stop().await;
    home.ben.restart().await?;
    let offline = home.ben.client()?.media(home.ben.account()?, &picture.blob).await.map_err(told)?;
    assert_eq!(offline, there);
    Ok(())
}

#[tokio::test]
async fn a_picture_sent_offline_outlives_a_restart() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    home.net.refuse(true);
    home.net.cut();
    let account = home.ann.account()?;
    let staged = home.ann.client()?.stage_picture_bytes(account, noise(64)?).await.map_err(told)?.picture;
    let key = home.ann.room("Kitchen")?;
    let call = PictureCall { key, picture: staged.clone(), caption: "later".into(), reply_to: None };
    home.ann.client()?.send_picture(call).await.map_err(told)?;
    home.ann.says("Kitchen", "after the picture").await?;
    home.ann.restart().await?;
    home.net.refuse(false);
    home.ann.has_sent_all().await?;
    home.ben.sees("Kitchen", "after the picture").await?;
    assert_eq!(home.ben.texts("Kitchen").await?, ["later", "after the picture"]);
    let media = home.ben.client()?.media(home.ben.account()?, &staged.blob).await.map_err(told)?;
    assert_eq!(media.bytes.len() as u64, staged.size);
    Ok(())
}

#[tokio::test]
async fn a_file_that_only_claims_to_be_a_picture_is_refused_here() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let path = home.ann.dir().join("holiday.png");
    std::fs::write(&path, "this is a letter")?;
    let refused = |path: &Path| {
        let (client, path) = (home.ann.client().expect("open").clone(), path.to_owned());
        let account = home.ann.account().expect("joined");
        async move { client.stage_picture_file(account, path).await.expect_err("taken").cause }
    };
    assert_eq!(refused(&path).await, Cause::Local(LocalFault::NotAPicture));
    // The head of a picture with nothing behind it is none either.
    std::fs::write(&path, &noise(64)?[..100])?;
    assert_eq!(refused(&path).await, Cause::Local(LocalFault::NotAPicture));
    Ok(())
}
