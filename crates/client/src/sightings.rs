//! The servers that were seen on the network, put together for the window: one for each key, bounded in number and in
//! what each may say. No network here; what was heard is handed in.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv6Addr},
};

use hearth_proto::{
    discovery::Announcement,
    link::{Address, HostPort, Link, Purpose, Security},
};

use crate::{nearby::Known, shared::shown, view::NearbyServer, words::words_of};

/// Services that are kept. Further ones are left out until one goes.
const KEPT: usize = 128;

/// Servers that the window is told of.
const SHOWN: usize = 32;

/// Addresses of one server. A link grows with each, and each is tried.
const ADDRESSES: usize = 6;

/// What was seen and has not gone, by the name of the service.
#[derive(Debug, Default)]
pub struct Sightings {
    seen: BTreeMap<String, Sighting>,
}

#[derive(PartialEq, Eq, Debug)]
struct Sighting {
    said: Announcement,
    hosts: BTreeSet<(u8, IpAddr)>,
    port: u16,
}

impl Sightings {
    /// A service says this now. True: that is news.
    pub fn seen(
        &mut self,
        fullname: &str,
        said: Announcement,
        addresses: impl IntoIterator<Item = IpAddr>,
        port: u16,
    ) -> bool {
        let hosts: BTreeSet<_> =
            addresses.into_iter().take(4 * ADDRESSES).filter_map(|ip| Some((rank(ip)?, ip))).take(ADDRESSES).collect();
        if hosts.is_empty() || port == 0 {
            return self.gone(fullname);
        }
        let sighting = Sighting { said, hosts, port };
        let room = self.seen.len() < KEPT;
        match self.seen.get_mut(fullname) {
            Some(before) if *before == sighting => false,
            Some(before) => {
                *before = sighting;
                true
            }
            None if room => self.seen.insert(fullname.to_owned(), sighting).is_none(),
            None => false,
        }
    }

    /// A service has gone. True: it was there.
    pub fn gone(&mut self, fullname: &str) -> bool {
        self.seen.remove(fullname).is_some()
    }

    /// The servers to show, by name. The one inside this app is left out.
    #[must_use]
    pub fn servers(&self, known: &[Known]) -> Vec<NearbyServer> {
        let mut by_key: BTreeMap<[u8; 32], Vec<&Sighting>> = BTreeMap::new();
        for sighting in self.seen.values() {
            by_key.entry(sighting.said.key.0).or_default().push(sighting);
        }
        let mut servers: Vec<NearbyServer> =
            by_key.into_values().filter_map(|sightings| server(&sightings, known)).collect();
        servers.sort_by(|a, b| (a.name.to_lowercase(), &a.key).cmp(&(b.name.to_lowercase(), &b.key)));
        servers.truncate(SHOWN);
        servers
    }
}

/// One server, from everything that was seen under its key. The first service speaks for it; the others add addresses.
fn server(sightings: &[&Sighting], known: &[Known]) -> Option<NearbyServer> {
    let said = &sightings.first()?.said;
    let known = known.iter().find(|known| known.key == said.key);
    if known.is_some_and(|known| known.own) {
        return None;
    }
    let hosts: BTreeSet<(u8, IpAddr, u16)> =
        sightings.iter().flat_map(|seen| seen.hosts.iter().map(|(rank, ip)| (*rank, *ip, seen.port))).collect();
    let hosts = hosts.into_iter().take(ADDRESSES).map(|(_, ip, port)| HostPort { host: ip.to_string(), port });
    let address = Address { hosts: hosts.collect(), security: Security::Pinned(said.key) };
    Some(NearbyServer {
        key: said.key.to_string(),
        name: said.name.clone(),
        address: shown(&address),
        words: words_of(&said.key),
        open: said.open,
        account: known.map(|known| known.account),
        link: Link { address, purpose: Purpose::Server }.to_string(),
    })
}

/// Lower is tried and shown first; None for what is no address of one computer that a link could name.
fn rank(ip: IpAddr) -> Option<u8> {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() || ip.is_broadcast() || ip.is_multicast() => None,
        // This computer itself: another profile on it.
        IpAddr::V4(ip) if ip.is_loopback() => Some(5),
        IpAddr::V4(ip) if ip.is_private() => Some(0),
        IpAddr::V4(ip) if ip.is_link_local() => Some(2),
        IpAddr::V4(_) => Some(1),
        // Link-local ones mean nothing without the name of the reader's own interface.
        IpAddr::V6(ip) if ip.is_unspecified() || ip.is_multicast() || ip.is_unicast_link_local() => None,
        IpAddr::V6(ip) if ip == Ipv6Addr::LOCALHOST => Some(6),
        IpAddr::V6(ip) if ip.is_unique_local() => Some(3),
        IpAddr::V6(_) => Some(4),
    }
}

