//! Starts all the parts of a server, and stops them in the right order.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use hearth_proto::{
    command::NewInvite,
    error::{CloseCode, Failure},
    link::{Address, Fingerprint, HostPort, Link, Purpose, Security},
};
use rusqlite::Connection;
use tokio::{net::TcpListener, task::JoinHandle, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use crate::{
    blobs::Blobs,
    config::Config,
    data::{self, DataError, DataLock},
    doors::Doors,
    gateway::errand::{invite_code, owner_code},
    house::House,
    http,
    hub::Hub,
    listener,
    metrics::Metrics,
    passwords::Passwords,
    reader::Readers,
    sequencer,
    session::Terms,
    state::{Rules, command::Actor, schema::SchemaError, store},
    tls::{self, Tls, TlsError},
    upkeep, writer,
};

/// How long stopping waits for lines to say goodbye.
const FAREWELL: Duration = Duration::from_secs(8);

/// Where servers come from.
#[derive(Clone, Copy, Debug)]
pub struct Server;

/// Why a server did not start. Each says who can do what about it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("port {0} is taken by another program")]
    PortTaken(u16),
    #[error("this user may not listen on port {0}")]
    PortForbidden(u16),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    #[error("without TLS a server may listen on this computer only, not on {0}")]
    PlainBeyondLoopback(SocketAddr),
    #[error("the data directory {0}")]
    InUse(DataError),
    #[error("the data directory {0}")]
    Unwritable(DataError),
    #[error("{0}")]
    TooNew(SchemaError),
    #[error("the database is damaged or cannot be opened: {0}")]
    Damaged(String),
    #[error("{0}")]
    Certificate(#[from] TlsError),
    #[error("the server could not start: {0}")]
    Internal(String),
}

/// A server that serves.
#[derive(Debug)]
pub struct Running {
    /// Where it listens, with the real port.
    pub local_addr: SocketAddr,
    house: Arc<House>,
    fingerprint: Option<Fingerprint>,
    security: Security,
    owner_invite: Option<String>,
    listening: CancellationToken,
    serving: JoinHandle<()>,
    writer: Option<thread::JoinHandle<Connection>>,
    _lock: DataLock,
}

impl Server {
    /// Starts a server. When this returns, it serves.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: Config) -> Result<Running, StartError> {
        if config.tls == Tls::Off && !config.listen.ip().is_loopback() {
            return Err(StartError::PlainBeyondLoopback(config.listen));
        }
        let lock = data::lock(&config.data).map_err(|error| match error {
            DataError::InUse(_) => StartError::InUse(error),
            DataError::Unwritable(..) => StartError::Unwritable(error),
        })?;
        let identity = tls::identity(&config.tls, &config.data)?;
        let conn = store::open_writer(&config.data, Uuid::now_v7()).map_err(unusable)?;
        let readers = Readers::open(&config.data).map_err(|error| StartError::Damaged(error.to_string()))?;
        let internal = |failure: Failure| StartError::Internal(failure.message);
        let known = readers.acquaintance().await.map_err(internal)?;
        let blobs = Blobs::open(&config.data)
            .map_err(|error| StartError::Unwritable(DataError::Unwritable(config.data.clone(), error)))?;
        let listener = bind(config.listen).await?;
        let listening = CancellationToken::new();
        let gate = listener::open(listener, identity.as_ref().map(|own| Arc::clone(&own.config)), listening.clone())
            .map_err(|error| StartError::Internal(error.to_string()))?;
        let local_addr = gate.local_addr();

        let hub = Arc::new(Hub::new(known, millis(config.presence_grace)));
        let metrics = Metrics::default();
        let (sequencer, tail) = sequencer::local();
        let rules = Rules { limits: config.limits.clone(), open: config.open, owners_invite: config.owners_invite };
        let writer = writer::start(conn, rules, tail, Arc::clone(&hub), metrics.clone())
            .map_err(|error| StartError::Internal(error.to_string()))?;
        let limits = Arc::new(config.limits);
        let house = Arc::new(House {
            data: config.data,
            name: config.name,
            open: config.open,
            password_required: config.password_required,
            origins: config.origins,
            terms: Terms {
                limits: Arc::clone(&limits),
                heartbeat_ms: millis(config.heartbeat).max(1),
                hello_within_ms: millis(config.hello_within),
            },
            limits,
            hub,
            sequencer,
            readers,
            passwords: Passwords::default(),
            blobs,
            doors: Doors::new(config.knocks_per_minute),
            metrics,
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
            importing: Mutex::default(),
        });
        house.tasks.spawn(upkeep::tell_presence(Arc::clone(&house), config.presence_every));
        house.tasks.spawn(upkeep::tidy(Arc::clone(&house)));
        let owner_invite = owner_invite(&house).await.map_err(internal)?;
        let serving = tokio::spawn(http::serve::serve(gate, http::router(Arc::clone(&house)), house.stopping.clone()));
        let fingerprint = identity.map(|own| own.fingerprint);
        let security = match (&config.tls, fingerprint) {
            (Tls::SelfSigned, Some(fingerprint)) => Security::Pinned(fingerprint),
            (Tls::Files { .. } | Tls::SelfSigned, _) => Security::Authorities,
            (Tls::Off, _) => Security::Plain,
        };
        let writer = Some(writer);
        Ok(Running { local_addr, house, fingerprint, security, owner_invite, listening, serving, writer, _lock: lock })
    }
}

