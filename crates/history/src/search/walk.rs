//! Walks along a way, newest first, until enough was found or enough was looked at.

use rusqlite::{Connection, Result, params};

use crate::{
    error::is_damage,
    index::Trouble,
    search::{
        sieve::{Candidate, Fitting, Sieve, candidate_columns},
        way::Way,
    },
};

/// What to do with a message on the way.
pub(crate) enum Next {
    GoOn,
    Enough,
}

/// One walk.
pub(crate) struct Walk<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) trouble: &'a Trouble,
    pub(crate) sieve: &'a Sieve,
    pub(crate) way: &'a Way,
    /// So many messages may still be looked at.
    pub(crate) looks: u32,
}

/// How a stretch ended.
enum Ended {
    /// There is no more of it.
    AtEnd,
    /// At this key; what lies below was not looked at.
    At(i64),
}

impl Walk<'_> {
    /// Gives what fits and has a key below this, until `take` has enough or enough was looked at; then says below which
    /// key to go on.
    pub(crate) fn hits(
        &mut self,
        below: i64,
        take: &mut dyn FnMut(Candidate, Fitting) -> Result<Next>,
    ) -> Result<Option<i64>> {
        let (conn, sieve) = (self.conn, self.sieve);
        self.keys(below, &mut |key, read| {
            let candidate = match read {
                Some(candidate) => Some(candidate),
                None => Candidate::of_key(conn, key)?,
            };
            let Some(mut candidate) = candidate else { return Ok(Next::GoOn) };
            match sieve.fit(conn, &mut candidate)? {
                Some(fitting) => take(candidate, fitting),
                None => Ok(Next::GoOn),
            }
        })
    }

    /// Counts what fits, up to a number; then says below which key it would go on. Looks at a message only where the
    /// way is not sure.
    pub(crate) fn count(&mut self, up_to: u32) -> Result<(u32, Option<i64>)> {
        let (conn, sieve, sure) = (self.conn, self.sieve, self.way.sure);
        let mut hits = 0;
        let next = self.keys(i64::MAX, &mut |key, read| {
            let is_sure = read.is_none()
                && sure.is_some_and(|(first, last)| first <= key && key <= last)
                && !sieve.reworded.contains(&key);
            let candidate = if is_sure || read.is_some() { read } else { Candidate::of_key(conn, key)? };
            let fits = match candidate {
                Some(mut candidate) => sieve.fit(conn, &mut candidate)?.is_some(),
                None => is_sure,
            };
            hits += u32::from(fits);
            Ok(if hits < up_to { Next::GoOn } else { Next::Enough })
        })?;
        Ok((hits, next))
    }

    fn keys(&mut self, below: i64, take: Take<'_>) -> Result<Option<i64>> {
        let (lowest, highest) = (self.way.lowest, self.way.highest.min(below.saturating_sub(1)));
        if let Some(only) = &self.way.only {
            return self.listed(only, (lowest, highest), take);
        }
        let Some(expression) = &self.way.expression else {
            return Ok(self.logged((lowest, highest), take)?.key());
        };
        let indexed = self.way.indexed;
        if highest >= indexed {
            match self.indexed(&expression.text, (lowest.max(indexed), highest), take)? {
                Ended::AtEnd => {}
                Ended::At(key) => return Ok(Some(key)),
            }
        }
        if lowest >= indexed {
            return Ok(None);
        }
        Ok(self.logged((lowest, highest.min(indexed.saturating_sub(1))), take)?.key())
    }

    fn listed(&mut self, keys: &[i64], (lowest, highest): (i64, i64), take: Take<'_>) -> Result<Option<i64>> {
        for key in keys.iter().filter(|key| (lowest..=highest).contains(*key)) {
            if self.look(*key, None, take)? {
                return Ok(Some(*key));
            }
        }
        Ok(None)
    }

    /// Through the index, and by those that it knows by other words. Where it turns out to be damaged, the log takes its place.
    fn indexed(&mut self, expression: &str, (lowest, highest): (i64, i64), take: Take<'_>) -> Result<Ended> {
        let conn = self.conn;
        let mut last = highest.saturating_add(1);
        let walked = (|| {
            let mut statement = conn.prepare_cached(
                "SELECT rowid FROM word_index WHERE word_index MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC",
            )?;
            let mut rows = statement.query(params![expression, lowest, highest])?;
            let reworded = self.sieve.reworded.iter().copied();
            let mut reworded = reworded.filter(|key| (lowest..=highest).contains(key)).peekable();
            while let Some(row) = rows.next()? {
                let key = row.get(0)?;
                while let Some(other) = reworded.next_if(|other| *other >= key) {
                    if other > key && self.look(other, None, take)? {
                        return Ok(Ended::At(other));
                    }
                }
                if self.look(key, None, take)? {
                    return Ok(Ended::At(key));
                }
                last = key;
            }
            for other in reworded {
                if self.look(other, None, take)? {
                    return Ok(Ended::At(other));
                }
            }
            Ok(Ended::AtEnd)
        })();
        match walked {
            Err(error) if is_damage(&error) => {
                self.trouble.tell();
                self.logged((lowest, highest.min(last.saturating_sub(1))), take)
            }
            other => other,
        }
    }

    fn logged(&mut self, (lowest, highest): (i64, i64), take: Take<'_>) -> Result<Ended> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT ",
            candidate_columns!(),
            " FROM message WHERE key BETWEEN ?1 AND ?2 AND body IS NOT NULL ORDER BY key DESC"
        ))?;
        let mut rows = statement.query(params![lowest, highest])?;
        while let Some(row) = rows.next()? {
            let candidate = Candidate::read(row)?;
            let key = candidate.key;
            if self.look(key, Some(candidate), take)? {
                return Ok(Ended::At(key));
            }
        }
        Ok(Ended::AtEnd)
    }

    /// True where that was enough.
    fn look(&mut self, key: i64, read: Option<Candidate>, take: Take<'_>) -> Result<bool> {
        self.looks = self.looks.saturating_sub(1);
        let enough = match take(key, read)? {
            Next::Enough => true,
            Next::GoOn => false,
        };
        Ok(enough || self.looks == 0)
    }
}

/// Is given each key on the way, with its message where that had to be read anyway.
type Take<'a> = &'a mut dyn FnMut(i64, Option<Candidate>) -> Result<Next>;

impl Ended {
    fn key(self) -> Option<i64> {
        match self {
            Self::AtEnd => None,
            Self::At(key) => Some(key),
        }
    }
}
