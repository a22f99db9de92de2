//! Where this reader stands in each conversation.

use std::collections::{BTreeMap, BTreeSet};

use hearth_proto::{
    id::{ConversationId, Millis, Seq},
    room::{ConversationKind, Head, ReadMark},
};

use crate::{
    coverage::{HIGHEST, Holes},
    effect::Coverage,
    input::{AlertChoice, Standing},
};

/// One conversation.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    /// The newest event known to exist.
    pub(crate) head: Seq,
    pub(crate) holes: Holes,
    pub(crate) read: ReadMark,
    /// Unread counts from here instead of the read mark.
    pub(crate) unread_from: Option<ReadMark>,
    pub(crate) readers: Readers,
    pub(crate) direct: bool,
    pub(crate) alert: AlertChoice,
    /// Orders fetching. Zero until the server or an event says it.
    pub(crate) active_at: Millis,
    /// This person is no longer in it: it can be read, and nothing is fetched.
    pub(crate) gone: bool,
    /// The server would not give a page; not asked again before the next welcome.
    pub(crate) barred: bool,
    pub(crate) members: Members,
    /// When the newest of what is missing was written, at the latest; so what is newest can come first over all
    /// conversations. None until a page has told.
    pub(crate) frontier: Option<Millis>,
}

/// Whether it is known how far the others have read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Readers {
    /// As far as this line has told, or never.
    Known,
    /// Nobody has looked since the line is up.
    AskWhenSeen,
    Ask,
}

/// Whether the list of members is known to be right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Members {
    Known,
    /// It may have changed: ask once somebody looks.
    AskWhenSeen,
    /// It may have changed: ask when there is nothing better to do.
    Ask,
}

/// What an event meant for the coverage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Arrival {
    /// The next one.
    Next,
    /// Later than the next one: what lies between is missing now. `after` was the head before.
    Jump { after: Seq },
    /// One that was missing.
    Filled,
    /// One that was here already.
    Known,
}

impl Conversation {
    fn new() -> Self {
        Self {
            head: Seq(0),
            holes: Holes::default(),
            read: ReadMark::default(),
            unread_from: None,
            readers: Readers::AskWhenSeen,
            direct: false,
            alert: AlertChoice::default(),
            active_at: Millis(0),
            gone: false,
            barred: false,
            members: Members::Ask,
            frontier: None,
        }
    }

    fn restored(standing: &Standing) -> Self {
        let head = standing.head.min(HIGHEST);
        let holes = Holes::restored(&standing.holes, head);
        let members = if holes.is_empty() || standing.direct { Members::Known } else { Members::AskWhenSeen };
        Self {
            head,
            holes,
            read: standing.read,
            unread_from: standing.unread_from,
            direct: standing.direct,
            alert: standing.alert,
            members,
            ..Self::new()
        }
    }

    /// A live event has come.
    pub(crate) fn arrive(&mut self, seq: Seq) -> Arrival {
        if seq == Seq(0) || seq > HIGHEST {
            return Arrival::Known;
        }
        if seq <= self.head {
            return if self.holes.fill(seq, seq) { Arrival::Filled } else { Arrival::Known };
        }
        let after = std::mem::replace(&mut self.head, seq);
        if seq == after.next() {
            return Arrival::Next;
        }
        self.holes.add(after.next(), Seq(seq.0 - 1));
        Arrival::Jump { after }
    }

    /// What the server says about it. What lies above the old head is missing now. True when the read mark moved.
    pub(crate) fn learn(&mut self, head: &Head) -> bool {
        let seq = head.seq.min(HIGHEST);
        if seq > self.head {
            self.holes.add(self.head.next(), seq);
            self.head = seq;
            self.members = Members::Ask;
        }
        self.describe(head)
    }

    /// The log is another one: nothing that was numbered by the old one counts.
    pub(crate) fn forget_position(&mut self) {
        self.head = Seq(0);
        self.holes = Holes::default();
        self.read = ReadMark::default();
        self.unread_from = None;
        self.frontier = None;
    }

