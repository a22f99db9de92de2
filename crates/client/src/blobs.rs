//! An account's own store of pictures: files named by the SHA-256 of their bytes. What was seen once stays here and
//! needs no network again. Blocking; callers use a blocking thread.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use hearth_proto::id::BlobId;
use sha2::{Digest, Sha256};

use crate::{clock, files};

/// The store in one directory.
#[derive(Clone, Debug)]
pub struct Blobs {
    dir: PathBuf,
}

/// The id that these bytes have everywhere.
///
/// # Errors
/// Never in practice; a digest in hexadecimal is always an id.
pub fn id_of(bytes: &[u8]) -> io::Result<BlobId> {
    id_from(&Sha256::digest(bytes))
}

fn id_from(digest: &[u8]) -> io::Result<BlobId> {
    hex::encode(digest).parse().map_err(io::Error::other)
}

impl Blobs {
    /// The store in this directory, made where it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made.
    pub fn open(dir: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        Ok(Self { dir })
    }

    /// Where a blob lies, if it is here.
    #[must_use]
    pub fn path(&self, blob: &BlobId) -> Option<PathBuf> {
        let path = self.place(blob);
        path.is_file().then_some(path)
    }

    /// The bytes of a blob, if it is here and whole. A file that rotted on disk is dropped, so that it is fetched anew.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self, blob: &BlobId) -> io::Result<Option<Vec<u8>>> {
        let path = self.place(blob);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if id_of(&bytes)? == *blob {
            return Ok(Some(bytes));
        }
        tracing::warn!(blob = %blob, "a stored blob is damaged and is dropped");
        fs::remove_file(&path)?;
        Ok(None)
    }

    /// Keeps these bytes; keeping them twice is harmless.
    ///
    /// # Errors
    /// When the disk is full or cannot be written.
    pub fn keep(&self, bytes: &[u8]) -> io::Result<BlobId> {
        let blob = id_of(bytes)?;
        if self.path(&blob).is_none() {
            files::replace(&self.made(&blob)?, bytes)?;
        }
        Ok(blob)
    }

    /// Begins to receive a blob of at most `most` bytes.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn receive(&self, blob: &BlobId, most: u64) -> io::Result<Receiving> {
        let scratch = self.dir.join(format!(".{}.part", clock::fresh_id()));
        let file = File::create_new(&scratch)?;
        Ok(Receiving { blob: blob.clone(), place: self.made(blob)?, scratch, file, digest: Sha256::new(), left: most })
    }

    /// Removes what an interrupted run left half written.
    pub fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        for entry in entries.flatten().filter(|entry| is_scratch(&entry.path())) {
            fs::remove_file(entry.path()).ok();
        }
    }

    /// Few files a directory: the first two digits are a directory of their own.
    fn place(&self, blob: &BlobId) -> PathBuf {
        self.dir.join(blob.as_str().get(..2).unwrap_or_default()).join(blob.as_str())
    }

    fn made(&self, blob: &BlobId) -> io::Result<PathBuf> {
        let place = self.place(blob);
        if let Some(dir) = place.parent() {
            fs::create_dir_all(dir)?;
        }
        Ok(place)
    }
}

fn is_scratch(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "part" || extension == "new")
}

/// A blob on its way in. It is in the store only once it is whole; dropped before, it leaves nothing.
#[derive(Debug)]
pub struct Receiving {
    blob: BlobId,
    place: PathBuf,
    scratch: PathBuf,
    file: File,
    digest: Sha256,
    left: u64,
}

impl Receiving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they are more than was allowed, or the disk is full.
    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        self.digest.update(bytes);
        self.file.write_all(bytes)
    }

    /// Checks the bytes against the id and puts them in the store.
    ///
    /// # Errors
    /// `InvalidData` when they are not the blob that was asked for.
    pub fn finish(mut self) -> io::Result<PathBuf> {
        let digest = std::mem::take(&mut self.digest);
        if id_from(&digest.finalize())? != self.blob {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.file.sync_all()?;
        fs::rename(&self.scratch, &self.place)?;
        Ok(self.place.clone())
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        // After a finish there is nothing under this name any more.
        fs::remove_file(&self.scratch).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Blobs) {
        let dir = tempfile::tempdir().expect("directory");
        let blobs = Blobs::open(dir.path().join("blobs")).expect("opened");
        (dir, blobs)
    }

    fn files_in(dir: &Path) -> usize {
        fs::read_dir(dir).expect("listed").flatten().filter(|entry| entry.path().is_file()).count()
    }

    #[test]
    fn what_is_kept_is_named_by_its_bytes_and_read_back() {
        let (_dir, blobs) = store();
        let blob = blobs.keep(b"picture").expect("kept");
        assert_eq!(blobs.keep(b"picture").expect("kept again"), blob);
        assert_eq!(blobs.read(&blob).expect("read").as_deref(), Some(&b"picture"[..]));
        assert_eq!(blobs.read(&id_of(b"other").expect("id")).expect("read"), None);
    }

    #[test]
    fn a_file_that_rotted_is_dropped() {
        let (_dir, blobs) = store();
        let blob = blobs.keep(b"picture").expect("kept");
        fs::write(blobs.path(&blob).expect("there"), b"pixture").expect("written");
        assert_eq!(blobs.read(&blob).expect("read"), None);
        assert_eq!(blobs.path(&blob), None);
    }

    #[test]
    fn a_received_blob_is_there_once_it_is_whole() {
        let (_dir, blobs) = store();
        let blob = id_of(b"picture").expect("id");
        let mut receiving = blobs.receive(&blob, 7).expect("begun");
        receiving.take(b"pict").expect("taken");
        assert_eq!(blobs.path(&blob), None);
        receiving.take(b"ure").expect("taken");
        receiving.finish().expect("whole");
        assert_eq!(blobs.read(&blob).expect("read").as_deref(), Some(&b"picture"[..]));
        assert_eq!(files_in(&blobs.dir), 0);
    }

    #[test]
    fn other_bytes_than_asked_for_never_enter_the_store() {
        let (_dir, blobs) = store();
        let blob = id_of(b"picture").expect("id");
        let mut receiving = blobs.receive(&blob, 100).expect("begun");
        receiving.take(b"something else").expect("taken");
        assert_eq!(receiving.finish().expect_err("refused").kind(), io::ErrorKind::InvalidData);
        assert_eq!((blobs.path(&blob), files_in(&blobs.dir)), (None, 0));
    }

    #[test]
    fn more_bytes_than_allowed_are_refused() {
        let (_dir, blobs) = store();
        let mut receiving = blobs.receive(&id_of(b"picture").expect("id"), 6).expect("begun");
        assert_eq!(receiving.take(b"picture").expect_err("refused").kind(), io::ErrorKind::FileTooLarge);
    }
}
