//! Exports of this run of the app: begun, watched, called off. What is written, and how, `archiving` knows.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use hearth_archive::{export::Look, pages::language::Language};
use jiff::tz::TimeZone;
use tokio::task::JoinHandle;

use crate::{
    archive_view::{ExportCall, ExportId, ExportState, ExportView},
    archiving::{self, Outcome, Task},
    client::Client,
    clock,
    http::Answer,
    settings,
    view::{Change, Problem},
    window::Window,
};

/// Exports that run at once; one more is refused.
const AT_ONCE: usize = 3;

/// Exports that are remembered until the app ends. The oldest that is over makes room.
const REMEMBERED: usize = 20;

/// The window is told this often.
const TELL_EVERY_MS: u64 = 200;

/// All exports of this run.
#[derive(Default)]
pub struct Exports {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    last: u32,
    begun: BTreeMap<u32, Begun>,
}

struct Begun {
    view: ExportView,
    called_off: Arc<AtomicBool>,
    task: Option<JoinHandle<()>>,
}

impl Begun {
    fn is_running(&self) -> bool {
        matches!(self.view.state, ExportState::Running { .. })
    }
}

impl Exports {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every entry is whole at any time, so a panic elsewhere does no harm to it.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, id: ExportId, state: ExportState, window: &Window) {
        let view = {
            let mut inner = self.lock();
            let Some(begun) = inner.begun.get_mut(&id.0) else { return };
            begun.view.state = state;
            begun.view.clone()
        };
        window.tell([Change::Export { export: view }]);
    }

    /// Calls all of them off, and comes back when nothing of them runs any more.
    pub async fn end(&self) {
        let tasks: Vec<JoinHandle<()>> = {
            let mut inner = self.lock();
            for begun in inner.begun.values() {
                begun.called_off.store(true, Ordering::Relaxed);
            }
            inner.begun.values_mut().filter_map(|begun| begun.task.take()).collect()
        };
        for task in tasks {
            // One that panicked has said so already.
            task.await.ok();
        }
    }
}

impl Client {
    /// Begins to write a history out into a directory that is not there yet. The words that it needs of its own are in
    /// this language.
    ///
    /// # Errors
    /// When the history is not open, or too many are being written. What goes wrong later is told with its state.
    pub async fn export(&self, call: ExportCall, to: PathBuf, language: settings::Language) -> Answer<ExportId> {
        let account = self.account(call.account)?;
        let readers = account.shared.readers()?;
        let file = account.shared.file();
        let epoch = account.read(|reader| Ok(reader.restore()?.cursor)).await?.map(|cursor| cursor.epoch);
        let language = match language {
            settings::Language::Chinese => Language::Chinese,
            settings::Language::English | settings::Language::System => Language::English,
        };
        let task = Task {
            readers,
            blobs: account.shared.blobs.clone(),
            here: call.here,
            format: call.format,
            files: call.files,
            to: to.clone(),
            server: file.server_name,
            epoch,
            me: file.user,
            at: clock::wall(),
            agent: account.shared.agent.clone(),
            look: Look { zone: TimeZone::system(), language },
        };
        let exports = self.inner.exports.clone();
        let mut inner = exports.lock();
        if inner.begun.values().filter(|begun| begun.is_running()).count() >= AT_ONCE {
            return Err(Problem::not_now("other exports are being written"));
        }
        if inner.begun.len() >= REMEMBERED
            && let Some(over) = inner.begun.iter().find(|(_, begun)| !begun.is_running()).map(|(id, _)| *id)
        {
            inner.begun.remove(&over);
        }
        inner.last += 1;
        let id = ExportId(inner.last);
        let state = ExportState::Running { done: 0, total: 0 };
        let view = ExportView { id, account: call.account, here: call.here, path: to, state };
        let called_off = Arc::new(AtomicBool::new(false));
        self.window().tell([Change::Export { export: view.clone() }]);
        let running = tokio::task::spawn_blocking({
            let (exports, window, off) = (exports.clone(), self.window().clone(), called_off.clone());
            move || {
                let state = write(&task, &off, |state| exports.tell(id, state, &window));
                exports.tell(id, state, &window);
            }
        });
        inner.begun.insert(id.0, Begun { view, called_off, task: Some(running) });
        Ok(id)
    }

    /// Gives up writing something out. Nothing is left of it.
    pub fn cancel_export(&self, export: ExportId) {
        if let Some(begun) = self.inner.exports.lock().begun.get(&export.0) {
            begun.called_off.store(true, Ordering::Relaxed);
        }
    }

    /// The exports of this run of the app, the first first.
    #[must_use]
    pub fn exports(&self) -> Vec<ExportView> {
        self.inner.exports.lock().begun.values().map(|begun| begun.view.clone()).collect()
    }
}

/// Writes it, and says what came of it.
fn write(task: &Task, called_off: &AtomicBool, mut tell: impl FnMut(ExportState)) -> ExportState {
    let mut told_at = 0;
    let outcome = archiving::run(task, &mut |done, total| {
        if called_off.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let now = clock::mono_ms();
        if now >= told_at + TELL_EVERY_MS {
            told_at = now;
            tell(ExportState::Running { done, total });
        }
        ControlFlow::Continue(())
    });
    let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    match outcome {
        Ok(Outcome::Done { messages, files, missing, complete }) => {
            ExportState::Done { messages, files: few(files), missing: few(missing), complete }
        }
        Ok(Outcome::CalledOff) => ExportState::Cancelled,
        Err(problem) => {
            tracing::warn!(cause = ?problem.cause, detail = problem.detail, "an export was not written");
            ExportState::Failed { problem }
        }
    }
}
