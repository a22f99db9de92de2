//! Blob bytes on disk, and uploads that are under way. Which blobs exist and who may see them is the state's to know.

mod check;

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hearth_proto::{
    error::{ErrorCode, Failure},
    id::{BlobId, Millis, UserId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::{
    fs,
    sync::{RwLock, RwLockReadGuard, RwLockWriteGuard},
};

pub use check::check;

/// How many unfinished uploads one person may have.
const UNDER_WAY_EACH: usize = 16;
/// An upload that nothing was added to for so long is thrown away.
const FORGOTTEN_MS: i64 = 24 * 60 * 60 * 1000;

/// The blobs of one server.
#[derive(Debug)]
pub struct Blobs {
    done: PathBuf,
    parts: PathBuf,
    uploads: Mutex<HashMap<String, Slot>>,
    /// Blobs come in beside each other, and go alone: the bytes of one that is just coming back must stay.
    coming: RwLock<()>,
}

/// An upload, as it is remembered beside its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Upload {
    pub user: UserId,
    pub blob: BlobId,
    pub length: u64,
    /// Whether whoever uploads says that it is a picture that everyone can show.
    pub claims_picture: bool,
    pub touched_at: Millis,
}

#[derive(Debug)]
struct Slot {
    upload: Upload,
    /// A request is adding bytes now.
    busy: bool,
}

/// The right to add bytes to an upload; only one request has it at a time.
#[derive(Debug)]
pub struct Turn<'a> {
    blobs: &'a Blobs,
    id: String,
    pub upload: Upload,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(slot) = self.blobs.lock().get_mut(&self.id) {
            slot.busy = false;
        }
    }
}

