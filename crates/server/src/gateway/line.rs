//! One line: the task that owns a socket, asks its session what to do, and does it.
//!
//! It alone writes to the socket: it takes everything that waits in the queue, hands it over, and flushes once.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use axum::{
    Error,
    extract::ws::{CloseFrame, Message, WebSocket},
};
use futures_util::SinkExt;
use hearth_proto::{
    error::CloseCode,
    frame::{PingPayload, ServerFrame},
    id::{Millis, Pos},
};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite;

use super::enter::{enter, seen};
use crate::{
    clock::now,
    house::House,
    hub::{
        frame::{Frame, FrameKind},
        outlet::Outlet,
    },
    session::{Effect, Input, Session, budget::Budget},
};

/// How long a closing line may take to hear why.
const GOODBYE: Duration = Duration::from_secs(5);
/// How long it may then take to say goodbye in turn.
const ECHO: Duration = Duration::from_secs(1);

/// What a line is made of, beside its socket.
pub(super) struct Line {
    pub house: Arc<House>,
    pub outlet: Option<Arc<Outlet>>,
    session: Session,
    /// The newest event that was handed to the socket.
    pos: Pos,
}

/// Why a line ends.
enum End {
    Close(CloseCode),
    /// The other end is gone; there is nobody to tell.
    Broken,
}

/// Serves a socket until it ends.
pub(super) async fn serve(mut socket: WebSocket, house: Arc<House>) {
    house.metrics.line_opened();
    let session = Session::new(house.terms.clone(), now());
    let mut line = Line { house, outlet: None, session, pos: Pos(0) };
    let end = line.run(&mut socket).await;
    if let Some(outlet) = &line.outlet {
        line.house.hub.close(outlet, now());
        seen(&line.house, outlet.user(), outlet.device(), now()).await;
    }
    if let Err(End::Close(code)) = end {
        if code == CloseCode::SlowReader {
            line.house.metrics.slow_reader();
        }
        say_goodbye(&mut socket, code).await;
    }
    line.house.metrics.line_closed();
}

impl Line {
    async fn run(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        let mut batch = VecDeque::new();
        loop {
            self.drain(socket, &mut batch).await?;
            let effects = tokio::select! {
                () = ready(self.outlet.as_deref()) => continue,
                message = socket.recv(), if self.session.listens() => self.hear(message)?,
                () = until(self.session.wake_at()) => self.session.step(now(), Input::Tick),
                () = self.house.stopping.cancelled(), if self.outlet.is_none() => {
                    return Err(End::Close(CloseCode::GoingAway));
                }
            };
            for effect in effects {
                self.carry_out(socket, effect).await?;
            }
        }
    }

    /// Writes everything that waits, with one flush, and ends the line if the queue says so.
    async fn drain(&mut self, socket: &mut WebSocket, batch: &mut VecDeque<Frame>) -> Result<(), End> {
        let Some(outlet) = self.outlet.clone() else { return Ok(()) };
        let closing = outlet.take(batch);
        if !batch.is_empty() {
            self.house.metrics.frames_sent(batch.len());
            for frame in &*batch {
                self.note_sent(frame.kind);
            }
            write(socket, batch, &outlet, self.house.terms.heartbeat_ms).await?;
            if batch.capacity() > 64 {
                batch.shrink_to(8);
            }
        }
        closing.map_or(Ok(()), |code| Err(End::Close(code)))
    }

    fn note_sent(&mut self, kind: FrameKind) {
        match kind {
            FrameKind::Event(pos) => self.pos = self.pos.max(pos),
            FrameKind::Reply => drop(self.session.step(now(), Input::ReplySent)),
            FrameKind::ReadReply => drop(self.session.step(now(), Input::ReadReplySent)),
            FrameKind::News(_) | FrameKind::Passing => {}
        }
    }

    fn hear(&mut self, message: Option<Result<Message, Error>>) -> Result<Vec<Effect>, End> {
        let input = match &message {
            Some(Ok(Message::Text(text))) => Input::Text(text),
            Some(Ok(Message::Binary(_))) => Input::Binary,
            Some(Ok(Message::Pong(_))) => Input::Pong,
            // The socket answers pings by itself.
            Some(Ok(Message::Ping(_))) => return Ok(Vec::new()),
            Some(Ok(Message::Close(_))) | None => return Err(End::Broken),
            Some(Err(_)) => return Err(message.and_then(Result::err).map_or(End::Broken, reading_failed)),
        };
        Ok(self.session.step(now(), input))
    }

