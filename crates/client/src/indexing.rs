//! Brings the index of words up to date beside everything else, in small steps: nobody waits for it, and it waits for
//! everybody.

use hearth_history::{error::WriteError, finding::IndexProgress};
use tokio::sync::oneshot;

use crate::{
    clock,
    memory::fault_of_write,
    run::{Lost, Run},
    search::indexing,
    search_view::Indexing,
    view::Change,
};

/// Messages of one step. Whatever else is to be written waits no longer than that takes, some milliseconds.
const STEP: u32 = 500;

/// After a step that took so long, the next one waits so many times as long, and longer while the person is busy or the
/// computer runs on its battery.
const REST: u64 = 1;
const LONG_REST: u64 = 8;
const SHORTEST_REST_MS: u64 = 5;

/// The window is told this often.
const TELL_EVERY_MS: u64 = 250;

/// A step under way, or when the next one is due.
#[derive(Default)]
pub struct Index {
    pub step: Option<Step>,
    /// On `clock::mono_ms`; None: everything is in the index, or a step is under way.
    pub due: Option<u64>,
    told: Option<Indexing>,
    told_at: u64,
}

pub struct Step {
    answer: oneshot::Receiver<Result<Option<IndexProgress>, WriteError>>,
    began: u64,
}

/// How a step ended.
pub struct Stepped {
    result: Result<Option<IndexProgress>, WriteError>,
    took_ms: u64,
}

impl Index {
    /// Looks soon whether there is something to do.
    pub fn look(&mut self) {
        if self.step.is_none() {
            self.due.get_or_insert(clock::mono_ms());
        }
    }

    /// Waits for the step under way.
    pub async fn stepped(&mut self) -> Stepped {
        let Some(step) = &mut self.step else { return std::future::pending().await };
        let gone = |_| Err(WriteError::Other("the history's thread has ended".to_owned()));
        let result = (&mut step.answer).await.unwrap_or_else(gone);
        let took_ms = clock::mono_ms().saturating_sub(step.began);
        self.step = None;
        Stepped { result, took_ms }
    }
}

impl Run {
    /// Begins the next step, unless others wait to write.
    pub fn index(&mut self) {
        self.index.due = None;
        let began = clock::mono_ms();
        match self.memory.begin(|writer| writer.index_step(STEP)) {
            Some(answer) => self.index.step = Some(Step { answer, began }),
            None => self.index.due = Some(began + TELL_EVERY_MS),
        }
    }

    /// A step is done.
    pub fn indexed(&mut self, stepped: Stepped) -> Result<(), Lost> {
        let Stepped { result, took_ms } = stepped;
        let progress = result.map_err(|error| {
            tracing::error!(%error, "the index cannot be written");
            Lost(fault_of_write(&error))
        })?;
        let now = clock::now();
        let rest = if self.engine.pause(&now).is_some() { LONG_REST } else { REST };
        self.index.due = progress.map(|_| now.mono_ms + (took_ms * rest).max(SHORTEST_REST_MS));
        let told = progress.map(indexing);
        let soon = told.is_some() && now.mono_ms < self.index.told_at + TELL_EVERY_MS;
        if told != self.index.told && !soon {
            self.index.told = told;
            self.index.told_at = now.mono_ms;
            self.shared.window.tell([Change::Indexing { account: self.shared.id, indexing: told }]);
        }
        Ok(())
    }
}
