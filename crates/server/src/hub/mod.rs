//! Who listens: hands encoded frames to the lines they concern. It knows nothing of the database, keeps nothing
//! durable, and never waits for a line.

pub mod acquaintance;
pub mod delivery;
pub mod frame;
mod listeners;
pub mod outlet;
mod presence;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use hearth_proto::{
    error::CloseCode,
    frame::{PresenceOf, ServerFrame},
    id::{ConversationId, DeviceId, Millis, UserId},
    people::Presence,
};

use self::{
    acquaintance::Acquaintance,
    delivery::Delivery,
    frame::{Frame, FrameKind},
    listeners::Listeners,
    outlet::{Outlet, Pushed},
    presence::Batch,
};
use crate::session::budget::Budget;

/// The hub of one server.
#[derive(Debug)]
pub struct Hub {
    listeners: Mutex<Listeners>,
    next_id: AtomicU64,
}

impl Hub {
    /// A hub that knows who has to do with whom, as the database says at the start. From then on the news tell.
    #[must_use]
    pub fn new(known: Acquaintance, grace_ms: i64) -> Self {
        Self { listeners: Mutex::new(Listeners::new(known, grace_ms)), next_id: AtomicU64::new(1) }
    }

    /// Opens a line. From this moment its queue collects what concerns this person. An older line of the same device
    /// is closed.
    pub fn open(&self, user: UserId, device: DeviceId) -> Arc<Outlet> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let outlet = Arc::new(Outlet::new(id, user, device));
        let replaced = self.lock().open(&outlet);
        for old in replaced {
            old.close(CloseCode::Replaced);
        }
        outlet
    }

    /// Forgets a line. The person stays online for a while, in case they come back.
    pub fn close(&self, outlet: &Outlet, now: Millis) {
        self.lock().close(outlet, now);
    }

    /// The shared budget of all lines of one person.
    pub fn budget(&self, user: UserId, fresh: impl FnOnce() -> Budget) -> Arc<Mutex<Budget>> {
        self.lock().budget(user, fresh)
    }

    /// Hands out a commit's worth of frames, in order, and wakes each line once.
    pub fn publish(&self, deliveries: Vec<Delivery>) {
        let mut woken: Vec<Arc<Outlet>> = Vec::new();
        let mut listeners = self.lock();
        for delivery in deliveries {
            listeners.deliver(delivery, &mut |outlet: &Arc<Outlet>, frame: &Frame| {
                if outlet.push(frame.clone()) == Pushed::Wake {
                    woken.push(Arc::clone(outlet));
                }
            });
        }
        drop(listeners);
        for outlet in woken {
            outlet.wake();
        }
    }

    /// Somebody writes; the others in the conversation may hear of it.
    pub fn typing(&self, conversation: ConversationId, user: UserId) {
        let spared = {
            let listeners = self.lock();
            if !listeners.known.is_member(conversation, user) {
                return;
            }
            listeners.known.apart_from(user).chain([user]).collect()
        };
        let frame = Frame::new(&ServerFrame::Typing { conversation, user }, FrameKind::Passing);
        self.publish(vec![Delivery::Spared { conversation, spared, frame }]);
    }

    /// A device says whether its person is there.
    pub fn set_presence(&self, outlet: &Outlet, presence: Presence) {
        self.lock().set_presence(outlet, presence);
    }

    /// Tells who came and went since the last time. Called every fraction of a second.
    pub fn tell_presence(&self, now: Millis) {
        let news = self.lock().changed_presence(now);
        let deliveries = news.into_iter().map(|batch| match batch {
            Batch::Most { conversation, spared, people } => {
                let frame = Frame::new(&ServerFrame::Presence { people }, FrameKind::Passing);
                Delivery::Spared { conversation, spared, frame }
            }
            Batch::One { user, people } => {
                let frame = Frame::new(&ServerFrame::Presence { people }, FrameKind::Passing);
                Delivery::User { user, except: None, frame }
            }
        });
        self.publish(deliveries.collect());
    }

    /// Who of those this person shares a small conversation with is not offline, and of those they have a private
    /// chat with, since when they are. `seen` says when they were here last.
    pub fn presence_for(&self, user: UserId, seen: &[(UserId, Millis)]) -> Vec<PresenceOf> {
        self.lock().presence_for(user, seen)
    }

    /// How many people have a line open.
    pub fn connected(&self) -> usize {
        self.lock().connected()
    }

    /// Which devices have a line open.
    pub fn devices(&self) -> Vec<(UserId, DeviceId)> {
        self.lock().outlets().map(|outlet| (outlet.user(), outlet.device())).collect()
    }

    /// Closes the lines of one device.
    pub fn end(&self, user: UserId, device: DeviceId, code: CloseCode) {
        let lines: Vec<_> = self.lock().outlets_of(user, device);
        for outlet in lines {
            outlet.close(code);
        }
    }

    /// Closes every line.
    pub fn close_all(&self, code: CloseCode) {
        let all: Vec<_> = self.lock().outlets().cloned().collect();
        for outlet in all {
            outlet.close(code);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        // Nothing panics while it is held.
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
