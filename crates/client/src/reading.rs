//! Reading: timelines, pictures, and what the person looks at. Everything that is here needs no line.

use hearth_engine::input::Input;
use hearth_history::item::{FilesPage, Item, Message, TimelinePage};
use hearth_proto::{
    error::ErrorCode,
    id::{BlobId, MessageId},
    link::{Link, Purpose},
};

use crate::{
    call::{FilesCall, FocusCall, MentionCall, MessageCall, OpenCall, ReadCall},
    client::Client,
    http::Answer,
    pictures,
    view::{AccountId, Divider, DraftView, Key, MessageDetails, Opened, Problem},
};

/// The longest stretch of a timeline that is read at once.
const LONGEST_PAGE: u32 = 500;

/// Pinned messages that are listed.
const MOST_PINS: u32 = 500;

/// A picture, as the window's pages load it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Media {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
}

impl Client {
    /// Opens a conversation: a stretch of its timeline, and where reading goes on.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn open_conversation(&self, call: OpenCall) -> Answer<Opened> {
        let OpenCall { key, place, limit } = call;
        let conversation = key.conversation;
        let account = self.account(key.account)?;
        let opened = account.read(move |reader| {
            let page = reader.timeline(conversation, place, limit.clamp(1, LONGEST_PAGE))?;
            let divider = reader.divider(conversation)?;
            let draft = reader.draft(conversation)?;
            let reply_to = match draft.reply_to {
                Some(message) => reader.message(message)?.map(Box::new),
                None => None,
            };
            Ok(Opened {
                page,
                divider: divider.map(|divider| Divider { after: divider.after, unread: divider.unread }),
                members: reader.members(conversation)?,
                readers: Vec::new(),
                draft: DraftView { text: draft.text, reply_to, attachments: Vec::new(), edit: None },
            })
        });
        let opened = opened.await?;
        self.want_holes(key, &opened.page).await?;
        // A start that shows another room first is the worst that can come of it.
        if let Err(error) = self.remember_open(key).await {
            tracing::warn!(%error, "which room is open cannot be remembered");
        }
        Ok(opened)
    }

    /// Another stretch of a timeline.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn page(&self, call: OpenCall) -> Answer<TimelinePage> {
        let OpenCall { key, place, limit } = call;
        let account = self.account(key.account)?;
        let page =
            account.read(move |reader| reader.timeline(key.conversation, place, limit.clamp(1, LONGEST_PAGE))).await?;
        self.want_holes(key, &page).await?;
        Ok(page)
    }

    /// What is looked at and not here is fetched first, from the end that is nearest to what is newest.
    async fn want_holes(&self, key: Key, page: &TimelinePage) -> Answer<()> {
        let account = self.account(key.account)?;
        for item in &page.items {
            if let Item::Hole { to, .. } = item {
                account.tell(Input::Wanted { conversation: key.conversation, seq: *to }).await?;
            }
        }
        Ok(())
    }

    /// What the person looks at.
    ///
    /// # Errors
    /// When an account is closing.
    pub async fn focus(&self, call: FocusCall) -> Answer<()> {
        self.window().set_focus(call.clone());
        for account in self.all() {
            account.tell(focus_of(account.shared.id, &call)).await?;
        }
        Ok(())
    }

    /// The person has seen everything up to here.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn read(&self, call: ReadCall) -> Answer<()> {
        let ReadCall { key, seq } = call;
        self.account(key.account)?.tell(Input::Read { conversation: key.conversation, seq }).await
    }

    /// Everything from this message on counts as unread.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn mark_unread(&self, _call: ReadCall) -> Answer<()> {
        Err(Problem::not_now("not yet"))
    }

    /// The next message that mentions the person.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn next_mention(&self, _call: MentionCall) -> Answer<Option<MessageId>> {
        Err(Problem::not_now("not yet"))
    }

    /// Pinned messages, the last pinned first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn pinned(&self, key: Key) -> Answer<Vec<Message>> {
        self.account(key.account)?.read(move |reader| reader.pinned(key.conversation, MOST_PINS)).await
    }

    /// Files that were sent to a conversation, newest first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn files_of(&self, _call: FilesCall) -> Answer<FilesPage> {
        Err(Problem::not_now("not yet"))
    }

    /// What is known of one message.
    ///
    /// # Errors
    /// When the history cannot be read, or there is no such message.
    pub async fn message_details(&self, _call: MessageCall) -> Answer<MessageDetails> {
        Err(Problem::not_now("not yet"))
    }

    /// A link that shows the message to those who can read it. It holds no secret.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn message_link(&self, call: MessageCall) -> Answer<String> {
        let MessageCall { key, message } = call;
        let address = self.account(key.account)?.shared.file().address;
        Ok(Link { address, purpose: Purpose::Message(key.conversation, message) }.to_string())
    }

    /// The person is writing.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn typing(&self, key: Key) -> Answer<()> {
        self.account(key.account)?.tell(Input::Typing { conversation: key.conversation }).await
    }

    /// A picture of this account's conversations or people: from the disk, or from the server the first time.
    ///
    /// # Errors
    /// When it is not here and the server cannot give it, or it is no picture.
    pub async fn media(&self, account: AccountId, blob: &BlobId) -> Answer<Media> {
        let shared = self.account(account)?.shared.clone();
        shared.fetch(blob).await?;
        let (blobs, blob) = (shared.blobs.clone(), blob.clone());
        let bytes = tokio::task::spawn_blocking(move || blobs.read(&blob)).await??;
        let bytes = bytes.ok_or_else(|| Problem::server(ErrorCode::NotFound, "the picture was damaged on disk"))?;
        let mime = pictures::mime_of(&bytes).ok_or(pictures::PictureError::NotAPicture)?;
        Ok(Media { bytes, mime })
    }
}

/// What looking there means for one account.
pub(crate) fn focus_of(account: AccountId, call: &FocusCall) -> Input {
    let open = call.key.filter(|key| key.account == account);
    Input::Focus { conversation: open.map(|key| key.conversation), focused: call.focused, presence: call.presence }
}
