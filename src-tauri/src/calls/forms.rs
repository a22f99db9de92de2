//! The arguments of calls that name one thing only.

use std::path::PathBuf;

use hearth_client::{
    settings::Settings,
    view::{AccountId, Key},
};
use hearth_proto::id::BlobId;
use serde::Deserialize;
use ts_rs::TS;

/// A call that needs nothing.
#[derive(Deserialize, TS)]
pub struct Nothing {}

#[derive(Deserialize, TS)]
pub struct LinkCall {
    pub link: String,
}

#[derive(Deserialize, TS)]
pub struct AccountCall {
    pub account: AccountId,
}

#[derive(Deserialize, TS)]
pub struct KeyCall {
    pub key: Key,
}

/// A file that the person chose or dropped.
#[derive(Deserialize, TS)]
pub struct FileCall {
    pub account: AccountId,
    pub path: PathBuf,
}

#[derive(Deserialize, TS)]
pub struct SettingsCall {
    pub settings: Settings,
}

#[derive(Deserialize, TS)]
pub struct UrlCall {
    pub url: String,
}

#[derive(Deserialize, TS)]
pub struct SaveCall {
    pub account: AccountId,
    pub blob: BlobId,
    /// What to suggest as the file's name.
    pub name: String,
}

#[derive(Deserialize, TS)]
pub struct OpenFileCall {
    pub account: AccountId,
    pub blob: BlobId,
    /// Its own name, by which the desktop chooses a program.
    pub name: String,
    /// The person was told that opening it may run something.
    pub sure: bool,
}
