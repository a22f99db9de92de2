//! What the desktop does with files: opens them, saves them where the person wants, and shows where they lie.

use std::path::{Path, PathBuf};

use hearth_client::{
    names,
    view::{AccountId, Problem},
};
use hearth_proto::id::BlobId;
use tauri_plugin_dialog::DialogExt as _;

use crate::{
    bus::{self, BusError},
    clipboard,
    desk::Desk,
    programs,
};

/// What shows a file in its folder (<https://www.freedesktop.org/wiki/Specifications/file-manager-interface/>).
const FILE_MANAGER: (&str, &str) = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1");

impl Desk {
    /// Lets the desktop's program for it open a file. False: opening it may run something, and the person was not told.
    ///
    /// # Errors
    /// When the file is not here, or there is nothing to open it with.
    pub async fn open_file(&self, account: AccountId, blob: BlobId, name: String, sure: bool) -> Result<bool, Problem> {
        let client = self.client().await?;
        if !sure && client.is_program(account, &blob, &name).await? {
            return Ok(false);
        }
        let path = client.lay_out(account, &blob, &name).await?;
        programs::open(path).map_err(Problem::internal)?;
        Ok(true)
    }

    /// Copies a file to where the person wants it. False: they changed their mind.
    ///
    /// # Errors
    /// When the file is not here or cannot be written.
    pub async fn save_file(&self, account: AccountId, blob: BlobId, name: String) -> Result<bool, Problem> {
        let client = self.client().await?;
        let Some(path) = self.choose_place(&names::safe(&name, "file")).await? else { return Ok(false) };
        client.save_file(account, &blob, path).await?;
        Ok(true)
    }

    /// Copies a picture, fetched where it is not here, to where the person wants it. False: they changed their mind.
    ///
    /// # Errors
    /// When the picture cannot be had or written.
    pub async fn save_picture(&self, account: AccountId, blob: BlobId, name: String) -> Result<bool, Problem> {
        let client = self.client().await?;
        client.media(account, &blob).await?;
        let Some(path) = self.choose_place(&names::safe(&name, "picture")).await? else { return Ok(false) };
        client.save_file(account, &blob, path).await?;
        Ok(true)
    }

    /// Shows a copy of the file in the desktop's file manager, or the folder it lies in where that is all there is.
    ///
    /// # Errors
    /// When the file is not here, or there is nothing to show it with.
    pub async fn show_file(&self, account: AccountId, blob: BlobId, name: String) -> Result<(), Problem> {
        let path = self.client().await?.lay_out(account, &blob, &name).await?;
        let Err(error) = show(&path).await else { return Ok(()) };
        tracing::debug!(%error, "no file manager shows files; the folder is opened");
        programs::open(path.parent().unwrap_or(&path)).map_err(Problem::internal)
    }

    /// The files that were copied last.
    ///
    /// # Errors
    /// When the window is going.
    pub async fn clipboard_files(&self) -> Result<Vec<PathBuf>, Problem> {
        clipboard::files(&self.app).await
    }

    /// Asks the person for a place and a name. None: they changed their mind.
    pub(crate) async fn choose_place(&self, name: &str) -> Result<Option<PathBuf>, Problem> {
        let (chosen, choice) = tokio::sync::oneshot::channel();
        self.app.dialog().file().set_file_name(name).save_file(move |path| {
            // Nobody waits any more only when the app ends.
            let _ = chosen.send(path);
        });
        match choice.await {
            Ok(Some(path)) => path.into_path().map(Some).map_err(Problem::internal),
            Ok(None) | Err(_) => Ok(None),
        }
    }
}

async fn show(path: &Path) -> Result<(), BusError> {
    let (name, object) = FILE_MANAGER;
    // A path of this computer always becomes an address of it.
    let uri = tauri::Url::from_file_path(path).map(String::from).unwrap_or_default();
    let connection = bus::session().await?;
    let what = (vec![uri], "");
    bus::limited(connection.call_method(Some(name), object, Some(name), "ShowItems", &what)).await.map(drop)
}
