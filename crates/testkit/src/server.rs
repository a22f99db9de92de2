//! A real server in the process, on a directory and a port of its own that survive its restarts.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use hearth_proto::{
    command::NewInvite,
    link::{HostPort, Link, Purpose},
};
use hearth_server::{Config, Running, Server, Tls};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpSocket};

use crate::proxy::Proxy;

/// A server and what stays of it while it is stopped.
pub struct Hearth {
    data: TempDir,
    config: Config,
    running: Option<Running>,
    _port: Port,
}

/// A loopback port that nobody else is given while this lives. Its owner may listen on it, again and again.
pub struct Port {
    address: SocketAddr,
    /// Bound and never listening: with address reuse the owner's listener fits beside it (Linux), nobody else's
    /// free choice of a port does.
    _socket: TcpSocket,
}

impl Port {
    /// Takes a free port.
    ///
    /// # Errors
    /// When there is none.
    pub fn take() -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        Ok(Self { address: socket.local_addr()?, _socket: socket })
    }

    /// Its number, kept for as long as this process lives: for a program that ends and comes back at the same place.
    #[must_use]
    pub fn keep(self) -> u16 {
        let number = self.address.port();
        std::mem::forget(self);
        number
    }

    /// The address to listen on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens, which no other socket on this port does meanwhile.
    ///
    /// # Errors
    /// When something listens already.
    pub fn listen(&self) -> Result<TcpListener> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket.listen(64)?)
    }
}

impl Hearth {
    /// A server without TLS, with the usual settings but for pauses that suit a test.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn plain() -> Result<Self> {
        Self::start(|config| config.tls = Tls::Off).await
    }

    /// A server with a key of its own.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn sealed() -> Result<Self> {
        Self::start(|config| config.tls = Tls::SelfSigned).await
    }

    /// A server as `change` wants it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(change: impl FnOnce(&mut Config)) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let port = Port::take()?;
        let mut config = Config::new(data.path());
        config.listen = port.address();
        config.tls = Tls::Off;
        // Long enough that a busy computer breaks no line, short enough that nobody waits for a broken one.
        config.heartbeat = Duration::from_secs(2);
        config.presence_grace = Duration::from_millis(300);
        config.presence_every = Duration::from_millis(20);
        // Everybody in a test comes from the same address.
        config.knocks_per_minute = std::num::NonZeroU32::MAX;
        change(&mut config);
        let running = Some(Server::start(config.clone()).await?);
        Ok(Self { data, config, running, _port: port })
    }

    /// Where it listens, also while it is stopped.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.config.listen
    }

    /// Its data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The running server.
    ///
    /// # Errors
    /// While it is stopped.
    pub fn running(&self) -> Result<&Running> {
        self.running.as_ref().context("the server is stopped")
    }

    /// Stops it as SIGTERM would.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Starts it again on the same data and port.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn resume(&mut self) -> Result<()> {
        if self.running.is_none() {
            self.running = Some(Server::start(self.config.clone()).await?);
        }
        Ok(())
    }

    /// Stops it and starts it again.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await;
        self.resume().await
    }

    /// The link that makes the first account, which owns the server.
    ///
    /// # Errors
    /// When somebody owns it already.
    pub fn owner_link(&self) -> Result<Link> {
        let code = self.running()?.owner_invite().context("the server has an owner")?.to_owned();
        self.link(Purpose::Join(code))
    }

    /// A link to this server itself.
    ///
    /// # Errors
    /// While it is stopped.
    pub fn link(&self, purpose: Purpose) -> Result<Link> {
        Ok(self.running()?.link(vec![host(self.address())], purpose))
    }

    /// A link that anybody may join with, made by whoever runs the server.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn invite(&self, invite: NewInvite) -> Result<Link> {
        let made = self.running()?.create_invite(invite).await;
        self.link(Purpose::Join(made.map_err(|failure| anyhow!(failure))?))
    }
}

/// The same link by way of the proxy: another address, the same key.
#[must_use]
pub fn through(link: &Link, proxy: &Proxy) -> Link {
    let mut link = link.clone();
    link.address.hosts = vec![host(proxy.address())];
    link
}

/// An address as links name it.
#[must_use]
pub fn host(address: SocketAddr) -> HostPort {
    HostPort { host: address.ip().to_string(), port: address.port() }
}
