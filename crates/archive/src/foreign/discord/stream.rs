//! Reads a channel's file as a stream, so that it may be as long as it likes.

use std::{
    cell::Cell,
    fmt,
    io::{self, BufReader, Read},
};

use serde::{
    Deserializer as _,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::form::{Channel, Guild, Range};
use crate::{
    error::Error,
    tree::{Tree, shown},
};

/// Bytes of one message, and of what stands before and behind them all.
const PIECE: u64 = 64 * 1024 * 1024;

/// What stands before the messages.
#[derive(Default)]
pub(super) struct Head {
    pub(super) guild: Guild,
    pub(super) channel: Channel,
    pub(super) range: Range,
    pub(super) exported_at: String,
}

/// Who hears each message as it stands in the file.
pub(super) type Each<'a> = &'a mut dyn FnMut(&RawValue) -> Result<(), Error>;

/// Reads a file as a stream: its beginning into `head`, then each message. Without `each` it stops before the messages.
pub(super) fn read(tree: &mut Tree, file: &str, head: &mut Head, each: Option<Each<'_>>) -> Result<(), Error> {
    let Some(reader) = tree.read(file)? else { return Ok(()) };
    let left = Cell::new(PIECE);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(Bounded { from: reader, left: &left }));
    let mut stopped = None;
    let found = json.deserialize_map(Export { head, each, stopped: &mut stopped, left: &left });
    match (stopped, found) {
        (Some(Stopped::Enough), _) | (None, Ok(())) => Ok(()),
        (Some(Stopped::Failed(error)), _) => Err(error),
        (None, Err(error)) => Err(Error::File { file: shown(file), why: error.to_string() }),
    }
}

/// Gives out only so much until somebody says that it was used up, so that nothing endless is gathered in memory.
struct Bounded<'a, R> {
    from: R,
    left: &'a Cell<u64>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| io::Error::other(format!("a message takes more than {PIECE} bytes")))?);
        Ok(read)
    }
}

/// Why reading ended before the file did.
enum Stopped {
    Enough,
    Failed(Error),
}

struct Export<'a, 'b> {
    head: &'a mut Head,
    each: Option<Each<'b>>,
    stopped: &'a mut Option<Stopped>,
    left: &'a Cell<u64>,
}

impl<'de> Visitor<'de> for Export<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of a channel")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "guild" => self.head.guild = map.next_value()?,
                "channel" => self.head.channel = map.next_value()?,
                "dateRange" => self.head.range = map.next_value::<Option<Range>>()?.unwrap_or_default(),
                "exportedAt" => self.head.exported_at = map.next_value::<Option<String>>()?.unwrap_or_default(),
                "messages" => match &mut self.each {
                    Some(each) => {
                        let left = self.left;
                        map.next_value_seed(Messages { each: *each, stopped: &mut *self.stopped, left })?;
                    }
                    None => {
                        *self.stopped = Some(Stopped::Enough);
                        return Err(serde::de::Error::custom("enough"));
                    }
                },
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Messages<'a, 'b> {
    each: &'a mut (dyn FnMut(&RawValue) -> Result<(), Error> + 'b),
    stopped: &'a mut Option<Stopped>,
    left: &'a Cell<u64>,
}

impl<'de> DeserializeSeed<'de> for Messages<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Messages<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<Box<RawValue>>()? {
            self.left.set(PIECE);
            if let Err(error) = (self.each)(&raw) {
                *self.stopped = Some(Stopped::Failed(error));
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
