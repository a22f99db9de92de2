//! What the window asks and is told when somebody looks for something, and how much of the past is here. Plain data.

use hearth_proto::{
    body::{File, Picture},
    id::{ConversationId, MessageId, Millis, Seq, UserId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::AccountId;

/// What somebody looks for in one account.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct SearchCall {
    pub account: AccountId,
    /// As it was typed, filters and all. Any text is a question.
    pub text: String,
    /// Only in this conversation, unless the text names a place.
    pub here: Option<ConversationId>,
    pub order: SearchOrder,
    /// The `next` of the page before; None: the first page.
    pub after: Option<String>,
    pub limit: u32,
    /// Latin letters also find Chinese that is read so.
    pub pinyin: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchOrder {
    #[default]
    Newest,
    Best,
}

/// One page of what was found.
#[derive(Clone, Default, PartialEq, Debug, Serialize, TS)]
pub struct SearchResults {
    /// What the question was taken for, from left to right.
    pub parts: Vec<PartView>,
    pub hits: Vec<HitView>,
    /// To go on from; None: that was all.
    pub next: Option<String>,
    /// With the first page only; None also where nothing was asked.
    pub count: Option<HitCount>,
    /// Files and pictures among what was found by words, the newest few; with the first page only, and not where the
    /// question says itself what it has.
    pub files: Vec<HitView>,
    /// People of whom the words are a name; with the first page only, and where nothing but words was asked for
    /// everywhere.
    pub people: Vec<UserId>,
    /// Rooms and groups of which the words are the name; likewise.
    pub conversations: Vec<ConversationId>,
    /// The index is being built: older messages are looked through one by one meanwhile.
    pub indexing: Option<Indexing>,
}

/// A piece of the question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct PartView {
    /// Where it stands in the text, in UTF-16 units; `to` excluded.
    pub from: u32,
    pub to: u32,
    pub what: PartKind,
    /// Where its value stands, behind the filter's name or between quotes; empty where there is none yet.
    pub value_from: u32,
    pub value_to: u32,
    /// Without the filter's name, its colon and quotes.
    pub value: String,
    /// What it stands for is not wanted.
    pub not: bool,
    /// False: a filter whose value means nothing. Where it is not even a name or a date yet, it holds nothing back; a
    /// name that nobody has finds nothing.
    pub known: bool,
    /// Whom `from:` means.
    pub people: Vec<UserId>,
    /// What `in:` means.
    pub conversations: Vec<ConversationId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    Word,
    Phrase,
    From,
    In,
    /// Before the day, week, month or year that is named.
    Before,
    /// After it.
    After,
    /// From its beginning on.
    Since,
    /// Up to its end.
    Until,
    On,
    Has,
    Is,
}

/// How many messages there are that fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct HitCount {
    pub n: u32,
    /// There are more than that.
    pub more: bool,
}

/// How far the index is, in messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Indexing {
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
}

/// A message that was found.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct HitView {
    pub conversation: ConversationId,
    pub message: MessageId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    /// One line of what it says, around what was looked for. Empty where it says nothing.
    pub snippet: Vec<PieceView>,
    pub what: HitKind,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct PieceView {
    pub text: String,
    pub hit: bool,
}

/// What stands in a message beside what it says.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HitKind {
    Text,
    Picture {
        picture: Picture,
    },
    File {
        file: File,
    },
    Sticker,
    /// Of a later version.
    Newer,
}

/// How much of one conversation, or of all (None), is here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct CoverageCall {
    pub account: AccountId,
    pub here: Option<ConversationId>,
}

/// How much of the past is here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct CoverageView {
    /// Everything is.
    pub complete: bool,
    /// Everything since this moment is; None: nothing, or everything.
    pub since: Option<Millis>,
    /// Messages that are here, of all there are. For a progress bar.
    #[ts(type = "number")]
    pub here: u64,
    #[ts(type = "number")]
    pub all: u64,
    /// More is being fetched now.
    pub fetching: bool,
    /// Why nothing is fetched although something is missing; None also where the server gives no more.
    pub paused: Option<FetchPause>,
}

/// Why older messages are not being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FetchPause {
    Offline,
    /// The person does something; it goes on in a few seconds.
    Active,
    /// The computer runs on its battery.
    Battery,
}
