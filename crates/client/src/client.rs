//! The client: every account of this installation, and what the window and the desk can do with them.

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::PathBuf,
    sync::{Arc, OnceLock, PoisonError, RwLock, atomic::AtomicBool},
};

use futures_util::future::join_all;
use hearth_engine::input::Input;
use hearth_proto::id::MessageId;
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{Mutex, broadcast, mpsc},
    task::JoinHandle,
};
use uuid::Uuid;

use crate::{
    account::Account,
    account_file::AccountFile,
    alerts::AlertJob,
    archive_view::ImportView,
    archives::Exports,
    cache, clock, files,
    http::Answer,
    life::policy,
    nearby::Look,
    secrets::Keychain,
    settings::Settings,
    settings_file,
    shared::Around,
    view::{AccountId, AlertService, Change, Hosting, Key, Problem, Snapshot, Update},
    wake::{self, Disturbance},
    window::Window,
};

/// Alerts that may wait for the desk. When it is full, alerts are left out: the messages are in the window.
const ALERTS: usize = 256;

/// Batches that may wait for the window before changes are gathered behind them.
const BATCHES: usize = 16;

/// Disturbances that an account may miss; missing some is as good as one.
const DISTURBANCES: usize = 16;

/// What an installation is made of.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where everything is kept. One running client at a time.
    pub data_dir: PathBuf,
    /// How this computer is called in a person's list of devices.
    pub device_name: String,
    /// The app's version.
    pub version: String,
    pub keychain: Keychain,
}

/// All accounts. Clones are the same client.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) around: Around,
    pub(crate) device_name: String,
    data_dir: PathBuf,
    accounts: RwLock<BTreeMap<AccountId, Arc<Account>>>,
    disturbances: broadcast::Sender<Disturbance>,
    watcher: JoinHandle<()>,
    /// One entry at a time, so that two clicks do not make two accounts.
    pub(crate) entering: Mutex<()>,
    installation: Uuid,
    pub(crate) look: Look,
    /// Files that are being taken in, and whether they were called off. Each ends by itself.
    stagings: std::sync::Mutex<HashMap<String, Arc<AtomicBool>>>,
    pub(crate) exports: Arc<Exports>,
    tidier: OnceLock<JoinHandle<()>>,
    /// One look at the files at a time; true once the client is closing, so that nothing reads a history behind its back.
    pub(crate) tidying: Mutex<bool>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.watcher.abort();
        if let Some(tidier) = self.tidier.get() {
            tidier.abort();
        }
    }
}

/// What the app remembers beside the settings.
#[derive(Clone, Serialize, Deserialize)]
struct Remembered {
    /// Made once; device ids are derived from it.
    installation: Uuid,
    last_open: Option<Key>,
}

impl Client {
    /// Opens every account of this installation. Comes back when what is on the disk can be shown; the network and
    /// the keychain are not waited for. The receiver tells the desk which alerts to show.
    ///
    /// # Errors
    /// When the data directory cannot be written, or a newer version wrote the settings.
    pub async fn open(options: Options) -> Answer<(Self, mpsc::Receiver<AlertJob>)> {
        let Options { data_dir, device_name, version, keychain } = options;
        let dir = data_dir.clone();
        let reading = tokio::task::spawn_blocking(move || read(&dir));
        let (settings, remembered, accounts) = reading.await??;
        let window = Arc::new(Window::new(settings, remembered.last_open, version.clone()));
        let (alerts, jobs) = mpsc::channel(ALERTS);
        let disturbances = broadcast::Sender::new(DISTURBANCES);
        let around = Around {
            accounts: data_dir.join("accounts"),
            window,
            alerts,
            keychain,
            agent: format!("hearth/{version}"),
            tidy: Arc::default(),
        };
        let inner = Inner {
            around,
            device_name,
            data_dir,
            accounts: RwLock::default(),
            watcher: tokio::spawn(wake::watch(disturbances.clone())),
            disturbances,
            entering: Mutex::default(),
            installation: remembered.installation,
            look: Look::default(),
            stagings: std::sync::Mutex::default(),
            exports: Arc::default(),
            tidier: OnceLock::new(),
            tidying: Mutex::new(false),
        };
        let client = Self { inner: Arc::new(inner) };
        client.inner.tidier.get_or_init(|| tokio::spawn(cache::tidy_when_rung(&client)));
        for begun in join_all(accounts.into_iter().map(|file| client.begin(file))).await {
            if let Err(error) = begun {
                tracing::error!(%error, "an account cannot be opened");
            }
        }
        client.sweep_laid_out();
        client.inner.around.tidy.notify_one();
        Ok((client, jobs))
    }

    /// Starts to listen in the place of whoever listened before: what is so now, and then every change.
    #[must_use]
    pub fn subscribe(&self) -> (Snapshot, mpsc::Receiver<Update>) {
        let (sink, updates) = mpsc::channel(BATCHES);
        (self.window().subscribe(sink), updates)
    }

