//! The hearth inside this app: lit, shown to the window, and put out again. The server itself is a library; this room
//! only tells it where to live and which addresses lead to it.

mod addresses;

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use hearth_client::view::{Hosting, LocalFault, Problem};
use hearth_proto::{
    command::NewInvite,
    link::{HostPort, Purpose},
};
use hearth_server::{Config, Running, Server, StartError};
use tokio::{
    sync::{Mutex, watch},
    task::JoinHandle,
    time::interval,
};

/// How often the number of connections, and the addresses of this computer, are looked at for the window.
const LOOK: Duration = Duration::from_secs(2);

/// The hearth of this profile, burning or not.
pub struct Host {
    dir: PathBuf,
    fire: Mutex<Option<Fire>>,
    view: watch::Sender<Hosting>,
}

struct Fire {
    running: std::sync::Arc<Running>,
    name: String,
    /// Tells the window how many are connected. Ends with the fire.
    watcher: JoinHandle<()>,
}

impl Host {
    #[must_use]
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, fire: Mutex::default(), view: watch::Sender::new(Hosting::Off) }
    }

    /// What the window is to be shown, now and after each change.
    #[must_use]
    pub fn view(&self) -> watch::Receiver<Hosting> {
        self.view.subscribe()
    }

    /// Lights the hearth. One that burns under this name and port already stays as it is.
    ///
    /// # Errors
    /// The window is shown the same, with another port to offer where this one is taken.
    pub async fn light(&self, name: &str, port: u16) -> Result<(), Problem> {
        let mut fire = self.fire.lock().await;
        if fire.as_ref().is_some_and(|fire| fire.name == name && fire.running.local_addr.port() == port) {
            return Ok(());
        }
        self.put_out_this(fire.take()).await;
        self.view.send_replace(Hosting::Starting);
        match start(self.dir.clone(), name, port).await {
            Ok(running) => {
                let running = std::sync::Arc::new(running);
                let watcher = tokio::spawn(watch_over(running.clone(), name.to_owned(), self.view.clone()));
                tracing::info!(port, "the hearth burns");
                *fire = Some(Fire { running, name: name.to_owned(), watcher });
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
        let Some(Fire { running, name: _, watcher }) = fire else { return };
        watcher.abort();
        // The watcher's share of it is given back once it has ended.
        let _ = watcher.await;
        match std::sync::Arc::try_unwrap(running) {
            Ok(running) => running.stop().await,
            Err(_) => tracing::error!("somebody still holds the hearth; it ends with the app"),
        }
    }

    /// A link into this hearth that only works on this computer, for the person who lit it.
    ///
    /// # Errors
    /// When it does not burn, or cannot make an invite.
    pub async fn own_invite(&self) -> Result<String, Problem> {
        let fire = self.fire.lock().await;
        let Some(Fire { running, .. }) = &*fire else { return Err(Problem::not_now("the hearth does not burn")) };
        let code = match running.owner_invite() {
            Some(code) => code.to_owned(),
            // Somebody has an account here already, so this one will not own it.
            None => running.create_invite(NewInvite { expires_at: None, uses: Some(1), conversation: None }).await?,
        };
        let own = Self::own_address(running.local_addr.port());
        Ok(running.link(vec![own], Purpose::Join(code)).to_string())
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

async fn watch_over(running: std::sync::Arc<Running>, name: String, view: watch::Sender<Hosting>) {
    let mut beat = interval(LOOK);
    loop {
        beat.tick().await;
        let now = Hosting::On {
            name: name.clone(),
            addresses: addresses::reachable(),
            port: running.local_addr.port(),
            connected: u32::try_from(running.connected()).unwrap_or(u32::MAX),
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
