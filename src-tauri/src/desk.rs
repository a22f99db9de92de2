//! What the parts of the desk have in common, and the few acts in which several of them take part. It decides nothing:
//! what a message, an account or an alert is, the client knows.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use hearth_client::{
    call::{HostCall, HostSettingsCall, Identity, JoinCall, PictureChoice, RoomCall, StagedPicture},
    client::Client,
    settings::{HostSettings, Settings},
    view::{AccountId, AlertService, Cause, Hosting, LinkFault, Problem, Snapshot, Update},
};
use hearth_proto::{link::Purpose, room::Visibility};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_autostart::ManagerExt as _;
use tokio::time::timeout;

use crate::{
    alerts::{self, Alerts},
    clipboard,
    host::Host,
    launch_image::LaunchImage,
    outcome::Outcome,
    programs,
    tray::{Telling, Tray},
    unread::Unread,
    window,
    words::Words,
};

/// How long the first line to one's own hearth may take.
const FIRST_LINE: Duration = Duration::from_secs(10);
/// How long quitting waits for the hearth and the accounts to end well.
const FAREWELL: Duration = Duration::from_secs(12);

/// The desk of one profile.
pub struct Desk {
    pub(crate) app: AppHandle,
    pub start: Outcome,
    pub alerts: Alerts,
    pub host: Host,
    pub tray: Tray,
    pub launch_image: LaunchImage,
    tray_there: AtomicBool,
    unread: Mutex<Unread>,
    quitting: AtomicBool,
}

impl Desk {
    #[must_use]
    pub fn new(app: AppHandle, home: PathBuf, alerts: Alerts) -> Self {
        Self {
            app,
            start: Outcome::default(),
            alerts,
            launch_image: LaunchImage::new(&home),
            host: Host::new(home.join("hearth")),
            tray: Tray::default(),
            tray_there: AtomicBool::new(false),
            unread: Mutex::default(),
            quitting: AtomicBool::new(false),
        }
    }

    /// The client, as soon as it is open.
    ///
    /// # Errors
    /// Why it could not be opened; every call of the page is answered with that.
    pub async fn client(&self) -> Result<Client, Problem> {
        self.start.client().await
    }

    /// One snapshot, and the changes after it, on their way to the page and counted for the tray.
    ///
    /// # Errors
    /// When there is no client.
    pub async fn subscribe(
        self: Arc<Self>,
        page: impl Fn(Update) -> bool + Send + 'static,
    ) -> Result<Snapshot, Problem> {
        let (snapshot, mut updates) = self.client().await?.subscribe();
        *self.unread() = Unread::of(&snapshot.conversations, wall_clock());
        self.refresh_tray();
        // It ends when the page is gone or another one listens.
        tokio::spawn(async move {
            while let Some(update) = updates.recv().await {
                self.unread().hear(&update, wall_clock());
                self.refresh_tray();
                if !page(update) {
                    return;
                }
            }
        });
        Ok(snapshot)
    }

    /// Lights the hearth, enters it, and makes its first room.
    ///
    /// # Errors
    /// When the hearth cannot be lit or entered; then it is out again.
    pub async fn host(&self, call: HostCall) -> Result<AccountId, Problem> {
        let client = self.client().await?;
        let name = match call.server_name.trim() {
            "" => Words::of(client.settings().language).name("desk-hearth-of", &call.identity.name),
            name => name.to_owned(),
        };
        self.host.light(&name, call.port, false).await?;
        let (account, fresh) = match self.enter_as_owner(&client, call.identity).await {
            Ok(entered) => entered,
            Err(problem) => {
                self.host.put_out().await;
                return Err(problem);
            }
        };
        client.set_hosted(account, true).await?;
        let hosting = HostSettings { on: true, name, port: call.port, announce: false };
        client.set_settings(Settings { hosting, ..client.settings() }).await?;
        client.connected(account, FIRST_LINE).await?;
        if fresh && !call.room.trim().is_empty() {
            let (name, topic, visibility, picture) =
                (call.room, String::new(), Visibility::Public, PictureChoice::Keep);
            client.create_room(RoomCall { account, name, topic, visibility, picture }).await?;
        }
        Ok(account)
    }

    /// The account that owns the hearth, and whether it was made just now. A hearth that was lit here before has one
    /// already, and whoever sits at this computer gets it back.
    async fn enter_as_owner(&self, client: &Client, identity: Identity) -> Result<(AccountId, bool), Problem> {
        let link = self.host.owner_entrance().await?;
        let (fresh, text) = (matches!(link.purpose, Purpose::Join(_)), link.to_string());
        let account = if fresh {
            client.join(JoinCall { link: text, identity }).await?
        } else {
            client.enter_with_code(&text).await?
        };
        Ok((account, fresh))
    }

    /// Lights the hearth another way, or puts it out.
    ///
    /// # Errors
    /// When it cannot be lit. What was chosen is kept, so that the next start tries again.
    pub async fn set_hosting(&self, call: HostSettingsCall) -> Result<(), Problem> {
        let client = self.client().await?;
        let HostSettingsCall { on, name, port, announce } = call;
        let hosting = HostSettings { on, name: name.clone(), port, announce };
        client.set_settings(Settings { hosting, ..client.settings() }).await?;
        if !on {
            self.host.put_out().await;
            return Ok(());
        }
        self.host.light(&name, port, announce).await?;
        self.lead_home(&client, port).await
    }

    /// Looks around on the network for servers; the window is told what there is.
    ///
    /// # Errors
    /// When there is no client.
    pub async fn look_around(&self) -> Result<(), Problem> {
        self.client().await?.look_around(self.host.air()).await;
        Ok(())
    }

