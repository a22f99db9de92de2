//! Reading: timelines, pictures, and what the person looks at. Everything that is here needs no line.

use hearth_engine::input::Input;
use hearth_history::item::{Item, Message, Place, TimelinePage};
use hearth_proto::{
    command::{PageAt, Request},
    error::ErrorCode,
    frame::Reader,
    id::{BlobId, MessageId, Millis, Seq, UserId},
    link::{Link, Purpose},
    people::Member,
};

use crate::{
    call::{FocusCall, MentionCall, MessageCall, OpenCall, ReadCall},
    client::Client,
    http::Answer,
    pictures,
    view::{AccountId, Cause, Divider, DraftView, EditView, Key, MessageDetails, Opened, Problem},
};

/// The longest stretch of a timeline that is read at once.
const LONGEST_PAGE: u32 = 500;

/// A page around the middle of a hole leaves less than half of it, and no conversation has more than 2^40 events.
const MOST_HALVINGS: usize = 40;

/// Pages that are fetched while somebody waits for the next mention.
const MOST_MENTION_PAGES: usize = 10;

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
        self.window().set_shown(key);
        self.bring(key, place).await?;
        let account = self.account(key.account)?;
        let opened = account.read(move |reader| {
            let page = reader.timeline(conversation, place, limit.clamp(1, LONGEST_PAGE))?;
            let divider = reader.divider(conversation)?;
            let draft = reader.draft(conversation)?;
            let message = |id| reader.message(id).map(|found| found.map(Box::new));
            let reply_to = draft.reply_to.map(message).transpose()?.flatten();
            // A message that is gone cannot be edited any more.
            let edit = match draft.edit {
                Some((id, text)) => {
                    message(id)?.filter(|found| found.body.is_some()).map(|message| EditView { message, text })
                }
                None => None,
            };
            Ok(Opened {
                page,
                divider: divider.map(|divider| Divider { after: divider.after, unread: divider.unread }),
                members: reader.members(conversation)?,
                readers: reader.readers(conversation)?,
                draft: DraftView { text: draft.text, reply_to, attachments: draft.attachments, edit },
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
        self.window().set_shown(key);
        self.bring(key, place).await?;
        let account = self.account(key.account)?;
        let page =
            account.read(move |reader| reader.timeline(key.conversation, place, limit.clamp(1, LONGEST_PAGE))).await?;
        self.want_holes(key, &page).await?;
        Ok(page)
    }

    /// Lets a place that is not here yet come from the server, where there is a line.
    async fn bring(&self, key: Key, place: Place) -> Answer<()> {
        match place {
            Place::Newest | Place::Unread | Place::Before { .. } | Place::After { .. } => Ok(()),
            Place::Message { message } => self.bring_message(key, message).await,
            Place::Date { when } => self.bring_date(key, when).await,
        }
    }

    async fn bring_message(&self, key: Key, message: MessageId) -> Answer<()> {
        let account = self.account(key.account)?;
        if account.read(move |reader| reader.message(message)).await?.is_some() {
            return Ok(());
        }
        match self.ask_page(key, PageAt::AroundMessage(message)).await {
            Err(Problem { cause: Cause::Line(_), .. }) => {
                Err(Problem::server(ErrorCode::NotFound, "the message is not here, and there is no line"))
            }
            asked => asked,
        }
    }

    /// Halves the hole in which the day may begin until nothing of it is left, or there is no line; then what is here is
    /// the best that can be shown.
    async fn bring_date(&self, key: Key, when: Millis) -> Answer<()> {
        let account = self.account(key.account)?;
        for _ in 0..MOST_HALVINGS {
            let hole = account.read(move |reader| reader.hole_before_date(key.conversation, when)).await?;
            let Some((from, to)) = hole else { return Ok(()) };
            let middle = Seq(from.0 + (to.0 - from.0) / 2);
            if let Err(problem) = self.ask_page(key, PageAt::Around(middle)).await {
                tracing::debug!(cause = ?problem.cause, "the place of a date is not fetched");
                return Ok(());
            }
        }
        Ok(())
    }

    /// What the server answers is in the history when this returns.
    async fn ask_page(&self, key: Key, at: PageAt) -> Answer<()> {
        let account = self.account(key.account)?;
        let limit = account.shared.file().limits.page_events;
        account.ask(Request::History { conversation: key.conversation, at, limit }).await.map(drop)
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
        self.window().set_focus(call);
        self.tell_gaze().await
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
    pub async fn mark_unread(&self, call: ReadCall) -> Answer<()> {
        let ReadCall { key, seq } = call;
        self.account(key.account)?.tell(Input::MarkUnread { conversation: key.conversation, seq }).await
    }

    /// The next message that mentions the person. What is missing before it is fetched first, as far as there is a line
    /// and it is not very much; then the next one that is here is the answer.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn next_mention(&self, call: MentionCall) -> Answer<Option<MessageId>> {
        let MentionCall { key, after } = call;
        let account = self.account(key.account)?;
        for _ in 0..MOST_MENTION_PAGES {
            let missing = account.read(move |reader| reader.missing_before_mention(key.conversation, after)).await?;
            let Some(first) = missing else { break };
            if let Err(problem) = self.ask_page(key, PageAt::After(Seq(first.0.saturating_sub(1)))).await {
                tracing::debug!(cause = ?problem.cause, "what lies before the next mention is not fetched");
                break;
            }
        }
        account.read(move |reader| reader.next_mention(key.conversation, after)).await
    }

    /// Pinned messages, the last pinned first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn pinned(&self, key: Key) -> Answer<Vec<Message>> {
        self.account(key.account)?.read(move |reader| reader.pinned(key.conversation, MOST_PINS)).await
    }

    /// What is known of one message.
    ///
    /// # Errors
    /// `not_found`, or when the history cannot be read.
    pub async fn message_details(&self, call: MessageCall) -> Answer<MessageDetails> {
        let MessageCall { key, message } = call;
        let account = self.account(key.account)?;
        let shares = self.window().account(key.account).is_some_and(|view| view.shares_reads);
        if shares {
            // Without a line, or in a large conversation, what is here is all there is.
            let asked = account.ask(Request::ListReaders { conversation: key.conversation }).await;
            if let Err(problem) = asked {
                tracing::debug!(cause = ?problem.cause, "the read marks of others are as they were told");
            }
        }
        let read = account.read(move |reader| {
            let found = reader.message(message)?.filter(|found| found.conversation == key.conversation);
            Ok((found, reader.readers(key.conversation)?, reader.members(key.conversation)?))
        });
        let (found, readers, members) = read.await?;
        let found = found.ok_or_else(|| Problem::server(ErrorCode::NotFound, "there is no such message"))?;
        let readers = if shares { readers } else { Vec::new() };
        Ok(details(&found, account.shared.user, &readers, &members))
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

/// Who has read a message, of those who are in the conversation now. This account has read what it looks at.
fn details(message: &Message, me: UserId, readers: &[Reader], members: &[Member]) -> MessageDetails {
    let others = || members.iter().map(|member| member.user).filter(|user| *user != message.author && *user != me);
    let mark = |user| readers.iter().find(|reader| reader.user == user).map(|reader| reader.seq);
    let has_read = |user| message.seq.is_some_and(|seq| mark(user).is_some_and(|mark| mark >= seq));
    MessageDetails {
        sent_at: message.seq.map(|_| message.at),
        edited_at: message.edited_at,
        read_by: others().filter(|user| has_read(*user)).collect(),
        unread_by: others().filter(|user| mark(*user).is_some() && !has_read(*user)).collect(),
        complete: !members.is_empty() && others().all(|user| mark(user).is_some()),
    }
}

/// What looking there means for one account.
pub(crate) fn focus_of(account: AccountId, call: &FocusCall) -> Input {
    let open = call.key.filter(|key| key.account == account);
    Input::Focus { conversation: open.map(|key| key.conversation), focused: call.focused, presence: call.presence }
}
