//! Passing a message on: whose it is, and that it says what they said.

use hearth_proto::{
    body::Body,
    command::ForwardOf,
    error::ErrorCode,
    event::Forwarded,
    id::{ConversationId, UserId},
    rights::Right,
};

use super::{
    apply::Tx,
    command::{Audience, News, Refusal, not_found},
    rights::ask,
    rows::{find_profile, find_role},
};

impl Tx<'_> {
    /// Who first wrote the message that is passed on, and when. The asker can read it, and `body` is what it says now.
    pub fn origin(&self, source: ForwardOf, body: &Body) -> Result<Forwarded, Refusal> {
        ask(self.conn, self.me()?, source.conversation, Right::Read)?;
        let known = self.message_in(source.conversation, source.message)?;
        let message = self.message_event(&known)?;
        match message.body {
            None => Err(not_found("message")),
            Some(says) if says != *body => {
                Err(Refusal::no(ErrorCode::Conflict, "the message does not say that, or no longer"))
            }
            Some(_) => Ok(message.forwarded.unwrap_or(Forwarded { author: known.author, at: known.at })),
        }
    }

    /// The people of a conversation learn who wrote what is passed on to them.
    pub fn introduce(&mut self, conversation: ConversationId, author: UserId) -> Result<(), Refusal> {
        if find_role(self.conn, conversation, author)?.is_none()
            && let Some(profile) = find_profile(self.conn, author)?
        {
            let pos = self.take_pos();
            self.tell(News::Person { profile, pos, to: Audience::Conversation(conversation) });
        }
        Ok(())
    }
}
