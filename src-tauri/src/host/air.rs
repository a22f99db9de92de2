//! Where servers are announced and looked for: on every network, unless the environment says less.

use hearth_proto::discovery::Air;

/// `HEARTH_DISCOVERY=INTERFACE` or `INTERFACE:PORT` keeps announcements and looking around to one network of this
/// computer, such as `eth1`, or `lo` for nothing beyond it.
const VARIABLE: &str = "HEARTH_DISCOVERY";

/// What the environment says, or every network.
#[must_use]
pub fn air() -> Air {
    std::env::var(VARIABLE).ok().as_deref().map_or_else(Air::default, read)
}

fn read(text: &str) -> Air {
    let usual = Air::default();
    let (name, port) = match text.rsplit_once(':').map(|(name, port)| (name, port.parse())) {
        Some((name, Ok(port))) => (name, port),
        // Names of aliases hold a colon too.
        Some((_, Err(_))) | None => (text, usual.port),
    };
    let interface = (!name.is_empty()).then(|| name.to_owned());
    Air { port, interface }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_can_be_named_with_or_without_a_port() {
        let on = |name: &str, port| Air { port, interface: Some(name.into()) };
        assert_eq!(read("eth1"), on("eth1", 5353));
        assert_eq!(read("lo:5454"), on("lo", 5454));
        assert_eq!(read("eth0:home"), on("eth0:home", 5353));
        assert_eq!(read(""), Air::default());
    }
}
