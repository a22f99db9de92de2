//! An app that starts with a hundred thousand messages and no server: what was said is found at once, by one character and
//! by a rare word, held back by filters, paged through by keys, gone to and come back from; and a day is gone to.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use hearth_history::{
    batch::{Batch, Coverage},
    open::History,
};
use hearth_past::{
    Past,
    places::{ROOMS, conversation, room_name},
    planted::{TIMES, WORDS},
};
use hearth_proto::{
    body::Body,
    event::{Event, What},
    id::{MessageId, Seq},
};
use hearth_testkit::desk::{Stage, Window, window::until};

use crate::{
    house::{app, free_port, history_of, picture, turn_to},
    looking::{active, ask, drawn, held, look, press, scrolled, shows},
};

const MESSAGES: u64 = 100_000;
const SEED: u64 = 4;
/// One of the busiest rooms; no other has its name.
const ROOM: u64 = 1;
/// Written to one transaction.
const CHUNK: u64 = 5_000;
/// Nobody would wait so long for anything here; how fast it is, the measurements say.
const LONG: Duration = Duration::from_secs(10);
/// The character that is written most often in Chinese.
const EVERYWHERE: &str = "的";
/// Rows that are walked through with the keys: more than come at once.
const WALKED: usize = 60;
/// What the list asks for at once.
const PAGE: usize = 40;
const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn a_hundred_thousand_messages_are_found_filtered_paged_and_gone_to_without_a_server() -> Result<()> {
    let stage = Stage::set(1600, 1000).await?;
    let past = live_through(&stage).await?;
    let began = Instant::now();
    // In a zone of its own, so that a day begins where this test says.
    let ben = Window::open_with(&stage, app(), &["--profile", "ben"], &[("TZ", "UTC")]).await?;
    ben.resize(1280, 860).await?;
    soon("the list is there", ben.sees(&room_name(ROOM))).await?;
    println!("started after {} ms", began.elapsed().as_millis());
    ben.sees("Offline").await?;

    finds_characters_and_rare_words(&ben, &past).await?;
    filters_hold_back(&ben, &past).await?;
    pages_by_keys_and_comes_back(&ben, &past).await?;
    goes_through_one_room(&ben, &past).await?;
    goes_to_a_day(&ben, &past).await?;
    ben.close().await
}

async fn finds_characters_and_rare_words(ben: &Window, past: &Past) -> Result<()> {
    look(ben, &held(&[Key::Control, Key::Shift], "f"), EVERYWHERE).await?;
    soon("one character", begins_with(ben, newest(past, |event| says(event, EVERYWHERE))?)).await?;
    ben.sees("More than 1,000 messages").await?;
    ben.screenshot(&picture("long-past-character")?).await?;
    // No other way to write it, in any of the languages that are spoken there.
    ask(ben, "葡萄").await?;
    soon("two characters", begins_with(ben, newest(past, |event| says(event, "葡萄"))?)).await?;
    for word in [WORDS[0], WORDS[10]] {
        ask(ben, word).await?;
        soon(word, begins_with(ben, newest(past, |event| says(event, word))?)).await?;
        ben.sees(&format!("{TIMES} messages")).await?;
    }
    Ok(())
}

