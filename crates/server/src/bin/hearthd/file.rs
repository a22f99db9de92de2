//! The settings file. Every key is optional; a key that is not known is an error that names it.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use hearth_proto::{limits::Limits, link::HostPort};
use hearth_server::{Config, Tls};
use serde::Deserialize;

use super::options::{Serve, TlsChoice};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    listen: Option<SocketAddr>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    name: Option<String>,
    open: Option<bool>,
    password_required: Option<bool>,
    owners_invite: Option<bool>,
    origins: Option<Vec<String>>,
    /// Whether others on the network can find the server.
    announce: Option<bool>,
    /// Addresses that links name.
    addresses: Option<Vec<String>>,
    heartbeat_seconds: Option<u32>,
    knocks_per_minute: Option<NonZeroU32>,
    limits: Option<LimitSettings>,
}

/// Declares the settings that replace one number of the limits each.
macro_rules! limits {
    ($($key:ident: $kind:ty),* $(,)?) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct LimitSettings { $($key: Option<$kind>),* }

        impl LimitSettings {
            fn apply(&self, limits: &mut Limits) {
                $(if let Some(value) = self.$key { limits.$key = value; })*
            }
        }
    };
}

limits! {
    frame_bytes: u32, text_bytes: u32, name_chars: u32, topic_chars: u32, page_events: u32, blob_bytes: u64,
    picture_pixels: u64, quota_bytes: u64, password_min_chars: u32, password_max_chars: u32, rate_per_second: u32,
    rate_burst: u32, status_chars: u32, group_people: u32,
}

/// What to run, and how others learn of it.
pub struct Chosen {
    pub config: Config,
    pub addresses: Vec<HostPort>,
    /// Make the server known on its network.
    pub announce: bool,
}

/// Puts file and command line together; the command line wins.
///
/// # Errors
/// The file cannot be read, or says something that makes no sense.
pub fn choose(options: &Serve) -> anyhow::Result<Chosen> {
    let settings = read(options.config.as_deref())?;
    let mut config = Config::new(&options.data);
    let cert = options.tls_cert.clone().or(settings.tls_cert);
    let key = options.tls_key.clone().or(settings.tls_key);
    config.tls = match (options.tls, cert, key) {
        (Some(TlsChoice::Off), ..) => Tls::Off,
        (Some(TlsChoice::SelfSigned), ..) | (None, None, None) => Tls::SelfSigned,
        (None, Some(cert), Some(key)) => Tls::Files { cert, key },
        (None, ..) => anyhow::bail!("tls_cert and tls_key belong together"),
    };
    config.listen = options.listen.or(settings.listen).unwrap_or(config.listen);
    config.name = settings.name.unwrap_or(config.name);
    config.open = settings.open.unwrap_or(config.open);
    config.password_required = settings.password_required.unwrap_or(config.password_required);
    config.owners_invite = settings.owners_invite.unwrap_or(config.owners_invite);
    config.origins = settings.origins.unwrap_or_default();
    config.knocks_per_minute = settings.knocks_per_minute.unwrap_or(config.knocks_per_minute);
    if let Some(seconds) = settings.heartbeat_seconds {
        anyhow::ensure!((1..=600).contains(&seconds), "heartbeat_seconds must be from 1 to 600");
        config.heartbeat = Duration::from_secs(seconds.into());
    }
    if let Some(limits) = &settings.limits {
        limits.apply(&mut config.limits);
    }
    anyhow::ensure!(
        config.limits.frame_bytes / 4 * 3 > config.limits.text_bytes,
        "limits.frame_bytes must leave room for limits.text_bytes: at least four thirds of it"
    );
    let addresses = settings
        .addresses
        .unwrap_or_default()
        .iter()
        .map(|text| text.parse().with_context(|| format!("addresses: {text}")))
        .collect::<anyhow::Result<_>>()?;
    let announce = options.announce || settings.announce.unwrap_or(false);
    Ok(Chosen { config, addresses, announce })
}

/// The limits that a server with this settings file has.
///
/// # Errors
/// The file cannot be read, or says something that makes no sense.
pub fn limits(path: Option<&Path>) -> anyhow::Result<Limits> {
    let mut limits = Limits::default();
    if let Some(wanted) = read(path)?.limits {
        wanted.apply(&mut limits);
    }
    Ok(limits)
}

fn read(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    toml::from_str(&text).map_err(|error| bad_file(path, &error))
}

/// The first line of what the parser says names the key; the rest is a picture of the place.
fn bad_file(path: &Path, error: &toml::de::Error) -> anyhow::Error {
    anyhow::anyhow!("{}: {}", path.display(), error.message())
}