    /// Hangs up everywhere and closes every file.
    pub async fn close(&self) {
        self.stop_looking().await;
        self.inner.exports.end().await;
        *self.inner.tidying.lock().await = true;
        let accounts: Vec<_> = self.accounts_lock().values().cloned().collect();
        join_all(accounts.iter().map(|account| account.end())).await;
        self.inner.accounts.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Changes the app's settings. What is out of range is brought into it.
    ///
    /// # Errors
    /// When they cannot be kept; they hold until the app ends all the same.
    pub async fn set_settings(&self, mut settings: Settings) -> Answer<()> {
        settings.text_scale = if settings.text_scale.is_finite() { settings.text_scale.clamp(0.85, 1.6) } else { 1.0 };
        if settings.files_limit_mb > 0 {
            settings.files_limit_mb = settings.files_limit_mb.max(cache::SMALLEST_MB);
        }
        let policy = policy(&settings.alerts);
        self.window().tell([Change::Settings { settings: settings.clone() }]);
        for account in self.all() {
            account.tell(Input::Policy(policy.clone())).await?;
        }
        self.inner.around.tidy.notify_one();
        self.tell_gaze().await?;
        let dir = self.inner.data_dir.clone();
        Ok(tokio::task::spawn_blocking(move || settings_file::save(&dir, &settings)).await??)
    }

    /// The app's settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.window().settings()
    }

    /// What the server inside this app does.
    pub fn set_hosting(&self, hosting: Hosting) {
        self.window().tell([Change::Hosting { hosting }]);
    }

    /// How far the import into the server inside this app is.
    pub fn set_import(&self, import: ImportView) {
        self.window().tell([Change::Import { import }]);
    }

    /// What is known of the desktop's notification service.
    pub fn set_alert_service(&self, alerts: AlertService) {
        self.window().tell([Change::Alerts { alerts }]);
    }

    /// Whether the desktop has a tray; to be said before the window listens.
    pub fn set_tray(&self, tray: bool) {
        self.window().set_tray(tray);
    }

    /// Shows a conversation, at a message where one is named: a notification was clicked.
    pub fn show(&self, key: Key, message: Option<MessageId>) {
        self.window().tell([Change::Show { key, message }]);
    }

    /// Offers a link that the app was opened with.
    pub fn offer_link(&self, link: String) {
        self.window().tell([Change::Link { link }]);
    }

    /// What a conversation is called.
    #[must_use]
    pub fn name_of(&self, key: Key) -> Option<String> {
        self.window().row(key).map(|row| row.name).filter(|name| !name.is_empty())
    }

    /// Something outside has changed that this client cannot watch by itself.
    pub fn disturb(&self, disturbance: Disturbance) {
        // Without accounts nobody listens.
        self.inner.disturbances.send(disturbance).ok();
    }

    pub(crate) fn stagings(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        self.inner.stagings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where things are kept that are not an account's own.
    pub(crate) fn data_dir(&self) -> &std::path::Path {
        &self.inner.data_dir
    }

    pub(crate) fn window(&self) -> &Arc<Window> {
        &self.inner.around.window
    }

    pub(crate) fn account(&self, id: AccountId) -> Answer<Arc<Account>> {
        self.accounts_lock().get(&id).cloned().ok_or_else(|| Problem::not_now("there is no such account"))
    }

    pub(crate) fn all(&self) -> Vec<Arc<Account>> {
        self.accounts_lock().values().cloned().collect()
    }

    /// Starts an account whose directory is there.
    pub(crate) async fn begin(&self, file: AccountFile) -> io::Result<Arc<Account>> {
        let disturbances = self.inner.disturbances.subscribe();
        let account = Arc::new(Account::begin(self.inner.around.clone(), file, disturbances).await?);
        let mut accounts = self.inner.accounts.write().unwrap_or_else(PoisonError::into_inner);
        accounts.insert(account.shared.id, account.clone());
        Ok(account)
    }

    /// Takes an account off the list, for good.
    pub(crate) fn take(&self, id: AccountId) -> Option<Arc<Account>> {
        self.inner.accounts.write().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }

    /// Remembers what is open for the next start.
    pub(crate) async fn remember_open(&self, key: Key) -> io::Result<()> {
        if !self.window().set_last_open(key) {
            return Ok(());
        }
        let remembered = Remembered { installation: self.inner.installation, last_open: Some(key) };
        let path = self.inner.data_dir.join(REMEMBERED);
        tokio::task::spawn_blocking(move || files::replace_json(&path, &remembered)).await.map_err(io::Error::other)?
    }

    pub(crate) fn installation(&self) -> Uuid {
        self.inner.installation
    }

    fn accounts_lock(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<AccountId, Arc<Account>>> {
        self.inner.accounts.read().unwrap_or_else(PoisonError::into_inner)
    }
}

const REMEMBERED: &str = "remembered.json";

fn read(data_dir: &std::path::Path) -> Answer<(Settings, Remembered, Vec<AccountFile>)> {
    let accounts = data_dir.join("accounts");
    fs::create_dir_all(&accounts)?;
    let path = data_dir.join(REMEMBERED);
    let remembered = fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let remembered = match remembered {
        Some(remembered) => remembered,
        None => {
            let fresh = Remembered { installation: clock::fresh_id(), last_open: None };
            files::replace_json(&path, &fresh)?;
            fresh
        }
    };
    Ok((settings_file::load(data_dir)?, remembered, AccountFile::load_all(&accounts)))
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
