//! A network that breaks on demand: a TCP proxy between client and server.
//!
//! It knows nothing of what it carries, so it works with and without TLS. Each direction has a gate. A shut gate keeps the
//! connection open and holds the bytes back, which is what a half-open line looks like from both ends; a test can wait
//! until something is held, and then cut: so "committed, but the answer was lost" is a state one can reach, not a race.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// One read of a pump; also the most that one connection holds back in one direction.
const CHUNK: usize = 16 * 1024;

/// Which way bytes travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    ToServer,
    ToClient,
}

/// The proxy. Dropping it ends everything.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

struct Shared {
    upstream: watch::Sender<SocketAddr>,
    to_server: Gate,
    to_client: Gate,
    /// Connections of this generation live until it is cancelled; a cut starts another.
    generation: watch::Sender<CancellationToken>,
    /// Connections that were ever accepted.
    accepted: watch::Sender<u64>,
    /// New connections are closed at once.
    refusing: watch::Sender<bool>,
}

struct Gate {
    open: watch::Sender<bool>,
    /// Bytes that stand before the shut gate, over all connections.
    held: watch::Sender<u64>,
    /// Bytes that may still pass before the gate shuts by itself.
    left: AtomicU64,
}

impl Gate {
    fn new() -> Self {
        Self { open: watch::Sender::new(true), held: watch::Sender::new(0), left: AtomicU64::new(u64::MAX) }
    }

    /// Bytes come to the gate; it shuts before them when they are more than may pass.
    fn count(&self, bytes: u64) {
        let pass = |left: u64| if left == u64::MAX { Some(left) } else { left.checked_sub(bytes) };
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pass).is_err() {
            self.left.store(u64::MAX, Ordering::Relaxed);
            self.open.send_replace(false);
        }
    }
}

impl Proxy {
    /// Starts on a free loopback port and passes everything on to `upstream`.
    ///
    /// # Errors
    /// When no port can be bound.
    pub async fn start(upstream: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream: watch::Sender::new(upstream),
            to_server: Gate::new(),
            to_client: Gate::new(),
            generation: watch::Sender::new(CancellationToken::new()),
            accepted: watch::Sender::new(0),
            refusing: watch::Sender::new(false),
        });
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(accept(listener, Arc::clone(&shared), stop.clone(), tasks.clone()));
        Ok(Self { address, shared, stop, tasks })
    }

    /// Where clients connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends connections that are made from now on elsewhere, as after a server's move.
    pub fn set_upstream(&self, upstream: SocketAddr) {
        self.shared.upstream.send_replace(upstream);
    }

    /// Ends every connection. New ones are let through.
    pub fn cut(&self) {
        self.shared.generation.send_replace(CancellationToken::new()).cancel();
    }

    /// Holds back what travels this way from now on. Connections stay open.
    pub fn shut(&self, way: Way) {
        self.gate(way).open.send_replace(false);
    }

    /// Lets about so many more bytes through this way, over all connections, and then shuts.
    pub fn shut_after(&self, way: Way, bytes: u64) {
        self.gate(way).left.store(bytes, Ordering::Relaxed);
    }

    /// Lets what was held back, and all that follows, through.
    pub fn open(&self, way: Way) {
        self.gate(way).open.send_replace(true);
    }

    /// Closes new connections at once, or stops doing so.
    pub fn refuse(&self, refuse: bool) {
        self.shared.refusing.send_replace(refuse);
    }

    /// Waits until at least one byte is held back this way.
    pub async fn holding(&self, way: Way) {
        let mut held = self.gate(way).held.subscribe();
        // The sender lives as long as self does.
        let _ = held.wait_for(|bytes| *bytes > 0).await;
    }

    /// Waits until this many connections have been accepted since the start.
    pub async fn accepted(&self, at_least: u64) {
        let mut accepted = self.shared.accepted.subscribe();
        let _ = accepted.wait_for(|count| *count >= at_least).await;
    }

    /// How many connections have been accepted since the start.
    #[must_use]
    pub fn accepted_so_far(&self) -> u64 {
        *self.shared.accepted.borrow()
    }

    fn gate(&self, way: Way) -> &Gate {
        self.shared.gate(way)
    }
}

