//! Random secrets and their digests: tokens, invite codes, device codes. Passwords are in `passwords`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::state::command::Digest;

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoEntropy;

/// A token for a device: 32 random bytes, base64url.
///
/// # Errors
/// When the system gives no random bytes.
pub fn token() -> Result<String, NoEntropy> {
    random::<32>()
}

/// An invite: 128 random bits in 22 characters.
///
/// # Errors
/// When the system gives no random bytes.
pub fn code() -> Result<String, NoEntropy> {
    random::<16>()
}

fn random<const N: usize>() -> Result<String, NoEntropy> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoEntropy)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored in place of a secret. The secrets are random, so a plain hash is enough, and looking one up by
/// its digest tells an attacker nothing through time.
#[must_use]
pub fn digest(secret: &str) -> Digest {
    Sha256::digest(secret.as_bytes()).into()
}
