//! Who can be reached: told in batches, with a grace for those whose line breaks for a moment, and only among people
//! who share a conversation that is not too large and do not block each other.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hearth_proto::{
    frame::{PresenceOf, ServerFrame},
    id::{ConversationId, Millis, UserId},
    people::Presence,
};

use super::{
    frame::{Frame, FrameKind},
    listeners::{Listeners, Person},
    outlet::Outlet,
};

/// In a conversation of more members nobody is told who is online: it would cost the square of their number.
const PRESENCE_MEMBERS: usize = 256;

/// What is told at once.
#[derive(Debug)]
pub(super) enum Batch {
    /// The same to everyone in a conversation but those who are told something of their own.
    Most {
        conversation: ConversationId,
        spared: HashSet<UserId>,
        people: Vec<PresenceOf>,
    },
    One {
        user: UserId,
        people: Vec<PresenceOf>,
    },
}

impl Listeners {
    pub fn set_presence(&mut self, outlet: &Outlet, presence: Presence) {
        // A line that is there is not offline, whatever it says.
        if presence == Presence::Offline {
            return;
        }
        if let Some(person) = self.people.get_mut(&outlet.user()) {
            for line in person.lines.iter_mut().filter(|line| line.0.id() == outlet.id()) {
                line.1 = presence;
            }
            self.changed.insert(outlet.user());
        }
    }

    /// What is new. People whose grace is not over are kept for later.
    pub fn changed_presence(&mut self, now: Millis) -> Vec<Batch> {
        let mut batches: HashMap<ConversationId, Vec<PresenceOf>> = HashMap::new();
        for user in std::mem::take(&mut self.changed) {
            let Some(person) = self.people.get_mut(&user) else { continue };
            let is = presence_of(person);
            let gone_at = person.gone_at;
            if is == Presence::Offline && gone_at.is_some_and(|gone| now.0 < gone.0.saturating_add(self.grace_ms)) {
                self.changed.insert(user);
                continue;
            }
            let news = person.shown != is || person.again;
            person.shown = is;
            person.again = false;
            if is == Presence::Offline {
                self.people.remove(&user);
            }
            if news {
                let since = if is == Presence::Offline { gone_at } else { None };
                for conversation in self.small_conversations(user) {
                    batches.entry(conversation).or_default().push(PresenceOf { user, presence: is, since });
                }
            }
        }
        batches.into_iter().flat_map(|(conversation, people)| self.by_listener(conversation, people)).collect()
    }

    /// Since when somebody is gone is only for those who have a private chat with them, and who is kept apart from them
    /// hears nothing: such listeners get a batch of their own, so that the rest can share one.
    fn by_listener(&self, conversation: ConversationId, people: Vec<PresenceOf>) -> Vec<Batch> {
        let mut spared = HashSet::new();
        for of in &people {
            let close = self.known.peers_of(of.user).filter(|_| of.since.is_some());
            let special = close.chain(self.known.apart_from(of.user));
            spared.extend(
                special.filter(|user| self.known.is_member(conversation, *user) && !self.lines_of(*user).is_empty()),
            );
        }
        let mut batches: Vec<Batch> = Vec::with_capacity(spared.len() + 1);
        for listener in &spared {
            let told: Vec<PresenceOf> = people
                .iter()
                .filter(|of| !self.known.are_apart(*listener, of.user))
                .map(|of| PresenceOf { since: of.since.filter(|_| self.known.are_peers(*listener, of.user)), ..*of })
                .collect();
            if !told.is_empty() {
                batches.push(Batch::One { user: *listener, people: told });
            }
        }
        let people = people.into_iter().map(|of| PresenceOf { since: None, ..of }).collect();
        batches.push(Batch::Most { conversation, spared, people });
        batches
    }

