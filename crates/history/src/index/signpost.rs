//! Keeps erased words out of the signposts of the index.
//!
//! FTS5 cuts the index into pages, and keeps for each the shortest beginning of its first word that the page before it
//! does not reach (`word_index_idx`). With `secure-delete` an erased word leaves its page at once, but what was cut off
//! it stays there, which may be all of it. So a signpost that only an erased word can have given is moved on to the next
//! word that there still is.
//!
//! ```text
//!  … salt │ s|ecret, soup …        the signpost is "se"
//!  … salt │ soup …                 becomes "soup": above "salt", and not above what the page begins with now
//! ```
//! Source: the comments on `%_idx` and on the format of segments in SQLite's `fts5_index.c`.

use rusqlite::{Connection, OptionalExtension as _, Result, params};

/// Stands before every word of the main index, which is the only one here.
const MAIN: u8 = b'0';

/// Lets a connection that writes look through the words of the index.
pub(crate) fn prepare(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_word USING fts5vocab (main, word_index, instance)",
    )
}

/// Of words that no message has any more.
pub(crate) fn forget(conn: &Connection, words: &[String]) -> Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    let pieces = pieces(conn)?;
    for word in words {
        for length in 1..=word.len() {
            let Some(beginning) = word.as_bytes().get(..length) else { break };
            let signpost = [&[MAIN], beginning].concat();
            for piece in &pieces {
                if stands(conn, *piece, &signpost)? {
                    move_on(conn, *piece, beginning, &signpost)?;
                }
            }
        }
    }
    Ok(())
}

/// The pieces of which the index consists, a dozen or so.
fn pieces(conn: &Connection) -> Result<Vec<i64>> {
    conn.prepare_cached(
        "WITH RECURSIVE piece (id) AS (
             SELECT min(segid) FROM word_index_idx
             UNION ALL
             SELECT (SELECT min(segid) FROM word_index_idx WHERE segid > id) FROM piece WHERE id IS NOT NULL
         )
         SELECT id FROM piece WHERE id IS NOT NULL",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

fn stands(conn: &Connection, piece: i64, signpost: &[u8]) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM word_index_idx WHERE segid = ?1 AND term = ?2")?.exists(params![piece, signpost])
}

fn move_on(conn: &Connection, piece: i64, beginning: &[u8], signpost: &[u8]) -> Result<()> {
    let next = next_word(conn, beginning)?;
    let next = match next {
        Some(next) if next.starts_with(beginning) => return Ok(()),
        Some(next) => [&[MAIN], next.as_slice()].concat(),
        // Behind every word.
        None => vec![MAIN, u8::MAX],
    };
    // Another one before that place: no word is left on the page of this one, and nobody is to be sent there.
    let useless = conn
        .prepare_cached("SELECT 1 FROM word_index_idx WHERE segid = ?1 AND term > ?2 AND term <= ?3")?
        .exists(params![piece, signpost, next])?;
    if useless {
        conn.prepare_cached("DELETE FROM word_index_idx WHERE segid = ?1 AND term = ?2")?
            .execute(params![piece, signpost])?;
    } else {
        conn.prepare_cached("UPDATE word_index_idx SET term = ?3 WHERE segid = ?1 AND term = ?2")?
            .execute(params![piece, signpost, next])?;
    }
    Ok(())
}

/// The first word of the index from here on, whatever piece it stands in.
fn next_word(conn: &Connection, from: &[u8]) -> Result<Option<Vec<u8>>> {
    conn.prepare_cached("SELECT term FROM temp.indexed_word WHERE term >= CAST(?1 AS TEXT) LIMIT 1")?
        .query_row(params![from], |row| Ok(row.get_ref(0)?.as_bytes()?.to_vec()))
        .optional()
}
