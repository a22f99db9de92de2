//! Times writing and searching in a large history of mixed scripts, and prints what it takes on the disk.
//! `cargo run --release -p hearth-history --example finding [messages] [directory]`

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hearth_history::{
    batch::{Batch, Coverage},
    finding::{Chosen, Order, Search},
    item::Place,
    open::History,
};
use hearth_proto::{
    body::Body,
    event::{Event, Message, What},
    id::{ConversationId, Cursor, Epoch, MessageId, Millis, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use hearth_search::{Filter, Has, Query, Term, What as By};
use uuid::Uuid;

const ROOMS: u64 = 200;
/// Messages in one batch, as many as a page of catching up holds.
const PAGE: usize = 200;
/// 2024-01-01.
const BEGIN: i64 = 1_704_067_200_000;
const THREE_YEARS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A small generator of numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// Few are frequent and many are rare, as words are.
    fn skewed(&mut self, n: u64) -> u64 {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let picked = ((n as f64).powf((self.next() >> 11) as f64 / (1_u64 << 53) as f64) - 1.0) as u64;
        picked.min(n - 1)
    }
}

struct Speech {
    words: Vec<String>,
    hanzi: Vec<String>,
    kana: Vec<String>,
}

impl Speech {
    fn new(dice: &mut Dice) -> Self {
        const SYLLABLES: [&str; 40] = [
            "ta", "ko", "ri", "men", "so", "up", "ga", "den", "li", "on", "ser", "ver", "de", "ploy", "con", "nect",
            "re", "build", "mu", "sh", "room", "br", "ead", "st", "or", "age", "in", "dex", "pa", "ge", "th", "er",
            "ing", "ed", "tion", "al", "qu", "ick", "ho", "me",
        ];
        let word = |dice: &mut Dice| {
            let parts = 1 + dice.below(4);
            (0..parts).filter_map(|_| SYLLABLES.get(usize::try_from(dice.below(40)).ok()?)).copied().collect::<String>()
        };
        let hanzi = |dice: &mut Dice| {
            let one =
                |dice: &mut Dice| char::from_u32(0x4E00 + u32::try_from(dice.skewed(3_500)).unwrap_or(0) * 5 % 20_000);
            (0..1 + dice.below(3)).filter_map(|_| one(dice)).collect::<String>()
        };
        let kana = |dice: &mut Dice| {
            (0..2 + dice.below(3))
                .filter_map(|_| char::from_u32(0x3042 + u32::try_from(dice.below(80)).unwrap_or(0)))
                .collect()
        };
        Self {
            words: (0..60_000).map(|_| word(dice)).collect(),
            hanzi: (0..20_000).map(|_| hanzi(dice)).collect(),
            kana: (0..3_000).map(|_| kana(dice)).collect(),
        }
    }

    fn pick<'a>(from: &'a [String], dice: &mut Dice) -> &'a str {
        let n = dice.skewed(u64::try_from(from.len()).unwrap_or(1));
        from.get(usize::try_from(n).unwrap_or(0)).map_or("", String::as_str)
    }

    fn english(&self, dice: &mut Dice, into: &mut String) {
        for n in 0..3 + dice.below(14) {
            if n > 0 {
                into.push(' ');
            }
            into.push_str(Self::pick(&self.words, dice));
        }
    }

    fn chinese(&self, dice: &mut Dice, into: &mut String) {
        for n in 0..3 + dice.below(12) {
            if n == 5 {
                into.push('，');
            }
            into.push_str(Self::pick(&self.hanzi, dice));
        }
    }

    fn say(&self, dice: &mut Dice) -> String {
        let mut said = String::new();
        match dice.below(100) {
            0..45 => self.english(dice, &mut said),
            45..78 => self.chinese(dice, &mut said),
            78..84 => {
                for _ in 0..3 + dice.below(8) {
                    said.push_str(Self::pick(&self.kana, dice));
                }
            }
            84..89 => {
                let (name, value) = (Self::pick(&self.words, dice), Self::pick(&self.words, dice));
                said = format!(
                    "`let {name}_{value}{} = {name}::new({value}, 0x{:x});`",
                    dice.below(50),
                    dice.next() >> 40
                );
            }
            89..94 => {
                self.english(dice, &mut said);
                let (host, page) = (Self::pick(&self.words, dice), Self::pick(&self.words, dice));
                said.push_str(&format!(
                    " https://{host}.example/{page}/{}?id={}",
                    dice.below(9_999),
                    dice.below(99_999)
                ));
            }
            _ => {
                self.english(dice, &mut said);
                said.push_str(" 👍🔥");
            }
        }
        said
    }
}

