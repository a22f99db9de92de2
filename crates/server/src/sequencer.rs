//! Puts commands in order: `append` at one end, `tail` at the other.
//!
//! This is the local shape, a queue inside one process. A replicated log has the same two ends: `append` then writes
//! to the log, `tail` reads it back on every node, and only the node that holds the asker's line has a `reply` to keep.
//! Nothing before or after this border knows the difference.

use hearth_proto::error::{ErrorCode, Failure};
use hearth_proto::id::RequestId;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

use crate::{
    hub::outlet::Outlet,
    state::command::{Answer, Command},
};

/// Commands that wait for the writer. When it is full, `append` waits, so whoever asks is slowed down to the disk's
/// pace and nothing is lost.
const WAITING: usize = 4096;

/// A command on its way, with whom to answer.
#[derive(Debug)]
pub struct Entry {
    pub command: Command,
    pub reply: Reply,
}

/// Whom to answer once the command is durable, or refused.
#[derive(Debug)]
pub enum Reply {
    /// A line; the answer goes through its queue, in order with the events.
    Line {
        outlet: Arc<Outlet>,
        re: RequestId,
    },
    /// Somebody who waits.
    Caller(oneshot::Sender<Result<Answer, Failure>>),
    Nobody,
}

/// The end where commands come in.
#[derive(Clone, Debug)]
pub struct Sequencer {
    /// None is the last there will be.
    entries: mpsc::Sender<Option<Entry>>,
}

/// The end where they come out, in order.
#[derive(Debug)]
pub struct Tail {
    entries: mpsc::Receiver<Option<Entry>>,
    taken: Vec<Option<Entry>>,
}

/// Both ends of a new local order.
#[must_use]
pub fn local() -> (Sequencer, Tail) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Sequencer { entries: sender }, Tail { entries: receiver, taken: Vec::new() })
}

impl Sequencer {
    /// Puts a command behind all others. Waits while the queue is full.
    ///
    /// # Errors
    /// `unavailable` when the server is stopping.
    pub async fn append(&self, entry: Entry) -> Result<(), Failure> {
        self.entries.send(Some(entry)).await.map_err(|_| stopping())
    }

    /// Puts a command in order and waits until it is durable.
    ///
    /// # Errors
    /// Why it was refused, or `unavailable` when the server is stopping.
    pub async fn decide(&self, command: Command) -> Result<Answer, Failure> {
        let (sender, receiver) = oneshot::channel();
        self.append(Entry { command, reply: Reply::Caller(sender) }).await?;
        receiver.await.map_err(|_| stopping())?
    }

    /// Puts commands in order, one behind the other, and blocks until all of them are durable. For threads of their own.
    ///
    /// # Errors
    /// `unavailable` when the server is stopping; some of the first may have been done.
    pub fn decide_all(&self, commands: Vec<Command>) -> Result<Vec<Result<Answer, Failure>>, Failure> {
        let mut answers = Vec::with_capacity(commands.len());
        for command in commands {
            let (sender, receiver) = oneshot::channel();
            let entry = Entry { command, reply: Reply::Caller(sender) };
            self.entries.blocking_send(Some(entry)).map_err(|_| stopping())?;
            answers.push(receiver);
        }
        answers.into_iter().map(|answer| answer.blocking_recv().map_err(|_| stopping())).collect()
    }

    /// Lets no more commands in. Those that wait are still handed out.
    pub async fn close(&self) {
        // An error means that it is closed already.
        let _ = self.entries.send(None).await;
    }
}

impl Tail {
    /// Waits for the next commands and moves up to `most` of them into `batch`. False when there will be no more.
    pub fn next(&mut self, batch: &mut Vec<Entry>, most: usize) -> bool {
        while batch.is_empty() {
            if self.entries.blocking_recv_many(&mut self.taken, most) == 0 {
                return false;
            }
            for entry in self.taken.drain(..) {
                match entry {
                    Some(entry) => batch.push(entry),
                    // Nothing more comes in; what came before is still handed out.
                    None => self.entries.close(),
                }
            }
        }
        true
    }
}

fn stopping() -> Failure {
    Failure::new(ErrorCode::Unavailable, "the server is stopping")
}
