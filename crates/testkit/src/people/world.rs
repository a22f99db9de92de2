//! What a window knows: the snapshot and every change after it, applied as the window applies them.

use std::collections::{BTreeMap, HashMap, HashSet};

use hearth_client::{
    archive_view::{ExportId, ExportState},
    file_view::FileState,
    search_view::{CoverageView, Indexing},
    view::{AccountId, AccountView, Change, ConversationView, Key, Nearby, NearbyServer, RefusedAct, Snapshot, Update},
};
use hearth_history::item::{Item, Message, Row};
use hearth_proto::{
    body::Picture,
    error::ErrorCode,
    frame::Reader,
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Member, Presence, Profile},
};

/// The window's truth, mirrored.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub revision: u64,
    pub accounts: BTreeMap<AccountId, AccountView>,
    pub rows: HashMap<Key, Row>,
    pub people: HashMap<UserId, Profile>,
    pub presence: HashMap<UserId, Presence>,
    /// Since when those are offline of whom it is known.
    pub offline_since: HashMap<UserId, Millis>,
    /// What others see of this person, as far as the window was told.
    pub own_presence: Option<Presence>,
    pub typing: HashMap<Key, Vec<UserId>>,
    pub members: HashMap<Key, Vec<Member>>,
    pub readers: HashMap<Key, Vec<Reader>>,
    /// Acts that the server did not take, in the order in which the window heard of them.
    pub refused: Vec<(MessageId, RefusedAct, ErrorCode)>,
    /// Every message that a change told of, as it was told last.
    pub messages: HashMap<(Key, MessageId), Message>,
    /// Sent messages in the order in which the window heard of them first.
    pub arrivals: Vec<(Key, Seq)>,
    /// The steps of every upload, in the order in which they were told.
    pub uploads: HashMap<MessageId, Vec<(u64, u64)>>,
    /// Every state of every file that was told of, in order.
    pub files: HashMap<BlobId, Vec<FileState>>,
    pub stickers: Vec<Picture>,
    /// Everything that was told of how much is here, in order.
    pub coverages: Vec<(Option<ConversationId>, CoverageView)>,
    /// How far the index is, as far as the window was told.
    pub indexing: Option<Indexing>,
    /// How far each export is.
    pub exports: HashMap<ExportId, ExportState>,
    /// Every state of the line, in order, without repetitions.
    pub lines: Vec<hearth_engine::connection::Connection>,
    /// The servers on the network, and whether somebody still looks.
    pub nearby: Vec<NearbyServer>,
    pub looking: bool,
    /// Numbers that did not follow on each other, or things that may not happen. Always empty.
    pub faults: Vec<String>,
}

impl World {
    /// A window that has just opened.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        let mut world = Self::default();
        world.begin(snapshot);
        world
    }

    fn begin(&mut self, snapshot: Snapshot) {
        let Snapshot { revision, accounts, conversations, people, nearby, presence, .. } = snapshot;
        self.revision = revision;
        self.nearby(nearby);
        self.accounts.clear();
        for account in accounts {
            self.account(account);
        }
        self.rows =
            conversations.into_iter().map(|ConversationView { account, row }| (key(account, &row), row)).collect();
        self.people = people.into_iter().map(|person| (person.profile.id, person.profile)).collect();
        self.presence.clear();
        self.offline_since.clear();
        self.own_presence = Some(presence);
        self.typing.clear();
        self.messages.clear();
    }

    /// Applies what the client told the window.
    pub fn apply(&mut self, update: Update) {
        match update {
            Update::Changes { revision, changes } => {
                let expected = self.revision + changes.len() as u64;
                if revision != expected {
                    self.faults.push(format!("revision {revision} where {expected} was due"));
                }
                self.revision = revision;
                for change in changes {
                    self.change(change);
                }
            }
            Update::Snapshot(snapshot) => self.begin(*snapshot),
        }
    }

    fn nearby(&mut self, nearby: Nearby) {
        self.looking = matches!(nearby, Nearby::Looking { .. });
        self.nearby = match nearby {
            Nearby::Looking { servers } | Nearby::Done { servers } => servers,
            Nearby::Off | Nearby::Failed => Vec::new(),
        };
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::Account { account } => self.account(account),
            Change::AccountGone { account } => {
                self.accounts.remove(&account);
                self.rows.retain(|key, _| key.account != account);
            }
            Change::Conversation { row: ConversationView { account, row } } => {
                self.rows.insert(key(account, &row), row);
            }
            Change::ConversationGone { key } => {
                self.rows.remove(&key);
            }
            Change::Person { person } => {
                self.people.insert(person.profile.id, person.profile);
            }
            Change::Presence { people, .. } => {
                for of in people {
                    self.presence.insert(of.user, of.presence);
                    self.offline_since.remove(&of.user);
                    self.offline_since.extend(of.since.map(|since| (of.user, since)));
                }
            }
            Change::OwnPresence { presence } => self.own_presence = Some(presence),
            Change::Typing { key, users } => {
                self.typing.insert(key, users);
            }
            Change::Items { key, items } => self.items(key, items),
            Change::ItemGone { key, message } => {
                self.messages.remove(&(key, message));
            }
            Change::Members { key, members } => {
                self.members.insert(key, members);
            }
            Change::Upload { message, sent, total, .. } => {
                self.uploads.entry(message).or_default().push((sent, total));
            }
            Change::File { blob, state, .. } => self.files.entry(blob).or_default().push(state),
            Change::Stickers { stickers, .. } => self.stickers = stickers,
            Change::Coverage { here, coverage, .. } => self.coverages.push((here, coverage)),
            Change::Indexing { indexing, .. } => self.indexing = indexing,
            Change::Export { export } => {
                self.exports.insert(export.id, export.state);
            }
            Change::Readers { key, readers } => {
                self.readers.insert(key, readers);
            }
            Change::Refused { message, what, code, .. } => self.refused.push((message, what, code)),
            Change::Nearby { nearby } => self.nearby(nearby),
            Change::Settings { .. }
            | Change::Import { .. }
            | Change::Staging { .. }
            | Change::Hosting { .. }
            | Change::Alerts { .. }
            | Change::Show { .. }
            | Change::Link { .. } => {}
        }
    }

    fn account(&mut self, account: AccountView) {
        if self.lines.last() != Some(&account.connection) {
            self.lines.push(account.connection);
        }
        self.accounts.insert(account.id, account);
    }

    fn items(&mut self, key: Key, items: Vec<Item>) {
        let mut seen = HashSet::new();
        for item in items {
            let Item::Message(message) = item else { continue };
            if !seen.insert(message.id) {
                self.faults.push(format!("{} twice in one change", message.id));
            }
            let before = self.messages.insert((key, message.id), message.clone());
            if before.is_none() {
                self.arrivals.extend(message.seq.map(|seq| (key, seq)));
            }
            if let Some(before) = before.and_then(|before| before.seq)
                && message.seq != Some(before)
            {
                self.faults.push(format!("{} moved from {before} to {:?}", message.id, message.seq));
            }
        }
    }
}

fn key(account: AccountId, row: &Row) -> Key {
    Key { account, conversation: row.conversation }
}
