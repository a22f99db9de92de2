//! The one window: made, brought to the front, and hidden instead of closed where there is a tray.

use std::{
    env,
    fs::DirBuilder,
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process,
};

use hearth_client::settings::Theme;
use tauri::{
    AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, utils::config::Color,
    webview::NewWindowResponse,
};

use crate::spelling;

/// The window's name among Tauri's things; the capabilities name it too.
pub const LABEL: &str = "main";

/// The ground of the page before it is painted, so that nothing flashes: `--paper` of the window's tokens.
const PAPER_LIGHT: Color = Color(0xf7, 0xf4, 0xef, 0xff);
const PAPER_DARK: Color = Color(0x15, 0x12, 0x10, 0xff);

/// Where the web view keeps its own files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Files {
    /// With the profile: profiles share nothing, not even these.
    InHome,
    /// Where things last as long as the session: the profile's directory takes none.
    Passing,
}

/// Makes the window, which is not on the screen yet. On the main thread only.
///
/// # Errors
/// When the desktop's libraries refuse.
pub fn make(app: &AppHandle, home: &Path, files: Files, theme: Theme) -> tauri::Result<WebviewWindow> {
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Hearth")
        .inner_size(1180.0, 780.0)
        .min_inner_size(360.0, 480.0)
        .theme(theme_of(theme))
        .background_color(if theme == Theme::Dark { PAPER_DARK } else { PAPER_LIGHT })
        .initialization_script(early_theme(theme))
        .visible(false)
        // The page never leaves itself: links are opened by the desktop, after a look at them.
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let files = match files {
        Files::InHome => home.join("webview"),
        Files::Passing => passing_directory()?,
    };
    let window = builder.data_directory(files).build()?;
    spelling::check(&window)?;
    if theme == Theme::System && is_dark(&window, theme)? {
        window.set_background_color(Some(PAPER_DARK))?;
    }
    Ok(window)
}

/// A new directory that goes with the session, or where there is none of that kind, with the next start of the computer.
fn passing_directory() -> io::Result<PathBuf> {
    let base = directories::BaseDirs::new().and_then(|dirs| dirs.runtime_dir().map(Path::to_owned));
    let path = base.unwrap_or_else(env::temp_dir).join(format!("hearth-webview-{}", process::id()));
    DirBuilder::new().mode(0o700).create(&path)?;
    Ok(path)
}

/// Whether the page is dark with this setting. What was chosen counts, whatever the desktop's own theme looks like.
///
/// # Errors
/// When the window is going.
pub fn is_dark(window: &WebviewWindow, theme: Theme) -> tauri::Result<bool> {
    Ok(match theme {
        Theme::System => window.theme()? == tauri::Theme::Dark,
        Theme::Light => false,
        Theme::Dark => true,
    })
}

/// Lets the frame around the page, and its ground, follow the theme.
pub fn set_theme(app: &AppHandle, theme: Theme) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let set = window.set_theme(theme_of(theme)).and_then(|()| {
        window.set_background_color(Some(if is_dark(&window, theme)? { PAPER_DARK } else { PAPER_LIGHT }))
    });
    if let Err(error) = set {
        tracing::warn!(%error, "the window's theme could not be changed");
    }
}

/// Tells the page its theme before its first paint; it would learn it with the first snapshot, which is one flash too
/// late. A page that follows the system needs no telling.
fn early_theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "",
        Theme::Light => "document.documentElement.dataset.theme = 'light';",
        Theme::Dark => "document.documentElement.dataset.theme = 'dark';",
    }
}

fn theme_of(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

fn is_own(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        // The development server, in development builds only.
        "http" => cfg!(not(feature = "custom-protocol")) && url.host_str() == Some("localhost"),
        _ => false,
    }
}

/// Brings the window to the front, wherever it was.
pub fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let raised = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window could not be raised");
    }
}

/// Takes the window off the screen; the tray brings it back.
pub fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window could not be hidden");
    }
}

/// Whether the person can see it, or has minimised it.
#[must_use]
pub fn is_on_screen(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_visible().unwrap_or(true))
}
