//! The data directory: makes it, and makes sure that only one server uses it.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Held as long as the server runs. The system lets go of it even when the process is killed.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

/// Why the data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("another server uses {0}")]
    InUse(PathBuf),
    #[error("{0} cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
}

/// Makes the directory if it is not there, readable by its owner only, and locks it.
///
/// # Errors
/// It cannot be written, or another server uses it.
pub fn lock(dir: &Path) -> Result<DataLock, DataError> {
    let unwritable = |error| DataError::Unwritable(dir.to_owned(), error);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(unwritable)?;
    let file =
        File::options().create(true).truncate(false).write(true).open(dir.join("hearth.lock")).map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(DataLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(DataError::InUse(dir.to_owned())),
        Err(TryLockError::Error(error)) => Err(unwritable(error)),
    }
}
