//! What a server tells its network, over this computer's own loopback: multicast goes round there without any other
//! network. `hearthd` listens on loopback only, and so announces there only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use hearth_proto::{
    discovery::{Air, Announcement, SERVICE},
    link::{Fingerprint, Link, Security},
};
use hearth_server::{AnnounceError, Config, Heard, Running, Server, Tls};
use mdns_sd::{IfKind, Receiver, ResolvedService, ServiceDaemon, ServiceEvent};
use tokio::time::timeout;

/// Longer than any of it takes on a busy computer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody on the same network who looks for servers.
struct Neighbour {
    daemon: ServiceDaemon,
    events: Receiver<ServiceEvent>,
}

impl Neighbour {
    fn on_loopback(port: u16) -> Self {
        let daemon = ServiceDaemon::new_with_port(port).unwrap();
        daemon.disable_interface(IfKind::All).unwrap();
        daemon.enable_interface(IfKind::Name("lo".into())).unwrap();
        let events = daemon.browse(SERVICE).unwrap();
        Self { daemon, events }
    }

    /// The server with this key, once it is found. Others may be announced here too.
    async fn finds(&self, key: Fingerprint) -> (ResolvedService, Announcement) {
        loop {
            let event = timeout(PATIENCE, self.events.recv_async()).await.expect("found in time").unwrap();
            let ServiceEvent::ServiceResolved(found) = event else { continue };
            let said = Announcement::from_txt(|name| found.get_property_val(name).flatten());
            if let Some(said) = said.filter(|said| said.key == key) {
                return (*found, said);
            }
        }
    }

    async fn sees_it_go(&self, instance: &str) {
        loop {
            let event = timeout(PATIENCE, self.events.recv_async()).await.expect("gone in time").unwrap();
            if matches!(event, ServiceEvent::ServiceRemoved(_, name) if name.starts_with(instance)) {
                return;
            }
        }
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        let _ = self.daemon.shutdown();
    }
}

/// The loopback of this computer, on a port that no other test and no other program listens on.
fn own_air() -> Air {
    let port = std::net::UdpSocket::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    Air { port, interface: Some("lo".into()) }
}

async fn server(data: &Path, change: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config::new(data);
    config.listen = "127.0.0.1:0".parse().unwrap();
    config.name = "Room 204 · 高一二班".into();
    change(&mut config);
    Server::start(config).await.unwrap()
}

#[tokio::test]
async fn an_announced_server_is_found_with_its_name_and_key_and_goes_when_withdrawn() {
    let data = tempfile::tempdir().unwrap();
    let running = server(data.path(), |_| ()).await;
    let air = own_air();
    let neighbour = Neighbour::on_loopback(air.port);
    let announcing = running.announce(&air).unwrap();
    let (found, said) = neighbour.finds(running.fingerprint().unwrap()).await;
    assert_eq!(said.name, "Room 204 · 高一二班");
    assert!(!said.open, "it takes an invite");
    assert_eq!(said.protocols, [hearth_proto::SUBPROTOCOL]);
    assert_eq!(found.port, running.local_addr.port());
    assert!(found.addresses.iter().any(mdns_sd::ScopedIp::is_loopback), "{:?}", found.addresses);
    let mut heard = announcing.heard();
    timeout(PATIENCE, heard.wait_for(|heard| *heard == Heard::Announced)).await.unwrap().unwrap();
    announcing.withdraw().await;
    neighbour.sees_it_go(&said.instance()).await;
    running.stop().await;
}

#[tokio::test]
async fn an_announcement_carries_nothing_but_what_is_for_everybody() {
    let data = tempfile::tempdir().unwrap();
    let running = server(data.path(), |config| config.open = true).await;
    let air = own_air();
    let neighbour = Neighbour::on_loopback(air.port);
    let announcing = running.announce(&air).unwrap();
    let (found, said) = neighbour.finds(running.fingerprint().unwrap()).await;
    assert!(said.open);
    let mut keys: Vec<&str> = found.txt_properties.iter().map(mdns_sd::TxtProperty::key).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["join", "key", "name", "proto"]);
    let invite = running.owner_invite().unwrap();
    assert!(!format!("{found:?}").contains(invite), "never an invite");
    let computer = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    assert!(!found.host.contains(computer.trim()), "the name of the computer may be a person's: {}", found.host);
    announcing.withdraw().await;
    running.stop().await;
}

#[tokio::test]
async fn an_announcement_that_is_dropped_is_taken_back_too() {
    let data = tempfile::tempdir().unwrap();
    let running = server(data.path(), |_| ()).await;
    let air = own_air();
    let neighbour = Neighbour::on_loopback(air.port);
    let announcing = running.announce(&air).unwrap();
    let (_, said) = neighbour.finds(running.fingerprint().unwrap()).await;
    drop(announcing);
    neighbour.sees_it_go(&said.instance()).await;
    running.stop().await;
}

#[tokio::test]
async fn where_no_network_carries_it_the_server_serves_and_says_so() {
    let data = tempfile::tempdir().unwrap();
    let running = server(data.path(), |_| ()).await;
    let nowhere = Air { interface: Some("no-such-network".into()), ..own_air() };
    let announcing = running.announce(&nowhere).unwrap();
    let mut heard = announcing.heard();
    timeout(PATIENCE, heard.wait_for(|heard| *heard == Heard::Failed)).await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(running.local_addr).await.is_ok(), "it serves");
    announcing.withdraw().await;
    running.stop().await;
}

#[tokio::test]
async fn a_server_without_a_key_of_its_own_is_not_announced() {
    let data = tempfile::tempdir().unwrap();
    let running = server(data.path(), |config| config.tls = Tls::Off).await;
    assert!(matches!(running.announce(&own_air()), Err(AnnounceError::NoKey)));
    running.stop().await;
}

/// Ends with the test, however it ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn hearthd(data: &Path, more: &[&str]) -> (Process, Fingerprint) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hearthd"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let link: Link = ready.split_whitespace().nth(2).expect("a link").parse().unwrap();
    let Security::Pinned(key) = link.address.security else { panic!("{ready}") };
    (Process(child), key)
}

#[tokio::test]
async fn hearthd_announces_when_told_and_takes_it_back_on_sigterm() {
    let data = tempfile::tempdir().unwrap();
    let settings = data.path().join("settings.toml");
    std::fs::write(&settings, "announce = true\nname = \"Workshop\"\n").unwrap();
    // It has no port of its own here: others who are announced on this computer's loopback are passed over.
    let neighbour = Neighbour::on_loopback(hearth_proto::discovery::MULTICAST_PORT);
    let (mut process, key) = hearthd(data.path(), &["--config", settings.to_str().unwrap()]);
    let (_, said) = neighbour.finds(key).await;
    assert_eq!(said.name, "Workshop");
    let pid = process.0.id().to_string();
    assert!(Command::new("kill").args(["-s", "TERM", &pid]).status().unwrap().success());
    neighbour.sees_it_go(&said.instance()).await;
    assert_eq!(process.0.wait().unwrap().code(), Some(0));
}
