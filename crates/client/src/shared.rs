//! What an account's task and those who ask something of the account have in common.

use std::{
    collections::{HashMap, HashSet},
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use hearth_engine::connection::{Connection, LineReason};
use hearth_history::readers::Readers;
use hearth_proto::{
    id::{BlobId, UserId},
    link::{Address, HostPort},
    people::Avatar,
};
use tokio::sync::{Notify, Semaphore, mpsc, watch};

use crate::{
    account_file::AccountFile,
    alerts::AlertJob,
    blobs::Blobs,
    downloads::{Downloads, Order},
    http::Answer,
    search_view::CoverageCall,
    secrets::{self, Keychain, SecretError},
    stickers::Shelf,
    transfer::{self, Access},
    view::{AccountId, AccountView, LocalFault, Problem},
    window::Window,
    words::words_of,
};

/// Pictures of one account that come at once; others wait their turn.
const DOWNLOADS: usize = 4;

/// What came of a file that nobody asked for any more is kept so long, in case somebody does.
const STALE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Pictures that may wait to be fetched ahead. What finds no place is fetched when it is looked at.
const AHEAD: usize = 256;

/// One account, as everybody around its task sees it.
pub struct Shared {
    pub id: AccountId,
    /// Who one is there.
    pub user: UserId,
    accounts: PathBuf,
    pub dir: PathBuf,
    file: Mutex<AccountFile>,
    /// The address that answered last, tried first the next time.
    answered: Mutex<Option<HostPort>>,
    token: Mutex<Option<String>>,
    pub window: Arc<Window>,
    pub blobs: Blobs,
    /// None while the history is not open.
    readers: RwLock<Option<Readers>>,
    /// Counts how often the history was opened.
    opened: AtomicU64,
    pub alerts: mpsc::Sender<AlertJob>,
    pub agent: String,
    /// What the window shows too, for those who wait for a line.
    pub connection: watch::Sender<Connection>,
    pub downloads: Downloads,
    pub stickers: Shelf,
    /// Staged in this run of the app: perhaps in no draft and no outbox yet. An id for each file that a person chose.
    held: Mutex<HashSet<BlobId>>,
    tidy: Arc<Notify>,
    turns: Semaphore,
    /// Whose coverage the window was told of last.
    watched: Mutex<Option<CoverageCall>>,
    fetching: Mutex<HashMap<BlobId, Arc<tokio::sync::Mutex<()>>>>,
    ahead: mpsc::Sender<BlobId>,
}

/// What all accounts of an installation have around them.
#[derive(Clone)]
pub struct Around {
    /// Where the accounts' directories are.
    pub accounts: PathBuf,
    pub window: Arc<Window>,
    /// Full: the alert is not shown. The message is there all the same.
    pub alerts: mpsc::Sender<AlertJob>,
    pub keychain: Keychain,
    /// The program and its version, for servers' logs.
    pub agent: String,
    /// Rung where the files on this disk have become more.
    pub tidy: Arc<Notify>,
}

/// What the tasks of an account take from.
pub struct Receivers {
    /// For [`fetch_ahead`].
    pub wanted_ahead: mpsc::Receiver<BlobId>,
    /// For [`crate::downloads::carry`].
    pub orders: mpsc::Receiver<Order>,
}

impl Shared {
    /// Opens what needs neither history nor network.
    ///
    /// # Errors
    /// When the account's directory cannot be written.
    pub fn open(around: Around, file: AccountFile) -> io::Result<(Arc<Self>, Receivers)> {
        let Around { accounts, window, alerts, keychain: _, agent, tidy } = around;
        let dir = file.dir(&accounts);
        let blobs = Blobs::open(dir.join("blobs"))?;
        blobs.sweep(STALE);
        let (ahead, wanted_ahead) = mpsc::channel(AHEAD);
        let (downloads, orders) = Downloads::new();
        let shared = Self {
            id: file.id,
            user: file.user,
            accounts,
            agent,
            stickers: Shelf::open(&dir),
            dir,
            answered: Mutex::default(),
            token: Mutex::default(),
            window,
            blobs,
            readers: RwLock::default(),
            opened: AtomicU64::new(0),
            alerts,
            connection: watch::Sender::new(resting(&file)),
            downloads,
            held: Mutex::default(),
            tidy,
            turns: Semaphore::new(DOWNLOADS),
            watched: Mutex::default(),
            fetching: Mutex::default(),
            ahead,
            file: Mutex::new(file),
        };
        Ok((Arc::new(shared), Receivers { wanted_ahead, orders }))
    }

    /// The account's file as it is now.
    #[must_use]
    pub fn file(&self) -> AccountFile {
        lock(&self.file).clone()
    }

    /// Changes the account's file; written only when something became different.
    ///
    /// # Errors
    /// When it cannot be written. The change holds until the app ends.
    pub async fn change_file(&self, change: impl FnOnce(&mut AccountFile)) -> io::Result<()> {
        let changed = {
            let mut file = lock(&self.file);
            let before = file.clone();
            change(&mut file);
            if *file == before {
                return Ok(());
            }
            file.clone()
        };
        let accounts = self.accounts.clone();
        tokio::task::spawn_blocking(move || changed.save(&accounts)).await.map_err(io::Error::other)?
    }

    /// Where the server is, the address that answered last first.
    #[must_use]
    pub fn address(&self) -> Address {
        let mut address = self.file().address;
        if let Some(answered) = lock(&self.answered).as_ref()
            && let Some(place) = address.hosts.iter().position(|host| host == answered)
        {
            address.hosts.swap(0, place);
        }
        address
    }

    /// This address leads to the server now.
    pub fn answered(&self, host: HostPort) {
        *lock(&self.answered) = Some(host);
    }

    /// The token, read from its place once.
    ///
    /// # Errors
    /// See [`SecretError`].
    pub async fn token(&self) -> Result<String, SecretError> {
        if let Some(token) = lock(&self.token).clone() {
            return Ok(token);
        }
        let token = secrets::load(self.file().secrets, self.id, &self.dir).await?;
        *lock(&self.token) = Some(token.clone());
        Ok(token)
    }

    /// Another token is the right one from now on; None forgets it.
    pub fn set_token(&self, token: Option<String>) {
        *lock(&self.token) = token;
    }

    /// The open history, for reading.
    ///
    /// # Errors
    /// When the history is not open, with the reason that the account shows.
    pub fn readers(&self) -> Answer<Readers> {
        let readers = self.readers.read().unwrap_or_else(PoisonError::into_inner).clone();
        readers.ok_or_else(|| {
            let trouble = self.window.account(self.id).and_then(|view| view.trouble);
            Problem::local(trouble.unwrap_or(LocalFault::NotNow), "the history is not open")
        })
    }

    /// How often the history was opened: names the one that is open.
    #[must_use]
    pub fn opened(&self) -> u64 {
        self.opened.load(Ordering::Acquire)
    }

    /// The history was opened or closed.
    pub fn set_readers(&self, readers: Option<Readers>) {
        if readers.is_some() {
            self.opened.fetch_add(1, Ordering::AcqRel);
        }
        *self.readers.write().unwrap_or_else(PoisonError::into_inner) = readers;
    }

    /// The account as the window shows it before anything is known of the line.
    #[must_use]
    pub fn first_view(&self) -> AccountView {
        let file = self.file();
        let words = match file.address.security {
            hearth_proto::link::Security::Pinned(fingerprint) => words_of(&fingerprint),
            hearth_proto::link::Security::Authorities | hearth_proto::link::Security::Plain => Vec::new(),
        };
        AccountView {
            id: file.id,
            server_name: file.server_name.clone(),
            address: shown(&file.address),
            words,
            connection: resting(&file),
            round_trip_ms: None,
            waiting: 0,
            hosted: file.hosted,
            server_owner: file.server_owner,
            has_password: file.has_password,
            shares_reads: file.shares_reads,
            blocked: file.blocked,
            secrets: file.secrets,
            limits: file.limits,
            trouble: None,
            me: file.me,
        }
    }

    /// A person may not write to me in private, or may again.
    pub async fn blocked(&self, user: UserId, on: bool) {
        let noted = self.change_file(|file| {
            file.blocked.retain(|one| *one != user);
            if on {
                file.blocked.push(user);
            }
        });
        self.note_private(noted.await);
    }

    /// Whether others see how far this person has read.
    pub async fn shares_reads(&self, on: bool) {
        self.note_private(self.change_file(|file| file.shares_reads = on).await);
    }

    /// Shows what the account's file says of who may see and write what.
    fn note_private(&self, kept: io::Result<()>) {
        if let Err(error) = kept {
            tracing::warn!(%error, "whom one blocks cannot be kept for the next start");
        }
        let AccountFile { shares_reads, blocked, .. } = self.file();
        self.window.tell_account(self.id, |view| {
            view.shares_reads = shares_reads;
            view.blocked = blocked;
        });
    }

    /// Who asks the server for blobs, and where.
    ///
    /// # Errors
    /// When the token cannot be had.
    pub async fn access(&self) -> Answer<Access> {
        let token = self.token().await.map_err(|error| match error {
            SecretError::Missing => Problem::line(LineReason::SignedOut),
            SecretError::Silent => Problem::line(LineReason::TimedOut),
            SecretError::Unreadable(error) => error.into(),
        })?;
        Ok(Access { address: self.address(), token })
    }

    /// A picture's file, fetched where it is not here yet.
    ///
    /// # Errors
    /// When it is not here and the server cannot give it.
    pub async fn fetch(&self, blob: &BlobId) -> Answer<PathBuf> {
        if let Some(path) = self.blobs.path(blob) {
            return Ok(path);
        }
        let _place = self.turns.acquire().await.map_err(Problem::internal)?;
        let path = self.fetch_file(blob, self.file().limits.blob_bytes, |_| ()).await?;
        self.tidy();
        Ok(path)
    }

    /// Fetches a file of at most so many bytes. Those who want the same one share one download.
    ///
    /// # Errors
    /// When the server cannot give it.
    pub async fn fetch_file(&self, blob: &BlobId, most: u64, progress: impl Fn(u64)) -> Answer<PathBuf> {
        let turn = {
            let mut fetching = lock(&self.fetching);
            fetching.retain(|_, turn| Arc::strong_count(turn) > 1);
            fetching.entry(blob.clone()).or_default().clone()
        };
        let _turn = turn.lock().await;
        let access = self.access().await?;
        transfer::download(&access, &self.blobs, blob, most, progress).await
    }

    /// From now on the window is told how much of this is here.
    pub fn watch(&self, call: CoverageCall) {
        *lock(&self.watched) = Some(call);
    }

    /// What the window is told about.
    #[must_use]
    pub fn watched(&self) -> Option<CoverageCall> {
        *lock(&self.watched)
    }

    /// What was staged stays until the app ends, at least.
    pub fn hold(&self, blob: &BlobId) {
        lock(&self.held).insert(blob.clone());
    }

    /// What was staged in this run of the app.
    #[must_use]
    pub fn held(&self) -> HashSet<BlobId> {
        lock(&self.held).clone()
    }

    /// The files on this disk have become more; those that were not used for long may have to give way.
    pub fn tidy(&self) {
        self.tidy.notify_one();
    }

    /// Lets a picture of a person or room be fetched before it is looked at.
    pub fn want_ahead(&self, avatar: &Avatar) {
        if let Avatar::Own { blob } = avatar
            && self.blobs.path(blob).is_none()
        {
            self.ahead.try_send(blob.clone()).ok();
        }
    }
}

/// Fetches avatars one after the other, so that they are here when they are needed offline. What fails is left for the
/// moment somebody looks at it. Owned by the account's task.
pub async fn fetch_ahead(shared: Arc<Shared>, mut wanted: mpsc::Receiver<BlobId>) {
    while let Some(blob) = wanted.recv().await {
        if let Err(problem) = shared.fetch(&blob).await {
            tracing::debug!(cause = ?problem.cause, "an avatar was not fetched ahead");
        }
    }
}

/// The line before anything was tried.
pub fn resting(file: &AccountFile) -> Connection {
    if file.signed_out { Connection::Stopped { reason: LineReason::SignedOut } } else { Connection::Disconnected }
}

/// An address as people write it.
#[must_use]
pub fn shown(address: &Address) -> String {
    address.hosts.first().map(ToString::to_string).unwrap_or_default()
}

/// A panic elsewhere while the lock was held leaves values that are each whole, so going on is right.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
