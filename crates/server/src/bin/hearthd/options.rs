//! What can be said on the command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use hearth_proto::link::HostPort;

/// A server for Hearth, the desktop chat that a group can own.
#[derive(Debug, Parser)]
#[command(name = "hearthd", version)]
pub struct Options {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, Subcommand)]
pub enum What {
    /// Run the server.
    Serve(Serve),
    /// Make an invite and print its link.
    Invite(Invite),
    /// Look after accounts.
    #[command(subcommand)]
    User(User),
    /// Copy everything into an empty directory. Safe while the server runs.
    Backup {
        #[arg(long)]
        data: PathBuf,
        to: PathBuf,
    },
    /// Look whether everything holds together. Changes nothing.
    Check {
        #[arg(long)]
        data: PathBuf,
    },
    /// Bring in an archive of a hearth, or what Slack, Mattermost or DiscordChatExporter (JSON) exported. The server
    /// must not run meanwhile. An import that was cut short goes on when it is started again.
    Import(Import),
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(long)]
    pub data: PathBuf,
    /// A directory, a zip or a file.
    pub archive: PathBuf,
    /// What it must be [default: whatever it turns out to be].
    #[arg(long = "as", value_name = "FORMAT")]
    pub source: Option<SourceChoice>,
    /// Whose account here somebody in the archive has: their handle there, and the one here. Without a handle here they
    /// are nobody's. May be given more than once; the others are those with the same handle.
    #[arg(long = "map", value_name = "OLD=HANDLE", value_parser = pair)]
    pub people: Vec<(String, Option<String>)>,
    /// The server's settings file, for its limits.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Say what would come in, and as whose, and change nothing. Safe while the server runs.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum SourceChoice {
    Hearth,
    Slack,
    Mattermost,
    Discord,
}

fn pair(text: &str) -> Result<(String, Option<String>), String> {
    match text.split_once('=') {
        Some((old, new)) if !old.is_empty() => Ok((old.to_owned(), Some(new.to_owned()).filter(|new| !new.is_empty()))),
        Some(_) | None => Err("say it as OLD=HANDLE".to_owned()),
    }
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Where everything is kept; made if it is not there.
    #[arg(long)]
    pub data: PathBuf,
    /// Address and port to listen on [default: [::]:7340].
    #[arg(long)]
    pub listen: Option<SocketAddr>,
    /// A certificate that clients' systems trust (PEM).
    #[arg(long, requires = "tls_key", conflicts_with = "tls")]
    pub tls_cert: Option<PathBuf>,
    /// Its key (PEM).
    #[arg(long, requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// `self-signed` (links carry the key's fingerprint) or `off` (this computer only).
    #[arg(long)]
    pub tls: Option<TlsChoice>,
    /// Further settings (TOML).
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Let others on the network find the server by its name. Joining still takes an invite, unless the server is open.
    #[arg(long)]
    pub announce: bool,
    /// Print an invite link when ready, also when there are accounts already.
    #[arg(long)]
    pub invite_on_start: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum TlsChoice {
    SelfSigned,
    Off,
}

#[derive(Debug, Args)]
pub struct Invite {
    #[arg(long)]
    pub data: PathBuf,
    /// How many people may use it [default: any number].
    #[arg(long)]
    pub uses: Option<u32>,
    /// For how many hours it is good [default: for ever].
    #[arg(long)]
    pub hours: Option<u32>,
    /// A way into the account that owns the server instead: it signs in one more device, once and within ten minutes.
    #[arg(long, conflicts_with_all = ["uses", "hours"])]
    pub owner: bool,
    /// An address that others reach the server by, such as chat.example.org:7340. May be given more than once.
    #[arg(long)]
    pub address: Vec<HostPort>,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Everyone with an account.
    List {
        #[arg(long)]
        data: PathBuf,
    },
    /// Set a password; it is read from the first line of the standard input.
    Password {
        #[arg(long)]
        data: PathBuf,
        handle: String,
    },
    /// Sign somebody out on all devices.
    RemoveDevices {
        #[arg(long)]
        data: PathBuf,
        handle: String,
    },
}
