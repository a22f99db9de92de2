//! The start: home, desk, window, and the tasks that carry news between the client, the desktop and the window. Each
//! of these tasks ends with the app.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hearth_client::{
    alerts::AlertJob,
    call::{ReadCall, TextCall},
    client::{Client, Options},
    secrets::Keychain,
    settings_file,
    view::{LocalFault, Problem},
};
use tauri::{AppHandle, Manager as _};
use tokio::{sync::mpsc, time::sleep};

use crate::{
    alerts::{self, Alerts, Choice, Old, Told},
    broken::BrokenStart,
    desk::Desk,
    home::{Home, HomeError},
    idle, log, power,
    start::Args,
    tray::{self, Wish},
    window::{self, Files},
    words::Words,
};

/// How often the window is told how far an import is.
const IMPORT_TOLD_EVERY: Duration = Duration::from_millis(200);

/// Answers of the person that wait to be carried to the client; alerts wait while it is full.
const TOLD: usize = 16;

/// Opens everything. Comes back when the window is made; the client opens meanwhile, and the page waits for it. A
/// directory that cannot be used is shown in the window, which then offers to try again.
///
/// # Errors
/// When the desktop's libraries refuse to make a window.
pub fn open(app: &AppHandle, args: &Args, path: &Path) -> anyhow::Result<()> {
    let home = Home::open(path);
    log::begin(home.as_ref().ok().map(Home::path));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "Hearth starts");
    // Tasks are spawned from here on.
    let runtime = tauri::async_runtime::handle();
    let _entered = runtime.inner().enter();
    let (told, answers) = mpsc::channel(TOLD);
    let desk = Arc::new(Desk::new(app.clone(), path.to_owned(), Alerts::start(told)));
    app.manage(Arc::clone(&desk));
    let files = if home.is_ok() { Files::InHome } else { Files::Passing };
    let theme = settings_file::glance(path).theme;
    let window = window::make(app, path, files, theme)?;
    match &home {
        // It will be old when the window comes.
        Ok(_) if args.hidden => desk.launch_image.forget(),
        Ok(_) => {
            desk.launch_image.raise(&window, window::is_dark(&window, theme)?)?;
            window.show()?;
        }
        // What could not be opened has to be seen.
        Err(_) => window.show()?,
    }
    tokio::spawn(open_client(Arc::clone(&desk), app.clone(), path.to_owned(), home, args.link.clone()));
    tokio::spawn(carry_answers(Arc::clone(&desk), app.clone(), answers));
    tokio::spawn(show_hosting(Arc::clone(&desk)));
    tokio::spawn(show_imports(Arc::clone(&desk)));
    tokio::spawn(keep_tray(Arc::clone(&desk), app.clone()));
    tokio::spawn(tell_idleness(Arc::clone(&desk)));
    tokio::spawn(tell_power(Arc::clone(&desk)));
    tokio::spawn(quit_when_told(desk));
    Ok(())
}

/// Opens the accounts, as often as it takes, and carries their alerts from then on.
async fn open_client(
    desk: Arc<Desk>,
    app: AppHandle,
    path: PathBuf,
    mut home: Result<Home, HomeError>,
    link: Option<String>,
) {
    let (client, home, jobs) = loop {
        let broken = match home {
            Ok(open) => match try_client(&desk, &open).await {
                Ok((client, jobs)) => break (client, open, jobs),
                Err(problem) => BrokenStart::of_client(&problem, &path),
            },
            Err(error) => BrokenStart::of_home(&error, &path),
        };
        tracing::error!(fault = ?broken.fault, detail = broken.detail, "nothing can be opened");
        window::raise(&app);
        desk.start.fail(broken.dressed(settings_file::glance(&path))).await;
        home = Home::open(&path);
    };
    client.set_tray(desk.has_tray());
    client.set_hosting(desk.host.view().borrow().clone());
    if let Some(link) = link {
        client.offer_link(link);
    }
    desk.start.succeed(client.clone());
    show_alerts(&desk, &client, &home, jobs).await;
}

