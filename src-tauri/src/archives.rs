//! Archives, as the desk takes part in them: it asks the person where they go.

use std::path::{Path, PathBuf};

use hearth_client::{
    archive_view::{ChooseArchiveCall, ExportCall, ExportFormat, ExportId, ImportView},
    client::Client,
    names,
    view::{Key, Problem},
};

use tauri_plugin_dialog::DialogExt as _;

use crate::{desk::Desk, words::Words};

impl Desk {
    /// Writes a history out to where the person wants it. None: they changed their mind.
    ///
    /// # Errors
    /// When it cannot be begun there.
    pub async fn export(&self, call: ExportCall) -> Result<Option<ExportId>, Problem> {
        let client = self.client().await?;
        let Some(path) = self.choose_place(&suggested(&client, &call)).await? else { return Ok(None) };
        let language = Words::spoken(client.settings().language);
        client.export(call, free(path), language).await.map(Some)
    }

    /// Asks the person for an archive. None: they changed their mind.
    ///
    /// # Errors
    /// When the window is going.
    pub async fn choose_archive(&self, call: ChooseArchiveCall) -> Result<Option<PathBuf>, Problem> {
        let (chosen, choice) = tokio::sync::oneshot::channel();
        // Nobody waits any more only when the app ends.
        let tell = move |path| drop(chosen.send(path));
        let dialog = self.app.dialog().file();
        if call.folder {
            dialog.pick_folder(tell);
        } else {
            dialog.add_filter("zip, jsonl, json", &["zip", "jsonl", "json"]).pick_file(tell);
        }
        match choice.await {
            Ok(Some(path)) => path.into_path().map(|path| Some(whole(path))).map_err(Problem::internal),
            Ok(None) | Err(_) => Ok(None),
        }
    }

    /// How far the import into the hearth of this app is, or what came of the last one.
    #[must_use]
    pub fn import_state(&self) -> Option<ImportView> {
        self.host.import_view().borrow().clone()
    }
}

/// What stands in the folder of a Hearth archive, and in that of a Slack export, beside other folders.
const SIGNS: [&str; 2] = [hearth_archive::RECORDS, "channels.json"];

/// The archive around a folder that is only a part of it. GTK's dialog completes the name of a folder by the only one in it,
/// and marks the first one of any folder that is entered: whoever meant the archive is led into its pictures.
fn whole(chosen: PathBuf) -> PathBuf {
    let is_archive = |folder: &Path| SIGNS.iter().any(|sign| folder.join(sign).is_file());
    match chosen.parent() {
        Some(around) if chosen.is_dir() && !is_archive(&chosen) && is_archive(around) => around.to_owned(),
        Some(_) | None => chosen,
    }
}

/// The conversation's name, or the server's.
fn suggested(client: &Client, call: &ExportCall) -> String {
    let account = client.accounts().into_iter().find(|account| account.id == call.account);
    let server = || account.map(|account| account.server_name).unwrap_or_default();
    let name = match call.here {
        Some(conversation) => client.name_of(Key { account: call.account, conversation }).unwrap_or_else(server),
        None => server(),
    };
    let kind = match call.format {
        ExportFormat::Jsonl => "Hearth",
        ExportFormat::Html => "HTML",
        ExportFormat::Markdown => "Markdown",
        ExportFormat::Text => "Text",
    };
    names::safe(&format!("{name} ({kind})"), "Hearth")
}

/// What is written is a folder, and never over something else: the next number behind the name is.
fn free(path: PathBuf) -> PathBuf {
    if !path.exists() {
        return path;
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let numbered = (2..1_000).map(|n| path.with_file_name(format!("{name} {n}")));
    numbered.into_iter().find(|path| !path.exists()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_an_archive_means_the_whole() {
        let dir = tempfile::tempdir().expect("a directory");
        let archive = dir.path().join("Kitchen (Hearth)");
        let files = archive.join("files");
        std::fs::create_dir_all(&files).expect("made");
        assert_eq!(whole(files.clone()), files, "nothing is known of what lies around");
        std::fs::write(archive.join("archive.jsonl"), "{}").expect("written");
        assert_eq!(whole(files), archive);
        assert_eq!(whole(archive.clone()), archive);
        assert_eq!(whole(archive.join("archive.jsonl")), archive.join("archive.jsonl"), "a file is meant as it is");
    }

    #[test]
    fn what_is_there_already_is_never_written_over() {
        let dir = tempfile::tempdir().expect("a directory");
        let wanted = dir.path().join("Kitchen (HTML)");
        assert_eq!(free(wanted.clone()), wanted);
        std::fs::create_dir(&wanted).expect("made");
        assert_eq!(free(wanted.clone()), dir.path().join("Kitchen (HTML) 2"));
        std::fs::write(dir.path().join("Kitchen (HTML) 2"), "a file").expect("written");
        assert_eq!(free(wanted), dir.path().join("Kitchen (HTML) 3"));
    }
}
