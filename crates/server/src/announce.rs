//! Makes a running server known on its own network (multicast DNS, RFC 6762 and 6763), for as long as whoever runs it
//! wants that. Looking for servers is the client's. Nothing that goes wrong here keeps a server from serving.

use std::{net::IpAddr, time::Duration};

use hearth_proto::{
    SUBPROTOCOL,
    discovery::{Air, Announcement, SERVICE},
    link::Security,
};
use mdns_sd::{DaemonEvent, IfKind, Receiver, ServiceDaemon, ServiceInfo};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{timeout, timeout_at},
};

use crate::server::Running;

/// How long the network may take to let the first announcement through. Probing for the name takes most of a second.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long taking it back may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// A server that others on the network can find. Dropping it takes the announcement back, without waiting for that.
pub struct Announcing {
    daemon: ServiceDaemon,
    heard: watch::Receiver<Heard>,
    listener: JoinHandle<()>,
}

/// How an announcement fares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It is being made.
    Trying,
    /// It went out.
    Announced,
    /// The network did not take it.
    Failed,
}

/// Why a server is not announced.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// Others could not know by what to recognise it.
    #[error("only a server with a key of its own (self-signed) can be announced on the network")]
    NoKey,
    #[error("the network takes no announcements: {0}")]
    Network(#[from] mdns_sd::Error),
}

impl Running {
    /// Starts to announce this server. Needs a runtime; comes back at once, [`Announcing::heard`] says how it fares.
    ///
    /// # Errors
    /// See [`AnnounceError`]. The server serves all the same.
    pub fn announce(&self, air: &Air) -> Result<Announcing, AnnounceError> {
        let Security::Pinned(key) = self.security() else { return Err(AnnounceError::NoKey) };
        let announcement = Announcement {
            name: self.name().to_owned(),
            key,
            protocols: vec![SUBPROTOCOL.to_owned()],
            open: self.is_open(),
        };
        let instance = announcement.instance();
        // The host has a name of its own too: the computer's would say whose it is, and another program may announce it.
        let host = format!("{instance}.local.");
        let txt = announcement.to_txt();
        let service = ServiceInfo::new(SERVICE, &instance, &host, "", self.local_addr.port(), txt.as_slice())?;
        let daemon = ServiceDaemon::new_with_port(air.port)?;
        match begin(&daemon, air, self.local_addr.ip(), service) {
            Ok(events) => {
                let (told, heard) = watch::channel(Heard::Trying);
                Ok(Announcing { daemon, heard, listener: tokio::spawn(listen(events, told)) })
            }
            Err(error) => {
                // Its thread would live on without its handle.
                let _ = daemon.shutdown();
                Err(error.into())
            }
        }
    }
}

impl Announcing {
    /// How it fares, now and after each change.
    #[must_use]
    pub fn heard(&self) -> watch::Receiver<Heard> {
        self.heard.clone()
    }

    /// Takes the announcement back, so that nobody is offered a server that is gone.
    pub async fn withdraw(self) {
        if let Ok(done) = self.daemon.shutdown()
            && timeout(FAREWELL, done.recv_async()).await.is_err()
        {
            tracing::warn!("the announcement was not taken back in time; it expires by itself");
        }
    }
}

impl Drop for Announcing {
    fn drop(&mut self) {
        self.listener.abort();
        // An error says that it has ended already.
        let _ = self.daemon.shutdown();
    }
}

/// Announces where the server can be reached and nowhere else.
fn begin(
    daemon: &ServiceDaemon,
    air: &Air,
    listening: IpAddr,
    service: ServiceInfo,
) -> mdns_sd::Result<Receiver<DaemonEvent>> {
    let only = match (&air.interface, listening) {
        (Some(name), _) => Some(IfKind::Name(name.clone())),
        (None, ip) if !ip.is_unspecified() => Some(IfKind::Addr(ip)),
        (None, _) => None,
    };
    if let Some(only) = only {
        daemon.disable_interface(IfKind::All)?;
        daemon.enable_interface(only)?;
    }
    if listening.is_ipv4() {
        daemon.disable_interface(IfKind::IPv6)?;
    }
    let events = daemon.monitor()?;
    daemon.register(service.enable_addr_auto())?;
    Ok(events)
}

/// Waits for the first word about the announcement.
async fn listen(events: Receiver<DaemonEvent>, told: watch::Sender<Heard>) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        match timeout_at(deadline, events.recv_async()).await {
            Ok(Ok(DaemonEvent::Announce(..))) => {
                tracing::info!("announced on the network");
                told.send_replace(Heard::Announced);
                return;
            }
            Ok(Ok(DaemonEvent::Error(error))) => {
                tracing::warn!(%error, "not announced: the network does not take it");
                break;
            }
            Ok(Ok(_)) => {}
            Ok(Err(_)) => {
                tracing::warn!("not announced: the announcer has ended");
                break;
            }
            Err(_) => {
                tracing::warn!(seconds = PATIENCE.as_secs(), "not announced: no network carried it in time");
                break;
            }
        }
    }
    told.send_replace(Heard::Failed);
}
