//! Who takes no private messages from whom. The blocked one is not told.

use hearth_proto::{error::ErrorCode, id::UserId};
use rusqlite::Connection;

use super::{
    apply::Tx,
    command::{Answer, News, Refusal, forbidden, not_found},
    rows::{find_profile, user},
};

/// How many people one person may block. All of them are in each welcome.
const BLOCKS: i64 = 1000;

impl Tx<'_> {
    pub fn block(&mut self, person: UserId, on: bool) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if person == me {
            return Err(forbidden("nobody can block themselves"));
        }
        find_profile(self.conn, person)?.ok_or_else(|| not_found("person"))?;
        if self.blocks(me, person)? == on {
            return Ok(Answer::Done);
        }
        let pair = [me.0.into_bytes(), person.0.into_bytes()];
        if on {
            let others: i64 = self
                .conn
                .prepare_cached("SELECT COUNT(*) FROM blocks WHERE user = ?1")?
                .query_row([me.0.into_bytes()], |row| row.get(0))?;
            if others >= BLOCKS {
                return Err(Refusal::no(ErrorCode::TooLarge, "you block as many people as one may"));
            }
            self.conn.prepare_cached("INSERT INTO blocks (user, blocked) VALUES (?1, ?2)")?.execute(pair)?;
        } else {
            self.conn.prepare_cached("DELETE FROM blocks WHERE user = ?1 AND blocked = ?2")?.execute(pair)?;
        }
        let pos = self.take_pos();
        self.tell(News::Blocked { user: me, blocked: person, on, pos });
        Ok(Answer::Done)
    }
}

/// Everyone whom this person blocks.
pub fn blocked_by(conn: &Connection, me: UserId) -> rusqlite::Result<Vec<UserId>> {
    conn.prepare_cached("SELECT blocked FROM blocks WHERE user = ?1 ORDER BY blocked")?
        .query_map([me.0.into_bytes()], |row| user(row, 0))?
        .collect()
}
