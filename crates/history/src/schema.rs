//! Versions of the file: numbered steps, each applied once, counted in `user_version`. A file is copied before it is changed.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, params};

use crate::error::OpenError;

/// Step `n` leads from version `n` to `n + 1`.
pub(crate) const STEPS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
];

/// Brings a file to the newest version, in one transaction. What stood there before is kept in a copy beside it, which
/// goes once a file of the newest version was opened again: by then the step has proven itself, and words that are
/// deleted from now on must not live on in it.
pub(crate) fn bring_up(conn: &mut Connection, file: &Path, steps: &[&str]) -> Result<(), OpenError> {
    let found = version(conn)?;
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(OpenError::TooNew { found, known });
    }
    if found == known {
        return forget_copies(file, known);
    }
    if found > 0 {
        let copy = copy_path(file, found);
        if copy.exists() {
            std::fs::remove_file(&copy)?;
        }
        conn.execute("VACUUM INTO ?1", params![copy.to_string_lossy()])?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(())
}

fn version(conn: &Connection) -> rusqlite::Result<u32> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn forget_copies(file: &Path, known: u32) -> Result<(), OpenError> {
    for old in 1..known {
        let copy = copy_path(file, old);
        if copy.exists() {
            std::fs::remove_file(copy)?;
        }
    }
    Ok(())
}

/// `history.sqlite` of version 1 is kept as `history.before-2.sqlite`.
fn copy_path(file: &Path, found: u32) -> PathBuf {
    file.with_extension(format!("before-{}.sqlite", found + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &[&str] = &["CREATE TABLE a (x INTEGER NOT NULL) STRICT; INSERT INTO a VALUES (7)", "DROP TABLE a"];

    #[test]
    fn a_file_is_copied_before_a_step_and_the_copy_goes_once_the_step_has_proven_itself() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.sqlite");
        let mut conn = Connection::open(&file).unwrap();
        bring_up(&mut conn, &file, &NEXT[..1]).unwrap();
        assert!(!copy_path(&file, 1).exists());

        bring_up(&mut conn, &file, NEXT).unwrap();
        assert_eq!(version(&conn).unwrap(), 2);
        let copy = dir.path().join("history.before-2.sqlite");
        let kept: i64 = Connection::open(&copy).unwrap().query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 7);

        bring_up(&mut conn, &file, NEXT).unwrap();
        assert!(!copy.exists());
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("history.sqlite");
        let mut conn = Connection::open(&file).unwrap();
        bring_up(&mut conn, &file, &NEXT[..1]).unwrap();
        bring_up(&mut conn, &file, &[NEXT[0], "DROP TABLE a; nonsense"]).unwrap_err();
        assert_eq!(version(&conn).unwrap(), 1);
        assert_eq!(conn.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
    }
}
