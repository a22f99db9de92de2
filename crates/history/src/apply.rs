//! One transaction: the parts of a batch in the order in which they build on each other, and what follows from them.

use std::collections::HashMap;

use hearth_proto::{
    act::{Act, SendId},
    error::ErrorCode,
    event::Event,
    id::{ActId, ConversationId, Cursor, Epoch, MessageId, Millis, Seq, UserId},
};
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use crate::{
    batch::{Batch, Touched},
    column,
    index::{Ledger, Said, Subject, Vocabulary},
    key, refresh,
    touch::Touch,
};

/// A transaction under way.
pub(crate) struct Fold<'a> {
    pub(crate) conn: &'a Connection,
    /// Counts the lives of the server's log as this file has seen them, from 1.
    pub(crate) era: i64,
    pub(crate) me: Option<UserId>,
    /// What is at hand is of long ago, and nobody waits for it.
    pub(crate) past: bool,
    pub(crate) touch: Touch,
    /// What becomes of messages.
    pub(crate) ledger: Ledger,
    /// How far events say that the logs of conversations reach, and how many messages they hold.
    raised: HashMap<i64, (Seq, u64)>,
    /// Whether any change waits for its message, once somebody has looked.
    pub(crate) pending: Option<bool>,
    keys: HashMap<ConversationId, i64>,
}

impl<'a> Fold<'a> {
    pub(crate) fn begin(conn: &'a Connection) -> Result<Self> {
        let (era, me) = conn
            .prepare_cached("SELECT era, me FROM account WHERE one = 1")?
            .query_row([], |row| Ok((row.get(0)?, column::id_maybe(row, 1, UserId)?)))?;
        Ok(Self {
            conn,
            era,
            me,
            past: false,
            touch: Touch::default(),
            ledger: Ledger::default(),
            raised: HashMap::new(),
            pending: None,
            keys: HashMap::new(),
        })
    }

    /// Makes what follows from the changes; says what they were, and whether words were erased. `at_index` is true while
    /// it is at work on the index, and stays so when it fails there.
    pub(crate) fn end(self, vocabulary: &mut Vocabulary, at_index: &mut bool) -> Result<(Touched, bool)> {
        self.ledger.close(self.conn, vocabulary, at_index)?;
        for key in self.touch.conversations.keys() {
            refresh::conversation(self.conn, *key)?;
        }
        let erased = self.touch.erased;
        Ok((self.touch.read(self.conn)?, erased))
    }

    pub(crate) fn batch(&mut self, batch: &Batch) -> Result<()> {
        if let Some(me) = &batch.me {
            self.me(me)?;
        }
        for person in &batch.people {
            self.person(person)?;
        }
        let fresh_era = batch.new_epoch && self.new_era(batch.cursor.map(|cursor| cursor.epoch))?;
        for head in &batch.heads {
            self.head(head)?;
        }
        for conversation in &batch.gone {
            self.gone(*conversation)?;
        }
        for (conversation, members, seq) in &batch.members {
            self.member_list(*conversation, members, *seq)?;
        }
        for event in &batch.events {
            self.event(event)?;
        }
        self.past = true;
        // In the order of their keys, so that neighbours in the file are written together.
        let mut past: Vec<&Event> = batch.past.iter().collect();
        past.sort_by_key(|event| (event.at, event.conversation, event.seq));
        for event in past {
            self.event(event)?;
        }
        self.past = false;
        for (key, (seq, messages)) in std::mem::take(&mut self.raised) {
            self.raise(key, seq, messages)?;
        }
        for (message, seq, at) in &batch.sent {
            self.sent(*message, *seq, *at)?;
        }
        for (act, seq, at) in &batch.acted {
            self.act_sent(*act, *seq, *at)?;
        }
        self.outbox(batch)?;
        if fresh_era {
            for head in &batch.heads {
                self.nothing_covered(head)?;
            }
        }
        for coverage in &batch.coverage {
            self.coverage(coverage)?;
        }
        for marks in &batch.marks {
            self.marks(marks)?;
        }
        self.readers(batch)?;
        batch.cursor.map_or(Ok(()), |cursor| self.cursor(cursor))
    }

    /// The local key of a conversation, made at its first mention. The conversation counts as touched.
    pub(crate) fn key(&mut self, id: ConversationId) -> Result<i64> {
        let key = match self.keys.get(&id) {
            Some(key) => *key,
            None => {
                let key = self.find_or_make(id)?;
                self.keys.insert(id, key);
                key
            }
        };
        self.touch.conversation(key);
        Ok(key)
    }

