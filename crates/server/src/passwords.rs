//! Argon2id, a bounded number at a time and never on the threads that serve lines.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use hearth_proto::error::{ErrorCode, Failure};
use tokio::sync::Semaphore;

/// How many hashes are worked on at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// How many more may wait; whoever comes after is told to come back.
const WAITING: usize = 64;

/// The one place where passwords are hashed.
#[derive(Clone, Debug)]
pub struct Passwords {
    working: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { working: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(AT_ONCE + WAITING)) }
    }
}

impl Passwords {
    /// A PHC string for a new password.
    ///
    /// # Errors
    /// `rate_limited` when too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        self.work(move || hash_now(&password)).await?.map_err(|_| broken())
    }

    /// Whether the password fits. Without a stored hash the same work is done and the answer is no, so that time does
    /// not tell which handles exist.
    ///
    /// # Errors
    /// `rate_limited` when too many wait already.
    pub async fn fits(&self, password: String, stored: Option<String>) -> Result<bool, Failure> {
        self.work(move || {
            let Some(stored) = stored else {
                let _same_work = hash_now(&password);
                return false;
            };
            let Ok(parsed) = PasswordHash::new(&stored) else { return false };
            Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let Ok(_place) = self.waiting.try_acquire() else {
            let mut failure = Failure::new(ErrorCode::RateLimited, "too many people are signing in; try again soon");
            failure.retry_after_ms = Some(2000);
            return Err(failure);
        };
        let _turn = self.working.acquire().await.map_err(|_| broken())?;
        tokio::task::spawn_blocking(job).await.map_err(|_| broken())
    }
}

/// Hashes on this very thread; for the command line.
///
/// # Errors
/// When the system gives no random bytes for the salt.
pub fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

fn broken() -> Failure {
    Failure::new(ErrorCode::Internal, "the password could not be worked on")
}
