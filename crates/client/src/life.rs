//! The life of one account's task: opens the history, runs the loop over it, and mends what can be mended when the
//! history fails. Nothing here needs the network or the keychain.

use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use hearth_engine::{
    Engine,
    alert::Policy,
    connection::{Connection, LineReason},
    input::Input,
    rest::{Asked, Pause, Rest},
};
use hearth_history::{error::OpenError, open::set_aside, salvage::salvage};
use hearth_proto::error::{ErrorCode, Failure};
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    task::JoinSet,
    time,
};

use crate::{
    clock,
    coverage::Watch,
    downloads,
    indexing::Index,
    memory::{Memory, fault_of_open},
    reading::focus_of,
    record,
    run::{Command, End, Lost, Run},
    settings::AlertSettings,
    shared::{Receivers, Shared, fetch_ahead, resting},
    show::{self, Known},
    view::{LocalFault, Problem},
    wake::Disturbance,
};

/// After this an account whose history cannot be used tries again by itself; room may have been made on the disk.
const PAUSE: Duration = Duration::from_secs(20);

/// What a task of an account is given.
pub struct Given {
    pub shared: Arc<Shared>,
    pub commands: mpsc::Receiver<Command>,
    pub disturbances: broadcast::Receiver<Disturbance>,
    pub receivers: Receivers,
    /// Told once, when what the history holds is in the window, or cannot be.
    pub opened: oneshot::Sender<()>,
}

/// Lives until somebody ends it.
pub async fn live(given: Given) {
    let Given { shared, mut commands, mut disturbances, receivers, opened } = given;
    let Receivers { wanted_ahead, orders } = receivers;
    let ahead = tokio::spawn(fetch_ahead(shared.clone(), wanted_ahead));
    let downloads = tokio::spawn(downloads::carry(shared.clone(), orders));
    let mut opened = Some(opened);
    let mut damaged = false;
    let mut mended: Option<time::Instant> = None;
    let asked = loop {
        if damaged {
            mended = Some(time::Instant::now());
        }
        let ended = match open(&shared, damaged).await {
            Ok((memory, engine)) => {
                say_opened(&mut opened);
                run(&shared, memory, engine, &mut commands, &mut disturbances).await
            }
            Err(fault) => End::History(fault),
        };
        match ended {
            End::Asked(answer) => break answer,
            End::History(fault) => {
                shared.window.tell_account(shared.id, |view| view.trouble = Some(fault));
                // Damage is mended at once, whether it shows in use or only at the first question; a file that was
                // begun just now and is damaged too, and everything else, needs time or the person.
                let again = mended.is_some_and(|at| at.elapsed() < PAUSE);
                damaged = fault == LocalFault::HistoryDamaged && !again;
                if !damaged {
                    say_opened(&mut opened);
                    if let Some(answer) = wait_out(fault, &mut commands).await {
                        break answer;
                    }
                }
            }
        }
    };
    ahead.abort();
    downloads.abort();
    if let Some(answer) = asked {
        answer.send(()).ok();
    }
}

fn say_opened(opened: &mut Option<oneshot::Sender<()>>) {
    if let Some(opened) = opened.take() {
        opened.send(()).ok();
    }
}

async fn run(
    shared: &Arc<Shared>,
    memory: Memory,
    engine: Engine,
    commands: &mut mpsc::Receiver<Command>,
    disturbances: &mut broadcast::Receiver<Disturbance>,
) -> End {
    let mut run = Run {
        shared: shared.clone(),
        engine,
        memory,
        line: None,
        dialling: None,
        wake_at: None,
        uploads: JoinSet::new(),
        uploading: HashMap::new(),
        asked: HashMap::new(),
        next_ask: 0,
        inputs: VecDeque::new(),
        watch: Watch::default(),
        index: Index::default(),
    };
    let end = match begin(&mut run).await {
        Ok(()) => run.run(commands, disturbances).await,
        Err(Lost(fault)) => End::History(fault),
    };
    // A full disk is no reason to stop reading.
    if !matches!(end, End::History(fault) if fault != LocalFault::HistoryDamaged) {
        shared.set_readers(None);
    }
    run.part().close().await;
    if matches!(end, End::History(_)) {
        let pause = i64::try_from(PAUSE.as_millis()).unwrap_or_default();
        let retry_at = hearth_proto::id::Millis(clock::wall().0 + pause);
        let connection = Connection::Offline { reason: LineReason::ClosedByNetwork, retry_at };
        shared.connection.send_replace(connection);
        shared.window.tell_account(shared.id, |view| view.connection = connection);
    }
    end
}