    fn find_or_make(&self, id: ConversationId) -> Result<i64> {
        let found = self
            .conn
            .prepare_cached("SELECT key FROM conversation WHERE id = ?1")?
            .query_row(params![id.0.into_bytes()], |row| row.get(0))
            .optional()?;
        match found {
            Some(key) => Ok(key),
            None => self
                .conn
                .prepare_cached("INSERT INTO conversation (id, era) VALUES (?1, ?2) RETURNING key")?
                .query_row(params![id.0.into_bytes(), self.era], |row| row.get(0)),
        }
    }

    fn outbox(&mut self, batch: &Batch) -> Result<()> {
        for (id, code) in &batch.refused {
            self.refused(*id, *code)?;
        }
        for id in &batch.retried {
            self.failed(*id, None)?;
        }
        for message in &batch.uploaded {
            self.conn
                .prepare_cached("UPDATE outbox SET upload = NULL WHERE message = ?1")?
                .execute(params![message.0.into_bytes()])?;
        }
        Ok(())
    }

    /// A message or an edit has words in it, which wait for the person; any other act is as if it had never been.
    fn refused(&mut self, id: SendId, code: ErrorCode) -> Result<()> {
        if let SendId::Act(act) = id {
            let words = self
                .conn
                .prepare_cached("SELECT 1 FROM outbox WHERE message = ?1 AND body ->> '$.act' = 'edit'")?
                .exists(params![act.0.into_bytes()])?;
            if !words {
                return self.take_act(act).map(drop);
            }
        }
        self.failed(id, Some(code))
    }

    fn failed(&mut self, id: SendId, code: Option<ErrorCode>) -> Result<()> {
        let code = code.map(|code| column::to_word(&code)).transpose()?;
        let found = self
            .conn
            .prepare_cached("UPDATE outbox SET failed = ?2 WHERE message = ?1 RETURNING conversation, target")?
            .query_row(params![bytes(id), code], |row| {
                Ok((column::id(row, 0, ConversationId)?, column::id_maybe(row, 1, MessageId)?))
            })
            .optional()?;
        match (found, id) {
            (Some((conversation, Some(target))), _) => self.shown_anew(conversation, target),
            (Some((conversation, None)), SendId::Message(message)) => self.shown_anew(conversation, message),
            (Some((_, None)), SendId::Act(_)) | (None, _) => Ok(()),
        }
    }

    /// What waits for this message is different now, so the message looks different, sent or not.
    pub(crate) fn shown_anew(&mut self, conversation: ConversationId, message: MessageId) -> Result<()> {
        let sent = self
            .conn
            .prepare_cached("SELECT conversation FROM message WHERE id = ?1")?
            .query_row(params![message.0.into_bytes()], |row| row.get(0))
            .optional()?;
        match sent {
            Some(key) => {
                self.touch.conversation(key).messages.insert(message);
            }
            None => {
                self.touch.outbox.insert(message);
                self.touch.rows.insert(conversation);
            }
        }
        Ok(())
    }

    /// Takes an act out of the outbox.
    pub(crate) fn take_act(&mut self, act: ActId) -> Result<Option<(ConversationId, MessageId, Act)>> {
        let found = self
            .conn
            .prepare_cached(
                "DELETE FROM outbox WHERE message = ?1 AND target IS NOT NULL RETURNING conversation, target, body",
            )?
            .query_row(params![act.0.into_bytes()], |row| {
                Ok((column::id(row, 0, ConversationId)?, column::id(row, 1, MessageId)?, column::json(row, 2)?))
            })
            .optional()?;
        if let Some((conversation, target, _)) = &found {
            self.shown_anew(*conversation, *target)?;
            self.touch.erased = true;
        }
        Ok(found)
    }

    /// An acknowledged act leaves the outbox for the state.
    fn act_sent(&mut self, act: ActId, seq: Seq, at: Millis) -> Result<()> {
        let Some((conversation, target, what)) = self.take_act(act)? else { return Ok(()) };
        let key = self.key(conversation)?;
        self.acted((key, target), &what, seq, at)
    }

    fn readers(&mut self, batch: &Batch) -> Result<()> {
        if batch.forget_readers {
            let mut all = self.conn.prepare_cached("DELETE FROM reader RETURNING conversation")?;
            for key in all.query_map([], |row| row.get(0))? {
                self.touch.readers.insert(key?);
            }
        }
        for (conversation, readers) in &batch.readers {
            let key = self.key(*conversation)?;
            self.conn.prepare_cached("DELETE FROM reader WHERE conversation = ?1")?.execute(params![key])?;
            self.touch.readers.insert(key);
            for reader in readers {
                self.reader(key, reader.user, reader.seq)?;
            }
        }
        for (conversation, user, seq) in &batch.read_by {
            let key = self.key(*conversation)?;
            self.reader(key, *user, *seq)?;
        }
        Ok(())
    }

