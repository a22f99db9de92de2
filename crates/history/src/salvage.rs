//! Saves from a damaged file what the server cannot give again: outbox, drafts, choices. Row by row, and whatever cannot
//! be read is passed over; the rest of the history comes from the server.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use hearth_proto::id::{ConversationId, UserId};
use rusqlite::{Connection, OpenFlags, Row, Statement, params};

use crate::{answer::Waiting, column, error::WriteError, restore, writer::Writer};

/// What was saved, and whether anything was seen that could not be.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Salvaged {
    pub outbox: u32,
    pub drafts: u32,
    pub choices: u32,
    /// False where a part could not be read, so something may be missing.
    pub whole: bool,
}

/// Carries over what waited in the file at `old`, in its order, after what `fresh` holds already. Doing it again adds
/// nothing.
///
/// # Errors
/// Only what goes wrong in writing to the fresh file; the old one may be in any state.
pub fn salvage(old: &Path, fresh: &mut Writer) -> Result<Salvaged, WriteError> {
    let mut salvaged = Salvaged { whole: true, ..Salvaged::default() };
    let Ok(conn) = open(old) else { return Ok(Salvaged::default()) };
    let me = read(&conn, "SELECT me FROM account WHERE one = 1", &mut salvaged.whole, |row| {
        column::id_maybe(row, 0, UserId)
    });
    if let Some(Some(me)) = me.into_iter().next() {
        fresh.write(|fold| {
            fold.conn
                .execute("UPDATE account SET me = ?1 WHERE one = 1 AND me IS NULL", params![me.0.into_bytes()])
                .map(drop)
        })?;
    }
    for waiting in outbox(&conn, &mut salvaged.whole) {
        fresh.wait(&waiting)?;
        salvaged.outbox += 1;
    }
    let query = if has(&conn, "draft", "attachments") {
        "SELECT conversation, text, reply_to, attachments, edit_message, edit_text FROM draft"
    } else {
        "SELECT conversation, text, reply_to, '[]', NULL, '' FROM draft"
    };
    let drafts = read(&conn, query, &mut salvaged.whole, |row| {
        Ok((column::id(row, 0, ConversationId)?, restore::draft_row(row, 1)?))
    });
    for (conversation, draft) in drafts {
        fresh.set_draft(conversation, &draft)?;
        salvaged.drafts += 1;
    }
    let choices =
        read(&conn, "SELECT conversation, notify, muted_until, pinned FROM choice", &mut salvaged.whole, |row| {
            let notify = column::word(row, 1)?;
            Ok((column::id(row, 0, ConversationId)?, notify, column::millis_maybe(row, 2)?, row.get::<_, bool>(3)?))
        });
    for (conversation, notify, muted_until, pinned) in choices {
        fresh.set_notify(conversation, notify, muted_until)?;
        fresh.set_pinned(conversation, pinned)?;
        salvaged.choices += 1;
    }
    Ok(salvaged)
}

/// Opens for writing, since the write-ahead log beside the file may hold the newest words and has to be taken in.
fn open(old: &Path) -> rusqlite::Result<Connection> {
    // Where the header cannot be put right, opening says what is wrong.
    mend_header(old).unwrap_or_default();
    let conn = Connection::open_with_flags(old, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // One bad table definition elsewhere must not make all the others unreadable.
    conn.pragma_update(None, "writable_schema", "ON")?;
    Ok(conn)
}

/// Puts a header where there is none to be recognised (SQLite file format, section 1.3): every file of ours has the same
/// but for its length, and the pages behind it may well be whole.
fn mend_header(old: &Path) -> io::Result<()> {
    const PAGE: u32 = 4096;
    let mut file = File::options().read(true).write(true).open(old)?;
    let mut magic = [0; 16];
    file.read_exact(&mut magic)?;
    let pages = u32::try_from(file.metadata()?.len() / u64::from(PAGE)).unwrap_or(u32::MAX);
    if &magic == MAGIC || pages == 0 {
        return Ok(());
    }
    let mut header = Vec::with_capacity(100);
    header.extend_from_slice(MAGIC);
    // Page size; format 2 (write-ahead log) for writers and readers; no reserved bytes; the fixed payload fractions.
    header.extend_from_slice(&[0x10, 0, 2, 2, 0, 64, 32, 32]);
    // Change counter, length in pages, free list (none, as far as reading goes), schema cookie, schema format 4, cache
    // size, no vacuum root, UTF-8, user version, no incremental vacuum, application id.
    for word in [1, pages, 0, 0, 1, 4, 0, 0, 1, 1, 0, 0] {
        header.extend_from_slice(&u32::to_be_bytes(word));
    }
    header.extend_from_slice(&[0; 20]);
    // The length above holds for change 1; the SQLite that wrote it.
    for word in [1, u32::try_from(rusqlite::version_number()).unwrap_or(0)] {
        header.extend_from_slice(&u32::to_be_bytes(word));
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)
}

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Whether the file is new enough to have this column.
fn has(conn: &Connection, table: &str, column: &str) -> bool {
    conn.prepare(&format!("SELECT {column} FROM {table}")).is_ok()
}

/// The outbox from its front, then from its back, so that one bad page in the middle costs no more than itself.
fn outbox(conn: &Connection, whole: &mut bool) -> Vec<Waiting> {
    let newer = if has(conn, "outbox", "target") { "target, forward" } else { "NULL, NULL" };
    let front = format!(
        "SELECT message, conversation, at, body, reply_to, upload, failed, {newer}, place FROM outbox NOT INDEXED
         ORDER BY place"
    );
    let mut all_there = true;
    let with_place = |row: &Row<'_>| Ok((row.get::<_, i64>(9)?, restore::waiting_row(row)?));
    let mut found = read(conn, &front, &mut all_there, with_place);
    if !all_there {
        found.extend(read(conn, &format!("{front} DESC"), whole, with_place));
        *whole = false;
    }
    found.sort_by_key(|(place, _)| *place);
    found.dedup_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, waiting)| waiting).collect()
}

/// Every row that can be read. `whole` becomes false where one could not.
fn read<T>(conn: &Connection, query: &str, whole: &mut bool, take: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut found = Vec::new();
    let done = conn.prepare(query).and_then(|mut statement| {
        each(&mut statement, |row| match take(row) {
            Ok(value) => {
                found.push(value);
                true
            }
            Err(_) => false,
        })
    });
    *whole &= matches!(done, Ok(true));
    found
}

/// Gives each row to `take`; says whether it took them all.
fn each(statement: &mut Statement<'_>, mut take: impl FnMut(&Row<'_>) -> bool) -> rusqlite::Result<bool> {
    let mut rows = statement.query([])?;
    let mut all = true;
    while let Some(row) = rows.next()? {
        all &= take(row);
    }
    Ok(all)
}
