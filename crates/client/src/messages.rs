//! Writing: what is sent is on this disk before anything else happens with it.

use std::path::PathBuf;

use hearth_engine::input::Input;
use hearth_history::{
    answer::Draft,
    batch::{Outgoing, Sending},
    writer::Writer,
};
use hearth_proto::{
    act::SendId,
    body::{Body, Picture},
    error::ErrorCode,
    id::{BlobId, MessageId},
    limits::Limits,
};

use crate::{
    call::{DraftCall, MessageCall, PictureCall, StagedPicture, StickerCall, TextCall},
    client::Client,
    clock,
    http::Answer,
    names, pictures, record,
    view::{AccountId, Change, Key, LocalFault, Problem},
};

/// Characters of a sticker's or a sticker set's name.
const STICKER_CHARS: usize = 64;

/// Attachments of one draft.
const MOST_ATTACHED: usize = 100;

/// A file larger than this is no picture that could be sent, however far it were shrunk.
const LARGEST_FILE: u64 = 256 << 20;

impl Client {
    /// Sends a text; waits in the outbox while there is no line.
    ///
    /// # Errors
    /// `empty` or `too_large`, or when the history cannot be written.
    pub async fn send_text(&self, call: TextCall) -> Answer<MessageId> {
        let TextCall { key, text, reply_to } = call;
        if text.trim().is_empty() {
            return Err(Problem::server(ErrorCode::Empty, "there is nothing to send"));
        }
        fits(&text, &self.account(key.account)?.shared.file().limits)?;
        self.send(key, Body::Text { text }, reply_to, None).await
    }

