//! The files of an export, in a directory or a zip. Names come from strangers: what leads out of the export is refused,
//! links are not followed, and nothing is ever unpacked under a name of theirs.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Component, Path, PathBuf},
};

use zip::ZipArchive;

use crate::error::Error;

/// Files in one export.
const MOST: usize = 1_000_000;

/// Directories inside directories.
const DEPTH: usize = 8;

/// Bytes from which on a file of a zip is looked at with suspicion, and how many times smaller it may be while packed.
/// Text becomes ten or twenty times smaller.
const BOMB: u64 = 64 * 1024 * 1024;
const PACKED: u64 = 250;

/// Files by name, with `/` between the parts.
pub(crate) enum Tree {
    Dir { root: PathBuf, names: BTreeMap<String, u64> },
    Zip { zip: Box<ZipArchive<BufReader<File>>>, names: BTreeMap<String, Entry> },
}

/// A file in a zip.
pub(crate) struct Entry {
    index: usize,
    size: u64,
}

impl Tree {
    /// Everything in a directory or a zip. Where all of it lies in one more directory, names begin inside that.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        if fs::metadata(path)?.is_dir() {
            let mut names = BTreeMap::new();
            walk(path, "", 0, &mut names)?;
            return Ok(Self::Dir { root: path.to_owned(), names });
        }
        let zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(|error| damaged(&error))?;
        Self::zip(zip)
    }

    /// One file alone, and what it names beside it.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Error> {
        let size = fs::metadata(path)?.len();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let root = path.parent().filter(|root| !root.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        Ok(Self::Dir { root, names: BTreeMap::from([(name, size)]) })
    }

    fn zip(mut zip: ZipArchive<BufReader<File>>) -> Result<Self, Error> {
        if zip.len() > MOST {
            return Err(Error::NotKnown(format!("the zip holds more than {MOST} files")));
        }
        let mut names = BTreeMap::new();
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(|error| damaged(&error))?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|error| damaged(&error))?.into_owned();
            if !stays_inside(&name) {
                let why = "the name leads out of the zip; such a file is not read".to_owned();
                return Err(Error::File { file: shown(&name), why });
            }
            if file.size() > BOMB && file.size() / file.compressed_size().max(1) > PACKED {
                let why = "packed so tightly that it can only be meant to fill a disk; it is not read".to_owned();
                return Err(Error::File { file: shown(&name), why });
            }
            names.insert(name, Entry { index, size: file.size() });
        }
        let top = names.keys().next().and_then(|name| name.split_once('/')).map(|(top, _)| format!("{top}/"));
        if let Some(top) = top.filter(|top| names.keys().all(|name| name.starts_with(top.as_str()))) {
            names = names
                .into_iter()
                .filter_map(|(name, entry)| Some((name.strip_prefix(&top)?.to_owned(), entry)))
                .collect();
        }
        Ok(Self::Zip { zip: Box::new(zip), names })
    }

    /// All names, in their order.
    pub(crate) fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Dir { names, .. } => Box::new(names.keys().map(String::as_str)),
            Self::Zip { names, .. } => Box::new(names.keys().map(String::as_str)),
        }
    }

    /// Bytes of a file as far as the export says; None where it is not known to be there.
    pub(crate) fn size(&self, name: &str) -> Option<u64> {
        match self {
            Self::Dir { names, .. } => names.get(name).copied(),
            Self::Zip { names, .. } => names.get(name).map(|entry| entry.size),
        }
    }

    /// A file to be read; None where there is none, or the name leads elsewhere.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, Error> {
        if !stays_inside(name) {
            return Ok(None);
        }
        match self {
            Self::Dir { root, .. } => {
                let Some(path) = inside(root, name)? else { return Ok(None) };
                Ok(Some(Box::new(BufReader::new(File::open(path)?))))
            }
            Self::Zip { zip, names } => {
                let Some(entry) = names.get(name) else { return Ok(None) };
                let file = zip.by_index(entry.index).map_err(|error| damaged(&error))?;
                // What a zip says of a file's length need not be true.
                Ok(Some(Box::new(file.take(entry.size))))
            }
        }
    }

    /// A whole small file.
    pub(crate) fn whole(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let Some(reader) = self.read(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = reader.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Error::File { file: shown(name), why: error.to_string() })?;
        if bytes.len() as u64 > most {
            return Err(Error::File { file: shown(name), why: format!("larger than {most} bytes") });
        }
        Ok(Some(bytes))
    }
}

/// Whether a name, read as a path, stays below where it begins.
fn stays_inside(name: &str) -> bool {
    let parts = Path::new(name).components();
    let plain = parts.clone().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let foreign = name.contains('\\') || name.contains('\0') || name.get(1..2) == Some(":");
    plain && !foreign && parts.count() <= DEPTH * 2
}

/// Where a file lies, if it is one and no link leads out.
fn inside(root: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    let path = root.join(name);
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    Ok((real.starts_with(root.canonicalize()?) && real.is_file()).then_some(real))
}

fn walk(dir: &Path, before: &str, depth: usize, names: &mut BTreeMap<String, u64>) -> Result<(), Error> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        // A name that is not UTF-8 is nothing that any export has.
        let Some(name) = entry.file_name().to_str().map(|name| format!("{before}{name}")) else { continue };
        if kind.is_dir() && depth < DEPTH {
            walk(&entry.path(), &format!("{name}/"), depth + 1, names)?;
        } else if kind.is_file() {
            names.insert(name, entry.metadata()?.len());
        }
        if names.len() > MOST {
            return Err(Error::NotKnown(format!("the directory holds more than {MOST} files")));
        }
    }
    Ok(())
}

fn damaged(error: &zip::result::ZipError) -> Error {
    Error::NotKnown(format!("the zip cannot be read: {error}"))
}

/// A name as it may stand in a message to a person.
pub(crate) fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(200).collect()
}
