//! The hearth inside this app: lit, shown to the window, and put out again. The server itself is a library; this room
//! only tells it where to live and which addresses lead to it.

mod addresses;
mod air;
mod imports;

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::Duration,
};

use hearth_client::{
    archive_view::{ImportCall, ImportView},
    view::{Announced, Hosting, LocalFault, Problem},
};
use hearth_proto::{
    discovery::Air,
    link::{HostPort, Link},
};
use hearth_server::{Announcing, Config, Heard, Running, Server, StartError};
use imports::Imports;
use tokio::{
    sync::{Mutex, Notify, watch},
    task::JoinHandle,
    time::interval,
};

/// How often the number of connections, and the addresses of this computer, are looked at for the window.
const LOOK: Duration = Duration::from_secs(2);

/// The hearth of this profile, burning or not.
pub struct Host {
    dir: PathBuf,
    air: Air,
    fire: Mutex<Option<Fire>>,
    imports: Imports,
    view: watch::Sender<Hosting>,
}

struct Fire {
    running: Arc<Running>,
    name: String,
    sign: Arc<Sign>,
    /// Tells the window how many are connected. Ends with the fire.
    watcher: JoinHandle<()>,
}

/// Whether others on the network can find the hearth.
#[derive(Default)]
struct Sign {
    state: std::sync::Mutex<SignState>,
    /// It was put up or taken down.
    changed: Notify,
}

#[derive(Default)]
enum SignState {
    #[default]
    Down,
    Up(Announcing),
    /// It could not even be tried.
    Refused,
}

impl Host {
    #[must_use]
    pub fn new(dir: PathBuf) -> Self {
        Self {
            dir,
            air: air::air(),
            fire: Mutex::default(),
            imports: Imports::new(),
            view: watch::Sender::new(Hosting::Off),
        }
    }

    /// What the window is to be shown, now and after each change.
    #[must_use]
    pub fn view(&self) -> watch::Receiver<Hosting> {
        self.view.subscribe()
    }

    /// How far the import into it is, now and after each change.
    #[must_use]
    pub fn import_view(&self) -> watch::Receiver<Option<ImportView>> {
        self.imports.view()
    }

    /// Brings an archive into the hearth, or says what that would do.
    ///
    /// # Errors
    /// When the hearth does not burn, or another import is under way. What goes wrong later is shown with its state.
    pub async fn import(&self, call: ImportCall) -> Result<(), Problem> {
        let fire = self.fire.lock().await;
        let Some(Fire { running, .. }) = &*fire else { return Err(Problem::not_now("the hearth does not burn")) };
        if self.imports.begin(running.clone(), call) {
            Ok(())
        } else {
            Err(Problem::not_now("another import is under way"))
        }
    }

    /// Calls an import off.
    pub fn cancel_import(&self) {
        self.imports.cancel();
    }

    /// Where servers are announced and looked for.
    #[must_use]
    pub fn air(&self) -> Air {
        self.air.clone()
    }

    /// Lights the hearth, and makes it known on the network where that is wanted. One that burns under this name and
    /// port already stays as it is.
    ///
    /// # Errors
    /// The window is shown the same, with another port to offer where this one is taken.
    pub async fn light(&self, name: &str, port: u16, announce: bool) -> Result<(), Problem> {
        let mut fire = self.fire.lock().await;
        let same = |fire: &&Fire| fire.name == name && fire.running.local_addr.port() == port;
        if let Some(fire) = fire.as_ref().filter(same) {
            fire.announce(announce, &self.air).await;
            return Ok(());
        }
        self.put_out_this(fire.take()).await;
        self.view.send_replace(Hosting::Starting);
        match start(self.dir.clone(), name, port).await {
            Ok(running) => {
                let (running, sign) = (Arc::new(running), Arc::new(Sign::default()));
                let watcher =
                    tokio::spawn(watch_over(running.clone(), name.to_owned(), sign.clone(), self.view.clone()));
                tracing::info!(port, "the hearth burns");
                let lit = Fire { running, name: name.to_owned(), sign, watcher };
                lit.announce(announce, &self.air).await;
                *fire = Some(lit);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(port, %error, "the hearth could not be lit");
                let fault = fault_of(&error);
                let offered = if fault == LocalFault::PortTaken { addresses::free_port_near(port) } else { None };
                self.view.send_replace(Hosting::Failed { fault, port, offered });
                Err(Problem::local(fault, error))
            }
        }
    }

    /// Puts the hearth out: says goodbye to everybody and writes what is still queued.
    pub async fn put_out(&self) {
        let mut fire = self.fire.lock().await;
        self.put_out_this(fire.take()).await;
        self.view.send_replace(Hosting::Off);
    }