    /// Sends a sticker.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn send_sticker(&self, call: StickerCall) -> Answer<MessageId> {
        let StickerCall { key, set, name, reply_to } = call;
        for part in [&set, &name] {
            if part.is_empty() || part.chars().count() > STICKER_CHARS {
                return Err(Problem::server(ErrorCode::Malformed, "there is no such sticker"));
            }
        }
        self.send(key, Body::Sticker { set, name, picture: None }, reply_to, None).await
    }

    /// Takes a picture file into the account's store, ready to be sent.
    ///
    /// # Errors
    /// When it cannot be read, is no picture, or is too large.
    pub async fn stage_picture_file(&self, account: AccountId, path: PathBuf) -> Answer<StagedPicture> {
        let name = path.file_name().map(|name| names::safe(&name.to_string_lossy(), "picture")).unwrap_or_default();
        let reading = tokio::task::spawn_blocking(move || {
            let unreadable = |error: std::io::Error| Problem::local(LocalFault::NotAPicture, error.kind());
            if std::fs::metadata(&path).map_err(unreadable)?.len() > LARGEST_FILE {
                return Err(Problem::from(pictures::PictureError::TooLarge));
            }
            std::fs::read(&path).map_err(unreadable)
        });
        self.stage(account, reading.await??, name).await
    }

    /// Takes the bytes of a pasted picture into the account's store, ready to be sent.
    ///
    /// # Errors
    /// When they are no picture, or too large.
    pub async fn stage_picture_bytes(&self, account: AccountId, bytes: Vec<u8>) -> Answer<StagedPicture> {
        self.stage(account, bytes, String::new()).await
    }

    async fn stage(&self, account: AccountId, bytes: Vec<u8>, name: String) -> Answer<StagedPicture> {
        let shared = self.account(account)?.shared.clone();
        let staging = tokio::task::spawn_blocking(move || {
            let prepared = pictures::prepare(&bytes, &shared.file().limits)?;
            let blob = shared.blobs.keep(&prepared.bytes)?;
            let pictures::Prepared { bytes, mime, width, height, thumbhash } = prepared;
            shared.hold(&blob);
            let picture =
                Picture { blob, mime: mime.to_owned(), width, height, size: bytes.len() as u64, thumbhash, name };
            Ok(StagedPicture { picture })
        });
        staging.await?
    }

    /// Sends a staged picture: first its bytes, then the message.
    ///
    /// # Errors
    /// When it was not staged, the caption is too long, or the history cannot be written.
    pub async fn send_picture(&self, call: PictureCall) -> Answer<MessageId> {
        let PictureCall { key, picture, caption, reply_to } = call;
        let shared = self.account(key.account)?.shared.clone();
        fits(&caption, &shared.file().limits)?;
        if shared.blobs.path(&picture.blob).is_none() {
            return Err(Problem::server(ErrorCode::BlobMissing, "the picture is not on this computer"));
        }
        let upload = Some(picture.blob.clone());
        let caption = if caption.trim().is_empty() { String::new() } else { caption };
        self.send(key, Body::Picture { picture, caption }, reply_to, upload).await
    }

    pub(crate) async fn send(
        &self,
        key: Key,
        body: Body,
        reply_to: Option<MessageId>,
        upload: Option<BlobId>,
    ) -> Answer<MessageId> {
        let message = MessageId(clock::fresh_id());
        let what = Sending::Message { message, body, reply_to, forward: None, upload };
        let outgoing = Outgoing { conversation: key.conversation, at: clock::wall(), what };
        let queued = Input::Queued(record::queued(&outgoing));
        let write = Box::new(move |writer: &mut Writer| writer.enqueue(&outgoing));
        self.account(key.account)?.write(write, Some(queued), None).await?;
        Ok(message)
    }

    /// Sends a failed message again, or the failed edit of a sent one.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn retry(&self, call: MessageCall) -> Answer<()> {
        let account = self.account(call.key.account)?;
        if let Some(body) = self.changed_since_forwarded(&call).await? {
            let (message, words) = (call.message, body.clone());
            let write = Box::new(move |writer: &mut Writer| writer.reword(message, &words));
            account.write(write, Some(Input::Reworded { message, body }), None).await?;
        }
        let mut ids = vec![SendId::Message(call.message)];
        ids.extend(self.edits_on(&call).await?.into_iter().map(SendId::Act));
        for id in ids {
            account.tell(Input::Retry { id }).await?;
        }
        Ok(())
    }

    /// What a refused forward has to say now, where the original was changed after it was passed on: the server takes
    /// only what stands there.
    async fn changed_since_forwarded(&self, call: &MessageCall) -> Answer<Option<Body>> {
        let MessageCall { key, message } = *call;
        let account = self.account(key.account)?;
        let found = account.read(move |reader| {
            let Some(waiting) = reader.waiting_message(message)? else { return Ok(None) };
            let Sending::Message { body, forward: Some(forward), .. } = waiting.outgoing.what else { return Ok(None) };
            let original = reader.message(forward.of.message)?.and_then(|original| original.body);
            Ok(original.filter(|now| waiting.failed.is_some() && *now != body))
        });
        found.await
    }

    /// Gives up a message that waits or has failed, or the edit of a sent one.
    ///
    /// # Errors
    /// When the history cannot be read or written.
    pub async fn discard(&self, call: MessageCall) -> Answer<()> {
        let MessageCall { key, message } = call;
        let account = self.account(key.account)?;
        if account.read(move |reader| reader.waiting_message(message)).await?.is_none() {
            return self.discard_edits(&call).await;
        }
        let write = Box::new(move |writer: &mut Writer| writer.discard(message));
        let gone = Change::ItemGone { key, message };
        account.write(write, Some(Input::Discarded { id: SendId::Message(message) }), Some(gone)).await
    }

    /// Keeps what is being written.
    ///
    /// # Errors
    /// `too_large`, or when the history cannot be written.
    pub async fn set_draft(&self, call: DraftCall) -> Answer<()> {
        let DraftCall { key, text, reply_to, attachments, edit } = call;
        let account = self.account(key.account)?;
        // A draft may be longer than a message while it is edited, but not without end.
        let most = 8 * account.shared.file().limits.text_bytes as usize;
        if text.len() > most || edit.as_ref().is_some_and(|edit| edit.text.len() > most) {
            return Err(Problem::server(ErrorCode::TooLarge, "the draft is too long"));
        }
        if attachments.len() > MOST_ATTACHED || attachments.iter().any(|attached| attached.caption.len() > most) {
            return Err(Problem::server(ErrorCode::TooLarge, "too much is attached to the draft"));
        }
        let draft = Draft { text, reply_to, attachments, edit: edit.map(|edit| (edit.message, edit.text)) };
        let write = Box::new(move |writer: &mut Writer| writer.set_draft(key.conversation, &draft));
        account.write(write, None, None).await
    }
}

pub(crate) fn fits(text: &str, limits: &Limits) -> Answer<()> {
    if text.len() > limits.text_bytes as usize {
        Err(Problem::server(ErrorCode::TooLarge, "the text is too long"))
    } else {
        Ok(())
    }
}
