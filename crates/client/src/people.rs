//! The people of a server: who they are, private chats with one or several of them, and who may not write to me.

use hearth_proto::{command::Request, frame::ServerFrame, id::ConversationId, people::Profile};

use crate::{
    call::{BlockCall, DirectCall, GroupCall, ShareReadsCall},
    client::Client,
    clock,
    http::Answer,
    profile::unexpected,
    view::AccountId,
};

impl Client {
    /// Everyone on the server.
    ///
    /// # Errors
    /// When there is no line.
    pub async fn list_people(&self, account: AccountId) -> Answer<Vec<Profile>> {
        match self.account(account)?.ask(Request::ListPeople).await? {
            ServerFrame::People { people, .. } => Ok(people),
            other => Err(unexpected(&other)),
        }
    }

    /// Opens the private chat with a person.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn open_direct(&self, call: DirectCall) -> Answer<ConversationId> {
        match self.account(call.account)?.ask(Request::OpenDirect { user: call.user }).await? {
            ServerFrame::Conversation { head, .. } => Ok(head.conversation),
            other => Err(unexpected(&other)),
        }
    }

    /// Makes a private chat of several people.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn create_group(&self, call: GroupCall) -> Answer<ConversationId> {
        let conversation = ConversationId(clock::fresh_id());
        self.request(call.account, Request::CreateGroup { conversation, users: call.users }).await?;
        Ok(conversation)
    }

    /// A person may not write to me in private, or may again. They are not told.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn block(&self, call: BlockCall) -> Answer<()> {
        let BlockCall { account, user, on } = call;
        self.request(account, Request::Block { user, on }).await?;
        // The server tells all devices of this person, this one too; what is known already need not wait for that.
        self.account(account)?.shared.blocked(user, on).await;
        Ok(())
    }

    /// Whether others see how far this person has read, and this person how far they have.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn share_reads(&self, call: ShareReadsCall) -> Answer<()> {
        let ShareReadsCall { account, on } = call;
        self.request(account, Request::ShareReads { on }).await?;
        self.account(account)?.shared.shares_reads(on).await;
        Ok(())
    }
}
