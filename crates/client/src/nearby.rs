//! Looks around on the network for servers that announce themselves (multicast DNS), and tells the window what there
//! is. It begins when the person asks, and ends when they are done, when no window listens any more, or after a while.
//! What is heard is only a hint: whoever goes to a server found here must find the key that was announced.

use std::{
    net::{Ipv4Addr, Ipv6Addr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use hearth_proto::{
    discovery::{Air, Announcement, SERVICE},
    link::{Fingerprint, Security},
};
use mdns_sd::{IfKind, Receiver, ResolvedService, ServiceDaemon, ServiceEvent};
use tokio::{sync::Mutex, task::JoinHandle, time};
use tokio_util::sync::CancellationToken;

use crate::{
    client::Client,
    sightings::Sightings,
    view::{AccountId, Change, Nearby},
    window::Window,
};

/// How long one look around lasts. Servers that are there answer within seconds; the rest is for those that come.
const LOOK: Duration = Duration::from_secs(3 * 60);

/// News are gathered for this long, so that a noisy network does not keep the window busy.
const GATHER: Duration = Duration::from_millis(150);

/// Names heard in one look. Whoever sends more wants to fill memory, and the look ends with what it has.
const HEARD: u32 = 4096;

/// The look around that is under way, if any.
#[derive(Debug, Default)]
pub struct Look {
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    end: CancellationToken,
    task: JoinHandle<()>,
}

/// A server that this installation knows already.
#[derive(Clone, Debug)]
pub struct Known {
    pub key: Fingerprint,
    pub account: AccountId,
    /// It runs inside this app, so nobody looks for it.
    pub own: bool,
}

impl Client {
    /// Starts to look around. One look at a time: a new one takes the place of the one before.
    pub async fn look_around(&self, air: Air) {
        let mut running = self.inner.look.running.lock().await;
        end(running.take()).await;
        let (window, known, token) = (self.window().clone(), self.known_servers(), CancellationToken::new());
        window.tell([Change::Nearby { nearby: Nearby::Looking { servers: Vec::new() } }]);
        let cancelled = token.clone();
        let task = tokio::spawn(async move {
            let nearby = look(&window, &air, &known, &cancelled).await;
            window.tell([Change::Nearby { nearby }]);
        });
        *running = Some(Running { end: token, task });
    }

    /// Stops looking and forgets what was found.
    pub async fn stop_looking(&self) {
        let mut running = self.inner.look.running.lock().await;
        end(running.take()).await;
        self.window().tell([Change::Nearby { nearby: Nearby::Off }]);
    }

    fn known_servers(&self) -> Vec<Known> {
        let files = self.all().into_iter().map(|account| account.shared.file()).filter(|file| !file.signed_out);
        files
            .filter_map(|file| match file.address.security {
                Security::Pinned(key) => Some(Known { key, account: file.id, own: file.hosted }),
                Security::Authorities | Security::Plain => None,
            })
            .collect()
    }
}

impl Drop for Look {
    fn drop(&mut self) {
        if let Some(running) = self.running.get_mut().take() {
            running.end.cancel();
        }
    }
}

async fn end(running: Option<Running>) {
    if let Some(Running { end, task }) = running {
        end.cancel();
        // It only ends early by a panic, which has been logged.
        let _ = task.await;
    }
}

/// Looks until there is a reason to stop; says what the window is to be told then.
async fn look(window: &Arc<Window>, air: &Air, known: &[Known], cancelled: &CancellationToken) -> Nearby {
    let searching = match Searching::begin(air) {
        Ok(searching) => searching,
        Err(error) => {
            tracing::warn!(%error, "no network to look around on");
            return Nearby::Failed;
        }
    };
    let mut sightings = Sightings::default();
    let mut told = Vec::new();
    let mut heard = 0;
    let limit = time::sleep(LOOK);
    tokio::pin!(limit);
    let mut tick = time::interval(GATHER);
    let mut news = false;
    loop {
        tokio::select! {
            () = cancelled.cancelled() => return Nearby::Off,
            () = window.unheard() => return Nearby::Off,
            () = &mut limit => return Nearby::Done { servers: sightings.servers(known) },
            event = searching.events.recv_async() => match event {
                Ok(ServiceEvent::ServiceResolved(found)) => {
                    news |= take(&mut sightings, &found);
                    heard += 1;
                }
                Ok(ServiceEvent::ServiceRemoved(_, fullname)) => news |= sightings.gone(&fullname),
                Ok(ServiceEvent::ServiceFound(..)) => heard += 1,
                Ok(_) => {}
                Err(_) => {
                    tracing::warn!("the look around ended by itself");
                    return Nearby::Done { servers: sightings.servers(known) };
                }
            },
            _ = tick.tick(), if news => {
                news = false;
                let servers = sightings.servers(known);
                if servers != told {
                    told.clone_from(&servers);
                    window.tell([Change::Nearby { nearby: Nearby::Looking { servers } }]);
                }
            }
        }
        if heard > HEARD {
            tracing::warn!(heard, "too much is announced on this network; the look around ends");
            return Nearby::Done { servers: sightings.servers(known) };
        }
    }
}

fn take(sightings: &mut Sightings, found: &ResolvedService) -> bool {
    let announcement = Announcement::from_txt(|key| found.get_property_val(key).flatten());
    match announcement {
        Some(announcement) => {
            let addresses = found.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr);
            sightings.seen(&found.fullname, announcement, addresses, found.port)
        }
        // It said something else before.
        None => sightings.gone(&found.fullname),
    }
}

/// A search that ends when it is dropped: its thread would live on without its handle.
struct Searching {
    daemon: ServiceDaemon,
    events: Receiver<ServiceEvent>,
}

impl Searching {
    fn begin(air: &Air) -> mdns_sd::Result<Self> {
        if !some_network_carries_multicast(air) {
            return Err(mdns_sd::Error::Msg("no network here carries multicast".into()));
        }
        let daemon = ServiceDaemon::new_with_port(air.port)?;
        match Self::browse(&daemon, air) {
            Ok(events) => Ok(Self { daemon, events }),
            Err(error) => {
                let _ = daemon.shutdown();
                Err(error)
            }
        }
    }

    fn browse(daemon: &ServiceDaemon, air: &Air) -> mdns_sd::Result<Receiver<ServiceEvent>> {
        if let Some(name) = &air.interface {
            daemon.disable_interface(IfKind::All)?;
            daemon.enable_interface(IfKind::Name(name.clone()))?;
        }
        daemon.browse(SERVICE)
    }
}

impl Drop for Searching {
    fn drop(&mut self) {
        // An error says that it has ended already.
        let _ = self.daemon.shutdown();
    }
}

/// Whether the network to look on, or any but this computer's own loopback, lets a group be joined. Nothing is asked of
/// anybody.
fn some_network_carries_multicast(air: &Air) -> bool {
    let meant = |interface: &if_addrs::Interface| match &air.interface {
        Some(name) => interface.name == *name,
        None => !interface.is_loopback(),
    };
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.iter().filter(|interface| meant(interface)).any(|interface| {
        let joined = match interface.ip() {
            std::net::IpAddr::V4(ip) => UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
                .and_then(|socket| socket.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &ip)),
            std::net::IpAddr::V6(_) => UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).and_then(|socket| {
                let group = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfb);
                socket.join_multicast_v6(&group, interface.index.unwrap_or_default())
            }),
        };
        joined.is_ok()
    })
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;
    use crate::settings::Settings;

    fn window() -> Arc<Window> {
        Arc::new(Window::new(Settings::default(), None, "test".into()))
    }

    /// This computer's own loopback, on a port where nobody announces anything.
    fn quiet_air() -> Air {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        Air { port: socket.local_addr().expect("bound").port(), interface: Some("lo".into()) }
    }

    #[tokio::test]
    async fn a_look_ends_with_the_window_that_listened() {
        let (window, air, token) = (window(), quiet_air(), CancellationToken::new());
        let (sink, updates) = mpsc::channel(1);
        window.subscribe(sink);
        let looking = look(&window, &air, &[], &token);
        let leaving = async {
            tokio::task::yield_now().await;
            drop(updates);
        };
        assert_eq!(tokio::join!(looking, leaving).0, Nearby::Off);
    }

    #[tokio::test]
    async fn a_window_that_takes_the_place_of_another_keeps_the_look() {
        let (window, air, token) = (window(), quiet_air(), CancellationToken::new());
        let (first, updates) = mpsc::channel(1);
        window.subscribe(first);
        let (second, mut news) = mpsc::channel(1);
        window.subscribe(second);
        drop(updates);
        window.tell([Change::Link { link: "x".into() }]);
        let looking = look(&window, &air, &[], &token);
        let telling = async {
            news.recv().await.expect("the second window is told");
            token.cancel();
        };
        tokio::select! {
            () = window.unheard() => panic!("somebody listens"),
            ended = async { tokio::join!(looking, telling).0 } => assert_eq!(ended, Nearby::Off),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_does_not_go_on_for_ever() {
        let window = window();
        let (sink, _updates) = mpsc::channel(1);
        window.subscribe(sink);
        let ended = look(&window, &quiet_air(), &[], &CancellationToken::new()).await;
        assert_eq!(ended, Nearby::Done { servers: Vec::new() });
    }

    #[tokio::test]
    async fn without_a_network_the_look_fails_at_once() {
        let window = window();
        let nowhere = Air { interface: Some("no-such-network".into()), ..quiet_air() };
        assert_eq!(look(&window, &nowhere, &[], &CancellationToken::new()).await, Nearby::Failed);
    }
}
