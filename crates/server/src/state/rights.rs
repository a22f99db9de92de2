//! Who may do what: the one place that asks the table of rights (`hearth_proto::rights`).
//!
//! What holds somebody back although the table lets them (silence, slow mode, an archive) is in `restraints`.

use hearth_proto::{
    error::ErrorCode,
    id::{ConversationId, UserId},
    people::Role,
    rights::{Least, Place, Right, least, may},
    room::Visibility,
};
use rusqlite::Connection;

use super::{
    apply::Tx,
    command::{Action, Actor, Refusal, forbidden, not_found},
    rows::{Conversation, Kind, find_conversation, find_role},
};

/// What a member finds when they may do something: the conversation and their place in it.
#[derive(Clone, Debug)]
pub struct Standing {
    pub conversation: Conversation,
    pub role: Role,
}

impl Kind {
    /// What this is, as far as rights go.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::Direct { .. } => Place::Direct,
            Self::Room(room) => match room.visibility {
                Visibility::Public => Place::PublicRoom,
                Visibility::Private => Place::PrivateRoom,
                Visibility::Group => Place::Group,
            },
        }
    }
}

/// Asks the table.
///
/// # Errors
/// `forbidden` to members. To others `forbidden` in public rooms, which they may know of; everything else is
/// `not_found`, in the same words as for what does not exist.
pub fn ask(conn: &Connection, me: UserId, id: ConversationId, right: Right) -> Result<Standing, Refusal> {
    let conversation = find_conversation(conn, id)?.ok_or_else(|| not_found("conversation"))?;
    let place = conversation.kind.place();
    let Some(role) = find_role(conn, id, me)? else {
        return Err(match place {
            Place::PublicRoom => forbidden("join the room first"),
            Place::PrivateRoom | Place::Group | Place::Direct => not_found("conversation"),
        });
    };
    if !may(right, place, role) {
        return Err(forbidden("that is not yours to do here"));
    }
    Ok(Standing { conversation, role })
}

impl Tx<'_> {
    /// Lets a command through, or not. Every command of a conversation comes by here before anything else is done;
    /// what was done once and is asked again does not, since it gets its first answer whatever has changed since.
    pub fn permit(&mut self, action: &Action) -> Result<(), Refusal> {
        // Whoever runs the server may do all; strangers are refused where the command is carried out.
        let Actor::Person { user: me, .. } = self.by else { return Ok(()) };
        let Some((id, rights)) = self.wanted(action, me)? else { return Ok(()) };
        for right in rights {
            let standing = ask(self.conn, me, id, right)?;
            self.restrain(me, id, right, &standing)?;
        }
        Ok(())
    }

    /// The conversation that a command is about, and what it takes. None: nothing, or it was done before.
    fn wanted(&self, action: &Action, me: UserId) -> Result<Option<(ConversationId, Vec<Right>)>, Refusal> {
        let (id, right) = match action {
            Action::Post(post) => {
                if self.remembered(post.message)?.is_some() {
                    return Ok(None);
                }
                (post.conversation, Right::Post)
            }
            Action::Edit { act: Some(act), .. }
            | Action::Redact { act: Some(act), .. }
            | Action::React { act: Some(act), .. }
            | Action::Pin { act: Some(act), .. }
                if self.done_before(me, *act)?.is_some() =>
            {
                return Ok(None);
            }
            Action::Edit { conversation, .. } => (*conversation, Right::Edit),
            Action::Redact { conversation, message, .. } => {
                let theirs = self.remembered(*message)?.is_some_and(|known| known.author != me);
                (*conversation, if theirs { Right::RedactAny } else { Right::RedactOwn })
            }
            Action::React { conversation, .. } => (*conversation, Right::React),
            Action::Pin { conversation, .. } => (*conversation, Right::Pin),
            Action::Read { conversation, .. } | Action::MarkUnread { conversation, .. } => (*conversation, Right::Read),
            Action::UpdateRoom { conversation, room } => {
                let now = find_conversation(self.conn, *conversation)?;
                let rights = match now.map(|now| now.kind) {
                    Some(Kind::Room(now)) => super::rooms::changed(&now, room),
                    Some(Kind::Direct { .. }) | None => vec![Right::Describe],
                };
                return Ok(Some((*conversation, rights)));
            }
            Action::Leave { conversation } => {
                // Who is gone already wants nothing more.
                if find_role(self.conn, *conversation, me)?.is_none() {
                    return Ok(None);
                }
                (*conversation, Right::Leave)
            }
            Action::AddMember { conversation, .. } => (*conversation, Right::AddMember),
            Action::RemoveMember { conversation, .. } => (*conversation, Right::RemoveMember),
            Action::SetRole { conversation, user, .. } => {
                (*conversation, if *user == me { Right::StepDown } else { Right::SetRole })
            }
            Action::Ban { conversation, .. } => (*conversation, Right::Ban),
            Action::Mute { conversation, .. } => (*conversation, Right::Mute),
            Action::CreateInvite { invite, .. } => match invite.conversation {
                Some(conversation) => (conversation, Right::Invite),
                None => return Ok(None),
            },
            // Who wants in has no role yet, and an invite knows its room only once it is found.
            Action::Join { .. } | Action::UseInvite { .. } | Action::RevokeInvite { .. } => return Ok(None),
            Action::CreateRoom { .. }
            | Action::CreateGroup { .. }
            | Action::OpenDirect { .. }
            | Action::SetProfile { .. }
            | Action::Block { .. }
            | Action::ShareReads { .. }
            | Action::SetPassword { .. }
            | Action::CreateDeviceCode { .. }
            | Action::CreateOwnerCode { .. }
            | Action::SignOut
            | Action::Enrol(_)
            | Action::AddDevice { .. }
            | Action::RedeemDeviceCode { .. }
            | Action::RemoveDevices { .. }
            | Action::DeviceSeen { .. }
            | Action::StoreBlob(_)
            | Action::KeepBlob { .. }
            | Action::DoomBlobs { .. }
            | Action::BuryBlobs { .. }
            | Action::Import(_) => return Ok(None),
        };
        Ok(Some((id, vec![right])))
    }

    /// Whether somebody outside may come in by themselves.
    pub fn may_join(&self, id: ConversationId, me: UserId) -> Result<Conversation, Refusal> {
        let conversation = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        if least(Right::Join, conversation.kind.place()) != Least::Anyone {
            return Err(not_found("conversation"));
        }
        self.let_in(&conversation, id, me)?;
        Ok(conversation)
    }

    /// Whether nothing keeps this person out: a ban, or the room's end.
    pub fn let_in(&self, conversation: &Conversation, id: ConversationId, person: UserId) -> Result<(), Refusal> {
        if self.is_banned(id, person)? {
            return Err(Refusal::no(ErrorCode::Banned, "this person is kept out of the room"));
        }
        match &conversation.kind {
            Kind::Room(room) if room.archived => Err(super::restraints::archived()),
            Kind::Room(_) | Kind::Direct { .. } => Ok(()),
        }
    }
}
