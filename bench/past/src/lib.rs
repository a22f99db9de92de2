//! A made-up past of a group of three hundred people in two hundred rooms: several years of English, Chinese, Japanese,
//! code, links and emoji, for tests and measurements. The same seed and length give the same past.
//!
//! Every message can be made by itself, in any order, from the seed and its number, so a past of five million messages
//! takes no more memory than the list of which message stands in which room. Nothing here reads a clock or a file.

mod chance;
mod days;
mod language;
pub mod places;
pub mod planted;
mod ranks;
pub mod texts;
mod words;

use std::collections::HashMap;

use hearth_proto::{
    body::{Body, File, Picture},
    event::{Event, Message, What},
    id::{BlobId, ConversationId, MessageId, Millis, Pos, Seq, UserId},
    people::{Profile, Role},
    room::{Head, ReadMark},
};
use uuid::Builder;

use chance::Chance;
use days::Days;
use ranks::Ranks;
use texts::Texts;

pub use days::{BEGIN, END};
pub use language::has_one_form;

/// Unread messages in each room that has as many.
pub const UNREAD: u64 = 60;

/// The rooms that people go on talking in, at any time.
const UNDER_WAY: usize = 4;

/// Kinds of chance, so that no two questions get the same answers.
const ROOM: u64 = 1;
const TIME: u64 = 2;
const SAID: u64 = 3;

/// All that was ever said.
#[derive(Debug)]
pub struct Past {
    seed: u64,
    me: UserId,
    /// The room of each message, in the order of time.
    rooms: Vec<u8>,
    /// Which message of its room each one is, from 1.
    numbers: Vec<u32>,
    /// The messages of each room, in the order of time.
    by_room: Vec<Vec<u32>>,
    planted: HashMap<u64, &'static str>,
    people: Vec<Profile>,
    busy: Ranks,
    days: Days,
    texts: Texts,
}

impl Past {
    /// A past of so many messages, at most 2^32, in which the reader has this id.
    #[must_use]
    pub fn new(seed: u64, messages: u64, me: UserId) -> Self {
        let count = usize::try_from(places::ROOMS).unwrap_or(1);
        let mut past = Self {
            seed,
            me,
            rooms: Vec::new(),
            numbers: Vec::new(),
            by_room: vec![Vec::new(); count],
            planted: planted::places(messages),
            people: (0..places::PEOPLE).map(places::person).collect(),
            busy: Ranks::new(usize::try_from(places::PEOPLE).unwrap_or(1), 0.8, 3.0),
            days: Days::new(),
            texts: Texts::new(),
        };
        if let Some(mine) = past.people.first_mut() {
            mine.id = me;
        }
        past.fill(seed, messages, &Ranks::new(count, 1.0, 1.0));
        past
    }

    /// People stay with what they talk about: most messages go to a room that was written in just now.
    fn fill(&mut self, seed: u64, messages: u64, ranks: &Ranks) {
        let mut under_way = [0_usize; UNDER_WAY];
        for n in 0..messages {
            let mut chance = Chance::of(seed, ROOM, n);
            let slot = usize::try_from(chance.below(UNDER_WAY as u64)).unwrap_or(0);
            let Some(room) = under_way.get_mut(slot) else { continue };
            if chance.percent(25) {
                *room = ranks.one(&mut chance);
            }
            let room = *room;
            let Some(list) = self.by_room.get_mut(room) else { continue };
            list.push(u32::try_from(n).unwrap_or(u32::MAX));
            self.rooms.push(u8::try_from(room).unwrap_or(u8::MAX));
            self.numbers.push(u32::try_from(list.len()).unwrap_or(u32::MAX));
        }
    }

