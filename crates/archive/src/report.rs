//! What an export of another chat holds and Hearth has no place for. Nothing is left out without standing in here.

use std::fmt;

use serde::Serialize;

use crate::counts::Counts;

/// Examples that are kept of one kind.
const EXAMPLES: usize = 5;

/// Characters of one example.
const EXAMPLE: usize = 200;

/// What was read, and what became of what did not fit.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// Records that were given out.
    pub counts: Counts,
    /// One for each kind, in the order in which they were first met.
    pub remarks: Vec<Remark>,
}

/// How often one thing could not be taken over as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remark {
    pub what: Unmapped,
    pub count: u64,
    /// The first few, with the place where they stand.
    pub examples: Vec<String>,
}

/// What could not be taken over as it was, and what was done instead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    FileMissing,
    CustomEmoji,
    CustomEmojiPicture,
    ReactionWithoutPeople,
    ThreadReply,
    ThreadRoom,
    Embed,
    Interactive,
    SystemMessage,
    UnknownPerson,
    UnknownName,
    HandleChanged,
    ChatWithOneself,
    ManyPeople,
    Setting,
    Category,
    ForwardedByUnknown,
    Formatting,
    Empty,
    Unreadable,
    UnknownFile,
    UnknownEntry,
    LaterKind,
    HiddenByPlan,
    PinElsewhere,
    Stretch,
}

impl Unmapped {
    /// The word by which programs and translations know it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FileMissing => "file_missing",
            Self::CustomEmoji => "custom_emoji",
            Self::CustomEmojiPicture => "custom_emoji_picture",
            Self::ReactionWithoutPeople => "reaction_without_people",
            Self::ThreadReply => "thread_reply",
            Self::ThreadRoom => "thread_room",
            Self::Embed => "embed",
            Self::Interactive => "interactive",
            Self::SystemMessage => "system_message",
            Self::UnknownPerson => "unknown_person",
            Self::UnknownName => "unknown_name",
            Self::HandleChanged => "handle_changed",
            Self::ChatWithOneself => "chat_with_oneself",
            Self::ManyPeople => "many_people",
            Self::Setting => "setting",
            Self::Category => "category",
            Self::ForwardedByUnknown => "forwarded_by_unknown",
            Self::Formatting => "formatting",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::UnknownFile => "unknown_file",
            Self::UnknownEntry => "unknown_entry",
            Self::LaterKind => "later_kind",
            Self::HiddenByPlan => "hidden_by_plan",
            Self::PinElsewhere => "pin_elsewhere",
            Self::Stretch => "stretch",
        }
    }
}

impl fmt::Display for Unmapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FileMissing => "files are not in the export; their names and addresses stand in the messages",
            Self::CustomEmoji => "own emoji became their names between colons",
            Self::CustomEmojiPicture => "pictures of own emoji were left out",
            Self::ReactionWithoutPeople => "reactions say how many and not who; they were left out",
            Self::ThreadReply => "replies in threads became answers to the thread's first message",
            Self::ThreadRoom => "threads became rooms of their own",
            Self::Embed => "cards that programs and links brought along became text",
            Self::Interactive => "buttons, menus, polls and calls became text or were left out",
            Self::SystemMessage => "messages of the chat itself became text",
            Self::UnknownPerson => "people are named by messages only; what is known of them was taken from there",
            Self::UnknownName => {
                "groups, roles, people or channels are called by a name that the export does not explain; the name stands \
                 in the words"
            }
            Self::HandleChanged => "handles were written differently, or belonged to two people",
            Self::ChatWithOneself => "chats with oneself became private rooms",
            Self::ManyPeople => "private chats with too many people became private rooms",
            Self::Setting => "settings have no counterpart and were left out",
            Self::Category => "categories were left out",
            Self::ForwardedByUnknown => "passed-on messages do not say whose they were; they became quotes",
            Self::Formatting => "formatting has no counterpart and was left out",
            Self::Empty => "messages hold nothing that can be shown; they were left out",
            Self::Unreadable => "entries cannot be read; they were left out",
            Self::UnknownFile => "files of the export are of a kind that is not known; they were left out",
            Self::UnknownEntry => "entries are of a kind that is not known; they were left out",
            Self::LaterKind => "records of a later version of Hearth were left out",
            Self::HiddenByPlan => "messages were withheld by the other service's plan and are not in the export",
            Self::PinElsewhere => "pins are on files or on messages that are not in the export; they were left out",
            Self::Stretch => "channels were exported for a stretch of time only",
        })
    }
}

impl Report {
    /// Notes one more.
    pub(crate) fn note(&mut self, what: Unmapped, example: impl AsRef<str>) {
        let remark = match self.remarks.iter().position(|remark| remark.what == what) {
            Some(place) => self.remarks.get_mut(place),
            None => {
                self.remarks.push(Remark { what, count: 0, examples: Vec::new() });
                self.remarks.last_mut()
            }
        };
        let Some(remark) = remark else { return };
        remark.count += 1;
        if remark.examples.len() < EXAMPLES {
            let plain = example.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c });
            let example: String = plain.take(EXAMPLE).collect();
            if !remark.examples.contains(&example) {
                remark.examples.push(example);
            }
        }
    }
}
