//! What the person has chosen for the whole app, kept in one small file beside the accounts.

use hearth_proto::id::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The app's settings. Unknown fields of a later version are dropped on the next write.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    /// 0.85 to 1.6.
    pub text_scale: f32,
    pub density: Density,
    /// Enter sends and Shift+Enter makes a line; off swaps them.
    pub enter_sends: bool,
    /// Words that no dictionary knows are marked where messages are written.
    pub spell_check: bool,
    pub alerts: AlertSettings,
    /// The person does not want to be disturbed: others see it, and nothing alerts.
    pub do_not_disturb: bool,
    /// When that ends by itself; None: when the person says so. The window watches the clock.
    pub do_not_disturb_until: Option<Millis>,
    /// Closing the window hides it where there is a tray.
    pub close_to_tray: bool,
    pub start_with_desktop: bool,
    /// What pictures and files may take on this disk, in MiB; 0: as much as they want.
    pub files_limit_mb: u32,
    pub hosting: HostSettings,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub enum Language {
    /// As the desktop says.
    #[default]
    #[serde(rename = "system")]
    System,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    Chinese,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AlertSettings {
    pub on: bool,
    pub privacy: Privacy,
    /// Minutes since local midnight, from and to; quiet when the range holds now (it may pass midnight).
    pub quiet_from: u16,
    pub quiet_to: u16,
    /// Monday first; all false means no quiet hours.
    pub quiet_days: [bool; 7],
    /// Words that count as a mention.
    pub keywords: Vec<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    #[default]
    NameAndText,
    NameOnly,
    Nothing,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HostSettings {
    /// Whether the hearth of this app is lit when the app starts.
    pub on: bool,
    pub name: String,
    pub port: u16,
    /// Whether others on the network can find it by its name.
    pub announce: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            text_scale: 1.0,
            density: Density::default(),
            enter_sends: true,
            spell_check: true,
            alerts: AlertSettings::default(),
            do_not_disturb: false,
            do_not_disturb_until: None,
            close_to_tray: true,
            start_with_desktop: false,
            files_limit_mb: 5 * 1024,
            hosting: HostSettings::default(),
        }
    }
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            on: true,
            privacy: Privacy::default(),
            quiet_from: 22 * 60,
            quiet_to: 7 * 60,
            quiet_days: [false; 7],
            keywords: Vec::new(),
        }
    }
}

impl Default for HostSettings {
    fn default() -> Self {
        Self { on: false, name: String::new(), port: hearth_proto::DEFAULT_PORT, announce: false }
    }
}