fn main() -> Fallible<()> {
    let messages: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |n| n.parse())?;
    let own = std::env::temp_dir().join(format!("hearth-finding-{}", std::process::id()));
    let dir = std::env::args().nth(2).map_or(own, Into::into);
    let file = dir.join("history.sqlite");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let speech = Speech::new(&mut dice);
    if !file.exists() {
        fill(&file, messages, &speech, &mut dice)?;
    }
    ask(&file, &speech, &mut dice)?;
    if std::env::args().nth(2).is_none() {
        std::fs::remove_dir_all(dir)?;
    }
    Ok(())
}

/// Writes as a reader catches up who was away for years: pages of one room each, the newest page of all rooms first.
fn fill(file: &Path, messages: u64, speech: &Speech, dice: &mut Dice) -> Fallible<()> {
    let mut rooms: Vec<Vec<Event>> = (0..ROOMS).map(|_| Vec::new()).collect();
    let (mut text, step) = (0, THREE_YEARS / i64::try_from(messages)?);
    for at in 0..messages {
        let n = dice.skewed(ROOMS);
        let words = speech.say(dice);
        text += words.len();
        let room = rooms.get_mut(usize::try_from(n)?).ok_or("a room")?;
        let seq = u64::try_from(room.len())? + 1;
        let clock = BEGIN + step * i64::try_from(at)? + i64::try_from(dice.below(90_000))?;
        room.push(said(n, seq, clock, dice, words));
    }
    let mut history = History::open(file)?;
    start(&mut history, &rooms)?;
    let begun = busy();
    let mut writing = Duration::ZERO;
    while let Some((n, room)) = (0..).zip(&mut rooms).max_by_key(|(_, room)| room.last().map_or(0, |event| event.at.0))
    {
        if room.is_empty() {
            break;
        }
        let head = Seq(room.first().map_or(0, |_| room.len()).try_into()?);
        let events = room.split_off(room.len().saturating_sub(PAGE));
        let holes = if room.is_empty() { Vec::new() } else { vec![(Seq(1), Seq(room.len().try_into()?))] };
        let coverage = vec![Coverage { conversation: self::room(n), head, holes }];
        let batch = Batch { events, coverage, ..Batch::default() };
        let started = Instant::now();
        history.writer.apply(&batch)?;
        writing += started.elapsed();
    }
    let (all, work) = (wide(messages), busy() - begun);
    println!("wrote {messages} messages ({} MiB of text)", text >> 20);
    println!("{:.0} a second, {:.0} a second of processor", all / writing.as_secs_f64(), all / work);
    drop(history);
    sizes(file, text)
}

#[allow(clippy::cast_precision_loss)]
fn wide(n: u64) -> f64 {
    n as f64
}

/// What this process has used of the processor in seconds, whatever else the machine does.
fn busy() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = behind_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    wide(ticks) / 100.0
}

fn sizes(file: &Path, text: usize) -> Fallible<()> {
    let conn = rusqlite::Connection::open(file)?;
    let mut statement = conn.prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")?;
    let sizes: Vec<(String, i64)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut index = 0;
    for (name, size) in &sizes {
        if name.starts_with("word") {
            index += size;
        }
        println!("{:>9} KiB {name}", size >> 10);
    }
    #[allow(clippy::cast_precision_loss)]
    let ratio = index as f64 / text as f64;
    println!("index to text: {ratio:.2}");
    Ok(())
}

