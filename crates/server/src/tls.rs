//! The server's key and certificate: made by itself or given by the operator, and the fingerprint that links carry.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use hearth_proto::link::Fingerprint;
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use sha2::{Digest, Sha256};

/// How lines are protected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tls {
    /// Not at all; loopback only.
    Off,
    /// A key of its own, kept in the data directory. Links carry its fingerprint.
    SelfSigned,
    /// A certificate that clients' systems trust, as PEM files.
    Files { cert: PathBuf, key: PathBuf },
}

/// Why there is no usable key or certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{0} cannot be read: {1}")]
    Read(PathBuf, io::Error),
    #[error("{0} holds no usable certificate or key")]
    Pem(PathBuf),
    #[error("certificate and key do not fit: {0}")]
    Rustls(#[from] rustls::Error),
    #[error("the certificate could not be made: {0}")]
    Make(#[from] rcgen::Error),
    #[error("the certificate is damaged")]
    Damaged,
}

/// What the listener needs, and what links say.
#[derive(Clone, Debug)]
pub struct Identity {
    pub config: Arc<ServerConfig>,
    pub fingerprint: Fingerprint,
}

/// Loads or makes the identity. None when lines are plain.
///
/// # Errors
/// Files cannot be read or do not fit.
pub fn identity(tls: &Tls, dir: &Path) -> Result<Option<Identity>, TlsError> {
    let (chain, key) = match tls {
        Tls::Off => return Ok(None),
        Tls::SelfSigned => {
            let key = own_key(dir)?;
            (vec![own_certificate(&key)?], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        }
        Tls::Files { cert, key } => (read_chain(cert)?, read_key(key)?),
    };
    let fingerprint = fingerprint(chain.first().ok_or(TlsError::Damaged)?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(Identity { config: Arc::new(config), fingerprint }))
}

/// The key stays for ever, so that links stay good; the certificate around it is made anew at every start.
fn own_key(dir: &Path) -> Result<KeyPair, TlsError> {
    let path = dir.join("key.pem");
    let read = |error| TlsError::Read(path.clone(), error);
    match fs::read_to_string(&path) {
        Ok(pem) => KeyPair::from_pem(&pem).map_err(|_| TlsError::Pem(path.clone())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = KeyPair::generate()?;
            let new = dir.join("key.pem.new");
            write_secret(&new, key.serialize_pem().as_bytes()).map_err(read)?;
            fs::rename(&new, &path).map_err(read)?;
            Ok(key)
        }
        Err(error) => Err(read(error)),
    }
}

/// Readable by the server's own user only, from the first byte.
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn own_certificate(key: &KeyPair) -> Result<CertificateDer<'static>, TlsError> {
    let mut params = CertificateParams::new(vec!["hearth.local".into(), "localhost".into()])?;
    params.distinguished_name.push(DnType::CommonName, "Hearth");
    Ok(params.self_signed(key)?.der().clone())
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let pem = fs::read(path).map_err(|error| TlsError::Read(path.to_owned(), error))?;
    let chain = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(|| TlsError::Pem(path.to_owned()))
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let pem = fs::read(path).map_err(|error| TlsError::Read(path.to_owned(), error))?;
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| TlsError::Pem(path.to_owned()))
}

fn fingerprint(certificate: &CertificateDer<'_>) -> Result<Fingerprint, TlsError> {
    let parsed = webpki::EndEntityCert::try_from(certificate).map_err(|_| TlsError::Damaged)?;
    Ok(Fingerprint(Sha256::digest(parsed.subject_public_key_info()).into()))
}
