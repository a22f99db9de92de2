//! Keeps the settings in one small file. Writing is atomic; a damaged file costs the choices, never the start. A file of
//! a newer version is left as it is, and the start with it: writing it would lose what only the newer one knows.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    files,
    settings::Settings,
    view::{LocalFault, Problem},
};

const NAME: &str = "settings.json";

/// Grows when a file of this version would mean something else to the versions before.
const VERSION: u32 = 1;

/// The settings were written by a newer version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the settings have version {0}, and this Hearth reads up to {VERSION}")]
pub struct TooNew(u32);

impl From<TooNew> for Problem {
    fn from(error: TooNew) -> Self {
        Self::local(LocalFault::SettingsTooNew, error)
    }
}

#[derive(Serialize)]
struct Kept<'a> {
    version: u32,
    #[serde(flatten)]
    settings: &'a Settings,
}

/// The first look at a file, whatever else is in it. Files without a version are as old as the first.
#[derive(Deserialize)]
struct Mark {
    #[serde(default)]
    version: u32,
}

/// Reads the settings, or the defaults where there are none. A file that cannot be read as settings is kept beside
/// as `settings.json.damaged`.
///
/// # Errors
/// When a newer version wrote them.
pub fn load(dir: &Path) -> Result<Settings, TooNew> {
    let path = path(dir);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => {
            tracing::warn!(%error, "the settings cannot be read; the defaults are used");
            return Ok(Settings::default());
        }
    };
    if let Ok(Mark { version }) = serde_json::from_slice(&text)
        && version > VERSION
    {
        return Err(TooNew(version));
    }
    match serde_json::from_slice(&text) {
        Ok(settings) => Ok(settings),
        Err(error) => {
            tracing::warn!(%error, "the settings are damaged; they are set aside and the defaults are used");
            fs::rename(&path, path.with_extension("json.damaged")).ok();
            Ok(Settings::default())
        }
    }
}

/// What can be read of the settings, by whatever version, without touching anything: for the looks of a window that
/// has nothing else to go by.
#[must_use]
pub fn glance(dir: &Path) -> Settings {
    fs::read(path(dir)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Replaces the settings on disk.
///
/// # Errors
/// When the directory cannot be written.
pub fn save(dir: &Path, settings: &Settings) -> io::Result<()> {
    files::replace_json(&path(dir), &Kept { version: VERSION, settings })
}

fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Theme;

    #[test]
    fn settings_read_back_as_written() {
        let dir = tempfile::tempdir().expect("directory");
        assert_eq!(load(dir.path()), Ok(Settings::default()));
        let settings = Settings { theme: Theme::Dark, text_scale: 1.25, ..Settings::default() };
        save(dir.path(), &settings).expect("saved");
        assert_eq!(load(dir.path()), Ok(settings));
    }

    #[test]
    fn a_damaged_file_gives_defaults_and_is_kept_aside() {
        let dir = tempfile::tempdir().expect("directory");
        fs::write(dir.path().join(NAME), "{ half").expect("written");
        assert_eq!(load(dir.path()), Ok(Settings::default()));
        assert_eq!(fs::read_to_string(dir.path().join("settings.json.damaged")).expect("kept"), "{ half");
        assert_eq!(load(dir.path()), Ok(Settings::default()));
    }

    #[test]
    fn settings_of_an_older_version_keep_their_values_and_gain_defaults() {
        let dir = tempfile::tempdir().expect("directory");
        fs::write(dir.path().join(NAME), r#"{"theme":"light","gone_since":1}"#).expect("written");
        assert_eq!(load(dir.path()), Ok(Settings { theme: Theme::Light, ..Settings::default() }));
    }

    #[test]
    fn settings_of_a_newer_version_are_left_alone_and_said() {
        let dir = tempfile::tempdir().expect("directory");
        let text = r#"{"version":2,"theme":"dark","density":"airy"}"#;
        fs::write(dir.path().join(NAME), text).expect("written");
        assert_eq!(load(dir.path()), Err(TooNew(2)));
        assert_eq!(fs::read_to_string(dir.path().join(NAME)).expect("there"), text);
        assert_eq!(fs::read_dir(dir.path()).expect("listed").count(), 1);
    }
}