async fn filters_hold_back(ben: &Window, past: &Past) -> Result<()> {
    let word = WORDS[0];
    let said = newest(past, |event| says(event, word))?;
    let author = past.people().iter().find(|person| person.id == said.author).context("somebody said it")?;
    let theirs = all(past).filter(|event| says(event, word) && event.author == author.id).count();
    ensure!(theirs < usize::try_from(TIMES)?, "others said it, too");
    ask(ben, &format!("{word} from:{} ", author.handle)).await?;
    ben.find("button", &format!("Remove the filter from {}", author.name)).await?;
    let count = if theirs == 1 { "1 message".to_owned() } else { format!("{theirs} messages") };
    soon("a rare word by somebody", begins_with(ben, said)).await?;
    ben.sees(&count).await?;
    ben.press("button", &format!("Remove the filter from {}", author.name)).await?;

    // Half a name, and the rest is offered.
    ask(ben, "from:").await?;
    ben.type_keys(&author.handle).await?;
    ben.find("option", &format!("@{}", author.handle)).await?;
    press(ben, Key::Enter).await?;
    ben.find("button", &format!("Remove the filter from {}", author.name)).await?;
    ben.type_keys("has:image ").await?;
    ben.find("button", "Remove the filter has image").await?;
    let shown = newest(past, |event| event.author == author.id && matches!(body(event), Some(Body::Picture { .. })))?;
    soon("pictures by somebody", begins_with(ben, shown)).await?;
    ben.screenshot(&picture("long-past-filters")?).await?;
    ben.press("button", "Remove the filter has image").await?;
    ben.press("button", &format!("Remove the filter from {}", author.name)).await?;
    for (filter, is) in [("file", is_file as fn(&Event) -> bool), ("sticker", is_sticker)] {
        ask(ben, &format!("has:{filter} ")).await?;
        ben.find("button", &format!("Remove the filter has {filter}")).await?;
        soon(filter, begins_with(ben, newest(past, is)?)).await?;
        ben.press("button", &format!("Remove the filter has {filter}")).await?;
    }
    Ok(())
}

async fn pages_by_keys_and_comes_back(ben: &Window, past: &Past) -> Result<()> {
    ask(ben, EVERYWHERE).await?;
    let found: Vec<Event> =
        all(past).filter(|event| says(event, EVERYWHERE)).take(WALKED.div_ceil(PAGE) * PAGE).collect();
    begins_with(ben, found.first().cloned().context("it was said")?).await?;
    // Each page stands by conversations; page by page, it is what was said last.
    let mut walked: Vec<String> = Vec::new();
    let began = Instant::now();
    while walked.len() < WALKED {
        let before = walked.last().cloned();
        let at = until("the keys lead to the next row", || {
            let before = before.clone();
            async move { Ok(active(ben).await?.filter(|at| Some(at) != before.as_ref())) }
        })
        .await?;
        walked.push(at);
        press(ben, Key::Down).await?;
    }
    println!("{WALKED} rows by keys: {} ms", began.elapsed().as_millis());
    for (nth, page) in walked.chunks(PAGE).enumerate() {
        let wanted: Vec<String> = found.iter().skip(nth * PAGE).take(PAGE).map(row_of).collect();
        let strange = page.iter().find(|row| !wanted.contains(row));
        ensure!(strange.is_none(), "{strange:?} is not among what was said last");
    }
    let mut unique = walked.clone();
    unique.sort();
    unique.dedup();
    ensure!(unique.len() == walked.len(), "no row comes twice");

    // To the message and back: the list stands as it did, with the same row.
    press(ben, Key::Up).await?;
    let row = active(ben).await?.context("a row is marked")?;
    let offset = scrolled(ben).await?;
    ensure!(offset > 1_000.0, "the list was scrolled by {offset}");
    press(ben, Key::Enter).await?;
    let message = row.trim_start_matches("hit-").to_owned();
    soon("the timeline around it", shows(ben, &message)).await?;
    ben.screenshot(&picture("long-past-hit")?).await?;
    press(ben, Key::Escape).await?;
    ben.until_script("the list has gone", "return !document.querySelector('.results');").await?;
    ben.type_keys(&held(&[Key::Control, Key::Shift], "f")).await?;
    soon("back to the list", as_it_was(ben, &row, offset)).await?;
    ensure!(active(ben).await? == Some(row.clone()), "the same row is marked");
    ben.screenshot(&picture("long-past-back")?).await?;

    // The same where the window is too narrow for both.
    ben.resize(900, 860).await?;
    press(ben, Key::Down).await?;
    let next = active(ben).await?.context("a row is marked")?;
    ensure!(next != row, "the keys go on from there");
    let offset = scrolled(ben).await?;
    press(ben, Key::Enter).await?;
    soon("the timeline around the next", shows(ben, next.trim_start_matches("hit-"))).await?;
    ben.until_script("the list made room", "return !document.querySelector('.results');").await?;
    ben.press("button", &format!("{EVERYWHERE} {} of more than", WALKED + 1)).await?;
    soon("back to the list", as_it_was(ben, &next, offset)).await?;
    ben.resize(1280, 860).await?;
    press(ben, Key::Escape).await
}

