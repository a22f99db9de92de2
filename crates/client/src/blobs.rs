//! An account's own store of files: each named by the SHA-256 of its bytes. What was seen once stays here and needs no
//! network again, until it gives way to something newer. Blocking; callers use a blocking thread.
//!
//! What a person sends is copied in here, never linked: a link would share the file with the program that goes on
//! writing it, and the bytes would no longer be those that their name promises. Reading, hashing and copying are one pass.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::SystemTime,
};

use hearth_proto::id::BlobId;
use sha2::{Digest, Sha256};

use crate::{clock, files};

/// Where blobs lie that have not come whole.
const INCOMING: &str = "incoming";

/// What is read and hashed at once.
const PIECE: usize = 256 * 1024;

/// The first bytes of a file, from which its kind is told.
const HEAD: usize = 4096;

/// The store in one directory.
#[derive(Clone, Debug)]
pub struct Blobs {
    dir: PathBuf,
}

/// A file that was copied into the store.
#[derive(Debug)]
pub struct Taken {
    pub blob: BlobId,
    pub size: u64,
}

/// A blob that is here, for deciding what has to give way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    pub blob: BlobId,
    pub size: u64,
    pub used_at: SystemTime,
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
        fs::create_dir_all(dir.join(INCOMING))?;
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

    /// Copies a file in, however large, a piece at a time. `progress` hears how much is here and may call it off.
    ///
    /// # Errors
    /// `FileTooLarge` beyond `most` bytes, `Interrupted` when it was called off, or what the disk says.
    pub fn take_in(
        &self,
        from: &Path,
        most: u64,
        mut progress: impl FnMut(u64) -> ControlFlow<()>,
    ) -> io::Result<Taken> {
        let mut from = File::open(from)?;
        let mut scratch = Scratch::new(&self.dir)?;
        let (mut digest, mut size) = (Sha256::new(), 0u64);
        let mut piece = vec![0; PIECE];
        loop {
            let read = from.read(&mut piece)?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            size += bytes.len() as u64;
            if size > most {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            digest.update(bytes);
            scratch.file.write_all(bytes)?;
            if progress(size).is_break() {
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
        let blob = id_from(&digest.finalize())?;
        scratch.file.sync_all()?;
        // What was here under this name may have rotted; this copy is fresh.
        fs::rename(&scratch.path, self.made(&blob)?)?;
        Ok(Taken { blob, size })
    }

    /// How many bytes a blob has, if it is here.
    #[must_use]
    pub fn size(&self, blob: &BlobId) -> Option<u64> {
        fs::metadata(self.place(blob)).ok().filter(fs::Metadata::is_file).map(|meta| meta.len())
    }

    /// The first bytes of a blob that is here.
    ///
    /// # Errors
    /// When it is not here or cannot be read.
    pub fn head(&self, blob: &BlobId) -> io::Result<Vec<u8>> {
        self.slice(blob, 0, HEAD)
    }

    /// At most `most` bytes of a blob from an offset on, unchecked.
    ///
    /// # Errors
    /// When it is not here or cannot be read.
    pub fn slice(&self, blob: &BlobId, from: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.place(blob))?;
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether the bytes of a blob are still those of its name. A file that rotted on disk is dropped.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_whole(&self, blob: &BlobId) -> io::Result<bool> {
        let path = self.place(blob);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut digest = Sha256::new();
        feed(&mut file, &mut digest)?;
        if id_from(&digest.finalize())? == *blob {
            return Ok(true);
        }
        tracing::warn!(blob = %blob, "a stored blob is damaged and is dropped");
        fs::remove_file(&path)?;
        Ok(false)
    }

    /// Begins to receive a blob of at most `most` bytes, or goes on where an earlier try stopped. One at a time for
    /// each blob.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn receive(&self, blob: &BlobId, most: u64) -> io::Result<Receiving> {
        let part = self.part(blob);
        let mut file = private(OpenOptions::new().read(true).append(true).create(true)).open(&part)?;
        let mut digest = Sha256::new();
        let have = feed(&mut file, &mut digest)?;
        let mut receiving = Receiving { blob: blob.clone(), place: self.made(blob)?, part, file, digest, have, most };
        if have > most {
            receiving.restart()?;
        }
        Ok(receiving)
    }

    /// How much of a blob an earlier try has left here.
    #[must_use]
    pub fn part_size(&self, blob: &BlobId) -> u64 {
        fs::metadata(self.part(blob)).map_or(0, |meta| meta.len())
    }

    /// Drops what an earlier try has left here.
    pub fn forget_part(&self, blob: &BlobId) {
        fs::remove_file(self.part(blob)).ok();
    }

    /// This blob was used now, so that it gives way later than others.
    pub fn touch(&self, blob: &BlobId) {
        // A disk that takes no times keeps the order in which things came.
        File::open(self.place(blob)).and_then(|file| file.set_modified(SystemTime::now())).ok();
    }

    /// Removes a blob.
    ///
    /// # Errors
    /// When it is here and cannot be removed.
    pub fn remove(&self, blob: &BlobId) -> io::Result<()> {
        match fs::remove_file(self.place(blob)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Everything that is here, in no order.
    #[must_use]
    pub fn all(&self) -> Vec<Stored> {
        let Ok(dirs) = fs::read_dir(&self.dir) else { return Vec::new() };
        dirs.flatten().filter_map(|dir| fs::read_dir(dir.path()).ok()).flatten().flatten().filter_map(stored).collect()
    }

    /// Removes what an interrupted run left half written, and downloads that nobody went on with for so long.
    pub fn sweep(&self, stale: std::time::Duration) {
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        for entry in entries.flatten().filter(|entry| is_scratch(&entry.path())) {
            fs::remove_file(entry.path()).ok();
        }
        let Ok(parts) = fs::read_dir(self.dir.join(INCOMING)) else { return };
        for part in parts.flatten() {
            let age = part.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > stale) {
                fs::remove_file(part.path()).ok();
            }
        }
    }

    fn part(&self, blob: &BlobId) -> PathBuf {
        self.dir.join(INCOMING).join(blob.as_str())
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

fn stored(entry: fs::DirEntry) -> Option<Stored> {
    let in_place = entry.path().parent().and_then(Path::file_name).is_some_and(|dir| dir != INCOMING);
    let blob = entry.file_name().to_str()?.parse().ok().filter(|_| in_place)?;
    let meta = entry.metadata().ok()?;
    Some(Stored { blob, size: meta.len(), used_at: meta.modified().unwrap_or(SystemTime::UNIX_EPOCH) })
}

/// Hashes a file to its end, and says how much that was.
fn feed(file: &mut File, digest: &mut Sha256) -> io::Result<u64> {
    let (mut piece, mut size) = (vec![0; PIECE], 0);
    loop {
        let read = file.read(&mut piece)?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { return Ok(size) };
        digest.update(bytes);
        size += bytes.len() as u64;
    }
}

/// A file that goes again unless it was given a place.
struct Scratch {
    path: PathBuf,
    file: File,
}

impl Scratch {
    fn new(dir: &Path) -> io::Result<Self> {
        let path = dir.join(format!(".{}.part", clock::fresh_id()));
        Ok(Self { file: private(OpenOptions::new().write(true).create_new(true)).open(&path)?, path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // With a place it has no longer this name.
        fs::remove_file(&self.path).ok();
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A blob on its way in. It is in the store only once it is whole; dropped before, what came stays beside the store, and
/// the next try goes on from there.
#[derive(Debug)]
pub struct Receiving {
    blob: BlobId,
    place: PathBuf,
    part: PathBuf,
    file: File,
    digest: Sha256,
    have: u64,
    most: u64,
}

impl Receiving {
    /// How much is here.
    #[must_use]
    pub const fn have(&self) -> u64 {
        self.have
    }

    /// Whether nothing is missing any more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.have > 0 && id_from(&self.digest.clone().finalize()).is_ok_and(|id| id == self.blob)
    }

    /// Forgets what came and begins anew.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn restart(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        (self.digest, self.have) = (Sha256::new(), 0);
        Ok(())
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they are more than was allowed (what came is forgotten then), or the disk is full.
    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        let have = self.have + bytes.len() as u64;
        if have > self.most {
            self.restart()?;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.file.write_all(bytes)?;
        self.digest.update(bytes);
        self.have = have;
        Ok(())
    }

    /// Checks the bytes against the id and puts them in the store.
    ///
    /// # Errors
    /// `InvalidData` when they are not the blob that was asked for; nothing of them stays, then.
    pub fn finish(mut self) -> io::Result<PathBuf> {
        let digest = std::mem::take(&mut self.digest);
        if id_from(&digest.finalize())? != self.blob {
            fs::remove_file(&self.part)?;
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.file.sync_all()?;
        fs::rename(&self.part, &self.place)?;
        // A part may be old; what has just come is the last to give way.
        self.file.set_modified(SystemTime::now()).ok();
        Ok(self.place)
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
        assert_eq!((files_in(&blobs.dir), blobs.part_size(&blob)), (0, 0));
    }

    #[test]
    fn a_broken_try_goes_on_where_it_stopped() {
        let (_dir, blobs) = store();
        let blob = id_of(b"picture").expect("id");
        blobs.receive(&blob, 7).expect("begun").take(b"pict").expect("taken");
        assert_eq!(blobs.part_size(&blob), 4);
        let mut again = blobs.receive(&blob, 7).expect("begun again");
        assert_eq!((again.have(), again.is_whole()), (4, false));
        again.take(b"ure").expect("taken");
        assert!(again.is_whole());
        again.finish().expect("whole");
        assert_eq!(blobs.read(&blob).expect("read").as_deref(), Some(&b"picture"[..]));
    }

    #[test]
    fn a_file_is_copied_in_and_shares_nothing_with_its_original() {
        let (dir, blobs) = store();
        let original = dir.path().join("notes.txt");
        fs::write(&original, b"first").expect("written");
        let mut heard = Vec::new();
        let taken = blobs
            .take_in(&original, 5, |size| {
                heard.push(size);
                ControlFlow::Continue(())
            })
            .expect("taken");
        assert_eq!((taken.size, heard), (5, vec![5]));
        OpenOptions::new().write(true).open(&original).expect("open").write_all(b"later").expect("rewritten");
        assert!(blobs.is_whole(&taken.blob).expect("read"));
        assert_eq!(blobs.slice(&taken.blob, 3, 10).expect("read"), b"st");
    }

    #[test]
    fn a_copy_that_is_called_off_or_too_large_leaves_nothing() {
        let (dir, blobs) = store();
        let original = dir.path().join("notes.txt");
        fs::write(&original, b"first").expect("written");
        let off = blobs.take_in(&original, 5, |_| ControlFlow::Break(())).expect_err("called off");
        assert_eq!(off.kind(), io::ErrorKind::Interrupted);
        let large = blobs.take_in(&original, 4, |_| ControlFlow::Continue(())).expect_err("too large");
        assert_eq!(large.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!((blobs.all(), files_in(&blobs.dir)), (vec![], 0));
    }

    #[test]
    fn other_bytes_than_asked_for_never_enter_the_store() {
        let (_dir, blobs) = store();
        let blob = id_of(b"picture").expect("id");
        let mut receiving = blobs.receive(&blob, 100).expect("begun");
        receiving.take(b"something else").expect("taken");
        assert_eq!(receiving.finish().expect_err("refused").kind(), io::ErrorKind::InvalidData);
        assert_eq!((blobs.path(&blob), files_in(&blobs.dir), blobs.part_size(&blob)), (None, 0, 0));
    }

    #[test]
    fn more_bytes_than_allowed_are_refused() {
        let (_dir, blobs) = store();
        let mut receiving = blobs.receive(&id_of(b"picture").expect("id"), 6).expect("begun");
        assert_eq!(receiving.take(b"picture").expect_err("refused").kind(), io::ErrorKind::FileTooLarge);
    }
}
