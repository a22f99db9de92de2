//! Sorts requests by what they need: an order, a look into the database, or a secret first.

use hearth_proto::command::{NewInvite, Request};

use crate::{
    reader::Query,
    secrets::digest,
    state::command::{Action, NewProfile},
};

/// What a request needs.
#[derive(Debug)]
pub enum Wish {
    Command(Box<Action>),
    Query(Query),
    Invite(NewInvite),
    DeviceCode,
    Password { current: Option<String>, new: String },
}

/// What this request needs.
#[must_use]
pub fn wish(request: Request) -> Wish {
    let action = match request {
        Request::History { conversation, at, limit } => return Wish::Query(Query::History { conversation, at, limit }),
        Request::ListReaders { conversation } => return Wish::Query(Query::Readers { conversation }),
        Request::ListRooms => return Wish::Query(Query::Rooms),
        Request::ListBans { conversation } => return Wish::Query(Query::Bans { conversation }),
        Request::ListInvites { conversation } => return Wish::Query(Query::Invites { conversation }),
        Request::ListMembers { conversation } => return Wish::Query(Query::Members { conversation }),
        Request::ListPeople => return Wish::Query(Query::People),
        Request::ListDevices => return Wish::Query(Query::Devices),
        Request::CreateInvite(invite) => return Wish::Invite(invite),
        Request::CreateDeviceCode => return Wish::DeviceCode,
        Request::SetPassword { current, new } => return Wish::Password { current, new },
        Request::Post(post) => Action::Post(post),
        Request::Edit { conversation, message, body, act } => Action::Edit { conversation, message, body, act },
        Request::Redact { conversation, message, act } => Action::Redact { conversation, message, act },
        Request::React { conversation, message, emoji, on, act } => {
            Action::React { conversation, message, emoji, on, act }
        }
        Request::Pin { conversation, message, on, act } => Action::Pin { conversation, message, on, act },
        Request::Read { conversation, seq } => Action::Read { conversation, seq },
        Request::MarkUnread { conversation, seq } => Action::MarkUnread { conversation, seq },
        Request::ShareReads { on } => Action::ShareReads { on },
        Request::CreateRoom { conversation, room } => Action::CreateRoom { conversation, room },
        Request::OpenDirect { user } => Action::OpenDirect { user },
        Request::CreateGroup { conversation, users } => Action::CreateGroup { conversation, users },
        Request::UpdateRoom { conversation, room } => Action::UpdateRoom { conversation, room },
        Request::Join { conversation } => Action::Join { conversation },
        Request::Leave { conversation } => Action::Leave { conversation },
        Request::AddMember { conversation, user } => Action::AddMember { conversation, user },
        Request::RemoveMember { conversation, user } => Action::RemoveMember { conversation, user },
        Request::SetRole { conversation, user, role } => Action::SetRole { conversation, user, role },
        Request::Ban { conversation, user, on } => Action::Ban { conversation, user, on },
        Request::Mute { conversation, user, until } => Action::Mute { conversation, user, until },
        Request::SetProfile { name, handle, avatar, status, zone } => {
            Action::SetProfile(NewProfile { name, handle, avatar, status, zone })
        }
        Request::Block { user, on } => Action::Block { user, on },
        Request::UseInvite { code } => Action::UseInvite { code: digest(&code) },
        Request::RevokeInvite { invite } => Action::RevokeInvite { invite },
        Request::SignOut => Action::SignOut,
    };
    Wish::Command(Box::new(action))
}
