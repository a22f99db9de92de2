//! The smallest Tauri window: what any program of this kind costs. The app's window is measured against it.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            // As large as the app's own.
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Empty")
                .inner_size(1180.0, 780.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("bench/window/tauri.conf.json"))
}
