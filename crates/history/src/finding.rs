//! What one can look for, and what was found: plain data.

use std::{fmt, str::FromStr};

use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
};
use hearth_search::{Piece, Query};

/// What somebody looks for, with names resolved.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Search {
    /// Its words, and its filters but those of names, which stand in `from` and `within`.
    pub query: Query,
    /// Who wrote it.
    pub from: Chosen<UserId>,
    /// Where it was said.
    pub within: Chosen<ConversationId>,
    /// Latin letters also find Chinese that is read so.
    pub pinyin: bool,
    pub order: Order,
    /// To go on from; None: from the first.
    pub after: Option<Mark>,
    /// At most so many hits (1 to 200).
    pub limit: u32,
}

/// Some of many: one of these, and none of those.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen<T> {
    /// None: all of them may be. An empty list: none is.
    pub any: Option<Vec<T>>,
    pub not: Vec<T>,
}

impl<T> Default for Chosen<T> {
    fn default() -> Self {
        Self { any: None, not: Vec::new() }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Order {
    /// By the time at which it was said, to about a tenth of a second.
    #[default]
    Newest,
    /// By how well it fits and how new it is, among the newest thousand hits; behind those by time.
    Best,
}

/// Where a list of hits goes on. Written as a short word, for whoever has to keep it as text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Hits with a key below this.
    Below(i64),
    /// So many of the best hits were given, of those with a key up to `top`.
    Given { top: i64, hits: u32 },
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(key) => write!(f, "{key}"),
            Self::Given { top, hits } => write!(f, "{top}.{hits}"),
        }
    }
}

impl FromStr for Mark {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('.') {
            Some((top, hits)) => Ok(Self::Given { top: top.parse()?, hits: hits.parse()? }),
            None => text.parse().map(Self::Below),
        }
    }
}

/// A page of hits.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// None: that was all. A page may be short, or empty, and still not the last: each looks at a bounded number of
    /// messages, so that none takes long.
    pub next: Option<Mark>,
}

/// A message that fits.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit {
    pub message: MessageId,
    pub conversation: ConversationId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    /// One line of what it says around what was looked for; empty where it says nothing.
    pub snippet: Vec<Piece>,
    pub body: Body,
}

/// How many messages fit.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Count {
    pub hits: u32,
    /// There are more than that, or may be.
    pub more: bool,
}

/// How much of the past is here.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Reach {
    /// Everything is.
    pub complete: bool,
    /// Everything from this moment on is; None where not even the newest message is, or where there is none.
    pub since: Option<Millis>,
    /// Messages that are here, deleted ones included, of all there are.
    pub here: u64,
    pub all: u64,
}

/// How far the index has come while it is being built, in messages. What is not in it yet is found all the same, more
/// slowly.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct IndexProgress {
    pub done: u64,
    pub total: u64,
}
