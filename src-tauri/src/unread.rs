//! Counts what waits to be read, for the tray: it hears the same updates as the window and keeps only the numbers.

use std::collections::HashMap;

use hearth_client::view::{Change, ConversationView, Key, Update};

/// Unread messages of each conversation that is not muted.
#[derive(Default)]
pub struct Unread(HashMap<Key, u32>);

impl Unread {
    #[must_use]
    pub fn of(rows: &[ConversationView], now: i64) -> Self {
        let mut unread = Self::default();
        for row in rows {
            unread.put(row, now);
        }
        unread
    }

    /// Takes what an update says of unread messages.
    pub fn hear(&mut self, update: &Update, now: i64) {
        match update {
            Update::Snapshot(snapshot) => *self = Self::of(&snapshot.conversations, now),
            Update::Changes { changes, .. } => {
                for change in changes {
                    self.take(change, now);
                }
            }
        }
    }

    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.values().sum()
    }

    fn take(&mut self, change: &Change, now: i64) {
        match change {
            Change::Conversation { row } => self.put(row, now),
            Change::ConversationGone { key } => {
                self.0.remove(key);
            }
            Change::AccountGone { account } => self.0.retain(|key, _| key.account != *account),
            Change::Settings { .. }
            | Change::Account { .. }
            | Change::Person { .. }
            | Change::Presence { .. }
            | Change::Typing { .. }
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
            | Change::Hosting { .. }
            | Change::Nearby { .. }
            | Change::Alerts { .. }
            | Change::Show { .. }
            | Change::OwnPresence { .. }
            | Change::Link { .. } => {}
        }
    }

    fn put(&mut self, view: &ConversationView, now: i64) {
        let key = Key { account: view.account, conversation: view.row.conversation };
        let muted = view.row.muted_until.is_some_and(|until| until.0 > now);
        if view.row.unread > 0 && !muted {
            self.0.insert(key, view.row.unread);
        } else {
            self.0.remove(&key);
        }
    }
}
