//! Who may do what: one table of rights by kind of conversation and role. Servers ask it before they do anything, and
//! clients offer nothing that it refuses. `docs/PROTOCOL.md` prints it.
//!
//! What holds somebody back although the table lets them (silence, slow mode, an archive) is not in here.

use serde::Serialize;

use crate::people::Role;

/// What a conversation is, as far as rights go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    PublicRoom,
    PrivateRoom,
    Group,
    Direct,
}

/// What somebody wants to do in a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    Read,
    Post,
    Edit,
    React,
    RedactOwn,
    RedactAny,
    Pin,
    MentionRoom,
    AddMember,
    Invite,
    OthersInvites,
    Describe,
    Govern,
    Archive,
    RemoveMember,
    SetRole,
    StepDown,
    Ban,
    Mute,
    Leave,
    Join,
}

/// The least that somebody must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Least {
    /// Everyone with an account, in the conversation or not.
    Anyone,
    Role(Role),
    Nobody,
}

/// One row of the table.
#[derive(Debug)]
pub struct Rule {
    pub right: Right,
    /// The requests that need it, as `docs/PROTOCOL.md` prints them.
    pub what: &'static str,
    /// In public rooms, private rooms, groups and direct chats.
    pub least: [Least; 4],
}

const GUEST: Least = Least::Role(Role::Guest);
const MEMBER: Least = Least::Role(Role::Member);
const ADMIN: Least = Least::Role(Role::Admin);
const OWNER: Least = Least::Role(Role::Owner);
const NOBODY: Least = Least::Nobody;

const fn rule(right: Right, what: &'static str, least: [Least; 4]) -> Rule {
    Rule { right, what, least }
}

/// Every right there is, in the order of [`Right`].
pub const TABLE: [Rule; 21] = [
    rule(
        Right::Read,
        "`history`, `list_members`, `list_readers`, `read`, `mark_unread`, typing",
        [GUEST, GUEST, GUEST, GUEST],
    ),
    rule(Right::Post, "`post`", [GUEST, GUEST, GUEST, GUEST]),
    rule(Right::Edit, "`edit` (own)", [GUEST, GUEST, GUEST, GUEST]),
    rule(Right::React, "`react`", [GUEST, GUEST, GUEST, GUEST]),
    rule(Right::RedactOwn, "`redact` (own)", [GUEST, GUEST, GUEST, GUEST]),
    rule(Right::RedactAny, "`redact` (another's)", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::Pin, "`pin`", [MEMBER, MEMBER, MEMBER, MEMBER]),
    rule(Right::MentionRoom, "`@room` in a message", [MEMBER, MEMBER, MEMBER, NOBODY]),
    rule(Right::AddMember, "`add_member`", [MEMBER, MEMBER, MEMBER, NOBODY]),
    rule(Right::Invite, "`create_invite`; `list_invites`, `revoke_invite` (own)", [MEMBER, ADMIN, NOBODY, NOBODY]),
    rule(Right::OthersInvites, "`list_invites`, `revoke_invite` (others')", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::Describe, "`update_room` (`name`, `topic`, `avatar`)", [ADMIN, ADMIN, MEMBER, NOBODY]),
    rule(Right::Govern, "`update_room` (`visibility`, `posting`, `slow_seconds`)", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::Archive, "`update_room` (`archived`)", [OWNER, OWNER, NOBODY, NOBODY]),
    rule(Right::RemoveMember, "`remove_member`", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::SetRole, "`set_role` (another's)", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::StepDown, "`set_role` (own, lower)", [GUEST, GUEST, NOBODY, NOBODY]),
    rule(Right::Ban, "`ban`, `list_bans`", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::Mute, "`mute`", [ADMIN, ADMIN, NOBODY, NOBODY]),
    rule(Right::Leave, "`leave`", [GUEST, GUEST, GUEST, NOBODY]),
    rule(Right::Join, "`join`", [Least::Anyone, NOBODY, NOBODY, NOBODY]),
];

/// The least that this right takes here.
#[must_use]
pub fn least(right: Right, place: Place) -> Least {
    let row = TABLE.iter().find(|rule| rule.right == right);
    let column = match place {
        Place::PublicRoom => 0,
        Place::PrivateRoom => 1,
        Place::Group => 2,
        Place::Direct => 3,
    };
    // What is not in the table is nobody's.
    row.and_then(|rule| rule.least.get(column)).copied().unwrap_or(Least::Nobody)
}

/// Whether a member of this role may.
#[must_use]
pub fn may(right: Right, place: Place, role: Role) -> bool {
    match least(right, place) {
        Least::Anyone => true,
        Least::Role(least) => role >= least,
        Least::Nobody => false,
    }
}
