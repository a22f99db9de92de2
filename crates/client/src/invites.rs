//! Invites: making a link, listing those that still hold, taking one back.

use hearth_proto::{
    command::{NewInvite, Request},
    frame::{InviteInfo, ServerFrame},
    id::Millis,
    link::Purpose,
};

use crate::{
    call::{InviteCall, InvitesCall, LinkMade, RevokeCall},
    client::Client,
    clock,
    http::Answer,
    profile::unexpected,
};

impl Client {
    /// Makes an invite to this server, or into one of its rooms.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn make_invite(&self, call: InviteCall) -> Answer<LinkMade> {
        let account = self.account(call.account)?;
        let expires_at = call.expires_in_ms.map(|ms| Millis(clock::wall().0 + i64::from(ms)));
        let invite = NewInvite { expires_at, uses: call.uses, conversation: call.conversation };
        match account.ask(Request::CreateInvite(invite)).await? {
            ServerFrame::Invite { code, .. } => Ok(self.link(&account, Purpose::Join(code), expires_at)),
            other => Err(unexpected(&other)),
        }
    }

    /// Invites that still hold, newest first. Their links are known only to whoever made them.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn list_invites(&self, call: InvitesCall) -> Answer<Vec<InviteInfo>> {
        let request = Request::ListInvites { conversation: call.conversation };
        match self.account(call.account)?.ask(request).await? {
            ServerFrame::Invites { invites, .. } => Ok(invites),
            other => Err(unexpected(&other)),
        }
    }

    /// Lets nobody in with this invite any more.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn revoke_invite(&self, call: RevokeCall) -> Answer<()> {
        self.request(call.account, Request::RevokeInvite { invite: call.invite }).await
    }
}