async fn goes_through_one_room(ben: &Window, past: &Past) -> Result<()> {
    turn_to(ben, &room_name(ROOM)).await?;
    let word = "明天";
    let said = |event: &Event| event.conversation == conversation(ROOM) && says(event, word);
    let found: Vec<Event> = all(past).filter(said).take(3).collect();
    let [first, second, third] = &found[..] else { anyhow::bail!("it was said often") };
    look(ben, &held(&[Key::Control], "f"), word).await?;
    soon("a word in one room", begins_with(ben, first.clone())).await?;
    let near: Vec<String> = [first, second, third].map(id_of).into();
    ensure!(drawn(ben).await?.get(..3) == Some(&near[..]), "the newest of this room come first");
    for (key, event, at) in [(Key::Enter, first, 1), (Key::Enter, second, 2), (Key::F3, third, 3)] {
        press(ben, key).await?;
        soon("the next one", shows(ben, &id_of(event))).await?;
        ben.sees(&format!("{at} of ")).await?;
    }
    ben.type_keys(&held(&[Key::Shift], &char::from(Key::F3).to_string())).await?;
    soon("the one before", shows(ben, &id_of(second))).await?;
    ben.press("button", "Previous result").await?;
    soon("the one before", shows(ben, &id_of(first))).await?;
    press(ben, Key::Escape).await
}

async fn goes_to_a_day(ben: &Window, past: &Past) -> Result<()> {
    let here: Vec<Event> = past.of_room(ROOM).iter().map(|n| past.event(u64::from(*n))).collect();
    // The calendar opens with the day that is on screen; two years and a month before it, on the keys alone.
    ben.type_keys(&held(&[Key::Control], "g")).await?;
    let chosen = "[role=gridcell][aria-selected=true] button";
    ben.until_script(
        "the calendar has the keyboard",
        &format!("return document.activeElement?.matches('{chosen}') ?? false;"),
    )
    .await?;
    let label = format!("return document.querySelector('{chosen}').getAttribute('aria-label');");
    for keys in [held(&[Key::Shift], &char::from(Key::PageUp).to_string()), char::from(Key::PageUp).to_string()] {
        for _ in 0..2 {
            let before = ben.script(&label).await?;
            ben.type_keys(&keys).await?;
            let label = serde_json::to_string(&before)?;
            ben.until_script(
                "another day is chosen",
                &format!("return document.activeElement?.matches('{chosen}') && document.activeElement.getAttribute('aria-label') !== {label};"),
            )
            .await?;
        }
    }
    ben.screenshot(&picture("long-past-calendar")?).await?;
    let day = ben
        .script(&format!("return Date.parse(document.querySelector('{chosen}').getAttribute('aria-label') + ' UTC');"))
        .await?;
    let day = day.as_i64().context("the day has a date")?;
    ensure!(day % DAY_MS == 0, "{day} is the beginning of a day");
    press(ben, Key::Enter).await?;
    let first = here.iter().find(|event| event.at.0 >= day).context("somebody said something after it")?;
    soon("a day", shows(ben, &id_of(first))).await?;
    ben.screenshot(&picture("long-past-day")?).await
}

