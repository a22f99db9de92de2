//! The conversations of an archive, and how far each has come.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hearth_archive::{
    record::{Conversation, ConversationKind, InConversation},
    remark::LeftOut,
};
use hearth_proto::{
    id::{ConversationId, MessageId, UserId},
    people::Role,
    room::Visibility,
};

/// One conversation of the archive.
pub(super) struct Place {
    pub(super) kind: ConversationKind,
    pub(super) members: Vec<(UserId, Role)>,
    /// People of this server who wrote in it.
    pub(super) authors: BTreeSet<UserId>,
    pub(super) standing: Standing,
    /// The message of the archive that came last.
    pub(super) follows: Option<MessageId>,
    pub(super) added: u64,
    pub(super) known: u64,
    pub(super) left_out: u64,
    pub(super) why: Option<LeftOut>,
    pub(super) entered: u32,
}

impl Place {
    /// The people of a private chat, of two or of several; nobody where it is a room.
    pub(super) fn private(&self) -> Vec<UserId> {
        match &self.kind {
            ConversationKind::Direct { people } => people.to_vec(),
            ConversationKind::Room { room } if room.visibility == Visibility::Group => {
                self.members.iter().map(|(person, _)| *person).collect()
            }
            ConversationKind::Room { .. } => Vec::new(),
        }
    }
}

/// Where a conversation stands here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Nothing of it has come yet.
    Unknown,
    /// `open`: people were in it before this import.
    Begun { here: ConversationId, open: bool },
    /// It cannot come in; `why` says why.
    Refused,
}

/// All of them.
#[derive(Default)]
pub(super) struct Places {
    places: HashMap<ConversationId, Place>,
    order: Vec<ConversationId>,
    /// Roles that came before their conversation did.
    early: BTreeMap<ConversationId, Vec<(UserId, Role)>>,
}

impl Places {
    pub(super) fn told(&mut self, conversation: Conversation) {
        let Conversation { id, kind, head: _ } = conversation;
        if self.places.contains_key(&id) {
            return;
        }
        self.order.push(id);
        let place = Place {
            kind,
            members: self.early.remove(&id).unwrap_or_default(),
            authors: BTreeSet::new(),
            standing: Standing::Unknown,
            follows: None,
            added: 0,
            known: 0,
            left_out: 0,
            why: None,
            entered: 0,
        };
        self.places.insert(id, place);
    }

    pub(super) fn member(&mut self, member: InConversation) {
        let who = (member.member.user, member.member.role);
        match self.places.get_mut(&member.conversation) {
            Some(place) => place.members.push(who),
            None => self.early.entry(member.conversation).or_default().push(who),
        }
    }

    pub(super) fn get(&self, id: ConversationId) -> Option<&Place> {
        self.places.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: ConversationId) -> Option<&mut Place> {
        self.places.get_mut(&id)
    }

    /// Messages that are safe on the disk, whether they came now or before.
    pub(super) fn messages(&self) -> u64 {
        self.places.values().map(|place| place.added + place.known).sum()
    }

    /// The people of those private chats that could not come in.
    pub(super) fn left_out(&self) -> Vec<UserId> {
        let places = self.order.iter().filter_map(|id| self.places.get(id));
        places.filter(|place| place.standing == Standing::Refused).flat_map(Place::private).collect()
    }

    /// In the order of the archive.
    pub(super) fn ids(&self) -> Vec<ConversationId> {
        self.order.clone()
    }
}
