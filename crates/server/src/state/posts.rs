//! Messages: posting, editing, deleting.

use hearth_proto::{
    body::Body,
    command::Post,
    error::ErrorCode,
    event::{Event, Message, What},
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use rusqlite::params;

use super::{
    apply::Tx,
    command::{Answer, Refusal, forbidden, not_found},
    mentions::Mentioned,
    messages::Remembered,
    rows::{int, json, uint},
};

/// What stays the same of a message for ever.
pub(super) struct Standing {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub author: UserId,
    pub at: Millis,
}

impl Tx<'_> {
    /// A new message. A repeated id gets its first answer again, whatever the body says now.
    pub fn post(&mut self, post: &Post) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if let Some(known) = self.remembered(post.message)? {
            return if known.author == me && known.conversation == post.conversation {
                self.ack_of(&known, known.seq)
            } else {
                Err(Refusal::no(ErrorCode::Conflict, "this message id was used for another message"))
            };
        }
        if let Some(original) = post.reply_to {
            self.message_in(post.conversation, original)?;
        }
        let forwarded = post.forward.map(|source| self.origin(source, &post.body)).transpose()?;
        self.check_blob(me, &post.body)?;
        let mentioned = match forwarded {
            // Words that are passed on call nobody once more.
            Some(_) => Mentioned::default(),
            None => self.mentioned(post.conversation, me, post.body.words())?,
        };
        if let Some(origin) = forwarded {
            self.introduce(post.conversation, origin.author)?;
        }
        let (seq, pos, number) = self.number_message(post.conversation, self.at)?;
        let message = Message {
            message: post.message,
            body: Some(post.body.clone()),
            reply_to: post.reply_to,
            number,
            edited_at: None,
            changed_seq: Seq(0),
            mentions: mentioned.users.clone(),
            mentions_room: mentioned.room,
            forwarded,
        };
        let standing = Standing { id: post.message, conversation: post.conversation, author: me, at: self.at };
        self.remember(&standing, (seq, pos), number)?;
        self.note_mentions(post.conversation, seq, me, &mentioned)?;
        self.use_blob(post.conversation, post.message, &post.body)?;
        let what = What::Message(message);
        let event = Event { conversation: post.conversation, seq, pos, at: self.at, author: me, what };
        self.write(event, None)?;
        Ok(self.ack(post.message, (seq, pos)))
    }

    /// Takes the numbers of a message that was written at `at`.
    pub fn number_message(&mut self, conversation: ConversationId, at: Millis) -> Result<(Seq, Pos, u64), Refusal> {
        let pos = self.take_pos();
        let (seq, number) = self
            .conn
            .prepare_cached(
                "UPDATE conversations SET seq = seq + 1, messages = messages + 1, active_at = ?2, pos = ?3
                 WHERE id = ?1 RETURNING seq, messages",
            )?
            .query_row(params![conversation.0.into_bytes(), at.0, int(pos.0)], |row| {
                Ok((Seq(uint(row, 0)?), uint(row, 1)?))
            })?;
        Ok((seq, pos, number))
    }

    /// Remembers a new message for ever.
    pub fn remember(&self, of: &Standing, (seq, pos): (Seq, Pos), number: u64) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "INSERT INTO messages
                 (id, conversation, author, seq, number, pos, at, redacted, pinned, pin_seq, changed_seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, 0)",
            )?
            .execute(params![
                of.id.0.into_bytes(),
                of.conversation.0.into_bytes(),
                of.author.0.into_bytes(),
                int(seq.0),
                int(number),
                int(pos.0),
                of.at.0,
            ])?;
        Ok(())
    }

    /// Replaces the words of an own message, in its own event and in every earlier edit of it.
    pub fn edit(&mut self, conversation: ConversationId, id: MessageId, body: &Body) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let known = self.message_in(conversation, id)?;
        if known.author != me {
            return Err(forbidden("only its author may edit a message"));
        }
        if known.redacted {
            return Err(not_found("message"));
        }
        let mut message = self.message_event(&known)?;
        if message.forwarded.is_some() {
            return Err(forbidden("what somebody else wrote stays as it was passed on"));
        }
        if message.body.as_ref() == Some(body) {
            return self.ack_of(&known, known.changed_seq);
        }
        self.check_blob(me, body)?;
        let mentioned = self.mentioned(conversation, me, body.words())?;
        message.mentions = mentioned.users.clone();
        message.mentions_room = mentioned.room;
        message.body = Some(body.clone());
        let place = self.change(&known, message, Some(body))?;
        self.note_mentions(conversation, known.seq, me, &mentioned)?;
        self.use_blob(conversation, id, body)?;
        Ok(self.ack(id, place))
    }

    /// Erases the words of a message everywhere.
    pub fn redact(&mut self, conversation: ConversationId, id: MessageId) -> Result<Answer, Refusal> {
        let known = self.message_in(conversation, id)?;
        if known.redacted {
            return self.ack_of(&known, known.changed_seq);
        }
        let mut message = self.message_event(&known)?;
        message.body = None;
        message.mentions = Vec::new();
        message.mentions_room = false;
        let place = self.change(&known, message, None)?;
        Ok(self.ack(id, place))
    }

    /// Writes the event of an edit or deletion, and lets no older event keep the former words.
    fn change(&mut self, known: &Remembered, mut message: Message, body: Option<&Body>) -> Result<(Seq, Pos), Refusal> {
        let me = self.me()?;
        let before = self.message_event(known)?;
        self.forget_earlier_edits(known)?;
        self.clear_uses(known.id, before.body.as_ref())?;
        self.clear_mentions(known.conversation, known.seq, &before.mentions)?;
        let what = match body {
            Some(body) => What::Edited {
                target: known.id,
                body: Some(body.clone()),
                mentions: message.mentions.clone(),
                mentions_room: message.mentions_room,
            },
            None => What::Redacted { target: known.id },
        };
        let place = self.append(known.conversation, me, what, Some(known.id))?;
        message.changed_seq = place.0;
        message.edited_at = Some(self.at);
        self.rewrite(known.conversation, known.seq, &What::Message(message))?;
        self.conn
            .prepare_cached("UPDATE messages SET changed_seq = ?2, redacted = ?3 WHERE id = ?1")?
            .execute(params![known.id.0.into_bytes(), int(place.0.0), body.is_none()])?;
        Ok(place)
    }

    fn forget_earlier_edits(&mut self, known: &Remembered) -> Result<(), Refusal> {
        let edits: Vec<(Seq, What)> = self
            .conn
            .prepare_cached("SELECT seq, what FROM events WHERE target = ?1")?
            .query_map([known.id.0.into_bytes()], |row| Ok((Seq(uint(row, 0)?), json(row, 1)?)))?
            .collect::<Result<_, _>>()?;
        for (seq, what) in edits {
            if let What::Edited { target, body: Some(_), .. } = what {
                self.rewrite(
                    known.conversation,
                    seq,
                    &What::Edited { target, body: None, mentions: Vec::new(), mentions_room: false },
                )?;
            }
        }
        Ok(())
    }
}
