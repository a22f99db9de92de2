//! How often strangers may knock: by address for everything without an account, and by handle for passwords.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock, clock::DefaultClock};
use hearth_proto::error::{ErrorCode, Failure};

/// Wrong or right passwords for one handle in a minute.
const PASSWORDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// The limits of one server.
#[derive(Debug)]
pub struct Doors {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_handle: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Doors {
    #[must_use]
    pub fn new(knocks_per_minute: NonZeroU32) -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(knocks_per_minute)),
            by_handle: RateLimiter::keyed(Quota::per_minute(PASSWORDS)),
            clock: DefaultClock::default(),
        }
    }

    /// A stranger knocks.
    ///
    /// # Errors
    /// `rate_limited`, with the time to wait.
    pub fn knock(&self, from: IpAddr) -> Result<(), Failure> {
        self.by_address.check_key(&network(from)).map_err(|wait| self.later(&wait))
    }

    /// Somebody tries a password.
    ///
    /// # Errors
    /// `rate_limited`, with the time to wait.
    pub fn try_password(&self, handle: &str) -> Result<(), Failure> {
        let handle = handle.chars().take(64).collect();
        self.by_handle.check_key(&handle).map_err(|wait| self.later(&wait))
    }

    /// Forgets those who have been quiet, so that memory stays bounded by the traffic of a minute.
    pub fn forget(&self) {
        self.by_address.retain_recent();
        self.by_handle.retain_recent();
    }

    fn later(&self, wait: &governor::NotUntil<<DefaultClock as Clock>::Instant>) -> Failure {
        let millis = wait.wait_time_from(self.clock.now()).as_millis();
        let mut failure = Failure::new(ErrorCode::RateLimited, "too many attempts; try again later");
        failure.retry_after_ms = Some(u64::try_from(millis).unwrap_or(60_000).max(1));
        failure
    }
}

/// One household of IPv6 has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
    }
}
