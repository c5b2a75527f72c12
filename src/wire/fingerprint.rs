//! The fingerprint of a key: what a guest pins, as bytes, as text for links, and as words for people to compare.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::pki_types::CertificateDer;

/// The SHA-256 of a public key (its SubjectPublicKeyInfo, so that a new certificate for the same key is the same).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

/// How many words show a fingerprint: 88 bits, more than anyone can search for a look-alike.
const WORDS: usize = 8;

impl Fingerprint {
    /// The fingerprint of a public key in DER.
    #[must_use]
    pub fn of_key(public_key: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, public_key);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.as_ref());
        Self(bytes)
    }

    /// The fingerprint of the key in a certificate.
    ///
    /// # Errors
    /// The certificate can't be read.
    pub fn of_certificate(certificate: &CertificateDer<'_>) -> Result<Self, rustls::Error> {
        let parsed = rustls::server::ParsedCertificate::try_from(certificate)?;
        Ok(Self::of_key(&parsed.subject_public_key_info()))
    }

    /// The fingerprint in words, for people to compare over the phone or across a table.
    #[must_use]
    pub fn words(&self) -> String {
        let list = bip39::Language::English.word_list();
        let mut bits = 0_u32;
        let mut held = 0;
        let mut words = Vec::with_capacity(WORDS);
        for byte in self.0 {
            bits = bits << 8 | u32::from(byte);
            held += 8;
            if held >= 11 {
                held -= 11;
                words.push(list[(bits >> held) as usize & 0x7ff]);
                bits &= (1 << held) - 1;
            }
            if words.len() == WORDS {
                break;
            }
        }
        words.join(" ")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// A text that is no fingerprint.
#[derive(Debug, thiserror::Error)]
#[error("This is not a fingerprint. A fingerprint has 43 letters and digits.")]
pub struct NotAFingerprint;

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAFingerprint)?;
        bytes.try_into().map(Self).map_err(|_| NotAFingerprint)
    }
}

impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
