//! Folds events into the state, in whatever order they come.

use hearth_proto::{
    act::Act,
    event::{Event, MemberChange, Message, Standing, What},
    id::{MessageId, Millis, Seq, UserId},
};
use rusqlite::{OptionalExtension as _, Result, params};

use crate::{
    apply::Fold,
    column,
    index::{Said, Subject},
    key,
};

/// What is known of a message that is already here.
struct Known {
    key: i64,
    conversation: i64,
    author: UserId,
    era: i64,
    seq: Seq,
    number: u64,
    changed: i64,
    mentions_me: bool,
    body: Option<String>,
}

impl Known {
    /// As the index knows it.
    fn subject(&self) -> Result<Option<Subject>> {
        let said = self.body.clone().map(Said::stored).transpose()?;
        Ok(said.map(|said| Subject {
            conversation: self.conversation,
            author: self.author,
            mentions_me: self.mentions_me,
            carried: said.carried,
        }))
    }
}

/// A body and the change that made it so.
struct Version {
    stamp: i64,
    body: Option<Said>,
    edited_at: Option<Millis>,
    /// None where the change does not say, and what was understood of the body stays.
    calls: Option<Calls>,
}

/// Whom a body calls.
#[derive(Clone, Copy, Default)]
struct Calls {
    me: bool,
    room: bool,
}

