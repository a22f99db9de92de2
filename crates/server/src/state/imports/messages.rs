//! Messages of an archive: in their old order, with their old times, each once for ever.

use std::collections::BTreeSet;

use hearth_proto::{
    error::ErrorCode,
    event::{Event, Message, What},
    id::{ConversationId, MessageId, Millis, Seq, UserId},
};
use rusqlite::{OptionalExtension, params};

use crate::state::{
    apply::Tx,
    command::{Arrived, Imported, ImportedMessage, Refusal, not_found},
    mentions::Mentioned,
    messages::Remembered,
    posts::Standing,
    rows::{find_conversation, int, uuid},
};

impl Tx<'_> {
    /// Adds a message with what hangs on it, or only what is new of it where it is here already.
    pub(super) fn import_message(&mut self, brought: &ImportedMessage) -> Result<Imported, Refusal> {
        let id = brought.conversation;
        let found = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        let news = self.news.len();
        let arrived = match self.remembered(brought.message)? {
            Some(known) if known.conversation != id => {
                return Err(Refusal::no(ErrorCode::Conflict, "this message stands in another conversation"));
            }
            Some(known) => Arrived { new: false, answers_nothing: false, reactions: self.hang(&known, brought)? },
            None => {
                self.expect_order(brought)?;
                if found.members > 0 {
                    self.introduce_all(brought)?;
                }
                self.add(brought, found.active_at)?
            }
        };
        if found.members == 0 {
            // Nobody is there to hear of it.
            self.news.truncate(news);
        } else if arrived.new {
            self.move_marks_along(id)?;
        }
        Ok(Imported::Message(arrived))
    }

    /// Readers order by seq, so what is older never comes behind what is newer, unless the archive has it so.
    fn expect_order(&self, brought: &ImportedMessage) -> Result<(), Refusal> {
        let newest = self
            .conn
            .prepare_cached("SELECT id, at FROM messages WHERE conversation = ?1 ORDER BY seq DESC LIMIT 1")?
            .query_row([brought.conversation.0.into_bytes()], |row| Ok((MessageId(uuid(row, 0)?), Millis(row.get(1)?))))
            .optional()?;
        match newest {
            Some((newest, at)) if at > brought.at && Some(newest) != brought.follows => {
                Err(Refusal::no(ErrorCode::Conflict, "the conversation has gone on since"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn add(&mut self, brought: &ImportedMessage, active_at: Millis) -> Result<Arrived, Refusal> {
        let id = brought.conversation;
        if let Some(body) = &brought.body {
            self.check_described(body)?;
        }
        let reply_to = match brought.reply_to {
            Some(original) => self.remembered(original)?.filter(|known| known.conversation == id).map(|known| known.id),
            None => None,
        };
        let deleted = brought.body.is_none();
        let edited_at = if deleted { brought.edited_at.or(Some(brought.at)) } else { brought.edited_at };
        let mentioned = match deleted {
            true => Mentioned::default(),
            false => Mentioned { users: brought.mentions.clone(), room: brought.mentions_room },
        };
        let (seq, pos, number) = self.number_message(id, brought.at.max(active_at))?;
        // Its last change is in it, as if it had been written so: no earlier words ever were in this log.
        let changed_seq = if edited_at.is_some() { seq } else { Seq(0) };
        let author = brought.author;
        let standing = Standing { id: brought.message, conversation: id, author, at: brought.at };
        self.remember(&standing, (seq, pos), number)?;
        self.conn
            .prepare_cached("UPDATE messages SET changed_seq = ?2, redacted = ?3 WHERE id = ?1")?
            .execute(params![brought.message.0.into_bytes(), int(changed_seq.0), deleted])?;
        self.note_mentions(id, seq, author, &mentioned)?;
        if let Some(body) = &brought.body {
            self.use_blob(id, brought.message, body)?;
        }
        let what = What::Message(Message {
            message: brought.message,
            body: brought.body.clone(),
            reply_to,
            number,
            edited_at,
            changed_seq,
            mentions: mentioned.users,
            mentions_room: mentioned.room,
            forwarded: brought.forwarded,
        });
        self.write(Event { conversation: id, seq, pos, at: brought.at, author, what }, None)?;
        let known = self.message_in(id, brought.message)?;
        let reactions = self.hang(&known, brought)?;
        let answers_nothing = brought.reply_to.is_some() && reply_to.is_none();
        Ok(Arrived { new: true, answers_nothing, reactions })
    }

    /// Adds the reactions and the pin that never were here. What somebody here has taken back stays taken back.
    fn hang(&mut self, known: &Remembered, brought: &ImportedMessage) -> Result<u32, Refusal> {
        if known.redacted {
            return Ok(0);
        }
        let (id, target) = (known.conversation, known.id);
        let mut added = 0;
        for (emoji, user) in &brought.reactions {
            let present: bool = self
                .conn
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM reactions WHERE message = ?1 AND user = ?2 AND emoji = ?3)",
                )?
                .query_row(params![target.0.into_bytes(), user.0.into_bytes(), emoji], |row| row.get(0))?;
            if present {
                continue;
            }
            let what = What::Reaction { target, emoji: emoji.clone(), on: true };
            let (seq, _) = self.append_at(brought.at, id, *user, what, Some(target))?;
            self.conn
                .prepare_cached(
                    "INSERT INTO reactions (message, user, emoji, present, seq) VALUES (?1, ?2, ?3, 1, ?4)",
                )?
                .execute(params![target.0.into_bytes(), user.0.into_bytes(), emoji, int(seq.0)])?;
            added += 1;
        }
        if brought.pinned && known.pin_seq == Seq(0) {
            let what = What::Pinned { target, on: true };
            let (seq, _) = self.append_at(brought.at, id, brought.author, what, Some(target))?;
            self.conn
                .prepare_cached("UPDATE messages SET pinned = 1, pin_seq = ?2 WHERE id = ?1")?
                .execute(params![target.0.into_bytes(), int(seq.0)])?;
        }
        Ok(added)
    }

    /// Those who are in it hear who the people are whom they have never met.
    fn introduce_all(&mut self, brought: &ImportedMessage) -> Result<(), Refusal> {
        let mut people: BTreeSet<UserId> = brought.mentions.iter().copied().collect();
        people.insert(brought.author);
        people.extend(brought.forwarded.map(|origin| origin.author));
        people.extend(brought.reactions.iter().map(|(_, user)| *user));
        for person in people {
            self.introduce(brought.conversation, person)?;
        }
        Ok(())
    }

    /// Whoever had read everything before this message has read everything with it.
    fn move_marks_along(&self, id: ConversationId) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "UPDATE marks SET seq = c.seq, messages = c.messages FROM conversations c
                 WHERE c.id = ?1 AND marks.conversation = ?1 AND marks.messages = c.messages - 1
                   AND marks.unread_seq IS NULL
                   AND marks.user IN (SELECT user FROM members WHERE conversation = ?1)",
            )?
            .execute([id.0.into_bytes()])?;
        Ok(())
    }
}
