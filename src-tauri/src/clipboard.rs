//! A picture or files on the desktop's clipboard. WebKitGTK tells the page of a paste but hands it neither, so the desk asks
//! GTK.

use std::path::PathBuf;

use gtk::{gdk, glib};
use hearth_client::view::Problem;
use tauri::AppHandle;
use tokio::sync::oneshot;

/// The kinds that are taken, best first.
const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// Files that may be pasted at once. A person sees what is in the tray, and would not look at more.
const MOST_FILES: usize = 100;

/// The files that were copied last; empty when something else was.
///
/// # Errors
/// When the window is going.
pub async fn files(app: &AppHandle) -> Result<Vec<PathBuf>, Problem> {
    let (told, answer) = oneshot::channel();
    app.run_on_main_thread(move || {
        gtk::Clipboard::get(&gdk::SELECTION_CLIPBOARD).request_uris(move |_, uris| {
            // Only files of this computer, and only as paths that lead there.
            let local = |uri: &glib::GString| {
                let path = glib::filename_from_uri(uri).ok()?.0;
                // The page names paths in text; a name that is none cannot be told to it.
                path.to_str().is_some().then_some(path)
            };
            // Nobody waits any more only when the window is going.
            let _ = told.send(uris.iter().take(MOST_FILES).filter_map(local).collect());
        });
    })
    .map_err(Problem::internal)?;
    Ok(answer.await.unwrap_or_default())
}

/// The bytes of the picture that was copied last, in the first of the kinds it is offered in; None when none was.
///
/// # Errors
/// When the window is going.
pub async fn picture(app: &AppHandle) -> Result<Option<Vec<u8>>, Problem> {
    for kind in KINDS {
        let (told, answer) = oneshot::channel();
        app.run_on_main_thread(move || {
            gtk::Clipboard::get(&gdk::SELECTION_CLIPBOARD).request_contents(
                &gdk::Atom::intern(kind),
                move |_, offer| {
                    // Nobody waits any more only when the window is going.
                    let _ = told.send(offer.data());
                },
            );
        })
        .map_err(Problem::internal)?;
        // The owner of the clipboard may have ended meanwhile; GTK then answers with nothing.
        let bytes = answer.await.unwrap_or_default();
        if !bytes.is_empty() {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