fn ask(file: &Path, speech: &Speech, dice: &mut Dice) -> Fallible<()> {
    drop(History::open(file)?);
    let history = History::open(file)?;
    let reader = history.readers.get()?;
    println!("{:<28} {:>9} {:>9} {:>9} {:>7}", "", "median ms", "p99 ms", "worst ms", "hits");
    let letters = |word: &str, n: usize| word.chars().take(n).collect::<String>();
    let word = |n: u64| speech.words.get(usize::try_from(n).unwrap_or(0)).cloned().unwrap_or_default();
    let hanzi = |dice: &mut Dice| Speech::pick(&speech.hanzi, dice).to_owned();
    let mut all = Vec::new();
    type Make<'a> = Box<dyn FnMut(&mut Dice) -> Search + 'a>;
    let kinds: Vec<(&str, Make<'_>)> = vec![
        ("one character", Box::new(|dice| terms(&[&letters(&hanzi(dice), 1)]))),
        (
            "two characters",
            Box::new(|dice| terms(&[&format!("{}{}", letters(&hanzi(dice), 1), letters(&hanzi(dice), 1))])),
        ),
        ("a Chinese word", Box::new(|dice| terms(&[&hanzi(dice)]))),
        ("common word", Box::new(|dice| terms(&[&word(dice.below(30))]))),
        ("rare word", Box::new(|dice| terms(&[&word(30_000 + dice.below(30_000))]))),
        ("one letter", Box::new(|dice| terms(&[&letters(&word(dice.below(9_000)), 1)]))),
        ("two letters", Box::new(|dice| terms(&[&letters(&word(dice.below(9_000)), 2)]))),
        ("three letters", Box::new(|dice| terms(&[&letters(&word(dice.below(9_000)), 3)]))),
        ("five letters", Box::new(|dice| terms(&[&letters(&word(dice.below(9_000)), 5)]))),
        ("two words", Box::new(|dice| terms(&[&word(dice.skewed(9_000)), &word(dice.skewed(9_000))]))),
        (
            "two beginnings",
            Box::new(|dice| terms(&[&letters(&word(dice.below(9_000)), 3), &letters(&word(dice.below(9_000)), 3)])),
        ),
        (
            "phrase",
            Box::new(|dice| {
                let mut search = terms(&[&format!("{} {}", word(dice.skewed(90)), word(dice.skewed(90)))]);
                search.query.terms.iter_mut().for_each(|term| term.exact = true);
                search
            }),
        ),
        (
            "word in a room",
            Box::new(|dice| {
                let mut search = terms(&[&word(dice.skewed(9_000))]);
                search.within.any = Some(vec![room(dice.skewed(ROOMS))]);
                search
            }),
        ),
        (
            "word from a person",
            Box::new(|dice| {
                let mut search = terms(&[&word(dice.skewed(9_000))]);
                search.from.any = Some(vec![user(dice.below(50))]);
                search
            }),
        ),
        (
            "links of a person in a room",
            Box::new(|dice| Search {
                from: Chosen { any: Some(vec![user(dice.below(50))]), not: Vec::new() },
                within: Chosen { any: Some(vec![room(dice.skewed(ROOMS))]), not: Vec::new() },
                query: Query { filters: vec![Filter { not: false, what: By::Has(Has::Link) }], ..Query::default() },
                limit: 50,
                ..Search::default()
            }),
        ),
        (
            "word in a month",
            Box::new(|dice| {
                let mut search = terms(&[&word(dice.skewed(9_000))]);
                let from = BEGIN + i64::try_from(dice.below(30)).unwrap_or(0) * 2_592_000_000;
                let what = By::Between { from: Some(from), to: Some(from + 2_592_000_000) };
                search.query.filters = vec![Filter { not: false, what }];
                search
            }),
        ),
        (
            "not a word",
            Box::new(|dice| {
                let mut search = terms(&[&word(dice.skewed(900)), &word(dice.skewed(900))]);
                if let Some(term) = search.query.terms.last_mut() {
                    term.not = true;
                }
                search
            }),
        ),
        ("no hit", Box::new(|_| terms(&["zzzyx"]))),
        ("best first", Box::new(|dice| Search { order: Order::Best, ..terms(&[&word(dice.skewed(9_000))]) })),
    ];
    for (name, mut make) in kinds {
        let mut times = Vec::new();
        let mut hits = 0;
        for _ in 0..40 {
            let search = make(dice);
            let started = Instant::now();
            hits += reader.search(&search)?.hits.len();
            times.push(started.elapsed());
        }
        if name != "best first" {
            all.extend(times.iter().copied());
        }
        print(name, &mut times, hits / 40);
    }
    print("all of these but best first", &mut all, 0);
    let mut times = Vec::new();
    let mut hits = 0;
    for _ in 0..40 {
        let search = terms(&[&word(dice.skewed(9_000))]);
        let started = Instant::now();
        hits += reader.count(&search, 1_000)?.hits;
        times.push(started.elapsed());
    }
    print("count a word", &mut times, usize::try_from(hits / 40)?);
    for (name, place) in [
        ("room at the bottom", Place::Newest),
        ("room at the unread mark", Place::Unread),
        ("room around a date", Place::Date { when: Millis(BEGIN + THREE_YEARS / 2) }),
    ] {
        let mut times = Vec::new();
        for n in 0..ROOMS {
            let started = Instant::now();
            reader.timeline(room(n), place, 50)?;
            times.push(started.elapsed());
        }
        print(name, &mut times, 0);
    }
    let mut times = Vec::new();
    for _ in 0..20 {
        let started = Instant::now();
        reader.reach(None)?;
        times.push(started.elapsed());
    }
    print("how much is here", &mut times, 0);
    Ok(())
}

