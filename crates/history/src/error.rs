//! What can go wrong, sorted by what the caller can do about it.

use rusqlite::ErrorCode;

/// Why a history could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory or file cannot be written; the person has to mend that.
    #[error("the history file cannot be written: {0}")]
    Unwritable(String),
    /// Room has to be made first.
    #[error("the disk is full")]
    DiskFull,
    /// A newer Hearth wrote it; nothing was changed.
    #[error("the history file has version {found}, this program knows {known}")]
    TooNew { found: u32, known: u32 },
    /// Set it aside ([`crate::open::set_aside`]), start a fresh one and salvage what waited.
    #[error("the history file is damaged: {0}")]
    Damaged(String),
    #[error("the history file could not be opened: {0}")]
    Other(String),
}

/// Why nothing was written. The transaction was taken back whole.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Trying again helps once there is room.
    #[error("the disk is full")]
    DiskFull,
    /// Close everything, then as for [`OpenError::Damaged`].
    #[error("the history file is damaged: {0}")]
    Damaged(String),
    #[error("the history file could not be written: {0}")]
    Other(String),
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Close everything, then as for [`OpenError::Damaged`].
    #[error("the history file is damaged: {0}")]
    Damaged(String),
    #[error("the history file could not be read: {0}")]
    Other(String),
}

fn code(error: &rusqlite::Error) -> Option<ErrorCode> {
    error.sqlite_error_code()
}

pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(code(error), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match code(&error) {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::Unwritable(error.to_string())
            }
            _ if is_damage(&error) => Self::Damaged(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::AlreadyExists
            | ErrorKind::NotFound => Self::Unwritable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> Self {
        match code(&error) {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            _ if is_damage(&error) => Self::Damaged(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) { Self::Damaged(error.to_string()) } else { Self::Other(error.to_string()) }
    }
}