    /// The accounts on the hearth of this app find it at its port, and at once.
    async fn lead_home(&self, client: &Client, port: u16) -> Result<(), Problem> {
        for account in client.accounts().into_iter().filter(|account| account.hosted) {
            client.set_address(account.id, vec![Host::own_address(port)]).await?;
            client.try_now(account.id).await?;
        }
        Ok(())
    }

    /// Keeps the settings, and does what they say of the desk itself.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), Problem> {
        let client = self.client().await?;
        let before = client.settings();
        client.set_settings(settings).await?;
        let now = client.settings();
        if before.theme != now.theme {
            window::set_theme(&self.app, now.theme);
        }
        if before.start_with_desktop != now.start_with_desktop {
            self.start_with_desktop(now.start_with_desktop);
        }
        self.refresh_tray();
        Ok(())
    }

    fn start_with_desktop(&self, wanted: bool) {
        let launcher = self.app.autolaunch();
        let done = if wanted { launcher.enable() } else { launcher.disable() };
        if let Err(error) = done {
            tracing::warn!(%error, wanted, "starting with the desktop could not be changed");
        }
    }

    /// Shows a test notification and says what happened.
    ///
    /// # Errors
    /// When there is no client.
    pub async fn test_alert(&self) -> Result<AlertService, Problem> {
        let language = self.client().await?.settings().language;
        Ok(self.alerts.test(alerts::words::test(&Words::of(language))).await)
    }

    /// Lets the desktop open a web page, or a new message to an address.
    ///
    /// # Errors
    /// When it is none, or there is nothing to open it with.
    pub fn open_link(&self, url: &str) -> Result<(), Problem> {
        let parsed = tauri::Url::parse(url).map_err(|error| not_a_link(&error.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https" | "mailto") {
            return Err(not_a_link("only web pages and mail addresses are opened"));
        }
        programs::open(parsed.as_str()).map_err(Problem::internal)
    }

    /// Stages the picture on the desktop's clipboard. None: there is no picture on it.
    ///
    /// # Errors
    /// When the picture cannot be read or kept.
    pub async fn paste_picture(&self, account: AccountId) -> Result<Option<StagedPicture>, Problem> {
        let Some(bytes) = clipboard::picture(&self.app).await? else { return Ok(None) };
        self.client().await?.stage_picture_bytes(account, bytes).await.map(Some)
    }

    /// The tray icon came or went.
    pub fn set_tray(&self, there: bool) {
        self.tray_there.store(there, Ordering::Relaxed);
        if let Some(client) = self.start.now() {
            client.set_tray(there);
        }
    }

    #[must_use]
    pub fn has_tray(&self) -> bool {
        self.tray_there.load(Ordering::Relaxed)
    }

    /// Whether closing the window hides it.
    #[must_use]
    pub fn closing_hides(&self) -> bool {
        let wanted = self.start.now().is_some_and(|client| client.settings().close_to_tray);
        wanted && self.has_tray() && !self.quitting.load(Ordering::Relaxed)
    }

    /// Lets the tray tell what is so now.
    pub fn refresh_tray(&self) {
        let Some(client) = self.start.now() else { return };
        let connected = match &*self.host.view().borrow() {
            Hosting::On { connected, .. } => Some(*connected),
            Hosting::Off | Hosting::Starting | Hosting::Failed { .. } => None,
        };
        let telling = Telling { unread: self.unread().total(), connected, language: client.settings().language };
        let app = self.app.clone();
        let told = self.app.run_on_main_thread(move || app.state::<Arc<Self>>().tray.tell(telling));
        if let Err(error) = told {
            tracing::debug!(%error, "the tray could not be told");
        }
    }

    /// Offers a link that the app was opened with.
    pub async fn offer_link(&self, link: String) {
        if let Ok(client) = self.client().await {
            client.offer_link(link);
        }
    }

    /// The page stands as it will be seen.
    ///
    /// # Errors
    /// When the window is going.
    pub fn stands(&self) -> Result<(), Problem> {
        let Some(window) = self.app.get_webview_window(window::LABEL) else { return Ok(()) };
        self.launch_image.lift(&window).map_err(Problem::internal)
    }

    async fn keep_launch_image(&self) {
        // Without a client there is nothing that a start would show.
        let (Some(client), Some(window)) = (self.start.now(), self.app.get_webview_window(window::LABEL)) else {
            return;
        };
        match window::is_dark(&window, client.settings().theme) {
            Ok(dark) => self.launch_image.keep(&window, dark).await,
            Err(error) => tracing::debug!(%error, "the window went before its launch image"),
        }
    }

    /// Ends the app: the hearth says goodbye to its guests, the accounts close their files, and then everything goes.
    pub fn quit(self: &Arc<Self>) {
        if self.quitting.swap(true, Ordering::Relaxed) {
            return;
        }
        let desk = Arc::clone(self);
        tauri::async_runtime::spawn(async move {
            desk.keep_launch_image().await;
            window::hide(&desk.app);
            let ending = async {
                if let Some(client) = desk.start.now() {
                    client.close().await;
                }
                desk.host.put_out().await;
            };
            if timeout(FAREWELL, ending).await.is_err() {
                tracing::warn!("not everything ended in time");
            }
            tracing::info!("Hearth ends");
            if let Some(broken) = desk.start.broken() {
                eprintln!("hearth: {}", broken.detail);
                return desk.app.exit(1);
            }
            desk.app.exit(0);
        });
    }

    #[must_use]
    pub fn is_quitting(&self) -> bool {
        self.quitting.load(Ordering::Relaxed)
    }

    fn unread(&self) -> std::sync::MutexGuard<'_, Unread> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_a_link(detail: &str) -> Problem {
    Problem { cause: Cause::Link(LinkFault::NotALink), detail: detail.to_owned() }
}

fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
