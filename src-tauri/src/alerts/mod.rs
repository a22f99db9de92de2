//! Native notifications: shown, replaced and withdrawn through the desktop's own service, and clicks brought back.
//!
//! What is worth an alert is decided elsewhere; this room only tells. It runs as one task behind a bounded queue, and
//! every word with the service has a time limit, so a missing, slow or dying service costs alerts and nothing else.

pub mod pictures;
mod poster;
mod service;
mod shown;
#[cfg(test)]
mod tests;
pub mod words;

use std::path::PathBuf;

use hearth_client::view::{AccountId, AlertService, Key};
use hearth_proto::id::{MessageId, Seq};
use tokio::sync::{mpsc, oneshot};

/// Orders that may wait. When the queue is full a new alert is dropped: the message itself is in the window anyway.
const WAITING: usize = 64;

/// One thing to tell the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub about: About,
    pub title: String,
    pub body: String,
    /// A PNG of the sender.
    pub picture: Option<PathBuf>,
    pub buttons: Buttons,
}

/// The words on the buttons, in the person's language.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Buttons {
    pub open: String,
    pub mark_read: String,
    pub reply: String,
}

/// What a notice is about, and so what it replaces and when it is no longer news.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    Message(Place),
    /// Stands for everything of its conversation, and replaces what was shown of it.
    Conversation(Place),
    /// What came while the person was away. Replaces the one before.
    Away,
    /// The person asked whether notifications work.
    Test,
}

/// A message, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub key: Key,
    pub message: MessageId,
    pub seq: Seq,
}

impl About {
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Message(place) | Self::Conversation(place) => Some(*place),
            Self::Away | Self::Test => None,
        }
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// The person answered a notice.
    Chosen { about: About, choice: Choice },
    /// What is known of the service has changed.
    Service(AlertService),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    Open,
    MarkRead,
    Reply(String),
}

/// Notices that are no longer news.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Old {
    /// All of a conversation up to this event.
    UpTo { key: Key, seq: Seq },
    /// Those that show this message.
    Message { key: Key, message: MessageId },
    /// All of an account.
    Account(AccountId),
}

impl Old {
    fn holds(&self, about: &About) -> bool {
        match (self, about.place()) {
            (Self::UpTo { key, seq }, Some(place)) => place.key == *key && place.seq <= *seq,
            (Self::Message { key, message }, Some(place)) => place.key == *key && place.message == *message,
            (Self::Account(account), Some(place)) => place.key.account == *account,
            (Self::UpTo { .. } | Self::Message { .. } | Self::Account(_), None) => false,
        }
    }
}

/// What the task is asked to do.
enum Order {
    Show(Notice),
    Withdraw(Old),
    Test { notice: Notice, answer: oneshot::Sender<AlertService> },
}

/// The way to the alert task. The task ends when the last of these is gone.
#[derive(Clone)]
pub struct Alerts {
    orders: mpsc::Sender<Order>,
}

impl Alerts {
    /// Starts the task. What it has to tell goes to `told`; it waits while that is full, and alerts wait with it.
    #[must_use]
    pub fn start(told: mpsc::Sender<Told>) -> Self {
        let (orders, waiting) = mpsc::channel(WAITING);
        tokio::spawn(poster::run(waiting, told));
        Self { orders }
    }

    /// Shows a notice, soon.
    pub fn show(&self, notice: Notice) {
        if self.orders.try_send(Order::Show(notice)).is_err() {
            tracing::warn!("too many alerts wait; one was dropped");
        }
    }

    /// Takes back what is no longer news.
    pub async fn withdraw(&self, old: Old) {
        // A withdrawal is never dropped: it waits for its place. The task only ends with the app.
        let _ = self.orders.send(Order::Withdraw(old)).await;
    }

    /// Shows this notice whatever is known of the service, and says what happened.
    pub async fn test(&self, notice: Notice) -> AlertService {
        let (answer, happened) = oneshot::channel();
        if self.orders.send(Order::Test { notice, answer }).await.is_err() {
            return AlertService::Unknown;
        }
        happened.await.unwrap_or(AlertService::Unknown)
    }
}