/// Lights the hearth, where it is to burn, and opens the accounts, whose lines then find it.
async fn try_client(desk: &Desk, home: &Home) -> Result<(Client, mpsc::Receiver<AlertJob>), Problem> {
    let settings = settings_file::load(home.path())?;
    if settings.hosting.on {
        // What went wrong is shown where hosting is shown.
        let _ = desk.host.light(&settings.hosting.name, settings.hosting.port, settings.hosting.announce).await;
    }
    let options = Options {
        data_dir: home.path().to_owned(),
        device_name: device_name(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        keychain: Keychain::Desktop,
    };
    let opened = Client::open(options).await;
    let problem = match opened {
        Ok((client, jobs)) if !nothing_but_newer(&client) => return Ok((client, jobs)),
        Ok((client, _)) => {
            client.close().await;
            Problem::local(LocalFault::HistoryTooNew, "the history was written by a newer Hearth")
        }
        Err(problem) => problem,
    };
    desk.host.put_out().await;
    Err(problem)
}

/// Whether there are accounts and none of them can be read by this version.
fn nothing_but_newer(client: &Client) -> bool {
    let accounts = client.accounts();
    !accounts.is_empty() && accounts.iter().all(|account| account.trouble == Some(LocalFault::HistoryTooNew))
}

/// Carries alerts from the client to the desktop, until the client ends.
async fn show_alerts(desk: &Desk, client: &Client, home: &Home, mut jobs: mpsc::Receiver<AlertJob>) {
    let pictures = home.path().join("avatars");
    while let Some(job) = jobs.recv().await {
        match job {
            AlertJob::Show(notice) => {
                let words = Words::of(client.settings().language);
                desk.alerts.show(alerts::words::notice(&words, &notice.news, &pictures));
            }
            AlertJob::Withdraw { key, up_to } => desk.alerts.withdraw(Old::UpTo { key, seq: up_to }).await,
            AlertJob::WithdrawMessage { key, message } => desk.alerts.withdraw(Old::Message { key, message }).await,
            AlertJob::WithdrawAll { account } => desk.alerts.withdraw(Old::Account(account)).await,
        }
    }
}

/// Carries what the person did with an alert, and what is known of the service, to the client.
async fn carry_answers(desk: Arc<Desk>, app: AppHandle, mut answers: mpsc::Receiver<Told>) {
    while let Some(told) = answers.recv().await {
        let Ok(client) = desk.client().await else { continue };
        let done = match told {
            Told::Service(service) => {
                client.set_alert_service(service);
                Ok(())
            }
            Told::Chosen { about, choice: Choice::Open } => {
                if let Some(place) = about.place() {
                    client.show(place.key, Some(place.message));
                }
                window::raise(&app);
                Ok(())
            }
            Told::Chosen { about, choice: Choice::MarkRead } => match about.place() {
                Some(place) => client.read(ReadCall { key: place.key, seq: place.seq }).await,
                None => Ok(()),
            },
            Told::Chosen { about, choice: Choice::Reply(text) } => match about.place() {
                Some(place) => {
                    let call = TextCall { key: place.key, text, reply_to: None };
                    client.send_text(call).await.map(drop)
                }
                None => Ok(()),
            },
        };
        if let Err(problem) = done {
            tracing::warn!(cause = ?problem.cause, "what was answered in a notification was not done");
        }
    }
}

/// Shows the window and the tray what the hearth of this app does.
async fn show_hosting(desk: Arc<Desk>) {
    let Some(client) = desk.start.at_last().await else { return };
    let mut view = desk.host.view();
    while view.changed().await.is_ok() {
        client.set_hosting(view.borrow_and_update().clone());
        desk.refresh_tray();
    }
}

/// Shows the window how far an import into the hearth of this app is.
async fn show_imports(desk: Arc<Desk>) {
    let Some(client) = desk.start.at_last().await else { return };
    let mut view = desk.host.import_view();
    while view.changed().await.is_ok() {
        let import = view.borrow_and_update().clone();
        if let Some(import) = import {
            client.set_import(import);
        }
        sleep(IMPORT_TOLD_EVERY).await;
    }
}

/// Tells the client whether anybody is at the computer.
async fn tell_idleness(desk: Arc<Desk>) {
    let Some(client) = desk.start.at_last().await else { return };
    idle::watch(|away| {
        let client = client.clone();
        async move {
            if let Err(problem) = client.set_away(away).await {
                tracing::debug!(cause = ?problem.cause, "who is at the computer was not told");
            }
        }
    })
    .await;
}

/// Tells the client whether the computer runs on its battery.
async fn tell_power(desk: Arc<Desk>) {
    let Some(client) = desk.start.at_last().await else { return };
    power::watch(|battery| {
        let client = client.clone();
        async move {
            if let Err(problem) = client.set_battery(battery).await {
                tracing::debug!(cause = ?problem.cause, "what the computer runs on was not told");
            }
        }
    })
    .await;
}

/// Keeps the icon where there is a place for it. A window that was hidden in a tray comes back when the tray goes.
async fn keep_tray(desk: Arc<Desk>, app: AppHandle) {
    tray::watch(move |there| {
        let (own, handle) = (Arc::clone(&desk), app.clone());
        let changed = app.run_on_main_thread(move || {
            let standing = there && put_up(&own, &handle);
            if !there {
                own.tray.take_down(&handle);
            }
            own.set_tray(standing);
            if !standing && !own.is_quitting() && !window::is_on_screen(&handle) {
                window::raise(&handle);
            }
        });
        if let Err(error) = changed {
            tracing::warn!(%error, "the tray could not be changed");
        }
    })
    .await;
}

fn put_up(desk: &Arc<Desk>, app: &AppHandle) -> bool {
    let (wishes, handle) = (Arc::clone(desk), app.clone());
    let up = desk.tray.put_up(app, move |wish| match wish {
        Wish::Open => window::raise(&handle),
        Wish::Quit => wishes.quit(),
    });
    if let Err(error) = &up {
        tracing::warn!(%error, "there is no tray icon");
    }
    up.is_ok()
}

/// Ends the app well when the session ends or somebody asks its process to go.
async fn quit_when_told(desk: Arc<Desk>) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    desk.quit();
}

/// How this computer is called in a person's list of devices.
fn device_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "Computer".to_owned() } else { name.to_owned() }
}
