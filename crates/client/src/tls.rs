//! How the client decides that a server is the right one: by the key in the invite, or by the system's authorities.
//! It makes TLS configurations; it opens no sockets.

use std::sync::Arc;

use hearth_proto::link::{Fingerprint, Security};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use sha2::{Digest, Sha256};

/// The TLS configuration for a server. None for [`Security::Plain`], which is allowed for loopback only.
///
/// # Errors
/// When the system's store of authorities cannot be read.
pub fn config(security: Security) -> Result<Option<Arc<ClientConfig>>, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match security {
        Security::Plain => return Ok(None),
        Security::Pinned(fingerprint) => Arc::new(Pinned { fingerprint, provider: provider.clone() }),
        Security::Authorities => Arc::new(rustls_platform_verifier::Verifier::new(provider.clone())?),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Some(Arc::new(config)))
}

/// The fingerprint of the key in a certificate: SHA-256 over its SubjectPublicKeyInfo, as RFC 7469 pins keys.
///
/// # Errors
/// When the certificate cannot be read.
pub fn fingerprint(certificate: &CertificateDer<'_>) -> Result<Fingerprint, rustls::Error> {
    let parsed = webpki::EndEntityCert::try_from(certificate)
        .map_err(|_| rustls::Error::InvalidCertificate(CertificateError::BadEncoding))?;
    Ok(Fingerprint(Sha256::digest(parsed.subject_public_key_info().as_ref()).into()))
}

/// Accepts one key and no other, whoever signed its certificate and whatever name or date it carries: the fingerprint
/// came with the invite, over a channel that people trust. Proof that the server holds the key is still demanded,
/// by the signature checks that are left to the provider.
#[derive(Debug)]
struct Pinned {
    fingerprint: Fingerprint,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        // Both sides are public, so the comparison need not take constant time.
        if fingerprint(end_entity)? == self.fingerprint {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
