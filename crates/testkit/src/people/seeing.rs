//! Waiting for what a person can see. Nothing here sleeps: each look follows a change.

use std::{collections::HashSet, future::Future, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hearth_client::{call::OpenCall, view::AccountView};
use hearth_engine::connection::{Connection, LineReason};
use hearth_history::item::{Item, Message, Place};
use hearth_proto::{body::Body, id::Seq, people::Presence};

use super::{Person, World, told};

/// When something that was waited for counts as never coming. No test relies on it being reached.
const NEVER: Duration = Duration::from_secs(60);

/// As many items as a client reads at once.
const PAGE: u32 = 500;

impl Person {
    /// Waits until the window shows what `look` looks for.
    ///
    /// # Errors
    /// When it never comes.
    pub async fn until<T>(&self, what: &str, mut look: impl FnMut(&World) -> Option<T>) -> Result<T> {
        self.until_read(what, |world| std::future::ready(Ok(look(&world)))).await
    }

    /// Waits until `look`, which may read the history, finds what it looks for. It looks after each change.
    ///
    /// # Errors
    /// When it never comes.
    pub async fn until_read<T, F>(&self, what: &str, mut look: impl FnMut(World) -> F) -> Result<T>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        let mut turned = self.open()?.turned.clone();
        let waiting = async {
            loop {
                turned.mark_unchanged();
                if let Some(found) = look(self.world()?).await? {
                    return Ok(found);
                }
                turned.changed().await.context("the window was closed")?;
            }
        };
        match tokio::time::timeout(NEVER, waiting).await {
            Ok(found) => found,
            Err(_) => bail!("{} waited in vain: {what}\n{:#?}", self.name, self.seen()),
        }
    }

    fn seen(&self) -> Result<(Vec<AccountView>, Vec<String>)> {
        let world = self.world()?;
        let rows = world.rows.values().map(|row| format!("{}: head {} unread {}", row.name, row.head, row.unread));
        Ok((world.accounts.values().cloned().collect(), rows.collect()))
    }

    /// Waits until the line is as wanted.
    ///
    /// # Errors
    /// When it never is.
    pub async fn connection(&self, what: &str, wanted: impl Fn(Connection) -> bool) -> Result<Connection> {
        let account = self.account()?;
        self.until(what, |world| world.accounts.get(&account).map(|view| view.connection).filter(|is| wanted(*is)))
            .await
    }

    /// Waits until the line is live and level with the server.
    ///
    /// # Errors
    /// When it never is.
    pub async fn is_connected(&self) -> Result<()> {
        self.connection("is connected", |is| is == Connection::Connected).await.map(|_| ())
    }

    /// Waits until there is no line, and says why.
    ///
    /// # Errors
    /// When it stays.
    pub async fn is_offline(&self) -> Result<LineReason> {
        let offline = |is| matches!(is, Connection::Offline { .. } | Connection::Stopped { .. });
        match self.connection("is offline", offline).await? {
            Connection::Offline { reason, .. } | Connection::Stopped { reason } => Ok(reason),
            other => bail!("{other:?} is not offline"),
        }
    }

    /// Waits until this conversation is in the list.
    ///
    /// # Errors
    /// When it never is.
    pub async fn has(&self, room: &str) -> Result<()> {
        self.until(&format!("has {room}"), |world| world.rows.values().any(|row| row.name == room).then_some(())).await
    }

    /// Waits until the local history of the conversation holds this text, and gives its message.
    ///
    /// # Errors
    /// When it never does.
    pub async fn sees(&self, room: &str, text: &str) -> Result<Message> {
        self.has(room).await?;
        self.until_read(&format!("sees {text} in {room}"), |_| async {
            let items = self.newest(room).await?;
            Ok(items.into_iter().find_map(|item| message(item).filter(|message| text_of(message) == Some(text))))
        })
        .await
    }

    /// Waits until every message of this person has been acknowledged.
    ///
    /// # Errors
    /// When some never are.
    pub async fn has_sent_all(&self) -> Result<()> {
        let account = self.account()?;
        self.until("has sent all", |world| world.accounts.get(&account).filter(|view| view.waiting == 0).map(|_| ()))
            .await
    }

    /// Waits until so many messages of the conversation are unread.
    ///
    /// # Errors
    /// When they never are.
    pub async fn has_unread(&self, room: &str, unread: u32) -> Result<()> {
        let what = format!("has {unread} unread in {room}");
        self.until(&what, |world| world.rows.values().find(|row| row.name == room && row.unread == unread).map(|_| ()))
            .await
    }

    /// Unread messages of the conversation now.
    ///
    /// # Errors
    /// When it is not in the list.
    pub fn unread(&self, room: &str) -> Result<u32> {
        let key = self.room(room)?;
        Ok(self.world()?.rows.get(&key).map_or(0, |row| row.unread))
    }

    /// Waits until the other is shown like this.
    ///
    /// # Errors
    /// When they never are.
    pub async fn sees_presence(&self, other: &Self, presence: Presence) -> Result<()> {
        let user = other.user()?;
        let what = format!("sees {} {presence:?}", other.name);
        self.until(&what, |world| {
            (world.presence.get(&user).copied().unwrap_or(Presence::Offline) == presence).then_some(())
        })
        .await
    }

    /// The newest stretch of the conversation's local history.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn newest(&self, room: &str) -> Result<Vec<Item>> {
        let call = OpenCall { key: self.room(room)?, place: Place::Newest, limit: PAGE };
        Ok(self.client()?.page(call).await.map_err(told)?.items)
    }

    /// The conversation's whole local history, oldest first.
    ///
    /// # Errors
    /// When it cannot be read, or its pages do not fit together.
    pub async fn timeline(&self, room: &str) -> Result<Vec<Item>> {
        let (key, client) = (self.room(room)?, self.client()?);
        let mut place = Place::Newest;
        let mut all: Vec<Item> = Vec::new();
        loop {
            let page = client.page(OpenCall { key, place, limit: PAGE }).await.map_err(told)?;
            let first = page.items.iter().find_map(seq_of);
            all.splice(0..0, page.items);
            match first {
                Some(seq) if !page.at_start => place = Place::Before { seq },
                _ => break,
            }
        }
        let seqs: Vec<Seq> = all.iter().filter_map(seq_of).collect();
        // What a restored server has forgotten shares the seq of its neighbour; nothing else does.
        ensure!(seqs.is_sorted(), "{room} is out of order: {seqs:?}");
        let ids: HashSet<_> = all.iter().filter_map(|item| Some(message(item.clone())?.id)).collect();
        ensure!(
            ids.len() == all.iter().filter(|item| matches!(item, Item::Message(_))).count(),
            "a message twice in {room}"
        );
        Ok(all)
    }

    /// Waits until the local history of the conversation goes up to the server's newest event, without a hole.
    ///
    /// # Errors
    /// When it never does.
    pub async fn has_all_of(&self, room: &str) -> Result<Vec<Message>> {
        let key = self.room(room)?;
        self.until_read(&format!("has all of {room}"), |world| async move {
            let Some(head) = world.rows.get(&key).map(|row| row.head) else { return Ok(None) };
            let timeline = self.timeline(room).await?;
            let hole = timeline.iter().any(|item| matches!(item, Item::Hole { .. }));
            // What happened to a message is an event of its own and has no place in the timeline.
            let there = timeline.iter().filter_map(seq_of).next_back().is_some_and(|newest| newest <= head);
            Ok((there && !hole).then(|| timeline.into_iter().filter_map(message).collect()))
        })
        .await
    }

    /// The texts of the conversation's local history, oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn texts(&self, room: &str) -> Result<Vec<String>> {
        Ok(texts_of(&self.messages(room).await?))
    }

    /// The messages of the conversation's local history, oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn messages(&self, room: &str) -> Result<Vec<Message>> {
        Ok(self.timeline(room).await?.into_iter().filter_map(message).collect())
    }
}

/// What messages say.
#[must_use]
pub fn texts_of(messages: &[Message]) -> Vec<String> {
    messages.iter().filter_map(text_of).map(str::to_owned).collect()
}

fn text_of(message: &Message) -> Option<&str> {
    match &message.body {
        Some(Body::Text { text }) => Some(text),
        Some(Body::Picture { caption, .. } | Body::File { caption, .. }) => Some(caption),
        Some(Body::Sticker { .. } | Body::Unknown(_)) | None => None,
    }
}

fn message(item: Item) -> Option<Message> {
    match item {
        Item::Message(message) => Some(message),
        Item::Note(_) | Item::Hole { .. } => None,
    }
}

fn seq_of(item: &Item) -> Option<Seq> {
    match item {
        Item::Message(message) => message.seq,
        Item::Note(note) => Some(note.seq),
        Item::Hole { from, .. } => Some(*from),
    }
}
