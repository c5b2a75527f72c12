//! TLS 1.3 on both sides: each shows a key, and the guest pins the house's. No authorities, no names, no tickets.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
    version::TLS13,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::carriage::{Carriage, Origin, Stream};
use super::{Fingerprint, Identity};

/// Why there is no secure line.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The house has another key than it had.
    #[error(
        "The key has changed. Somebody else may be answering at this address.\n\
         Before: {}\nNow:    {}\n\
         Ask the host which words are right. If the new ones are, forget the old key and join again.",
        .expected.words(), .found.words()
    )]
    KeyChanged {
        /// The key that was pinned.
        expected: Fingerprint,
        /// The key that was shown.
        found: Fingerprint,
    },
    /// The other end does not speak TLS 1.3, or not as it should.
    #[error("{}", broken(.0))]
    Broken(#[from] std::io::Error),
    /// The other end showed no key.
    #[error("What answers there is not Parlor. Check the address and port.")]
    NoKey,
    /// Our own key can't be used.
    #[error("Your key can't be used. Put the right key file back.")]
    Setup(#[from] Error),
}

/// Whether something else answers than Parlor, or the line was cut before it was secure.
fn broken(error: &std::io::Error) -> &'static str {
    tracing::debug!(%error, "no secure line");
    match error.kind() {
        std::io::ErrorKind::InvalidData => "What answers there is not Parlor. Check the address and port.",
        _ => "The connection was lost before it was secure. Try again.",
    }
}

/// The host's side: takes in guests under one identity.
#[derive(Clone)]
pub struct Reception {
    acceptor: TlsAcceptor,
}

impl Reception {
    /// Prepares to take in guests.
    ///
    /// # Errors
    /// The identity can't be used.
    pub fn new(identity: &Identity) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[&TLS13])?
            .with_client_cert_verifier(Arc::new(AnyKey(provider)))
            .with_single_cert(identity.chain(), identity.private_key())?;
        // Connections here last for hours: resuming one saves nothing, and tickets cost memory and a write each.
        config.alpn_protocols = vec![PARLOR.to_vec(), IRC.to_vec()];
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// Takes in one guest.
    ///
    /// # Errors
    /// It does not speak TLS as it should, or shows a key that is none.
    pub async fn receive<S: Stream>(&self, stream: S) -> Result<Received<S>, TlsError> {
        let stream = self.acceptor.accept(stream).await?;
        let session = stream.get_ref().1;
        let key = session.peer_certificates().map(|chain| first_key(Some(chain))).transpose()?;
        let announced = match session.alpn_protocol() {
            Some(PARLOR) => Some(Announced::Parlor),
            Some(IRC) => Some(Announced::Irc),
            _ => None,
        };
        Ok(Received { stream, key, announced })
    }
}

/// What Parlor calls its own language in a handshake (ALPN).
const PARLOR: &[u8] = b"parlor";

/// What IRC is called there.
const IRC: &[u8] = b"irc";

/// A language that was announced in the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announced {
    /// Parlor's own.
    Parlor,
    /// IRC.
    Irc,
}

/// A guest with whom the line is secure.
#[derive(Debug)]
pub struct Received<S> {
    /// The bytes.
    pub stream: TlsStream<S>,
    /// The key they proved to have, if they showed one.
    pub key: Option<Fingerprint>,
    /// What they said they speak, if they did.
    pub announced: Option<Announced>,
}

/// Which key a guest takes for the house's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// This one and no other.
    To(Fingerprint),
    /// Whichever it shows; the caller pins it from then on.
    FirstUse,
}

/// The guest's side: goes up to a house and makes sure that it is the right one.
///
/// # Errors
/// It is not, or does not speak TLS as it should.
pub async fn approach<S>(stream: S, from: Origin, me: &Identity, pin: Pin) -> Result<Carriage, TlsError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let provider = Arc::new(ring::default_provider());
    let pinned = Arc::new(Pinned { pin, found: OnceLock::new(), provider: Arc::clone(&provider) });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&pinned) as Arc<dyn ServerCertVerifier>)
        .with_client_auth_cert(me.chain(), me.private_key())?;
    config.alpn_protocols = vec![PARLOR.to_vec()];
    config.enable_sni = false;
    config.resumption = rustls::client::Resumption::disabled();
    // The name is neither sent nor checked: the key is what counts.
    let name = ServerName::try_from("parlor").map_err(|_| TlsError::NoKey)?;
    let stream = match TlsConnector::from(Arc::new(config)).connect(name, stream).await {
        Ok(stream) => stream,
        Err(error) => {
            return Err(match (pin, pinned.found.get()) {
                (Pin::To(expected), Some(found)) if expected != *found => {
                    TlsError::KeyChanged { expected, found: *found }
                }
                _ => TlsError::Broken(error),
            });
        }
    };
    let peer = first_key(stream.get_ref().1.peer_certificates())?;
    Ok(Carriage { stream: Box::new(stream), peer, from })
}

fn first_key(chain: Option<&[CertificateDer<'_>]>) -> Result<Fingerprint, TlsError> {
    let certificate = chain.and_then(|chain| chain.first()).ok_or(TlsError::NoKey)?;
    Ok(Fingerprint::of_certificate(certificate)?)
}

/// Any guest's key will do: what it may do is decided by the house, once it is proved to be its own. Whoever speaks another
/// language than Parlor's need not have one.
#[derive(Debug)]
struct AnyKey(Arc<CryptoProvider>);

impl ClientCertVerifier for AnyKey {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Fingerprint::of_certificate(certificate).map(|_| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::PeerIncompatible(rustls::PeerIncompatible::Tls12NotOffered))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The house's key and no other. Refused before the guest shows its own.
#[derive(Debug)]
struct Pinned {
    pin: Pin,
    found: OnceLock<Fingerprint>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let found = Fingerprint::of_certificate(certificate)?;
        let _ = self.found.set(found);
        match self.pin {
            Pin::To(expected) if expected != found => {
                Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
            }
            Pin::To(_) | Pin::FirstUse => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::PeerIncompatible(rustls::PeerIncompatible::Tls12NotOffered))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