    fn reader(&mut self, key: i64, user: UserId, seq: Seq) -> Result<()> {
        if self.me == Some(user) {
            return Ok(());
        }
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO reader (conversation, user, seq) VALUES (?1, ?2, ?3)
                 ON CONFLICT (conversation, user) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq",
            )?
            .execute(params![key, user.0.into_bytes(), column::int(seq.0)])?;
        if changed > 0 {
            self.touch.readers.insert(key);
        }
        Ok(())
    }

    /// An acknowledged message leaves the outbox for the log. Its own event, which says more, may come before or after.
    fn sent(&mut self, message: MessageId, seq: Seq, at: Millis) -> Result<()> {
        let id = message.0.into_bytes();
        let waited = self
            .conn
            .prepare_cached("SELECT conversation, body FROM outbox WHERE message = ?1 AND target IS NULL")?
            .query_row(params![id], |row| Ok((column::id(row, 0, ConversationId)?, row.get(1)?)))
            .optional()?;
        let (Some((conversation, body)), Some(me)) = (waited, self.me) else { return Ok(()) };
        let key = self.key(conversation)?;
        let here = self.conn.prepare_cached("SELECT 1 FROM message WHERE id = ?1")?.exists(params![id])?;
        if !here {
            let said = Said::stored(body)?;
            let step = key::step(at);
            let place = key::free(self.conn, step)?;
            self.conn
                .prepare_cached(
                    "INSERT INTO message
                         (key, id, conversation, author, own, at, era, seq, number, body, reply_to, changed, mentions_me,
                          mentions_room, forwarded, file, link, file_size)
                     SELECT ?8, message, ?2, ?3, 1, ?4, ?5, ?6, 0, body, reply_to, ?7, 0, 0, forward -> '$.origin', ?9, ?10, ?11
                     FROM outbox WHERE message = ?1",
                )?
                .execute(params![
                    id,
                    key,
                    me.0.into_bytes(),
                    at.0,
                    self.era,
                    column::int(seq.0),
                    column::stamp(self.era, Seq(0)),
                    place,
                    said.carried.file,
                    said.carried.link,
                    said.carried.size.map(column::int),
                ])?;
            self.ledger.strays(place - step);
            let carried = said.carried;
            self.ledger.written(place, Some(Subject { conversation: key, author: me, mentions_me: false, carried }));
        }
        self.leave_outbox(message)?;
        self.raise(key, seq, 0)?;
        self.take_pending(message)?;
        self.touch.conversation(key).messages.insert(message);
        Ok(())
    }

    pub(crate) fn leave_outbox(&mut self, message: MessageId) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM outbox WHERE message = ?1 AND target IS NULL")?
            .execute(params![message.0.into_bytes()])?;
        Ok(gone > 0)
    }

    /// As [`Self::raise`], once all events of the batch have said it.
    pub(crate) fn reaches(&mut self, key: i64, seq: Seq, messages: u64) {
        let (highest, most) = self.raised.entry(key).or_default();
        *highest = seq.max(*highest);
        *most = messages.max(*most);
    }

    /// The log reaches at least this far, and holds at least so many messages.
    pub(crate) fn raise(&self, key: i64, seq: Seq, messages: u64) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE conversation SET head = max(head, ?2), messages = max(messages, ?3)
                 WHERE key = ?1 AND (head < ?2 OR messages < ?3)",
            )?
            .execute(params![key, column::int(seq.0), column::int(messages)])?;
        Ok(())
    }

    fn cursor(&self, cursor: Cursor) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE account SET epoch = ?1, pos = ?2 WHERE one = 1")?
            .execute(params![cursor.epoch.0.into_bytes(), column::int(cursor.pos.0)])?;
        Ok(())
    }

    /// The epoch of the stored cursor.
    pub(crate) fn epoch(&self) -> Result<Option<Epoch>> {
        self.conn
            .prepare_cached("SELECT epoch FROM account WHERE one = 1")?
            .query_row([], |row| column::id_maybe(row, 0, Epoch))
    }
}

/// What waits is named by one id, whatever it is.
pub(crate) const fn bytes(id: SendId) -> [u8; 16] {
    match id {
        SendId::Message(message) => message.0.into_bytes(),
        SendId::Act(act) => act.0.into_bytes(),
    }
}
