//! Turns a checked stream into a Hearth WebSocket, and what goes wrong with it into a [`LineReason`].

use std::time::Duration;

use hearth_engine::connection::LineReason;
use hearth_proto::{
    SUBPROTOCOL,
    link::{Address, HostPort},
};
use tokio::time;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error,
        client::IntoClientRequest,
        error::ProtocolError,
        handshake::client::Request,
        http::{HeaderValue, StatusCode},
        protocol::WebSocketConfig,
    },
};

use crate::dial::{Stream, dial};

/// A server's frame may be this long. A welcome names every conversation that changed, so it is longer than what the
/// server accepts from us; beyond this it is not believed.
const LONGEST_FRAME: usize = 16 << 20;

/// A socket that speaks `hearth.v1`.
pub type Socket = WebSocketStream<Stream>;

/// Dials and upgrades, each within the limit.
///
/// # Errors
/// The reason why there is no line.
pub async fn open(address: &Address, limit: Duration) -> Result<(HostPort, Socket), LineReason> {
    let (host, stream) = dial(address, limit).await?;
    let request = request(&host)?;
    let config = WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .write_buffer_size(16 * 1024)
        .max_message_size(Some(LONGEST_FRAME))
        .max_frame_size(Some(LONGEST_FRAME));
    let (socket, _) = time::timeout(limit, client_async_with_config(request, stream, Some(config)))
        .await
        .map_err(|_| LineReason::TimedOut)?
        .map_err(|error| upgrade_reason(&error))?;
    Ok((host, socket))
}

fn request(host: &HostPort) -> Result<Request, LineReason> {
    // The scheme is only read for the port; the stream is already what it should be.
    let mut request = format!("ws://{host}/ws").into_client_request().map_err(|_| LineReason::Unreachable)?;
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
    Ok(request)
}

fn upgrade_reason(error: &Error) -> LineReason {
    match error {
        Error::Http(response) => match response.status() {
            StatusCode::UPGRADE_REQUIRED => LineReason::WrongVersion,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => LineReason::ClosedByServer,
            StatusCode::FORBIDDEN | StatusCode::INTERNAL_SERVER_ERROR => LineReason::HandshakeFailed,
            _ => LineReason::NotHearth,
        },
        Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(_)) => LineReason::WrongVersion,
        Error::Protocol(ProtocolError::HandshakeIncomplete) | Error::Io(_) | Error::Tls(_) => {
            LineReason::HandshakeFailed
        }
        _ => LineReason::NotHearth,
    }
}
