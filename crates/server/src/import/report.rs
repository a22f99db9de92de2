//! What an import did, point by point, and everything that could not be taken over as it was.

use std::fmt;

use hearth_archive::record::SourceKind;

use super::source_name;

/// Examples that are kept of one kind.
const EXAMPLES: usize = 5;

/// What came of an import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    pub source: SourceKind,
    /// What the archive calls the place it comes from; may be empty.
    pub name: String,
    /// Everyone who is named by what was imported, and the people of private chats that nobody here was in.
    pub people: Vec<PersonReport>,
    pub conversations: Vec<ConversationReport>,
    pub files: u64,
    pub file_bytes: u64,
    pub reactions: u64,
    /// What could not be taken over as it was: first what reading the archive met, then what this server did.
    pub remarks: Vec<Remark>,
}

/// Who somebody of the archive is here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonReport {
    pub handle: String,
    pub name: String,
    /// The handle of their account here; empty where nothing of them came in, so that they need none.
    pub here: String,
    /// Whether somebody can sign in to it. If not, they are shown as former members.
    pub account: bool,
}

/// What became of one conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversationReport {
    /// The room's, or the handles of a private chat's two.
    pub name: String,
    pub added: u64,
    /// Messages that were here already.
    pub known: u64,
    pub left_out: u64,
    /// Why messages were left out.
    pub why: Option<String>,
    /// How many people were let in.
    pub entered: u32,
}

/// How often something could not be taken over as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The word by which programs and translations know it.
    pub code: &'static str,
    /// The same in English.
    pub words: String,
    pub count: u64,
    pub examples: Vec<String>,
}

/// What this server could not take over as it was, and what was done instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    TooLong,
    Empty,
    FileMissing,
    FileDamaged,
    FileTooLarge,
    NoPicture,
    OtherSticker,
    LaterBody,
    Strange,
    AnswersNothing,
    ReactionStrange,
    Name,
    Note,
    Hole,
    LaterRecord,
    Silence,
    NobodyNamed,
    Time,
    Mentions,
    GroupFull,
    Face,
}

impl Unfit {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Empty => "empty_message",
            Self::FileMissing => "file_not_here",
            Self::FileDamaged => "file_damaged",
            Self::FileTooLarge => "file_too_large",
            Self::NoPicture => "no_picture",
            Self::OtherSticker => "other_sticker",
            Self::LaterBody => "later_body",
            Self::Strange => "strange_body",
            Self::AnswersNothing => "answers_nothing",
            Self::ReactionStrange => "strange_reaction",
            Self::Name => "name_changed",
            Self::Note => "note_left_out",
            Self::Hole => "hole",
            Self::LaterRecord => "later_record",
            Self::Silence => "silence_left_out",
            Self::NobodyNamed => "nobody_named",
            Self::Time => "impossible_time",
            Self::Mentions => "many_mentions",
            Self::GroupFull => "group_full",
            Self::Face => "face_missing",
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "messages were too long; each became several, one after the other",
            Self::Empty => "messages say nothing; they were left out",
            Self::FileMissing => "messages bring a file that is not here; its name stands in its place",
            Self::FileDamaged => "files are not what their hash says; they were left out",
            Self::FileTooLarge => "files are larger than this server allows; they were left out",
            Self::NoPicture => "pictures cannot be shown by everyone; they became files",
            Self::OtherSticker => "stickers of other sets became own ones or words",
            Self::LaterBody => "messages are of a kind that needs a newer Hearth; they are kept as they are",
            Self::Strange => "messages break a rule of this server; only their words were kept",
            Self::AnswersNothing => "answers to messages that are not here stand alone",
            Self::ReactionStrange => "reactions are no emoji; they were left out",
            Self::Name => "names and topics were too long or had strange characters, and were changed",
            Self::Note => "notes about who came and went and about changed settings were left out",
            Self::Hole => "stretches of messages are missing in the archive itself",
            Self::LaterRecord => "records need a newer Hearth; they were left out",
            Self::Silence => "members were silenced for a while; here they may write",
            Self::NobodyNamed => "people are named that the archive does not introduce",
            Self::Time => "messages say that they were written in the future, or before there were such times; now or then was taken",
            Self::Mentions => "messages mention more people than this server counts; the others are only words",
            Self::GroupFull => "private chats have more people than they may; only the first were let in",
            Self::Face => "own pictures of people or rooms are not in the archive, or are none",
        })
    }
}

