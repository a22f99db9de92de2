//! What stands in the index of a message: its tokens, and before them tags that say where it is, whose, and what it
//! carries, so that filters meet words inside the index.

use std::fmt::Write as _;

use hearth_proto::{body::Body, id::UserId};
use hearth_search::{Has, Token, tokens};
use rusqlite::Result;

use crate::{
    carry::Carried,
    column,
    index::tokenizer::{NEXT, SAME},
};

/// Begins every tag. No token of a text begins with a character for private use.
const TAG: char = '\u{E000}';

/// A body as it is stored, and what it carries.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) json: String,
    pub(crate) carried: Carried,
}

impl Said {
    pub(crate) fn of(body: &Body) -> Result<Self> {
        Ok(Self { json: column::to_json(body)?, carried: Carried::of(body) })
    }

    pub(crate) fn stored(json: String) -> Result<Self> {
        let body: Body = column::parse(&json)?;
        Ok(Self { json, carried: Carried::of(&body) })
    }
}

/// What the index knows of a message with a body.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// By its local key.
    pub(crate) conversation: i64,
    pub(crate) author: UserId,
    pub(crate) mentions_me: bool,
    pub(crate) carried: Carried,
}

impl Subject {
    /// Writes its tokens as the tokenizer takes them apart, and gives each of its words.
    pub(crate) fn write(&self, into: &mut String, each: &mut dyn FnMut(&Token<'_>)) {
        into.clear();
        self.tags(into);
        tokens(&self.carried.words, &mut |token| {
            into.push(char::from(if token.colocated { SAME } else { NEXT }));
            into.push_str(token.text);
            each(&token);
        });
    }

    fn tags(&self, into: &mut String) {
        push_tag(into, NEXT, &Tag::Conversation(self.conversation));
        push_tag(into, SAME, &Tag::Author(self.author));
        if self.mentions_me {
            push_tag(into, SAME, &Tag::Mention);
        }
        for has in [Has::File, Has::Image, Has::Video, Has::Link, Has::Sticker, Has::Code] {
            if self.carried.has(has) {
                push_tag(into, SAME, &Tag::Has(has));
            }
        }
    }
}

/// What a filter can ask the index for.
#[derive(Clone, Copy)]
pub(crate) enum Tag {
    Conversation(i64),
    Author(UserId),
    Mention,
    Has(Has),
}

fn push_tag(into: &mut String, mark: u8, tag: &Tag) {
    into.push(char::from(mark));
    tag.write(into);
}

impl Tag {
    /// The token itself.
    pub(crate) fn write(self, into: &mut String) {
        into.push(TAG);
        // Writing to a string cannot fail.
        match self {
            Self::Conversation(key) => write!(into, "c{key}").unwrap_or_default(),
            Self::Author(user) => write!(into, "a{}", user.0.simple()).unwrap_or_default(),
            Self::Mention => into.push('m'),
            Self::Has(has) => into.push_str(match has {
                Has::File => "hf",
                Has::Image => "hi",
                Has::Video => "hv",
                Has::Link => "hl",
                Has::Sticker => "hs",
                Has::Code => "hc",
            }),
        }
    }
}
