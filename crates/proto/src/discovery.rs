//! How a server makes itself known on its own network: what an announcement says, and how that is written into the
//! strings of a DNS-SD TXT record (RFC 6763, section 6). What comes from the network may say anything, so it is read
//! with bounds here, and whatever is no announcement is None.

use std::fmt::Write as _;

use crate::link::Fingerprint;

/// The service type that servers announce and clients look for.
pub const SERVICE: &str = "_hearth._tcp.local.";

/// The usual port of multicast DNS (RFC 6762, section 3).
pub const MULTICAST_PORT: u16 = 5353;

/// Characters of a name, as people's names are bounded too.
const NAME_CHARS: usize = 64;

/// Bytes of a name. One string of a TXT record holds 255, its key included.
const NAME_BYTES: usize = 200;

/// Subprotocols that are read from one announcement; nobody speaks more.
const PROTOCOLS: usize = 8;

/// Where announcements are made and looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Air {
    pub port: u16,
    /// The name of the only interface to use. None: every network of this computer.
    pub interface: Option<String>,
}

impl Default for Air {
    fn default() -> Self {
        Self { port: MULTICAST_PORT, interface: None }
    }
}

/// What a server says of itself to everybody on its network. It names no person and carries no invite.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// What the server is called.
    pub name: String,
    /// The server's key. Whoever follows the announcement accepts this key and no other.
    pub key: Fingerprint,
    /// The subprotocols it speaks.
    pub protocols: Vec<String>,
    /// Whether one may join without an invite.
    pub open: bool,
}

impl Announcement {
    /// The keys and values of the TXT record, each pair well below 255 bytes.
    #[must_use]
    pub fn to_txt(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", shortened(&self.name)),
            ("key", self.key.to_string()),
            ("proto", self.protocols.join(",")),
            ("join", if self.open { "open" } else { "invite" }.to_owned()),
        ]
    }

    /// Reads an announcement from the values of a TXT record. None: it names no server or no key.
    pub fn from_txt<'a>(value: impl Fn(&str) -> Option<&'a [u8]>) -> Option<Self> {
        let text = |key| value(key).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let name = shortened(text("name")?);
        let key = text("key")?.parse().ok()?;
        let plain = |protocol: &&str| {
            (1..=32).contains(&protocol.len())
                && protocol.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        };
        let protocols = text("proto").unwrap_or_default().split(',').filter(plain).take(PROTOCOLS);
        let protocols: Vec<String> = protocols.map(str::to_owned).collect();
        // Whoever says nothing that is known here is taken for the more careful one.
        let open = text("join") == Some("open");
        (!name.is_empty() && !protocols.is_empty()).then_some(Self { name, key, protocols, open })
    }

    /// The name of this server among all services of the network: made from the key, so that two servers of the same
    /// name do not meet, and so that it says nothing about the computer.
    #[must_use]
    pub fn instance(&self) -> String {
        let mut instance = String::from("hearth-");
        for byte in self.key.0.iter().take(8) {
            // Writing into a String does not fail.
            let _ = write!(instance, "{byte:02x}");
        }
        instance
    }
}

/// A name that fits and shows what it is: without control characters and marks that nobody sees (they could turn the
/// words around it), without runs of spaces, and cut at a character.
fn shortened(name: &str) -> String {
    let mut short = String::new();
    for word in name.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word = word.chars().filter(|c| !is_invisible(*c));
        for (at, c) in word.enumerate() {
            let space = at == 0 && !short.is_empty();
            let bytes = short.len() + c.len_utf8() + usize::from(space);
            if bytes > NAME_BYTES || short.chars().count() + usize::from(space) >= NAME_CHARS {
                return short;
            }
            if space {
                short.push(' ');
            }
            short.push(c);
        }
    }
    short
}

