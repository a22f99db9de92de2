//! What whoever runs a server does to its data directory. All of it is safe while the server runs: SQLite lets one
//! writer in at a time, and the server looks for devices that were signed out beside it.

mod backup;
mod check;

use std::{fs, io, path::Path};

use hearth_proto::{
    command::NewInvite,
    error::Failure,
    id::{Millis, UserId},
    limits::Limits,
    link::{Address, Fingerprint, Purpose},
};
use rusqlite::OptionalExtension;

pub use backup::backup;
pub use check::{Report, check};

use crate::{
    clock::now,
    gateway::errand::DEVICE_CODE_MS,
    passwords, secrets,
    state::{
        Rules,
        command::{Action, Actor, Command},
        form, rows,
        schema::SchemaError,
        store,
    },
    tls::{self, Tls, TlsError},
};

/// Where a running server writes how it can be reached.
const ADDRESS_FILE: &str = "address.json";

/// Why an operator's command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    #[error("there is no hearth in this directory: {0}")]
    Open(#[from] SchemaError),
    #[error("{}", .0.message)]
    Refused(#[from] Failure),
    #[error("nobody here has the handle {0}")]
    NobodyCalled(String),
    #[error("{0}")]
    Storage(#[from] rusqlite::Error),
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Key(#[from] TlsError),
    #[error("the system gives no random bytes")]
    NoEntropy,
}

/// An account, as the operator sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    pub user: UserId,
    pub handle: String,
    pub name: String,
    pub server_owner: bool,
    /// Only known from an import: nobody can sign in to it before it has a password.
    pub former: bool,
    pub has_password: bool,
    pub devices: u32,
}

/// Makes an invite; returns its code.
///
/// # Errors
/// No hearth there, no such room, or the disk fails.
pub fn invite(data: &Path, invite: NewInvite) -> Result<String, OperatorError> {
    let code = secrets::code().map_err(|_| OperatorError::NoEntropy)?;
    decide(data, Action::CreateInvite { invite, code: secrets::digest(&code) })?;
    Ok(code)
}

/// The way into the account that owns the server: while there is none an invite that makes it, else a code that signs
/// in one more device of it, once and within ten minutes.
///
/// # Errors
/// No hearth there, or the disk fails.
pub fn owner_entrance(data: &Path) -> Result<Purpose, OperatorError> {
    if accounts(data)?.is_empty() {
        let new = NewInvite { expires_at: None, uses: Some(1), conversation: None };
        return invite(data, new).map(Purpose::Join);
    }
    let code = secrets::code().map_err(|_| OperatorError::NoEntropy)?;
    let expires_at = Millis(now().0 + DEVICE_CODE_MS);
    decide(data, Action::CreateOwnerCode { code: secrets::digest(&code), expires_at })?;
    Ok(Purpose::Device(code))
}

/// Everyone with an account.
///
/// # Errors
/// No hearth there, or the disk fails.
pub fn accounts(data: &Path) -> Result<Vec<Account>, OperatorError> {
    let conn = store::open_reader(data)?;
    let accounts = conn
        .prepare(
            "SELECT u.id, u.handle, u.name, u.owner, u.password IS NOT NULL,
             (SELECT COUNT(*) FROM devices d WHERE d.user = u.id), u.former FROM users u ORDER BY u.handle",
        )?
        .query_map([], |row| {
            Ok(Account {
                user: rows::user(row, 0)?,
                handle: row.get(1)?,
                name: row.get(2)?,
                server_owner: row.get(3)?,
                has_password: row.get(4)?,
                devices: row.get(5)?,
                former: row.get(6)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(accounts)
}

/// Sets somebody's password.
///
/// # Errors
/// Nobody has the handle, or the password is too short or long.
pub fn set_password(data: &Path, handle: &str, password: &str) -> Result<(), OperatorError> {
    form::password(password, &Limits::default())?;
    let user = find(data, handle)?;
    let hash = passwords::hash_now(password).map_err(|_| OperatorError::NoEntropy)?;
    decide(data, Action::SetPassword { user, hash })
}

/// Signs somebody out everywhere. A running server ends their lines within seconds.
///
/// # Errors
/// Nobody has the handle, or the disk fails.
pub fn remove_devices(data: &Path, handle: &str) -> Result<(), OperatorError> {
    let user = find(data, handle)?;
    decide(data, Action::RemoveDevices { user })
}

fn find(data: &Path, handle: &str) -> Result<UserId, OperatorError> {
    store::open_reader(data)?
        .query_row("SELECT id FROM users WHERE handle = ?1", [handle], |row| rows::user(row, 0))
        .optional()?
        .ok_or_else(|| OperatorError::NobodyCalled(handle.to_owned()))
}

/// Applies one command with the same code as the server does.
fn decide(data: &Path, action: Action) -> Result<(), OperatorError> {
    let conn = store::open_beside(data)?;
    let rules = Rules { limits: Limits::default(), open: false, owners_invite: false };
    let command = Command { at: now(), by: Actor::House, action };
    for outcome in store::commit(&conn, &rules, [&command])? {
        outcome?;
    }
    Ok(())
}

/// Remembers how the server is reached, for links that are made later.
///
/// # Errors
/// The file cannot be written.
pub fn remember_address(data: &Path, address: &Address) -> Result<(), OperatorError> {
    let text = serde_json::to_vec_pretty(address).map_err(io::Error::from)?;
    let new = data.join("address.json.new");
    fs::write(&new, text)?;
    fs::rename(new, data.join(ADDRESS_FILE))?;
    Ok(())
}

/// How the server was reached when it last started; None when it never has.
#[must_use]
pub fn known_address(data: &Path) -> Option<Address> {
    serde_json::from_slice(&fs::read(data.join(ADDRESS_FILE)).ok()?).ok()
}

/// The fingerprint of the key that the directory holds, making the key if there is none.
///
/// # Errors
/// The key cannot be read or made.
pub fn own_fingerprint(data: &Path) -> Result<Option<Fingerprint>, OperatorError> {
    Ok(tls::identity(&Tls::SelfSigned, data)?.map(|identity| identity.fingerprint))
}
