//! Rooms and people in real windows: what an admin sees and a member does not, silence, reading only, a chat of several,
//! invites, a block, a status.

use anyhow::Result;

use crate::house::{TwoPeople, picture};

#[tokio::test]
async fn an_owner_silences_a_member_who_then_reads_why_they_cannot_write() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);

    // A member is offered nothing that is not theirs to do.
    ben.press("button", "Members").await?;
    ben.press("button", "Ann").await?;
    ben.find("button", "Write to Ann").await?;
    ben.until_script("the card offers no more", "return !document.querySelector('[aria-label=\"More for Ann\"]');")
        .await?;
    ben.press("button", "Members").await?;

    ann.press("button", "Members").await?;
    ann.press("button", "Ben").await?;
    ann.press("button", "More for Ben").await?;
    ann.press("menuitem", "Silence until lifted").await?;
    ben.sees("You cannot write here until someone who looks after this room lets you again.").await?;
    ann.press("button", "Ben Silenced").await?;
    ann.press("button", "More for Ben").await?;
    ann.press("menuitem", "Let them write again").await?;
    ben.find("textbox", "Message Kitchen").await?;
    ben.write("Thank you").await?;
    ann.sees("Thank you").await?;
    here.leave().await
}

#[tokio::test]
async fn a_room_where_only_admins_write_says_so_and_lists_its_invites() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.press("button", "What to do with Kitchen").await?;
    ann.press("menuitem", "Room settings").await?;
    ann.press("tab", "Invites").await?;
    ann.find("button", "Take back the link").await?;
    ann.screenshot(&picture("invites")?).await?;
    ann.press("tab", "Writing").await?;
    ann.press("radio", "Those who look after it").await?;
    ann.press("button", "Save").await?;
    ben.sees("Only those who look after this room write here.").await?;
    ben.screenshot(&picture("read-only")?).await?;
    here.leave().await
}

#[tokio::test]
async fn who_is_blocked_cannot_write_in_private_and_a_status_is_seen() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ben.press("button", "You and your status").await?;
    ben.fill("Status", "In the garden").await?;
    ben.press("button", "Save").await?;
    ann.press("button", "Members").await?;
    ann.sees("In the garden").await?;
    ann.screenshot(&picture("status")?).await?;
    ann.press("button", "Ben In the garden").await?;
    ann.press("button", "Write to Ben").await?;
    ann.find("textbox", "Message Ben").await?;
    ann.press("button", "What to do with Ben").await?;
    ann.press("menuitem", "Block Ben").await?;
    ann.press("button", "Block").await?;
    ann.sees("You have blocked Ben, so neither of you writes here.").await?;
    ann.press("button", "Unblock Ben").await?;
    ann.find("textbox", "Message Ben").await?;
    here.leave().await
}
