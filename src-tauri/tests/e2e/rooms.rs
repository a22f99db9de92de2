//! Rooms and people in real windows: what an admin sees and a member does not, silence, reading only, a chat of several,
//! invites, a block, a status.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use hearth_testkit::desk::{Stage, Window};

use crate::house::{TwoPeople, app, free_port, picture};

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
async fn a_room_that_wants_pauses_lets_a_second_message_leave_when_the_pause_is_over() -> Result<()> {
    let here = TwoPeople::meet().await?;
    let (ann, ben) = (&here.ann, &here.ben);
    ann.press("button", "What to do with Kitchen").await?;
    ann.press("menuitem", "Room settings").await?;
    ann.press("tab", "Writing").await?;
    // By keyboard: the list that opens is the desktop's own.
    ann.find("combobox", "Pause between two messages").await?.send_keys(&Key::Down.to_string()).await?;
    ann.until_script("5 seconds are chosen", "return document.querySelector('dialog select').value === '5';").await?;
    ann.press("button", "Save").await?;
    ann.no_longer_sees("Room settings").await?;

    let began = Instant::now();
    ben.write("One").await?;
    ann.sees("One").await?;
    ben.sees("This room wants a pause").await?;
    ben.write("Two").await?;
    ben.screenshot(&picture("slow")?).await?;
    // Those who look after the room need not wait.
    for words in ["Three", "Four"] {
        ann.write(words).await?;
        ben.sees(words).await?;
    }
    ensure!(!ann.text().await?.contains("This room wants a pause"), "Ann need not wait");
    ann.sees("Two").await?;
    ensure!(began.elapsed() >= Duration::from_secs(5), "the room had its pause");
    ben.no_longer_sees("This room wants a pause").await?;
    ensure!(ben.messages().await? == 4, "nothing was said twice");
    here.leave().await
}

#[tokio::test]
async fn a_link_that_was_taken_back_opens_nothing_and_says_so() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    // Who has only looked at it so far is told as well.
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.introduce("Ben", "Bear").await?;
    ben.fill("Invite link", &link).await?;
    ben.sees("invites you to Kitchen").await?;

    ann.press("button", "What to do with Kitchen").await?;
    ann.press("menuitem", "Room settings").await?;
    ann.press("tab", "Invites").await?;
    ann.press("button", "Take back the link").await?;
    ann.sees("No link leads here now").await?;

    ben.press("button", "Join").await?;
    ben.sees("This invite does not hold any more").await?;
    ben.screenshot(&picture("invite-revoked")?).await?;
    let cleo = Window::open(&stage, app(), &["--profile", "cleo"]).await?;
    cleo.introduce("Cleo", "Cat").await?;
    cleo.fill("Invite link", &link).await?;
    cleo.sees("This invite does not hold any more").await?;
    ensure!(!cleo.text().await?.contains("invites you"), "it opens nothing");
    for window in [cleo, ben, ann] {
        window.close().await?;
    }
    Ok(())
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
