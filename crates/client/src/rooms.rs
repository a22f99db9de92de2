//! Rooms: making, changing, finding, entering and leaving them.

use hearth_engine::input::Input;
use hearth_proto::{
    command::{NewRoom, Request},
    frame::ServerFrame,
    id::ConversationId,
    room::Listing,
};

use crate::{
    call::{NotifyCall, PinRowCall, RoomCall, UpdateRoomCall},
    client::Client,
    clock,
    http::Answer,
    profile::unexpected,
    record,
    view::{AccountId, Key},
};

impl Client {
    /// Makes a room.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn create_room(&self, call: RoomCall) -> Answer<ConversationId> {
        let RoomCall { account, name, topic, visibility, picture } = call;
        let account = self.account(account)?;
        let avatar = self.avatar(&account, picture).await?;
        let conversation = ConversationId(clock::fresh_id());
        let room = NewRoom { name, topic, visibility, avatar };
        account.ask(Request::CreateRoom { conversation, room }).await?;
        Ok(conversation)
    }

    /// Changes a room's settings.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn update_room(&self, call: UpdateRoomCall) -> Answer<()> {
        let UpdateRoomCall { key: Key { account, conversation }, mut room, picture } = call;
        if let Some(avatar) = self.avatar(&self.account(account)?, picture).await? {
            room.avatar = avatar;
        }
        self.request(account, Request::UpdateRoom { conversation, room }).await
    }

    /// The rooms that anyone may join.
    ///
    /// # Errors
    /// When there is no line.
    pub async fn list_rooms(&self, account: AccountId) -> Answer<Vec<Listing>> {
        match self.account(account)?.ask(Request::ListRooms).await? {
            ServerFrame::Rooms { rooms, .. } => Ok(rooms),
            other => Err(unexpected(&other)),
        }
    }

    /// Enters a public room.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn join_room(&self, key: Key) -> Answer<()> {
        self.request(key.account, Request::Join { conversation: key.conversation }).await
    }

    /// Leaves a room. What was read of it stays.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn leave(&self, key: Key) -> Answer<()> {
        self.request(key.account, Request::Leave { conversation: key.conversation }).await
    }

    /// What a conversation may alert for; known to this installation only.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn set_notify(&self, call: NotifyCall) -> Answer<()> {
        let NotifyCall { key: Key { account, conversation }, notify, muted_until } = call;
        let choice = record::choice(notify, muted_until);
        let write = Box::new(move |writer: &mut hearth_history::writer::Writer| {
            writer.set_notify(conversation, notify, muted_until)
        });
        self.account(account)?.write(write, Some(Input::AlertChoice { conversation, choice }), None).await
    }

    /// Whether a conversation stands above the others.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn pin_row(&self, call: PinRowCall) -> Answer<()> {
        let PinRowCall { key: Key { account, conversation }, pinned } = call;
        let write =
            Box::new(move |writer: &mut hearth_history::writer::Writer| writer.set_pinned(conversation, pinned));
        self.account(account)?.write(write, None, None).await
    }

    pub(crate) async fn request(&self, account: AccountId, request: Request) -> Answer<()> {
        self.account(account)?.ask(request).await.map(|_| ())
    }
}
