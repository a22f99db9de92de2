use std::sync::Arc;

use hearth_proto::link::Fingerprint;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::{ServerConfig, crypto::ring};
use tokio::{io::AsyncWriteExt, net::TcpListener};
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::socket;

const SHORT: Duration = Duration::from_millis(300);

fn at(port: u16, security: Security) -> Address {
    Address { hosts: vec![HostPort { host: "127.0.0.1".into(), port }], security }
}

async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    (listener, port)
}

/// A TLS server that answers every connection with these bytes. It lives as long as the test's runtime.
async fn tls_server(answer: &'static [u8]) -> (u16, Fingerprint) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["somewhere".to_owned()]).expect("made");
    let fingerprint = tls::fingerprint(cert.der()).expect("read");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], private(&signing_key))
        .expect("key fits");
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = TlsAcceptor::from(Arc::new(config.clone()));
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    stream.write_all(answer).await.ok();
                    stream.shutdown().await.ok();
                }
            });
        }
    });
    (port, fingerprint)
}

fn private(key: &KeyPair) -> rustls::pki_types::PrivateKeyDer<'static> {
    rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into())
}

async fn reason(address: Address) -> LineReason {
    socket::open(&address, SHORT).await.map(|_| ()).expect_err("no Hearth there")
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let (listener, port) = listener().await;
    drop(listener);
    assert_eq!(reason(at(port, Security::Plain)).await, LineReason::Refused);
}

#[tokio::test]
async fn the_right_key_is_accepted_whoever_signed_it() {
    let (port, fingerprint) = tls_server(b"").await;
    let (host, stream) = dial(&at(port, Security::Pinned(fingerprint)), LIMIT).await.expect("a stream");
    assert_eq!(host.port, port);
    assert!(matches!(stream, Stream::Tls(_)));
}

#[tokio::test]
async fn another_key_is_refused() {
    let (port, _) = tls_server(b"").await;
    let address = at(port, Security::Pinned(Fingerprint([7; 32])));
    assert_eq!(dial(&address, LIMIT).await.expect_err("refused"), LineReason::KeyChanged);
}

#[tokio::test]
async fn a_key_that_nobody_vouches_for_is_refused_without_a_pin() {
    let (port, _) = tls_server(b"").await;
    assert_eq!(dial(&at(port, Security::Authorities), LIMIT).await.expect_err("refused"), LineReason::HandshakeFailed);
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_no_hearth() {
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"220 mail.example.org ready for you\r\n").await.ok();
        }
    });
    assert_eq!(reason(at(port, Security::Pinned(Fingerprint([0; 32])))).await, LineReason::NotHearth);
}

#[tokio::test]
async fn a_web_server_without_hearth_is_no_hearth() {
    let (port, fingerprint) = tls_server(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(reason(at(port, Security::Pinned(fingerprint))).await, LineReason::NotHearth);
}

#[tokio::test]
async fn a_server_of_another_version_says_so() {
    let (port, fingerprint) = tls_server(b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(reason(at(port, Security::Pinned(fingerprint))).await, LineReason::WrongVersion);
}

#[tokio::test]
async fn a_server_that_says_nothing_times_out() {
    let (listener, port) = listener().await;
    let held = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
        }
    });
    assert_eq!(reason(at(port, Security::Pinned(Fingerprint([0; 32])))).await, LineReason::TimedOut);
    held.abort();
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_unreachable() {
    let host = HostPort { host: "nowhere.invalid".into(), port: 1 };
    let address = Address { hosts: vec![host], security: Security::Pinned(Fingerprint([0; 32])) };
    assert_eq!(dial(&address, LIMIT).await.expect_err("no such name"), LineReason::Unreachable);
}

#[tokio::test]
async fn without_tls_only_this_computer_is_dialled() {
    let host = HostPort { host: "192.0.2.1".into(), port: 1 };
    let address = Address { hosts: vec![host], security: Security::Plain };
    assert_eq!(dial(&address, LIMIT).await.expect_err("refused"), LineReason::HandshakeFailed);
}

#[tokio::test]
async fn a_later_address_leads_to_the_server_when_the_first_does_not() {
    let (gone, closed) = listener().await;
    drop(gone);
    let (port, fingerprint) = tls_server(b"").await;
    let hosts = [closed, port].map(|port| HostPort { host: "127.0.0.1".into(), port }).to_vec();
    let address = Address { hosts, security: Security::Pinned(fingerprint) };
    assert_eq!(dial(&address, LIMIT).await.expect("a stream").0.port, port);
}
