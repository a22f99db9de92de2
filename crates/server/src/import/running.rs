//! What a program that embeds a server calls.

use std::sync::Arc;

use hearth_proto::error::{ErrorCode, Failure};
use tokio_util::sync::CancellationToken;

use super::{ImportError, Options, Progress, Report, Watch, start};
use crate::Running;

impl Running {
    /// Imports an archive in the name of whoever runs the server. Everything else goes on meanwhile. Where it is called
    /// off or the server stops, nobody sees anything of it, and another import of the same archive goes on.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn import(
        &self,
        options: Options,
        mut progress: impl FnMut(Progress) + Send + 'static,
        cancel: CancellationToken,
    ) -> Result<Report, ImportError> {
        let house = Arc::clone(self.house());
        let import = move || {
            let watch = Watch { progress: &mut progress, cancel };
            start::into_running(&house, &options, watch)
        };
        tokio::task::spawn_blocking(import).await.map_err(|_| panicked())?
    }

    /// Says what [`Running::import`] would do. Changes nothing.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn rehearse_import(
        &self,
        options: Options,
        mut progress: impl FnMut(Progress) + Send + 'static,
        cancel: CancellationToken,
    ) -> Result<Report, ImportError> {
        let (data, limits) = (self.house().data.clone(), (*self.house().limits).clone());
        let rehearse = move || {
            let watch = Watch { progress: &mut progress, cancel };
            start::rehearsal(&data, &options, limits, watch)
        };
        tokio::task::spawn_blocking(rehearse).await.map_err(|_| panicked())?
    }
}

fn panicked() -> Failure {
    Failure::new(ErrorCode::Internal, "the import ended by a panic")
}
