//! Opens a checked stream to a server: TCP to the first of its addresses that answers, then TLS. Every failure is
//! sorted into a [`LineReason`]. What is spoken over the stream is not its business.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use hearth_engine::connection::LineReason;
use hearth_proto::link::{Address, HostPort, Security};
use rustls::{CertificateError, ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::tls;

/// How long a dial may take, from the name to the finished TLS handshake, and once more for what is upgraded over it.
pub const LIMIT: Duration = Duration::from_secs(10);

/// How long an address may think before the next one is tried beside it (RFC 8305, section 5).
const STAGGER: Duration = Duration::from_millis(250);

/// A stream to a server that has proved to be the right one.
#[derive(Debug)]
pub enum Stream {
    Tls(Box<TlsStream<TcpStream>>),
    /// Loopback only.
    Plain(TcpStream),
}

/// Dials the server and says which of its addresses answered.
///
/// # Errors
/// The reason that tells most, when no address led to the server.
pub async fn dial(address: &Address, limit: Duration) -> Result<(HostPort, Stream), LineReason> {
    if address.security == Security::Plain && !address.is_loopback() {
        return Err(LineReason::HandshakeFailed);
    }
    // Reading the authorities from disk takes a while, so it must not hold up the other tasks.
    let security = address.security;
    let config = tokio::task::spawn_blocking(move || tls::config(security))
        .await
        .map_err(|_| LineReason::HandshakeFailed)?
        .map_err(|_| LineReason::HandshakeFailed)?;
    let mut tries: FuturesUnordered<_> = address
        .hosts
        .iter()
        .enumerate()
        .map(|(place, host)| attempt(host, config.clone(), STAGGER * u32::try_from(place).unwrap_or(u32::MAX)))
        .collect();
    let deadline = time::Instant::now() + limit;
    let mut worst = None;
    while let Some(tried) =
        time::timeout_at(deadline, tries.next()).await.map_err(|_| worst.unwrap_or(LineReason::TimedOut))?
    {
        match tried {
            Ok(found) => return Ok(found),
            Err(reason) => worst = Some(telling(worst, reason)),
        }
    }
    Err(worst.unwrap_or(LineReason::Unreachable))
}

async fn attempt(
    host: &HostPort,
    config: Option<Arc<ClientConfig>>,
    wait: Duration,
) -> Result<(HostPort, Stream), LineReason> {
    time::sleep(wait).await;
    let stream = connect(host).await?;
    let Some(config) = config else {
        return Ok((host.clone(), Stream::Plain(stream)));
    };
    let stream =
        TlsConnector::from(config).connect(server_name(host)?, stream).await.map_err(|error| tls_reason(&error))?;
    Ok((host.clone(), Stream::Tls(Box::new(stream))))
}

/// Every address that a name stands for is tried in turn.
async fn connect(host: &HostPort) -> Result<TcpStream, LineReason> {
    let found = tokio::net::lookup_host((host.host.as_str(), host.port)).await.map_err(|_| LineReason::Unreachable)?;
    let found: Vec<SocketAddr> = found.collect();
    let mut worst = None;
    for at in found {
        match TcpStream::connect(at).await {
            Ok(stream) => {
                // Frames are small and somebody waits for each; a kernel that refuses this is merely slower.
                stream.set_nodelay(true).ok();
                return Ok(stream);
            }
            Err(error) => worst = Some(telling(worst, tcp_reason(&error))),
        }
    }
    Err(worst.unwrap_or(LineReason::Unreachable))
}

fn server_name(host: &HostPort) -> Result<ServerName<'static>, LineReason> {
    ServerName::try_from(host.host.clone()).map_err(|_| LineReason::Unreachable)
}

/// Why TCP failed.
fn tcp_reason(error: &io::Error) -> LineReason {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => LineReason::Refused,
        io::ErrorKind::TimedOut => LineReason::TimedOut,
        _ => LineReason::Unreachable,
    }
}

/// Why TLS failed. An answer that is no TLS at all comes from some other program.
fn tls_reason(error: &io::Error) -> LineReason {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)) => {
            LineReason::KeyChanged
        }
        Some(rustls::Error::InvalidMessage(_)) => LineReason::NotHearth,
        Some(_) | None => LineReason::HandshakeFailed,
    }
}

/// Of two failures, the one that tells a person more: an answer tells more than a silence.
fn telling(before: Option<LineReason>, now: LineReason) -> LineReason {
    let weight = |reason| match reason {
        LineReason::KeyChanged => 6,
        LineReason::WrongVersion => 5,
        LineReason::HandshakeFailed => 4,
        LineReason::NotHearth => 3,
        LineReason::Refused => 2,
        LineReason::TimedOut => 1,
        LineReason::Unreachable
        | LineReason::SignedOut
        | LineReason::Replaced
        | LineReason::ClosedByServer
        | LineReason::ClosedByNetwork
        | LineReason::ProtocolBroken => 0,
    };
    before.filter(|before| weight(*before) >= weight(now)).unwrap_or(now)
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

#[cfg(test)]
#[path = "dial_tests.rs"]
mod tests;