/// Collects remarks.
#[derive(Default, Debug)]
pub(super) struct Remarks(Vec<Remark>);

impl Remarks {
    pub(super) fn note(&mut self, what: Unfit, example: impl FnOnce() -> String) {
        let code = what.code();
        if !self.0.iter().any(|remark| remark.code == code) {
            self.0.push(Remark { code, words: what.to_string(), count: 0, examples: Vec::new() });
        }
        if let Some(remark) = self.0.iter_mut().find(|remark| remark.code == code) {
            remark.count += 1;
            if remark.examples.len() < EXAMPLES {
                let example = example();
                if !example.is_empty() && !remark.examples.contains(&example) {
                    remark.examples.push(example);
                }
            }
        }
    }

    /// All of them, behind those of whoever read the archive.
    pub(super) fn after(self, read: &hearth_archive::report::Report) -> Vec<Remark> {
        let mut remarks: Vec<Remark> = read
            .remarks
            .iter()
            .map(|remark| Remark {
                code: remark.what.code(),
                words: remark.what.to_string(),
                count: remark.count,
                examples: remark.examples.clone(),
            })
            .collect();
        remarks.extend(self.0);
        remarks
    }
}

impl Report {
    /// Messages that came in.
    #[must_use]
    pub fn added(&self) -> u64 {
        self.conversations.iter().map(|one| one.added).sum()
    }

    /// Messages that were here already.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.conversations.iter().map(|one| one.known).sum()
    }

    /// Messages that did not come in.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.conversations.iter().map(|one| one.left_out).sum()
    }
}

/// For whoever reads it in a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "archive of {}", source_name(self.source))?;
        if !self.name.is_empty() {
            write!(f, ": {}", self.name)?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "{} messages added, {} here already, {} left out; {} reactions; {} files ({} bytes)",
            self.added(),
            self.known(),
            self.left_out(),
            self.reactions,
            self.files,
            self.file_bytes
        )?;
        writeln!(f, "\npeople ({}):", self.people.len())?;
        for person in &self.people {
            let PersonReport { handle, name, here, account } = person;
            match (here.as_str(), account) {
                ("", _) => writeln!(f, "  {handle} ({name}): nobody here")?,
                (here, true) => writeln!(f, "  {handle} ({name}) -> {here}, has an account")?,
                (here, false) => writeln!(f, "  {handle} ({name}) -> {here}, former member")?,
            }
        }
        writeln!(f, "\nconversations ({}):", self.conversations.len())?;
        for one in &self.conversations {
            write!(f, "  {}: {} added, {} here already", one.name, one.added, one.known)?;
            if one.entered > 0 {
                write!(f, ", {} people let in", one.entered)?;
            }
            if one.left_out > 0 || one.why.is_some() {
                write!(f, ", {} left out", one.left_out)?;
            }
            match &one.why {
                Some(why) => writeln!(f, ": {why}")?,
                None => writeln!(f)?,
            }
        }
        if self.remarks.is_empty() {
            return writeln!(f, "\neverything was taken over as it was");
        }
        writeln!(f, "\nnot taken over as it was:")?;
        for remark in &self.remarks {
            writeln!(f, "  {} {}", remark.count, remark.words)?;
            for example in &remark.examples {
                writeln!(f, "    {example}")?;
            }
        }
        Ok(())
    }
}