fn terms(words: &[&str]) -> Search {
    let terms = words.iter().map(|text| Term { text: (*text).to_owned(), exact: false, not: false }).collect();
    Search { query: Query { terms, ..Query::default() }, limit: 50, ..Search::default() }
}

fn print(name: &str, times: &mut [Duration], hits: usize) {
    times.sort();
    let at =
        |part: usize| times.get((times.len() * part / 100).min(times.len() - 1)).map_or(0.0, Duration::as_secs_f64);
    println!("{name:<28} {:>9.2} {:>9.2} {:>9.2} {hits:>7}", at(50) * 1e3, at(99) * 1e3, at(100) * 1e3);
}

fn start(history: &mut History, rooms: &[Vec<Event>]) -> Fallible<()> {
    let avatar = Avatar::Drawn { name: "person-fox".to_owned() };
    let person = |n: u64| Profile {
        id: user(n),
        handle: format!("p{n}"),
        name: format!("Person {n}"),
        avatar: avatar.clone(),
        status: String::new(),
        zone: String::new(),
    };
    history.writer.apply(&Batch {
        me: Some(person(0)),
        cursor: Some(Cursor { epoch: Epoch(Uuid::nil()), pos: Pos(0) }),
        people: (1..50).map(person).collect(),
        heads: (0..).zip(rooms).map(|(n, room)| head(n, u64::try_from(room.len()).unwrap_or(0), &avatar)).collect(),
        ..Batch::default()
    })?;
    Ok(())
}

fn room(n: u64) -> ConversationId {
    ConversationId(Uuid::from_u64_pair(1, n))
}

fn user(n: u64) -> UserId {
    UserId(Uuid::from_u64_pair(2, n))
}

fn said(at: u64, seq: u64, clock: i64, dice: &mut Dice, text: String) -> Event {
    // As UUIDv7 are: the time, then chance.
    let id = Uuid::from_u64_pair(u64::try_from(clock).unwrap_or(0) << 16 | dice.below(1 << 16), dice.next());
    let message = Message {
        message: MessageId(id),
        body: Some(Body::Text { text }),
        reply_to: None,
        number: seq,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        forwarded: None,
        mentions_room: false,
    };
    let author = user(dice.skewed(50));
    Event {
        conversation: room(at),
        seq: Seq(seq),
        pos: Pos(seq),
        at: Millis(clock),
        author,
        what: What::Message(message),
    }
}

fn head(at: u64, count: u64, avatar: &Avatar) -> Head {
    let read = count - count.min(100);
    let settings = Room {
        name: format!("Room {at}"),
        topic: String::new(),
        visibility: Visibility::Private,
        avatar: avatar.clone(),
        archived: false,
        posting: hearth_proto::room::Posting::Everyone,
        slow_seconds: 0,
    };
    Head {
        conversation: room(at),
        kind: ConversationKind::Room { room: settings },
        role: Role::Member,
        members: 50,
        seq: Seq(count),
        room_seq: Seq(1),
        messages: count,
        active_at: Millis(1),
        read: ReadMark { seq: Seq(read), messages: read },
        mentions: 0,
        muted_until: None,
        unread_from: None,
    }
}
