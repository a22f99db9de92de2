//! The tables behind the hub: lines by person and by conversation, and who is a member of what.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use hearth_proto::{
    error::CloseCode,
    id::{ConversationId, DeviceId, Millis, UserId},
    people::Presence,
};

use super::{acquaintance::Acquaintance, delivery::Delivery, frame::Frame, outlet::Outlet};
use crate::session::budget::Budget;

#[derive(Debug)]
pub(super) struct Listeners {
    /// People with a line, or whose last line went a moment ago.
    pub people: HashMap<UserId, Person>,
    /// Every line of every member of a conversation.
    lines: HashMap<ConversationId, Vec<Arc<Outlet>>>,
    pub known: Acquaintance,
    pub sizes: HashMap<ConversationId, usize>,
    /// People whose presence may have changed since it was last told.
    pub changed: HashSet<UserId>,
    pub grace_ms: i64,
}

#[derive(Debug)]
pub(super) struct Person {
    pub lines: Vec<(Arc<Outlet>, Presence)>,
    /// What others were told last.
    pub shown: Presence,
    /// Somebody new must be told, although nothing has changed.
    pub again: bool,
    /// When the last line went.
    pub gone_at: Option<Millis>,
    budget: Option<Arc<Mutex<Budget>>>,
}

impl Listeners {
    pub fn new(known: Acquaintance, grace_ms: i64) -> Self {
        let mut sizes = HashMap::new();
        for conversation in known.memberships.values().flatten() {
            *sizes.entry(*conversation).or_insert(0) += 1;
        }
        Self { people: HashMap::new(), lines: HashMap::new(), known, sizes, changed: HashSet::new(), grace_ms }
    }

    /// Adds a line; returns those of the same device that it replaces.
    pub fn open(&mut self, outlet: &Arc<Outlet>) -> Vec<Arc<Outlet>> {
        let user = outlet.user();
        let person = self.people.entry(user).or_insert_with(|| Person {
            lines: Vec::new(),
            shown: Presence::Offline,
            again: false,
            gone_at: None,
            budget: None,
        });
        let same = |line: &&(Arc<Outlet>, Presence)| line.0.device() == outlet.device();
        let replaced = person.lines.iter().filter(same).map(|line| Arc::clone(&line.0)).collect();
        person.lines.push((Arc::clone(outlet), Presence::Online));
        person.gone_at = None;
        self.changed.insert(user);
        for conversation in self.known.memberships.get(&user).into_iter().flatten() {
            self.lines.entry(*conversation).or_default().push(Arc::clone(outlet));
        }
        replaced
    }

    pub fn close(&mut self, outlet: &Outlet, now: Millis) {
        let user = outlet.user();
        if let Some(person) = self.people.get_mut(&user) {
            person.lines.retain(|line| line.0.id() != outlet.id());
            if person.lines.is_empty() {
                person.gone_at = Some(now);
            }
            self.changed.insert(user);
        }
        for conversation in self.known.memberships.get(&user).into_iter().flatten() {
            if let Some(lines) = self.lines.get_mut(conversation) {
                lines.retain(|line| line.id() != outlet.id());
                if lines.is_empty() {
                    self.lines.remove(conversation);
                }
            }
        }
    }

    pub fn budget(&mut self, user: UserId, fresh: impl FnOnce() -> Budget) -> Arc<Mutex<Budget>> {
        let fresh = || Arc::new(Mutex::new(fresh()));
        match self.people.get_mut(&user) {
            Some(person) => Arc::clone(person.budget.get_or_insert_with(fresh)),
            None => fresh(),
        }
    }

    pub fn deliver(&mut self, delivery: Delivery, push: &mut impl FnMut(&Arc<Outlet>, &Frame)) {
        match delivery {
            Delivery::Line(outlet, frame) => push(&outlet, &frame),
            Delivery::User { user, except, frame } => {
                for (outlet, _) in self.lines_of(user) {
                    if Some(outlet.id()) != except {
                        push(outlet, &frame);
                    }
                }
            }
            Delivery::Conversation { conversation, except, frame } => {
                for outlet in self.lines.get(&conversation).into_iter().flatten() {
                    if except != Some(outlet.user()) {
                        push(outlet, &frame);
                    }
                }
            }
            Delivery::Spared { conversation, spared, frame } => {
                for outlet in self.lines_in(conversation) {
                    if !spared.contains(&outlet.user()) {
                        push(outlet, &frame);
                    }
                }
            }
            Delivery::Peers { user, frame } => self.to_peers(user, &frame, push),
            Delivery::Enter { conversation, user, peer } => {
                if let Some(peer) = peer {
                    self.known.meet(user, peer);
                }
                self.enter(conversation, user);
            }
            Delivery::Block { user, blocked, on } => self.block((user, blocked), on, push),
            Delivery::Leave { conversation, user } => self.leave(conversation, user),
            Delivery::SignOut { user, device } => self.sign_out(user, device),
        }
    }

    pub fn lines_of(&self, user: UserId) -> &[(Arc<Outlet>, Presence)] {
        self.people.get(&user).map_or(&[], |person| &person.lines)
    }

    fn to_peers(&self, user: UserId, frame: &Frame, push: &mut impl FnMut(&Arc<Outlet>, &Frame)) {
        let mut told = HashSet::new();
        let shared =
            self.known.memberships.get(&user).into_iter().flatten().filter_map(|at| self.lines.get(at)).flatten();
        for outlet in shared.chain(self.lines_of(user).iter().map(|line| &line.0)) {
            if told.insert(outlet.id()) {
                push(outlet, frame);
            }
        }
    }

    fn enter(&mut self, conversation: ConversationId, user: UserId) {
        if !self.known.memberships.entry(user).or_default().insert(conversation) {
            return;
        }
        *self.sizes.entry(conversation).or_insert(0) += 1;
        let lines: Vec<_> = self.lines_of(user).iter().map(|line| Arc::clone(&line.0)).collect();
        if !lines.is_empty() {
            self.lines.entry(conversation).or_default().extend(lines);
        }
        // Those who are there learn who is online, and the other way round.
        self.show_again(conversation, user);
    }

    fn leave(&mut self, conversation: ConversationId, user: UserId) {
        let was = self.known.memberships.get_mut(&user).is_some_and(|all| all.remove(&conversation));
        if !was {
            return;
        }
        if let Some(size) = self.sizes.get_mut(&conversation) {
            *size = size.saturating_sub(1);
        }
        if let Some(lines) = self.lines.get_mut(&conversation) {
            lines.retain(|line| line.user() != user);
        }
    }

    fn sign_out(&self, user: UserId, device: Option<DeviceId>) {
        for (outlet, _) in self.lines_of(user) {
            if device.is_none_or(|device| device == outlet.device()) {
                outlet.close(CloseCode::SignedOut);
            }
        }
    }

    pub fn lines_in(&self, conversation: ConversationId) -> &[Arc<Outlet>] {
        self.lines.get(&conversation).map_or(&[], Vec::as_slice)
    }

    pub fn outlets(&self) -> impl Iterator<Item = &Arc<Outlet>> {
        self.people.values().flat_map(|person| person.lines.iter().map(|line| &line.0))
    }

    pub fn outlets_of(&self, user: UserId, device: DeviceId) -> Vec<Arc<Outlet>> {
        let lines = self.lines_of(user).iter().map(|line| &line.0);
        lines.filter(|outlet| outlet.device() == device).cloned().collect()
    }

    pub fn connected(&self) -> usize {
        self.people.values().filter(|person| !person.lines.is_empty()).count()
    }
}
