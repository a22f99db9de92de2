//! Uses the app for long: scrolls through twenty thousand messages and searches a hundred times, in the real window.
//! The driver that does it has its own share in the window's memory, so an empty window is driven as well.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use fantoccini::key::Key;
use hearth_testkit::desk::{Stage, Window};
use serde_json::Value;

use super::{Profile, Programs, tree};

/// Messages that are scrolled through.
pub const SCROLLED: u64 = 20_000;

/// Searches, each typed letter by letter.
pub const SEARCHES: usize = 100;

/// How the search panel's field is called.
const BOX: &str = "Search messages";

const SCRIPT: &str = include_str!("using.js");

/// How long to wait for a window to come to rest, and for the next message while scrolling. How long that takes in all
/// depends on the machine: each message is laid out.
const PATIENCE: Duration = Duration::from_secs(60);

/// Words that are searched for in turns.
const WORDS: [&str; 10] = ["the", "饭", "饺子", "server", "quillotter", "mush", "今天", "会議", "cache", "氤氲阁"];

/// MiB of the whole tree, driven.
#[derive(Clone, Copy, Default, Debug)]
pub struct Used {
    /// An empty window under the same driver.
    pub empty: f64,
    /// The app, before anything was done.
    pub before: f64,
    pub scrolled: f64,
    pub searched: f64,
    /// How many messages it was.
    pub messages: u64,
    pub searches: usize,
}

/// Drives both.
///
/// # Errors
/// When the window does not do what it should.
pub async fn use_for_long(stage: &Stage, programs: &Programs, profile: &Profile) -> Result<Used> {
    let mut used = Used::default();
    let empty = Window::open(stage, &programs.empty, &[]).await?;
    empty.until_script("its page is there", "return document.readyState === 'complete';").await?;
    used.empty = at_rest(&programs.empty).await?;
    empty.close().await?;

    let window = Window::open(stage, &programs.app, &["--profile", profile.name()]).await?;
    window.until_script("lines are there", "return !!document.querySelector('[role=log] [data-message]');").await?;
    used.before = at_rest(&programs.app).await?;
    used.messages = scroll(&window).await?;
    used.scrolled = pss_of(&programs.app)?;
    for word in WORDS.iter().cycle().take(SEARCHES) {
        search(&window, word).await.with_context(|| format!("searching for {word}"))?;
        used.searches += 1;
    }
    used.searched = pss_of(&programs.app)?;
    window.close().await?;
    Ok(used)
}

async fn scroll(window: &Window) -> Result<u64> {
    window.script(SCRIPT).await?;
    window.script(&format!("window.using.up({SCROLLED}); return true;")).await?;
    let (mut came, mut moved) = (0, Instant::now());
    let mut look = tokio::time::interval(Duration::from_millis(500));
    loop {
        look.tick().await;
        let state = window.script("return [window.using.done, window.using.begun - window.using.now];").await?;
        let done = state.get(0) == Some(&Value::Bool(true));
        let far = state.get(1).and_then(Value::as_u64).unwrap_or(0);
        if done {
            return Ok(far);
        }
        if far > came {
            (came, moved) = (far, Instant::now());
        } else if moved.elapsed() > PATIENCE {
            bail!("scrolling stands still after {far} messages");
        }
    }
}

/// Types a word into the search panel, which is opened where it is not, and waits for what is found.
async fn search(window: &Window, word: &str) -> Result<()> {
    if !window.has("combobox", BOX).await? {
        let chord = format!("{}{}f{}", char::from(Key::Control), char::from(Key::Shift), char::from(Key::Null));
        window.type_keys(&chord).await?;
    }
    let field = window.find("combobox", BOX).await?;
    field.clear().await?;
    field.send_keys(word).await?;
    let found = format!(
        "return [...document.querySelectorAll('[role=listbox] mark')]
             .some((mark) => mark.textContent.toLowerCase().includes('{word}'));"
    );
    window.until_script("hits are there", &found).await
}

/// What a window that was just opened has when it has painted: for three half seconds it stays the same.
async fn at_rest(program: &Path) -> Result<f64> {
    let begun = Instant::now();
    let (mut last, mut same) = (pss_of(program)?, 0);
    while begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = pss_of(program)?;
        same = if (now - last).abs() < 0.5 { same + 1 } else { 0 };
        if same == 3 {
            return Ok(now);
        }
        last = now;
    }
    bail!("the memory of {} does not come to rest", program.display())
}

/// The tree of the one program that runs below this process.
fn pss_of(program: &Path) -> Result<f64> {
    let program = program.canonicalize()?;
    let found = tree::tree(std::process::id())
        .into_iter()
        .find(|process| tree::runs(*process, &program))
        .with_context(|| format!("{} does not run", program.display()))?;
    tree::pss(found)
}
