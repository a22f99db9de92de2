//! Who can be reached: told in batches, with a grace for those whose line breaks for a moment, and only among people
//! who share a conversation that is not too large.

use std::collections::{HashMap, HashSet};

use hearth_proto::{
    frame::PresenceOf,
    id::{ConversationId, Millis, UserId},
    people::Presence,
};

use super::{
    listeners::{Listeners, Person},
    outlet::Outlet,
};

/// In a conversation of more members nobody is told who is online: it would cost the square of their number.
const PRESENCE_MEMBERS: usize = 256;

impl Listeners {
    pub fn set_presence(&mut self, outlet: &Outlet, presence: Presence) {
        if let Some(person) = self.people.get_mut(&outlet.user()) {
            for line in person.lines.iter_mut().filter(|line| line.0.id() == outlet.id()) {
                line.1 = presence;
            }
            self.changed.insert(outlet.user());
        }
    }

    /// What is new, by the conversation whose members are told. People whose grace is not over are kept for later.
    pub fn changed_presence(&mut self, now: Millis) -> HashMap<ConversationId, Vec<PresenceOf>> {
        let mut batches: HashMap<ConversationId, Vec<PresenceOf>> = HashMap::new();
        for user in std::mem::take(&mut self.changed) {
            let Some(person) = self.people.get_mut(&user) else { continue };
            let is = presence_of(person);
            let waits = is == Presence::Offline
                && person.gone_at.is_some_and(|gone| now.0 < gone.0.saturating_add(self.grace_ms));
            if waits {
                self.changed.insert(user);
                continue;
            }
            let news = person.shown != is;
            person.shown = is;
            if is == Presence::Offline {
                self.people.remove(&user);
            }
            if news {
                for conversation in self.small_conversations(user) {
                    batches.entry(conversation).or_default().push(PresenceOf { user, presence: is, since: None });
                }
            }
        }
        batches
    }

    pub fn presence_for(&self, user: UserId) -> Vec<PresenceOf> {
        let mut seen = HashSet::from([user]);
        let mut people = Vec::new();
        for conversation in self.small_conversations(user) {
            for outlet in self.lines_in(conversation) {
                if let Some(person) = self.people.get(&outlet.user()).filter(|_| seen.insert(outlet.user())) {
                    people.push(PresenceOf { user: outlet.user(), presence: presence_of(person), since: None });
                }
            }
        }
        people.retain(|of| of.presence != Presence::Offline);
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
                // As if nothing had been told; the next batch does.
                person.shown = Presence::Offline;
                self.changed.insert(user);
            }
        }
    }

    fn small_conversations(&self, user: UserId) -> Vec<ConversationId> {
        let small = |at: &&ConversationId| self.sizes.get(*at).is_none_or(|size| *size <= PRESENCE_MEMBERS);
        self.memberships.get(&user).into_iter().flatten().filter(small).copied().collect()
    }
}

fn presence_of(person: &Person) -> Presence {
    let all = || person.lines.iter().map(|line| line.1);
    if all().any(|presence| presence == Presence::Online) {
        Presence::Online
    } else if all().any(|presence| presence == Presence::Busy) {
        Presence::Busy
    } else if all().any(|presence| presence == Presence::Away) {
        Presence::Away
    } else {
        Presence::Offline
    }
}
