//! The beginning of a word, as the index is best asked for it.
//!
//! FTS5 can look for the beginning of a word, but reads every place of every such word before it gives the first, which
//! takes long where there are many. A whole word costs next to nothing however often it is used. So the words that begin
//! so are weighed: rare ones are left to FTS5, as few beginnings as possible, and frequent ones are named one by one.
//! Where neither helps, messages with such words are so many that whoever looks through them finds some soon.

use rusqlite::{Connection, Result, params};

/// One way to ask for some of the words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Word(String),
    /// All that begin so.
    Beginning(String),
}

/// About what things cost, in microseconds: naming a word, naming a beginning, and each use that FTS5 then reads.
const WORD: f64 = 20.0;
const BEGINNING: f64 = 30.0;
const USE: f64 = 0.35;
/// What may be spent before the first hit.
const MOST: f64 = 4_000.0;
/// More words than this are not weighed.
const MOST_WORDS: usize = 20_000;

/// None where it is too much to ask for.
pub(crate) fn pieces(conn: &Connection, beginning: &str) -> Result<Option<Vec<Piece>>> {
    let mut statement =
        conn.prepare_cached("SELECT word, uses FROM word WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3")?;
    let end = format!("{beginning}{}", char::MAX);
    let most = i64::try_from(MOST_WORDS + 1).unwrap_or(i64::MAX);
    let words: Vec<(String, i64)> = statement
        .query_map(params![beginning, end, most], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    if words.len() > MOST_WORDS {
        return Ok(None);
    }
    let (cost, pieces) = cheapest(&words, beginning);
    Ok((cost <= MOST).then_some(pieces))
}

/// `words` are all that begin so, in order.
fn cheapest(words: &[(String, i64)], beginning: &str) -> (f64, Vec<Piece>) {
    let uses: i64 = words.iter().map(|(_, uses)| *uses).sum();
    // As exact as anything here has to be.
    #[allow(clippy::cast_precision_loss)]
    let together = BEGINNING + USE * uses.max(0) as f64;
    let whole = || (together, vec![Piece::Beginning(beginning.to_owned())]);
    match words {
        [] => return whole(),
        [(word, _)] if together > WORD => return (WORD, vec![Piece::Word(word.clone())]),
        _ if together <= 2.0 * WORD => return whole(),
        _ => {}
    }
    let (mut cost, mut apart) = (0.0, Vec::new());
    let mut rest = words;
    while let Some(((word, _), behind)) = rest.split_first() {
        let Some(next) = word.get(beginning.len()..).and_then(|tail| tail.chars().next()) else {
            // The beginning is a word itself.
            cost += WORD;
            apart.push(Piece::Word(word.clone()));
            rest = behind;
            continue;
        };
        let longer = format!("{beginning}{next}");
        let (same, behind) = rest
            .split_at(rest.partition_point(|(word, _)| word.starts_with(&longer) || word.as_str() < longer.as_str()));
        rest = behind;
        let (more, pieces) = cheapest(same, &longer);
        cost += more;
        apart.extend(pieces);
        if cost >= together || cost > 2.0 * MOST {
            return whole();
        }
    }
    (cost, apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[(&str, i64)]) -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE word (word TEXT PRIMARY KEY, uses INTEGER NOT NULL) STRICT, WITHOUT ROWID")
            .unwrap();
        for (word, uses) in words {
            conn.execute("INSERT INTO word (word, uses) VALUES (?1, ?2)", params![word, uses]).unwrap();
        }
        conn
    }

    fn word(word: &str) -> Piece {
        Piece::Word(word.to_owned())
    }

    fn beginning(word: &str) -> Piece {
        Piece::Beginning(word.to_owned())
    }

    #[test]
    fn frequent_words_are_named_and_rare_ones_left_together() {
        let conn =
            list(&[("se", 10), ("sea", 2), ("soup", 90_000), ("souper", 3), ("soups", 20_000), ("south", 4), ("t", 9)]);
        assert_eq!(pieces(&conn, "xyz").unwrap().unwrap(), [beginning("xyz")]);
        assert_eq!(pieces(&conn, "se").unwrap().unwrap(), [beginning("se")]);
        assert_eq!(pieces(&conn, "so").unwrap().unwrap(), [word("soup"), word("souper"), word("soups"), word("south")]);
    }

    #[test]
    fn what_is_everywhere_is_not_asked_for() {
        let words: Vec<(String, i64)> = (0..2_000).map(|n| (format!("s{n:04}"), 500)).collect();
        let all: Vec<(&str, i64)> = words.iter().map(|(word, uses)| (word.as_str(), *uses)).collect();
        let conn = list(&all);
        assert_eq!(pieces(&conn, "s").unwrap(), None);
        assert!(pieces(&conn, "s001").unwrap().is_some());
    }

    #[test]
    fn letters_of_any_script_are_taken_as_such() {
        let conn = list(&[("сад", 50_000), ("салат", 60_000), ("сок", 1)]);
        assert_eq!(pieces(&conn, "с").unwrap().unwrap(), [word("сад"), word("салат"), word("сок")]);
    }
}
