//! Fetches the files that the person asked for, a few at a time: through breaks of the line and restarts of the app, until
//! each is here and checked, is given up, or the server has no such file.
//!
//! ```text
//!  Absent ──want──▶ Waiting ──line, turn──▶ Coming ──whole, checked──▶ Here
//!    ▲                 ▲                     │ │
//!    └──── cancel ─────┼──── line broke ─────┘ └──refused, other bytes──▶ Failed ──want──▶ Waiting
//! ```

use std::{
    collections::{HashMap, VecDeque},
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use hearth_engine::connection::Connection;
use hearth_proto::id::BlobId;
use serde::{Deserialize, Serialize};
use tokio::{
    sync::mpsc,
    task::{AbortHandle, Id, JoinError, JoinSet},
    time::{self, Instant},
};

use crate::{
    clock,
    file_view::FileState,
    files,
    http::Answer,
    shared::Shared,
    view::{Cause, Change, Problem},
};

/// Files that come at once. Pictures, which are small, do not wait for them.
const AT_ONCE: usize = 2;

/// Files that may be asked for and not be here yet. More are refused.
const MOST: usize = 256;

/// Orders that may wait for the task; whoever orders waits for a place.
const ORDERS: usize = 64;

/// Progress is told this often at most, and at each of so many equal steps.
const PROGRESS_EVERY_MS: u64 = 100;
const STEPS: u64 = 16;

/// After a break with the line still up, the next try waits this long at first, and twice as long each time up to the last.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

const NAME: &str = "downloads.json";

/// A file that the person asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wanted {
    pub blob: BlobId,
    pub size: u64,
}

pub enum Order {
    Want(Wanted),
    Cancel(BlobId),
}

/// What everybody else sees of the downloads of an account.
pub struct Downloads {
    orders: mpsc::Sender<Order>,
    /// What is neither plainly here nor plainly absent.
    states: Mutex<HashMap<BlobId, FileState>>,
}

impl Downloads {
    /// The receiver is for [`carry`].
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Order>) {
        let (orders, waiting) = mpsc::channel(ORDERS);
        (Self { orders, states: Mutex::default() }, waiting)
    }

    /// # Errors
    /// When the account is closing.
    pub async fn order(&self, order: Order) -> Answer<()> {
        self.orders.send(order).await.map_err(|_| Problem::not_now("the account is closing"))
    }

    /// What is known of a file besides whether it is here.
    #[must_use]
    pub fn state(&self, blob: &BlobId) -> Option<FileState> {
        self.lock().get(blob).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<BlobId, FileState>> {
        // Values are each whole, so a panic elsewhere does no harm.
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says how it stands with a file, to whoever asks and to the window.
fn tell(shared: &Shared, blob: &BlobId, state: FileState) {
    let known = match &state {
        FileState::Here | FileState::Absent => shared.downloads.lock().remove(blob),
        FileState::Waiting { .. } | FileState::Coming { .. } | FileState::Failed { .. } => {
            shared.downloads.lock().insert(blob.clone(), state.clone())
        }
    };
    if known.as_ref() != Some(&state) {
        shared.window.tell([Change::File { account: shared.id, blob: blob.clone(), state }]);
    }
}

/// Lives as long as the account, which owns it.
pub async fn carry(shared: Arc<Shared>, mut orders: mpsc::Receiver<Order>) {
    let mut connection = shared.connection.subscribe();
    let mut carrier = Carrier::begin(shared).await;
    loop {
        carrier.start_more(*connection.borrow_and_update());
        let again = carrier.again;
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => carrier.take(order).await,
                None => return,
            },
            Some(done) = carrier.running.join_next_with_id() => carrier.done(done).await,
            changed = connection.changed() => match changed {
                // Another line, other luck.
                Ok(()) => carrier.pause = PAUSES.0,
                Err(_) => return,
            },
            () = sleep_until(again) => carrier.again = None,
        }
    }
}

struct Carrier {
    shared: Arc<Shared>,
    /// In the order in which they were asked for.
    queue: VecDeque<Wanted>,
    /// Dropped, they end.
    running: JoinSet<Answer<PathBuf>>,
    under_way: HashMap<Id, (Wanted, AbortHandle)>,
    /// Not before then: the last try broke.
    again: Option<Instant>,
    pause: Duration,
}

impl Carrier {
    async fn begin(shared: Arc<Shared>) -> Self {
        let path = shared.dir.join(NAME);
        let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await;
        let text = read.unwrap_or_else(|error| Err(io::Error::other(error))).unwrap_or_default();
        // A damaged list costs the wishes on it and nothing else.
        let mut queue: VecDeque<Wanted> = serde_json::from_slice(&text).unwrap_or_default();
        queue.retain(|wanted| shared.blobs.path(&wanted.blob).is_none());
        queue.truncate(MOST);
        for Wanted { blob, .. } in &queue {
            tell(&shared, blob, FileState::Waiting { have: shared.blobs.part_size(blob) });
        }
        let (running, under_way) = (JoinSet::new(), HashMap::new());
        Self { shared, queue, running, under_way, again: None, pause: PAUSES.0 }
    }

