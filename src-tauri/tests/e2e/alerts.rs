//! Native notifications: shown, clicked, withdrawn.

use anyhow::Result;
use hearth_testkit::desk::window::until;

use crate::house::{TwoPeople, private_chat};

#[tokio::test]
async fn a_notification_is_shown_and_its_click_opens_the_message() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (stage, ann, ben) = (&here.stage, &here.ann, &here.ben);

    // Ann looks at a private chat, so news from the Kitchen is worth a notification.
    private_chat(ann, "Ben").await?;
    ben.write("Soup is ready").await?;
    until("a notification is on the screen", || async { Ok((stage.notifications_shown().await? > 0).then_some(())) })
        .await?;
    stage.screenshot(&crate::house::picture("notification")?).await?;
    stage.click_notification().await?;
    ann.find("textbox", "Message Kitchen").await?;
    ann.sees("Soup is ready").await?;
    here.leave().await
}

#[tokio::test]
async fn a_notification_goes_when_its_message_is_read() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (stage, ann, ben) = (&here.stage, &here.ann, &here.ben);
    private_chat(ann, "Ben").await?;
    ben.write("Read me").await?;
    until("a notification is on the screen", || async { Ok((stage.notifications_shown().await? > 0).then_some(())) })
        .await?;
    ann.open_conversation("Kitchen").await?;
    until("the notification has gone", || async { Ok((stage.notifications_shown().await? == 0).then_some(())) })
        .await?;
    here.leave().await
}
