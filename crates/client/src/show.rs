//! Shows in the window what a transaction has changed.

use hearth_history::{batch::Touched, error::ReadError};

use crate::{
    memory::fault_of_read,
    run::{Lost, Run},
    shared::Shared,
    view::{Change, ConversationView, Key, PersonView},
};

impl Run {
    /// Tells the window exactly what is different now.
    pub async fn show(&mut self, touched: Touched) -> Result<(), Lost> {
        let (account, me) = (self.shared.id, self.shared.user);
        let Touched { rows: touched_rows, items, mut past, people, members, readers } = touched;
        // It is on disk by now: whoever shows the conversation later reads it there.
        past.retain(|(conversation, ..)| self.shared.window.has_shown(Key { account, conversation: *conversation }));
        // What is done to a message changes no row of the list, and waits all the same.
        let count = !touched_rows.is_empty() || !items.is_empty() || !past.is_empty();
        let mut changes = Vec::new();
        for profile in people {
            self.shared.want_ahead(&profile.avatar);
            if profile.id == me {
                self.shared.window.tell_account(account, |view| view.me = profile.clone());
            }
            changes.push(Change::Person { person: PersonView { account, profile } });
        }
        for (conversation, items) in items {
            changes.push(Change::Items { key: Key { account, conversation }, items });
        }
        for (conversation, members) in members {
            changes.push(Change::Members { key: Key { account, conversation }, members });
        }
        for (conversation, readers) in readers {
            changes.push(Change::Readers { key: Key { account, conversation }, readers });
        }
        if count {
            let read = self.memory.read(move |reader| {
                let rows: Result<Vec<_>, ReadError> =
                    touched_rows.iter().map(|id| Ok((*id, reader.row(*id)?))).collect();
                let past: Result<Vec<_>, ReadError> =
                    past.iter().map(|(id, from, to)| Ok((*id, reader.between(*id, *from, *to)?))).collect();
                Ok((rows?, past?, reader.waiting()?))
            });
            let (rows, past, waiting) = read.await.map_err(|error| {
                tracing::error!(%error, "the history cannot be read");
                Lost(fault_of_read(&error))
            })?;
            for (conversation, items) in past {
                changes.push(Change::Items { key: Key { account, conversation }, items });
            }
            for (conversation, row) in rows {
                match row {
                    Some(row) => {
                        self.shared.want_ahead(&row.avatar);
                        changes.push(Change::Conversation { row: ConversationView { account, row } });
                    }
                    None => changes.push(Change::ConversationGone { key: Key { account, conversation } }),
                }
            }
            self.shared.window.tell_account(account, |view| view.waiting = waiting);
        }
        self.shared.window.tell(changes);
        Ok(())
    }
}

/// Shows everything the history holds for the list: at the start, and after a damaged file was replaced.
pub fn all(shared: &Shared, known: Known) {
    let account = shared.id;
    let mut changes = Vec::new();
    for profile in known.people {
        shared.want_ahead(&profile.avatar);
        changes.push(Change::Person { person: PersonView { account, profile } });
    }
    for row in known.rows {
        shared.want_ahead(&row.avatar);
        changes.push(Change::Conversation { row: ConversationView { account, row } });
    }
    shared.window.tell(changes);
    shared.window.tell_account(account, |view| view.waiting = known.waiting);
}

/// What the list is made of.
pub struct Known {
    pub people: Vec<hearth_proto::people::Profile>,
    pub rows: Vec<hearth_history::item::Row>,
    pub waiting: u32,
}
