//! A profile of the app with an account and its history, made as people make one: somebody joins a server. Then the
//! server goes, and the past is written into the account's own file; the window shows what is on its disk.

use std::{
    fs,
    os::unix,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};
use hearth_client::{
    call::{Identity, JoinCall, OpenCall, PictureChoice, ReadCall},
    client::{Client, Options},
    secrets::Keychain,
    view::{AccountId, Change, Key, Problem, Update},
};
use hearth_engine::connection::Connection;
use hearth_history::{
    item::{Item, Message, Place},
    open::History,
};
use hearth_past::places;
use hearth_proto::{
    command::NewInvite,
    id::{Cursor, UserId},
};
use hearth_testkit::server::Hearth;

const NAME: &str = "bench";

/// An empty file with this name says that all of the past is in the history beside it.
const FILLED: &str = "filled";

/// Joining takes a moment.
const PATIENCE: Duration = Duration::from_secs(60);

/// A profile whose app is closed.
#[derive(Debug)]
pub struct Profile {
    dir: PathBuf,
    account: AccountId,
    pub me: UserId,
    pub cursor: Option<Cursor>,
}

impl Profile {
    /// As the command line names it.
    #[must_use]
    pub fn name(&self) -> &str {
        NAME
    }

    /// The account's history.
    #[must_use]
    pub fn history(&self) -> PathBuf {
        self.dir.join("accounts").join(self.account.0.to_string()).join("history.sqlite")
    }

    /// Whether an earlier run has filled the history.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.dir.join(FILLED).exists()
    }

    /// The past is whole.
    ///
    /// # Errors
    /// When it cannot be noted.
    pub fn set_filled(&self) -> Result<()> {
        Ok(fs::write(self.dir.join(FILLED), "")?)
    }

    /// Takes away what the app kept of its window when it ended, as if it had been killed.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn forget_window(&self) -> Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "png") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Opens the busiest room, reads it to its end and goes away, so that the app begins with it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn leave_open(&self) -> Result<()> {
        let client = client(&self.dir).await?;
        let key = Key { account: self.account, conversation: places::conversation(0) };
        let opened = client.open_conversation(OpenCall { key, place: Place::Newest, limit: 1 }).await.map_err(told)?;
        if let Some(Item::Message(Message { seq: Some(seq), .. })) = opened.page.items.last() {
            client.read(ReadCall { key, seq: *seq }).await.map_err(told)?;
        }
        client.close().await;
        Ok(())
    }
}

/// Makes a profile below this XDG data directory. With `keep` it lies there in truth, and one that an earlier run has
/// filled is used again.
///
/// # Errors
/// When the server does not start or does not let anybody in, or what was kept is not whole.
pub async fn make(data: &Path, keep: Option<&Path>) -> Result<Profile> {
    let dir = data.join(format!("hearth-{NAME}"));
    if let Some(keep) = keep {
        fs::create_dir_all(keep)?;
        unix::fs::symlink(keep.canonicalize()?, &dir)?;
        if keep.join(FILLED).exists() {
            return kept(dir);
        }
        let empty = fs::read_dir(keep)?.next().is_none();
        anyhow::ensure!(empty, "{} holds something that is no whole history; remove it first", keep.display());
    }
    let mut hearth = Hearth::plain().await?;
    let link = hearth.invite(NewInvite::default()).await?;
    let client = client(&dir).await?;
    let picture = PictureChoice::Drawn { name: "person-fox".into() };
    let identity = Identity { name: "Mia".to_owned(), handle: None, picture, password: None };
    let account = client.join(JoinCall { link: link.to_string(), identity }).await.map_err(told)?;
    tokio::time::timeout(PATIENCE, connected(&client)).await.context("the account does not come up in time")??;
    client.close().await;
    hearth.stop().await;
    read(dir, account)
}

/// The profile of an earlier run.
fn kept(dir: PathBuf) -> Result<Profile> {
    let mut accounts = fs::read_dir(dir.join("accounts"))?;
    let account = accounts.next().context("the profile has an account")??.file_name();
    let account = account.to_str().and_then(|name| name.parse().ok()).context("an account's folder is its id")?;
    read(dir, AccountId(account))
}

fn read(dir: PathBuf, account: AccountId) -> Result<Profile> {
    let mut profile = Profile { dir, account, me: places::user(0), cursor: None };
    let history = History::open(&profile.history())?;
    let restored = history.readers.get()?.restore()?;
    profile.me = restored.me.context("the server said who one is")?.id;
    profile.cursor = restored.cursor;
    Ok(profile)
}

/// Waits until the server has said who one is, and it is on the disk.
async fn connected(client: &Client) -> Result<()> {
    let (snapshot, mut updates) = client.subscribe();
    let mut up = snapshot.accounts.iter().any(|account| account.connection == Connection::Connected);
    while !up {
        let update = updates.recv().await.context("the client has ended")?;
        up = match update {
            Update::Changes { changes, .. } => changes.iter().any(
                |change| matches!(change, Change::Account { account } if account.connection == Connection::Connected),
            ),
            Update::Snapshot(snapshot) => {
                snapshot.accounts.iter().any(|account| account.connection == Connection::Connected)
            }
        };
    }
    Ok(())
}

async fn client(dir: &Path) -> Result<Client> {
    let options = Options {
        data_dir: dir.to_owned(),
        device_name: "Bench".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        keychain: Keychain::Unused,
    };
    let (client, _) = Client::open(options).await.map_err(told)?;
    Ok(client)
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow!("{:?}", problem.cause)
}
