//! Notes down what a transaction changes, and at its end reads it back as it is shown.

use std::collections::{BTreeMap, BTreeSet};

use hearth_proto::{
    id::{ConversationId, MessageId, Seq, UserId},
    people::Profile,
};
use rusqlite::{Connection, Result, params};

use crate::{batch::Touched, column, item::Item, load, overlay};

/// What was changed so far. Everything in it is a name; values are read at the end.
#[derive(Default)]
pub(crate) struct Touch {
    /// By local key.
    pub(crate) conversations: BTreeMap<i64, Places>,
    pub(crate) people: BTreeMap<UserId, Profile>,
    /// Conversations in which others have read on, by local key.
    pub(crate) readers: BTreeSet<i64>,
    /// Waiting messages, which have no place in a log yet.
    pub(crate) outbox: BTreeSet<MessageId>,
    /// Rows of conversations that have no key yet, or need no refreshing.
    pub(crate) rows: BTreeSet<ConversationId>,
    /// Words were erased or replaced.
    pub(crate) erased: bool,
}

/// What was changed in one conversation.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) messages: BTreeSet<MessageId>,
    pub(crate) notes: BTreeSet<Seq>,
    /// Something of long ago is new there, which nobody waits for.
    past: BTreeSet<Seq>,
    /// From and to; `to` below `from` where it was filled.
    pub(crate) holes: BTreeMap<Seq, Seq>,
    pub(crate) members: bool,
}

impl Places {
    /// Something of long ago is here now.
    pub(crate) fn came(&mut self, seq: Seq) {
        self.past.insert(seq);
    }

    /// From and to: stretches of what has come. What little else lies in them is read once more.
    fn stretches(&self) -> Vec<(Seq, Seq)> {
        let mut stretches: Vec<(Seq, Seq)> = Vec::new();
        for seq in &self.past {
            match stretches.last_mut() {
                Some((_, to)) if seq.0 - to.0 <= NEAR => *to = *seq,
                Some(_) | None => stretches.push((*seq, *seq)),
            }
        }
        stretches
    }
}

/// Reactions and edits have places in the log and are no items, so neighbours of one stretch may lie so far apart.
const NEAR: u64 = 100;

/// How many answers to a changed message are shown anew with it. Older ones are right when they are read the next time.
pub(crate) const MOST_QUOTES: i64 = 200;

impl Touch {
    pub(crate) fn conversation(&mut self, key: i64) -> &mut Places {
        self.conversations.entry(key).or_default()
    }

    /// Reads what was touched, inside the same transaction.
    pub(crate) fn read(mut self, conn: &Connection) -> Result<Touched> {
        let waits = overlay::any(conn)?;
        self.rows_of_people(conn)?;
        self.quotes(conn, waits)?;
        let mut touched = Touched { people: self.people.into_values().collect(), ..Touched::default() };
        let mut items: BTreeMap<ConversationId, Vec<Item>> = BTreeMap::new();
        for (key, places) in &self.conversations {
            let (id, known) = conversation_of(conn, *key)?;
            if known {
                self.rows.insert(id);
            }
            let into = items.entry(id).or_default();
            into.extend(places.holes.iter().map(|(from, to)| Item::Hole { from: *from, to: *to }));
            for seq in &places.notes {
                into.extend(load::note(conn, (*key, id), *seq)?);
            }
            for message in &places.messages {
                into.extend(load::one_of_many(conn, *message, waits)?.map(Item::Message));
            }
            into.sort_by_key(load::seq_of);
            touched.past.extend(places.stretches().into_iter().map(|(from, to)| (id, from, to)));
            if places.members {
                touched.members.push((id, load::members(conn, *key)?));
            }
        }
        for key in &self.readers {
            let (id, _) = conversation_of(conn, *key)?;
            touched.readers.push((id, load::readers(conn, *key)?));
        }
        for message in self.outbox {
            if let Some(message) = load::message(conn, message)? {
                items.entry(message.conversation).or_default().push(Item::Message(message));
            }
        }
        touched.rows = self.rows.into_iter().collect();
        touched.items = items.into_iter().filter(|(_, items)| !items.is_empty()).collect();
        Ok(touched)
    }

    /// A person's name stands in the rows of private chats with them and where they spoke last.
    fn rows_of_people(&mut self, conn: &Connection) -> Result<()> {
        let mut rows = conn.prepare_cached(
            "SELECT c.id FROM conversation AS c LEFT JOIN message AS m ON m.key = c.last_message
             WHERE c.known = 1 AND (c.peer = ?1 OR m.author = ?1)",
        )?;
        for user in self.people.keys() {
            for id in rows.query_map(params![user.0.into_bytes()], |row| column::id(row, 0, ConversationId))? {
                self.rows.insert(id?);
            }
        }
        Ok(())
    }

    /// Answers quote what they answer, so they change with it.
    fn quotes(&mut self, conn: &Connection, waits: bool) -> Result<()> {
        let changed: Vec<MessageId> = self.conversations.values().flat_map(|at| at.messages.iter().copied()).collect();
        let mut sent =
            conn.prepare_cached("SELECT conversation, id FROM message WHERE reply_to = ?1 ORDER BY key DESC LIMIT ?2")?;
        let mut waiting = conn.prepare_cached("SELECT message FROM outbox WHERE reply_to = ?1 LIMIT ?2")?;
        for message in changed {
            let of = params![message.0.into_bytes(), MOST_QUOTES];
            for found in sent.query_map(of, |row| Ok((row.get(0)?, column::id(row, 1, MessageId)?)))? {
                let (key, answer) = found?;
                self.conversation(key).messages.insert(answer);
            }
            if waits {
                for answer in waiting.query_map(of, |row| column::id(row, 0, MessageId))? {
                    self.outbox.insert(answer?);
                }
            }
        }
        Ok(())
    }
}

fn conversation_of(conn: &Connection, key: i64) -> Result<(ConversationId, bool)> {
    conn.prepare_cached("SELECT id, known FROM conversation WHERE key = ?1")?
        .query_row(params![key], |row| Ok((column::id(row, 0, ConversationId)?, row.get(1)?)))
}
