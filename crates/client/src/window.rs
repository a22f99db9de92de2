//! What the window has been told: one snapshot, then numbered changes in batches. A window that falls behind gets a
//! new snapshot. Everything it could ask for again is kept here, so a snapshot needs neither disk nor network.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hearth_history::item::Row;
use hearth_proto::{
    frame::PresenceOf,
    id::UserId,
    people::{Presence, Profile},
};
use tokio::{
    sync::{Notify, mpsc, watch},
    time,
};

use crate::{
    call::FocusCall,
    meant::{Called, Names},
    presence,
    settings::Settings,
    told::Told,
    view::{AccountId, AccountView, Change, Hosting, Key, Snapshot, Update},
};

/// Changes are gathered for one frame of the screen.
const FRAME: Duration = Duration::from_millis(16);

/// The truth of the window, for everybody at once.
#[derive(Debug)]
pub struct Window {
    inner: Mutex<Told>,
    rung: Notify,
    /// Whether some window listens.
    heard: watch::Sender<bool>,
}

impl Window {
    /// A window to be, with nothing in it.
    #[must_use]
    pub fn new(settings: Settings, last_open: Option<Key>, version: String) -> Self {
        let inner = Told::new(settings, last_open, version);
        Self { inner: Mutex::new(inner), rung: Notify::new(), heard: watch::Sender::new(false) }
    }

    /// Applies changes and passes them on.
    pub fn tell(&self, changes: impl IntoIterator<Item = Change>) {
        let mut inner = self.lock();
        for change in changes {
            inner.apply(&change);
            inner.pass_on(change);
        }
        drop(inner);
        self.rung.notify_one();
    }

    /// Changes one account's line of the snapshot, where it still exists, and tells if it became different.
    pub fn tell_account(&self, account: AccountId, change: impl FnOnce(&mut AccountView)) {
        let mut inner = self.lock();
        let Some(view) = inner.accounts.get_mut(&account) else { return };
        let before = view.clone();
        change(view);
        if *view != before {
            let account = view.clone();
            inner.pass_on(Change::Account { account });
            drop(inner);
            self.rung.notify_one();
        }
    }

    /// Without a line nobody of this account is known to be there; the next welcome says who is.
    pub fn forget_presence(&self, account: AccountId) {
        let mut inner = self.lock();
        let gone = |of: &PresenceOf| PresenceOf { presence: Presence::Offline, since: None, ..*of };
        let people: Vec<PresenceOf> =
            inner.presence.remove(&account).iter().flat_map(HashMap::values).map(gone).collect();
        if !people.is_empty() {
            inner.pass_on(Change::Presence { account, people });
            drop(inner);
            self.rung.notify_one();
        }
    }

    /// The account as it is shown.
    #[must_use]
    pub fn account(&self, account: AccountId) -> Option<AccountView> {
        self.lock().accounts.get(&account).cloned()
    }

    /// A row of the list as it is shown.
    #[must_use]
    pub fn row(&self, key: Key) -> Option<Row> {
        self.lock().rows.get(&key).cloned()
    }

    /// Everybody and everything that has a name in an account.
    #[must_use]
    pub fn names(&self, account: AccountId) -> Names {
        let inner = self.lock();
        let of_account = inner.people.iter().filter(|((of, _), _)| *of == account);
        let mut people: Vec<Called> = of_account
            .map(|(_, one)| Called { user: one.id, name: one.name.clone(), handle: one.handle.clone() })
            .collect();
        people.sort_by_key(|called| called.user);
        let mut rows: Vec<Row> =
            inner.rows.iter().filter(|(key, _)| key.account == account).map(|(_, row)| row.clone()).collect();
        rows.sort_by_key(|row| row.conversation);
        Names { me: inner.accounts.get(&account).map(|view| view.me.id), people, rows }
    }

    /// A person as they are shown.
    #[must_use]
    pub fn person(&self, account: AccountId, user: UserId) -> Option<Profile> {
        self.lock().people.get(&(account, user)).cloned()
    }

    /// What the server inside this app does.
    #[must_use]
    pub fn hosting(&self) -> Hosting {
        self.lock().hosting.clone()
    }

    /// What others see of this person, from this computer.
    #[must_use]
    pub fn own_presence(&self) -> Presence {
        self.lock().own_presence
    }

