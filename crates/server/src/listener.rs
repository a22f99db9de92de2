//! Accepts connections. TLS handshakes happen beside the accepting, a bounded number at once and each in bounded
//! time, so that nobody who is slow or silent keeps others out.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::sync::CancellationToken;

/// Connections at once, lines included. Further ones wait in the system's queue until one ends.
const CONNECTIONS: usize = 16 * 1024;
/// Handshakes at once. Further connections wait in the system's queue.
const HANDSHAKES: usize = 128;
/// Finished handshakes that wait to be served.
const READY: usize = 64;
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Where connections come from, ready to be served.
#[derive(Debug)]
pub struct Gate {
    ready: mpsc::Receiver<(Stream, SocketAddr)>,
    local: SocketAddr,
}

/// A connection.
#[derive(Debug)]
pub struct Stream {
    wire: Wire,
    _place: OwnedSemaphorePermit,
}

/// Protected or not.
#[derive(Debug)]
enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Starts accepting. Ends when `stop` is cancelled.
///
/// # Errors
/// The listener has no address.
pub fn open(listener: TcpListener, tls: Option<Arc<ServerConfig>>, stop: CancellationToken) -> io::Result<Gate> {
    let local = listener.local_addr()?;
    let (sender, ready) = mpsc::channel(READY);
    tokio::spawn(async move {
        tokio::select! {
            () = accept(listener, tls.map(TlsAcceptor::from), sender) => {}
            () = stop.cancelled() => {}
        }
    });
    Ok(Gate { ready, local })
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, ready: mpsc::Sender<(Stream, SocketAddr)>) {
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to come back.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(200)).await;
                continue;
            }
        };
        // Frames are gathered before they are written; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let Some(tls) = tls.clone() else {
            if ready.send((Stream { wire: Wire::Plain(stream), _place: place }, peer)).await.is_err() {
                return;
            }
            continue;
        };
        let Ok(turn) = Arc::clone(&handshakes).acquire_owned().await else { return };
        let ready = ready.clone();
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, tls.accept(stream)).await {
                // The server stops; so does this connection.
                let stream = Stream { wire: Wire::Tls(Box::new(stream)), _place: place };
                let _ = ready.send((stream, peer)).await;
            }
            drop(turn);
        });
    }
}

impl Gate {
    /// The next connection; None when accepting has ended.
    pub async fn next(&mut self) -> Option<(Stream, SocketAddr)> {
        self.ready.recv().await
    }

    pub const fn local_addr(&self) -> SocketAddr {
        self.local
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Wire::Tls(stream) => Pin::new(stream.as_mut()).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Wire::Tls(stream) => Pin::new(stream.as_mut()).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Wire::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Wire::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
            Wire::Tls(stream) => Pin::new(stream.as_mut()).poll_write_vectored(cx, bufs),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.wire {
            Wire::Plain(stream) => stream.is_write_vectored(),
            Wire::Tls(stream) => stream.is_write_vectored(),
        }
    }
}
