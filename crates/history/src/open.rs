//! Opening a history file, and putting a damaged one out of the way. It never mends a file by itself.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{error::OpenError, index, readers::Readers, schema, writer::Writer};

/// An open history: the one who writes and those who read.
pub struct History {
    pub writer: Writer,
    pub readers: Readers,
}

/// SQLite below this can lose a commit when the write-ahead log starts over.
const OLDEST_SQLITE: i32 = 3_051_003;

impl History {
    /// Opens the file, making it and its directory where there is none. Nobody else may have it open for writing.
    ///
    /// # Errors
    /// See [`OpenError`]. A file that is too new or damaged is left as it is.
    pub fn open(file: &Path) -> Result<Self, OpenError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(OpenError::Other(format!("SQLite {} is too old", rusqlite::version())));
        }
        prepare(file)?;
        look_at_header(file)?;
        let writer = open_for_writing(file).map_err(|error| doubt(file, error))?;
        let trouble = index::Trouble::default();
        let readers = Readers::open(file.to_owned(), trouble.clone())?;
        Ok(Self { writer: Writer::new(writer, trouble), readers })
    }
}

fn open_for_writing(file: &Path) -> Result<Connection, OpenError> {
    let mut conn = connect(file)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "secure_delete", "ON")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    conn.pragma_update(None, "journal_size_limit", 48 * 1024 * 1024)?;
    // In pages, as much as the limit above. Moving less at a time would move the same pages more often.
    conn.pragma_update(None, "wal_autocheckpoint", 12_000)?;
    // Catching up touches pages all over the file; most of them stay here then. Taken up as it is needed.
    conn.pragma_update(None, "cache_size", -32 * 1024)?;
    schema::bring_up(&mut conn, file, schema::STEPS)?;
    index::prepare(&mut conn)?;
    Ok(conn)
}

/// A connection as both kinds need it.
pub(crate) fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    // A statement is planned once and for all values, not anew whenever another one is bound to it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // More than there are, so that none is ever written twice.
    conn.set_prepared_statement_cache_capacity(256);
    conn.pragma_update(None, "cache_size", -4096)?;
    index::register(&conn)?;
    Ok(conn)
}

/// Makes the directory, and an empty file that only this person can read. SQLite gives its side files the same rights.
fn prepare(file: &Path) -> Result<(), OpenError> {
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    let mut options = File::options();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?;
    Ok(())
}

/// Reads what the first hundred bytes say before SQLite may touch anything (SQLite file format, section 1.3).
fn look_at_header(file: &Path) -> Result<(), OpenError> {
    let mut header = Vec::with_capacity(100);
    File::open(file)?.take(100).read_to_end(&mut header)?;
    if header.is_empty() {
        return Ok(());
    }
    let Some(version) = header.get(60..64).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()) else {
        return Err(OpenError::Damaged("the header is cut off".to_owned()));
    };
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(OpenError::Damaged("the header is no SQLite header".to_owned()));
    }
    let (found, known) = (u32::from_be_bytes(version), u32::try_from(schema::STEPS.len()).unwrap_or(u32::MAX));
    if found > known { Err(OpenError::TooNew { found, known }) } else { Ok(()) }
}

/// An error that says nothing of damage may still come from it, so the file is looked through. Slow, and only then.
fn doubt(file: &Path, error: OpenError) -> OpenError {
    let OpenError::Other(said) = &error else { return error };
    let checked = connect(file)
        .and_then(|conn| conn.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)))
        .map_err(OpenError::from);
    match checked {
        Ok(verdict) if verdict == "ok" => error,
        Ok(verdict) => OpenError::Damaged(format!("{said}; {verdict}")),
        Err(OpenError::Damaged(more)) => OpenError::Damaged(format!("{said}; {more}")),
        Err(_) => error,
    }
}

/// Renames a damaged file, with its side files, to `history.damaged-<n>.sqlite`, and says where it is now. Whoever had
/// it open must have closed it.
///
/// # Errors
/// When the directory does not let it be renamed.
pub fn set_aside(file: &Path) -> io::Result<PathBuf> {
    let aside = (1_u32..)
        .map(|n| file.with_extension(format!("damaged-{n}.sqlite")))
        .find(|path| !path.exists())
        .ok_or_else(|| io::Error::other("every name is taken"))?;
    // The side files first: should this be cut off half-way, the damaged file is still found under its own name.
    for side in ["-wal", "-shm"] {
        match fs::rename(beside(file, side), beside(&aside, side)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    fs::rename(file, &aside)?;
    Ok(aside)
}

fn beside(file: &Path, side: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(side);
    PathBuf::from(name)
}
