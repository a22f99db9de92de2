//! A room of a hundred thousand messages: what is read stands still to the pixel, as the web view paints it, while older
//! pages load above, lines are measured, pictures arrive and the window changes its size.

use anyhow::{Context, Result};
use hearth_history::{
    batch::{Batch, Coverage},
    item::{Item, Place},
    open::History,
};
use hearth_proto::{
    body::Body,
    event::{Event, Message, What},
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use hearth_testkit::desk::{Stage, Window};
use serde_json::Value;
use uuid::Uuid;

use crate::house::{app, free_port, garden, history_of, picture};

const MESSAGES: u64 = 100_000;
/// Pixels. The web view lays out in parts of pixels, and the offset of what scrolls is a whole one.
const STILL: f64 = 1.0;
/// Measures in the page, after each frame that was painted.
pub const MEASURE: &str = include_str!("standing_still.js");

#[tokio::test]
async fn what_is_read_stands_still_in_a_room_of_a_hundred_thousand_messages() -> Result<()> {
    let stage = Stage::set(1600, 1000).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.paste_picture(&stage, &garden(stage.home())?).await?;
    ann.find("button", "Picture from Ben").await?;
    // Ben reads what is on his own disk; a server that has not said all this would only be in the way.
    ann.close().await?;
    ben.close().await?;
    fill(&stage)?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.resize(1280, 860).await?;
    ben.find("textbox", "Message Kitchen").await?;
    ben.until_script("lines are there", "return document.querySelectorAll('[role=log] article').length > 5;").await?;
    ben.script(MEASURE).await?;

    for (step, times) in [(60, 60), (400, 40), (900, 30)] {
        still(
            &ben,
            &format!("up by {step}"),
            &format!("return window.still.start(() => window.still.up({step}, {times}));"),
        )
        .await?;
    }
    ben.screenshot(&picture("standing-still")?).await?;
    for (width, height) in [(1000, 860), (760, 860), (1280, 700), (520, 860), (1280, 860)] {
        ben.script("return window.still.start(() => window.still.rest(2000));").await?;
        ben.resize(width, height).await?;
        verdict(&ben, &format!("at {width} x {height}")).await?;
    }
    for (step, times) in [(-400, 20), (-60, 40)] {
        still(
            &ben,
            &format!("down by {step}"),
            &format!("return window.still.start(() => window.still.up({step}, {times}));"),
        )
        .await?;
    }
    ben.close().await
}

pub async fn still(window: &Window, what: &str, script: &str) -> Result<()> {
    window.script(script).await?;
    verdict(window, what).await
}

/// Waits until it was measured, and says how far anything went that should have stood still.
pub async fn verdict(window: &Window, what: &str) -> Result<()> {
    window.until_script(&format!("{what}: measured"), "return window.still.done;").await?;
    let seen = window.script("return window.still.verdict;").await?;
    let worst = seen.get("worst").and_then(Value::as_f64).with_context(|| format!("{what}: {seen}"))?;
    let samples = seen.get("samples").and_then(Value::as_u64).unwrap_or_default();
    println!("{what}: {worst:.2} px at worst in {samples} frames, the longest took {:.0} ms", number(&seen, "longest"));
    assert!(samples > 10, "{what}: only {samples} frames were seen");
    assert!(worst <= STILL, "{what}: it moved by {worst} px: {seen}");
    Ok(())
}

fn number(seen: &Value, name: &str) -> f64 {
    seen.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

/// Writes a long past into the account's own file. Every tenth message shows the picture that is there already.
fn fill(stage: &Stage) -> Result<()> {
    let file = history_of(stage, "ben")?;
    let mut history = History::open(&file)?;
    let reader = history.readers.get()?;
    let restored = reader.restore()?;
    let author = restored.me.context("Ben knows himself")?.id;
    let kitchen = restored.standings.first().context("there is the Kitchen")?;
    let page = reader.timeline(kitchen.conversation, Place::Newest, 20)?;
    let shown = page.items.iter().find_map(|item| match item {
        Item::Message(message) => message.body.clone().filter(|body| matches!(body, Body::Picture { .. })),
        Item::Note(_) | Item::Hole { .. } => None,
    });
    let shown = shown.context("a picture was sent")?;
    drop(reader);
    let (conversation, head) = (kitchen.conversation, kitchen.head.0);
    let mut from = head + 1;
    while from <= head + MESSAGES {
        let to = (from + 4_999).min(head + MESSAGES);
        let events = (from..=to).map(|seq| said(conversation, author, seq, &shown)).collect();
        let coverage = vec![Coverage { conversation, head: Seq(to), holes: Vec::new() }];
        history.writer.apply(&Batch { events, coverage, ..Batch::default() })?;
        from = to + 1;
    }
    Ok(())
}

fn said(conversation: ConversationId, me: UserId, seq: u64, shown: &Body) -> Event {
    // Of every length, so that no guess of a line's height is right.
    let words = "the soup is on, bring **bread** and somebody who likes mushrooms "
        .repeat(usize::try_from(seq * 7 % 11).unwrap_or(0));
    let body = match seq % 30 {
        10 => shown.clone(),
        20 => Body::Text { text: format!("Message {seq}\n```rust\nfn soup() {{\n    // {seq}\n}}\n```\n- one\n- two") },
        _ => Body::Text { text: format!("Message {seq} {words}") },
    };
    let message = Message {
        message: MessageId(Uuid::from_u64_pair(seq.wrapping_mul(0x9E37_79B9_7F4A_7C15), seq)),
        body: Some(body),
        reply_to: None,
        number: seq,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        forwarded: None,
        mentions_room: false,
    };
    let at = Millis(1_750_000_000_000 + i64::try_from(seq).unwrap_or(0) * 70_000);
    let author = if seq.is_multiple_of(4) { me } else { UserId(Uuid::from_u64_pair(2, seq / 4 % 5)) };
    Event { conversation, seq: Seq(seq), pos: Pos(seq), at, author, what: What::Message(message) }
}