impl Shared {
    fn gate(&self, way: Way) -> &Gate {
        match way {
            Way::ToServer => &self.to_server,
            Way::ToClient => &self.to_client,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop.cancel();
        self.cut();
        self.tasks.close();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken, tasks: TaskTracker) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((client, _)) = accepted else { continue };
        shared.accepted.send_modify(|count| *count += 1);
        if !*shared.refusing.borrow() {
            tasks.spawn(carry(client, Arc::clone(&shared)));
        }
    }
}

async fn carry(client: TcpStream, shared: Arc<Shared>) {
    let cut = shared.generation.borrow().clone();
    let upstream = *shared.upstream.borrow();
    let Ok(server) = TcpStream::connect(upstream).await else { return };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (client_read, client_write) = client.into_split();
    let (server_read, server_write) = server.into_split();
    tokio::select! {
        () = cut.cancelled() => {}
        _ = async {
            tokio::join!(
                pump(client_read, server_write, &shared.to_server),
                pump(server_read, client_write, &shared.to_client),
            )
        } => {}
    }
}

async fn pump(mut from: tcp::OwnedReadHalf, mut to: tcp::OwnedWriteHalf, gate: &Gate) -> io::Result<()> {
    let mut open = gate.open.subscribe();
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            return to.shutdown().await;
        }
        gate.count(count as u64);
        let _held = Held::new(gate, count as u64);
        // The sender lives in the same Arc as the gate.
        let _ = open.wait_for(|open| *open).await;
        if let Some(bytes) = buffer.get(..count) {
            to.write_all(bytes).await?;
        }
    }
}

/// Counts bytes as held for as long as it lives, also when the connection is cut meanwhile.
struct Held<'a> {
    gate: &'a Gate,
    bytes: u64,
}

impl<'a> Held<'a> {
    fn new(gate: &'a Gate, bytes: u64) -> Self {
        gate.held.send_modify(|held| *held += bytes);
        Self { gate, bytes }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.gate.held.send_modify(|held| *held -= self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("binds");
        let address = listener.local_addr().expect("address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut read, mut write) = stream.split();
                    let _ = tokio::io::copy(&mut read, &mut write).await;
                });
            }
        });
        address
    }

    async fn say(line: &mut TcpStream, word: &[u8]) -> Vec<u8> {
        line.write_all(word).await.expect("writes");
        let mut answer = vec![0; word.len()];
        line.read_exact(&mut answer).await.expect("answers");
        answer
    }

    #[tokio::test]
    async fn bytes_pass_both_ways() {
        let proxy = Proxy::start(echo().await).await.expect("starts");
        let mut line = TcpStream::connect(proxy.address()).await.expect("connects");
        assert_eq!(say(&mut line, b"hello").await, b"hello");
    }

    #[tokio::test]
    async fn a_shut_gate_holds_and_an_opened_one_lets_go() {
        let proxy = Proxy::start(echo().await).await.expect("starts");
        let mut line = TcpStream::connect(proxy.address()).await.expect("connects");
        proxy.shut(Way::ToClient);
        line.write_all(b"late").await.expect("writes");
        proxy.holding(Way::ToClient).await;
        proxy.open(Way::ToClient);
        let mut answer = [0; 4];
        line.read_exact(&mut answer).await.expect("answers");
        assert_eq!(&answer, b"late");
    }

    #[tokio::test]
    async fn a_gate_shuts_by_itself_after_the_bytes_it_was_told() {
        let proxy = Proxy::start(echo().await).await.expect("starts");
        let mut line = TcpStream::connect(proxy.address()).await.expect("connects");
        proxy.shut_after(Way::ToServer, 7);
        assert_eq!(say(&mut line, b"passes").await, b"passes");
        line.write_all(b"waits").await.expect("writes");
        proxy.holding(Way::ToServer).await;
        proxy.open(Way::ToServer);
        let mut answer = [0; 5];
        line.read_exact(&mut answer).await.expect("answers");
        assert_eq!(&answer, b"waits");
    }

    #[tokio::test]
    async fn a_cut_loses_what_was_held_and_lets_new_lines_through() {
        let proxy = Proxy::start(echo().await).await.expect("starts");
        let mut line = TcpStream::connect(proxy.address()).await.expect("connects");
        proxy.shut(Way::ToClient);
        line.write_all(b"lost").await.expect("writes");
        proxy.holding(Way::ToClient).await;
        proxy.cut();
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer).await;
        assert_eq!(answer, b"");
        proxy.open(Way::ToClient);
        let mut again = TcpStream::connect(proxy.address()).await.expect("connects");
        assert_eq!(say(&mut again, b"new").await, b"new");
    }
}
