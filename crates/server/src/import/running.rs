//! What a program that embeds a server calls.

use std::sync::{Arc, MutexGuard, TryLockError};

use hearth_proto::error::{ErrorCode, Failure};
use tokio_util::sync::CancellationToken;

use super::{ImportError, Options, Progress, Report, Watch, start};
use crate::{Running, house::House};

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
            // Two at once would write the same files.
            let _alone = alone(&house)?;
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
        let house = Arc::clone(self.house());
        let rehearse = move || {
            let _alone = alone(&house)?;
            let watch = Watch { progress: &mut progress, cancel };
            start::rehearsal(&house.data, &options, (*house.limits).clone(), watch)
        };
        tokio::task::spawn_blocking(rehearse).await.map_err(|_| panicked())?
    }
}

/// The right to import; only one has it at a time.
fn alone(house: &House) -> Result<MutexGuard<'_, ()>, ImportError> {
    match house.importing.try_lock() {
        Ok(alone) => Ok(alone),
        Err(TryLockError::WouldBlock) => Err(ImportError::Busy),
        // It guards no data that a panic could have left half done.
        Err(TryLockError::Poisoned(alone)) => Ok(alone.into_inner()),
    }
}

fn panicked() -> Failure {
    Failure::new(ErrorCode::Internal, "the import ended by a panic")
}
