//! What the person does to messages: edit, delete, react, pin, forward. Each act is on this disk before it leaves, and is
//! seen at once.

use hearth_engine::input::Input;
use hearth_history::{
    batch::{Forward, Outgoing, Sending},
    item::{Message, Send},
    writer::Writer,
};
use hearth_proto::{
    act::{Act, SendId},
    body::Body,
    command::ForwardOf,
    error::ErrorCode,
    event::Forwarded,
    id::{ActId, ConversationId, MessageId},
};

use crate::{
    call::{EditCall, ForwardCall, MessageCall, PinCall, ReactCall},
    client::Client,
    clock,
    http::Answer,
    messages::fits,
    record,
    view::{Key, Problem},
};

/// The longest emoji, in bytes: a family with skin tones has 41.
const EMOJI_BYTES: usize = 64;
/// Messages that one call may make by forwarding.
const MOST_FORWARDED: usize = 500;

impl Client {
    /// Gives an own message other words. One that was refused is sent again with them.
    ///
    /// # Errors
    /// `empty`, `too_large`, `forbidden` where it is somebody else's, `not_found`, or when the history cannot be written.
    pub async fn edit_message(&self, call: EditCall) -> Answer<()> {
        let EditCall { key, message, text } = call;
        let account = self.account(key.account)?;
        fits(&text, &account.shared.file().limits)?;
        let known = self.standing(key, message).await?;
        if !known.own || known.forwarded.is_some() {
            return Err(Problem::server(ErrorCode::Forbidden, "these are somebody else's words"));
        }
        let before = known.body.clone();
        let body = reworded(known.body, text)?;
        if matches!(known.send, Send::Failed { .. }) {
            let words = body.clone();
            let write = Box::new(move |writer: &mut Writer| writer.reword(message, &words));
            return account.write(write, Some(Input::Reworded { message, body }), None).await;
        }
        let same = before.as_ref() == Some(&body);
        match known.edit {
            // What was refused gives way to what is wanted now.
            Some(Send::Failed { .. }) if same => return self.retry(MessageCall { key, message }).await,
            Some(Send::Failed { .. }) => self.discard_edits(&MessageCall { key, message }).await?,
            Some(Send::Waiting | Send::Sent) | None if same => return Ok(()),
            Some(Send::Waiting | Send::Sent) | None => {}
        }
        self.act(key, message, Act::Edit { body }).await
    }

    /// Erases a message. One that never left is as if it had never been written.
    ///
    /// # Errors
    /// `not_found`, or when the history cannot be written.
    pub async fn delete_message(&self, call: MessageCall) -> Answer<()> {
        let MessageCall { key, message } = call;
        let known = self.standing(key, message).await?;
        if known.seq.is_none() && self.account(key.account)?.withdraw(key, message).await? {
            return Ok(());
        }
        self.act(key, message, Act::Redact).await
    }

    /// Adds or takes back one emoji.
    ///
    /// # Errors
    /// `malformed` for what is no emoji, `not_found`, or when the history cannot be written.
    pub async fn react(&self, call: ReactCall) -> Answer<()> {
        let ReactCall { key, message, emoji, on } = call;
        if emoji.is_empty() || emoji.len() > EMOJI_BYTES {
            return Err(Problem::server(ErrorCode::Malformed, "this is no emoji"));
        }
        let me = self.account(key.account)?.shared.user;
        let known = self.standing(key, message).await?;
        let is_on = known.reactions.iter().any(|count| count.emoji == emoji && count.users.contains(&me));
        if is_on == on { Ok(()) } else { self.act(key, message, Act::React { emoji, on }).await }
    }

    /// Pins a message, or takes the pin out.
    ///
    /// # Errors
    /// `not_found`, or when the history cannot be written.
    pub async fn pin_message(&self, call: PinCall) -> Answer<()> {
        let PinCall { key, message, on } = call;
        let known = self.standing(key, message).await?;
        if known.pinned == on { Ok(()) } else { self.act(key, message, Act::Pin { on }).await }
    }

