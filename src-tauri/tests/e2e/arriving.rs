//! What comes while somebody reads: a picture that takes its time, and a message taller than the window.

use anyhow::{Result, ensure};
use hearth_testkit::desk::Window;

use crate::{
    acts::{comes_into_view, lines},
    house::{TwoPeople, garden, picture, private_chat, turn_to},
    standing_still::{MEASURE, still, verdict},
};

#[tokio::test]
async fn a_picture_that_comes_late_moves_nothing() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    // What is not looked at is not fetched.
    private_chat(ben, "Ann").await?;
    says(ann, 1, 20).await?;
    ann.paste_picture(&here.stage, &garden(here.stage.home())?).await?;
    ann.find("button", "Picture from Ann").await?;
    says(ann, 21, 60).await?;
    ben.find("img", "61 unread messages").await?;

    // Ann's computer hangs, and with it the server that has the picture.
    let hanging = ann.freeze().await?;
    turn_to(ben, "Kitchen").await?;
    ben.sees("61 new messages").await?;
    ben.raise().await?;
    ben.script(MEASURE).await?;
    let down = "return window.still.start(() => window.still.up(-60, 12));";
    still(ben, "down to a picture that does not come", down).await?;
    ben.until_script("its place is on the screen", &there(false)).await?;
    ben.screenshot(&picture("picture-late")?).await?;
    ben.script("return window.still.start(() => window.still.rest(4000));").await?;
    drop(hanging);
    ben.until_script("the picture has come", &there(true)).await?;
    verdict(ben, "while the picture comes").await?;
    ben.screenshot(&picture("picture-here")?).await?;
    here.leave().await
}

/// Writes so many short messages, ten to a word to the driver.
async fn says(window: &Window, from: usize, to: usize) -> Result<()> {
    window.find("textbox", "Message Kitchen").await?.click().await?;
    for first in (from..=to).step_by(10) {
        window.type_keys(&lines(first, to.min(first + 9))).await?;
    }
    Ok(())
}

/// Whether the only picture is there in full, or still to come.
fn there(wanted: bool) -> String {
    format!(
        "const all = [...document.querySelectorAll('[role=log] .frame img')];
         return all.length === 1 && (all[0].complete && all[0].naturalWidth > 0) === {wanted};"
    )
}

#[tokio::test]
async fn a_message_taller_than_the_window_is_drawn_once_and_followed() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    says(ann, 1, 12).await?;
    comes_into_view(ben, "Line 12").await?;
    ben.script(
        "window.taken = 0;
         new MutationObserver((records) => {
           for (const { removedNodes } of records)
             for (const node of removedNodes) if (node.textContent?.includes('a very long list')) window.taken += 1;
         }).observe(document.querySelector('[role=log]'), { childList: true, subtree: true });",
    )
    .await?;
    ann.script(
        "const lines = Array.from({ length: 30 }, (_, at) => `- ${at + 1} of a very long list`);
         document.querySelector('textarea').focus();
         document.execCommand('insertText', false, lines.join('\\n'));",
    )
    .await?;
    ann.press("button", "Send").await?;
    ben.sees("30 of a very long list").await?;
    ben.until_script(
        "the end of it is on the screen",
        "const log = document.querySelector('[role=log]');
         return log.scrollHeight - log.clientHeight - log.scrollTop < 2;",
    )
    .await?;
    ensure!(ben.script("return window.taken;").await? == 0, "it was taken down while it was measured");
    ben.screenshot(&picture("tall")?).await?;
    here.leave().await
}
