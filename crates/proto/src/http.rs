//! The HTTP forms beside the WebSocket: entering a server, and moving blobs.
//!
//! Every failure is a [`crate::error::Failure`] as JSON with the status of its code.

use serde::{Deserialize, Serialize};

use crate::{
    id::{DeviceId, UserId},
    people::Avatar,
};

/// `GET /api/info`: what a client shows before it enters. Needs no account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Info {
    /// Always `hearth`; anything else is not a Hearth server.
    pub service: String,
    pub version: String,
    /// The subprotocols it speaks.
    pub protocols: Vec<String>,
    pub name: String,
    /// Whether a new account needs a password.
    pub password_required: bool,
    /// Whether one may join without an invite code.
    pub open: bool,
}

/// `POST /api/invites/look`: what an invite opens, without using it. Reply: [`Invitation`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LookForm {
    pub code: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    pub server_name: String,
    /// Who made the invite; empty when it came from the command line.
    pub from: String,
    /// The room it leads to; empty when none.
    pub room: String,
    pub password_required: bool,
}

/// `POST /api/join`: make an account with an invite. Reply: [`Entered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JoinForm {
    /// Empty on a server that is open.
    pub code: String,
    pub name: String,
    /// None: derived from the name, with a number where it is taken. Some: exactly this, or `handle_taken`.
    #[serde(default)]
    pub handle: Option<String>,
    pub avatar: Avatar,
    #[serde(default)]
    pub password: Option<String>,
    pub device: NewDevice,
}

/// `POST /api/login`: enter with handle and password. Reply: [`Entered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LoginForm {
    pub handle: String,
    pub password: String,
    pub device: NewDevice,
}

/// `POST /api/device`: enter with a code shown on another device of the same person. Reply: [`Entered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceForm {
    pub code: String,
    pub device: NewDevice,
}

/// The installation that enters. The id is its own, so that entering twice does not make two.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDevice {
    pub id: DeviceId,
    /// Such as `Lena's laptop`.
    pub name: String,
}

/// The way in was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entered {
    pub user: UserId,
    /// 32 random bytes, base64url. Shown once; the server keeps only its hash.
    pub token: String,
}

/// `GET /api/blobs`: how much of what this server gives a person is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlobUse {
    /// All blobs of the person together, unfinished uploads not among them.
    pub used_bytes: u64,
    /// As in [`crate::limits::Limits::quota_bytes`].
    pub quota_bytes: u64,
}
