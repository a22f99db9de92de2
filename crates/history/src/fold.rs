//! Folds events into the state, in whatever order they come.

use hearth_proto::{
    body::Body,
    event::{Event, MemberChange, Message, Standing, What},
    id::{MessageId, Millis, Seq},
};
use rusqlite::{OptionalExtension as _, Result, params};

use crate::{apply::Fold, column};

/// What is known of a message that is already here.
struct Known {
    key: i64,
    conversation: i64,
    era: i64,
    seq: Seq,
    number: u64,
    changed: i64,
    body: Option<String>,
}

/// A body and the change that made it so.
struct Version {
    stamp: i64,
    body: Option<String>,
    edited_at: Option<Millis>,
}

impl Fold<'_> {
    pub(crate) fn event(&mut self, event: &Event) -> Result<()> {
        let key = self.key(event.conversation)?;
        self.settle(key, event)?;
        let number = if let What::Message(message) = &event.what { message.number } else { 0 };
        self.raise(key, event.seq, number)?;
        let stamp = column::stamp(self.era, event.seq);
        match &event.what {
            What::Message(message) => self.message(key, event, message),
            // The server empties an edit once a later change has made it worthless; that change says what holds.
            What::Edited { body: None, .. } => Ok(()),
            What::Edited { target, body: Some(body), .. } => self.change(*target, stamp, event.at, Some(body)),
            What::Redacted { target } => self.change(*target, stamp, event.at, None),
            What::Reaction { target, emoji, on } => {
                let changed = self
                    .conn
                    .prepare_cached(
                        "INSERT INTO reaction (message, user, emoji, is_on, stamp) VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (message, user, emoji) DO UPDATE SET is_on = excluded.is_on, stamp = excluded.stamp
                         WHERE excluded.stamp > stamp",
                    )?
                    .execute(params![target.0.into_bytes(), event.author.0.into_bytes(), emoji, on, stamp])?;
                self.marked(key, *target, changed)
            }
            What::Pinned { target, on } => {
                let changed = self
                    .conn
                    .prepare_cached(
                        "INSERT INTO pin (message, conversation, is_on, stamp) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (message) DO UPDATE SET is_on = excluded.is_on, stamp = excluded.stamp
                         WHERE excluded.stamp > stamp",
                    )?
                    .execute(params![target.0.into_bytes(), key, on, stamp])?;
                self.marked(key, *target, changed)
            }
            What::Member { user, change } => {
                self.note(key, event, grows(*change))?;
                match change.standing() {
                    Standing::Is(role) => self.member(key, *user, Some(role), stamp),
                    Standing::Gone => self.member(key, *user, None, stamp),
                    Standing::Muted(_) | Standing::Same => Ok(()),
                }
            }
            What::Room { room } => {
                self.note(key, event, 0)?;
                self.room(key, room, stamp)
            }
            What::Unknown(_) => self.note(key, event, 0),
        }
    }

    fn marked(&mut self, key: i64, target: MessageId, changed: usize) -> Result<()> {
        if changed > 0 {
            self.touch.conversation(key).messages.insert(target);
        }
        Ok(())
    }

    fn known(&self, message: MessageId) -> Result<Option<Known>> {
        self.conn
            .prepare_cached("SELECT key, conversation, era, seq, number, changed, body FROM message WHERE id = ?1")?
            .query_row(params![message.0.into_bytes()], |row| {
                Ok(Known {
                    key: row.get(0)?,
                    conversation: row.get(1)?,
                    era: row.get(2)?,
                    seq: column::seq(row, 3)?,
                    number: column::count(row, 4)?,
                    changed: row.get(5)?,
                    body: row.get(6)?,
                })
            })
            .optional()
    }

    fn message(&mut self, key: i64, event: &Event, message: &Message) -> Result<()> {
        let stamp = column::stamp(self.era, message.changed_seq);
        let body = message.body.as_ref().map(column::to_json).transpose()?;
        // A deletion is no edit, whatever the server writes there.
        let edited_at = message.edited_at.filter(|_| body.is_some());
        let mentions_me = body.is_some() && self.me.is_some_and(|me| message.mentions.contains(&me));
        let waited = self.leave_outbox(message.message)?;
        let fresh = Version { stamp, body, edited_at };
        match self.known(message.message)? {
            None => self.insert(key, event, message, &fresh, mentions_me)?,
            // An id belongs to one message for ever; a server that says otherwise is not believed.
            Some(known) if known.conversation != key => return Ok(()),
            Some(known) => {
                let placed = known.era == self.era && known.seq == event.seq && known.number == message.number;
                if placed && known.changed > stamp && !waited {
                    return Ok(());
                }
                self.replace(&known, event, message, &fresh, mentions_me)?;
            }
        }
        self.touch.conversation(key).messages.insert(message.message);
        Ok(())
    }

    fn insert(&mut self, key: i64, event: &Event, message: &Message, body: &Version, mentions_me: bool) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO message (id, conversation, author, own, at, era, seq, number, body, reply_to, edited_at,
                                      changed, mentions_me)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                message.message.0.into_bytes(),
                key,
                event.author.0.into_bytes(),
                self.me == Some(event.author),
                event.at.0,
                self.era,
                column::int(event.seq.0),
                column::int(message.number),
                body.body,
                message.reply_to.map(|original| original.0.into_bytes()),
                body.edited_at.map(|at| at.0),
                body.stamp,
                mentions_me,
            ])?;
        self.take_pending(message.message)
    }

    fn replace(&mut self, known: &Known, event: &Event, message: &Message, body: &Version, to_me: bool) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE message SET author = ?2, own = ?3, at = ?4, era = ?5, seq = ?6, number = ?7, reply_to = ?8
                 WHERE key = ?1",
            )?
            .execute(params![
                known.key,
                event.author.0.into_bytes(),
                self.me == Some(event.author),
                event.at.0,
                self.era,
                column::int(event.seq.0),
                column::int(message.number),
                message.reply_to.map(|original| original.0.into_bytes()),
            ])?;
        if body.stamp >= known.changed {
            self.rewrite(known, body)?;
            self.conn
                .prepare_cached("UPDATE message SET mentions_me = ?2 WHERE key = ?1")?
                .execute(params![known.key, to_me])?;
        }
        Ok(())
    }

    /// An edit, or a deletion where there is no body. It waits where its message is not here yet.
    fn change(&mut self, target: MessageId, stamp: i64, at: Millis, body: Option<&Body>) -> Result<()> {
        let body = body.map(column::to_json).transpose()?;
        let Some(known) = self.known(target)? else {
            let replaced = self
                .conn
                .prepare_cached(
                    "INSERT INTO pending_change (message, stamp, at, body) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (message) DO UPDATE SET stamp = excluded.stamp, at = excluded.at, body = excluded.body
                     WHERE excluded.stamp > stamp",
                )?
                .execute(params![target.0.into_bytes(), stamp, at.0, body])?;
            self.touch.erased |= replaced > 0 && body.is_none();
            return Ok(());
        };
        if stamp > known.changed {
            let edited_at = body.is_some().then_some(at);
            self.rewrite(&known, &Version { stamp, body, edited_at })?;
            self.touch.conversation(known.conversation).messages.insert(target);
        }
        Ok(())
    }

    fn rewrite(&mut self, known: &Known, now: &Version) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE message SET body = ?2, edited_at = ?3, changed = ?4,
                                    mentions_me = CASE WHEN ?2 IS NULL THEN 0 ELSE mentions_me END
                 WHERE key = ?1",
            )?
            .execute(params![known.key, now.body, now.edited_at.map(|at| at.0), now.stamp])?;
        self.touch.erased |= known.body.is_some() && known.body != now.body;
        Ok(())
    }

    /// A change that waited for this message takes effect where it is newer.
    pub(crate) fn take_pending(&mut self, message: MessageId) -> Result<()> {
        let pending = self
            .conn
            .prepare_cached("DELETE FROM pending_change WHERE message = ?1 RETURNING stamp, at, body")?
            .query_row(params![message.0.into_bytes()], |row| {
                Ok((row.get(0)?, Millis(row.get(1)?), row.get::<_, Option<String>>(2)?))
            })
            .optional()?;
        let (Some((stamp, at, body)), Some(known)) = (pending, self.known(message)?) else { return Ok(()) };
        if stamp > known.changed {
            let edited_at = body.is_some().then_some(at);
            self.rewrite(&known, &Version { stamp, body, edited_at })?;
        }
        self.touch.erased = true;
        Ok(())
    }

    fn note(&mut self, key: i64, event: &Event, grows: i64) -> Result<()> {
        let new = self
            .conn
            .prepare_cached(
                "INSERT INTO note (conversation, seq, era, at, author, what, grows) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (conversation, seq, era) DO NOTHING",
            )?
            .execute(params![
                key,
                column::int(event.seq.0),
                self.era,
                event.at.0,
                event.author.0.into_bytes(),
                column::to_json(&event.what)?,
                grows,
            ])?;
        if new > 0 {
            self.touch.conversation(key).notes.insert(event.seq);
        }
        Ok(())
    }
}

/// How many members more there are after it.
const fn grows(change: MemberChange) -> i64 {
    match change {
        MemberChange::Joined { .. } | MemberChange::Added { .. } => 1,
        MemberChange::Left | MemberChange::Removed | MemberChange::Banned => -1,
        MemberChange::Role { .. } | MemberChange::Unbanned | MemberChange::Muted { .. } => 0,
    }
}
