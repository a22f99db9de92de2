//! The handle of one account: how everybody else speaks to its task.

use std::{io, sync::Arc};

use hearth_engine::{
    connection::{Connection, LineReason},
    input::Input,
};
use hearth_history::{error::ReadError, readers::Reader};
use hearth_proto::{command::Request, error::ErrorCode, frame::ServerFrame, id::MessageId};
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    task::JoinHandle,
};

use crate::{
    account_file::AccountFile,
    http::Answer,
    life::{Given, live},
    memory,
    run::{Command, Write},
    shared::{Around, Shared},
    view::{Change, Key, Problem},
    wake::Disturbance,
};

/// Commands that may wait for the task. When it is full, whoever asks waits for a place.
const WAITING: usize = 256;

/// A running account.
pub struct Account {
    pub shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    /// Ends when it is told to, or when this handle is gone.
    task: JoinHandle<()>,
}

impl Drop for Account {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Account {
    /// Starts the account's task and comes back when what is on the disk is in the window.
    ///
    /// # Errors
    /// When the account's directory cannot be written. A history that cannot be opened is no error here: the account
    /// is shown with its trouble.
    pub async fn begin(
        around: Around,
        file: AccountFile,
        disturbances: broadcast::Receiver<Disturbance>,
    ) -> io::Result<Self> {
        let opening = tokio::task::spawn_blocking(move || Shared::open(around, file));
        let (shared, receivers) = opening.await.map_err(io::Error::other)??;
        let (commands, waiting) = mpsc::channel(WAITING);
        let (tell, opened) = oneshot::channel();
        shared.window.tell([Change::Account { account: shared.first_view() }]);
        let given = Given { shared: shared.clone(), commands: waiting, disturbances, receivers, opened: tell };
        let task = tokio::spawn(live(given));
        // An end before the beginning has been logged where it happened.
        opened.await.ok();
        Ok(Self { shared, commands, task })
    }

    /// Tells the engine.
    ///
    /// # Errors
    /// When the account is ending.
    pub async fn tell(&self, input: Input) -> Answer<()> {
        self.command(Command::Tell(Box::new(input))).await
    }

    /// Asks the server.
    ///
    /// # Errors
    /// What the server says, or why there is no line to it.
    pub async fn ask(&self, request: Request) -> Answer<ServerFrame> {
        let (answer, reply) = oneshot::channel();
        self.command(Command::Ask { request: Box::new(request), answer }).await?;
        match reply.await {
            Ok(Ok(frame)) => Ok(*frame),
            Ok(Err(failure)) if failure.code == ErrorCode::Unavailable => {
                Err(self.why_no_line().map_or_else(|| failure.into(), Problem::line))
            }
            Ok(Err(failure)) => Err(failure.into()),
            Err(_) => Err(Problem::line(LineReason::ClosedByNetwork)),
        }
    }

    /// Writes into the history, shows what is different, and tells the engine then. `also` is shown with it where
    /// something changed.
    ///
    /// # Errors
    /// When the history cannot be written; nothing was, then.
    pub async fn write(&self, write: Write, then: Option<Input>, also: Option<Change>) -> Answer<()> {
        self.write_many(write, then.into_iter().collect(), also).await
    }

    /// The same, where the engine has several things to hear of.
    ///
    /// # Errors
    /// When the history cannot be written; nothing was, then.
    pub async fn write_many(&self, write: Write, then: Vec<Input>, also: Option<Change>) -> Answer<()> {
        let (answer, done) = oneshot::channel();
        let also = also.map(Box::new);
        self.command(Command::Write { write, then, also, answer }).await?;
        done.await.map_err(|_| ending())?
    }

    /// Forgets a message that never left; false where it may have.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn withdraw(&self, key: Key, message: MessageId) -> Answer<bool> {
        let (answer, done) = oneshot::channel();
        self.command(Command::Withdraw { key, message, answer }).await?;
        done.await.map_err(|_| ending())?
    }

    /// Reads from the history; needs no line.
    ///
    /// # Errors
    /// When the history is not open or cannot be read.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Reader) -> Result<T, ReadError> + Send + 'static,
    ) -> Answer<T> {
        let opened = self.shared.opened();
        let read = memory::read(self.shared.readers()?, job).await;
        if let Err(ReadError::Damaged(detail)) = &read {
            tracing::error!(detail, "the history is damaged where it was read");
            // The task mends it, and will do so anyway when it is too busy to hear of it now.
            self.commands.try_send(Command::Damaged { opened }).ok();
        }
        Ok(read?)
    }

    /// Hangs up and closes every file.
    pub async fn end(&self) {
        let (answer, done) = oneshot::channel();
        if self.command(Command::End { answer }).await.is_ok() {
            done.await.ok();
        }
    }

    fn why_no_line(&self) -> Option<LineReason> {
        match *self.shared.connection.borrow() {
            Connection::Offline { reason, .. } | Connection::Stopped { reason } => Some(reason),
            Connection::Connecting | Connection::Disconnected => Some(LineReason::Unreachable),
            Connection::CatchingUp | Connection::Connected => None,
        }
    }

    /// Hands the task something to do.
    ///
    /// # Errors
    /// When the account is ending.
    pub async fn command(&self, command: Command) -> Answer<()> {
        self.commands.send(command).await.map_err(|_| ending())
    }
}

fn ending() -> Problem {
    Problem::not_now("the account is closing")
}
