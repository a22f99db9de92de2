//! A start that failed: what the window shows in the place of everything else, and the one line that a terminal gets.

use std::path::Path;

use hearth_client::{
    settings::Settings,
    view::{Cause, LocalFault, Problem},
};
use serde::Serialize;
use ts_rs::TS;

use crate::home::HomeError;

/// Why nothing can be opened, and where.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct BrokenStart {
    pub fault: StartFault,
    /// The profile's directory, as the person may have to look for it.
    pub directory: String,
    /// For a report; not shown as the only words.
    pub detail: String,
    /// As far as they could be read; else the defaults. They dress the page.
    pub settings: Settings,
}

/// What the person can do about it differs between these.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartFault {
    Unwritable,
    DiskFull,
    /// Another running app holds the directory.
    InUse,
    /// A newer Hearth wrote the settings.
    SettingsTooNew,
    /// A newer Hearth wrote the history of every account.
    HistoryTooNew,
    /// A mistake of this program.
    Internal,
}

impl BrokenStart {
    #[must_use]
    pub fn of_home(error: &HomeError, path: &Path) -> Self {
        let fault = match error {
            HomeError::InUse(_) => StartFault::InUse,
            HomeError::Full(_) => StartFault::DiskFull,
            HomeError::Nowhere | HomeError::Unwritable(..) => StartFault::Unwritable,
        };
        Self::new(fault, path, error.to_string())
    }

    /// The client's own reason, while the directory itself is good.
    #[must_use]
    pub fn of_client(problem: &Problem, path: &Path) -> Self {
        let fault = match problem.cause {
            Cause::Local(LocalFault::DiskFull) => StartFault::DiskFull,
            Cause::Local(LocalFault::Unwritable) => StartFault::Unwritable,
            Cause::Local(LocalFault::HistoryTooNew) => StartFault::HistoryTooNew,
            Cause::Local(LocalFault::SettingsTooNew) => StartFault::SettingsTooNew,
            Cause::Local(_) | Cause::Server(_) | Cause::Line(_) | Cause::Link(_) => StartFault::Internal,
        };
        Self::new(fault, path, format!("{}: {}", path.display(), problem.detail))
    }

    fn new(fault: StartFault, path: &Path, detail: String) -> Self {
        Self { fault, directory: path.display().to_string(), detail, settings: Settings::default() }
    }

    /// The same, dressed as the person has chosen.
    #[must_use]
    pub fn dressed(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// What a call of the page is refused with.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let fault = match self.fault {
            StartFault::Unwritable => LocalFault::Unwritable,
            StartFault::DiskFull => LocalFault::DiskFull,
            StartFault::InUse => LocalFault::NotNow,
            StartFault::SettingsTooNew => LocalFault::SettingsTooNew,
            StartFault::HistoryTooNew => LocalFault::HistoryTooNew,
            StartFault::Internal => LocalFault::Internal,
        };
        Problem::local(fault, &self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_from_a_directory_that_refuses() {
        let path = Path::new("/home/ann/.local/share/hearth");
        let full = BrokenStart::of_home(&HomeError::Full(path.to_owned()), path);
        assert_eq!((full.fault, full.directory.as_str()), (StartFault::DiskFull, "/home/ann/.local/share/hearth"));
        let client = Problem::local(LocalFault::DiskFull, "no space");
        assert_eq!(BrokenStart::of_client(&client, path).fault, StartFault::DiskFull);
    }

    #[test]
    fn the_line_for_a_terminal_names_the_directory() {
        let path = Path::new("/somewhere");
        for broken in [
            BrokenStart::of_home(&HomeError::InUse(path.to_owned()), path),
            BrokenStart::of_home(&HomeError::Full(path.to_owned()), path),
            BrokenStart::of_client(&Problem::local(LocalFault::SettingsTooNew, "too new"), path),
        ] {
            assert!(broken.detail.contains("/somewhere"), "{}", broken.detail);
        }
    }
}
