//! What the desk asks of accounts: which there are, and whether one has arrived at its server.

use std::time::Duration;

use hearth_engine::connection::{Connection, LineReason};
use tokio::time;

use crate::{
    client::Client,
    http::Answer,
    view::{AccountId, AccountView, Problem},
};

impl Client {
    /// All accounts, as the window shows them.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountView> {
        self.all().iter().filter_map(|account| self.window().account(account.shared.id)).collect()
    }

    /// Comes back when the account has a live line.
    ///
    /// # Errors
    /// When there is no such account, the line is stopped for good, or the limit is over.
    pub async fn connected(&self, account: AccountId, limit: Duration) -> Answer<()> {
        let mut connection = self.account(account)?.shared.connection.subscribe();
        let decided = |connection: &Connection| match connection {
            Connection::Connected | Connection::CatchingUp | Connection::Stopped { .. } => true,
            Connection::Connecting | Connection::Offline { .. } | Connection::Disconnected => false,
        };
        let arrived = time::timeout(limit, connection.wait_for(decided)).await;
        match arrived.map(|state| state.map(|state| *state)) {
            Ok(Ok(Connection::Stopped { reason })) => Err(Problem::line(reason)),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(Problem::not_now("the account is closing")),
            Err(_) => Err(Problem::line(LineReason::TimedOut)),
        }
    }
}
