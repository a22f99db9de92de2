//! The server of a plan: in this process, where it stops in good order, or one of its own, which is killed.

use std::net::SocketAddr;

use anyhow::Result;
use hearth_proto::{command::NewInvite, link::Link};

use crate::{hearthd::Hearthd, server::Hearth};

/// Which server a plan plays with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// In this process; a restart is a graceful one.
    Here,
    /// `hearthd`; a restart begins with SIGKILL.
    Killed,
}

pub(super) enum House {
    Here(Hearth),
    Killed(Hearthd),
}

impl House {
    pub(super) async fn start(kind: Kind) -> Result<Self> {
        match kind {
            Kind::Here => {
                let hearth = Hearth::start(|config| {
                    config.limits.rate_per_second = 100_000;
                    config.limits.rate_burst = 100_000;
                    config.heartbeat = std::time::Duration::from_millis(500);
                });
                Ok(Self::Here(hearth.await?))
            }
            Kind::Killed => {
                let settings = "heartbeat_seconds = 1\n[limits]\nrate_per_second = 100000\nrate_burst = 100000\n";
                Ok(Self::Killed(Hearthd::plain(settings).await?))
            }
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        match self {
            Self::Here(hearth) => hearth.address(),
            Self::Killed(hearthd) => hearthd.address(),
        }
    }

    pub(super) fn owner_link(&self) -> Result<Link> {
        match self {
            Self::Here(hearth) => hearth.owner_link(),
            Self::Killed(hearthd) => hearthd.owner_link(),
        }
    }

    pub(super) async fn invite(&self) -> Result<Link> {
        match self {
            Self::Here(hearth) => hearth.invite(NewInvite::default()).await,
            Self::Killed(hearthd) => hearthd.invite().await,
        }
    }

    pub(super) async fn restart(&mut self) -> Result<()> {
        match self {
            Self::Here(hearth) => hearth.restart().await,
            Self::Killed(hearthd) => {
                hearthd.kill().await?;
                hearthd.resume().await
            }
        }
    }
}
