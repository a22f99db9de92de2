//! What the desk is asked to show as a notification. The privacy that the person chose is applied here already:
//! what may not be shown is not in here. Which words stand around the names is the desk's business.

use std::path::PathBuf;

use hearth_proto::{
    body::Body,
    id::{MessageId, Seq},
};

use crate::{
    settings::Privacy,
    view::{AccountId, Key},
};

/// As much of a message as a notification holds.
const SHOWN_CHARS: usize = 300;

/// One thing to do for the desk.
#[derive(Clone, PartialEq, Debug)]
pub enum AlertJob {
    Show(Box<Notice>),
    /// What was shown of this conversation up to this seq is no longer news.
    Withdraw {
        key: Key,
        up_to: Seq,
    },
    /// This message was deleted; what shows it is to go.
    WithdrawMessage {
        key: Key,
        message: MessageId,
    },
    /// The account is gone, and everything that was shown of it.
    WithdrawAll {
        account: AccountId,
    },
}

/// A notification.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    pub account: AccountId,
    pub news: News,
}

#[derive(Clone, PartialEq, Debug)]
pub enum News {
    /// One message.
    One {
        key: Key,
        message: MessageId,
        seq: Seq,
        /// None where names are private.
        names: Option<Names>,
        /// None where texts are private.
        said: Option<Said>,
        mention: bool,
    },
    /// More from one conversation than is shown one by one; takes the place of those.
    Many {
        key: Key,
        newest: MessageId,
        seq: Seq,
        count: u32,
        /// The conversation's name; None where names are private.
        place: Option<String>,
    },
    /// What came while away, over all conversations of the account.
    WhileAway { messages: u32, conversations: u32 },
}

/// Who said it, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    pub author: String,
    /// The room; None in a private chat.
    pub room: Option<String>,
    pub face: Face,
}

/// The author's picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Face {
    /// One of the drawings that ship with the app.
    Drawn { name: String },
    /// An own image that is on this disk.
    File { path: PathBuf },
    /// An own image that is not here yet.
    Missing,
}

/// What was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// On one line.
    Text {
        text: String,
    },
    Sticker {
        set: String,
        name: String,
    },
    Picture {
        caption: String,
    },
    File {
        name: String,
    },
    /// A kind of a later version.
    Newer,
}

impl Said {
    /// What a body says, as far as this privacy lets it be shown.
    #[must_use]
    pub fn of(body: &Body, privacy: Privacy) -> Option<Self> {
        match privacy {
            Privacy::NameOnly | Privacy::Nothing => None,
            Privacy::NameAndText => Some(match body {
                Body::Text { text } => Self::Text { text: line(text) },
                Body::Sticker { set, name, .. } => Self::Sticker { set: set.clone(), name: name.clone() },
                Body::Picture { caption, .. } => Self::Picture { caption: line(caption) },
                Body::File { file, .. } => Self::File { name: line(&file.name) },
                Body::Unknown(_) => Self::Newer,
            }),
        }
    }
}

fn line(text: &str) -> String {
    let mut shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = shown.char_indices().nth(SHOWN_CHARS) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_on_one_line_and_cut() {
        let body = Body::Text { text: format!("one\n\n  two {}", "火".repeat(400)) };
        let Some(Said::Text { text }) = Said::of(&body, Privacy::NameAndText) else { panic!("no text") };
        assert!(text.starts_with("one two 火") && text.ends_with('…'));
        assert_eq!(text.chars().count(), SHOWN_CHARS + 1);
    }

    #[test]
    fn private_texts_are_not_even_handed_over() {
        let body = Body::Text { text: "secret".into() };
        assert_eq!(Said::of(&body, Privacy::NameOnly), None);
        assert_eq!(Said::of(&body, Privacy::Nothing), None);
    }
}
