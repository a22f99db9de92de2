//! Writes conversations out in any of the formats: always a directory, which has its name only once it is whole.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufWriter, Read, Write as _},
    path::{Path, PathBuf},
};

use hearth_proto::id::BlobId;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use crate::{
    FILES, RECORDS,
    counts::Counts,
    names,
    pages::{
        book::{Book, Setting},
        html::Html,
        language::Language,
        prose::{Prose, Style},
    },
    record::{self, Header, Record},
    writer::Writer,
};

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Hearth's own: complete, and can be read in again.
    Lines,
    /// Pages that any browser shows.
    Html,
    Markdown,
    Text,
}

/// How it is written where people read it.
#[derive(Clone, Debug)]
pub struct Look {
    pub zone: TimeZone,
    pub language: Language,
}

/// An export that grows in a directory beside its place, under its name with `.part` behind it. [`Export::finish`] gives
/// it its name; dropped before, it removes what it wrote.
pub struct Export {
    to: PathBuf,
    /// None once it has its name.
    part: Option<PathBuf>,
    /// None once it is ended.
    writing: Option<Writing>,
    told: HashSet<BlobId>,
    counts: Counts,
}

enum Writing {
    Lines(Writer<BufWriter<File>>),
    Html(Box<Html>),
    Prose(Box<Prose>),
}

impl Export {
    /// Begins an export that will be at `to`.
    ///
    /// # Errors
    /// `AlreadyExists` where something is there; else what the disk says, as everywhere here.
    pub fn begin(to: &Path, format: Format, header: Header, look: Look) -> io::Result<Self> {
        if to.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let part = fresh(to)?;
        let setting = || Setting { header: header.clone(), zone: look.zone.clone(), words: look.language.words() };
        let writing = match format {
            Format::Lines => {
                let file = BufWriter::with_capacity(64 * 1024, File::create(part.join(RECORDS))?);
                Writing::Lines(Writer::new(file, header)?)
            }
            Format::Html => Writing::Html(Box::new(Html::new(part.clone(), setting()))),
            Format::Markdown => Writing::Prose(Box::new(Prose::new(part.clone(), Style::Markdown, setting()))),
            Format::Text => Writing::Prose(Box::new(Prose::new(part.clone(), Style::Plain, setting()))),
        };
        Ok(Self {
            to: to.to_owned(),
            part: Some(part),
            writing: Some(writing),
            told: HashSet::new(),
            counts: Counts::default(),
        })
    }

    /// Whether this file was told already; once is enough.
    #[must_use]
    pub fn has(&self, blob: &BlobId) -> bool {
        self.told.contains(blob)
    }

    /// Tells a file that later records name. Its bytes are copied; None, or bytes that are not those of its hash: they
    /// are not at hand.
    ///
    /// # Errors
    /// See [`Export::begin`].
    pub fn file(&mut self, file: &record::File, bytes: Option<&mut dyn Read>) -> io::Result<()> {
        if !self.told.insert(file.blob.clone()) {
            return Ok(());
        }
        let place = match bytes {
            Some(bytes) => self.copy(file, bytes)?,
            None => None,
        };
        let told = Record::File(record::File { here: place.is_some(), ..file.clone() });
        if let Some(book) = self.writing.as_mut().and_then(Writing::book) {
            book.lay(file.blob.clone(), place);
        }
        self.write(&told)
    }

    fn copy(&self, file: &record::File, bytes: &mut dyn Read) -> io::Result<Option<String>> {
        let place = match &self.writing {
            Some(Writing::Lines(_)) | None => format!("{FILES}/{}", file.blob),
            Some(Writing::Html(_) | Writing::Prose(_)) => {
                let start = file.blob.as_str().get(..16).unwrap_or_default();
                format!("{FILES}/{start}/{}", names::file(&named(file)))
            }
        };
        let path = self.part.as_ref().ok_or(io::ErrorKind::NotFound)?.join(&place);
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        let mut hashing = Hashing { from: bytes, digest: Sha256::new() };
        io::copy(&mut hashing, &mut File::create(&path)?)?;
        if hex::encode(hashing.digest.finalize()) == file.blob.as_str() {
            return Ok(Some(place));
        }
        fs::remove_file(path)?;
        Ok(None)
    }

    /// One more record: people before what names them, a conversation before what is in it, and everything of one
    /// conversation before the next.
    ///
    /// # Errors
    /// `InvalidInput` where records come in another order; see [`Export::begin`].
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        match &mut self.writing {
            Some(Writing::Lines(lines)) => lines.write(record)?,
            Some(Writing::Html(html)) => html.write(record)?,
            Some(Writing::Prose(prose)) => prose.write(record)?,
            None => {}
        }
        self.counts.add(record);
        Ok(())
    }

    /// How much was written.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Ends it, puts it on the disk and gives it its name.
    ///
    /// # Errors
    /// See [`Export::begin`].
    pub fn finish(mut self) -> io::Result<Counts> {
        match self.writing.take() {
            Some(Writing::Lines(lines)) => {
                let mut file = lines.finish()?;
                file.flush()?;
                file.get_ref().sync_all()?;
            }
            Some(Writing::Html(html)) => html.finish()?,
            Some(Writing::Prose(prose)) => prose.finish()?,
            None => {}
        }
        if let Some(part) = &self.part {
            // Somebody else's directory of that name must not be replaced; a rename only takes an empty one's place.
            if self.to.exists() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(part, &self.to)?;
        }
        self.part = None;
        Ok(self.counts)
    }
}

/// Reads on and hashes what goes by.
struct Hashing<'a> {
    from: &'a mut dyn Read,
    digest: Sha256,
}

impl Read for Hashing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.digest.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // Nothing else can be done about what cannot be removed.
            fs::remove_dir_all(part).ok();
        }
    }
}

impl Writing {
    fn book(&mut self) -> Option<&mut Book> {
        match self {
            Self::Lines(_) => None,
            Self::Html(html) => Some(html.book()),
            Self::Prose(prose) => Some(prose.book()),
        }
    }
}

/// An empty directory beside `to`. What is there already may be somebody's, whatever it is called, and stays.
fn fresh(to: &Path) -> io::Result<PathBuf> {
    for number in 1..100 {
        let mut part = to.as_os_str().to_owned();
        part.push(if number == 1 { ".part".to_owned() } else { format!(".{number}.part") });
        match fs::create_dir(&part) {
            Ok(()) => return Ok(part.into()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A name for a file that may have none.
fn named(file: &record::File) -> String {
    if !file.name.trim().is_empty() {
        return file.name.clone();
    }
    match file.mime.as_str() {
        "image/png" => "picture.png",
        "image/jpeg" => "picture.jpg",
        "image/gif" => "picture.gif",
        "image/webp" => "picture.webp",
        _ => "file",
    }
    .to_owned()
}