    /// Passes sent messages on to other conversations of the same account: all of them or none.
    ///
    /// # Errors
    /// `not_found` when one of them is not here, still waits, or was deleted; or when the history cannot be written.
    pub async fn forward(&self, call: ForwardCall) -> Answer<Vec<MessageId>> {
        let ForwardCall { from, messages, to } = call;
        if messages.len().saturating_mul(to.len()) > MOST_FORWARDED {
            return Err(Problem::server(ErrorCode::TooLarge, "too much at once"));
        }
        let mut sources = Vec::with_capacity(messages.len());
        for message in messages {
            let known = self.standing(from, message).await?;
            if known.seq.is_none() {
                return Err(Problem::server(ErrorCode::NotFound, "the message waits to be sent"));
            }
            sources.push(known);
        }
        let all: Vec<Outgoing> = to
            .iter()
            .flat_map(|conversation| sources.iter().filter_map(|source| forwarded(source, *conversation)))
            .collect();
        let made = all.iter().filter_map(|outgoing| match outgoing.what.id() {
            SendId::Message(message) => Some(message),
            SendId::Act(_) => None,
        });
        let made = made.collect();
        let queued = all.iter().map(|outgoing| Input::Queued(record::queued(outgoing))).collect();
        let write = Box::new(move |writer: &mut Writer| writer.enqueue_all(&all));
        self.account(from.account)?.write_many(write, queued, None).await?;
        Ok(made)
    }

    /// Puts an act into the outbox.
    async fn act(&self, key: Key, target: MessageId, what: Act) -> Answer<()> {
        let what = Sending::Act { act: ActId(clock::fresh_id()), target, what };
        let outgoing = Outgoing { conversation: key.conversation, at: clock::wall(), what };
        let queued = Input::Queued(record::queued(&outgoing));
        let write = Box::new(move |writer: &mut Writer| writer.enqueue(&outgoing));
        self.account(key.account)?.write(write, Some(queued), None).await
    }

    /// A message that is here and not deleted.
    async fn standing(&self, key: Key, message: MessageId) -> Answer<Message> {
        let found = self.account(key.account)?.read(move |reader| reader.message(message)).await?;
        found
            .filter(|found| found.conversation == key.conversation && found.body.is_some())
            .ok_or_else(|| Problem::server(ErrorCode::NotFound, "there is no such message"))
    }

    /// Edits of a message that wait or were refused.
    pub(crate) async fn edits_on(&self, call: &MessageCall) -> Answer<Vec<ActId>> {
        let MessageCall { key, message } = *call;
        let acts = self.account(key.account)?.read(move |reader| reader.acts_on(message)).await?;
        let edits = acts.into_iter().filter_map(|waiting| match waiting.outgoing.what {
            Sending::Act { act, what: Act::Edit { .. }, .. } => Some(act),
            Sending::Act { .. } | Sending::Message { .. } => None,
        });
        Ok(edits.collect())
    }

    /// Gives them up.
    pub(crate) async fn discard_edits(&self, call: &MessageCall) -> Answer<()> {
        let edits = self.edits_on(call).await?;
        let then = edits.iter().map(|act| Input::Discarded { id: SendId::Act(*act) }).collect();
        let write = Box::new(move |writer: &mut Writer| writer.discard_acts(&edits));
        self.account(call.key.account)?.write_many(write, then, None).await
    }
}

/// The body with other words; a caption may be empty, a text may not.
fn reworded(body: Option<Body>, text: String) -> Answer<Body> {
    match body {
        Some(Body::Text { .. }) if text.trim().is_empty() => {
            Err(Problem::server(ErrorCode::Empty, "there is nothing to say"))
        }
        Some(Body::Text { .. }) => Ok(Body::Text { text }),
        Some(Body::Picture { picture, .. }) => Ok(Body::Picture { picture, caption: caption(text) }),
        Some(Body::File { file, .. }) => Ok(Body::File { file, caption: caption(text) }),
        Some(Body::Sticker { .. } | Body::Unknown(_)) | None => {
            Err(Problem::server(ErrorCode::Malformed, "it has no words to change"))
        }
    }
}

fn caption(text: String) -> String {
    if text.trim().is_empty() { String::new() } else { text }
}

/// A message that passes another one on. Whoever wrote it first stays named, however often it is passed on.
fn forwarded(source: &Message, conversation: ConversationId) -> Option<Outgoing> {
    let origin = source.forwarded.unwrap_or(Forwarded { author: source.author, at: source.at });
    let of = ForwardOf { conversation: source.conversation, message: source.id };
    let what = Sending::Message {
        message: MessageId(clock::fresh_id()),
        body: source.body.clone()?,
        reply_to: None,
        forward: Some(Forward { of, origin }),
        upload: None,
    };
    Some(Outgoing { conversation, at: clock::wall(), what })
}
