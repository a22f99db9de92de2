//! What a person does: each is one call of the window.

use anyhow::Result;
use hearth_client::{
    call::{DirectCall, FocusCall, InviteCall, MemberCall, PictureChoice, ReadCall, RoomCall, TextCall},
    view::Key,
};
use hearth_proto::{
    id::{MessageId, Seq, UserId},
    link::Link,
    people::Presence,
    room::Visibility,
};

use super::{Person, told};

impl Person {
    /// Makes a public room and waits until it is in the list.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn makes_room(&self, name: &str) -> Result<Key> {
        self.makes(name, Visibility::Public).await
    }

    /// Makes a room and waits until it is in the list.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn makes(&self, name: &str, visibility: Visibility) -> Result<Key> {
        let (account, topic, picture) = (self.account()?, String::new(), PictureChoice::Keep);
        let call = RoomCall { account, name: name.into(), topic, visibility, picture };
        self.client()?.create_room(call).await.map_err(told)?;
        self.has(name).await?;
        self.room(name)
    }

    /// A link that brings anybody in, and into this room.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn invites_to(&self, room: &str) -> Result<Link> {
        let conversation = Some(self.room(room)?.conversation);
        let call = InviteCall { account: self.account()?, conversation, expires_in_ms: None, uses: None };
        Ok(self.client()?.make_invite(call).await.map_err(told)?.link.parse()?)
    }

    /// Writes a text; it is on this disk and in the window when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn says(&self, room: &str, text: &str) -> Result<MessageId> {
        let key = self.room(room)?;
        let call = TextCall { key, text: text.to_owned(), reply_to: None };
        let message = self.client()?.send_text(call).await.map_err(told)?;
        self.until("sees what was written", |world| world.messages.get(&(key, message)).map(|_| ())).await?;
        Ok(message)
    }

    /// Has read the conversation up to here.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn reads_to(&self, room: &str, seq: Seq) -> Result<()> {
        self.client()?.read(ReadCall { key: self.room(room)?, seq }).await.map_err(told)
    }

    /// Has read all there is of the conversation.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn reads_all(&self, room: &str) -> Result<()> {
        let key = self.room(room)?;
        let head = self.world()?.rows.get(&key).map_or(Seq(0), |row| row.head);
        self.reads_to(room, head).await
    }

    /// Looks at a conversation, or away from the computer.
    ///
    /// # Errors
    /// When the account is closing.
    pub async fn looks_at(&self, room: Option<&str>, presence: Presence) -> Result<()> {
        let key = room.map(|room| self.room(room)).transpose()?;
        self.client()?.focus(FocusCall { key, focused: key.is_some(), presence }).await.map_err(told)
    }

    /// Opens the private chat with somebody, and gives its name in the list.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn chats_with(&self, other: &Self) -> Result<String> {
        let call = DirectCall { account: self.account()?, user: other.user()? };
        self.client()?.open_direct(call).await.map_err(told)?;
        self.has(&other.name).await?;
        Ok(other.name.clone())
    }

    /// Brings somebody into a room.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn adds(&self, other: &Self, room: &str) -> Result<()> {
        self.admits(other.user()?, self.room(room)?).await
    }

    /// Brings somebody into a room by their id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn admits(&self, user: UserId, key: Key) -> Result<()> {
        self.client()?.add_member(MemberCall { key, user }).await.map_err(told)
    }

    /// Takes somebody out of a room.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn removes(&self, other: &Self, room: &str) -> Result<()> {
        let call = MemberCall { key: self.room(room)?, user: other.user()? };
        self.client()?.remove_member(call).await.map_err(told)
    }
}
