//! What an import could not take over as it was, as programs and translations know it, and the English of it. Nothing is
//! left out without one of these being told.

use std::fmt;

use serde::Serialize;

/// What reading an archive or export met, and what was done instead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
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
    PeopleDetails,
    Permissions,
    Setting,
    Unlisted,
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

/// What a hearth that took it in could not take over, and what it did instead.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    TooLong,
    EmptyMessage,
    FileNotHere,
    FileDamaged,
    FileTooLarge,
    NoPicture,
    OtherSticker,
    LaterBody,
    StrangeBody,
    AnswersNothing,
    StrangeReaction,
    NameChanged,
    NoteLeftOut,
    Hole,
    LaterRecord,
    SilenceLeftOut,
    NobodyNamed,
    ImpossibleTime,
    ManyMentions,
    GroupFull,
    FaceMissing,
}

/// Either of them. The words of both differ.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Remarked {
    Read(Unmapped),
    Taken(Unfit),
}

/// Why messages of a conversation did not come in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum LeftOut {
    /// It is a private chat, and nobody of it has an account here.
    NobodyHere,
    /// The conversation has gone on here since, or the messages stand in another one.
    Conflict,
    /// `detail` is for whoever looks after the server, in English.
    Refused { detail: String },
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
            Self::PeopleDetails => {
                "what people had beside their name (pictures, addresses, roles, preferences, saved messages) was left out"
            }
            Self::Permissions => "who may read a channel is not in the export; channels became private rooms",
            Self::Unlisted => "conversations are in no list of the export; they became private rooms",
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

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "messages were too long; each became several, one after the other",
            Self::EmptyMessage => "messages say nothing; they were left out",
            Self::FileNotHere => "messages bring a file that is not here; its name stands in its place",
            Self::FileDamaged => "files are not what their hash says; they were left out",
            Self::FileTooLarge => "files are larger than this server allows; they were left out",
            Self::NoPicture => "pictures cannot be shown by everyone; they became files",
            Self::OtherSticker => "stickers of other sets became own ones or words",
            Self::LaterBody => "messages are of a kind that needs a newer Hearth; they are kept as they are",
            Self::StrangeBody => "messages break a rule of this server; only their words were kept",
            Self::AnswersNothing => "answers to messages that are not here stand alone",
            Self::StrangeReaction => "reactions are no emoji; they were left out",
            Self::NameChanged => "names and topics were too long or had strange characters, and were changed",
            Self::NoteLeftOut => "notes about who came and went and about changed settings were left out",
            Self::Hole => "stretches of messages are missing in the archive itself",
            Self::LaterRecord => "records need a newer Hearth; they were left out",
            Self::SilenceLeftOut => "members were silenced for a while; here they may write",
            Self::NobodyNamed => "people are named that the archive does not introduce",
            Self::ImpossibleTime => "messages say that they were written in the future, or before there were such times; now or then was taken",
            Self::ManyMentions => "messages mention more people than this server counts; the others are only words",
            Self::GroupFull => "private chats have more people than they may; only the first were let in",
            Self::FaceMissing => "own pictures of people or rooms are not in the archive, or are none",
        })
    }
}

impl fmt::Display for Remarked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(what) => what.fmt(f),
            Self::Taken(what) => what.fmt(f),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NobodyHere => "nobody of this private chat has an account here",
            Self::Conflict => "the conversation has gone on here since, or its messages stand in another one",
            Self::Refused { detail } => detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_one_word_whoever_makes_it() {
        let words = |what: Remarked| serde_json::to_value(what).unwrap();
        assert_eq!(words(Remarked::Read(Unmapped::FileMissing)), "file_missing");
        assert_eq!(words(Remarked::Taken(Unfit::FileNotHere)), "file_not_here");
        let why = serde_json::to_value(LeftOut::Refused { detail: "so".to_owned() }).unwrap();
        assert_eq!(why, serde_json::json!({"why": "refused", "detail": "so"}));
    }
}
