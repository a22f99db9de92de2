//! Hands each command to the part that knows it, and carries what all parts need while a transaction is open.

use hearth_proto::{
    error::ErrorCode,
    id::{DeviceId, Millis, Pos, UserId},
    limits::Limits,
};
use rusqlite::Connection;

use super::command::{Action, Actor, Answer, Command, News, Outcome, Refusal};

/// What the operator decided. Every node that applies the same log must have the same.
#[derive(Clone, Debug)]
pub struct Rules {
    pub limits: Limits,
    /// Whether one may join without an invite.
    pub open: bool,
    /// Whether only server owners may make invites.
    pub owners_invite: bool,
}

/// One command under way.
pub(super) struct Tx<'a> {
    pub conn: &'a Connection,
    pub rules: &'a Rules,
    pub at: Millis,
    pub by: Actor,
    pub pos: &'a mut Pos,
    pub news: Vec<News>,
}

impl Tx<'_> {
    /// Takes the next place in the server's order.
    pub fn take_pos(&mut self) -> Pos {
        *self.pos = self.pos.next();
        *self.pos
    }

    /// The signed-in person who asks.
    pub fn me(&self) -> Result<UserId, Refusal> {
        self.me_on().map(|(user, _)| user)
    }

    pub fn me_on(&self) -> Result<(UserId, DeviceId), Refusal> {
        match self.by {
            Actor::Person { user, device } => Ok((user, device)),
            Actor::Stranger | Actor::House => Err(Refusal::no(ErrorCode::Unauthorized, "this needs an account")),
        }
    }

    pub fn tell(&mut self, news: News) {
        self.news.push(news);
    }
}

/// Applies one command. The caller holds the transaction open and undoes what was written when this fails.
///
/// # Errors
/// The command is refused, or the disk fails.
pub fn apply(conn: &Connection, rules: &Rules, pos: &mut Pos, command: &Command) -> Result<Outcome, Refusal> {
    let mut tx = Tx { conn, rules, at: command.at, by: command.by, pos, news: Vec::new() };
    let answer = dispatch(&mut tx, &command.action)?;
    Ok(Outcome { answer, news: tx.news })
}

fn dispatch(tx: &mut Tx<'_>, action: &Action) -> Result<Answer, Refusal> {
    tx.permit(action)?;
    match action {
        Action::Post(post) => tx.post(post),
        Action::Edit { conversation, message, body, act } => {
            tx.once(*act, (*conversation, *message), |tx| tx.edit(*conversation, *message, body))
        }
        Action::Redact { conversation, message, act } => {
            tx.once(*act, (*conversation, *message), |tx| tx.redact(*conversation, *message))
        }
        Action::React { conversation, message, emoji, on, act } => {
            tx.once(*act, (*conversation, *message), |tx| tx.react(*conversation, *message, emoji, *on))
        }
        Action::Pin { conversation, message, on, act } => {
            tx.once(*act, (*conversation, *message), |tx| tx.pin(*conversation, *message, *on))
        }
        Action::Read { conversation, seq } => tx.read(*conversation, *seq),
        Action::MarkUnread { conversation, seq } => tx.mark_unread(*conversation, *seq),
        Action::ShareReads { on } => tx.share_reads(*on),
        Action::CreateRoom { conversation, room } => tx.create_room(*conversation, room),
        Action::OpenDirect { user } => tx.open_direct(*user),
        Action::CreateGroup { conversation, users } => tx.create_group(*conversation, users),
        Action::UpdateRoom { conversation, room } => tx.update_room(*conversation, room),
        Action::Join { conversation } => tx.join(*conversation),
        Action::Leave { conversation } => tx.leave(*conversation),
        Action::AddMember { conversation, user } => tx.add_member(*conversation, *user),
        Action::RemoveMember { conversation, user } => tx.remove_member(*conversation, *user),
        Action::SetRole { conversation, user, role } => tx.set_role(*conversation, *user, *role),
        Action::Ban { conversation, user, on: true } => tx.ban(*conversation, *user),
        Action::Ban { conversation, user, on: false } => tx.unban(*conversation, *user),
        Action::Mute { conversation, user, until } => tx.mute(*conversation, *user, *until),
        Action::SetProfile(new) => tx.set_profile(new),
        Action::Block { user, on } => tx.block(*user, *on),
        Action::SetPassword { user, hash } => tx.set_password(*user, hash),
        Action::CreateInvite { invite, code } => tx.create_invite(invite, code),
        Action::UseInvite { code } => tx.use_invite(code),
        Action::RevokeInvite { invite } => tx.revoke_invite(invite),
        Action::CreateDeviceCode { code, expires_at } => tx.create_device_code(code, *expires_at),
        Action::CreateOwnerCode { code, expires_at } => tx.create_owner_code(code, *expires_at),
        Action::SignOut => tx.sign_out(),
        Action::Enrol(enrol) => tx.enrol(enrol),
        Action::AddDevice { user, device, token } => tx.add_device(*user, device, token, None),
        Action::RedeemDeviceCode { code, device, token } => tx.redeem_device_code(code, device, token),
        Action::RemoveDevices { user } => tx.remove_devices(*user),
        Action::DeviceSeen { user, device } => tx.device_seen(*user, *device),
        Action::StoreBlob(blob) => tx.store_blob(blob),
        Action::KeepBlob { blob } => tx.keep_blob(blob),
        Action::DoomBlobs { most } => tx.doom_blobs(*most),
        Action::BuryBlobs { blobs } => tx.bury_blobs(blobs),
        Action::Import(import) => tx.import(import),
    }
}
