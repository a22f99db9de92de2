//! `make bench-history`: one table of what a history does at this size, and the figures again as plain lines.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, Result};
use hearth_bench::{
    asking::{self, Kind, Question},
    figures::{Spent, Times, line},
    opening,
    options::{Half, Options},
    plain::{self, Plain, Way},
    searching,
    store::{self, Ingest},
    window::{self, Compared, Profile, Programs},
};
use hearth_history::{open::History, readers::Readers};
use hearth_past::{Past, places};
use hearth_proto::id::UserId;
use hearth_testkit::desk::Stage;

/// Every run tells the same story.
const SEED: u64 = 20_260;

/// What rare words are held against.
const BASE: u64 = 100_000;

/// Every question is asked so often, and the middle time counts: others work on this machine too.
const ROUNDS: usize = 3;

/// Plain ways take long, so they are asked each of so many questions only.
const PLAIN_STEP: usize = 10;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-history: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let Options { messages, half, keep } = Options::read(std::env::args().skip(1))?;
    let stage = Stage::set(1280, 860).await?;
    let keep = keep.map(|folder| folder.join(messages.to_string()));
    let profile = window::make(&stage.home().join("data"), keep.as_deref()).await?;
    println!("{messages} messages in {} rooms, {}", places::ROOMS, machine());
    println!();
    let past = Past::new(SEED, messages, profile.me);
    let mut plain_lines = Vec::new();
    let ingest = fill(&past, &profile)?;
    if half != Half::Window {
        history(&past, &profile, ingest, stage.home(), &mut plain_lines)?;
    }
    if half != Half::History {
        match Programs::beside()? {
            Some(programs) => {
                profile.leave_open().await?;
                windows(&window::compare(&stage, &programs, &profile).await?, &mut plain_lines);
            }
            None => line("the window", "not measured", "its programs were not built beside this one"),
        }
    }
    println!();
    for (name, figure) in plain_lines {
        println!("{name}: {figure}");
    }
    Ok(())
}

/// Writes the past into the profile's history. None where an earlier run has done so.
fn fill(past: &Past, profile: &Profile) -> Result<Option<Ingest>> {
    if profile.is_filled() {
        return Ok(None);
    }
    let mut history = History::open(&profile.history())?;
    let ingest = store::catch_up(&mut history.writer, past, profile.cursor)?;
    anyhow::ensure!(history.readers.get()?.indexing()?.is_none(), "a fresh history is indexed as it grows");
    // Everything after this begins with a file that was just opened, as the app does.
    drop(history);
    profile.set_filled()?;
    Ok(Some(ingest))
}

/// What else goes on here says how far the figures can be trusted.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("{cores} cores, {} others busy on them at the start", load.split(' ').next().unwrap_or("?"))
}

