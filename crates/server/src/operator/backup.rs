//! Copies a data directory so that it can be started elsewhere, while the server may be running.

use std::{fs, io, path::Path};

use uuid::Uuid;

use super::OperatorError;
use crate::state::store;

/// Writes a copy into `to`, which must not exist or be empty. The copy has an epoch of its own: whoever connects to a
/// restored hearth reads it anew, since it may lack what they have seen.
///
/// # Errors
/// `to` holds something already, or a disk fails.
pub fn backup(data: &Path, to: &Path) -> Result<(), OperatorError> {
    fs::create_dir_all(to)?;
    if fs::read_dir(to)?.next().is_some() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{} is not empty", to.display())).into());
    }
    // The database first: every blob that it knows is on disk already.
    let conn = store::open_reader(data)?;
    conn.pragma_update(None, "query_only", false)?;
    conn.execute("VACUUM INTO ?1", [to.join(store::FILE).to_string_lossy()])?;
    let copy = store::open_beside(to)?;
    copy.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", [Uuid::now_v7().into_bytes()])?;
    let key = data.join("key.pem");
    if key.exists() {
        // Copies the permissions too.
        fs::copy(key, to.join("key.pem"))?;
    }
    copy_blobs(&data.join("blobs"), &to.join("blobs"))?;
    Ok(())
}

fn copy_blobs(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_blobs(&entry.path(), &target)?;
            continue;
        }
        match fs::copy(entry.path(), target) {
            // A running server lets go of what nothing shows any more.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            copied => drop(copied?),
        }
    }
    Ok(())
}
