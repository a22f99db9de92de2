//! A dial under way: reads the token, then opens the socket. Dropped, it ends.

use std::sync::Arc;

use hearth_engine::connection::LineReason;
use tokio::task::JoinHandle;

use crate::{dial, line::Line, secrets::SecretError, shared::Shared, socket};

/// The task that dials.
pub struct Dialling(JoinHandle<Result<Line, LineReason>>);

impl Dialling {
    /// Begins to dial the account's server.
    #[must_use]
    pub fn begin(shared: Arc<Shared>) -> Self {
        Self(tokio::spawn(open(shared)))
    }

    /// The line, or why there is none. To be asked until it has answered, and never after.
    pub async fn done(&mut self) -> Result<Line, LineReason> {
        (&mut self.0).await.unwrap_or(Err(LineReason::HandshakeFailed))
    }
}

impl Drop for Dialling {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn open(shared: Arc<Shared>) -> Result<Line, LineReason> {
    // The hello needs the token, and reading it may take a while; so it is had before the line stands.
    shared.token().await.map_err(|error| match error {
        SecretError::Missing => LineReason::SignedOut,
        SecretError::Silent | SecretError::Unreadable(_) => {
            tracing::warn!(%error, "the token cannot be read");
            LineReason::TimedOut
        }
    })?;
    let (host, socket) = socket::open(&shared.address(), dial::LIMIT).await?;
    shared.answered(host);
    Ok(Line::new(socket))
}
