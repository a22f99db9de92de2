//! The directory of a profile: found, made, proved to be writable, and held by one running app only.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use crate::start::Profile;

/// A profile's directory. While it lives no other process can open the same one.
#[derive(Debug)]
pub struct Home {
    path: PathBuf,
    /// Held, not read: the lock ends with the process however that ends.
    _lock: File,
}

/// Why there is no home.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    #[error("no home directory is known for this person")]
    Nowhere,
    #[error("{} is in use by another Hearth", .0.display())]
    InUse(PathBuf),
    #[error("{} cannot be written: the disk is full", .0.display())]
    Full(PathBuf),
    #[error("{} cannot be written: {}", .0.display(), .1)]
    Unwritable(PathBuf, #[source] io::Error),
}

/// Where a profile lives: `hearth`, or `hearth-NAME`, in the person's XDG data directory.
///
/// # Errors
/// When not even a home directory is known.
pub fn path_of(profile: Option<&Profile>) -> Result<PathBuf, HomeError> {
    let base = directories::BaseDirs::new().ok_or(HomeError::Nowhere)?;
    let name = profile.map_or_else(|| "hearth".to_owned(), |profile| format!("hearth-{}", profile.as_str()));
    Ok(base.data_dir().join(name))
}

impl Home {
    /// Makes the directory where it is missing, readable by this person only, and takes its lock.
    ///
    /// # Errors
    /// When it cannot be written, or another app holds it.
    pub fn open(path: &Path) -> Result<Self, HomeError> {
        let unwritable = |error: io::Error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => HomeError::Full(path.to_owned()),
            _ => HomeError::Unwritable(path.to_owned(), error),
        };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(unwritable)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(HomeError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(unwritable(error)),
        }
        prove_writable(path).map_err(unwritable)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A directory can look writable and refuse (read-only mounts, full disks), so a byte is really written.
fn prove_writable(path: &Path) -> io::Result<()> {
    let probe = path.join(".probe");
    let mut file = File::create(&probe)?;
    let written = file.write_all(b"\n").and_then(|()| file.sync_all());
    let removed = fs::remove_file(probe);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_held_by_one_only() {
        let dir = tempfile::tempdir().expect("dir");
        let first = Home::open(dir.path()).expect("first");
        assert!(matches!(Home::open(dir.path()), Err(HomeError::InUse(_))));
        drop(first);
        Home::open(dir.path()).expect("free again");
    }

    #[test]
    fn a_home_that_cannot_be_made_is_reported_and_does_not_panic() {
        let dir = tempfile::tempdir().expect("dir");
        let file = dir.path().join("file");
        fs::write(&file, "in the way").expect("file");
        assert!(matches!(Home::open(&file.join("hearth")), Err(HomeError::Unwritable(..))));
    }
}
