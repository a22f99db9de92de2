//! Files on their way out of the store: whether they are here, copies with their own name for the desktop's programs and
//! for where the person wants them, and pieces for the window's players. The store itself is shown to no other program:
//! what it holds must stay what its name says.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use hearth_proto::{error::ErrorCode, id::BlobId};

use crate::{
    client::Client,
    downloads::{Order, Wanted},
    file_view::{BlobCall, BlobsCall, DownloadCall, FileState, Quota},
    http::{Answer, Http},
    kinds, names,
    shared::Shared,
    transfer,
    view::{AccountId, Problem},
};

/// Files whose state is told at once, at most.
const MOST: usize = 500;

/// The most of a film that is handed to the window at once. It asks for the next piece when it has this one.
pub const PIECE: u64 = 4 << 20;

/// Kinds of moving pictures and sound that are handed to the window's player.
const PLAYED: [&str; 4] = ["video/mp4", "video/webm", "video/quicktime", "video/x-m4v"];

/// A piece of a file, as the window's player takes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub bytes: Vec<u8>,
    pub mime: String,
    pub from: u64,
    /// Bytes of the whole file.
    pub total: u64,
}

impl Client {
    /// How it stands with these files, in their order.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn file_states(&self, call: BlobsCall) -> Answer<Vec<FileState>> {
        let shared = self.account(call.account)?.shared.clone();
        let asking = tokio::task::spawn_blocking(move || {
            let state = |blob: &BlobId| match shared.blobs.path(blob) {
                Some(_) => FileState::Here,
                None => shared.downloads.state(blob).unwrap_or(FileState::Absent),
            };
            call.blobs.iter().take(MOST).map(state).collect()
        });
        Ok(asking.await?)
    }

    /// Lets a file be fetched, now or when there is a line again.
    ///
    /// # Errors
    /// When the account is closing.
    pub async fn download(&self, call: DownloadCall) -> Answer<()> {
        let DownloadCall { account, blob, size } = call;
        self.account(account)?.shared.downloads.order(Order::Want(Wanted { blob, size })).await
    }

    /// Gives up a file that was to be fetched; what came of it goes.
    ///
    /// # Errors
    /// When the account is closing.
    pub async fn cancel_download(&self, call: BlobCall) -> Answer<()> {
        self.account(call.account)?.shared.downloads.order(Order::Cancel(call.blob)).await
    }

    /// Whether opening the file may run something.
    ///
    /// # Errors
    /// When it is not here.
    pub async fn is_program(&self, account: AccountId, blob: &BlobId, name: &str) -> Answer<bool> {
        let (shared, blob, name) = (self.account(account)?.shared.clone(), blob.clone(), name.to_owned());
        let looking = tokio::task::spawn_blocking(move || Ok(kinds::is_program(&head(&shared, &blob)?, &name)));
        looking.await?
    }

    /// A copy of the file under its own name, for other programs. It goes with the next start of the app.
    ///
    /// # Errors
    /// When the file is not here, or the disk is full.
    pub async fn lay_out(&self, account: AccountId, blob: &BlobId, name: &str) -> Answer<PathBuf> {
        let shared = self.account(account)?.shared.clone();
        let (blob, name) = (blob.clone(), names::safe(name, "file"));
        let dir = self.laid_out().join(blob.as_str().get(..16).unwrap_or_default());
        let laying = tokio::task::spawn_blocking(move || {
            let to = dir.join(name);
            let wanted = shared.blobs.size(&blob).ok_or_else(missing)?;
            // Somebody may have written into the copy; one of another size is made anew.
            if fs::metadata(&to).map(|meta| meta.len()).ok() != Some(wanted) {
                fs::create_dir_all(&dir)?;
                copy(&shared, &blob, &to)?;
            }
            Ok(to)
        });
        laying.await?
    }

    /// Copies the file to where the person wants it.
    ///
    /// # Errors
    /// When the file is not here, or it cannot be written there.
    pub async fn save_file(&self, account: AccountId, blob: &BlobId, to: PathBuf) -> Answer<()> {
        let (shared, blob) = (self.account(account)?.shared.clone(), blob.clone());
        tokio::task::spawn_blocking(move || copy(&shared, &blob, &to)).await?
    }

    /// A piece of a film that is here, from this byte on and at most to that one.
    ///
    /// # Errors
    /// When it is not here, or nothing that is played.
    pub async fn piece(&self, account: AccountId, blob: &BlobId, from: u64, to: Option<u64>) -> Answer<Piece> {
        let (shared, blob) = (self.account(account)?.shared.clone(), blob.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let mime = kinds::mime_of(&head(&shared, &blob)?, "");
            if !PLAYED.contains(&mime.as_str()) {
                return Err(Problem::server(ErrorCode::UnsupportedMedia, "nothing that is played"));
            }
            let total = shared.blobs.size(&blob).ok_or_else(missing)?;
            let most = to.map_or(PIECE, |to| (to + 1).saturating_sub(from).min(PIECE));
            let bytes = shared.blobs.slice(&blob, from, usize::try_from(most).unwrap_or_default())?;
            Ok(Piece { bytes, mime, from, total })
        });
        reading.await?
    }

    /// How much of what the server gives this person is used.
    ///
    /// # Errors
    /// When there is no line, or the server does not say.
    pub async fn quota(&self, account: AccountId) -> Answer<Quota> {
        let shared = self.account(account)?.shared.clone();
        let access = shared.access().await?;
        let total = shared.file().limits.quota_bytes;
        let used = transfer::used(&mut Http::open(&access.address).await?, &access).await?;
        Ok(Quota { used, total })
    }

    /// Removes the copies that an earlier run has laid out.
    pub(crate) fn sweep_laid_out(&self) {
        if let Err(error) = fs::remove_dir_all(self.laid_out())
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "copies of an earlier run cannot be removed");
        }
    }

    fn laid_out(&self) -> PathBuf {
        self.data_dir().join("opened")
    }
}

/// The first bytes of a file that is here. It counts as used.
fn head(shared: &Shared, blob: &BlobId) -> Answer<Vec<u8>> {
    if shared.blobs.path(blob).is_none() {
        return Err(missing());
    }
    shared.blobs.touch(blob);
    Ok(shared.blobs.head(blob)?)
}

/// A copy that is whole or not there, as everybody may read what they wrote themselves.
fn copy(shared: &Shared, blob: &BlobId, to: &Path) -> Answer<()> {
    let mut from = fs::File::open(shared.blobs.path(blob).ok_or_else(missing)?)?;
    shared.blobs.touch(blob);
    let mut scratch = to.as_os_str().to_owned();
    scratch.push(".part");
    let written = fs::File::create(&scratch)
        .and_then(|mut file| {
            io::copy(&mut from, &mut file)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&scratch, to));
    if written.is_err() {
        fs::remove_file(&scratch).ok();
    }
    Ok(written?)
}

fn missing() -> Problem {
    Problem::server(ErrorCode::NotFound, "the file is not on this computer")
}
