//! Keeps the settings in one small file. Writing is atomic; a damaged file costs the choices, never the start.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{files, settings::Settings};

const NAME: &str = "settings.json";

/// Reads the settings, or the defaults where there are none. A file that cannot be read as settings is kept beside
/// as `settings.json.damaged`.
#[must_use]
pub fn load(dir: &Path) -> Settings {
    let path = path(dir);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Settings::default(),
        Err(error) => {
            tracing::warn!(%error, "the settings cannot be read; the defaults are used");
            return Settings::default();
        }
    };
    match serde_json::from_slice(&text) {
        Ok(settings) => settings,
        Err(error) => {
            tracing::warn!(%error, "the settings are damaged; they are set aside and the defaults are used");
            fs::rename(&path, path.with_extension("json.damaged")).ok();
            Settings::default()
        }
    }
}

/// Replaces the settings on disk.
///
/// # Errors
/// When the directory cannot be written.
pub fn save(dir: &Path, settings: &Settings) -> io::Result<()> {
    files::replace_json(&path(dir), settings)
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
        assert_eq!(load(dir.path()), Settings::default());
        let settings = Settings { theme: Theme::Dark, text_scale: 1.25, ..Settings::default() };
        save(dir.path(), &settings).expect("saved");
        assert_eq!(load(dir.path()), settings);
    }

    #[test]
    fn a_damaged_file_gives_defaults_and_is_kept_aside() {
        let dir = tempfile::tempdir().expect("directory");
        fs::write(dir.path().join(NAME), "{ half").expect("written");
        assert_eq!(load(dir.path()), Settings::default());
        assert_eq!(fs::read_to_string(dir.path().join("settings.json.damaged")).expect("kept"), "{ half");
        assert_eq!(load(dir.path()), Settings::default());
    }

    #[test]
    fn settings_of_an_older_version_keep_their_values_and_gain_defaults() {
        let dir = tempfile::tempdir().expect("directory");
        fs::write(dir.path().join(NAME), r#"{"theme":"light","gone_since":1}"#).expect("written");
        assert_eq!(load(dir.path()), Settings { theme: Theme::Light, ..Settings::default() });
    }
}
