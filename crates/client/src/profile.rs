//! What one does with one's own account: the line, the profile, devices.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hearth_engine::input::Input;
use hearth_proto::{
    command::Request,
    error::ErrorCode,
    frame::{Device, ServerFrame},
    id::Millis,
    link::{Address, HostPort, Link, Purpose, Security},
    people::{Avatar, Profile},
};

use crate::{
    account::Account,
    account_file::AccountFile,
    call::{LinkMade, PasswordCall, PictureChoice, ProfileCall},
    client::Client,
    http::Answer,
    pictures, transfer,
    view::{AccountId, Hosting, Problem},
    words::words_of,
};

/// So many places of one server are remembered; the oldest are forgotten.
const KNOWN_HOSTS: usize = 8;

impl Client {
    /// The person wants a line.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn connect(&self, account: AccountId) -> Answer<()> {
        let account = self.account(account)?;
        account.shared.change_file(|file| file.wanted = true).await?;
        account.tell(Input::Connect).await
    }

    /// The person wants none, and nothing reconnects until they do, not even the next start.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn disconnect(&self, account: AccountId) -> Answer<()> {
        let account = self.account(account)?;
        account.shared.change_file(|file| file.wanted = false).await?;
        account.tell(Input::Disconnect).await
    }

    /// The person does not want to wait for the next try.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn try_now(&self, account: AccountId) -> Answer<()> {
        self.account(account)?.tell(Input::TryNow).await
    }

    /// The server of this account runs inside this app, or no longer does.
    ///
    /// # Errors
    /// When there is no such account, or it cannot be written down.
    pub async fn set_hosted(&self, account: AccountId, hosted: bool) -> Answer<()> {
        let account = self.account(account)?;
        account.shared.window.tell_account(account.shared.id, |view| view.hosted = hosted);
        Ok(account.shared.change_file(|file| file.hosted = hosted).await?)
    }

    /// Where the account's server is; after a move, the new place of the same server.
    ///
    /// # Errors
    /// When there is no such account, or it cannot be written down.
    pub async fn set_address(&self, account: AccountId, hosts: Vec<HostPort>) -> Answer<()> {
        let account = self.account(account)?;
        Ok(account.shared.change_file(|file| file.address.hosts = hosts).await?)
    }

    /// A link to the account's server names these places. The link is newer than what is known, so they are tried first;
    /// the key decides whether it is the same server. Only a server inside this app stays where it is.
    pub(crate) async fn learn_hosts(&self, account: AccountId, hosts: Vec<HostPort>) -> Answer<()> {
        let account = self.account(account)?;
        let learn = |file: &mut AccountFile| {
            let known = std::mem::take(&mut file.address.hosts);
            let (first, then) = if file.hosted { (known, hosts) } else { (hosts, known) };
            for host in first.into_iter().chain(then) {
                if file.address.hosts.len() < KNOWN_HOSTS && !file.address.hosts.contains(&host) {
                    file.address.hosts.push(host);
                }
            }
        };
        Ok(account.shared.change_file(learn).await?)
    }

    /// Changes one's name, handle, picture, status or time zone.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn set_profile(&self, call: ProfileCall) -> Answer<()> {
        let ProfileCall { account, name, handle, picture, status, zone } = call;
        let account = self.account(account)?;
        let avatar = self.avatar(&account, picture).await?;
        match account.ask(Request::SetProfile { name, handle, avatar, status, zone }).await? {
            ServerFrame::Me { profile, .. } => self.is_me(&account, profile).await,
            other => Err(unexpected(&other)),
        }
    }

    /// The picture that was chosen, on the server; None leaves it as it is.
    pub(crate) async fn avatar(&self, account: &Arc<Account>, choice: PictureChoice) -> Answer<Option<Avatar>> {
        match choice {
            PictureChoice::Drawn { name } => Ok(Some(Avatar::Drawn { name })),
            PictureChoice::Own { data } => self.own_avatar(account, &data).await.map(Some),
            PictureChoice::Keep => Ok(None),
        }
    }

    async fn is_me(&self, account: &Account, profile: Profile) -> Answer<()> {
        account.shared.window.tell_account(account.shared.id, |view| view.me = profile.clone());
        Ok(account.shared.change_file(|file| file.me = profile).await?)
    }

    /// Uploads an own picture, ready to be shown beside one's name.
    pub(crate) async fn own_avatar(&self, account: &Arc<Account>, data: &str) -> Answer<Avatar> {
        let shared = account.shared.clone();
        let bytes = STANDARD.decode(data).map_err(|_| pictures::PictureError::NotAPicture)?;
        let limits = shared.file().limits;
        let blobs = shared.blobs.clone();
        let keeping = tokio::task::spawn_blocking(move || {
            let prepared = pictures::square(&bytes, &limits)?;
            Ok::<_, Problem>(blobs.keep(&prepared.bytes)?)
        });
        let blob = keeping.await??;
        transfer::upload(&shared.access().await?, &shared.blobs, &blob, |_, _| ()).await?;
        Ok(Avatar::Own { blob })
    }

    /// Sets or changes the password.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn set_password(&self, call: PasswordCall) -> Answer<()> {
        let account = self.account(call.account)?;
        account.ask(Request::SetPassword { current: call.current, new: call.new }).await?;
        account.shared.window.tell_account(account.shared.id, |view| view.has_password = true);
        Ok(account.shared.change_file(|file| file.has_password = true).await?)
    }

    /// Makes a link that signs in a second device of the same person, once.
    ///
    /// # Errors
    /// When there is no line, or the server refuses.
    pub async fn make_device_code(&self, account: AccountId) -> Answer<LinkMade> {
        let account = self.account(account)?;
        match account.ask(Request::CreateDeviceCode).await? {
            ServerFrame::DeviceCode { code, expires_at, .. } => {
                Ok(self.link(&account, Purpose::Device(code), Some(expires_at)))
            }
            other => Err(unexpected(&other)),
        }
    }

    /// Where one is signed in.
    ///
    /// # Errors
    /// When there is no line.
    pub async fn devices(&self, account: AccountId) -> Answer<Vec<Device>> {
        match self.account(account)?.ask(Request::ListDevices).await? {
            ServerFrame::Devices { devices, .. } => Ok(devices),
            other => Err(unexpected(&other)),
        }
    }

    pub(crate) fn link(&self, account: &Account, purpose: Purpose, expires_at: Option<Millis>) -> LinkMade {
        let address = self.address_for_others(account);
        let words = match address.security {
            Security::Pinned(fingerprint) => words_of(&fingerprint),
            Security::Authorities | Security::Plain => Vec::new(),
        };
        let reachable = !address.is_loopback();
        LinkMade { link: Link { address, purpose }.to_string(), words, expires_at, reachable }
    }

    /// A hearth of this app is reached from here over loopback; others need the addresses it has on the network.
    fn address_for_others(&self, account: &Account) -> Address {
        let file = account.shared.file();
        if !file.hosted || file.address.security == Security::Plain {
            return file.address;
        }
        match self.window().hosting() {
            Hosting::On { addresses, port, .. } if !addresses.is_empty() => {
                let hosts = addresses.into_iter().map(|host| HostPort { host, port }).collect();
                Address { hosts, security: file.address.security }
            }
            Hosting::On { .. } | Hosting::Off | Hosting::Starting | Hosting::Failed { .. } => file.address,
        }
    }
}

/// The server answered something else than what was asked.
pub fn unexpected(frame: &ServerFrame) -> Problem {
    // The kind is in the variant; the content is somebody's.
    let kind = format!("{frame:?}").chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    Problem::server(ErrorCode::Unknown, format!("an answer of another kind: {kind}"))
}
