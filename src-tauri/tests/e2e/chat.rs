//! Hosting, joining and talking.

use anyhow::Result;

use crate::house::{TwoPeople, garden, picture, private_chat};

#[tokio::test]
async fn two_people_chat_in_a_room_and_in_private() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);

    ben.write("Hello from Ben").await?;
    ann.sees("Hello from Ben").await?;
    ann.write("你好，Ben。晚饭七点").await?;
    ben.sees("你好，Ben。晚饭七点").await?;
    ann.screenshot(&picture("room")?).await?;

    // From the member list, over Ben's card, to a private chat; it appears at the other end, unread.
    private_chat(ann, "Ben").await?;
    ann.write("Just between us").await?;
    ben.find("img", "One unread message").await?;
    ben.screenshot(&picture("badge")?).await?;
    ben.open_conversation("Ann").await?;
    ben.sees("Just between us").await?;
    ben.until_script("the badge has gone", "return !document.querySelector('[aria-label=\"One unread message\"]');")
        .await?;
    ben.screenshot(&picture("private")?).await?;
    here.leave().await
}

#[tokio::test]
async fn a_pasted_picture_arrives_and_opens_in_full() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let file = garden(here.stage.home())?;
    here.ben.paste_picture(&here.stage, &file).await?;
    here.ann.find("button", "Picture from Ben").await?;
    here.ann
        .until_script(
            "the picture is drawn",
            "return [...document.images].some((i) => i.src.startsWith('media:') && i.complete && i.naturalWidth > 100);",
        )
        .await?;
    here.ann.press("button", "Picture from Ben").await?;
    here.ann.find("dialog", "Picture").await?;
    here.ann.screenshot(&picture("picture")?).await?;
    here.leave().await
}

#[tokio::test]
async fn whitespace_is_not_sent_and_shift_enter_makes_a_line() -> Result<()> {
    use fantoccini::key::Key;
    let here = TwoPeople::meet().await?;
    here.ben.write("   ").await?;
    // Modifiers are let go at the end of each handful of keys.
    here.ben.type_keys("first").await?;
    here.ben.type_keys(&format!("{}{}", char::from(Key::Shift), char::from(Key::Enter))).await?;
    here.ben.write("second").await?;
    here.ann.sees("first\nsecond").await?;
    assert_eq!(here.ann.messages().await?, 1, "only the message with words was sent");
    here.leave().await
}
