//! One account's task and its only `select!` loop: what happens is told to the engine, and what the engine wants is
//! carried out, in order. A record is on the disk before anything after it begins, so nothing is acknowledged or
//! shown that a crash could take back.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use hearth_engine::{
    Engine,
    connection::LineReason,
    effect::Effect,
    input::{AskId, Input},
    rest::Rest,
};
use hearth_history::{batch::Touched, error::WriteError, writer::Writer};
use hearth_proto::{
    act::SendId,
    command::Request,
    error::{CloseCode, ErrorCode, Failure},
    frame::ServerFrame,
    id::{ConversationId, MessageId},
};
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    task::{AbortHandle, JoinSet},
    time,
};

use crate::{
    clock,
    coverage::Watch,
    dialling::Dialling,
    indexing::{Index, Stepped},
    line::{Line, Received},
    memory::{Memory, fault_of_write},
    record,
    shared::Shared,
    view::{Change, Key, LocalFault, Problem},
    wake::Disturbance,
};

/// Frames that came together and are written in one transaction, at most.
const FOLDED: usize = 128;

/// The answer of the server to a request.
pub type Reply = Result<Box<ServerFrame>, Failure>;

/// A change of the history that did not come from the server.
pub type Write = Box<dyn FnOnce(&mut Writer) -> Result<Touched, WriteError> + Send>;

/// What an account can be asked for.
pub enum Command {
    Tell(Box<Input>),
    Ask {
        request: Box<Request>,
        answer: oneshot::Sender<Reply>,
    },
    /// Write this down, then show it, then tell the engine.
    Write {
        write: Write,
        then: Vec<Input>,
        also: Option<Box<Change>>,
        answer: oneshot::Sender<Result<(), Problem>>,
    },
    /// Forget a message if it never left; the answer says whether it did not. The engine sends nothing in between.
    Withdraw {
        key: Key,
        message: MessageId,
        answer: oneshot::Sender<Result<bool, Problem>>,
    },
    /// How it stands with what is missing; whoever asks hears of changes from now on.
    Rest {
        here: Option<ConversationId>,
        answer: oneshot::Sender<Rest>,
    },
    /// Not everything is in the index of words.
    Index,
    /// Somebody who read the history met damage, in the one that was opened as this.
    Damaged {
        opened: u64,
    },
    /// End; the answer comes when every file is closed.
    End {
        answer: oneshot::Sender<()>,
    },
}

/// Why the loop ended.
pub enum End {
    /// Somebody asked for it, and waits; or nobody is there any more.
    Asked(Option<oneshot::Sender<()>>),
    /// The history cannot be written. What the engine believed since is not on disk, so it must be made anew.
    History(LocalFault),
}

/// Ends the loop from within a step.
pub struct Lost(pub LocalFault);

/// What the loop owns.
pub struct Run {
    pub shared: Arc<Shared>,
    pub engine: Engine,
    pub memory: Memory,
    pub line: Option<Line>,
    pub dialling: Option<Dialling>,
    /// The time of the next tick, on `clock::mono_ms`.
    pub wake_at: Option<u64>,
    /// Uploads under way; the engine asks for two at most. Dropped, they end.
    pub uploads: JoinSet<(MessageId, Result<(), ErrorCode>)>,
    pub uploading: HashMap<MessageId, AbortHandle>,
    /// Who waits for the answer to a request. The engine answers each, so it does not grow for ever.
    pub asked: HashMap<AskId, oneshot::Sender<Reply>>,
    pub next_ask: u64,
    /// Inputs that an effect gave rise to, told once the effects at hand are done.
    pub inputs: VecDeque<Input>,
    pub watch: Watch,
    pub index: Index,
}

/// One thing that happened.
enum Happened {
    Received(Received),
    Dialled(Result<Line, LineReason>),
    Tick,
    Command(Option<Command>),
    Uploaded(MessageId, Result<(), ErrorCode>),
    Disturbed(Disturbance),
    CoverageDue,
    IndexDue,
    Indexed(Stepped),
}

