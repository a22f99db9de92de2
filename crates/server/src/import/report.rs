//! What an import did, point by point, and everything that could not be taken over as it was.

use std::fmt;

use hearth_archive::{
    record::SourceKind,
    remark::{LeftOut, Remarked, Unfit},
};

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
    pub why: Option<LeftOut>,
    /// How many people were let in.
    pub entered: u32,
}

/// How often something could not be taken over as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    pub what: Remarked,
    pub count: u64,
    /// The first few: where they stand and what they are, in no language's words.
    pub examples: Vec<String>,
}

/// Collects remarks.
#[derive(Default, Debug)]
pub(super) struct Remarks(Vec<Remark>);

impl Remarks {
    pub(super) fn note(&mut self, what: Unfit, example: impl FnOnce() -> String) {
        let what = Remarked::Taken(what);
        if !self.0.iter().any(|remark| remark.what == what) {
            self.0.push(Remark { what, count: 0, examples: Vec::new() });
        }
        if let Some(remark) = self.0.iter_mut().find(|remark| remark.what == what) {
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
                what: Remarked::Read(remark.what),
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
            writeln!(f, "  {} {}", remark.count, remark.what)?;
            for example in &remark.examples {
                writeln!(f, "    {example}")?;
            }
        }
        Ok(())
    }
}
