//! What every line and every request of one server shares.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use hearth_proto::{
    error::{ErrorCode, Failure},
    limits::Limits,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    blobs::Blobs,
    clock::now,
    doors::Doors,
    hub::Hub,
    metrics::Metrics,
    passwords::Passwords,
    reader::Readers,
    secrets::NoEntropy,
    sequencer::Sequencer,
    session::Terms,
    state::command::{Action, Actor, Answer, Command},
};

/// One running server, as its parts see it.
#[derive(Debug)]
pub struct House {
    /// The directory that holds it all.
    pub data: PathBuf,
    pub name: String,
    pub open: bool,
    pub password_required: bool,
    pub origins: Vec<String>,
    pub limits: Arc<Limits>,
    pub terms: Terms,
    pub hub: Arc<Hub>,
    pub sequencer: Sequencer,
    pub readers: Readers,
    pub passwords: Passwords,
    pub blobs: Blobs,
    pub doors: Doors,
    pub metrics: Metrics,
    /// Every line and every task that a request started.
    pub tasks: TaskTracker,
    pub stopping: CancellationToken,
    /// Held by the import that goes on; there is one at a time.
    pub importing: Mutex<()>,
}

/// Where a request came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl House {
    /// Puts a command in order and waits for what comes of it.
    ///
    /// # Errors
    /// Why it was refused.
    pub async fn decide(&self, by: Actor, action: Action) -> Result<Answer, Failure> {
        self.sequencer.decide(Command { at: now(), by, action }).await
    }
}

/// What a missing secret means to whoever asked.
#[must_use]
pub fn no_entropy(error: NoEntropy) -> Failure {
    Failure::new(ErrorCode::Internal, error.to_string())
}
