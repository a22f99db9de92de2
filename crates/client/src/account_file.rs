//! What is remembered of an account beside its history: where its server is and who one is there.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use hearth_proto::{
    id::{ConversationId, DeviceId, UserId},
    limits::Limits,
    link::{Address, Security},
    people::Profile,
};
use serde::{Deserialize, Serialize};

use crate::{
    files,
    view::{AccountId, SecretPlace},
};

const NAME: &str = "account.json";

/// The content of `account.json`. The token is never in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AccountFile {
    pub id: AccountId,
    pub address: Address,
    pub device: DeviceId,
    pub user: UserId,
    /// As the last welcome said; shown until the next.
    pub me: Profile,
    pub server_name: String,
    pub secrets: SecretPlace,
    /// The server runs inside this app.
    #[serde(default)]
    pub hosted: bool,
    #[serde(default)]
    pub server_owner: bool,
    #[serde(default)]
    pub has_password: bool,
    /// Others see how far this person has read.
    #[serde(default = "yes")]
    pub shares_reads: bool,
    /// Those who may not write to this person in private.
    #[serde(default)]
    pub blocked: Vec<UserId>,
    #[serde(default)]
    pub limits: Limits,
    /// Whose whole past the person asked for and does not have yet: that of all conversations, or of these.
    #[serde(default)]
    pub fetch_all: bool,
    #[serde(default)]
    pub fetch_rest: BTreeSet<ConversationId>,
    /// The person wants a line; false after a deliberate disconnect, also across restarts.
    pub wanted: bool,
    /// The server ended this sign-in; there is no token any more.
    #[serde(default)]
    pub signed_out: bool,
}

const fn yes() -> bool {
    true
}

impl AccountFile {
    /// Reads every account below this directory. One that cannot be read is left alone, and logged.
    #[must_use]
    pub fn load_all(accounts: &Path) -> Vec<Self> {
        let Ok(entries) = fs::read_dir(accounts) else { return Vec::new() };
        let mut found: Vec<Self> = entries.flatten().filter_map(|entry| Self::load(&entry.path())).collect();
        found.sort_by_key(|file| file.id);
        found
    }

    fn load(dir: &Path) -> Option<Self> {
        let text = fs::read(dir.join(NAME)).ok()?;
        match serde_json::from_slice::<Self>(&text) {
            // The directory is named after the account, or it is a copy that somebody made.
            Ok(file) if dir.file_name().is_some_and(|name| name == file.id.0.to_string().as_str()) => Some(file),
            Ok(_) => None,
            Err(error) => {
                tracing::warn!(%error, "an account's file is damaged; the account is not opened");
                None
            }
        }
    }

    /// Writes it down.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn save(&self, accounts: &Path) -> io::Result<()> {
        let dir = self.dir(accounts);
        fs::create_dir_all(&dir)?;
        files::replace_json(&dir.join(NAME), self)
    }

    /// The account's own directory.
    #[must_use]
    pub fn dir(&self, accounts: &Path) -> PathBuf {
        accounts.join(self.id.0.to_string())
    }

    /// Whether this address leads to the same server: the same key, or without one the same host.
    #[must_use]
    pub fn is_on(&self, address: &Address) -> bool {
        match (self.address.security, address.security) {
            (Security::Pinned(mine), Security::Pinned(other)) => mine == other,
            (mine, other) => mine == other && self.address.hosts.iter().any(|host| address.hosts.contains(host)),
        }
    }
}

#[cfg(test)]
mod tests {
    use hearth_proto::{link::Fingerprint, people::Avatar};

    use super::*;
    use crate::clock::fresh_id;

    fn address(host: &str, security: Security) -> Address {
        Address { hosts: vec![host.parse().expect("host")], security }
    }

    fn account(address: Address) -> AccountFile {
        let user = UserId(fresh_id());
        let avatar = Avatar::Drawn { name: "person-fox".into() };
        AccountFile {
            id: AccountId(fresh_id()),
            address,
            device: DeviceId(fresh_id()),
            user,
            me: Profile {
                id: user,
                handle: "ann".into(),
                name: "Ann".into(),
                avatar,
                status: String::new(),
                zone: String::new(),
                former: false,
            },
            server_name: "Ann's hearth".into(),
            secrets: SecretPlace::File,
            hosted: false,
            server_owner: false,
            has_password: false,
            shares_reads: true,
            blocked: Vec::new(),
            fetch_all: false,
            fetch_rest: BTreeSet::new(),
            limits: Limits::default(),
            wanted: true,
            signed_out: false,
        }
    }

    #[test]
    fn accounts_read_back_in_the_order_they_were_made_and_damaged_ones_are_left_alone() {
        let dir = tempfile::tempdir().expect("directory");
        let first = account(address("a", Security::Authorities));
        let second = account(address("b", Security::Pinned(Fingerprint([3; 32]))));
        second.save(dir.path()).expect("saved");
        first.save(dir.path()).expect("saved");
        let broken = account(address("c", Security::Authorities));
        broken.save(dir.path()).expect("saved");
        fs::write(broken.dir(dir.path()).join(NAME), "{").expect("damaged");
        assert_eq!(AccountFile::load_all(dir.path()), [first, second]);
        assert!(broken.dir(dir.path()).join(NAME).exists());
    }

    #[test]
    fn a_server_is_known_by_its_key_or_else_by_its_host() {
        let pinned = |byte| Security::Pinned(Fingerprint([byte; 32]));
        assert!(account(address("a", pinned(1))).is_on(&address("b", pinned(1))));
        assert!(!account(address("a", pinned(1))).is_on(&address("a", pinned(2))));
        assert!(!account(address("a", pinned(1))).is_on(&address("a", Security::Authorities)));
        assert!(account(address("a", Security::Authorities)).is_on(&address("a", Security::Authorities)));
    }
}
