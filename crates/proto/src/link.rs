//! Links that open Hearth: `hearth://HOST:PORT/j/CODE?k=FINGERPRINT`.
//!
//! The path says what the link does: `/j/CODE` joins with an invite, `/d/CODE` signs in a second device,
//! `/m/CONVERSATION/MESSAGE` shows a message to those who can read it, `/` only names a server. `k` is the server's key fingerprint; `a` (repeatable) names further addresses of the same server;
//! `tls=off` is allowed for loopback only.

use std::{fmt, net::IpAddr, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::id::{ConversationId, MessageId};

/// The SHA-256 of a server's public key (its SubjectPublicKeyInfo, DER), written base64url without padding.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(pub [u8; 32]);

/// Where a server is, and how to be sure it is the right one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Address {
    /// Host and port, tried in this order. The host is a name or an IP literal (IPv6 without brackets).
    pub hosts: Vec<HostPort>,
    pub security: Security,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct HostPort {
    pub host: String,
    pub port: u16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS; the key must have this fingerprint, whoever signed the certificate.
    Pinned(Fingerprint),
    /// TLS with a certificate that the system's authorities vouch for.
    Authorities,
    /// No TLS; loopback only.
    Plain,
}

/// A parsed link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub address: Address,
    pub purpose: Purpose,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Join with this invite code.
    Join(String),
    /// Sign in a second device with this code.
    Device(String),
    /// Show this message; it says nothing to those who cannot read it.
    Message(ConversationId, MessageId),
    /// Only where the server is.
    Server,
}

/// Why a text is no link of Hearth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkError {
    #[error("a Hearth link starts with hearth://")]
    Scheme,
    #[error("the link names no server")]
    Host,
    #[error("the link's port is no number from 1 to 65535")]
    Port,
    #[error("the link says neither join nor device, or its code is missing")]
    Purpose,
    #[error("the link's key fingerprint is damaged")]
    Fingerprint,
    #[error("without TLS only this computer itself can be reached")]
    PlainBeyondLoopback,
}

impl Address {
    /// Whether every host is this computer itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.hosts.iter().all(|at| at.host == "localhost" || at.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()))
    }
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let rest = text.trim().strip_prefix("hearth://").ok_or(LinkError::Scheme)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let mut hosts = vec![host.parse()?];
        let mut security = Security::Authorities;
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match key {
                "k" => security = Security::Pinned(value.parse()?),
                "a" => hosts.push(value.parse()?),
                "tls" if value == "off" => security = Security::Plain,
                _ => {} // Later versions may say more.
            }
        }
        let address = Address { hosts, security };
        if security == Security::Plain && !address.is_loopback() {
            return Err(LinkError::PlainBeyondLoopback);
        }
        let purpose = match path.trim_end_matches('/').split_once('/') {
            Some(("j", code)) if is_code(code) => Purpose::Join(code.to_owned()),
            Some(("d", code)) if is_code(code) => Purpose::Device(code.to_owned()),
            Some(("m", place)) => message(place).ok_or(LinkError::Purpose)?,
            None if path.is_empty() => Purpose::Server,
            _ => return Err(LinkError::Purpose),
        };
        Ok(Self { address, purpose })
    }
}

fn message(place: &str) -> Option<Purpose> {
    let (conversation, message) = place.split_once('/')?;
    Some(Purpose::Message(conversation.parse().ok()?, message.parse().ok()?))
}

fn is_code(code: &str) -> bool {
    (1..=128).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hosts = self.address.hosts.iter();
        f.write_str("hearth://")?;
        if let Some(first) = hosts.next() {
            first.fmt(f)?;
        }
        match &self.purpose {
            Purpose::Join(code) => write!(f, "/j/{code}")?,
            Purpose::Device(code) => write!(f, "/d/{code}")?,
            Purpose::Message(conversation, message) => write!(f, "/m/{conversation}/{message}")?,
            Purpose::Server => f.write_str("/")?,
        }
        let mut mark = '?';
        match self.address.security {
            Security::Pinned(fingerprint) => {
                write!(f, "{mark}k={fingerprint}")?;
                mark = '&';
            }
            Security::Plain => {
                write!(f, "{mark}tls=off")?;
                mark = '&';
            }
            Security::Authorities => {}
        }
        for host in hosts {
            write!(f, "{mark}a={host}")?;
            mark = '&';
        }
        Ok(())
    }
}

