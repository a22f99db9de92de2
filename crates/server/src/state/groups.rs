//! Private chats of several people: rooms without roles, name or visitors, in which everyone is equal.

use std::collections::BTreeSet;

use hearth_proto::{
    error::ErrorCode,
    event::MemberChange,
    id::{ConversationId, UserId},
    people::Role,
    room::{Posting, Room, Visibility},
};

use super::{
    apply::Tx,
    command::{Answer, Refusal, not_found},
    restraints::blocked,
    rooms::drawing,
    rows::{find_account, head},
};

impl Tx<'_> {
    /// Makes a group. The same id by the same person again gets the group as it is now.
    pub fn create_group(&mut self, id: ConversationId, users: &[UserId]) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if let Some(made) = self.made_before(id, me, true)? {
            return Ok(made);
        }
        let others: BTreeSet<UserId> = users.iter().copied().filter(|user| *user != me).collect();
        if others.is_empty() {
            return Err(Refusal::no(ErrorCode::Malformed, "a group needs somebody else"));
        }
        for (person, members) in others.iter().zip(1..) {
            find_account(self.conn, *person)?.ok_or_else(|| not_found("person"))?;
            self.may_group(me, *person, members)?;
        }
        let room = Room {
            name: String::new(),
            topic: String::new(),
            visibility: Visibility::Group,
            avatar: drawing(id),
            posting: Posting::Everyone,
            slow_seconds: 0,
            archived: false,
        };
        self.begin_room(id, me, room, Role::Member)?;
        for person in others {
            self.enter(id, me, person, MemberChange::Added { role: Role::Member })?;
        }
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    /// Whether somebody may be brought into a group of so many people.
    pub fn may_group(&self, me: UserId, person: UserId, members: u32) -> Result<(), Refusal> {
        if members >= self.rules.limits.group_people {
            return Err(Refusal::no(ErrorCode::GroupFull, "the private chat has as many people as it may"));
        }
        if self.blocks(person, me)? { Err(blocked()) } else { Ok(()) }
    }
}
