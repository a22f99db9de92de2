//! Tells when the computer woke from sleep and when its network became another one, without asking again and again.

use tokio::sync::broadcast;

/// What the world outside did to every line at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disturbance {
    /// The computer woke from sleep.
    Woke,
    /// An address or a route came or went.
    NetworkChanged,
}

/// Watches for ever. Where the system offers nothing to watch, it ends and stays silent: lines are then mended by
/// their heartbeat.
pub(crate) async fn watch(tell: broadcast::Sender<Disturbance>) {
    #[cfg(target_os = "linux")]
    linux::watch(&tell).await;
    #[cfg(not(target_os = "linux"))]
    drop(tell);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        io,
        os::fd::{AsFd, OwnedFd},
        time::Duration,
    };

    use rustix::{
        io::Errno,
        net::{AddressFamily, RecvFlags, SocketFlags, SocketType, bind, netlink, recv, socket_with},
        time::{
            Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
        },
    };
    use tokio::{io::unix::AsyncFd, sync::broadcast, time};

    use super::Disturbance;
    use crate::clock;

    /// A new address brings a burst of messages; one word about all of them is enough.
    const SETTLE: Duration = Duration::from_millis(400);

    /// Shorter naps are not told from rounding between two clocks.
    const NAP_MS: u64 = 1_000;

    /// `RTMGRP_IPV4_IFADDR`, `RTMGRP_IPV4_ROUTE` and `RTMGRP_IPV6_IFADDR` of rtnetlink(7).
    const GROUPS: u32 = 0x10 | 0x40 | 0x100;

    pub(super) async fn watch(tell: &broadcast::Sender<Disturbance>) {
        let naps = async {
            if let Err(error) = naps(tell).await {
                tracing::warn!(%error, "sleep cannot be watched");
            }
        };
        let network = async {
            if let Err(error) = network(tell).await {
                tracing::warn!(%error, "the network cannot be watched");
            }
        };
        tokio::join!(naps, network);
    }

    /// A timer far in the future that is cancelled when the wall clock jumps; the kernel counts waking up as a jump.
    async fn naps(tell: &broadcast::Sender<Disturbance>) -> io::Result<()> {
        let timer = watched(timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?)?;
        let mut asleep = clock::asleep_ms();
        loop {
            arm(timer.get_ref())?;
            loop {
                let mut ready = timer.readable().await?;
                match rustix::io::read(timer.get_ref().as_fd(), &mut [0; 8]) {
                    Err(Errno::AGAIN) => ready.clear_ready(),
                    Ok(_) | Err(Errno::CANCELED) => break,
                    Err(error) => return Err(error.into()),
                }
            }
            let now = clock::asleep_ms();
            if now > asleep + NAP_MS {
                asleep = now;
                // Nobody listening is fine.
                tell.send(Disturbance::Woke).ok();
            }
        }
    }

    fn watched(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
        // SAFETY: an `OwnedFd` always names the same open descriptor, and stays open until the `AsyncFd` that owns it
        // has taken it off the list of what is watched.
        Ok(unsafe { AsyncFd::register(fd) }?)
    }

    fn arm(timer: &OwnedFd) -> io::Result<()> {
        let never = Timespec { tv_sec: i64::from(u32::MAX) * 2, tv_nsec: 0 };
        let once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
        timerfd_settime(timer, flags, &Itimerspec { it_interval: once, it_value: never })?;
        Ok(())
    }

    async fn network(tell: &broadcast::Sender<Disturbance>) -> io::Result<()> {
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        // Protocol 0 of this family is NETLINK_ROUTE.
        let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, None)?;
        bind(&socket, &netlink::SocketAddrNetlink::new(0, GROUPS))?;
        let socket = watched(socket)?;
        loop {
            drain(&socket).await?;
            // More may follow at once; wait until it is quiet, but not for ever.
            for _ in 0..10 {
                match time::timeout(SETTLE, drain(&socket)).await {
                    Ok(more) => more?,
                    Err(_) => break,
                }
            }
            tell.send(Disturbance::NetworkChanged).ok();
        }
    }

    /// Waits for messages and reads all there are. What they say does not matter.
    async fn drain(socket: &AsyncFd<OwnedFd>) -> io::Result<()> {
        let mut ready = socket.readable().await?;
        let mut buffer = [0_u8; 8192];
        loop {
            match recv(socket.get_ref(), &mut buffer[..], RecvFlags::empty()) {
                // Too many messages for the kernel's queue also means that something changed.
                Ok(_) | Err(Errno::NOBUFS) => {}
                Err(Errno::AGAIN) => {
                    ready.clear_ready();
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}
