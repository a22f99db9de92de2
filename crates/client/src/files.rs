//! Files that are there whole or not at all: written under another name, synced, then renamed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use serde::Serialize;

/// Puts these bytes at this path, so that a reader or a crash sees the old or the new content and nothing between.
/// Only this person may read the file.
///
/// # Errors
/// When the directory cannot be written, or the disk is full.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let scratch = dir.join(format!(".{}.new", crate::clock::fresh_id()));
    let written = write(&scratch, bytes).and_then(|()| fs::rename(&scratch, path));
    if written.is_err() {
        fs::remove_file(&scratch).ok();
        return written;
    }
    // The rename itself is durable once the directory is.
    File::open(dir)?.sync_all()
}

/// The same for a value, as JSON that people can read.
///
/// # Errors
/// When the directory cannot be written, or the disk is full.
pub fn replace_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    replace(path, &serde_json::to_vec_pretty(value)?)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_is_whole_and_private_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().expect("directory");
        let path = dir.path().join("a");
        replace(&path, b"one").expect("written");
        replace(&path, b"two").expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"two");
        assert_eq!(fs::read_dir(dir.path()).expect("listed").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_directory_that_cannot_be_written_is_an_error() {
        let dir = tempfile::tempdir().expect("directory");
        assert!(replace(&dir.path().join("missing").join("a"), b"one").is_err());
    }
}
