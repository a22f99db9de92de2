//! What lies in the tray before it is sent: captions that outlive the app, and pictures that go as the files they are.

use anyhow::{Result, ensure};
use hearth_testkit::desk::Window;

use crate::{
    house::{TwoPeople, app, garden, picture, private_chat, turn_to},
    papers::paste,
};

#[tokio::test]
async fn a_caption_outlives_the_app_and_goes_with_its_picture() -> Result<()> {
    let TwoPeople { stage, ann, ben } = TwoPeople::meet().await?;
    private_chat(&ben, "Ann").await?;
    turn_to(&ben, "Kitchen").await?;
    paste(&stage, &ben, &[&garden(stage.home())?]).await?;
    ben.find("button", "Remove this picture").await?;
    ben.fill("Caption", "The first tomatoes").await?;
    // Going elsewhere keeps it at once.
    turn_to(&ben, "Ann").await?;
    ben.close().await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    turn_to(&ben, "Kitchen").await?;
    ben.find("button", "Remove this picture").await?;
    ben.sees("The first tomatoes").await?;
    ben.screenshot(&picture("tray-kept")?).await?;
    ben.press("button", "Send").await?;
    ann.find("button", "The first tomatoes").await?;
    ensure!(ann.messages().await? == 1, "it is one message");
    ben.close().await?;
    ann.close().await
}

#[tokio::test]
async fn a_picture_goes_as_the_file_it_is_when_the_person_wants_that() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    paste(&here.stage, ben, &[&garden(here.stage.home())?]).await?;
    ben.find("button", "Remove this picture").await?;
    ben.fill("Caption", "For printing").await?;
    ben.press("switch", "As a file").await?;
    ben.find("button", "Remove this file").await?;
    ben.sees("For printing").await?;
    ben.screenshot(&picture("tray-as-file")?).await?;
    // Back and forth, since one may change one's mind.
    ben.press("switch", "As a file").await?;
    ben.find("button", "Remove this picture").await?;
    ben.press("switch", "As a file").await?;
    ben.find("button", "Remove this file").await?;
    ben.press("button", "Send").await?;
    ann.sees("For printing").await?;
    ann.press("button", "Download garden.png").await?;
    ann.find("button", "Open garden.png").await?;
    here.leave().await
}
