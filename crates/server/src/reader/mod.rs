//! Reads without writing: a few query-only connections, each used by one task at a time on a blocking thread.

mod entrance;
mod invites;
mod lists;
mod pages;
mod welcome;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use hearth_proto::{
    command::PageAt,
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{ConversationId, DeviceId, RequestId, UserId},
    limits::Limits,
    rights::Right,
};
use rusqlite::Connection;
use tokio::sync::Semaphore;

pub use entrance::Entrance;
pub use welcome::Snapshot;

use crate::state::{command::Refusal, rights::ask, store};

/// How many reads run at once. More wait in line; the session lets each line have a few at a time.
const READERS: usize = 3;

/// What a line may look up.
#[derive(Clone, Debug)]
pub enum Query {
    History { conversation: ConversationId, at: PageAt, limit: u32 },
    Rooms,
    Members { conversation: ConversationId },
    Readers { conversation: ConversationId },
    Bans { conversation: ConversationId },
    Invites { conversation: Option<ConversationId> },
    People,
    Devices,
}

impl Query {
    /// The conversation it looks into, and what that takes. Whoever may not is told as the table of rights says.
    const fn takes(&self) -> Option<(ConversationId, Right)> {
        match self {
            Self::History { conversation, .. } | Self::Members { conversation } | Self::Readers { conversation } => {
                Some((*conversation, Right::Read))
            }
            Self::Bans { conversation } => Some((*conversation, Right::Ban)),
            Self::Invites { conversation: Some(conversation) } => Some((*conversation, Right::Invite)),
            Self::Invites { conversation: None } | Self::Rooms | Self::People | Self::Devices => None,
        }
    }
}

/// The pool of readers.
#[derive(Clone, Debug)]
pub struct Readers {
    pool: Arc<Pool>,
}

#[derive(Debug)]
struct Pool {
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Readers {
    /// Opens the connections.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub fn open(dir: &Path) -> rusqlite::Result<Self> {
        let idle = (0..READERS).map(|_| store::open_reader(dir)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { pool: Arc::new(Pool { idle: Mutex::new(idle), turns: Semaphore::new(READERS) }) })
    }

    /// Runs a read in one read transaction, so that all of it sees the same instant.
    ///
    /// # Errors
    /// What the read says, or `internal`.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Failure> {
        let pool = Arc::clone(&self.pool);
        let _turn = self.pool.turns.acquire().await.map_err(|_| lost())?;
        tokio::task::spawn_blocking(move || {
            let take = || pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut conn = take().ok_or_else(lost)?;
            let result = conn.transaction().map_err(Refusal::from).and_then(|tx| read(&tx));
            pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            result.map_err(|refusal| match refusal {
                Refusal::No(failure) => failure,
                Refusal::Storage(error) => {
                    tracing::error!(%error, "a read failed");
                    store::failure(&error)
                }
            })
        })
        .await
        .map_err(|_| lost())?
    }

    /// The reply to a line's query.
    pub async fn answer(
        &self,
        (user, device): (UserId, DeviceId),
        re: RequestId,
        query: Query,
        limits: Arc<Limits>,
    ) -> ServerFrame {
        let result = self
            .read(move |conn| {
                if let Some((conversation, right)) = query.takes() {
                    ask(conn, user, conversation, right)?;
                }
                match query {
                    Query::History { conversation, at, limit } => {
                        pages::page(conn, re, pages::Wanted { conversation, at, limit }, &limits)
                    }
                    Query::Rooms => lists::rooms(conn, user, re),
                    Query::Members { conversation } => lists::members(conn, re, conversation),
                    Query::Readers { conversation } => lists::readers(conn, user, re, conversation),
                    Query::Bans { conversation } => lists::bans(conn, re, conversation),
                    Query::Invites { conversation } => invites::list(conn, user, re, conversation),
                    Query::People => lists::people(conn, re),
                    Query::Devices => lists::devices(conn, (user, device), re),
                }
            })
            .await;
        result.unwrap_or_else(|failure| ServerFrame::Error { re: Some(re), failure })
    }
}

fn lost() -> Failure {
    Failure::new(ErrorCode::Internal, "the read could not be done")
}
