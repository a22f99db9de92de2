//! Ways into a server and out of it: links, joining, signing in and out.

use std::{fs, time::Duration};

use hearth_engine::connection::LineReason;
use hearth_proto::{
    SUBPROTOCOL,
    command::Request,
    error::ErrorCode,
    frame::ServerFrame,
    http::{DeviceForm, Entered, Info, JoinForm, LoginForm, LookForm},
    link::{Link, Purpose, Security},
    people::{Avatar, Profile, handle_from},
};
use tokio::time;

use crate::{
    alerts::AlertJob,
    call::{JoinCall, LinkPreview, LinkPurpose, PictureChoice, SignInCall},
    client::Client,
    http::{Answer, Http},
    profile::unexpected,
    secrets,
    shared::shown,
    view::{AccountId, Cause, Change, Key, Problem},
    words::words_of,
};

/// How long signing out waits for the server to end the sign-in there too.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long an account waits for its line, to put its picture up or to use an invite.
const FIRST_LINE: Duration = Duration::from_secs(10);

impl Client {
    /// What a link opens, without using it.
    ///
    /// # Errors
    /// When it is no link, the server cannot be reached, or does not know the invite.
    pub async fn look_at_link(&self, link: &str) -> Answer<LinkPreview> {
        let Link { address, purpose } = link.parse()?;
        let mut http = Http::open(&address).await?;
        let info = hearth(&mut http).await?;
        let words = match address.security {
            Security::Pinned(fingerprint) => words_of(&fingerprint),
            Security::Authorities | Security::Plain => Vec::new(),
        };
        let mut preview = LinkPreview {
            purpose: LinkPurpose::SignIn,
            server_name: info.name,
            from: String::new(),
            room: String::new(),
            address: shown(&address),
            words,
            password_required: info.password_required,
            account: self.account_on(&address),
        };
        match purpose {
            Purpose::Join(code) => {
                let invitation = http.look(&LookForm { code }).await?;
                preview.purpose = LinkPurpose::Join;
                preview.server_name = invitation.server_name;
                preview.from = invitation.from;
                preview.room = invitation.room;
                preview.password_required = invitation.password_required;
            }
            Purpose::Device(_) => preview.purpose = LinkPurpose::Device,
            Purpose::Message(..) | Purpose::Server => {}
        }
        Ok(preview)
    }

    /// Makes an account with an invite, or leads to the one that this installation has on that server already.
    ///
    /// # Errors
    /// When it is no invite, the server cannot be reached, or refuses.
    pub async fn join(&self, call: JoinCall) -> Answer<AccountId> {
        let _turn = self.inner.entering.lock().await;
        let Link { address, purpose } = call.link.parse()?;
        let code = match purpose {
            Purpose::Join(code) => code,
            // Servers that are open want no invite.
            Purpose::Server => String::new(),
            Purpose::Device(_) => return Err(Problem::not_now("this link signs in a second device")),
            Purpose::Message(..) => return Err(Problem::not_now("this link shows a message")),
        };
        if let Some(account) = self.account_on(&address) {
            self.window().forget_link();
            self.learn_hosts(account, address.hosts).await?;
            self.connect(account).await?;
            if !code.is_empty() {
                self.use_invite(account, code).await?;
            }
            return Ok(account);
        }
        let identity = call.identity;
        let avatar = match &identity.picture {
            PictureChoice::Drawn { name } => Avatar::Drawn { name: name.clone() },
            // It is put up once there is an account to own it; until then initials are shown, as for every drawing that
            // nobody has. The server takes no empty name.
            PictureChoice::Own { .. } | PictureChoice::Keep => Avatar::Drawn { name: "not-yet".into() },
        };
        let device = self.device(&address);
        let form = JoinForm {
            code,
            name: identity.name.clone(),
            handle: identity.handle.clone(),
            avatar: avatar.clone(),
            password: identity.password.clone(),
            device: device.clone(),
        };
        let mut http = Http::open(&address).await?;
        hearth(&mut http).await?;
        let entered = http.join(&form).await?;
        let handle = identity.handle.unwrap_or_else(|| handle_from(&identity.name));
        let me = Profile {
            id: entered.user,
            handle,
            name: identity.name,
            avatar,
            status: String::new(),
            zone: String::new(),
            former: false,
        };
        let id = self.enter(address, device.id, entered, me, identity.password.is_some()).await?;
        if let PictureChoice::Own { data } = identity.picture
            && let Err(problem) = self.first_picture(id, &data).await
        {
            tracing::warn!(cause = ?problem.cause, "the account was made, its picture was not put up");
        }
        Ok(id)
    }

