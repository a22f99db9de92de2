//! Codes: why a request failed, and why a connection ended. People read sentences; programs read these.

use serde::{Deserialize, Serialize};

/// Why a request failed. The code is stable; nobody matches on the message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Not JSON, or fields are missing or of the wrong type.
    Malformed,
    /// A frame type this server does not have.
    UnknownType,
    /// The token, or the handle and password, are not known here.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// No such conversation, message, person or blob, or not visible to the asker.
    NotFound,
    HandleTaken,
    HandleInvalid,
    NameInvalid,
    InviteUnknown,
    InviteExpired,
    InviteUsed,
    PasswordRequired,
    PasswordTooShort,
    PasswordTooLong,
    /// Nothing but whitespace.
    Empty,
    TooLarge,
    /// The bytes are not the kind of file they claim to be.
    PictureInvalid,
    UnsupportedMedia,
    /// The blob that a message names was not uploaded.
    BlobMissing,
    QuotaExceeded,
    /// The server's disk is full. Nothing was stored.
    StorageFull,
    RateLimited,
    /// The room lets one write again after `retry_after_ms`.
    SlowMode,
    /// An admin has silenced the asker here.
    Muted,
    /// Only admins write here.
    ReadOnly,
    /// Nobody writes here any more.
    Archived,
    /// The asker is kept out of this room.
    Banned,
    /// This person takes no private messages from the asker.
    Blocked,
    /// The private chat has as many people as it may.
    GroupFull,
    /// The same id was used for something else.
    Conflict,
    OriginForbidden,
    VersionUnsupported,
    /// The server is stopping.
    Unavailable,
    Internal,
    /// A code of a later version.
    #[serde(other)]
    Unknown,
}

impl ErrorCode {
    /// Whether the same request can succeed later without a person changing anything.
    #[must_use]
    pub const fn retry_helps(self) -> bool {
        matches!(self, Self::RateLimited | Self::SlowMode | Self::StorageFull | Self::Unavailable | Self::Internal)
    }

    /// The HTTP status that carries this code.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Malformed
            | Self::UnknownType
            | Self::HandleInvalid
            | Self::NameInvalid
            | Self::PasswordRequired
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::Empty
            | Self::PictureInvalid
            | Self::Unknown => 400,
            Self::Unauthorized => 401,
            Self::Forbidden
            | Self::OriginForbidden
            | Self::Muted
            | Self::ReadOnly
            | Self::Archived
            | Self::Banned
            | Self::Blocked => 403,
            Self::NotFound | Self::InviteUnknown | Self::BlobMissing => 404,
            Self::HandleTaken | Self::Conflict | Self::GroupFull => 409,
            Self::InviteExpired | Self::InviteUsed => 410,
            Self::TooLarge => 413,
            Self::UnsupportedMedia => 415,
            Self::VersionUnsupported => 426,
            Self::RateLimited | Self::SlowMode => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::QuotaExceeded | Self::StorageFull => 507,
        }
    }
}

/// A failure as it travels, over WebSocket (in an `error` frame) and HTTP (as the response body).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?}: {message}")]
pub struct Failure {
    pub code: ErrorCode,
    /// One English sentence for logs and for clients without words of their own for the code.
    pub message: String,
    /// When a retry helps: how long to wait first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

impl Failure {
    /// A failure without a waiting time.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after_ms: None }
    }
}

/// Why one end closed the connection. From 4000 a client reconnects, from 4500 it stops and tells the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CloseCode {
    /// The server stops or restarts.
    GoingAway,
    /// The reader was too slow; it reads on from the log.
    SlowReader,
    /// No answer to pings.
    HeartbeatMissed,
    /// No `hello` in time.
    HelloTimeout,
    /// Something failed inside; trying again is right.
    Internal,
    /// The same device connected again; the older connection ends.
    Replaced,
    /// The token is not known: signed out here or on another device.
    SignedOut,
    /// The first frame was no `hello`, or frames made no sense again and again.
    ProtocolBroken,
    /// Neither subprotocol nor version is shared.
    VersionUnsupported,
    /// Too much, again and again.
    Abuse,
    /// A code of a later version, or of the WebSocket layer itself.
    Other(u16),
}

impl CloseCode {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::GoingAway => 4000,
            Self::SlowReader => 4001,
            Self::HeartbeatMissed => 4002,
            Self::HelloTimeout => 4003,
            Self::Internal => 4004,
            Self::SignedOut => 4500,
            Self::Replaced => 4501,
            Self::ProtocolBroken => 4502,
            Self::VersionUnsupported => 4503,
            Self::Abuse => 4504,
            Self::Other(number) => number,
        }
    }

    /// Whether the client should connect again by itself. Unknown numbers follow their range.
    #[must_use]
    pub const fn reconnect(self) -> bool {
        !matches!(self.number(), 4500..=4999)
    }
}

impl From<u16> for CloseCode {
    fn from(number: u16) -> Self {
        match number {
            4000 => Self::GoingAway,
            4001 => Self::SlowReader,
            4002 => Self::HeartbeatMissed,
            4003 => Self::HelloTimeout,
            4004 => Self::Internal,
            4500 => Self::SignedOut,
            4501 => Self::Replaced,
            4502 => Self::ProtocolBroken,
            4503 => Self::VersionUnsupported,
            4504 => Self::Abuse,
            other => Self::Other(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_codes_survive_the_wire_and_ranges_tell_what_to_do() {
        for number in (1000..1016).chain(3990..5000) {
            let code = CloseCode::from(number);
            assert_eq!(code.number(), number);
            assert_eq!(code.reconnect(), number < 4500);
        }
    }
}