impl Running {
    /// The SHA-256 of the server's public key; None without TLS.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// The invite for the first account, which owns the server. Only an empty server has one.
    #[must_use]
    pub fn owner_invite(&self) -> Option<&str> {
        self.owner_invite.as_deref()
    }

    /// The way into the account that owns the server, for whoever sits at the machine: while there is no account the
    /// invite that makes it, later a code that signs in one more device of it. The code works once, for ten minutes.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn owner_entrance(&self) -> Result<Purpose, Failure> {
        if let Some(code) = self.owner_invite.as_ref()
            && self.house.readers.is_empty().await?
        {
            return Ok(Purpose::Join(code.clone()));
        }
        owner_code(&self.house).await.map(Purpose::Device)
    }

    /// Makes an invite in the name of whoever runs the server.
    ///
    /// # Errors
    /// No such room, or the disk fails.
    pub async fn create_invite(&self, invite: NewInvite) -> Result<String, Failure> {
        invite_code(&self.house, Actor::House, invite).await
    }

    /// A link that opens this server at the given addresses.
    #[must_use]
    pub fn link(&self, hosts: Vec<HostPort>, purpose: Purpose) -> Link {
        Link { address: Address { hosts, security: self.security }, purpose }
    }

    /// What people see it called.
    pub(crate) fn name(&self) -> &str {
        &self.house.name
    }

    /// Whether one may join without an invite.
    pub(crate) fn is_open(&self) -> bool {
        self.house.open
    }

    /// How clients know that they have reached this server.
    pub(crate) const fn security(&self) -> Security {
        self.security
    }

    /// How many people have a line open.
    #[must_use]
    pub fn connected(&self) -> usize {
        self.house.hub.connected()
    }

    /// What its parts share.
    pub(crate) const fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// Takes no one new, says goodbye to all, writes what is still queued, and closes the database.
    pub async fn stop(mut self) {
        self.listening.cancel();
        self.house.stopping.cancel();
        self.house.hub.close_all(CloseCode::GoingAway);
        self.house.tasks.close();
        if timeout(FAREWELL, self.house.tasks.wait()).await.is_err() {
            tracing::warn!("some lines did not say goodbye in time");
        }
        if timeout(FAREWELL, &mut self.serving).await.is_err() {
            self.serving.abort();
            let _ = (&mut self.serving).await;
        }
        self.house.sequencer.close().await;
        let writer = self.writer.take();
        if let Some(writer) = writer {
            let _ = tokio::task::spawn_blocking(move || close_database(writer)).await;
        }
    }
}

/// Waits for the last commit, then folds the write-ahead log into the database, so that one file holds everything.
fn close_database(writer: thread::JoinHandle<Connection>) {
    match writer.join() {
        Ok(conn) => {
            if let Err(error) = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "the last checkpoint failed; the next start does it");
            }
        }
        Err(_) => tracing::error!("the writer ended by a panic"),
    }
}

async fn owner_invite(house: &House) -> Result<Option<String>, Failure> {
    if !house.readers.is_empty().await? {
        return Ok(None);
    }
    let invite = NewInvite { expires_at: None, uses: Some(1), conversation: None };
    invite_code(house, Actor::House, invite).await.map(Some)
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken(address.port()),
        io::ErrorKind::PermissionDenied => StartError::PortForbidden(address.port()),
        _ => StartError::Listen(address, error),
    })
}

fn unusable(error: SchemaError) -> StartError {
    match error {
        SchemaError::TooNew { .. } => StartError::TooNew(error),
        SchemaError::SqliteTooOld(_) | SchemaError::TooOld => StartError::Internal(error.to_string()),
        SchemaError::Storage(error) => StartError::Damaged(error.to_string()),
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