    /// How many messages there are.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.rooms.len() as u64
    }

    /// Everyone; the first is the reader.
    #[must_use]
    pub fn people(&self) -> &[Profile] {
        &self.people
    }

    /// The messages of a room by their numbers in the whole past, in the order of time. The `n`-th, from 0, has the seq
    /// `n + 1`.
    #[must_use]
    pub fn of_room(&self, room: u64) -> &[u32] {
        usize::try_from(room).ok().and_then(|room| self.by_room.get(room)).map_or(&[], Vec::as_slice)
    }

    /// What the server says of a room at the end of this past.
    #[must_use]
    pub fn head(&self, room: u64) -> Head {
        let here = self.of_room(room);
        let count = here.len() as u64;
        let read = count.saturating_sub(UNREAD);
        Head {
            conversation: places::conversation(room),
            kind: places::kind(room),
            role: Role::Member,
            muted_until: None,
            members: 50,
            seq: Seq(count),
            room_seq: Seq(0),
            messages: count,
            active_at: Millis(here.last().map_or(BEGIN, |last| self.at(u64::from(*last)))),
            read: ReadMark { seq: Seq(read), messages: read },
            unread_from: None,
            mentions: 0,
        }
    }

    /// The conversation in which this message stands.
    #[must_use]
    pub fn conversation(&self, n: u64) -> ConversationId {
        places::conversation(self.room(n))
    }

    fn room(&self, n: u64) -> u64 {
        usize::try_from(n).ok().and_then(|n| self.rooms.get(n)).map_or(0, |room| u64::from(*room))
    }

    fn number(&self, n: u64) -> u64 {
        usize::try_from(n).ok().and_then(|n| self.numbers.get(n)).map_or(1, |number| u64::from(*number))
    }

    /// When this message was written, in milliseconds.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn at(&self, n: u64) -> i64 {
        let within = Chance::of(self.seed, TIME, n).part();
        self.days.moment((n as f64 + within) / self.messages() as f64)
    }

    /// The id of this message: a UUIDv7 whose last 48 bits are its seq.
    #[must_use]
    pub fn id(&self, n: u64) -> MessageId {
        let mut tail = [0; 10];
        let seq = self.number(n).to_be_bytes();
        let chance = Chance::of(self.seed, TIME, n).any().to_be_bytes();
        tail.iter_mut()
            .zip(chance.into_iter().take(4).chain(seq.into_iter().skip(2)))
            .for_each(|(to, from)| *to = from);
        MessageId(Builder::from_unix_timestamp_millis(u64::try_from(self.at(n)).unwrap_or(0), &tail).into_uuid())
    }

    /// The `n`-th message of the past, from 0, as the server tells it now.
    #[must_use]
    pub fn event(&self, n: u64) -> Event {
        let mut chance = Chance::of(self.seed, SAID, n);
        let (number, room) = (self.number(n), self.room(n));
        let author = self.author(room, &mut chance);
        let mut body = self.body(n, author, &mut chance);
        let answers = number > 1 && chance.percent(12);
        let back = 1 + chance.below(30.min(number.saturating_sub(1)).max(1));
        let original = self.of_room(room).get(usize::try_from(number.saturating_sub(1 + back)).unwrap_or(0));
        let edited = chance.percent(3);
        let mut mentions = Vec::new();
        if author != 0
            && chance.below(1_000) < 8
            && let Some(Body::Text { text }) = &mut body
            && let Some(me) = self.people.first()
        {
            text.insert_str(0, &format!("@{} ", me.handle));
            mentions.push(me.id);
        }
        let at = Millis(self.at(n));
        let message = Message {
            message: self.id(n),
            body,
            reply_to: original.filter(|_| answers).map(|original| self.id(u64::from(*original))),
            number,
            edited_at: edited.then_some(Millis(at.0 + 60_000)),
            changed_seq: Seq(0),
            mentions,
            mentions_room: false,
            forwarded: None,
        };
        Event {
            conversation: places::conversation(room),
            seq: Seq(number),
            pos: Pos(n + 1),
            at,
            author: self.people.get(usize::try_from(author).unwrap_or(0)).map_or(self.me, |person| person.id),
            what: What::Message(message),
        }
    }

    /// Rooms have their own people: fifty of all, the same few most of the time.
    fn author(&self, room: u64, chance: &mut Chance) -> u64 {
        if chance.percent(6) {
            return 0;
        }
        let rank = self.busy.one(chance) as u64 % 50;
        1 + (room * 31 + rank * 7) % (places::PEOPLE - 1)
    }

    fn body(&self, n: u64, author: u64, chance: &mut Chance) -> Option<Body> {
        let tongue = places::tongue(author);
        if let Some(word) = self.planted.get(&n) {
            return Some(Body::Text { text: format!("{} {word}", self.texts.words(tongue, chance)) });
        }
        match chance.below(1_000) {
            0..7 => None,
            7..30 => Some(Body::Sticker { set: "hearth".to_owned(), name: "tea".to_owned(), picture: None }),
            30..70 => {
                let caption = if chance.percent(40) { self.texts.words(tongue, chance) } else { String::new() };
                let picture = Picture {
                    blob: blob(chance)?,
                    mime: "image/jpeg".to_owned(),
                    width: 1_200,
                    height: 800,
                    size: 200_000 + chance.below(2_000_000),
                    thumbhash: String::new(),
                    name: String::new(),
                };
                Some(Body::Picture { picture, caption })
            }
            70..88 => {
                let name = self.texts.file_name(chance);
                let mime = "application/octet-stream".to_owned();
                let file = File { blob: blob(chance)?, mime, size: 1_000 + chance.below(9_000_000), name, video: None };
                let caption = if chance.percent(20) { self.texts.words(tongue, chance) } else { String::new() };
                Some(Body::File { file, caption })
            }
            _ => Some(Body::Text { text: self.texts.one(tongue, chance) }),
        }
    }
}

/// The name of bytes that nobody has.
fn blob(chance: &mut Chance) -> Option<BlobId> {
    let digits = [chance.any(), chance.any(), chance.any(), chance.any()];
    digits.iter().map(|part| format!("{part:016x}")).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests;