impl Blobs {
    /// Opens the directories and remembers the unfinished uploads in them.
    ///
    /// # Errors
    /// The directories cannot be made or read.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let (done, parts) = (dir.join("blobs"), dir.join("uploads"));
        std::fs::create_dir_all(&done)?;
        std::fs::create_dir_all(&parts)?;
        let mut uploads = HashMap::new();
        let here = std::fs::read_dir(&parts)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        for path in &here {
            let (Some(id), true) = (stem(path), path.extension().is_some_and(|end| end == "json")) else { continue };
            if let Ok(upload) = serde_json::from_slice(&std::fs::read(path)?) {
                uploads.insert(id.to_owned(), Slot { upload, busy: false });
            }
        }
        // What a crash left behind of others is of no use to anyone.
        let left = |path: &&PathBuf| path.is_file() && stem(path).is_none_or(|id| !uploads.contains_key(id));
        for path in here.iter().filter(left) {
            std::fs::remove_file(path)?;
        }
        Ok(Self { done, parts, uploads: Mutex::new(uploads), coming: RwLock::new(()) })
    }

    /// The blobs of a directory, for somebody who only looks at them and has a place of their own for what comes.
    ///
    /// # Errors
    /// The place cannot be made.
    pub fn beside(dir: &Path, own: &Path) -> io::Result<Self> {
        let (done, parts) = (dir.join("blobs"), own.join("uploads"));
        std::fs::create_dir_all(&parts)?;
        Ok(Self { done, parts, uploads: Mutex::default(), coming: RwLock::new(()) })
    }

    /// Where a finished blob lies.
    pub fn path(&self, blob: &BlobId) -> PathBuf {
        let (start, _) = blob.as_str().split_at(2);
        self.done.join(start).join(blob.as_str())
    }

    /// Held from before a blob's bytes get to their place until the state knows of them.
    pub async fn come(&self) -> RwLockReadGuard<'_, ()> {
        self.coming.read().await
    }

    /// The same for a thread of its own; it must not be one that runs tasks.
    pub fn come_blocking(&self) -> RwLockReadGuard<'_, ()> {
        self.coming.blocking_read()
    }

    /// Where the bytes of an imported blob wait to be checked. What a crash leaves there is swept at the next start.
    pub fn waiting(&self, blob: &BlobId) -> PathBuf {
        self.part(&format!("import-{blob}"))
    }

    /// Moves checked bytes to their place, durably. Blocks.
    ///
    /// # Errors
    /// The disk fails.
    pub fn place(&self, part: &Path, blob: &BlobId) -> io::Result<()> {
        settle(part, &self.path(blob))
    }

    /// Held from before the state gives blobs up until their bytes are gone.
    pub async fn go(&self) -> RwLockWriteGuard<'_, ()> {
        self.coming.write().await
    }

    /// Removes the bytes of a blob. Whether they are gone; if not, another time may do.
    pub async fn remove(&self, blob: &BlobId) -> bool {
        match fs::remove_file(self.path(blob)).await {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => {
                tracing::warn!(%error, %blob, "the bytes of a blob could not be removed yet");
                false
            }
        }
    }

    /// The blobs whose bytes lie on the disk, of those whose id begins with this byte.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn lying_in(&self, start: u8) -> Result<Vec<BlobId>, Failure> {
        let mut entries = match fs::read_dir(self.done.join(hex::encode([start]))).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(disk(&error)),
        };
        let mut blobs = Vec::new();
        while let Some(entry) = entries.next_entry().await.map_err(|error| disk(&error))? {
            blobs.extend(entry.file_name().to_str().and_then(|name| name.parse().ok()));
        }
        Ok(blobs)
    }

    /// How many bytes a person's unfinished uploads will take, that of `except` left out.
    pub fn promised(&self, user: UserId, except: &BlobId) -> u64 {
        let uploads = self.lock();
        let own = uploads.values().map(|slot| &slot.upload).filter(|upload| upload.user == user);
        own.filter(|upload| upload.blob != *except).fold(0, |sum: u64, upload| sum.saturating_add(upload.length))
    }

    fn part(&self, id: &str) -> PathBuf {
        self.parts.join(format!("{id}.part"))
    }

    fn note(&self, id: &str) -> PathBuf {
        self.parts.join(format!("{id}.json"))
    }

    /// Begins an upload, or finds the one that this person began for the same blob. Returns its id and offset.
    ///
    /// # Errors
    /// Too many are under way, or the disk fails.
    pub async fn begin(&self, upload: Upload) -> Result<(String, u64), Failure> {
        let id = upload_id(&upload);
        let known = {
            let mut uploads = self.lock();
            let known = uploads.get(&id).is_some_and(|slot| slot.upload.length == upload.length);
            let own = uploads.values().filter(|slot| slot.upload.user == upload.user).count();
            if !known {
                if own >= UNDER_WAY_EACH {
                    return Err(Failure::new(ErrorCode::QuotaExceeded, "too many uploads are unfinished"));
                }
                uploads.insert(id.clone(), Slot { upload: upload.clone(), busy: false });
            }
            known
        };
        if !known {
            let note = serde_json::to_vec(&upload).map_err(|_| internal())?;
            fs::write(self.part(&id), b"").await.map_err(|error| disk(&error))?;
            fs::write(self.note(&id), note).await.map_err(|error| disk(&error))?;
        }
        Ok((id.clone(), self.offset(&id).await?))
    }

    /// How many bytes of an upload are here.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn offset(&self, id: &str) -> Result<u64, Failure> {
        fs::metadata(self.part(id)).await.map(|about| about.len()).map_err(|_| unknown())
    }

    /// An upload of this person's.
    ///
    /// # Errors
    /// `not_found`, also for somebody else's.
    pub fn find(&self, id: &str, user: UserId) -> Result<Upload, Failure> {
        let uploads = self.lock();
        let slot = uploads.get(id).filter(|slot| slot.upload.user == user).ok_or_else(unknown)?;
        Ok(slot.upload.clone())
    }

    /// Takes the right to add bytes.
    ///
    /// # Errors
    /// `not_found`; `conflict` while another request adds some.
    pub fn take_turn(&self, id: &str, user: UserId, now: Millis) -> Result<Turn<'_>, Failure> {
        let mut uploads = self.lock();
        let slot = uploads.get_mut(id).filter(|slot| slot.upload.user == user).ok_or_else(unknown)?;
        if slot.busy {
            return Err(Failure::new(ErrorCode::Conflict, "another request is adding to this upload"));
        }
        slot.busy = true;
        slot.upload.touched_at = now;
        Ok(Turn { blobs: self, id: id.to_owned(), upload: slot.upload.clone() })
    }

    /// Throws an upload away.
    pub async fn forget(&self, id: &str) {
        self.lock().remove(id);
        // What is left over is swept at the next start.
        let _ = fs::remove_file(self.note(id)).await;
        let _ = fs::remove_file(self.part(id)).await;
    }

    /// Throws away what nobody has added to for a day.
    pub async fn sweep(&self, now: Millis) {
        let old: Vec<String> = self
            .lock()
            .iter()
            .filter(|(_, slot)| !slot.busy && now.0.saturating_sub(slot.upload.touched_at.0) > FORGOTTEN_MS)
            .map(|(id, _)| id.clone())
            .collect();
        for id in old {
            self.forget(&id).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Slot>> {
        // Nothing panics while it is held.
        self.uploads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// The file that the bytes go to.
    pub fn part(&self) -> PathBuf {
        self.blobs.part(&self.id)
    }

    /// Moves a complete and checked upload to its place, durably.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn finish(&self) -> Result<(), Failure> {
        let (part, place) = (self.part(), self.blobs.path(&self.upload.blob));
        tokio::task::spawn_blocking(move || settle(&part, &place))
            .await
            .map_err(|_| internal())?
            .map_err(|error| disk(&error))
    }

    /// Throws the upload away.
    pub async fn forget(&self) {
        self.blobs.forget(&self.id).await;
    }
}

/// The id in the name of an upload's file.
fn stem(path: &Path) -> Option<&str> {
    path.file_stem().and_then(|stem| stem.to_str())
}

/// Bytes first, then the name, then the directory: after a power cut a blob is whole or not there.
fn settle(part: &Path, place: &Path) -> io::Result<()> {
    std::fs::File::open(part)?.sync_all()?;
    if let Some(dir) = place.parent() {
        std::fs::create_dir_all(dir)?;
        std::fs::rename(part, place)?;
        #[cfg(unix)]
        std::fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}

/// The same person uploading the same blob again finds the same upload.
fn upload_id(upload: &Upload) -> String {
    let mut hash = Sha256::new();
    hash.update(upload.user.0.as_bytes());
    hash.update(upload.blob.as_str().as_bytes());
    hex::encode(hash.finalize()).chars().take(40).collect()
}

/// What a failing disk means to whoever uploads.
pub fn disk(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Failure::new(ErrorCode::StorageFull, "the server's disk is full")
        }
        _ => {
            tracing::error!(%error, "an upload could not be stored");
            internal()
        }
    }
}

fn internal() -> Failure {
    Failure::new(ErrorCode::Internal, "the upload could not be stored")
}

fn unknown() -> Failure {
    Failure::new(ErrorCode::NotFound, "there is no such upload of yours")
}