    /// A page has come whose first event is `from` and was written at `at`.
    pub(crate) fn came(&mut self, from: Seq, at: Option<Millis>) {
        if self.holes.newest().is_some_and(|hole| hole.to.next() == from) {
            self.frontier = Some(at.or(self.frontier).unwrap_or(self.active_at));
        }
    }

    /// Takes over all but the position.
    pub(crate) fn describe(&mut self, head: &Head) -> bool {
        self.direct = matches!(head.kind, ConversationKind::Direct { .. });
        if self.direct {
            self.members = Members::Known;
        } else if self.gone {
            self.members = Members::Ask;
        }
        self.gone = false;
        self.barred = false;
        self.active_at = self.active_at.max(head.active_at);
        self.read_to(head.read)
    }

    /// The read mark only grows. True when it did.
    pub(crate) fn read_to(&mut self, mark: ReadMark) -> bool {
        let grew = mark.seq > self.read.seq;
        if grew {
            self.read = mark;
        }
        grew
    }

    /// Whether pages of it may be asked for.
    pub(crate) fn can_be_fetched(&self) -> bool {
        !self.gone && !self.barred && !self.holes.is_empty()
    }
}

/// All conversations of the account. As many as the person is or was in; the server's rules bound that.
#[derive(Default, Debug)]
pub(crate) struct Conversations {
    by_id: BTreeMap<ConversationId, Conversation>,
    /// Those with holes, so that a quiet step costs nothing.
    holed: BTreeSet<ConversationId>,
}

impl Conversations {
    pub(crate) fn restored(standings: &[Standing]) -> Self {
        let mut all = Self::default();
        for standing in standings {
            all.by_id.insert(standing.conversation, Conversation::restored(standing));
            all.note(standing.conversation);
        }
        all
    }

    pub(crate) fn get(&self, id: ConversationId) -> Option<&Conversation> {
        self.by_id.get(&id)
    }

    /// Changes one that is known, and keeps the books.
    pub(crate) fn change<T>(&mut self, id: ConversationId, change: impl FnOnce(&mut Conversation) -> T) -> Option<T> {
        let result = self.by_id.get_mut(&id).map(change);
        self.note(id);
        result
    }

    /// Changes one, made here if it is new.
    pub(crate) fn open<T>(&mut self, id: ConversationId, change: impl FnOnce(&mut Conversation) -> T) -> T {
        let result = change(self.by_id.entry(id).or_insert_with(Conversation::new));
        self.note(id);
        result
    }

    pub(crate) fn change_all(&mut self, mut change: impl FnMut(ConversationId, &mut Conversation)) {
        for (id, conversation) in &mut self.by_id {
            change(*id, conversation);
        }
        self.holed = self.by_id.iter().filter(|(_, one)| !one.holes.is_empty()).map(|(id, _)| *id).collect();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (ConversationId, &Conversation)> {
        self.by_id.iter().map(|(id, conversation)| (*id, conversation))
    }

    /// Those with something missing that may be fetched.
    pub(crate) fn fetchable(&self) -> impl Iterator<Item = (ConversationId, &Conversation)> {
        self.holed
            .iter()
            .filter_map(|id| self.by_id.get(id).map(|conversation| (*id, conversation)))
            .filter(|(_, conversation)| conversation.can_be_fetched())
    }

    pub(crate) fn coverage(&self, id: ConversationId) -> Option<Coverage> {
        let conversation = self.by_id.get(&id)?;
        Some(Coverage { conversation: id, head: conversation.head, holes: conversation.holes.to_vec() })
    }

    fn note(&mut self, id: ConversationId) {
        if self.by_id.get(&id).is_some_and(|conversation| !conversation.holes.is_empty()) {
            self.holed.insert(id);
        } else {
            self.holed.remove(&id);
        }
    }
}
