//! The desk: the window, the tray, native notifications, and the border between the page and the client. It decides
//! nothing.

mod alerts;
mod archives;
mod broken;
mod bus;
mod calls;
mod clipboard;
mod desk;
mod files;
mod home;
mod host;
mod idle;
mod launch_image;
mod log;
mod media;
mod opengl;
mod opening;
mod outcome;
mod power;
mod programs;
mod spelling;
mod start;
mod tray;
mod unread;
mod web_process;
mod window;
mod words;

use std::{process::ExitCode, sync::Arc};

use anyhow::anyhow;
use clap::Parser as _;
use tauri::{AppHandle, Manager as _, RunEvent, Wry};
use tauri_plugin_window_state::StateFlags;

use desk::Desk;
use start::Args;

/// Runs the app until the person quits it.
#[must_use]
pub fn run() -> ExitCode {
    web_process::prepare();
    let args = Args::parse();
    match app(args) {
        Ok(app) => u8::try_from(app.run_return(happen)).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("hearth: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn app(args: Args) -> anyhow::Result<tauri::App> {
    // A second call is harmless: it would be the same provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let home = home::path_of(args.profile.as_ref())?;
    // Tauri would panic a little later.
    gtk::init().map_err(|_| anyhow!("there is no display to open a window on"))?;
    let context = tauri::generate_context!();
    let bus_name = args.bus_name(&context.config().identifier);
    let app = tauri::Builder::default()
        .plugin(
            // First of all: a second start ends here, before it touches anything.
            tauri_plugin_single_instance::Builder::<Wry>::new()
                .dbus_id(bus_name)
                .callback(|app, command_line, _| again(app, &command_line))
                .build(),
        )
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_filename(home.join("window.json").to_string_lossy())
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .plugin(autostart(&args))
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let desk = Arc::clone(&context.app_handle().state::<Arc<Desk>>());
            tauri::async_runtime::spawn(async move { responder.respond(media::answer(desk, request).await) });
        })
        .invoke_handler(calls::answer)
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                let desk = window.state::<Arc<Desk>>();
                if desk.closing_hides() { window::hide(window.app_handle()) } else { desk.quit() }
            }
        })
        .setup(move |app| {
            if let Err(error) = opening::open(app.handle(), &args, &home) {
                // An error that is handed on from here becomes a panic.
                eprintln!("hearth: {error:#}");
                app.handle().exit(1);
            }
            Ok(())
        })
        .build(context)?;
    Ok(app)
}

fn autostart(args: &Args) -> tauri::plugin::TauriPlugin<Wry> {
    let mut arguments = vec!["--hidden"];
    let mut builder = tauri_plugin_autostart::Builder::new();
    if let Some(profile) = &args.profile {
        arguments.extend(["--profile", profile.as_str()]);
        builder = builder.app_name(format!("Hearth {}", profile.as_str()));
    }
    builder.args(arguments).build()
}

/// The app was started a second time.
fn again(app: &AppHandle, command_line: &[String]) {
    window::raise(app);
    // The second start has read these words already, so they can be read.
    if let Ok(Args { link: Some(link), .. }) = Args::try_parse_from(command_line) {
        let desk = Arc::clone(&app.state::<Arc<Desk>>());
        tauri::async_runtime::spawn(async move { desk.offer_link(link).await });
    }
}

fn happen(app: &AppHandle, event: RunEvent) {
    // With a code the end was asked for by the desk itself, and everything is ready for it.
    if let RunEvent::ExitRequested { code: None, api, .. } = event {
        api.prevent_exit();
        app.state::<Arc<Desk>>().quit();
    }
}
