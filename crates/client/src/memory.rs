//! The thread that writes an account's history. Everything that is written goes through it, in order; whoever asks
//! waits until it is on the disk.

use std::{path::PathBuf, thread::JoinHandle};

use hearth_history::{
    error::{OpenError, ReadError, WriteError},
    open::History,
    readers::{Reader, Readers},
    writer::Writer,
};
use tokio::sync::{mpsc, oneshot};

use crate::view::{LocalFault, Problem};

/// Writes that may wait. When it is full, whoever asks waits for a place.
const WAITING: usize = 64;

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// An open history.
pub struct Memory {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<()>,
    pub readers: Readers,
}

impl Memory {
    /// Opens the file, making it where there is none.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(file: PathBuf) -> Result<Self, OpenError> {
        let gone = |error: &dyn std::fmt::Display| OpenError::Other(error.to_string());
        let opened = tokio::task::spawn_blocking(move || History::open(&file)).await.map_err(|error| gone(&error))?;
        let History { mut writer, readers } = opened?;
        let (jobs, mut waiting) = mpsc::channel::<Job>(WAITING);
        let thread = std::thread::Builder::new()
            .name("history".into())
            .spawn(move || {
                while let Some(job) = waiting.blocking_recv() {
                    job(&mut writer);
                }
            })
            .map_err(|error| gone(&error))?;
        Ok(Self { jobs, thread, readers })
    }

    /// Writes, and comes back when it is on the disk.
    ///
    /// # Errors
    /// See [`WriteError`]; nothing was written then.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<T, WriteError> + Send + 'static,
    ) -> Result<T, WriteError> {
        let (tell, answer) = oneshot::channel();
        let job = Box::new(move |writer: &mut Writer| {
            tell.send(job(writer)).ok();
        });
        let gone = || WriteError::Other("the history's thread has ended".to_owned());
        self.jobs.send(job).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// Begins to write and does not wait. None: others wait to write, and come first.
    pub fn begin<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<T, WriteError> + Send + 'static,
    ) -> Option<oneshot::Receiver<Result<T, WriteError>>> {
        if self.jobs.capacity() < WAITING {
            return None;
        }
        let (tell, answer) = oneshot::channel();
        let job = Box::new(move |writer: &mut Writer| {
            tell.send(job(writer)).ok();
        });
        self.jobs.try_send(job).ok().map(|()| answer)
    }

    /// Reads on a blocking thread.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Reader) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        read(self.readers.clone(), job).await
    }

    /// Closes the file. Readers that others still hold keep it open a little longer.
    pub async fn close(self) {
        let Self { jobs, thread, readers } = self;
        drop((jobs, readers));
        // A thread that panicked has said so already.
        tokio::task::spawn_blocking(move || thread.join().ok()).await.ok();
    }
}

/// Reads on a blocking thread.
///
/// # Errors
/// See [`ReadError`].
pub async fn read<T: Send + 'static>(
    readers: Readers,
    job: impl FnOnce(&Reader) -> Result<T, ReadError> + Send + 'static,
) -> Result<T, ReadError> {
    tokio::task::spawn_blocking(move || job(&readers.get()?))
        .await
        .map_err(|error| ReadError::Other(error.to_string()))?
}

/// Why the history cannot be used, as the account shows it.
#[must_use]
pub fn fault_of_open(error: &OpenError) -> LocalFault {
    match error {
        OpenError::Unwritable(_) => LocalFault::Unwritable,
        OpenError::DiskFull => LocalFault::DiskFull,
        OpenError::TooNew { .. } => LocalFault::HistoryTooNew,
        OpenError::Damaged(_) => LocalFault::HistoryDamaged,
        OpenError::Other(_) => LocalFault::Internal,
    }
}

/// Why nothing was written, as the account shows it.
#[must_use]
pub fn fault_of_write(error: &WriteError) -> LocalFault {
    match error {
        WriteError::DiskFull => LocalFault::DiskFull,
        WriteError::Damaged(_) => LocalFault::HistoryDamaged,
        WriteError::Other(_) => LocalFault::Internal,
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        Self::local(fault_of_write(&error), error)
    }
}

/// Why nothing was read, as the account shows it.
#[must_use]
pub fn fault_of_read(error: &ReadError) -> LocalFault {
    match error {
        ReadError::Damaged(_) => LocalFault::HistoryDamaged,
        ReadError::Other(_) => LocalFault::Internal,
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self::local(fault_of_read(&error), error)
    }
}
