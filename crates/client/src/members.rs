//! Who is in a room and what they may do there: bringing in, taking out, roles, bans and silences.

use hearth_proto::{command::Request, frame::ServerFrame, id::Millis, people::Profile};

use crate::{
    call::{BanCall, MemberCall, RoleCall, Silence, SilenceCall},
    client::Client,
    clock,
    http::Answer,
    profile::unexpected,
    view::Key,
};

/// A silence that nobody but an admin ends: 9999-12-31T23:59:59Z. The protocol has no word for "for ever", and every
/// calendar can write this moment.
pub const UNTIL_LIFTED: Millis = Millis(253_402_300_799_000);

impl Client {
    /// Brings a person into a room or a private chat of several people.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn add_member(&self, call: MemberCall) -> Answer<()> {
        let Key { account, conversation } = call.key;
        self.request(account, Request::AddMember { conversation, user: call.user }).await
    }

    /// Takes a person out of a room.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn remove_member(&self, call: MemberCall) -> Answer<()> {
        let Key { account, conversation } = call.key;
        self.request(account, Request::RemoveMember { conversation, user: call.user }).await
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn set_role(&self, call: RoleCall) -> Answer<()> {
        let RoleCall { key: Key { account, conversation }, user, role } = call;
        self.request(account, Request::SetRole { conversation, user, role }).await
    }

    /// Keeps a person out of a room, or lets them in again.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn ban(&self, call: BanCall) -> Answer<()> {
        let BanCall { key: Key { account, conversation }, user, on } = call;
        self.request(account, Request::Ban { conversation, user, on }).await
    }

    /// Those who are kept out of a room.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn list_bans(&self, key: Key) -> Answer<Vec<Profile>> {
        let Key { account, conversation } = key;
        match self.account(account)?.ask(Request::ListBans { conversation }).await? {
            ServerFrame::People { people, .. } => Ok(people),
            other => Err(unexpected(&other)),
        }
    }

    /// Takes the word from a member for a while, or gives it back.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn silence(&self, call: SilenceCall) -> Answer<()> {
        let SilenceCall { key: Key { account, conversation }, user, silence } = call;
        let until = match silence {
            Silence::Over => None,
            Silence::For { ms } => Some(Millis(clock::wall().0 + i64::from(ms))),
            Silence::UntilLifted => Some(UNTIL_LIFTED),
        };
        self.request(account, Request::Mute { conversation, user, until }).await
    }
}