    pub fn presence_for(&self, user: UserId, seen: &[(UserId, Millis)]) -> Vec<PresenceOf> {
        let mine: HashSet<ConversationId> = self.small_conversations(user).into_iter().collect();
        let mut told = HashSet::from([user]);
        let mut people = Vec::new();
        let here = mine.iter().flat_map(|conversation| self.lines_in(*conversation)).map(|outlet| outlet.user());
        // Whoever has gone a moment ago is still shown as they were, like to everyone else.
        let gone = self.changed.iter().copied().filter(|other| {
            self.known.memberships.get(other).is_some_and(|theirs| theirs.iter().any(|at| mine.contains(at)))
        });
        for other in here.chain(gone) {
            if !told.insert(other) || self.known.are_apart(user, other) {
                continue;
            }
            if let Some(person) = self.people.get(&other) {
                let presence = if person.lines.is_empty() { person.shown } else { presence_of(person) };
                if presence != Presence::Offline {
                    people.push(PresenceOf { user: other, presence, since: None });
                }
            }
        }
        let there: HashSet<UserId> = people.iter().map(|of| of.user).collect();
        let away = seen.iter().filter(|(other, _)| !there.contains(other) && !self.known.are_apart(user, *other));
        people.extend(away.map(|(other, at)| {
            let gone_at = self.people.get(other).and_then(|person| person.gone_at);
            PresenceOf { user: *other, presence: Presence::Offline, since: Some(gone_at.unwrap_or(*at)) }
        }));
        people
    }

    /// After somebody entered a conversation, its people are told of each other once more.
    pub fn show_again(&mut self, conversation: ConversationId, entered: UserId) {
        if self.sizes.get(&conversation).is_some_and(|size| *size > PRESENCE_MEMBERS) {
            return;
        }
        let there: HashSet<UserId> = self.lines_in(conversation).iter().map(|line| line.user()).collect();
        for user in there.into_iter().chain([entered]) {
            if let Some(person) = self.people.get_mut(&user).filter(|person| !person.lines.is_empty()) {
                person.again = true;
                self.changed.insert(user);
            }
        }
    }

    /// To people who are kept apart each looks offline to the other from now on; afterwards they see each other again.
    pub fn block(&mut self, (user, blocked): (UserId, UserId), on: bool, push: &mut impl FnMut(&Arc<Outlet>, &Frame)) {
        self.known.block(user, blocked, on);
        let mine: HashSet<ConversationId> = self.small_conversations(user).into_iter().collect();
        if !self.small_conversations(blocked).iter().any(|shared| mine.contains(shared)) {
            return;
        }
        for (listener, of) in [(user, blocked), (blocked, user)] {
            let presence = match self.people.get(&of) {
                Some(person) if !self.known.are_apart(user, blocked) => person.shown,
                Some(_) | None => Presence::Offline,
            };
            let people = vec![PresenceOf { user: of, presence, since: None }];
            let frame = Frame::new(&ServerFrame::Presence { people }, FrameKind::Passing);
            for (outlet, _) in self.lines_of(listener) {
                push(outlet, &frame);
            }
        }
    }

    fn small_conversations(&self, user: UserId) -> Vec<ConversationId> {
        let small = |at: &&ConversationId| self.sizes.get(*at).is_none_or(|size| *size <= PRESENCE_MEMBERS);
        self.known.memberships.get(&user).into_iter().flatten().filter(small).copied().collect()
    }
}

/// Who wants no disturbance on one device wants none; else whoever is at one of them is there.
fn presence_of(person: &Person) -> Presence {
    let any = |presence| person.lines.iter().any(|line| line.1 == presence);
    [Presence::Busy, Presence::Online, Presence::Away]
        .into_iter()
        .find(|presence| any(*presence))
        .unwrap_or(Presence::Offline)
}

#[cfg(test)]
mod tests {
    use hearth_proto::id::DeviceId;
    use uuid::Uuid;

    use super::*;
    use crate::hub::{acquaintance::Acquaintance, delivery::Delivery};

    const GRACE_MS: i64 = 1000;

