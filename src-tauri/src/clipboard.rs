//! A picture on the desktop's clipboard. WebKitGTK tells the page of a paste but hands it no picture, so the desk asks GTK.

use gtk::gdk;
use hearth_client::view::Problem;
use tauri::AppHandle;
use tokio::sync::oneshot;

/// The kinds that are taken, best first.
const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

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
