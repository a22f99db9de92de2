//! What every way into a server needs: which server is meant, who this installation is there, and the account that
//! begins once the server has said yes.

use std::fs;

use hearth_engine::input::Input;
use hearth_proto::{
    http::{Entered, NewDevice},
    id::DeviceId,
    limits::Limits,
    link::{Address, HostPort, Link, Security},
    people::Profile,
};
use sha2::{Digest, Sha256};

use crate::{
    account_file::AccountFile,
    client::Client,
    clock,
    http::Answer,
    secrets,
    shared::shown,
    view::{AccountId, SecretPlace},
};

impl Client {
    /// The account that is signed in on the server with this address.
    pub(crate) fn account_on(&self, address: &Address) -> Option<AccountId> {
        let files = self.all().into_iter().map(|account| account.shared.file());
        files.into_iter().find(|file| !file.signed_out && file.is_on(address)).map(|file| file.id)
    }

    /// A link, or what people write for a server. A server that is known already is the one with the known key.
    pub(crate) fn address_of(&self, server: &str) -> Answer<Address> {
        let server = server.trim();
        if server.starts_with("hearth://") {
            return Ok(server.parse::<Link>()?.address);
        }
        let host: HostPort = server.parse()?;
        let known = self.all().into_iter().map(|account| account.shared.file().address);
        if let Some(address) = known.into_iter().find(|address| address.hosts.contains(&host)) {
            return Ok(address);
        }
        let mut address = Address { hosts: vec![host], security: Security::Plain };
        if !address.is_loopback() {
            address.security = Security::Authorities;
        }
        Ok(address)
    }

    /// This installation as the server with this address knows it: the same each time, so that a form sent twice does
    /// not make two devices, and another on each server, so that servers cannot compare.
    pub(crate) fn device(&self, address: &Address) -> NewDevice {
        let server = match address.security {
            Security::Pinned(fingerprint) => fingerprint.to_string(),
            Security::Authorities | Security::Plain => shown(address),
        };
        let digest = Sha256::new().chain_update(self.installation()).chain_update(server).finalize();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(byte, digit)| *byte = digit);
        let id = DeviceId(uuid::Builder::from_custom_bytes(bytes).into_uuid());
        NewDevice { id, name: self.inner.device_name.clone() }
    }

    /// The way in was found: keeps the token, and starts the account or wakes the one that had been signed out.
    pub(crate) async fn enter(
        &self,
        address: Address,
        device: DeviceId,
        entered: Entered,
        me: Profile,
        has_password: bool,
    ) -> Answer<AccountId> {
        let Entered { user, token } = entered;
        let known = self.all().into_iter().find(|account| {
            let file = account.shared.file();
            file.user == user && file.is_on(&address)
        });
        let accounts = self.inner.around.accounts.clone();
        let keychain = self.inner.around.keychain;
        self.window().forget_link();
        if let Some(account) = known {
            let shared = &account.shared;
            let secrets = secrets::store(keychain, shared.id, &shared.dir, &token).await?;
            shared.set_token(Some(token));
            shared
                .change_file(|file| {
                    file.address = address;
                    file.device = device;
                    file.secrets = secrets;
                    file.signed_out = false;
                    file.wanted = true;
                })
                .await?;
            account.tell(Input::Connect).await?;
            return Ok(shared.id);
        }
        let id = AccountId(clock::fresh_id());
        let mut file = AccountFile {
            id,
            address,
            device,
            user,
            server_name: String::new(),
            secrets: SecretPlace::File,
            hosted: false,
            server_owner: false,
            has_password,
            shares_reads: true,
            blocked: Vec::new(),
            fetch_all: false,
            fetch_rest: std::collections::BTreeSet::new(),
            limits: Limits::default(),
            wanted: true,
            signed_out: false,
            me,
        };
        let dir = file.dir(&accounts);
        let made = dir.clone();
        tokio::task::spawn_blocking(move || fs::create_dir_all(made)).await??;
        // The token first: an account without one would have to be entered again.
        file.secrets = secrets::store(keychain, id, &dir, &token).await?;
        let saved = file.clone();
        tokio::task::spawn_blocking(move || saved.save(&accounts)).await??;
        self.begin(file).await?;
        Ok(id)
    }
}
