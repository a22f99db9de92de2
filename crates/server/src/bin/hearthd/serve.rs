//! `hearthd serve`: runs until told to stop.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use anyhow::Context;
use hearth_proto::{
    command::NewInvite,
    discovery::Air,
    link::{HostPort, Purpose},
};
use hearth_server::{Announcing, Running, Server, operator};
use tracing_subscriber::EnvFilter;

use super::{
    file::{Chosen, choose},
    options::Serve,
};

/// Runs the server; returns after a clean stop.
///
/// # Errors
/// It could not start. The error is one line.
pub fn run(options: Serve) -> anyhow::Result<()> {
    let chosen = choose(&options)?;
    let filter = EnvFilter::try_from_env("HEARTH_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).json().init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads")?;
    runtime.block_on(serve(options, chosen))
}

async fn serve(options: Serve, chosen: Chosen) -> anyhow::Result<()> {
    let Chosen { config, addresses, announce } = chosen;
    // Before anything is ready, so that no signal falls into a gap.
    let stop = Signals::listen()?;
    let running = Server::start(config).await?;
    let hosts = if addresses.is_empty() { guess(running.local_addr) } else { addresses };
    operator::remember_address(&options.data, &running.link(hosts.clone(), Purpose::Server).address)?;
    print_ready(&options, &running, &hosts).await?;
    tracing::info!(address = %running.local_addr, "ready");
    let announcing = if announce { announced(&running) } else { None };
    let signal = stop.wait().await;
    tracing::info!(signal, "stopping");
    if let Some(announcing) = announcing {
        announcing.withdraw().await;
    }
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Makes the server known on its network. Where that fails it is one line in the log.
fn announced(running: &Running) -> Option<Announcing> {
    running.announce(&Air::default()).inspect_err(|error| tracing::warn!(%error, "not announced")).ok()
}

/// One line: the address, and a link where there is one to give.
async fn print_ready(options: &Serve, running: &Running, hosts: &[HostPort]) -> anyhow::Result<()> {
    let code = match running.owner_invite() {
        Some(code) => Some(code.to_owned()),
        None if options.invite_on_start => {
            Some(running.create_invite(NewInvite::default()).await.map_err(anyhow::Error::from)?)
        }
        None => None,
    };
    match code {
        Some(code) => {
            println!("ready {} {}", running.local_addr, running.link(hosts.to_vec(), Purpose::Join(code)));
        }
        None => println!("ready {}", running.local_addr),
    }
    Ok(())
}

/// Addresses that others may reach this computer by.
fn guess(listening: SocketAddr) -> Vec<HostPort> {
    let ip =
        if listening.ip().is_unspecified() { outward().unwrap_or(Ipv4Addr::LOCALHOST.into()) } else { listening.ip() };
    vec![HostPort { host: ip.to_string(), port: listening.port() }]
}

/// The address this computer has on its network: the one it would send from. Nothing is sent.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address reserved for documentation (RFC 5737): only the route matters.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// The signals that mean: stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    async fn wait(mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }

    #[cfg(not(unix))]
    fn listen() -> anyhow::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(self) -> &'static str {
        let _ = tokio::signal::ctrl_c().await;
        "Ctrl+C"
    }
}
