//! What the window has been told: one snapshot, then numbered changes in batches. A window that falls behind gets a
//! new snapshot. Everything it could ask for again is kept here, so a snapshot needs neither disk nor network.

use std::{
    collections::{BTreeMap, HashMap},
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
    sync::{Notify, mpsc},
    time,
};

use crate::{
    call::FocusCall,
    settings::Settings,
    view::{
        AccountId, AccountView, AlertService, Change, ConversationView, Hosting, Key, PersonView, Snapshot, Update,
    },
};

/// Changes are gathered for one frame of the screen.
const FRAME: Duration = Duration::from_millis(16);

/// Changes that may wait for the window. When there are more, all are dropped and a snapshot takes their place.
const WAITING: usize = 4096;

/// The truth of the window.
#[derive(Debug)]
pub struct Window {
    inner: Mutex<Inner>,
    rung: Notify,
}

#[derive(Debug)]
struct Inner {
    revision: u64,
    settings: Settings,
    accounts: BTreeMap<AccountId, AccountView>,
    rows: HashMap<Key, Row>,
    people: HashMap<(AccountId, UserId), Profile>,
    presence: HashMap<AccountId, HashMap<UserId, Presence>>,
    hosting: Hosting,
    alerts: AlertService,
    last_open: Option<Key>,
    link: Option<String>,
    tray: bool,
    version: String,
    /// What the person looks at, for accounts whose mind is made anew. It is no part of the snapshot.
    focus: Option<FocusCall>,
    /// Counts the windows that listened, so that an older one stops.
    listener: u64,
    waiting: Vec<Change>,
    behind: bool,
}

impl Window {
    /// A window to be, with nothing in it.
    #[must_use]
    pub fn new(settings: Settings, last_open: Option<Key>, version: String) -> Self {
        let inner = Inner {
            revision: 0,
            settings,
            accounts: BTreeMap::new(),
            rows: HashMap::new(),
            people: HashMap::new(),
            presence: HashMap::new(),
            hosting: Hosting::Off,
            alerts: AlertService::Unknown,
            last_open,
            link: None,
            tray: false,
            version,
            focus: None,
            listener: 0,
            waiting: Vec::new(),
            behind: false,
        };
        Self { inner: Mutex::new(inner), rung: Notify::new() }
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
        let gone = |user: &UserId| PresenceOf { user: *user, presence: Presence::Offline };
        let people: Vec<PresenceOf> =
            inner.presence.remove(&account).iter().flatten().map(|(user, _)| gone(user)).collect();
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

    /// The app's settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.lock().settings.clone()
    }

    /// Remembers the conversation that is open; true when it is another one than before.
    pub fn set_last_open(&self, key: Key) -> bool {
        self.lock().last_open.replace(key) != Some(key)
    }

    /// Remembers what the person looks at.
    pub fn set_focus(&self, focus: FocusCall) {
        self.lock().focus = Some(focus);
    }

    /// What the person looks at; None while no window has said so.
    #[must_use]
    pub fn focus(&self) -> Option<FocusCall> {
        self.lock().focus.clone()
    }

    /// Whether the desktop has a tray; only the next snapshot says it.
    pub fn set_tray(&self, tray: bool) {
        self.lock().tray = tray;
    }

    /// A link was answered or put away.
    pub fn forget_link(&self) {
        self.lock().link = None;
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
                () = sink.closed() => return,
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
                        return;
                    }
                }
            }
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
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Taken {
    Replaced,
    Nothing,
    Update(Update),
}

impl Inner {
    fn pass_on(&mut self, change: Change) {
        self.revision += 1;
        if self.listener == 0 || self.behind {
            return;
        }
        if self.waiting.len() >= WAITING {
            self.waiting = Vec::new();
            self.behind = true;
        } else {
            self.waiting.push(change);
        }
    }

    /// The snapshot has no presence in it; it follows as the first change.
    fn repeat_presence(&mut self) {
        let all: Vec<Change> = self
            .presence
            .iter()
            .map(|(account, people)| Change::Presence {
                account: *account,
                people: people.iter().map(|(user, presence)| PresenceOf { user: *user, presence: *presence }).collect(),
            })
            .collect();
        for change in all {
            self.pass_on(change);
        }
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Settings { settings } => self.settings = settings.clone(),
            Change::Account { account } => {
                self.accounts.insert(account.id, account.clone());
            }
            Change::AccountGone { account } => self.forget(*account),
            Change::Conversation { row } => {
                let key = Key { account: row.account, conversation: row.row.conversation };
                self.rows.insert(key, row.row.clone());
            }
            Change::ConversationGone { key } => {
                self.rows.remove(key);
            }
            Change::Person { person } => {
                self.people.insert((person.account, person.profile.id), person.profile.clone());
            }
            Change::Presence { account, people } => {
                let known = self.presence.entry(*account).or_default();
                for PresenceOf { user, presence } in people {
                    match presence {
                        Presence::Online | Presence::Away => known.insert(*user, *presence),
                        Presence::Offline => known.remove(user),
                    };
                }
            }
            Change::Hosting { hosting } => self.hosting = hosting.clone(),
            Change::Alerts { alerts } => self.alerts = alerts.clone(),
            Change::Link { link } => self.link = Some(link.clone()),
            Change::Typing { .. }
            | Change::Items { .. }
            | Change::ItemGone { .. }
            | Change::Members { .. }
            | Change::Upload { .. }
            | Change::Show { .. } => {}
        }
    }

    fn forget(&mut self, account: AccountId) {
        self.accounts.remove(&account);
        self.presence.remove(&account);
        self.rows.retain(|key, _| key.account != account);
        self.people.retain(|(of, _), _| *of != account);
        self.last_open = self.last_open.filter(|key| key.account != account);
    }

    fn snapshot(&self) -> Snapshot {
        let row = |(key, row): (&Key, &Row)| ConversationView { account: key.account, row: row.clone() };
        let person = |((account, _), profile): (&(AccountId, UserId), &Profile)| PersonView {
            account: *account,
            profile: profile.clone(),
        };
        Snapshot {
            revision: self.revision,
            settings: self.settings.clone(),
            accounts: self.accounts.values().cloned().collect(),
            conversations: self.rows.iter().map(row).collect(),
            people: self.people.iter().map(person).collect(),
            hosting: self.hosting.clone(),
            alerts: self.alerts.clone(),
            last_open: self.last_open,
            link: self.link.clone(),
            tray: self.tray,
            version: self.version.clone(),
        }
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
