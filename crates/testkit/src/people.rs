//! People: a real client each, on a directory of their own, with a window that mirrors what the client tells.

mod doing;
mod seeing;
mod world;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result, anyhow};
use hearth_client::{
    alerts::AlertJob,
    call::{Identity, JoinCall, PictureChoice},
    client::{Client, Options},
    secrets::Keychain,
    view::{AccountId, Key, Problem, Update},
};
use hearth_proto::{id::UserId, link::Link};
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};

pub use seeing::texts_of;
pub use world::World;

/// Somebody at a computer, with at most one account.
pub struct Person {
    name: String,
    dir: TempDir,
    account: Option<AccountId>,
    open: Option<Open>,
}

/// What ends when the client ends.
struct Open {
    client: Client,
    world: Arc<Mutex<World>>,
    /// Counts what has been applied to the world.
    turned: watch::Receiver<u64>,
    window: JoinHandle<()>,
    /// Nobody sits at this desk; what finds no place in the queue is left out.
    _alerts: mpsc::Receiver<AlertJob>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.window.abort();
    }
}

impl Person {
    /// Somebody with an empty computer.
    ///
    /// # Errors
    /// When the client does not open.
    pub async fn new(name: &str) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let open = Some(open(dir.path(), name).await.map_err(told)?);
        Ok(Self { name: name.to_owned(), dir, account: None, open })
    }

    /// Somebody who joins with this link and has caught up.
    ///
    /// # Errors
    /// When the link does not let them in.
    pub async fn join(name: &str, link: &Link) -> Result<Self> {
        let mut person = Self::new(name).await?;
        person.enter(&link.to_string()).await.map_err(told)?;
        person.is_connected().await?;
        Ok(person)
    }

    /// The same person at another computer.
    ///
    /// # Errors
    /// When the first one makes no code, or it does not let the second one in.
    pub async fn second_device(&self) -> Result<Self> {
        let link = self.client()?.make_device_code(self.account()?).await.map_err(told)?.link;
        let mut second = Self::new(&self.name).await?;
        second.account = Some(second.client()?.enter_with_code(&link).await.map_err(told)?);
        second.is_connected().await?;
        Ok(second)
    }

    /// Joins with a link, as one is.
    ///
    /// # Errors
    /// As the client says it to the window.
    pub async fn enter(&mut self, link: &str) -> Result<AccountId, Problem> {
        self.enter_as(link, None, None).await
    }

    /// Joins with a link, with a handle and a password of one's choice.
    ///
    /// # Errors
    /// As the client says it to the window.
    pub async fn enter_as(
        &mut self,
        link: &str,
        handle: Option<&str>,
        password: Option<&str>,
    ) -> Result<AccountId, Problem> {
        let identity = Identity {
            name: self.name.clone(),
            handle: handle.map(str::to_owned),
            picture: PictureChoice::Drawn { name: "person-fox".into() },
            password: password.map(str::to_owned),
        };
        let client = self.client().map_err(Problem::not_now)?.clone();
        let account = client.join(JoinCall { link: link.to_owned(), identity }).await?;
        self.account = Some(account);
        Ok(account)
    }

    /// Closes the client in good order.
    pub async fn close(&mut self) {
        if let Some(open) = self.open.take() {
            open.client.close().await;
        }
    }

    /// Lets the client go without a word, as when the program dies.
    pub fn crash(&mut self) {
        self.open = None;
    }

    /// Opens the client again on what is on the disk. Needs no network.
    ///
    /// # Errors
    /// When the client does not open.
    pub async fn reopen(&mut self) -> Result<()> {
        self.open = Some(open(self.dir.path(), &self.name).await.map_err(told)?);
        Ok(())
    }

    /// Closes the client and opens it again.
    ///
    /// # Errors
    /// When the client does not open.
    pub async fn restart(&mut self) -> Result<()> {
        self.close().await;
        self.reopen().await
    }

    /// What the window can ask.
    ///
    /// # Errors
    /// While the client is closed.
    pub fn client(&self) -> Result<&Client> {
        Ok(&self.open()?.client)
    }

    /// The one account.
    ///
    /// # Errors
    /// Before there is one.
    pub fn account(&self) -> Result<AccountId> {
        self.account.context("no account yet")
    }

    /// Who this is on the server.
    ///
    /// # Errors
    /// Before there is an account.
    pub fn user(&self) -> Result<UserId> {
        Ok(self.world()?.accounts.get(&self.account()?).context("no account in the window")?.me.id)
    }

    /// A conversation by its name in the list.
    ///
    /// # Errors
    /// When it is not in the list.
    pub fn room(&self, name: &str) -> Result<Key> {
        let world = self.world()?;
        let found = world.rows.iter().find(|(_, row)| row.name == name).map(|(key, _)| *key);
        found.with_context(|| format!("{} has no {name}", self.name))
    }

    /// The window as it is now.
    ///
    /// # Errors
    /// While the client is closed, or when it told the window nonsense.
    pub fn world(&self) -> Result<World> {
        let world = self.open()?.world.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if world.faults.is_empty() {
            Ok(world)
        } else {
            Err(anyhow!("{}'s window was told {:?}", self.name, world.faults))
        }
    }

    /// Where the account's files are.
    ///
    /// # Errors
    /// Before there is an account.
    pub fn account_dir(&self) -> Result<PathBuf> {
        Ok(self.dir.path().join("accounts").join(self.account()?.0.to_string()))
    }

    /// Where everything is kept.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    fn open(&self) -> Result<&Open> {
        self.open.as_ref().with_context(|| format!("{}'s client is closed", self.name))
    }
}

/// A problem as the tests tell it.
#[must_use]
pub fn told(problem: Problem) -> anyhow::Error {
    anyhow!("{:?}: {}", problem.cause, problem.detail)
}

async fn open(dir: &Path, name: &str) -> Result<Open, Problem> {
    let options = Options {
        data_dir: dir.to_owned(),
        device_name: format!("{name}'s computer"),
        version: "0.0.0".into(),
        keychain: Keychain::Unused,
    };
    let (client, alerts) = Client::open(options).await?;
    let (snapshot, updates) = client.subscribe();
    let world = Arc::new(Mutex::new(World::new(snapshot)));
    let (turn, turned) = watch::channel(0);
    let window = tokio::spawn(look(updates, Arc::clone(&world), turn));
    Ok(Open { client, world, turned, window, _alerts: alerts })
}

async fn look(mut updates: mpsc::Receiver<Update>, world: Arc<Mutex<World>>, turn: watch::Sender<u64>) {
    while let Some(update) = updates.recv().await {
        world.lock().unwrap_or_else(PoisonError::into_inner).apply(update);
        turn.send_modify(|turns| *turns += 1);
    }
}
