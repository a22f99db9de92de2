//! How every kind of failure becomes a [`Problem`] that the window has a sentence for.

use std::{fmt::Display, io};

use hearth_engine::connection::LineReason;
use hearth_proto::{
    error::{ErrorCode, Failure},
    link::LinkError,
};

use crate::{
    pictures::PictureError,
    view::{Cause, LinkFault, LocalFault, Problem},
};

impl Problem {
    /// There is no line, for this reason.
    #[must_use]
    pub fn line(reason: LineReason) -> Self {
        Self { cause: Cause::Line(reason), detail: format!("{reason:?}") }
    }

    /// The server refuses, or would.
    #[must_use]
    pub fn server(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { cause: Cause::Server(code), detail: detail.into() }
    }

    /// Something on this computer.
    #[must_use]
    pub fn local(fault: LocalFault, detail: impl Display) -> Self {
        Self { cause: Cause::Local(fault), detail: detail.to_string() }
    }

    /// A mistake of this program.
    #[must_use]
    pub fn internal(detail: impl Display) -> Self {
        Self::local(LocalFault::Internal, detail)
    }

    /// What was asked for does not fit the state things are in.
    #[must_use]
    pub fn not_now(detail: impl Display) -> Self {
        Self::local(LocalFault::NotNow, detail)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self { cause: Cause::Server(failure.code), detail: failure.message }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        let fault = match error {
            LinkError::Scheme => LinkFault::NotALink,
            LinkError::Host | LinkError::Port | LinkError::Purpose | LinkError::Fingerprint => LinkFault::Damaged,
            LinkError::PlainBeyondLoopback => LinkFault::PlainBeyondLoopback,
        };
        Self { cause: Cause::Link(fault), detail: error.to_string() }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        let fault = match error {
            PictureError::NotAPicture => LocalFault::NotAPicture,
            PictureError::TooLarge => LocalFault::PictureTooLarge,
        };
        Self::local(fault, error)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => LocalFault::DiskFull,
            _ => LocalFault::Unwritable,
        };
        Self::local(fault, error.kind())
    }
}

/// A task that was cut off, which only happens when the app ends.
impl From<tokio::task::JoinError> for Problem {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}
