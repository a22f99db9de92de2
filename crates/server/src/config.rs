//! How a server is told to be. Everything has a default but the data directory.

use std::{
    net::{Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    time::Duration,
};

use hearth_proto::{DEFAULT_PORT, limits::Limits};

use crate::tls::Tls;

/// The settings of one server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where everything is kept. Two servers cannot share one.
    pub data: PathBuf,
    pub listen: SocketAddr,
    pub tls: Tls,
    /// What people see it called.
    pub name: String,
    /// Whether one may join without an invite.
    pub open: bool,
    /// Whether new accounts need a password.
    pub password_required: bool,
    /// Whether only server owners may make invites.
    pub owners_invite: bool,
    pub limits: Limits,
    /// How often pings go out.
    pub heartbeat: Duration,
    /// How soon a new line must say hello.
    pub hello_within: Duration,
    /// How long somebody whose line broke still counts as online.
    pub presence_grace: Duration,
    /// How often comings and goings are told.
    pub presence_every: Duration,
    /// Web origins that may connect. Desktop clients have none.
    pub origins: Vec<String>,
    /// Joins, sign-ins and invite looks a minute from one address.
    pub knocks_per_minute: NonZeroU32,
}

impl Config {
    /// The defaults: all addresses, the usual port, a certificate of its own, invites only.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::from((Ipv6Addr::UNSPECIFIED, DEFAULT_PORT)),
            tls: Tls::SelfSigned,
            name: "Hearth".into(),
            open: false,
            password_required: false,
            owners_invite: false,
            limits: Limits::default(),
            heartbeat: Duration::from_secs(20),
            hello_within: Duration::from_secs(10),
            presence_grace: Duration::from_secs(10),
            presence_every: Duration::from_millis(250),
            origins: Vec::new(),
            knocks_per_minute: NonZeroU32::MIN.saturating_add(59),
        }
    }
}
