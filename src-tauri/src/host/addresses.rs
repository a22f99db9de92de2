//! The addresses of this computer that others may reach, best first.

use std::net::{IpAddr, Ipv4Addr, TcpListener};

use if_addrs::Interface;

/// Names of interfaces that lead to containers and virtual machines on this computer, not to people.
const INWARD: [&str; 7] = ["docker", "veth", "br-", "virbr", "lxc", "lxd", "podman"];
/// A link grows with every address, and nobody has more ways in than this.
const MOST: usize = 6;

/// What to put into invites: the home network first, then other networks, then IPv6. Empty without a network.
#[must_use]
pub fn reachable() -> Vec<String> {
    match if_addrs::get_if_addrs() {
        Ok(interfaces) => pick(&interfaces),
        Err(error) => {
            tracing::warn!(%error, "the addresses of this computer are not known");
            Vec::new()
        }
    }
}

fn pick(interfaces: &[Interface]) -> Vec<String> {
    let mut found: Vec<(u8, IpAddr)> = interfaces
        .iter()
        .filter(|interface| !INWARD.iter().any(|name| interface.name.starts_with(name)))
        .filter_map(|interface| Some((rank(interface.ip())?, interface.ip())))
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, ip)| ip.to_string()).collect()
}

/// Lower is better; None for addresses that others cannot use.
fn rank(ip: IpAddr) -> Option<u8> {
    match ip {
        IpAddr::V4(ip) if ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() => None,
        IpAddr::V4(ip) if ip.is_private() => Some(0),
        IpAddr::V4(ip) if is_shared(ip) => Some(2),
        IpAddr::V4(_) => Some(1),
        // Link-local ones mean nothing without the name of the reader's own interface.
        IpAddr::V6(ip) if ip.is_loopback() || ip.is_unicast_link_local() || ip.is_unspecified() => None,
        IpAddr::V6(ip) if ip.is_unique_local() => Some(4),
        IpAddr::V6(_) => Some(3),
    }
}

/// 100.64.0.0/10 (RFC 6598): providers' own networks, and what private overlay networks hand out.
fn is_shared(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    a == 100 && (64..128).contains(&b)
}

/// A free port near the wanted one. Another program may take it before it is used; then there is the next offer.
#[must_use]
pub fn free_port_near(wanted: u16) -> Option<u16> {
    (wanted.saturating_add(1)..=wanted.saturating_add(50)).find(|port| TcpListener::bind(("0.0.0.0", *port)).is_ok())
}

#[cfg(test)]
mod tests {
    use if_addrs::{IfAddr, Ifv4Addr, Ifv6Addr};

    use super::*;

    fn interface(name: &str, ip: &str) -> Interface {
        let addr = match ip.parse().expect("ip") {
            IpAddr::V4(ip) => IfAddr::V4(Ifv4Addr { ip, netmask: ip, prefixlen: 24, broadcast: None }),
            IpAddr::V6(ip) => IfAddr::V6(Ifv6Addr { ip, netmask: ip, prefixlen: 64, broadcast: None }),
        };
        Interface { name: name.into(), addr, index: None, oper_status: if_addrs::IfOperStatus::Up, is_p2p: false }
    }

    #[test]
    fn the_home_network_comes_first_and_what_others_cannot_reach_is_left_out() {
        let found = pick(&[
            interface("lo", "127.0.0.1"),
            interface("tailscale0", "100.100.1.2"),
            interface("wlan0", "fe80::1"),
            interface("wlan0", "2001:db8::7"),
            interface("docker0", "172.17.0.1"),
            interface("wlan0", "192.168.1.20"),
            interface("eth0", "203.0.113.9"),
        ]);
        assert_eq!(found, ["192.168.1.20", "203.0.113.9", "100.100.1.2", "2001:db8::7"]);
    }

    #[test]
    fn an_offered_port_is_free() {
        let taken = TcpListener::bind(("0.0.0.0", 0)).expect("bound");
        let port = taken.local_addr().expect("address").port();
        let offered = free_port_near(port).expect("a port");
        assert_ne!(offered, port);
        TcpListener::bind(("0.0.0.0", offered)).expect("free");
    }
}
