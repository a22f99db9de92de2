//! One way to read conversations, whatever they were written by: records in an order in which each can be used as it
//! comes, the bytes of files on demand, and a report of what did not fit.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use hearth_proto::id::BlobId;

use crate::{
    RECORDS,
    error::Error,
    foreign::{discord::Discord, mattermost::Mattermost, slack::Slack},
    own::Own,
    record::{FORMAT, Header, Record},
    report::Report,
    tree::Tree,
};

/// How to read.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Where what has to be sorted may lie meanwhile, in files without a name; about as much as the export's text. None:
    /// where the system puts such files.
    pub scratch: Option<PathBuf>,
}

/// An archive or export that is being read.
///
/// People come before what names them, files before the record that names them, and the messages of a conversation one
/// after the other, oldest first.
pub struct Source {
    format: Format,
    report: Report,
}

// There is one of them.
#[allow(clippy::large_enum_variant)]
enum Format {
    Own(Own),
    Slack(Slack),
    Mattermost(Mattermost),
    Discord(Discord),
}

impl Source {
    /// Finds out what it is and reads its beginning.
    ///
    /// # Errors
    /// When it is nothing that is known, or cannot be read.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Error> {
        let mut report = Report::default();
        let format = Format::open(path, options, &mut report)?;
        Ok(Self { format, report })
    }

    /// What the archive says of itself; for other chats, what their export says.
    #[must_use]
    pub fn header(&self) -> &Header {
        match &self.format {
            Format::Own(own) => own.header(),
            Format::Slack(slack) => &slack.intake().header,
            Format::Mattermost(mattermost) => &mattermost.intake().header,
            Format::Discord(discord) => &discord.intake().header,
        }
    }

    /// The next record; None after the last. Neither a header nor an end is among them.
    ///
    /// # Errors
    /// When the archive is damaged from here on. What came before is good.
    // It can fail and reads more than a list, so it is no iterator.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Record>, Error> {
        let record = match &mut self.format {
            Format::Own(own) => own.next(&mut self.report)?,
            Format::Slack(slack) => slack.next(&mut self.report)?,
            Format::Mattermost(mattermost) => mattermost.next(&mut self.report)?,
            Format::Discord(discord) => discord.next(&mut self.report)?,
        };
        if let Some(record) = &record {
            self.report.counts.add(record);
        }
        Ok(record)
    }

    /// The bytes of a file that a record told, wherever reading stands. None where they are not here. Nobody has checked
    /// them against their hash since they were written.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn file(&mut self, blob: &BlobId) -> Result<Option<Box<dyn Read + '_>>, Error> {
        let (intake, tree) = match &mut self.format {
            Format::Own(own) => return own.file(blob),
            Format::Slack(slack) => slack.parts(),
            Format::Mattermost(mattermost) => mattermost.parts(),
            Format::Discord(discord) => discord.parts(),
        };
        intake.bytes(tree, blob)
    }

    /// What was read so far, and what did not fit.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// How much of the whole is read, for showing progress.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        match &self.format {
            Format::Own(own) => own.progress(),
            Format::Slack(slack) => slack.progress(),
            Format::Mattermost(mattermost) => mattermost.progress(),
            Format::Discord(discord) => discord.progress(),
        }
    }
}

impl Format {
    fn open(path: &Path, options: &Options, report: &mut Report) -> Result<Self, Error> {
        if fs::metadata(path)?.is_dir() {
            return Self::of_tree(Tree::open(path)?, options, report);
        }
        let head = head(path)?;
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Self::of_tree(Tree::open(path)?, options, report);
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let tree = Tree::of_file(path)?;
        let head = String::from_utf8_lossy(&head);
        if head.contains(&format!("\"{FORMAT}\"")) {
            return Own::open(tree, &name, options).map(Self::Own);
        }
        if Mattermost::is(&head) {
            return Mattermost::open(tree, &name, options, report).map(Self::Mattermost);
        }
        if Discord::is(&head) {
            return Discord::open(tree, vec![name], options, report).map(Self::Discord);
        }
        Err(unknown())
    }

    fn of_tree(mut tree: Tree, options: &Options, report: &mut Report) -> Result<Self, Error> {
        if tree.size(RECORDS).is_some() {
            return Own::open(tree, RECORDS, options).map(Self::Own);
        }
        if Slack::is(&tree) {
            return Slack::open(tree, report).map(Self::Slack);
        }
        let lines: Vec<String> = tree.names().filter(|name| name.ends_with(".jsonl")).map(str::to_owned).collect();
        for name in lines {
            let mut head = Vec::new();
            if let Some(reader) = tree.read(&name)? {
                reader.take(4096).read_to_end(&mut head)?;
            }
            if Mattermost::is(&String::from_utf8_lossy(&head)) {
                return Mattermost::open(tree, &name, options, report).map(Self::Mattermost);
            }
        }
        let channels = Discord::among(&mut tree)?;
        if channels.is_empty() {
            return Err(unknown());
        }
        Discord::open(tree, channels, options, report).map(Self::Discord)
    }
}

fn unknown() -> Error {
    Error::NotKnown(
        "this is nothing that Hearth can read: neither its own archive nor an export of Slack, Mattermost or \
         DiscordChatExporter (JSON)"
            .to_owned(),
    )
}

/// The beginning of a file, enough to tell what it is.
fn head(path: &Path) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(head)
}