    /// Enters with handle and password. The server is named by a link or as `host:port`.
    ///
    /// # Errors
    /// When the server cannot be reached or they are wrong.
    pub async fn sign_in(&self, call: SignInCall) -> Answer<AccountId> {
        let _turn = self.inner.entering.lock().await;
        let address = self.address_of(&call.server)?;
        let device = self.device(&address);
        let mut http = Http::open(&address).await?;
        hearth(&mut http).await?;
        let handle = call.handle.trim().to_lowercase();
        let form = LoginForm { handle: handle.clone(), password: call.password, device: device.clone() };
        let entered = http.login(&form).await?;
        let me = stranger(&entered, handle);
        self.enter(address, device.id, entered, me, true).await
    }

    /// Enters with a link made on another device of the same person, or leads to the account that this installation has on
    /// that server already.
    ///
    /// # Errors
    /// When it is no such link, the server cannot be reached, or the code is used.
    pub async fn enter_with_code(&self, link: &str) -> Answer<AccountId> {
        let _turn = self.inner.entering.lock().await;
        let Link { address, purpose } = link.parse()?;
        let Purpose::Device(code) = purpose else {
            return Err(Problem::not_now("this link does not sign in a device"));
        };
        if let Some(account) = self.account_on(&address) {
            self.window().forget_link();
            self.learn_hosts(account, address.hosts).await?;
            self.connect(account).await?;
            return Ok(account);
        }
        let device = self.device(&address);
        let mut http = Http::open(&address).await?;
        hearth(&mut http).await?;
        let entered = http.device(&DeviceForm { code, device: device.clone() }).await?;
        let me = stranger(&entered, String::new());
        self.enter(address, device.id, entered, me, false).await
    }

    /// Ends this sign-in: on the server where it can be reached, and here with everything that is kept of it.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn sign_out(&self, account: AccountId) -> Answer<()> {
        let account = self.take(account).ok_or_else(|| Problem::not_now("there is no such account"))?;
        let farewell = time::timeout(FAREWELL, account.ask(Request::SignOut)).await;
        if !matches!(farewell, Ok(Ok(_))) {
            tracing::info!("signed out without the server; the device stays in its list");
        }
        account.end().await;
        let (file, dir) = (account.shared.file(), account.shared.dir.clone());
        secrets::forget(file.secrets, file.id, &dir).await;
        self.inner.around.alerts.try_send(AlertJob::WithdrawAll { account: file.id }).ok();
        self.window().tell([Change::AccountGone { account: file.id }]);
        Ok(tokio::task::spawn_blocking(move || fs::remove_dir_all(dir)).await??)
    }

    /// Enters the room behind an invite with the account there is, and shows it. An invite to the server alone has
    /// nothing more to give.
    async fn use_invite(&self, account: AccountId, code: String) -> Answer<()> {
        self.connected(account, FIRST_LINE).await?;
        match self.account(account)?.ask(Request::UseInvite { code }).await {
            Ok(ServerFrame::Conversation { head, .. }) => {
                self.show(Key { account, conversation: head.conversation }, None);
                Ok(())
            }
            Ok(other) => Err(unexpected(&other)),
            Err(Problem { cause: Cause::Server(ErrorCode::NotFound), .. }) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    /// Puts up the own picture of a person who has just joined.
    async fn first_picture(&self, id: AccountId, data: &str) -> Answer<()> {
        self.connected(id, FIRST_LINE).await?;
        let account = self.account(id)?;
        let avatar = self.own_avatar(&account, data).await?;
        account
            .ask(Request::SetProfile { name: None, handle: None, avatar: Some(avatar), status: None, zone: None })
            .await
            .map(|_| ())
    }
}

/// Makes sure that a Hearth of our version answers.
async fn hearth(http: &mut Http) -> Answer<Info> {
    let info = http.info().await?;
    if info.protocols.iter().any(|protocol| protocol == SUBPROTOCOL) {
        Ok(info)
    } else {
        Err(Problem::line(LineReason::WrongVersion))
    }
}

/// Oneself before the first welcome says who that is.
fn stranger(entered: &Entered, handle: String) -> Profile {
    Profile {
        id: entered.user,
        name: handle.clone(),
        handle,
        avatar: Avatar::Drawn { name: String::new() },
        status: String::new(),
        zone: String::new(),
        former: false,
    }
}
