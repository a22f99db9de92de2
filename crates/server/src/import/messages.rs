//! Messages on their way in: what each becomes here, whose it is, and what hangs on it.

use std::collections::HashMap;

use hearth_archive::{mentions, record::Message, remark::Unfit};
use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, UserId},
};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{
    ImportError,
    bodies::{Fitted, fit},
    course::{Course, Queued},
};
use crate::{
    clock::now,
    state::{
        command::{Import, ImportedMessage},
        form,
    },
};

/// As many people as the server finds in a message of its own.
const MENTIONS: usize = 50;

impl Course<'_, '_> {
    /// Takes a message in: fits it to the limits, finds its people, and lines up what it became.
    pub(super) fn message(&mut self, mut message: Message) -> Result<(), ImportError> {
        let possible = Millis(message.at.0.clamp(0, now().0));
        if message.at != possible {
            self.remarks.note(Unfit::ImpossibleTime, || message.id.to_string());
        }
        message.at = possible;
        message.edited_at = message.edited_at.map(|at| Millis(at.0.clamp(possible.0, now().0.max(possible.0))));
        let Some(here) = self.begin(message.conversation, message.at)? else {
            self.leave_out(message.conversation);
            return Ok(());
        };
        let author = self.here(message.author)?;
        let mut mentions = Vec::new();
        for person in &message.mentions {
            mentions.push(self.here(*person)?);
        }
        if mentions.len() > MENTIONS {
            self.remarks.note(Unfit::ManyMentions, || message.id.to_string());
            mentions.truncate(MENTIONS);
        }
        self.call_as_here(&mut message);
        let pieces = self.pieces(&message)?;
        if pieces.is_empty() {
            self.remarks.note(Unfit::EmptyMessage, || message.id.to_string());
            self.leave_out(message.conversation);
            return Ok(());
        }
        let forwarded = match message.forwarded {
            Some(mut origin) => {
                origin.author = self.here(origin.author)?;
                Some(origin)
            }
            None => None,
        };
        let reactions = self.reactions(&message)?;
        let mut brought = ImportedMessage {
            conversation: here,
            message: message.id,
            at: message.at,
            author,
            body: None,
            reply_to: message.reply_to,
            forwarded,
            edited_at: message.edited_at,
            mentions,
            mentions_room: message.mentions_room,
            pinned: message.pinned,
            reactions,
            follows: None,
        };
        for (number, body) in (0_u64..).zip(pieces) {
            brought.body = body;
            if number > 0 {
                // What hangs on the whole hangs on its first part.
                brought.message = part(message.id, number);
                brought.reply_to = None;
                brought.mentions.clear();
                brought.mentions_room = false;
                brought.pinned = false;
                brought.reactions.clear();
            }
            self.queue(message.conversation, number > 0, brought.clone());
        }
        if let Some(place) = self.places.get_mut(message.conversation) {
            place.authors.insert(author);
        }
        Ok(())
    }

    /// Writes the handles that people have here where the words mention them. Those whom it does not mention are only
    /// words, and stay.
    fn call_as_here(&self, message: &mut Message) {
        let words = match &mut message.body {
            Some(Body::Text { text }) => text,
            Some(Body::Picture { caption, .. } | Body::File { caption, .. }) => caption,
            Some(Body::Sticker { .. } | Body::Unknown(_)) | None => return,
        };
        let mut other: HashMap<&str, &str> = HashMap::new();
        for person in message.mentions.iter().chain([&message.author]) {
            let there = self.people.handle(*person);
            if let Some(here) = self.people.handle_here(*person).filter(|here| *here != there) {
                other.insert(there, here);
            }
        }
        if !other.is_empty() {
            *words = mentions::renamed(words, |handle| other.get(handle).map(|here| (*here).to_owned())).into_owned();
        }
    }

    fn leave_out(&mut self, conversation: ConversationId) {
        if let Some(place) = self.places.get_mut(conversation) {
            place.left_out += 1;
        }
    }

    /// What a message says, one body for each message that it becomes; None for a deleted one.
    fn pieces(&mut self, message: &Message) -> Result<Vec<Option<Body>>, ImportError> {
        let Some(body) = &message.body else { return Ok(vec![None]) };
        let Self { source, files, ledger, reader, remarks, .. } = self;
        let brought = match body.blob() {
            Some(blob) => Some(files.bring(blob, source, ledger, reader, remarks)?),
            None => None,
        };
        let Fitted { pieces, remarks } = fit(body.clone(), brought, self.ledger.limits());
        for remark in remarks {
            self.remarks.note(remark, || message.id.to_string());
        }
        Ok(pieces.into_iter().map(Some).collect())
    }

    fn reactions(&mut self, message: &Message) -> Result<Vec<(String, UserId)>, ImportError> {
        let mut reactions = Vec::new();
        for reaction in &message.reactions {
            if form::reaction(&reaction.emoji).is_err() {
                self.remarks.note(Unfit::StrangeReaction, || reaction.emoji.chars().take(40).collect());
                continue;
            }
            for person in &reaction.people {
                reactions.push((reaction.emoji.clone(), self.here(*person)?));
            }
        }
        Ok(reactions)
    }

    fn queue(&mut self, conversation: ConversationId, part: bool, mut message: ImportedMessage) {
        let Some(place) = self.places.get_mut(conversation) else { return };
        message.follows = place.follows.replace(message.message);
        self.batch_bytes += 512 + message.body.as_ref().map_or(0, |body| body.words().len());
        self.queued.push(Queued { conversation, part, message: message.message });
        self.batch.push(Import::Message(Box::new(message)));
    }
}

/// A further part of a message: its id follows from the message's, so that it is the same next time.
fn part(of: MessageId, number: u64) -> MessageId {
    let mut hash = Sha256::new();
    hash.update(b"hearth import part");
    hash.update(of.0.as_bytes());
    hash.update(number.to_be_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    // Version 8 of RFC 9562: the bits are the application's own.
    let id: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    MessageId(id)
}