type Lines = Vec<(&'static str, String)>;

fn history(past: &Past, profile: &Profile, ingest: Option<Ingest>, scratch: &Path, lines: &mut Lines) -> Result<()> {
    let file = profile.history();
    let taking_in = "taking in a catch-up, index and all, messages a second";
    match ingest {
        Some(ingest) => line(
            taking_in,
            &format!("{:.0}", ingest.per_second()),
            &format!(
                "at least 50000; pages of {}, {} to a transaction; {:.0} for each second of work",
                store::PAGE,
                store::TOGETHER,
                ingest.per_second_of_work()
            ),
        ),
        None => line(taking_in, "not measured", "the history was kept from an earlier run"),
    }
    let text = match ingest {
        Some(ingest) => ingest.text,
        None => store::text(past)?,
    };
    let sizes = store::sizes(&file, store::INDEX)?;
    #[allow(clippy::cast_precision_loss)]
    let index_to_text = sizes.index as f64 / text.max(1) as f64;
    line(
        "index to text",
        &format!("{index_to_text:.2}"),
        &format!("at most 2.2; text {} MiB, index {} MiB, file {} MiB", mib(text), mib(sizes.index), mib(sizes.file)),
    );
    let history = History::open(&file)?;
    let opened = opening::every_room(&history.readers)?;
    for (how, times) in
        [("at the bottom", &opened.newest), ("at the unread mark", &opened.unread), ("around a date", &opened.date)]
    {
        line(
            &format!("opening a room {how}, ms"),
            &figures(times),
            &format!("under 5 at p99; {:.2} of work; {} times", times.worked(99), times.count()),
        );
    }
    let questions = asking::questions(past);
    let answers = search(&history.readers, &questions)?;
    flatness(past.messages(), past.people().first().context("there is a reader")?.id, &history.readers, scratch)?;
    drop(history);
    alternatives(past, &questions, &answers, text, scratch)?;
    lines.push(("search_p99_ms", format!("{:.2}", answers.times.percentile(99))));
    lines.push(("open_room_p99_ms", format!("{:.2}", opened.all().percentile(99))));
    if let Some(ingest) = ingest {
        lines.push(("ingest_per_s", format!("{:.0}", ingest.per_second())));
    }
    lines.push(("index_to_text", format!("{index_to_text:.2}")));
    Ok(())
}

fn mib(bytes: u64) -> u64 {
    bytes / 1_048_576
}

fn figures(times: &Times) -> String {
    format!("{:.2} / {:.2} / {:.2}", times.median(), times.percentile(99), times.worst())
}

/// What each question gave, in their order.
struct Answers {
    times: Times,
    each: Vec<(Spent, usize)>,
}

/// Every question, in several rounds.
fn search(readers: &Readers, questions: &[Question]) -> Result<Answers> {
    let mut rounds = vec![Times::default(); questions.len()];
    let mut found = vec![0; questions.len()];
    let mut steps = 0;
    for _ in 0..ROUNDS {
        for ((question, times), found) in questions.iter().zip(&mut rounds).zip(&mut found) {
            let search = searching::search(question, searching::PAGE);
            let answer = times.take(|| searching::ask(readers, search, searching::PAGE))?;
            *found = answer.hits.len();
            steps = steps.max(answer.steps);
        }
    }
    let each: Vec<(Spent, usize)> = rounds.iter().map(Times::middle).zip(found).collect();
    let times_of = |kind: Option<Kind>| {
        let mut times = Times::default();
        for (question, (spent, _)) in questions.iter().zip(&each) {
            if kind.is_none_or(|kind| kind == question.kind) {
                times.push(*spent);
            }
        }
        times
    };
    println!();
    line("search to the first full page, ms", "p50 / p99 / worst", "");
    for kind in Kind::ALL {
        let times = times_of(Some(kind));
        line(&format!("  {}", kind.name()), &figures(&times), &format!("{} questions", times.count()));
    }
    let times = times_of(None);
    line(
        "  all of them, mixed",
        &figures(&times),
        &format!("p99 under 20; {:.2} of work; at most {steps} steps to a page", times.worked(99)),
    );
    Ok(Answers { times, each })
}

/// What is rare must not cost more in a longer past.
#[allow(clippy::cast_precision_loss)]
fn flatness(messages: u64, me: UserId, readers: &Readers, scratch: &Path) -> Result<()> {
    let here = rare(readers)?;
    let file = scratch.join("base").join("history.sqlite");
    let mut base = History::open(&file)?;
    store::catch_up(&mut base.writer, &Past::new(SEED, BASE, me), None)?;
    drop(base);
    let base = History::open(&file)?;
    let there = rare(&base.readers)?;
    drop(base);
    std::fs::remove_dir_all(scratch.join("base"))?;
    line(
        "  rare words, here and among 100000 messages",
        &format!("{:.2} / {:.2}", here.median(), there.median()),
        &format!(
            "{:.2} times as long, {:.2} times the work, for {} times as many",
            here.median() / there.median().max(1e-6),
            here.worked(50) / there.worked(50).max(1e-6),
            messages as f64 / BASE as f64
        ),
    );
    Ok(())
}

fn rare(readers: &Readers) -> Result<Times> {
    let mut times = Times::default();
    for _ in 0..ROUNDS * 3 {
        for question in asking::rare() {
            let search = searching::search(&question, searching::PAGE);
            let answer = times.take(|| searching::ask(readers, search, searching::PAGE))?;
            let wanted = usize::try_from(hearth_past::planted::TIMES)?;
            anyhow::ensure!(answer.hits.len() == wanted, "{} is there {} times", question.text, answer.hits.len());
        }
    }
    Ok(times)
}

/// The plain ways, one after the other, each asked the same questions.
fn alternatives(past: &Past, questions: &[Question], ours: &Answers, text: u64, scratch: &Path) -> Result<()> {
    println!();
    let folder = scratch.join("plain");
    std::fs::create_dir_all(&folder)?;
    let plain = Plain::write(&folder.join("plain.sqlite"), past)?;
    let asked: Vec<(&Question, &(Spent, usize))> = questions.iter().zip(&ours.each).step_by(PLAIN_STEP).collect();
    let mut own = Times::default();
    for (_, (spent, _)) in &asked {
        own.push(*spent);
    }
    line("the plain ways, same messages, ms", "p50 / p99 / worst", &format!("{} of the questions", asked.len()));
    line("  Hearth, these questions", &figures(&own), "");
    for way in Way::ALL {
        let built = plain.build(way)?;
        let mut times = Times::default();
        let (mut all, mut chinese) = (Share::default(), Share::default());
        for (question, (_, found)) in &asked {
            let theirs = times.take(|| plain.ask(way, question))?.unwrap_or(0);
            all.add(theirs, *found);
            if plain::is_chinese(question) {
                chinese.add(theirs, *found);
            }
        }
        #[allow(clippy::cast_precision_loss)]
        let size = built.bytes as f64 / text.max(1) as f64;
        line(
            &format!("  {}", way.name()),
            &figures(&times),
            &format!(
                "finds {} of it all, {} of the Chinese; index {size:.2} of the text, {:.0} s to build",
                all.percent(),
                chinese.percent(),
                built.took.as_secs_f64()
            ),
        );
    }
    drop(plain);
    std::fs::remove_dir_all(folder)?;
    println!();
    Ok(())
}

/// How much of what there is to find on first pages was found.
#[derive(Default)]
struct Share {
    theirs: usize,
    ours: usize,
}

impl Share {
    fn add(&mut self, theirs: usize, ours: usize) {
        // More than there is to find is no merit: LIKE also finds the inside of words.
        self.theirs += theirs.min(ours);
        self.ours += ours;
    }

    fn percent(&self) -> String {
        format!("{} %", self.theirs * 100 / self.ours.max(1))
    }
}

fn windows(compared: &Compared, lines: &mut Lines) {
    let Compared { app, bare, empty, told, used } = compared;
    let start = app.painted() / empty.painted().max(1.0);
    let rest = app.pss() / empty.pss().max(1.0);
    let long = used.searched.max(used.scrolled) / used.empty.max(1.0);
    line(
        "start until the last room is painted, app / empty, ms",
        &format!("{:.0} / {:.0}", app.painted(), empty.painted()),
        &format!("{start:.2} times, at most 1.2; middle of {}", app.painted.len()),
    );
    line(
        "  without the picture that was kept of it, as after a kill",
        &format!("{:.0} / {:.0}", bare.painted(), empty.painted()),
        &format!("{:.2} times", bare.painted() / empty.painted().max(1.0)),
    );
    line(
        "memory of all processes (PSS), app / empty, MiB",
        &format!("{:.0} / {:.0}", app.pss(), empty.pss()),
        &format!("{rest:.2} times, at most 1.3"),
    );
    line(
        "  against an empty window that is told what the app tells its own",
        &format!("{:.0} / {:.0}", app.pss(), told.pss()),
        &format!("{:.2} times; it starts in {:.0} ms", app.pss() / told.pss().max(1.0), told.painted()),
    );
    line(
        "  both driven; the app at first, scrolled, searched",
        &format!("{:.0}, {:.0}, {:.0} / {:.0}", used.before, used.scrolled, used.searched, used.empty),
        &format!("{long:.2} times; {} messages, {} searches", used.messages, used.searches),
    );
    lines.push(("start_vs_empty_window", format!("{start:.2}")));
    lines.push(("pss_vs_empty_window", format!("{:.2}", rest.max(long))));
}
