//! Reads Hearth's own format, line by line, from a file that may come from anybody. Nothing but the line at hand is kept.

use std::io::BufRead;

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    LINE_BYTES, VERSION,
    counts::Counts,
    error::Error,
    lines::Lines,
    record::{FORMAT, Header, Record},
};

/// An archive that is being read. Its items end after the record [`Record::End`], which is checked and not given out, or
/// after the first error.
pub struct Reader<R> {
    lines: Lines<R>,
    header: Header,
    counts: Counts,
    done: bool,
}

/// The only field that tells how to read the others.
#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    record: std::borrow::Cow<'a, str>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it is no archive, or one of a newer version.
    pub fn new(from: R) -> Result<Self, Error> {
        let mut lines = Lines::new(from, LINE_BYTES);
        let first = lines.next()?.unwrap_or_default();
        let header = header(first)?;
        Ok(Self { lines, header, counts: Counts::default(), done: false })
    }

    /// The archive's first record.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// How much was read so far.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Bytes of lines read so far.
    pub const fn bytes(&self) -> u64 {
        self.lines.bytes()
    }

    /// The number of the line that the last record stood in.
    pub const fn line(&self) -> u64 {
        self.lines.line()
    }

    fn record(&mut self) -> Result<Option<Record>, Error> {
        loop {
            let Some(text) = self.lines.next()? else { return Err(Error::CutOff { line: self.lines.line() }) };
            if text.is_empty() {
                continue;
            }
            let found = parse(text);
            let record = found.map_err(|error| Error::line(self.lines.line(), plain(&error)))?;
            match record {
                Record::Header(_) => return Err(Error::line(self.lines.line(), "a second header")),
                Record::End(said) => return self.end(said).map(|()| None),
                Record::Person(_)
                | Record::Conversation(_)
                | Record::Member(_)
                | Record::File(_)
                | Record::Message(_)
                | Record::Note(_)
                | Record::Hole(_)
                | Record::Unknown(_) => {
                    self.counts.add(&record);
                    return Ok(Some(record));
                }
            }
        }
    }

    fn end(&mut self, said: Counts) -> Result<(), Error> {
        let found = self.counts;
        for (what, said, found) in [
            ("people", said.people, found.people),
            ("conversations", said.conversations, found.conversations),
            ("members", said.members, found.members),
            ("messages", said.messages, found.messages),
            ("notes", said.notes, found.notes),
            ("holes", said.holes, found.holes),
            ("files", said.files, found.files),
            ("missing files", said.missing_files, found.missing_files),
        ] {
            if said != found {
                return Err(Error::Miscounted { what, said, found });
            }
        }
        while let Some(text) = self.lines.next()? {
            if !text.is_empty() {
                return Err(Error::line(self.lines.line(), "something stands after the end"));
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = self.record().transpose();
        self.done = !matches!(item, Some(Ok(_)));
        item
    }
}

fn header(line: &str) -> Result<Header, Error> {
    /// What every version has.
    #[derive(Deserialize)]
    struct Any {
        record: String,
        format: String,
        version: u32,
    }
    let not_ours = || Error::NotKnown("this is not an archive of Hearth: its first line is no header".to_owned());
    let any: Any = serde_json::from_str(line).map_err(|_| not_ours())?;
    if any.record != "header" || any.format != FORMAT {
        return Err(not_ours());
    }
    if any.version > VERSION {
        return Err(Error::Newer(any.version));
    }
    serde_json::from_str(line).map_err(|error| Error::line(1, plain(&error)))
}

/// A record of a known kind must be well formed; only a kind that is not known is kept as it came.
fn parse(line: &str) -> Result<Record, serde_json::Error> {
    fn of<T: DeserializeOwned>(line: &str, kind: impl Fn(T) -> Record) -> Result<Record, serde_json::Error> {
        serde_json::from_str(line).map(kind)
    }
    let kind: Kind<'_> = serde_json::from_str(line)?;
    match kind.record.as_ref() {
        "header" => of(line, Record::Header),
        "person" => of(line, Record::Person),
        "conversation" => of(line, Record::Conversation),
        "member" => of(line, Record::Member),
        "file" => of(line, Record::File),
        "message" => of(line, Record::Message),
        "note" => of(line, Record::Note),
        "hole" => of(line, Record::Hole),
        "end" => of(line, Record::End),
        _ => of(line, Record::Unknown),
    }
}

/// An error of one line of JSON: its own line number is always 1 and would mislead.
fn plain(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let end = words.rfind(" at line ").unwrap_or(words.len());
    match (error.column(), words.get(..end)) {
        (0, _) | (_, None) => words,
        (column, Some(words)) => format!("{words} (column {column})"),
    }
}