    async fn put_out_this(&self, fire: Option<Fire>) {
        let Some(fire) = fire else { return };
        // It holds the hearth, and goes on when it is started again.
        self.imports.end().await;
        // First, so that nobody is sent to a hearth that is out.
        fire.announce(false, &self.air).await;
        let Fire { running, name: _, sign: _, watcher } = fire;
        watcher.abort();
        // The watcher's share of it is given back once it has ended.
        let _ = watcher.await;
        match Arc::try_unwrap(running) {
            Ok(running) => running.stop().await,
            Err(_) => tracing::error!("somebody still holds the hearth; it ends with the app"),
        }
    }

    /// A link into this hearth that only works on this computer, for the person who lit it: it makes the account that owns
    /// the hearth, or signs in to it where there is one.
    ///
    /// # Errors
    /// When it does not burn, or its disk fails.
    pub async fn owner_entrance(&self) -> Result<Link, Problem> {
        let fire = self.fire.lock().await;
        let Some(Fire { running, .. }) = &*fire else { return Err(Problem::not_now("the hearth does not burn")) };
        let own = Self::own_address(running.local_addr.port());
        Ok(running.link(vec![own], running.owner_entrance().await?))
    }

    /// Where this computer itself finds a hearth on this port.
    #[must_use]
    pub fn own_address(port: u16) -> HostPort {
        HostPort { host: Ipv4Addr::LOCALHOST.to_string(), port }
    }
}

/// Listens on every address of both kinds, or of the older kind only where the other one is switched off.
async fn start(dir: PathBuf, name: &str, port: u16) -> Result<Running, StartError> {
    let listening = |listen| {
        let mut config = Config::new(dir.clone());
        name.clone_into(&mut config.name);
        config.listen = listen;
        Server::start(config)
    };
    match listening(SocketAddr::from((Ipv6Addr::UNSPECIFIED, port))).await {
        Err(StartError::Listen(..)) => listening(SocketAddr::from((Ipv4Addr::UNSPECIFIED, port))).await,
        started => started,
    }
}

impl Fire {
    /// Puts the sign up or takes it down. What goes wrong is one line in the log, and the window is shown it.
    async fn announce(&self, wanted: bool, air: &Air) {
        let before = self.sign.put(match (wanted, self.sign.shown()) {
            (true, Announced::On | Announced::Trying) => return,
            (true, Announced::Off | Announced::Failed) => match self.running.announce(air) {
                Ok(announcing) => SignState::Up(announcing),
                Err(error) => {
                    tracing::warn!(%error, "the hearth is not announced");
                    SignState::Refused
                }
            },
            (false, _) => SignState::Down,
        });
        if let SignState::Up(announcing) = before {
            announcing.withdraw().await;
        }
    }
}

impl Sign {
    /// Puts another state in the place of the one that is given back.
    fn put(&self, state: SignState) -> SignState {
        let before = std::mem::replace(&mut *self.lock(), state);
        self.changed.notify_one();
        before
    }

    fn shown(&self) -> Announced {
        match &*self.lock() {
            SignState::Down => Announced::Off,
            SignState::Refused => Announced::Failed,
            SignState::Up(announcing) => match *announcing.heard().borrow() {
                Heard::Trying => Announced::Trying,
                Heard::Announced => Announced::On,
                Heard::Failed => Announced::Failed,
            },
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, SignState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn watch_over(running: Arc<Running>, name: String, sign: Arc<Sign>, view: watch::Sender<Hosting>) {
    let mut beat = interval(LOOK);
    loop {
        tokio::select! {
            _ = beat.tick() => {}
            () = sign.changed.notified() => {}
        }
        let now = Hosting::On {
            name: name.clone(),
            addresses: addresses::reachable(),
            port: running.local_addr.port(),
            connected: u32::try_from(running.connected()).unwrap_or(u32::MAX),
            announced: sign.shown(),
        };
        view.send_if_modified(|before| {
            let changed = *before != now;
            *before = now;
            changed
        });
    }
}

fn fault_of(error: &StartError) -> LocalFault {
    match error {
        StartError::PortTaken(_) => LocalFault::PortTaken,
        StartError::PortForbidden(_) => LocalFault::PortNotAllowed,
        StartError::InUse(_) | StartError::PlainBeyondLoopback(_) => LocalFault::NotNow,
        StartError::Unwritable(_) => LocalFault::Unwritable,
        StartError::TooNew(_) => LocalFault::HistoryTooNew,
        StartError::Damaged(_) => LocalFault::HistoryDamaged,
        StartError::Listen(..) | StartError::Certificate(_) | StartError::Internal(_) => LocalFault::Internal,
    }
}