    /// The app's settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.lock().settings.clone()
    }

    /// Remembers the conversation that is open; true when it is another one than before.
    pub fn set_last_open(&self, key: Key) -> bool {
        self.lock().last_open.replace(key) != Some(key)
    }

    /// The window shows something of this conversation from now on, and is told of everything new in it. To be said
    /// before it is read.
    pub fn set_shown(&self, key: Key) {
        self.lock().show(key);
    }

    /// Whether the window has shown anything of it lately.
    #[must_use]
    pub fn has_shown(&self, key: Key) -> bool {
        self.lock().shown.contains(&key)
    }

    /// Remembers what the person looks at.
    pub fn set_focus(&self, focus: FocusCall) {
        self.lock().focus = Some(focus);
    }

    /// Whether anybody is at the computer, as the desktop measures it; None where it does not. True: it is another
    /// answer than before.
    pub fn set_away(&self, away: Option<bool>) -> bool {
        std::mem::replace(&mut self.lock().away, away) != away
    }

    /// Whether the computer runs on its battery. True: it is another answer than before.
    pub fn set_battery(&self, battery: bool) -> bool {
        std::mem::replace(&mut self.lock().battery, battery) != battery
    }

    /// Whether the computer runs on its battery, as far as somebody said.
    #[must_use]
    pub fn battery(&self) -> bool {
        self.lock().battery
    }

    /// What the person looks at, and what others are to see of it.
    #[must_use]
    pub fn gaze(&self) -> FocusCall {
        let inner = self.lock();
        let window = inner.focus.clone().unwrap_or(FocusCall { key: None, focused: false, presence: Presence::Online });
        FocusCall { presence: presence::seen(inner.settings.do_not_disturb, inner.away, window.presence), ..window }
    }

    /// Whether the desktop has a tray; only the next snapshot says it.
    pub fn set_tray(&self, tray: bool) {
        self.lock().tray = tray;
    }

    /// A link was answered or put away.
    pub fn forget_link(&self) {
        self.lock().link = None;
    }

    /// Comes back when no window listens, or the one that did is gone.
    pub async fn unheard(&self) {
        // The sender lives as long as this does.
        let _ = self.heard.subscribe().wait_for(|heard| !heard).await;
    }

    /// Starts to listen in the place of whoever listened before. The changes after the snapshot arrive in `sink`; its
    /// bound is how many batches may wait in it before changes wait here.
    pub fn subscribe(self: &Arc<Self>, sink: mpsc::Sender<Update>) -> Snapshot {
        let mut inner = self.lock();
        inner.listener += 1;
        inner.behind = false;
        inner.waiting.clear();
        let (listener, snapshot) = (inner.listener, inner.snapshot());
        inner.repeat_presence();
        self.heard.send_replace(true);
        drop(inner);
        self.rung.notify_waiters();
        self.rung.notify_one();
        // It ends when the window is gone or another one listens.
        tokio::spawn(self.clone().pump(listener, sink));
        snapshot
    }

    async fn pump(self: Arc<Self>, listener: u64, sink: mpsc::Sender<Update>) {
        loop {
            tokio::select! {
                () = self.rung.notified() => {}
                () = sink.closed() => return self.lose(listener),
            }
            time::sleep(FRAME).await;
            match self.take(listener) {
                Taken::Replaced => {
                    // The ring may have been meant for the one that listens now.
                    self.rung.notify_one();
                    return;
                }
                Taken::Nothing => {}
                Taken::Update(update) => {
                    if sink.send(update).await.is_err() {
                        return self.lose(listener);
                    }
                }
            }
        }
    }

    /// The window is gone, unless another one listens by now.
    fn lose(&self, listener: u64) {
        let inner = self.lock();
        if inner.listener == listener {
            self.heard.send_replace(false);
        }
    }

    fn take(&self, listener: u64) -> Taken {
        let mut inner = self.lock();
        if inner.listener != listener {
            Taken::Replaced
        } else if std::mem::take(&mut inner.behind) {
            let snapshot = inner.snapshot();
            inner.repeat_presence();
            self.rung.notify_one();
            Taken::Update(Update::Snapshot(Box::new(snapshot)))
        } else if inner.waiting.is_empty() {
            Taken::Nothing
        } else {
            let changes = std::mem::take(&mut inner.waiting);
            Taken::Update(Update::Changes { revision: inner.revision, changes })
        }
    }

    /// A panic elsewhere while the lock was held leaves values that are each whole, so going on is right.
    fn lock(&self) -> MutexGuard<'_, Told> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Taken {
    Replaced,
    Nothing,
    Update(Update),
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