#[cfg(test)]
mod tests {
    use hearth_proto::link::Fingerprint;
    use uuid::Uuid;

    use super::*;
    use crate::view::AccountId;

    fn says(name: &str, key: u8) -> Announcement {
        let key = Fingerprint([key; 32]);
        Announcement { name: name.into(), key, protocols: vec!["hearth.v1".into()], open: false }
    }

    fn ips(addresses: &[&str]) -> Vec<IpAddr> {
        addresses.iter().map(|ip| ip.parse().expect("an address")).collect()
    }

    fn names(sightings: &Sightings, known: &[Known]) -> Vec<String> {
        sightings.servers(known).into_iter().map(|server| server.name).collect()
    }

    #[test]
    fn a_server_is_shown_with_its_address_its_words_and_a_link_that_holds_its_key() {
        let mut sightings = Sightings::default();
        assert!(sightings.seen("a", says("Ann", 1), ips(&["fe80::1", "fd00::5", "10.0.0.5"]), 7340));
        let [server] = &sightings.servers(&[])[..] else { panic!() };
        assert_eq!((server.name.as_str(), server.address.as_str()), ("Ann", "10.0.0.5:7340"));
        assert_eq!(server.words.len(), 6);
        let link: Link = server.link.parse().expect("a link");
        assert_eq!(link.address.security, Security::Pinned(Fingerprint([1; 32])));
        assert_eq!(link.address.hosts.len(), 2, "link-local addresses cannot be named");
        assert_eq!(link.purpose, Purpose::Server);
    }

    #[test]
    fn the_same_key_under_two_names_is_one_server() {
        let mut sightings = Sightings::default();
        sightings.seen("a", says("Ann", 1), ips(&["10.0.0.5"]), 7340);
        sightings.seen("b", says("Somebody else", 1), ips(&["10.0.0.6"]), 7341);
        assert_eq!(names(&sightings, &[]), ["Ann"]);
        let link: Link = sightings.servers(&[])[0].link.parse().expect("a link");
        assert_eq!(link.address.hosts.len(), 2);
        assert!(sightings.gone("a"));
        assert_eq!(names(&sightings, &[]), ["Somebody else"]);
    }

    #[test]
    fn the_server_of_this_app_is_left_out_and_one_with_an_account_says_so() {
        let mut sightings = Sightings::default();
        sightings.seen("a", says("Mine", 1), ips(&["10.0.0.5"]), 7340);
        sightings.seen("b", says("Known", 2), ips(&["10.0.0.6"]), 7340);
        let account = AccountId(Uuid::nil());
        let known = [
            Known { key: Fingerprint([1; 32]), account, own: true },
            Known { key: Fingerprint([2; 32]), account, own: false },
        ];
        assert_eq!(names(&sightings, &known), ["Known"]);
        assert_eq!(sightings.servers(&known)[0].account, Some(account));
    }

    #[test]
    fn a_flood_of_services_stays_within_bounds() {
        let mut sightings = Sightings::default();
        for n in 0..10_000_u32 {
            let mut said = says(&format!("server {n}"), 0);
            said.key.0[..4].copy_from_slice(&n.to_be_bytes());
            let many = (0..200).map(|last| IpAddr::from([10, 0, 0, last]));
            sightings.seen(&n.to_string(), said, many, 7340);
        }
        assert_eq!(sightings.seen.len(), KEPT);
        let servers = sightings.servers(&[]);
        assert_eq!(servers.len(), SHOWN);
        assert!(servers.iter().all(|server| server.link.len() < 512));
    }

    #[test]
    fn what_cannot_be_reached_is_not_shown() {
        let mut sightings = Sightings::default();
        for (at, address) in
            ["0.0.0.0", "255.255.255.255", "224.0.0.251", "::", "ff02::fb", "fe80::1"].iter().enumerate()
        {
            assert!(!sightings.seen(&at.to_string(), says("x", 1), ips(&[address]), 7340), "{address}");
        }
        assert!(!sightings.seen("no port", says("x", 1), ips(&["10.0.0.5"]), 0));
        assert!(sightings.servers(&[]).is_empty());
    }

    #[test]
    fn only_what_changed_is_news() {
        let mut sightings = Sightings::default();
        assert!(sightings.seen("a", says("Ann", 1), ips(&["10.0.0.5"]), 7340));
        assert!(!sightings.seen("a", says("Ann", 1), ips(&["10.0.0.5"]), 7340));
        assert!(sightings.seen("a", says("Anna", 1), ips(&["10.0.0.5"]), 7340));
        assert!(sightings.seen("a", says("Anna", 1), ips(&["fe80::1"]), 7340), "it has no address left");
        assert!(!sightings.gone("a"));
    }
}
