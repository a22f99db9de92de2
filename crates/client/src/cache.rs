//! Keeps what pictures and files take on this disk within what the person allows: what was used longest ago gives way,
//! and comes again when somebody looks at it. What waits to be sent, what a draft holds and own stickers never go: nobody
//! else may have them.

use std::{
    collections::HashSet,
    sync::{Arc, Weak},
    time::SystemTime,
};

use hearth_proto::id::BlobId;

use crate::{
    account::Account,
    blobs::Stored,
    client::{Client, Inner},
    file_view::{FileState, Storage},
    http::Answer,
    shared::Shared,
    view::{Change, Problem},
};

/// Less would not hold the largest file that a server takes.
pub const SMALLEST_MB: u32 = 512;

/// A file of one account, with what would be lost with it.
struct Candidate {
    account: usize,
    stored: Stored,
}

/// Tidies whenever files have come, one round at a time. Owned by the client.
pub fn tidy_when_rung(client: &Client) -> impl Future<Output = ()> + Send + use<> {
    let (rung, inner) = (client.inner.around.tidy.clone(), Arc::downgrade(&client.inner));
    async move {
        loop {
            rung.notified().await;
            let Some(client) = Weak::<Inner>::upgrade(&inner).map(|inner| Client { inner }) else { return };
            if let Err(problem) = client.tidy().await {
                tracing::debug!(cause = ?problem.cause, "the files on this disk could not be tidied");
            }
        }
    }
}

impl Client {
    /// What pictures and files take on this disk.
    ///
    /// # Errors
    /// When the disk cannot be looked at.
    pub async fn storage(&self) -> Answer<Storage> {
        self.make_room(u64::MAX).await
    }

    /// Removes everything that can be had again.
    ///
    /// # Errors
    /// When the disk cannot be looked at.
    pub async fn clear_files(&self) -> Answer<Storage> {
        self.make_room(0).await
    }

    async fn tidy(&self) -> Answer<()> {
        match self.settings().files_limit_mb {
            0 => Ok(()),
            limit => self.make_room(u64::from(limit) << 20).await.map(drop),
        }
    }

    /// Removes what was used longest ago until the rest is no larger than so many bytes, and says what stays.
    ///
    /// # Errors
    /// When the disk cannot be looked at, or the client is closing.
    pub async fn make_room(&self, most: u64) -> Answer<Storage> {
        let closing = self.inner.tidying.lock().await;
        if *closing {
            return Err(Problem::not_now("the client is closing"));
        }
        let mut accounts = Vec::new();
        for account in self.all() {
            accounts.push((account.shared.clone(), needed(&account).await));
        }
        tokio::task::spawn_blocking(move || make_room(&accounts, most)).await.map_err(Into::into)
    }
}

/// What must stay of an account; None where nobody can say, and then all of it stays.
async fn needed(account: &Account) -> Option<HashSet<BlobId>> {
    let mut needed = account.shared.held();
    needed.extend(account.shared.stickers.all().into_iter().map(|sticker| sticker.blob));
    needed.extend(account.read(|reader| reader.waiting_blobs()).await.ok()?);
    Some(needed)
}

fn make_room(accounts: &[(Arc<Shared>, Option<HashSet<BlobId>>)], most: u64) -> Storage {
    let (mut storage, mut candidates) = (Storage::default(), Vec::new());
    for (account, (shared, needed)) in accounts.iter().enumerate() {
        for stored in shared.blobs.all() {
            storage.used += stored.size;
            if needed.as_ref().is_none_or(|needed| needed.contains(&stored.blob)) {
                storage.needed += stored.size;
            } else {
                candidates.push(Candidate { account, stored });
            }
        }
    }
    if storage.used <= most {
        return storage;
    }
    candidates.sort_by_key(|candidate: &Candidate| -> SystemTime { candidate.stored.used_at });
    for Candidate { account, stored: Stored { blob, size, .. } } in candidates {
        if storage.used <= most {
            break;
        }
        let Some((shared, _)) = accounts.get(account) else { continue };
        match shared.blobs.remove(&blob) {
            Ok(()) => {
                storage.used -= size;
                shared.window.tell([Change::File { account: shared.id, blob, state: FileState::Absent }]);
            }
            Err(error) => tracing::warn!(%error, "a file that should give way cannot be removed"),
        }
    }
    storage
}
