//! What came of the start: the client, or why there is none, and the wish to try again.
//!
//! ```text
//!            fail
//!  Opening ───────► Broken
//!     │  ◄─────────
//!     │   try_again
//!     ▼ succeed
//!   Open
//! ```

use hearth_client::{client::Client, view::Problem};
use tokio::sync::watch;

use crate::broken::BrokenStart;

#[derive(Clone)]
enum State {
    Opening,
    Broken(Box<BrokenStart>),
    Open(Client),
}

/// Shared by everything that waits for the client.
pub struct Outcome(watch::Sender<State>);

impl Default for Outcome {
    fn default() -> Self {
        Self(watch::Sender::new(State::Opening))
    }
}

impl Outcome {
    /// The client, as soon as it is open.
    ///
    /// # Errors
    /// When the start has failed; nothing waits for the person to try again.
    pub async fn client(&self) -> Result<Client, Problem> {
        match self.wait_while(|state| matches!(state, State::Opening)).await {
            State::Open(client) => Ok(client),
            State::Broken(broken) => Err(broken.problem()),
            State::Opening => Err(Problem::internal("the start has not ended")),
        }
    }

    /// The client, however often the start has to be tried. None only when the app ends.
    pub async fn at_last(&self) -> Option<Client> {
        match self.wait_while(|state| !matches!(state, State::Open(_))).await {
            State::Open(client) => Some(client),
            State::Opening | State::Broken(_) => None,
        }
    }

    /// The client, if it is open now.
    #[must_use]
    pub fn now(&self) -> Option<Client> {
        match &*self.0.borrow() {
            State::Open(client) => Some(client.clone()),
            State::Opening | State::Broken(_) => None,
        }
    }

    /// Why there is no client, if the start has failed.
    #[must_use]
    pub fn broken(&self) -> Option<BrokenStart> {
        match &*self.0.borrow() {
            State::Broken(broken) => Some((**broken).clone()),
            State::Opening | State::Open(_) => None,
        }
    }

    pub fn succeed(&self, client: Client) {
        self.0.send_replace(State::Open(client));
    }

    /// The start has failed. Comes back when the person wants to try again.
    pub async fn fail(&self, broken: BrokenStart) {
        self.0.send_replace(State::Broken(Box::new(broken)));
        self.wait_while(|state| matches!(state, State::Broken(_))).await;
    }

    /// Lets a start that has failed be tried again, and waits for what comes of it. Harmless at any other time.
    ///
    /// # Errors
    /// When it fails again.
    pub async fn try_again(&self) -> Result<(), Problem> {
        self.0.send_if_modified(|state| {
            let broken = matches!(state, State::Broken(_));
            if broken {
                *state = State::Opening;
            }
            broken
        });
        self.client().await.map(drop)
    }

    async fn wait_while(&self, waits: impl Fn(&State) -> bool) -> State {
        let mut view = self.0.subscribe();
        // The sender lives as long as `self`, so this only ends well.
        match view.wait_for(|state| !waits(state)).await {
            Ok(state) => state.clone(),
            Err(_) => State::Opening,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use hearth_client::view::{Cause, LocalFault};

    use super::*;
    use crate::{broken::StartFault, home::HomeError};

    fn unwritable() -> BrokenStart {
        let path = Path::new("/nowhere");
        BrokenStart::of_home(
            &HomeError::Unwritable(path.to_owned(), std::io::ErrorKind::ReadOnlyFilesystem.into()),
            path,
        )
    }

    #[tokio::test]
    async fn a_failed_start_refuses_every_call_and_is_tried_again_when_wanted() {
        let outcome = Arc::new(Outcome::default());
        let own = Arc::clone(&outcome);
        let start = tokio::spawn(async move {
            own.fail(unwritable()).await;
            own.fail(unwritable()).await;
        });
        let refused = outcome.client().await.err().expect("refused");
        assert_eq!(refused.cause, Cause::Local(LocalFault::Unwritable));
        assert_eq!(outcome.broken().map(|broken| broken.fault), Some(StartFault::Unwritable));
        assert!(outcome.try_again().await.is_err());
        assert!(outcome.now().is_none() && !start.is_finished());
        start.abort();
    }
}
