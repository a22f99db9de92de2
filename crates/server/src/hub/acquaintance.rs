//! Who has to do with whom: who is in which conversation, who has a private chat with whom, and who blocks whom. Of
//! two people of whom one blocks the other, neither hears whether the other is there or writes.

use std::collections::{HashMap, HashSet};

use hearth_proto::id::{ConversationId, UserId};

/// As the database says at the start; from then on the news tell.
#[derive(Debug, Default)]
pub struct Acquaintance {
    pub memberships: HashMap<UserId, HashSet<ConversationId>>,
    peers: HashMap<UserId, HashSet<UserId>>,
    blocks: HashSet<(UserId, UserId)>,
    apart: HashMap<UserId, HashSet<UserId>>,
}

impl Acquaintance {
    /// These two have a private chat, for ever.
    pub fn meet(&mut self, one: UserId, other: UserId) {
        self.peers.entry(one).or_default().insert(other);
        self.peers.entry(other).or_default().insert(one);
    }

    pub fn block(&mut self, user: UserId, blocked: UserId, on: bool) {
        if on {
            self.blocks.insert((user, blocked));
            self.apart.entry(user).or_default().insert(blocked);
            self.apart.entry(blocked).or_default().insert(user);
        } else if self.blocks.remove(&(user, blocked)) && !self.blocks.contains(&(blocked, user)) {
            for (one, other) in [(user, blocked), (blocked, user)] {
                if let Some(others) = self.apart.get_mut(&one) {
                    others.remove(&other);
                    if others.is_empty() {
                        self.apart.remove(&one);
                    }
                }
            }
        }
    }

    pub fn is_member(&self, conversation: ConversationId, user: UserId) -> bool {
        self.memberships.get(&user).is_some_and(|all| all.contains(&conversation))
    }

    /// Whether they have a private chat, and so may hear since when the other one is gone.
    pub fn are_peers(&self, one: UserId, other: UserId) -> bool {
        self.peers.get(&one).is_some_and(|peers| peers.contains(&other))
    }

    /// Whether one of them blocks the other.
    pub fn are_apart(&self, one: UserId, other: UserId) -> bool {
        self.apart.get(&one).is_some_and(|others| others.contains(&other))
    }

    pub fn peers_of(&self, user: UserId) -> impl Iterator<Item = UserId> + '_ {
        self.peers.get(&user).into_iter().flatten().copied()
    }

    pub fn apart_from(&self, user: UserId) -> impl Iterator<Item = UserId> + '_ {
        self.apart.get(&user).into_iter().flatten().copied()
    }
}
