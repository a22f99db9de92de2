//! Imports into the hearth of this app: one at a time, watched by the window, and called off before the hearth goes out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hearth_archive::record::SourceKind;
use hearth_client::archive_view::{
    ArchiveSource, ImportCall, ImportFault, ImportRemark, ImportReport, ImportState, ImportView, ImportedConversation,
    ImportedPerson,
};
use hearth_server::{
    Running,
    import::{ImportError, Options, Progress, Report},
};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// People, and conversations, that the window is told of. An archive can have many times more.
const TOLD: usize = 1_000;

/// The import of this hearth.
pub struct Imports {
    view: watch::Sender<Option<ImportView>>,
    running: Mutex<Option<Import>>,
}

struct Import {
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Imports {
    #[must_use]
    pub fn new() -> Self {
        Self { view: watch::Sender::new(None), running: Mutex::default() }
    }

    /// How far it is, now and after each change.
    #[must_use]
    pub fn view(&self) -> watch::Receiver<Option<ImportView>> {
        self.view.subscribe()
    }

    /// Begins. False: another one is under way.
    pub fn begin(&self, hearth: Arc<Running>, call: ImportCall) -> bool {
        let mut running = self.lock();
        if running.as_ref().is_some_and(|import| !import.task.is_finished()) {
            return false;
        }
        let ImportCall { path, rehearse, people } = call;
        let cancel = CancellationToken::new();
        let show = {
            let (view, path, people) = (self.view.clone(), path.clone(), people.clone());
            move |state| {
                let (path, people) = (path.clone(), people.clone());
                view.send_replace(Some(ImportView { path, rehearsal: rehearse, people, state }));
            }
        };
        show(running_state(Progress::default()));
        let options = Options { archive: path, source: None, people };
        let told = show.clone();
        let progress = move |progress| told(running_state(progress));
        let called_off = cancel.clone();
        let task = tokio::spawn(async move {
            let result = if rehearse {
                hearth.rehearse_import(options, progress, called_off).await
            } else {
                hearth.import(options, progress, called_off).await
            };
            // Given back before anybody hears that it is over, so that the hearth can go out.
            drop(hearth);
            show(match result {
                Ok(report) => ImportState::Done { report: shown(report) },
                Err(ImportError::Cancelled) => ImportState::Cancelled,
                Err(error) => {
                    tracing::warn!(%error, "an archive was not imported");
                    ImportState::Failed { fault: fault_of(&error), detail: error.to_string() }
                }
            });
        });
        *running = Some(Import { cancel, task });
        true
    }

    /// Calls it off.
    pub fn cancel(&self) {
        if let Some(import) = &*self.lock() {
            import.cancel.cancel();
        }
    }

    /// Calls it off and comes back when it has let go of the hearth.
    pub async fn end(&self) {
        let import = self.lock().take();
        if let Some(Import { cancel, task }) = import {
            cancel.cancel();
            // One that panicked has said so already.
            let _ = task.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Import>> {
        // It is whole at any time, so a panic elsewhere does no harm to it.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn running_state(progress: Progress) -> ImportState {
    let Progress { read, total, messages, files } = progress;
    ImportState::Running { read, total, messages, files }
}

fn shown(report: Report) -> ImportReport {
    let Report { source, name, people, conversations, files, file_bytes, reactions, remarks } = report;
    let source = match source {
        SourceKind::Hearth => ArchiveSource::Hearth,
        SourceKind::Slack => ArchiveSource::Slack,
        SourceKind::Mattermost => ArchiveSource::Mattermost,
        SourceKind::Discord => ArchiveSource::Discord,
    };
    let people = people.into_iter().take(TOLD).map(|one| ImportedPerson {
        handle: one.handle,
        name: one.name,
        here: one.here,
        account: one.account,
    });
    let conversations = conversations.into_iter().take(TOLD).map(|one| ImportedConversation {
        name: one.name,
        added: one.added,
        known: one.known,
        left_out: one.left_out,
        why: one.why,
        entered: one.entered,
    });
    let remarks =
        remarks.into_iter().map(|one| ImportRemark { what: one.what, count: one.count, examples: one.examples });
    ImportReport {
        source,
        name,
        people: people.collect(),
        conversations: conversations.collect(),
        files,
        file_bytes,
        reactions,
        remarks: remarks.collect(),
    }
}

fn fault_of(error: &ImportError) -> ImportFault {
    match error {
        ImportError::Archive(_) | ImportError::OtherSource { .. } => ImportFault::NotAnArchive,
        ImportError::NobodyThere(_) | ImportError::NobodyHere(_) => ImportFault::NobodyOfThatName,
        ImportError::NobodyOwns => ImportFault::NobodyOwns,
        ImportError::Unwritable(_) | ImportError::File(_) => ImportFault::Disk,
        ImportError::Busy
        | ImportError::Cancelled
        | ImportError::InUse(_)
        | ImportError::Open(_)
        | ImportError::Refused(_)
        | ImportError::Storage(_) => ImportFault::Internal,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, net::Ipv4Addr, path::PathBuf};

    use hearth_server::{Config, Server, Tls};

    use super::*;

    async fn burning(dir: &tempfile::TempDir) -> Arc<Running> {
        let mut config = Config::new(dir.path());
        config.listen = (Ipv4Addr::LOCALHOST, 0).into();
        config.tls = Tls::Off;
        Arc::new(Server::start(config).await.expect("a hearth"))
    }

    fn call(path: PathBuf) -> ImportCall {
        ImportCall { path, rehearse: true, people: BTreeMap::new() }
    }

    async fn ended(imports: &Imports) -> ImportState {
        let mut view = imports.view();
        let over = |view: &Option<ImportView>| {
            view.as_ref().is_some_and(|view| !matches!(view.state, ImportState::Running { .. }))
        };
        view.wait_for(over).await.expect("it is told").clone().expect("an import").state
    }

    #[tokio::test]
    async fn an_import_tells_how_it_ended_and_lets_go_of_the_hearth() {
        let dir = tempfile::tempdir().expect("a directory");
        let hearth = burning(&dir).await;
        let imports = Imports::new();
        for _ in 0..2 {
            assert!(imports.begin(hearth.clone(), call(dir.path().join("archive"))));
            let state = ended(&imports).await;
            assert!(matches!(state, ImportState::Failed { fault: ImportFault::NobodyOwns, .. }), "{state:?}");
            imports.end().await;
        }
        let hearth = Arc::try_unwrap(hearth).unwrap_or_else(|_| panic!("somebody holds the hearth"));
        hearth.stop().await;
    }
}
