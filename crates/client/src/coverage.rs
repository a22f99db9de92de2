//! How much of the past is here: what the window is told of it, and what the person can do about it. Why and when the
//! rest is fetched, the engine decides.

use hearth_engine::{
    input::Input,
    rest::{Asked, Pause, Rest},
};
use hearth_history::finding::Reach;
use hearth_proto::id::ConversationId;
use tokio::sync::oneshot;

use crate::{
    client::Client,
    clock,
    http::Answer,
    memory::fault_of_read,
    run::{Command, Lost, Run},
    search_view::{CoverageCall, CoverageView, FetchPause},
    view::Change,
};

/// While much comes, the window is told this often.
const TELL_EVERY_MS: u64 = 250;

/// What the window was told last, and when it is told next.
#[derive(Default)]
pub struct Watch {
    rest: Option<Rest>,
    told: Option<(CoverageCall, CoverageView)>,
    told_at: u64,
    /// On `clock::mono_ms`; None: nothing has changed.
    pub due: Option<u64>,
}

impl Client {
    /// The person does something in the window: what goes on in the background waits a little.
    ///
    /// # Errors
    /// When an account is closing.
    pub async fn active(&self) -> Answer<()> {
        for account in self.all() {
            account.tell(Input::Active).await?;
        }
        Ok(())
    }

    /// Whether the computer runs on its battery.
    ///
    /// # Errors
    /// When an account is closing.
    pub async fn set_battery(&self, battery: bool) -> Answer<()> {
        if !self.window().set_battery(battery) {
            return Ok(());
        }
        for account in self.all() {
            account.tell(Input::Power { battery }).await?;
        }
        Ok(())
    }

    /// How much of the past is here. From now on the window is told what becomes different about it.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn coverage(&self, call: CoverageCall) -> Answer<CoverageView> {
        let account = self.account(call.account)?;
        account.shared.watch(call);
        let (answer, rest) = oneshot::channel();
        account.command(Command::Rest { here: call.here, answer }).await?;
        let here = account.read(move |reader| reader.reach(call.here)).await?;
        // A history that is not open fetches nothing.
        Ok(view(here, rest.await.unwrap_or(Rest::Paused(Pause::Offline))))
    }

    /// Lets the rest of the past come now, ahead of everything that nobody asked for.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn fetch_rest(&self, call: CoverageCall) -> Answer<()> {
        self.account(call.account)?.tell(Input::FetchRest { conversation: call.here }).await
    }
}

impl Run {
    /// Answers how it stands with the rest; whoever asks hears of what changes from now on.
    pub fn rest(&mut self, here: Option<ConversationId>) -> Rest {
        self.watch.due = Some(clock::mono_ms() + TELL_EVERY_MS);
        self.watch.told = None;
        self.engine.rest(here, &clock::now())
    }

    /// Something of these conversations has come.
    pub fn came(&mut self, conversations: impl Iterator<Item = ConversationId>) {
        let Some(watched) = self.shared.watched() else { return };
        let mut conversations = conversations.peekable();
        let concerned = match watched.here {
            Some(here) => conversations.any(|id| id == here),
            None => conversations.peek().is_some(),
        };
        if concerned {
            self.tell_coverage_soon();
        }
    }

    /// Looks whether the rest pauses or goes on.
    pub fn note_rest(&mut self) {
        let Some(watched) = self.shared.watched() else { return };
        let rest = self.engine.rest(watched.here, &clock::now());
        if self.watch.rest.replace(rest) != Some(rest) {
            self.tell_coverage_soon();
        }
    }

    /// Tells the window how much is here now.
    pub async fn tell_coverage(&mut self) -> Result<(), Lost> {
        self.watch.due = None;
        let Some(watched) = self.shared.watched() else { return Ok(()) };
        let read = self.memory.read(move |reader| reader.reach(watched.here)).await;
        let here = read.map_err(|error| {
            tracing::error!(%error, "how much of the past is here cannot be read");
            Lost(fault_of_read(&error))
        })?;
        let coverage = view(here, self.engine.rest(watched.here, &clock::now()));
        self.watch.told_at = clock::mono_ms();
        if self.watch.told.replace((watched, coverage)) != Some((watched, coverage)) {
            let CoverageCall { account, here } = watched;
            self.shared.window.tell([Change::Coverage { account, here, coverage }]);
        }
        Ok(())
    }

    /// Remembers for the next start what the person has asked for.
    pub async fn asked(&mut self, asked: Asked) {
        let noted = self.shared.change_file(|file| {
            file.fetch_all = asked.all;
            file.fetch_rest = asked.conversations;
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "what was asked for cannot be kept for the next start");
        }
    }

    fn tell_coverage_soon(&mut self) {
        let at = self.watch.told_at + TELL_EVERY_MS;
        self.watch.due.get_or_insert(at.max(clock::mono_ms()));
    }
}

fn view(reach: Reach, rest: Rest) -> CoverageView {
    let paused = match rest {
        Rest::Here | Rest::Coming | Rest::Withheld => None,
        Rest::Paused(Pause::Offline) => Some(FetchPause::Offline),
        Rest::Paused(Pause::Active) => Some(FetchPause::Active),
        Rest::Paused(Pause::Battery) => Some(FetchPause::Battery),
    };
    let Reach { complete, since, here, all } = reach;
    CoverageView { complete, since, here, all, fetching: rest == Rest::Coming, paused }
}