    fn start_more(&mut self, connection: Connection) {
        let live = matches!(connection, Connection::Connected | Connection::CatchingUp);
        if !live || self.again.is_some() {
            return;
        }
        while self.under_way.len() < AT_ONCE
            && let Some(wanted) = self.queue.pop_front()
        {
            let (shared, Wanted { blob, size }) = (self.shared.clone(), wanted.clone());
            let (told, step) = (AtomicU64::new(0), AtomicU64::new(0));
            let task = async move {
                let most = shared.file().limits.blob_bytes.min(size);
                let progress = |have: u64| {
                    let (now, here) = (clock::mono_ms(), have / (size / STEPS).max(1));
                    // A silent line is not to hide what came just before.
                    let further = step.swap(here, Ordering::Relaxed) != here;
                    if further || now.saturating_sub(told.load(Ordering::Relaxed)) >= PROGRESS_EVERY_MS {
                        told.store(now, Ordering::Relaxed);
                        tell(&shared, &blob, FileState::Coming { have, total: size });
                    }
                };
                shared.fetch_file(&blob, most, progress).await
            };
            let handle = self.running.spawn(task);
            self.under_way.insert(handle.id(), (wanted, handle));
        }
    }

    async fn take(&mut self, order: Order) {
        match order {
            Order::Want(wanted) => {
                let blob = &wanted.blob;
                let asked = self.queue.contains(&wanted) || self.under_way.values().any(|(each, _)| each.blob == *blob);
                if asked || self.shared.blobs.path(blob).is_some() {
                    return;
                }
                if self.queue.len() >= MOST {
                    let problem = Problem::not_now("too many files wait already");
                    return tell(&self.shared, blob, FileState::Failed { problem });
                }
                tell(&self.shared, blob, FileState::Waiting { have: self.shared.blobs.part_size(blob) });
                self.queue.push_back(wanted);
            }
            Order::Cancel(blob) => {
                self.queue.retain(|wanted| wanted.blob != blob);
                let running = self.under_way.values().find(|(wanted, _)| wanted.blob == blob);
                match running {
                    // What it leaves is put away when it has ended.
                    Some((_, handle)) => handle.abort(),
                    None => self.forget(&blob),
                }
            }
        }
        self.note().await;
    }

    async fn done(&mut self, done: Result<(Id, Answer<PathBuf>), JoinError>) {
        let (id, result) = match done {
            Ok((id, result)) => (id, Some(result)),
            Err(error) => (error.id(), None),
        };
        let Some((wanted, _)) = self.under_way.remove(&id) else { return };
        match result {
            Some(Ok(_)) => {
                self.pause = PAUSES.0;
                tell(&self.shared, &wanted.blob, FileState::Here);
                self.shared.tidy();
            }
            Some(Err(problem)) if is_passing(&problem) => {
                let have = self.shared.blobs.part_size(&wanted.blob);
                tell(&self.shared, &wanted.blob, FileState::Waiting { have });
                self.queue.push_front(wanted);
                self.again = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(PAUSES.1);
            }
            Some(Err(problem)) => {
                tracing::warn!(cause = ?problem.cause, "a file cannot be fetched");
                tell(&self.shared, &wanted.blob, FileState::Failed { problem });
            }
            // It was called off.
            None => self.forget(&wanted.blob),
        }
        self.note().await;
    }

    fn forget(&self, blob: &BlobId) {
        self.shared.blobs.forget_part(blob);
        let here = self.shared.blobs.path(blob).is_some();
        tell(&self.shared, blob, if here { FileState::Here } else { FileState::Absent });
    }

    /// Keeps what is still to be fetched for the next start.
    async fn note(&self) {
        let under_way = self.under_way.values().map(|(wanted, _)| wanted);
        let all: Vec<Wanted> = under_way.chain(&self.queue).cloned().collect();
        let path = self.shared.dir.join(NAME);
        let written = tokio::task::spawn_blocking(move || files::replace_json(&path, &all)).await;
        if let Err(error) = written.unwrap_or_else(|error| Err(io::Error::other(error))) {
            tracing::warn!(%error, "the files to fetch cannot be kept for the next start");
        }
    }
}

/// Whether another try may go better without anybody changing anything.
fn is_passing(problem: &Problem) -> bool {
    match problem.cause {
        Cause::Line(reason) => reason.retry_helps(),
        Cause::Server(code) => code.retry_helps(),
        Cause::Link(_) | Cause::Local(_) => false,
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
