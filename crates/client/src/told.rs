//! What is told about: everything the window could ask for again, and the changes that wait for it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use hearth_history::item::Row;
use hearth_proto::{
    frame::PresenceOf,
    id::UserId,
    people::{Presence, Profile},
};

use crate::{
    call::FocusCall,
    presence,
    settings::Settings,
    view::{
        AccountId, AccountView, AlertService, Change, ConversationView, Hosting, Key, Nearby, PersonView, Snapshot,
    },
};

/// Changes that may wait for the window. When there are more, all are dropped and a snapshot takes their place.
pub const WAITING: usize = 4096;

/// The window shows one conversation at a time. Answers to what it asked about those before may still be on their way.
const SHOWN: usize = 8;

/// The truth of the window, and what it has not heard of yet.
#[derive(Debug)]
pub struct Told {
    pub revision: u64,
    pub settings: Settings,
    pub accounts: BTreeMap<AccountId, AccountView>,
    pub rows: HashMap<Key, Row>,
    pub people: HashMap<(AccountId, UserId), Profile>,
    pub presence: HashMap<AccountId, HashMap<UserId, PresenceOf>>,
    /// What others see of this person, from this computer.
    pub own_presence: Presence,
    pub hosting: Hosting,
    pub nearby: Nearby,
    pub alerts: AlertService,
    pub last_open: Option<Key>,
    pub link: Option<String>,
    pub tray: bool,
    pub version: String,
    /// Conversations that the window has shown something of, the last one first; at most [`SHOWN`].
    pub shown: VecDeque<Key>,
    /// What the person looks at, for accounts whose mind is made anew. It is no part of the snapshot.
    pub focus: Option<FocusCall>,
    /// Whether anybody is at the computer, as the desktop measures it; None where it does not.
    pub away: Option<bool>,
    /// The computer runs on its battery.
    pub battery: bool,
    /// Counts the windows that listened, so that an older one stops.
    pub listener: u64,
    pub waiting: Vec<Change>,
    /// So much waited that only a snapshot helps.
    pub behind: bool,
}

impl Told {
    /// Nothing but what is on the disk for the whole app.
    #[must_use]
    pub fn new(settings: Settings, last_open: Option<Key>, version: String) -> Self {
        let own_presence = presence::seen(settings.do_not_disturb, None, Presence::Online);
        Self {
            revision: 0,
            settings,
            accounts: BTreeMap::new(),
            rows: HashMap::new(),
            people: HashMap::new(),
            presence: HashMap::new(),
            own_presence,
            hosting: Hosting::Off,
            nearby: Nearby::Off,
            alerts: AlertService::Unknown,
            last_open,
            link: None,
            tray: false,
            version,
            shown: VecDeque::new(),
            focus: None,
            away: None,
            battery: false,
            listener: 0,
            waiting: Vec::new(),
            behind: false,
        }
    }

    /// Counts a change and lets it wait for the window.
    pub fn pass_on(&mut self, change: Change) {
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
    pub fn repeat_presence(&mut self) {
        let all: Vec<Change> = self
            .presence
            .iter()
            .map(|(account, people)| Change::Presence { account: *account, people: people.values().copied().collect() })
            .collect();
        for change in all {
            self.pass_on(change);
        }
    }

    /// The window shows something of this conversation.
    pub fn show(&mut self, key: Key) {
        self.shown.retain(|shown| *shown != key);
        self.shown.push_front(key);
        self.shown.truncate(SHOWN);
    }

    /// Makes it so.
    pub fn apply(&mut self, change: &Change) {
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
                for of in people {
                    match of.presence {
                        Presence::Offline if of.since.is_none() => known.remove(&of.user),
                        Presence::Online | Presence::Away | Presence::Busy | Presence::Offline => {
                            known.insert(of.user, *of)
                        }
                    };
                }
            }
            Change::OwnPresence { presence } => self.own_presence = *presence,
            Change::Hosting { hosting } => self.hosting = hosting.clone(),
            Change::Nearby { nearby } => self.nearby = nearby.clone(),
            Change::Alerts { alerts } => self.alerts = alerts.clone(),
            Change::Link { link } => self.link = Some(link.clone()),
            Change::Typing { .. }
            | Change::Items { .. }
            | Change::ItemGone { .. }
            | Change::Members { .. }
            | Change::Readers { .. }
            | Change::Refused { .. }
            | Change::Upload { .. }
            | Change::Staging { .. }
            | Change::File { .. }
            | Change::Stickers { .. }
            | Change::Coverage { .. }
            | Change::Indexing { .. }
            | Change::Export { .. }
            | Change::Import { .. }
            | Change::Show { .. } => {}
        }
    }

    fn forget(&mut self, account: AccountId) {
        self.accounts.remove(&account);
        self.presence.remove(&account);
        self.rows.retain(|key, _| key.account != account);
        self.people.retain(|(of, _), _| *of != account);
        self.shown.retain(|key| key.account != account);
        self.last_open = self.last_open.filter(|key| key.account != account);
    }

    /// Everything at once.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
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
            nearby: self.nearby.clone(),
            alerts: self.alerts.clone(),
            presence: self.own_presence,
            last_open: self.last_open,
            link: self.link.clone(),
            tray: self.tray,
            version: self.version.clone(),
        }
    }
}