/// Marks of direction, joiners of zero width and other characters without a shape (Unicode's category Cf, as far as it
/// could mislead), and private ones.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn announcement(name: &str) -> Announcement {
        let key = Fingerprint(std::array::from_fn(|at| u8::try_from(at * 7 % 256).expect("small")));
        Announcement { name: name.into(), key, protocols: vec![crate::SUBPROTOCOL.into()], open: false }
    }

    fn read(pairs: &[(&str, &[u8])]) -> Option<Announcement> {
        let pairs: HashMap<&str, &[u8]> = pairs.iter().copied().collect();
        Announcement::from_txt(|key| pairs.get(key).copied())
    }

    fn named(name: &[u8]) -> Option<String> {
        let key = announcement("").key.to_string();
        read(&[("name", name), ("key", key.as_bytes()), ("proto", b"hearth.v1")]).map(|found| found.name)
    }

    #[test]
    fn an_announcement_reads_back_as_written() {
        for open in [false, true] {
            let written = Announcement { open, ..announcement("Room 204 · 高一二班") };
            let txt = written.to_txt();
            let read = Announcement::from_txt(|key| txt.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_bytes()));
            assert_eq!(read, Some(written));
        }
    }

    #[test]
    fn every_string_fits_into_a_txt_record_however_long_the_name() {
        for name in ["围".repeat(64), "🔥".repeat(200), "a".repeat(10_000)] {
            for (key, value) in announcement(&name).to_txt() {
                assert!(key.len() + 1 + value.len() <= 255, "{key}");
            }
        }
    }

    #[test]
    fn names_from_the_network_are_short_and_show_what_they_are() {
        assert_eq!(named(b"Ann's laptop").as_deref(), Some("Ann's laptop"));
        assert_eq!(named(b"  a \x00\n\t b\x1b[31m ").as_deref(), Some("a b [31m"));
        assert_eq!(named("bank\u{202e}gpj\u{200b}".as_bytes()).as_deref(), Some("bankgpj"));
        assert_eq!(named("<b>&amp;".as_bytes()).as_deref(), Some("<b>&amp;"));
        assert_eq!(named("é".repeat(300).as_bytes()).map(|name| name.chars().count()), Some(64));
        assert!(named("🔥".repeat(60).as_bytes()).is_some_and(|name| name.len() <= 200));
    }

    #[test]
    fn what_is_no_announcement_is_none() {
        let key = announcement("").key.to_string();
        let key = key.as_bytes();
        assert_eq!(read(&[]), None);
        assert_eq!(named(b""), None);
        assert_eq!(named("\u{200b}\u{202e} \n".as_bytes()), None);
        assert_eq!(named(b"\xff\xfe"), None, "not UTF-8");
        assert_eq!(read(&[("name", b"a"), ("proto", b"hearth.v1")]), None, "no key");
        assert_eq!(read(&[("name", b"a"), ("key", b"short"), ("proto", b"hearth.v1")]), None);
        assert_eq!(read(&[("name", b"a"), ("key", &[b'A'; 200]), ("proto", b"hearth.v1")]), None);
        assert_eq!(read(&[("name", b"a"), ("key", key)]), None, "no protocol");
        assert_eq!(read(&[("name", b"a"), ("key", key), ("proto", b"\x00,,<x>")]), None);
    }

    #[test]
    fn only_the_word_open_opens() {
        let key = announcement("").key.to_string();
        for (join, open) in [(&b"open"[..], true), (b"OPEN", false), (b"invite", false), (b"", false), (b"\xff", false)]
        {
            let pairs = [("name", &b"a"[..]), ("key", key.as_bytes()), ("proto", b"hearth.v1"), ("join", join)];
            assert_eq!(read(&pairs).map(|found| found.open), Some(open));
        }
    }

    #[test]
    fn protocols_are_few_and_plain() {
        let key = announcement("").key.to_string();
        let many = vec!["hearth.v9"; 25].join(",");
        let pairs = [("name", &b"a"[..]), ("key", key.as_bytes()), ("proto", many.as_bytes())];
        assert_eq!(read(&pairs).map(|found| found.protocols.len()), Some(PROTOCOLS));
    }

    #[test]
    fn the_instance_is_made_from_the_key_alone() {
        assert_eq!(announcement("Ann's laptop").instance(), "hearth-00070e151c232a31");
        assert_eq!(announcement("a").instance(), announcement("b").instance());
    }
}