impl Run {
    /// Runs until the end.
    pub async fn run(
        &mut self,
        commands: &mut mpsc::Receiver<Command>,
        disturbances: &mut broadcast::Receiver<Disturbance>,
    ) -> End {
        loop {
            let happened = tokio::select! {
                received = next(&mut self.line) => Happened::Received(received),
                dialled = dialled(&mut self.dialling) => Happened::Dialled(dialled),
                () = until(self.wake_at) => Happened::Tick,
                command = commands.recv() => Happened::Command(command),
                Some(done) = self.uploads.join_next() => match done {
                    Ok((message, result)) => Happened::Uploaded(message, result),
                    // Only uploads that were called off end like this.
                    Err(_) => continue,
                },
                () = until(self.watch.due) => Happened::CoverageDue,
                () = until(self.index.due) => Happened::IndexDue,
                stepped = self.index.stepped() => Happened::Indexed(stepped),
                disturbance = disturbances.recv() => match disturbance {
                    Ok(disturbance) => Happened::Disturbed(disturbance),
                    // Missing some is as good as one.
                    Err(broadcast::error::RecvError::Lagged(_)) => Happened::Disturbed(Disturbance::NetworkChanged),
                    Err(broadcast::error::RecvError::Closed) => return End::Asked(None),
                },
            };
            let done = match happened {
                Happened::Received(received) => self.received(received).await,
                Happened::Dialled(dialled) => self.dialled(dialled).await,
                Happened::Tick => {
                    self.wake_at = None;
                    self.step(Input::Tick).await
                }
                Happened::Command(None) => return End::Asked(None),
                Happened::Command(Some(Command::End { answer })) => return End::Asked(Some(answer)),
                Happened::Command(Some(command)) => self.command(command).await,
                Happened::Uploaded(message, result) => self.uploaded(message, result).await,
                Happened::Disturbed(Disturbance::Woke) => self.step(Input::Woke).await,
                Happened::Disturbed(Disturbance::NetworkChanged) => self.step(Input::NetworkChanged).await,
                Happened::CoverageDue => self.tell_coverage().await,
                Happened::IndexDue => {
                    self.index();
                    Ok(())
                }
                Happened::Indexed(stepped) => self.indexed(stepped),
            };
            self.note_rest();
            if let Err(Lost(fault)) = done {
                return End::History(fault);
            }
        }
    }

    /// Tells the engine and carries out what it wants, and what follows from that.
    pub async fn step(&mut self, input: Input) -> Result<(), Lost> {
        self.inputs.push_back(input);
        self.follow().await
    }

    async fn follow(&mut self) -> Result<(), Lost> {
        while let Some(input) = self.inputs.pop_front() {
            let effects = self.engine.step(clock::now(), input);
            self.carry_out(effects).await?;
        }
        Ok(())
    }

    /// Frames that have already come are taken together, so that a flood costs few transactions.
    async fn received(&mut self, first: Received) -> Result<(), Lost> {
        let mut effects = Vec::new();
        let mut next = Some(first);
        let mut taken = 0;
        while let Some(received) = next.take() {
            let ends = matches!(received, Received::Closed(_) | Received::Broken(_));
            if ends {
                self.line = None;
            }
            let now = effects.len();
            effects.extend(self.engine.step(clock::now(), input_of(received)));
            taken += 1;
            // After these the line is another one, and what still comes from this one counts for nothing.
            let ended =
                ends || effects.iter().skip(now).any(|effect| matches!(effect, Effect::HangUp { .. } | Effect::Dial));
            if !ended && taken < FOLDED {
                next = self.line.as_mut().and_then(Line::ready);
            }
        }
        self.carry_out(record::fold(effects)).await?;
        self.follow().await
    }

    async fn dialled(&mut self, dialled: Result<Line, LineReason>) -> Result<(), Lost> {
        self.dialling = None;
        match dialled {
            Ok(line) => {
                self.line = Some(line);
                self.step(Input::Opened).await
            }
            Err(reason) => self.step(Input::LineFailed { reason }).await,
        }
    }