    async fn carry_out(&mut self, socket: &mut WebSocket, effect: Effect) -> Result<(), End> {
        match effect {
            Effect::Enter(hello) => {
                let input = match enter(&self.house, *hello).await {
                    Ok(outlet) => {
                        let limits = &self.house.limits;
                        let budget = self.house.hub.budget(outlet.user(), || Budget::new(limits, now()));
                        self.outlet = Some(outlet);
                        Input::Welcomed(budget)
                    }
                    Err(code) => Input::Refused(code),
                };
                for effect in self.session.step(now(), input) {
                    if let Effect::Close(code) = effect {
                        return Err(End::Close(code));
                    }
                }
            }
            Effect::Ping => {
                let payload = PingPayload { sent_at: now(), pos: self.pos };
                let ping = Message::Ping(payload.to_bytes().to_vec().into());
                timeout(GOODBYE, socket.send(ping)).await.map_err(|_| End::Broken)?.map_err(|_| End::Broken)?;
            }
            Effect::Close(code) => {
                // What was answered before still goes out.
                let mut batch = VecDeque::new();
                self.drain(socket, &mut batch).await?;
                return Err(End::Close(code));
            }
            Effect::Command { .. }
            | Effect::Query { .. }
            | Effect::Invite { .. }
            | Effect::DeviceCode { .. }
            | Effect::Password { .. }
            | Effect::Reply(_)
            | Effect::Typing(_)
            | Effect::Presence(_) => {
                if let Some(outlet) = &self.outlet {
                    super::errand::run(&self.house, outlet, effect).await;
                }
            }
        }
        Ok(())
    }
}

/// Hands the frames to the socket. A reader that is too slow interrupts it, at any point.
async fn write(
    socket: &mut WebSocket,
    batch: &mut VecDeque<Frame>,
    outlet: &Outlet,
    heartbeat_ms: i64,
) -> Result<(), End> {
    let sending = async {
        while let Some(frame) = batch.pop_front() {
            socket.feed(Message::Text(frame.text)).await?;
        }
        socket.flush().await
    };
    let patience = Duration::from_millis(u64::try_from(heartbeat_ms).unwrap_or_default().max(1) * 2);
    let overflow = async {
        loop {
            outlet.ready().await;
            if outlet.overflowed() {
                break;
            }
        }
    };
    tokio::select! {
        biased;
        sent = sending => sent.map_err(|_| End::Broken),
        () = overflow => Err(End::Close(CloseCode::SlowReader)),
        () = sleep(patience) => Err(End::Broken),
    }
}

async fn ready(outlet: Option<&Outlet>) {
    match outlet {
        Some(outlet) => outlet.ready().await,
        None => std::future::pending().await,
    }
}

async fn until(at: Option<Millis>) {
    match at {
        Some(at) => {
            let wait = u64::try_from(at.0.saturating_sub(now().0)).unwrap_or_default();
            sleep(Duration::from_millis(wait)).await;
        }
        None => std::future::pending().await,
    }
}

/// Says why, then waits a moment for the other end to agree, so that the reason is not lost in a reset.
async fn say_goodbye(socket: &mut WebSocket, code: CloseCode) {
    let frame = CloseFrame { code: code.number(), reason: reason(code).into() };
    if !matches!(timeout(GOODBYE, socket.send(Message::Close(Some(frame)))).await, Ok(Ok(()))) {
        return;
    }
    let echo = async { while let Some(Ok(_)) = socket.recv().await {} };
    // Who does not take part is cut off.
    let _ = timeout(ECHO, echo).await;
}

/// RFC 6455, 7.4.1 has numbers for what is wrong below the protocol.
fn reading_failed(error: Error) -> End {
    match error.into_inner().downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => End::Close(CloseCode::Other(1009)),
        Some(tungstenite::Error::Utf8(_)) => End::Close(CloseCode::Other(1007)),
        Some(tungstenite::Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
            End::Broken
        }
        Some(tungstenite::Error::Protocol(_)) => End::Close(CloseCode::Other(1002)),
        _ => End::Broken,
    }
}

const fn reason(code: CloseCode) -> &'static str {
    match code {
        CloseCode::GoingAway => "going_away",
        CloseCode::SlowReader => "slow_reader",
        CloseCode::HeartbeatMissed => "heartbeat_missed",
        CloseCode::HelloTimeout => "hello_timeout",
        CloseCode::Internal => "internal",
        CloseCode::Replaced => "replaced",
        CloseCode::SignedOut => "signed_out",
        CloseCode::ProtocolBroken => "protocol_broken",
        CloseCode::VersionUnsupported => "version_unsupported",
        CloseCode::Abuse => "abuse",
        CloseCode::Other(_) => "",
    }
}

/// A reply that was made here, without the writer.
pub(super) fn reply(outlet: &Outlet, frame: &ServerFrame) {
    outlet.send(Frame::reply(frame));
}
