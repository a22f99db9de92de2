//! Opens the server's SQLite file: one connection that writes, others that only read.

use std::{path::Path, time::Duration};

use hearth_proto::{
    error::{ErrorCode, Failure},
    id::Epoch,
};
use rusqlite::{Connection, ErrorCode as SqliteCode, OpenFlags, config::DbConfig};
use uuid::Uuid;

use super::{Rules, apply};
use super::{
    command::{Command, Outcome, Refusal},
    rows::{int, position},
    schema::{SchemaError, expect_current, migrate},
};

/// The database's name in the data directory.
pub const FILE: &str = "hearth.sqlite3";

/// Opens the connection that writes, and brings the tables up to date.
///
/// # Errors
/// The file cannot be opened, is damaged, or is newer than this program.
pub fn open_writer(dir: &Path, fresh_epoch: Uuid) -> Result<Connection, SchemaError> {
    let mut conn = Connection::open(dir.join(FILE))?;
    prepare(&conn)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit is on the disk before it is acknowledged.
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", 4000)?;
    // What was deleted is overwritten in the file too.
    conn.pragma_update(None, "secure_delete", true)?;
    migrate(&mut conn, fresh_epoch.into_bytes())?;
    Ok(conn)
}

/// Opens a connection that writes beside a server that may be running, without touching the tables' version.
///
/// # Errors
/// There is no database, or it is of another version.
pub fn open_beside(dir: &Path) -> Result<Connection, SchemaError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(dir.join(FILE), flags)?;
    prepare(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "secure_delete", true)?;
    expect_current(&conn)?;
    Ok(conn)
}

/// Folds the write-ahead log into the database and empties it, so that words which were overwritten in the one are not
/// kept in the other. False when somebody was in the way; another time may do. Blocks.
///
/// # Errors
/// The disk fails.
pub fn fold_log(dir: &Path) -> Result<bool, SchemaError> {
    let log = dir.join(format!("{FILE}-wal"));
    if std::fs::metadata(log).is_ok_and(|about| about.len() == 0) {
        return Ok(true);
    }
    let conn = open_beside(dir)?;
    // The writer stands still meanwhile, so this must not wait for readers long.
    conn.busy_timeout(Duration::from_millis(200))?;
    let busy: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(!busy)
}

/// Opens a connection that can only read.
///
/// # Errors
/// The file cannot be opened.
pub fn open_reader(dir: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(dir.join(FILE), flags)?;
    prepare(&conn)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    // Only the command line writes beside the server, and only for an instant.
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(128);
    // Plans that look at no bound values: with others SQLite parses a kept statement anew each time its values change.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cache_size", -16_384)
}

pub fn epoch(conn: &Connection) -> rusqlite::Result<Epoch> {
    conn.query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |row| row.get::<_, [u8; 16]>(0))
        .map(|bytes| Epoch(Uuid::from_bytes(bytes)))
}

/// Applies a batch of commands in one durable transaction. A refused command undoes only itself.
///
/// # Errors
/// The transaction failed as a whole: nothing of the batch was stored, and nobody may be told otherwise.
pub fn commit<'a>(
    conn: &Connection,
    rules: &Rules,
    batch: impl IntoIterator<Item = &'a Command>,
) -> rusqlite::Result<Vec<Result<Outcome, Failure>>> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let done = apply_all(conn, rules, batch);
    if done.is_err() && !conn.is_autocommit() {
        // The first failure is the one worth reporting.
        let _ = conn.execute_batch("ROLLBACK");
    }
    done
}

fn apply_all<'a>(
    conn: &Connection,
    rules: &Rules,
    batch: impl IntoIterator<Item = &'a Command>,
) -> rusqlite::Result<Vec<Result<Outcome, Failure>>> {
    let before = position(conn)?;
    let mut pos = before;
    let mut outcomes = Vec::new();
    for command in batch {
        let start = pos;
        conn.prepare_cached("SAVEPOINT command")?.execute([])?;
        let outcome = apply(conn, rules, &mut pos, command);
        if outcome.is_err() {
            pos = start;
            if conn.is_autocommit() {
                // A full disk or a broken file ends the whole transaction.
                return Err(match outcome {
                    Err(Refusal::Storage(error)) => error,
                    Err(Refusal::No(_)) | Ok(_) => rusqlite::Error::InvalidQuery,
                });
            }
            conn.prepare_cached("ROLLBACK TO command")?.execute([])?;
        }
        conn.prepare_cached("RELEASE command")?.execute([])?;
        outcomes.push(outcome.map_err(|refusal| match refusal {
            Refusal::No(failure) => failure,
            Refusal::Storage(error) => failure(&error),
        }));
    }
    if pos != before {
        conn.prepare_cached("UPDATE meta SET value = ?1 WHERE key = 'pos'")?.execute([int(pos.0)])?;
    }
    conn.prepare_cached("COMMIT")?.execute([])?;
    Ok(outcomes)
}

/// What a failing disk means to whoever asked.
#[must_use]
pub fn failure(error: &rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(SqliteCode::DiskFull) => Failure::new(ErrorCode::StorageFull, "the server's disk is full"),
        Some(_) | None => Failure::new(ErrorCode::Internal, "the server could not store or read that"),
    }
}