    async fn uploaded(&mut self, message: MessageId, result: Result<(), ErrorCode>) -> Result<(), Lost> {
        self.uploading.remove(&message);
        match result {
            Ok(()) => self.step(Input::Uploaded { message }).await,
            Err(code) => self.step(Input::UploadFailed { message, code }).await,
        }
    }

    async fn command(&mut self, command: Command) -> Result<(), Lost> {
        match command {
            Command::Tell(input) => self.step(*input).await,
            Command::Ask { request, answer } => {
                self.next_ask += 1;
                let ask = AskId(self.next_ask);
                self.asked.insert(ask, answer);
                self.step(Input::Ask { ask, request: *request }).await
            }
            Command::Write { write, then, also, answer } => {
                self.write(write, then, also, |done| answer.send(done).ok()).await
            }
            Command::Withdraw { key, message, answer } => {
                if !self.engine.never_left(message) {
                    answer.send(Ok(false)).ok();
                    return Ok(());
                }
                let write: Write = Box::new(move |writer| writer.discard(message));
                let then = vec![Input::Discarded { id: SendId::Message(message) }];
                let also = Some(Box::new(Change::ItemGone { key, message }));
                self.write(write, then, also, |done| answer.send(done.map(|()| true)).ok()).await
            }
            Command::Rest { here, answer } => {
                // Whoever asked may have stopped waiting.
                answer.send(self.rest(here)).ok();
                Ok(())
            }
            Command::Index => {
                self.index.look();
                Ok(())
            }
            // Several may have met it, and been heard after it was mended.
            Command::Damaged { opened } if opened != self.shared.opened() => Ok(()),
            Command::Damaged { .. } => Err(Lost(LocalFault::HistoryDamaged)),
            // Answered by the loop itself.
            Command::End { .. } => Ok(()),
        }
    }

    async fn write(
        &mut self,
        write: Write,
        then: Vec<Input>,
        also: Option<Box<Change>>,
        answer: impl FnOnce(Result<(), Problem>) -> Option<()>,
    ) -> Result<(), Lost> {
        let touched = match self.memory.write(write).await {
            Ok(touched) => touched,
            Err(error) => {
                let fault = fault_of_write(&error);
                answer(Err(error.into()));
                return Err(Lost(fault));
            }
        };
        for input in &then {
            if let Input::Discarded { id: SendId::Message(message) } = input
                && let Some(upload) = self.uploading.remove(message)
            {
                upload.abort();
            }
        }
        // What changed nothing has nothing else to show either.
        let also = also.filter(|_| !touched.rows.is_empty());
        self.show(touched).await?;
        self.shared.window.tell(also.map(|change| *change));
        answer(Ok(()));
        for input in then {
            self.step(input).await?;
        }
        Ok(())
    }

    /// Lets go of everything but the history, which is closed by whoever called.
    pub fn part(mut self) -> Memory {
        if let Some(line) = self.line.take() {
            line.hang_up(CloseCode::GoingAway.number());
        }
        self.memory
    }
}

fn input_of(received: Received) -> Input {
    match received {
        Received::Frame(frame) => Input::Frame(frame),
        Received::Ping(payload) => Input::Ping(payload),
        Received::Pong(payload) => Input::Pong(payload),
        Received::Closed(code) => Input::Closed { code },
        Received::Broken(reason) => Input::LineFailed { reason },
    }
}

async fn next(line: &mut Option<Line>) -> Received {
    match line {
        Some(line) => line.next().await,
        None => std::future::pending().await,
    }
}

async fn dialled(dialling: &mut Option<Dialling>) -> Result<Line, LineReason> {
    match dialling {
        Some(dialling) => dialling.done().await,
        None => std::future::pending().await,
    }
}

/// The runtime's clock stands still in sleep, ours does not: the wait is measured anew whenever the loop turns, and
/// waking turns it.
async fn until(mono_ms: Option<u64>) {
    match mono_ms {
        Some(at) => time::sleep(Duration::from_millis(at.saturating_sub(clock::mono_ms()))).await,
        None => std::future::pending().await,
    }
}
