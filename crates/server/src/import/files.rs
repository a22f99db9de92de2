//! The files of an archive: checked against their hash and put where the server keeps its blobs, each when the first
//! message that shows it comes.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read},
};

use hearth_archive::{record, remark::Unfit, source::Source};
use hearth_proto::{
    error::{ErrorCode, Failure},
    id::BlobId,
};
use rusqlite::{Connection, OptionalExtension};

use super::{ImportError, bodies::Brought, ledger::Ledger, report::Remarks};
use crate::{
    blobs::{Blobs, check, disk},
    state::{
        command::{Import, StoredBlob},
        rows::uint,
    },
};

/// Whether files stay, or are only looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keep {
    Yes,
    Rehearse,
}

/// The files of one import. What it remembers is bounded by the number of files in the archive.
pub(super) struct Files<'a> {
    blobs: &'a Blobs,
    keep: Keep,
    told: HashMap<BlobId, record::File>,
    brought: HashMap<BlobId, Brought>,
    pub(super) count: u64,
    pub(super) bytes: u64,
}

impl<'a> Files<'a> {
    pub(super) fn new(blobs: &'a Blobs, keep: Keep) -> Self {
        Self { blobs, keep, told: HashMap::new(), brought: HashMap::new(), count: 0, bytes: 0 }
    }

    /// The archive says that there is a file.
    pub(super) fn told(&mut self, file: record::File) {
        self.told.insert(file.blob.clone(), file);
    }

    /// Brings a file, unless it is here already.
    pub(super) fn bring(
        &mut self,
        blob: &BlobId,
        source: &mut Source,
        ledger: &Ledger,
        reader: &Connection,
        remarks: &mut Remarks,
    ) -> Result<&Brought, ImportError> {
        if !self.brought.contains_key(blob) {
            let brought = match self.already_here(blob, ledger, reader)? {
                Some(stored) => Brought::Here(stored),
                None => self.copy(blob, source, ledger, remarks)?,
            };
            self.brought.insert(blob.clone(), brought);
        }
        Ok(self.brought.get(blob).unwrap_or(&Brought::Missing))
    }

    /// What the hearth has of it. It stays long enough to be shown.
    fn already_here(
        &self,
        blob: &BlobId,
        ledger: &Ledger,
        reader: &Connection,
    ) -> Result<Option<StoredBlob>, ImportError> {
        let _coming = self.blobs.come_blocking();
        let stored = reader
            .prepare_cached("SELECT mime, size, width, height FROM blobs WHERE id = ?1")?
            .query_row([blob.as_str()], |row| {
                let (mime, size) = (row.get(0)?, uint(row, 1)?);
                Ok(StoredBlob { blob: blob.clone(), mime, size, width: row.get(2)?, height: row.get(3)? })
            })
            .optional()?;
        let lies =
            |stored: &StoredBlob| fs::metadata(self.blobs.path(blob)).is_ok_and(|about| about.len() == stored.size);
        let Some(stored) = stored.filter(lies) else { return Ok(None) };
        ledger.commit_one(Import::Blob(stored.clone()))?;
        Ok(Some(stored))
    }

    fn copy(
        &mut self,
        blob: &BlobId,
        source: &mut Source,
        ledger: &Ledger,
        remarks: &mut Remarks,
    ) -> Result<Brought, ImportError> {
        let name = self.told.get(blob).map(|file| file.name.clone()).unwrap_or_default();
        if self.told.get(blob).is_none_or(|file| !file.here) {
            return Ok(Brought::Missing);
        }
        let limits = ledger.limits();
        let Some(bytes) = source.file(blob)? else { return Ok(Brought::Missing) };
        let part = self.blobs.waiting(blob);
        let size = write(&part, bytes.take(limits.blob_bytes.saturating_add(1))).map_err(|error| disk(&error))?;
        let checked = if size == 0 {
            Err(Failure::new(ErrorCode::Empty, "an empty file"))
        } else if size > limits.blob_bytes {
            remarks.note(Unfit::FileTooLarge, || name.clone());
            Err(Failure::new(ErrorCode::TooLarge, "too large"))
        } else {
            check(&part, blob, false, limits)
        };
        let checked = match checked {
            Ok(checked) => checked,
            Err(failure) => {
                fs::remove_file(&part)?;
                if failure.code == ErrorCode::Conflict {
                    remarks.note(Unfit::FileDamaged, || name);
                } else if !matches!(failure.code, ErrorCode::Empty | ErrorCode::TooLarge) {
                    return Err(failure.into());
                }
                return Ok(Brought::Missing);
            }
        };
        let (mime, width, height) = (checked.mime.to_owned(), checked.width, checked.height);
        let stored = StoredBlob { blob: blob.clone(), mime, size, width, height };
        let _coming = self.blobs.come_blocking();
        match self.keep {
            Keep::Yes => self.blobs.place(&part, blob).map_err(|error| disk(&error))?,
            Keep::Rehearse => fs::remove_file(&part)?,
        }
        ledger.commit_one(Import::Blob(stored.clone()))?;
        self.count += 1;
        self.bytes = self.bytes.saturating_add(size);
        Ok(Brought::Here(stored))
    }
}

fn write(part: &std::path::Path, mut bytes: impl Read) -> io::Result<u64> {
    io::copy(&mut bytes, &mut File::create(part)?)
}