impl Fold<'_> {
    pub(crate) fn event(&mut self, event: &Event) -> Result<()> {
        let key = self.key(event.conversation)?;
        self.settle(key, event)?;
        let number = if let What::Message(message) = &event.what { message.number } else { 0 };
        self.reaches(key, event.seq, number);
        let stamp = column::stamp(self.era, event.seq);
        match &event.what {
            What::Message(message) => self.message(key, event, message),
            // The server empties an edit once a later change has made it worthless; that change says what holds.
            What::Edited { body: None, .. } => Ok(()),
            What::Edited { target, body: Some(body), mentions, mentions_room } => {
                let calls = self.calls(event.author, mentions, *mentions_room);
                let body = Some(Said::of(body)?);
                self.change(*target, Version { stamp, body, edited_at: Some(event.at), calls: Some(calls) })
            }
            What::Redacted { target } => self.erase(*target, stamp),
            What::Reaction { target, emoji, on } => self.reaction((key, *target), event.author, emoji, *on, stamp),
            What::Pinned { target, on } => self.pin((key, *target), *on, stamp),
            What::Member { user, change } => {
                self.note(key, event, grows(*change))?;
                match change.standing() {
                    Standing::Is(role) => self.member(key, *user, Some(role), stamp),
                    Standing::Gone => self.member(key, *user, None, stamp),
                    Standing::Muted(until) => self.silence(key, *user, until, stamp),
                    Standing::Same => Ok(()),
                }
            }
            What::Room { room } => {
                self.note(key, event, 0)?;
                self.room(key, room, stamp)
            }
            What::Unknown(_) => self.note(key, event, 0),
        }
    }

    /// An own act that the server has taken does what its event will do again, so nothing flickers between the two. An
    /// answer may also name an older event, which made it so already.
    pub(crate) fn acted(&mut self, (key, target): (i64, MessageId), act: &Act, seq: Seq, at: Millis) -> Result<()> {
        let stamp = column::stamp(self.era, seq);
        let Some(me) = self.me.filter(|_| seq > Seq(0)) else { return Ok(()) };
        match act {
            Act::Edit { body } => {
                // Where the words were these from the start, nothing was edited.
                if self.known(target)?.is_some_and(|known| seq <= known.seq) {
                    return Ok(());
                }
                let body = Some(Said::of(body)?);
                self.change(target, Version { stamp, body, edited_at: Some(at), calls: None })
            }
            Act::Redact => self.erase(target, stamp),
            Act::React { emoji, on } => self.reaction((key, target), me, emoji, *on, stamp),
            Act::Pin { on } => self.pin((key, target), *on, stamp),
        }
    }

    fn erase(&mut self, target: MessageId, stamp: i64) -> Result<()> {
        self.change(target, Version { stamp, body: None, edited_at: None, calls: Some(Calls::default()) })
    }

    fn reaction(
        &mut self,
        (key, target): (i64, MessageId),
        author: UserId,
        emoji: &str,
        on: bool,
        stamp: i64,
    ) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO reaction (message, user, emoji, is_on, stamp) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (message, user, emoji) DO UPDATE SET is_on = excluded.is_on, stamp = excluded.stamp
                 WHERE excluded.stamp > stamp",
            )?
            .execute(params![target.0.into_bytes(), author.0.into_bytes(), emoji, on, stamp])?;
        self.marked(key, target, changed)
    }

    fn pin(&mut self, (key, target): (i64, MessageId), on: bool, stamp: i64) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO pin (message, conversation, is_on, stamp) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (message) DO UPDATE SET is_on = excluded.is_on, stamp = excluded.stamp
                 WHERE excluded.stamp > stamp",
            )?
            .execute(params![target.0.into_bytes(), key, on, stamp])?;
        self.marked(key, target, changed)
    }

    /// Everyone is called but whoever calls.
    fn calls(&self, author: UserId, mentions: &[UserId], room: bool) -> Calls {
        let me = self.me.is_some_and(|me| mentions.contains(&me) || (room && me != author));
        Calls { me, room }
    }

    fn marked(&mut self, key: i64, target: MessageId, changed: usize) -> Result<()> {
        if changed > 0 {
            self.touch.conversation(key).messages.insert(target);
        }
        Ok(())
    }

    fn known(&self, message: MessageId) -> Result<Option<Known>> {
        self.conn
            .prepare_cached(
                "SELECT key, conversation, author, era, seq, number, changed, mentions_me, body
                 FROM message WHERE id = ?1",
            )?
            .query_row(params![message.0.into_bytes()], |row| {
                Ok(Known {
                    key: row.get(0)?,
                    conversation: row.get(1)?,
                    author: column::id(row, 2, UserId)?,
                    era: row.get(3)?,
                    seq: column::seq(row, 4)?,
                    number: column::count(row, 5)?,
                    changed: row.get(6)?,
                    mentions_me: row.get(7)?,
                    body: row.get(8)?,
                })
            })
            .optional()
    }

    fn message(&mut self, key: i64, event: &Event, message: &Message) -> Result<()> {
        let stamp = column::stamp(self.era, message.changed_seq);
        let body = message.body.as_ref().map(Said::of).transpose()?;
        // A deletion is no edit, whatever the server writes there.
        let edited_at = message.edited_at.filter(|_| body.is_some());
        let calls = if body.is_some() {
            self.calls(event.author, &message.mentions, message.mentions_room)
        } else {
            Calls::default()
        };
        let waited = self.me == Some(event.author) && self.leave_outbox(message.message)?;
        let fresh = Version { stamp, body, edited_at, calls: Some(calls) };
        match self.known(message.message)? {
            None => {
                self.insert(key, event, message, fresh, calls)?;
                if self.past && !waited {
                    self.touch.conversation(key).came(event.seq);
                    return Ok(());
                }
            }
            // An id belongs to one message for ever; a server that says otherwise is not believed.
            Some(known) if known.conversation != key => return Ok(()),
            Some(known) => {
                let placed = known.era == self.era && known.seq == event.seq && known.number == message.number;
                if placed && known.changed > stamp && !waited {
                    return Ok(());
                }
                self.replace(known, event, message, &fresh)?;
            }
        }
        self.touch.conversation(key).messages.insert(message.message);
        Ok(())
    }

    fn insert(&mut self, key: i64, event: &Event, message: &Message, body: Version, calls: Calls) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO message (key, id, conversation, author, own, at, era, seq, number, body, reply_to, edited_at,
                                  changed, mentions_me, mentions_room, forwarded, file, link, file_size)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?;
        let said = body.body.as_ref();
        let forwarded = message.forwarded.map(|origin| column::to_json(&origin)).transpose()?;
        let mut write = |place: i64| {
            statement.execute(params![
                place,
                message.message.0.into_bytes(),
                key,
                event.author.0.into_bytes(),
                self.me == Some(event.author),
                event.at.0,
                self.era,
                column::int(event.seq.0),
                column::int(message.number),
                said.map(|said| &said.json),
                message.reply_to.map(|original| original.0.into_bytes()),
                body.edited_at.map(|at| at.0),
                body.stamp,
                calls.me,
                calls.room,
                forwarded,
                said.and_then(|said| said.carried.file),
                said.is_some_and(|said| said.carried.link),
                said.and_then(|said| said.carried.size).map(column::int),
            ])
        };
        let step = key::step(event.at);
        let mut place = step;
        match write(place) {
            Err(error) if key::is_taken_by(&error) => {
                place = key::free(self.conn, step)?;
                write(place)?;
            }
            done => drop(done?),
        }
        self.ledger.strays(place - step);
        let (conversation, author, mentions_me) = (key, event.author, calls.me);
        let subject = body.body.map(|said| Subject { conversation, author, mentions_me, carried: said.carried });
        self.ledger.written(place, subject);
        self.take_pending(message.message)
    }

    fn replace(&mut self, mut known: Known, event: &Event, message: &Message, body: &Version) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE message SET author = ?2, own = ?3, at = ?4, era = ?5, seq = ?6, number = ?7, reply_to = ?8,
                                    forwarded = ?9
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
                message.forwarded.map(|origin| column::to_json(&origin)).transpose()?,
            ])?;
        self.ledger.strays((known.key - key::step(event.at)).abs());
        if known.author != event.author {
            let author = event.author;
            self.ledger.changed(
                known.key,
                || known.subject(),
                |before| before.cloned().map(|subject| Subject { author, ..subject }),
            )?;
            known.author = author;
        }
        if body.stamp >= known.changed { self.rewrite(&known, body) } else { Ok(()) }
    }

    /// An edit, or a deletion where there is no body. It waits where its message is not here yet. One that an answer
    /// has told of already comes again with its event, which says more.
    fn change(&mut self, target: MessageId, now: Version) -> Result<()> {
        let Some(known) = self.known(target)? else {
            let calls = now.calls.unwrap_or_default();
            let replaced = self
                .conn
                .prepare_cached(
                    "INSERT INTO pending_change (message, stamp, at, body, mentions_me, mentions_room)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (message) DO UPDATE SET
                         stamp = excluded.stamp, at = excluded.at, body = excluded.body,
                         mentions_me = excluded.mentions_me, mentions_room = excluded.mentions_room
                     WHERE excluded.stamp >= stamp",
                )?
                .execute(params![
                    target.0.into_bytes(),
                    now.stamp,
                    now.edited_at.map_or(0, |at| at.0),
                    now.body.as_ref().map(|said| &said.json),
                    calls.me,
                    calls.room
                ])?;
            self.pending = Some(true);
            self.touch.erased |= replaced > 0 && now.body.is_none();
            return Ok(());
        };
        if now.stamp >= known.changed {
            self.rewrite(&known, &now)?;
            self.touch.conversation(known.conversation).messages.insert(target);
        }
        Ok(())
    }

    fn rewrite(&mut self, known: &Known, now: &Version) -> Result<()> {
        let said = now.body.as_ref();
        self.conn
            .prepare_cached(
                "UPDATE message SET body = ?2, edited_at = ?3, changed = ?4, file = ?5, link = ?6, file_size = ?7
                 WHERE key = ?1",
            )?
            .execute(params![
                known.key,
                said.map(|said| &said.json),
                now.edited_at.map(|at| at.0),
                now.stamp,
                said.and_then(|said| said.carried.file),
                said.is_some_and(|said| said.carried.link),
                said.and_then(|said| said.carried.size).map(column::int),
            ])?;
        if let Some(calls) = now.calls {
            self.conn
                .prepare_cached("UPDATE message SET mentions_me = ?2, mentions_room = ?3 WHERE key = ?1")?
                .execute(params![known.key, calls.me, calls.room])?;
        }
        let mentions_me = now.calls.map_or(known.mentions_me, |calls| calls.me);
        self.ledger.changed(
            known.key,
            || known.subject(),
            |_| {
                said.map(|said| Subject {
                    conversation: known.conversation,
                    author: known.author,
                    mentions_me,
                    carried: said.carried.clone(),
                })
            },
        )?;
        self.touch.erased |= known.body.is_some() && known.body.as_ref() != said.map(|said| &said.json);
        Ok(())
    }

    /// A change that waited for this message takes effect where it is newer.
    pub(crate) fn take_pending(&mut self, message: MessageId) -> Result<()> {
        if !self.any_pending()? {
            return Ok(());
        }
        let pending = self
            .conn
            .prepare_cached(
                "DELETE FROM pending_change WHERE message = ?1 RETURNING stamp, at, body, mentions_me, mentions_room",
            )?
            .query_row(params![message.0.into_bytes()], |row| {
                let body: Option<String> = row.get(2)?;
                let edited_at = body.is_some().then_some(Millis(row.get(1)?));
                let calls = Some(Calls { me: row.get(3)?, room: row.get(4)? });
                let body = body.map(Said::stored).transpose()?;
                Ok(Version { stamp: row.get(0)?, body, edited_at, calls })
            })
            .optional()?;
        let Some(pending) = pending else { return Ok(()) };
        let Some(known) = self.known(message)? else { return Ok(()) };
        if pending.stamp > known.changed {
            self.rewrite(&known, &pending)?;
        }
        self.touch.erased = true;
        Ok(())
    }

    /// Mostly there is none, and then no message has to ask.
    fn any_pending(&mut self) -> Result<bool> {
        if let Some(any) = self.pending {
            return Ok(any);
        }
        let any = self
            .conn
            .prepare_cached("SELECT min(message) IS NOT NULL FROM pending_change")?
            .query_row([], |row| row.get(0))?;
        self.pending = Some(any);
        Ok(any)
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
        if new > 0 && self.past {
            self.touch.conversation(key).came(event.seq);
        } else if new > 0 {
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
