//! The state of the line to a server, as people meet it.

use hearth_proto::id::Millis;
use serde::{Deserialize, Serialize};

/// What the line is doing. The machine that moves it is in `line.rs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Connection {
    /// Dialling, or waiting for the welcome.
    Connecting,
    /// Live, but pages of what was missed are still on their way.
    CatchingUp,
    /// Live and level with the server.
    Connected,
    /// Broken; tried again by itself at `retry_at` (wall clock).
    Offline { reason: LineReason, retry_at: Millis },
    /// Broken in a way that trying again does not mend; waits for the person.
    Stopped { reason: LineReason },
    /// The person disconnected or signed out. Nothing reconnects.
    Disconnected,
}

/// Why there is no line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LineReason {
    /// No route, or the name is not known.
    Unreachable,
    /// The computer answers, but nothing listens there.
    Refused,
    TimedOut,
    /// TLS or the WebSocket upgrade failed.
    HandshakeFailed,
    /// Something answers, but it is no Hearth server.
    NotHearth,
    /// Server and app have no version in common.
    WrongVersion,
    /// The server's key is not the one of the invite.
    KeyChanged,
    /// This sign-in was ended, here or on another device.
    SignedOut,
    /// The same device connected a second time.
    Replaced,
    /// The server closed the line and said so.
    ClosedByServer,
    /// The line broke, or went silent.
    ClosedByNetwork,
    /// The server was told things it does not understand; an update of the app or the server is due.
    ProtocolBroken,
}

impl LineReason {
    /// Whether trying again by itself can help.
    #[must_use]
    pub const fn retry_helps(self) -> bool {
        match self {
            Self::Unreachable
            | Self::Refused
            | Self::TimedOut
            | Self::HandshakeFailed
            | Self::NotHearth
            | Self::ClosedByServer
            | Self::ClosedByNetwork => true,
            Self::WrongVersion | Self::KeyChanged | Self::SignedOut | Self::Replaced | Self::ProtocolBroken => false,
        }
    }
}