/// Tells a fresh mind what the person looks at, and whether they want a line.
async fn begin(run: &mut Run) -> Result<(), Lost> {
    let file = run.shared.file();
    // The mind only tells of changes, and knows nothing of a sign-in that the server has ended.
    run.connection(resting(&file));
    let gaze = run.shared.window.gaze();
    run.step(focus_of(run.shared.id, &gaze)).await?;
    run.index.look();
    run.step(Input::Power { battery: run.shared.window.battery() }).await?;
    if file.wanted && !file.signed_out { run.step(Input::Connect).await } else { Ok(()) }
}

/// Opens the history, shows what is in it, and makes the mind that continues from there.
async fn open(shared: &Arc<Shared>, damaged: bool) -> Result<(Memory, Engine), LocalFault> {
    let file = shared.dir.join("history.sqlite");
    let opened = if damaged {
        Err(OpenError::Damaged("seen while it was in use".to_owned()))
    } else {
        Memory::open(file.clone()).await
    };
    let memory = match opened {
        Ok(memory) => memory,
        Err(OpenError::Damaged(detail)) => {
            tracing::error!(detail, "the history is damaged; it is set aside and begun anew");
            replace_damaged(shared, file).await?
        }
        Err(error) => {
            tracing::error!(%error, "the history cannot be opened");
            return Err(fault_of_open(&error));
        }
    };
    let read = memory.read(|reader| {
        let known = Known { people: reader.people()?, rows: reader.rows()?, waiting: reader.waiting()? };
        Ok((reader.restore()?, known))
    });
    let (restored, known) = match read.await {
        Ok(read) => read,
        Err(error) => {
            tracing::error!(%error, "the history cannot be read");
            memory.close().await;
            return Err(crate::memory::fault_of_read(&error));
        }
    };
    show::all(shared, known);
    shared.window.tell_account(shared.id, |view| {
        // That a history was replaced stays said; what was in the way of one that is open now does not.
        view.trouble = view.trouble.filter(|trouble| *trouble == LocalFault::HistoryDamaged);
    });
    shared.set_readers(Some(memory.readers.clone()));
    let policy = policy(&shared.window.settings().alerts);
    let account = shared.file();
    let asked = Asked { all: account.fetch_all, conversations: account.fetch_rest };
    Ok((memory, Engine::new(record::restored(restored, asked), policy, clock::now())))
}

/// Puts the damaged file out of the way and saves into a fresh one what only this computer knows.
async fn replace_damaged(shared: &Arc<Shared>, file: PathBuf) -> Result<Memory, LocalFault> {
    shared.window.tell_account(shared.id, |view| view.trouble = Some(LocalFault::HistoryDamaged));
    let path = file.clone();
    let aside = tokio::task::spawn_blocking(move || set_aside(&path))
        .await
        .map_err(|_| LocalFault::Internal)?
        .map_err(|_| LocalFault::Unwritable)?;
    let memory = Memory::open(file).await.map_err(|error| fault_of_open(&error))?;
    match memory.write(move |writer| salvage(&aside, writer)).await {
        Ok(saved) => tracing::warn!(
            outbox = saved.outbox,
            drafts = saved.drafts,
            choices = saved.choices,
            whole = saved.whole,
            "what waited in the damaged history was saved"
        ),
        Err(error) => tracing::error!(%error, "what waited in the damaged history was not saved"),
    }
    Ok(memory)
}

/// Refuses everything until it is time to try again, or the person wants it now. Some: the account is to end.
async fn wait_out(fault: LocalFault, commands: &mut mpsc::Receiver<Command>) -> Option<Option<oneshot::Sender<()>>> {
    let again = time::Instant::now() + PAUSE;
    loop {
        let command = match time::timeout_at(again, commands.recv()).await {
            Ok(Some(command)) => command,
            Ok(None) => return Some(None),
            Err(_) => return None,
        };
        match command {
            Command::Tell(input) if matches!(*input, Input::TryNow | Input::Connect) => return None,
            Command::Tell(_) | Command::Damaged { .. } | Command::Index => {}
            Command::Ask { answer, .. } => {
                answer.send(Err(Failure::new(ErrorCode::Unavailable, "the history is not open"))).ok();
            }
            Command::Rest { answer, .. } => {
                answer.send(Rest::Paused(Pause::Offline)).ok();
            }
            Command::Write { answer, .. } => {
                answer.send(Err(Problem::local(fault, "the history is not open"))).ok();
            }
            Command::Withdraw { answer, .. } => {
                answer.send(Err(Problem::local(fault, "the history is not open"))).ok();
            }
            Command::End { answer } => return Some(Some(answer)),
        }
    }
}

/// What the person chose, as the mind knows it.
#[must_use]
pub fn policy(alerts: &AlertSettings) -> Policy {
    let AlertSettings { on, privacy: _, quiet_from, quiet_to, quiet_days, keywords } = alerts.clone();
    Policy { on, quiet_from, quiet_to, quiet_days, keywords }
}