impl FromStr for HostPort {
    type Err = LinkError;

    /// `host`, `host:port`, `[ipv6]` or `[ipv6]:port`; the default port where none is said.
    fn from_str(text: &str) -> Result<Self, LinkError> {
        let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((ip, rest)) => {
                ip.parse::<std::net::Ipv6Addr>().map_err(|_| LinkError::Host)?;
                (ip, rest.strip_prefix(':').or(if rest.is_empty() { None } else { Some("?") }))
            }
            None => match text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        if host.is_empty() || host.len() > 253 || !host.chars().all(plain) {
            return Err(LinkError::Host);
        }
        let port = match port {
            Some(port) => port.parse().ok().filter(|port| *port != 0).ok_or(LinkError::Port)?,
            None => crate::DEFAULT_PORT,
        };
        Ok(Self { host: host.to_owned(), port })
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl fmt::Display for Fingerprint {
    /// Base64url without padding: 43 characters (RFC 4648, section 5).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.chunks(3) {
            let value =
                chunk.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for at in 0..=chunk.len() {
                let digit = (value >> (18 - 6 * at)) & 63;
                // A six-bit number always has its place in the alphabet of 64.
                #[allow(clippy::indexing_slicing)]
                write!(f, "{}", char::from(ALPHABET[digit as usize]))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let mut bytes = Vec::with_capacity(32);
        let (mut held, mut bits) = (0_u32, 0);
        for c in text.bytes() {
            let digit = ALPHABET.iter().position(|a| *a == c).ok_or(LinkError::Fingerprint)?;
            held = held << 6 | u32::try_from(digit).map_err(|_| LinkError::Fingerprint)?;
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(held >> bits & 0xff).map_err(|_| LinkError::Fingerprint)?);
            }
            held &= 0xff;
        }
        bytes.try_into().map(Self).map_err(|_| LinkError::Fingerprint)
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = LinkError;

    fn try_from(text: String) -> Result<Self, LinkError> {
        text.parse()
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint() -> Fingerprint {
        Fingerprint(std::array::from_fn(|at| u8::try_from(at * 7 % 256).expect("small")))
    }

    #[test]
    fn links_read_back_as_written() {
        let hosts = |text: &[&str]| text.iter().map(|t| t.parse().expect("host")).collect::<Vec<HostPort>>();
        let links = [
            Link {
                address: Address {
                    hosts: hosts(&["lena-desk.local:7340", "192.168.1.5:7340", "[fe80::1]:81"]),
                    security: Security::Pinned(fingerprint()),
                },
                purpose: Purpose::Join("Kt4-x_9".into()),
            },
            Link {
                address: Address { hosts: hosts(&["chat.example.org:443"]), security: Security::Authorities },
                purpose: Purpose::Server,
            },
            Link {
                address: Address { hosts: hosts(&["127.0.0.1:9", "[::1]:9"]), security: Security::Plain },
                purpose: Purpose::Device("a".into()),
            },
            Link {
                address: Address { hosts: hosts(&["lena.local:7340"]), security: Security::Pinned(fingerprint()) },
                purpose: Purpose::Message(ConversationId(uuid::Uuid::nil()), MessageId(uuid::Uuid::max())),
            },
        ];
        for link in links {
            assert_eq!(link.to_string().parse(), Ok(link));
        }
    }

    #[test]
    fn damaged_links_say_what_is_wrong() {
        let cases = [
            ("", LinkError::Scheme),
            ("https://x/j/a", LinkError::Scheme),
            ("hearth://", LinkError::Host),
            ("hearth:///j/a", LinkError::Host),
            ("hearth://a b/j/a", LinkError::Host),
            ("hearth://x:0/j/a", LinkError::Port),
            ("hearth://x:70000/j/a", LinkError::Port),
            ("hearth://[::1]x/j/a", LinkError::Port),
            ("hearth://x/j/", LinkError::Purpose),
            ("hearth://x/q/a", LinkError::Purpose),
            ("hearth://x/j/a?k=short", LinkError::Fingerprint),
            ("hearth://x/j/a?k=****", LinkError::Fingerprint),
            ("hearth://example.org/j/a?tls=off", LinkError::PlainBeyondLoopback),
            ("hearth://127.0.0.1/j/a?tls=off&a=example.org", LinkError::PlainBeyondLoopback),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Link>(), Err(error), "{text}");
        }
    }
}
