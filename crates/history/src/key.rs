//! Keys of messages: times in steps of 128 milliseconds.
//!
//! An index that keeps its rows by key then gives them by time, whatever the order in which a history arrives. Where a
//! step is taken, the first free one after it is found in few looks, however many messages came in one instant. A key
//! never changes.

use hearth_proto::id::Millis;
use rusqlite::{Connection, Error, Result, ffi, params};

/// So many steps are looked through one by one.
const NEAR: i64 = 16;
/// Later times share the last step. It is some two hundred thousand years away.
const LAST: i64 = 1 << 53;

/// The step of a time. Times before 1970 share the first.
pub(crate) fn step(at: Millis) -> i64 {
    at.0.clamp(1 << 7, LAST) >> 7
}

/// The first free key at or after a step, or nearly the first where very many are taken.
pub(crate) fn free(conn: &Connection, step: i64) -> Result<i64> {
    let mut next = step;
    let mut near = conn.prepare_cached("SELECT key FROM message WHERE key >= ?1 ORDER BY key LIMIT ?2")?;
    for key in near.query_map(params![step, NEAR], |row| row.get::<_, i64>(0))? {
        if key? != next {
            return Ok(next);
        }
        next += 1;
    }
    if next < step + NEAR {
        return Ok(next);
    }
    // Ever longer leaps to a free one, and from there back to where the taken ones end.
    let (mut taken, mut leap) = (next - 1, NEAR);
    while is_taken(conn, taken + leap)? {
        taken += leap;
        leap *= 2;
    }
    let mut free = taken + leap;
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        if is_taken(conn, middle)? {
            taken = middle;
        } else {
            free = middle;
        }
    }
    Ok(free)
}

/// Whether a message could not be written because its key is another's.
pub(crate) fn is_taken_by(error: &Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}

fn is_taken(conn: &Connection, key: i64) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM message WHERE key = ?1")?.exists(params![key])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(taken: impl IntoIterator<Item = i64>) -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE message (key INTEGER PRIMARY KEY) STRICT").unwrap();
        for key in taken {
            conn.execute("INSERT INTO message (key) VALUES (?1)", params![key]).unwrap();
        }
        conn
    }

    #[test]
    fn a_step_is_taken_or_the_first_free_one_after_it() {
        assert_eq!(free(&table([]), 5).unwrap(), 5);
        assert_eq!(free(&table([4, 6]), 5).unwrap(), 5);
        assert_eq!(free(&table([5, 6, 8]), 5).unwrap(), 7);
        assert_eq!(free(&table(1..=1_000), 5).unwrap(), 1_001);
        let behind = free(&table((1..=20).chain(30..=500)), 5).unwrap();
        assert!(behind == 21 || behind == 501, "{behind}");
    }

    #[test]
    fn a_burst_keeps_the_order_in_which_it_came() {
        let conn = table([]);
        let keys: Vec<i64> = (0..2_000)
            .map(|_| {
                let key = free(&conn, 77).unwrap();
                conn.execute("INSERT INTO message (key) VALUES (?1)", params![key]).unwrap();
                key
            })
            .collect();
        assert_eq!(keys, (77..2_077).collect::<Vec<_>>());
    }

    #[test]
    fn any_time_has_a_step() {
        assert_eq!(step(Millis(i64::MIN)), 1);
        assert_eq!(step(Millis(0)), 1);
        assert_eq!(step(Millis(1_792_000_000_000)), 14_000_000_000);
        assert_eq!(step(Millis(i64::MAX)), 1 << 46);
    }
}
