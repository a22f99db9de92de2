//! What a person looks for, as data: words, filters, and where each stands in the box they typed it into.

use std::ops::Range;

/// A query. All terms and filters hold together, but filters of people are alternatives to each other, and so are
/// those of places: `from:ann from:bob in:kitchen` is what either of them said in Kitchen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    pub terms: Vec<Term>,
    pub filters: Vec<Filter>,
    /// In the order of the text, without gaps other than spaces.
    pub parts: Vec<Part>,
}

/// A word or a phrase that is looked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Term {
    /// As it was typed, without its quotes and minus. It has at least one token.
    pub text: String,
    /// Quoted: whole words in this order. Otherwise its last word is the beginning of one.
    pub exact: bool,
    /// What has it is not wanted.
    pub not: bool,
}

/// What else must hold of a message.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Filter {
    pub not: bool,
    pub what: What,
}

/// What a filter asks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// A person's name, handle, a beginning of one, or `me`. Without the @.
    From(String),
    /// A conversation's name or a beginning of it. Without the #.
    In(String),
    /// Milliseconds since 1970; `from` is included, `to` is not.
    Between {
        from: Option<i64>,
        to: Option<i64>,
    },
    Has(Has),
    Is(Is),
}

/// What a message carries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Has {
    /// Any file, pictures and films too.
    File,
    Image,
    Video,
    Link,
    Sticker,
    Code,
}

/// What a message is to the person who asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Is {
    /// It mentions them.
    Mention,
    /// They wrote it.
    Mine,
    Pinned,
    Unread,
}

/// A piece of the text in the box.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// UTF-16 offsets, as a page counts: the whole piece with its minus, key and quotes.
    pub place: Range<u32>,
    /// UTF-16 offsets of what stands behind the key, or between the quotes. Empty where nothing is there yet.
    pub value: Range<u32>,
    pub kind: PartKind,
    pub not: bool,
    /// It does something. A filter that is still being typed does nothing yet; neither does what has no letters.
    pub understood: bool,
}

/// What a piece of the text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartKind {
    Word,
    /// In quotes.
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
    /// Within it.
    On,
    Has,
    Is,
}
