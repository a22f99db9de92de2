//! Keeps an account's token: in the desktop's keychain, or in a file that only this person can read where there is
//! none. A keychain that does not answer never holds anybody up for long.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, oneshot},
    time,
};

use crate::{
    files,
    view::{AccountId, SecretPlace},
};

const SERVICE: &str = "hearth";
const FILE: &str = "token";

/// A keychain may ask the person for a password when it is opened. Whoever is still typing after this is asked for
/// nothing again: the next try finds the keychain open.
const READ_LIMIT: Duration = Duration::from_secs(12);

/// Storing must not keep a person waiting who has just joined; after this the file is used.
const WRITE_LIMIT: Duration = Duration::from_secs(3);

/// Where tokens may go on this computer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keychain {
    /// Use the desktop's, where it answers.
    Desktop,
    /// Never ask it; for profiles that must not touch the person's own keychain.
    Unused,
}

/// Why a token could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("no token is kept for this account")]
    Missing,
    /// Trying again later can help: the keychain is locked or slow.
    #[error("the keychain does not answer")]
    Silent,
    #[error("the token cannot be read")]
    Unreadable(#[from] io::Error),
}

/// Stores the token and says where it is now.
///
/// # Errors
/// When there is no keychain and the file cannot be written either.
pub async fn store(keychain: Keychain, account: AccountId, dir: &Path, token: &str) -> io::Result<SecretPlace> {
    if keychain == Keychain::Desktop {
        let kept = token.to_owned();
        let stored = ask(WRITE_LIMIT, move || entry(account)?.set_password(&kept)).await;
        if matches!(stored, Some(Ok(()))) {
            return Ok(SecretPlace::Keychain);
        }
        tracing::info!("there is no keychain; the token is kept in a private file");
    }
    let (path, token) = (path(dir), token.to_owned());
    tokio::task::spawn_blocking(move || files::replace(&path, token.as_bytes())).await.map_err(io::Error::other)??;
    Ok(SecretPlace::File)
}

/// Reads the token from where it was stored.
///
/// # Errors
/// See [`SecretError`].
pub async fn load(place: SecretPlace, account: AccountId, dir: &Path) -> Result<String, SecretError> {
    match place {
        SecretPlace::Keychain => match ask(READ_LIMIT, move || entry(account)?.get_password()).await {
            Some(Ok(token)) => Ok(token),
            Some(Err(keyring::Error::NoEntry)) => Err(SecretError::Missing),
            Some(Err(_)) | None => Err(SecretError::Silent),
        },
        SecretPlace::File => match fs::read_to_string(path(dir)) {
            Ok(token) => Ok(token),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SecretError::Missing),
            Err(error) => Err(error.into()),
        },
    }
}

/// Forgets the token. What cannot be forgotten is worth nothing any more: the server has been told, or has told us.
pub async fn forget(place: SecretPlace, account: AccountId, dir: &Path) {
    match place {
        SecretPlace::Keychain => {
            ask(WRITE_LIMIT, move || entry(account)?.delete_credential()).await;
        }
        SecretPlace::File => {
            fs::remove_file(path(dir)).ok();
        }
    }
}

fn entry(account: AccountId) -> keyring::Result<keyring::Entry> {
    keyring::Entry::new(SERVICE, &account.0.to_string())
}

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// One question at a time. A question that hangs keeps its place, so that no more threads come to hang beside it.
static TURN: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

/// Asks the keychain on a thread of its own. One that hangs is left behind, so it must not be one of the runtime's:
/// those are waited for when the app ends. None: no answer in time.
async fn ask<T: Send + 'static>(limit: Duration, question: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let answered = async {
        let turn = TURN.clone().acquire_owned().await.ok()?;
        let (tell, answer) = oneshot::channel();
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                tell.send(question()).ok();
                drop(turn);
            })
            .ok()?;
        answer.await.ok()
    };
    time::timeout(limit, answered).await.ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> AccountId {
        AccountId(crate::clock::fresh_id())
    }

    #[tokio::test]
    async fn without_a_keychain_the_token_lies_in_a_private_file() {
        let dir = tempfile::tempdir().expect("directory");
        let account = account();
        let place = store(Keychain::Unused, account, dir.path(), "t0ken").await.expect("stored");
        assert_eq!(place, SecretPlace::File);
        assert_eq!(load(place, account, dir.path()).await.expect("read"), "t0ken");
        forget(place, account, dir.path()).await;
        assert!(matches!(load(place, account, dir.path()).await, Err(SecretError::Missing)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_keychain_that_hangs_is_given_up() {
        let (release, hold) = std::sync::mpsc::channel::<()>();
        assert_eq!(ask(WRITE_LIMIT, move || hold.recv().is_ok()).await, None);
        drop(release);
    }
}