    fn user(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    fn outlet(number: u64) -> Arc<Outlet> {
        let id = u128::from(number);
        Arc::new(Outlet::new(number, user(id), DeviceId(Uuid::from_u128(id))))
    }

    /// What is told of one person by these batches to another.
    fn told(batches: &[Batch], of: UserId, to: UserId) -> Vec<(Presence, Option<Millis>)> {
        let people = batches.iter().flat_map(|batch| match batch {
            Batch::Most { spared, people, .. } if !spared.contains(&to) => people.as_slice(),
            Batch::One { user, people } if *user == to => people.as_slice(),
            Batch::Most { .. } | Batch::One { .. } => &[],
        });
        people.filter(|one| one.user == of).map(|one| (one.presence, one.since)).collect()
    }

    /// Two people in one room; the second has a line.
    fn room() -> (Listeners, ConversationId, Arc<Outlet>) {
        let room = ConversationId(Uuid::from_u128(9));
        let mut known = Acquaintance::default();
        for number in [1, 2] {
            known.memberships.entry(user(number)).or_default().insert(room);
        }
        let mut listeners = Listeners::new(known, GRACE_MS);
        let line = outlet(2);
        listeners.open(&line);
        (listeners, room, line)
    }

    #[test]
    fn whoever_goes_before_they_were_shown_to_somebody_new_is_still_told_to_be_gone() {
        let (mut listeners, _, line) = room();
        listeners.open(&outlet(1));
        assert_eq!(told(&listeners.changed_presence(Millis(0)), user(2), user(1)), [(Presence::Online, None)]);
        let garden = ConversationId(Uuid::from_u128(8));
        let enter = |number| Delivery::Enter { conversation: garden, user: user(number), peer: None };
        for number in [1, 2] {
            listeners.deliver(enter(number), &mut |_, _| {});
        }
        listeners.close(&line, Millis(10));
        assert!(told(&listeners.changed_presence(Millis(20)), user(2), user(1)).is_empty(), "the grace");
        let shown = listeners.presence_for(user(1), &[]);
        assert_eq!(shown.iter().map(|of| of.presence).collect::<Vec<_>>(), [Presence::Online]);
        let gone = told(&listeners.changed_presence(Millis(10 + GRACE_MS)), user(2), user(1));
        assert!(!gone.is_empty() && gone.iter().all(|of| *of == (Presence::Offline, None)), "{gone:?}");
        assert!(listeners.presence_for(user(1), &[]).is_empty());
    }

    #[test]
    fn since_when_is_for_peers_and_nothing_at_all_for_those_kept_apart() {
        let (mut listeners, _, line) = room();
        listeners.open(&outlet(1));
        listeners.known.meet(user(1), user(2));
        listeners.changed_presence(Millis(0));
        listeners.close(&line, Millis(10));
        let gone = listeners.changed_presence(Millis(10 + GRACE_MS));
        assert_eq!(told(&gone, user(2), user(1)), [(Presence::Offline, Some(Millis(10)))]);
        let seen = [(user(2), Millis(10))];
        let since = PresenceOf { user: user(2), presence: Presence::Offline, since: Some(Millis(10)) };
        assert_eq!(listeners.presence_for(user(1), &seen), [since]);
        listeners.block((user(2), user(1)), true, &mut |_, _| {});
        assert!(listeners.presence_for(user(1), &seen).is_empty());
        listeners.open(&line);
        assert!(told(&listeners.changed_presence(Millis(5000)), user(2), user(1)).is_empty());
        assert!(listeners.presence_for(user(1), &[]).is_empty());
        // Each may block the other; both must let go before they see each other again.
        listeners.block((user(1), user(2)), true, &mut |_, _| {});
        listeners.block((user(2), user(1)), false, &mut |_, _| {});
        assert!(listeners.presence_for(user(1), &[]).is_empty());
        listeners.block((user(1), user(2)), false, &mut |_, _| {});
        assert_eq!(listeners.presence_for(user(1), &[]).len(), 1);
    }
}