/// Ben joins a hearth that then goes, and a long past is written into his own file.
async fn live_through(stage: &Stage) -> Result<Past> {
    let ann = Window::open(stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ann.close().await?;
    ben.close().await?;

    let mut history = History::open(&history_of(stage, "ben")?)?;
    let me = history.readers.get()?.restore()?.me.context("Ben knows himself")?;
    let past = Past::new(SEED, MESSAGES, me.id);
    let people = past.people().get(1..).unwrap_or_default().to_vec();
    let heads = (0..ROOMS).map(|room| past.head(room)).collect();
    history.writer.apply(&Batch { people, heads, ..Batch::default() })?;
    for from in (0..MESSAGES).step_by(usize::try_from(CHUNK)?) {
        let to = from + CHUNK;
        let events = (from..to).map(|n| past.event(n)).collect();
        // What is not written yet is missing, at the end of each room.
        let coverage = (0..ROOMS).filter_map(|room| up_to(&past, room, to)).collect();
        history.writer.apply(&Batch { events, coverage, ..Batch::default() })?;
    }
    Ok(past)
}

/// What of a room is here once all that was said before message `to` is.
fn up_to(past: &Past, room: u64, to: u64) -> Option<Coverage> {
    let all = past.of_room(room);
    let here = all.partition_point(|n| u64::from(*n) < to) as u64;
    let head = all.len() as u64;
    let holes = if here < head { vec![(Seq(here + 1), Seq(head))] } else { Vec::new() };
    (head > 0).then(|| Coverage { conversation: conversation(room), head: Seq(head), holes })
}

/// Everything that was ever said, the newest first.
fn all(past: &Past) -> impl Iterator<Item = Event> {
    (0..past.messages()).rev().map(|n| past.event(n)).filter(|event| body(event).is_some())
}

fn newest(past: &Past, is: impl Fn(&Event) -> bool) -> Result<Event> {
    all(past).find(is).context("nobody said such a thing")
}

fn body(event: &Event) -> Option<&Body> {
    match &event.what {
        What::Message(message) => message.body.as_ref(),
        What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. }
        | What::Member { .. }
        | What::Room { .. }
        | What::Unknown(_) => None,
    }
}

fn says(event: &Event, words: &str) -> bool {
    body(event).is_some_and(|body| match body {
        Body::Text { text } => text.contains(words),
        Body::Picture { caption, .. } => caption.contains(words),
        Body::File { file, caption } => caption.contains(words) || file.name.contains(words),
        Body::Sticker { .. } | Body::Unknown(_) => false,
    })
}

fn is_file(event: &Event) -> bool {
    matches!(body(event), Some(Body::File { .. }))
}

fn is_sticker(event: &Event) -> bool {
    matches!(body(event), Some(Body::Sticker { .. }))
}

fn id_of(event: &Event) -> String {
    match &event.what {
        What::Message(message) => message.message,
        What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. }
        | What::Member { .. }
        | What::Room { .. }
        | What::Unknown(_) => MessageId(uuid::Uuid::nil()),
    }
    .to_string()
}

fn row_of(event: &Event) -> String {
    format!("hit-{}", id_of(event))
}

/// The first message in the list is this one, and the keys stand on it.
async fn begins_with(window: &Window, event: Event) -> Result<()> {
    let row = row_of(&event);
    let script = format!(
        "const first = document.querySelector('.results [id^=hit-]');
         const box = document.querySelector('[role=combobox]');
         return first?.id === '{row}' && box.getAttribute('aria-activedescendant') === '{row}';"
    );
    window.until_script(&format!("{row} is found first"), &script).await
}

/// The list stands where it stood, with this row marked and in sight.
async fn as_it_was(window: &Window, row: &str, offset: f64) -> Result<()> {
    let script = format!(
        "const list = document.querySelector('.results');
         const marked = list?.querySelector('[aria-selected=true]');
         return marked?.id === '{row}' && Math.abs(list.scrollTop - {offset}) <= 1;"
    );
    window.until_script(&format!("the list stands at {offset} with {row}"), &script).await
}

/// It happens before anybody would call it broken.
async fn soon<T>(what: &str, happens: impl Future<Output = Result<T>>) -> Result<T> {
    let began = Instant::now();
    let value = tokio::time::timeout(LONG, happens).await.with_context(|| format!("{what} takes for ever"))??;
    println!("{what}: {} ms", began.elapsed().as_millis());
    Ok(value)
}
