//! A standing line to a server: frames in, frames out. It decides nothing; what it meets is handed to the engine.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{
    FutureExt, SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use hearth_engine::connection::LineReason;
use hearth_proto::{
    error::CloseCode,
    frame::{ClientFrame, PingPayload, ServerFrame},
};
use tokio::{sync::mpsc, time};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{CloseFrame, frame::coding},
};

use crate::socket::Socket;

/// Frames that may wait to be written. The engine keeps few requests under way, so a full queue means that nothing
/// leaves any more: the line counts as broken.
const WAITING: usize = 256;

/// How long the last frames and the close may take to leave.
const FAREWELL: Duration = Duration::from_secs(2);

/// What came from the server.
#[derive(Debug)]
pub enum Received {
    Frame(Box<ServerFrame>),
    Ping(Option<PingPayload>),
    Pong(PingPayload),
    Closed(Option<CloseCode>),
    Broken(LineReason),
}

/// One line. Dropped without a hang-up, it is simply gone.
pub struct Line {
    incoming: SplitStream<Socket>,
    outgoing: mpsc::Sender<Message>,
}

impl Line {
    /// Takes over a fresh socket.
    #[must_use]
    pub fn new(socket: Socket) -> Self {
        let (sink, incoming) = socket.split();
        let (outgoing, frames) = mpsc::channel(WAITING);
        // It ends when the line is dropped, or when writing fails, which `next` notices.
        tokio::spawn(write(sink, frames));
        Self { incoming, outgoing }
    }

    /// Writes a frame down for sending.
    ///
    /// # Errors
    /// When nothing leaves any more.
    pub fn send(&self, frame: &ClientFrame) -> Result<(), LineReason> {
        let text = serde_json::to_string(frame).map_err(|_| LineReason::ProtocolBroken)?;
        self.put(Message::text(text))
    }

    /// Sends a ping with this payload.
    ///
    /// # Errors
    /// When nothing leaves any more.
    pub fn ping(&self, payload: PingPayload) -> Result<(), LineReason> {
        self.put(Message::Ping(Bytes::copy_from_slice(&payload.to_bytes())))
    }

    /// Says goodbye and ends. Nobody waits for the answer.
    pub fn hang_up(self, code: u16) {
        let close = CloseFrame { code: coding::CloseCode::from(code), reason: "".into() };
        self.put(Message::Close(Some(close))).ok();
    }

    /// What comes next. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Received {
        loop {
            let message = tokio::select! {
                message = self.incoming.next() => message,
                // The writer has ended although the line stands: nothing can be sent any more.
                () = self.outgoing.closed() => return Received::Broken(LineReason::ClosedByNetwork),
            };
            if let Some(received) = understood(message) {
                return received;
            }
        }
    }

    /// What has already come, without waiting.
    pub fn ready(&mut self) -> Option<Received> {
        self.next().now_or_never()
    }

    fn put(&self, message: Message) -> Result<(), LineReason> {
        self.outgoing.try_send(message).map_err(|_| LineReason::ClosedByNetwork)
    }
}

/// None for what means nothing to us.
fn understood(message: Option<Result<Message, Error>>) -> Option<Received> {
    match message {
        Some(Ok(Message::Text(text))) => Some(match serde_json::from_str(&text) {
            Ok(frame) => Received::Frame(Box::new(frame)),
            Err(error) => {
                // The place in the text is enough to find the mistake; the text itself is somebody's.
                tracing::warn!(line = error.line(), column = error.column(), "a frame of the server cannot be read");
                Received::Broken(LineReason::ProtocolBroken)
            }
        }),
        Some(Ok(Message::Ping(payload))) => Some(Received::Ping(PingPayload::from_bytes(&payload))),
        Some(Ok(Message::Pong(payload))) => PingPayload::from_bytes(&payload).map(Received::Pong),
        Some(Ok(Message::Close(frame))) => {
            Some(Received::Closed(frame.map(|frame| CloseCode::from(u16::from(frame.code)))))
        }
        Some(Ok(Message::Binary(_) | Message::Frame(_))) => None,
        Some(Err(Error::Capacity(_) | Error::Utf8(_))) => Some(Received::Broken(LineReason::ProtocolBroken)),
        Some(Err(_)) | None => Some(Received::Broken(LineReason::ClosedByNetwork)),
    }
}

/// Drains what waits, then flushes once: a burst of frames costs one write.
async fn write(mut sink: SplitSink<Socket, Message>, mut frames: mpsc::Receiver<Message>) {
    while let Some(mut message) = frames.recv().await {
        loop {
            let last = message.is_close();
            if sink.feed(message).await.is_err() {
                return;
            }
            if last {
                time::timeout(FAREWELL, sink.close()).await.ok();
                return;
            }
            match frames.try_recv() {
                Ok(next) => message = next,
                Err(_) => break,
            }
        }
        if sink.flush().await.is_err() {
            return;
        }
    }
}
