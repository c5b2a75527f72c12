//! How a guest and a host find out over a connection whether both mean the same spoken code, and nobody else does: SPAKE2,
//! with the keys of both as their identities. Whoever sits between the two has another key than the host, so that with
//! them it fails. Whoever does not know the code learns nothing but that their one guess was wrong.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use spake2::{Ed25519Group, Identity, Password, Spake2};

use super::Fingerprint;
use super::spoken_code::SpokenCode;

/// Bytes of a length that is known, written in base64 as in links.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

/// What one side tells the other of its half of the key. It shows nothing of the code.
pub type Share = Bytes<33>;

/// That whoever sends it has the same key, and so the same code.
pub type Proof = Bytes<32>;

/// Which side someone is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whoever was told the code, and begins.
    Guest,
    /// Whoever made it.
    Host,
}

/// An exchange that is under way on one side.
pub struct Exchange {
    side: Side,
    half: Spake2<Ed25519Group>,
}

/// What both sides have where both mean the same code.
#[derive(Debug)]
pub struct Agreed {
    side: Side,
    key: hmac::Key,
}

/// What the other side sent is no share.
#[derive(Debug, thiserror::Error)]
#[error("The other side sent something else than it should.")]
pub struct NoShare;

impl Exchange {
    /// Begins one with a guest or a host who have these keys. What is given beside it is for the other side.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn begin(
        side: Side,
        code: SpokenCode,
        guest: Fingerprint,
        host: Fingerprint,
    ) -> Result<(Self, Share), NoShare> {
        let password = Password::new(code.secret());
        let (guest, host) = (Identity::new(&guest.0), Identity::new(&host.0));
        let (half, share) = match side {
            Side::Guest => Spake2::start_a(&password, &guest, &host),
            Side::Host => Spake2::start_b(&password, &guest, &host),
        };
        Ok((Self { side, half }, Bytes(share.try_into().map_err(|_| NoShare)?)))
    }

    /// Ends it with what the other side sent. Whether both mean the same code shows in the proofs.
    ///
    /// # Errors
    /// It is no share.
    pub fn agree(self, theirs: &Share) -> Result<Agreed, NoShare> {
        let key = self.half.finish(&theirs.0).map_err(|_| NoShare)?;
        Ok(Agreed { side: self.side, key: hmac::Key::new(hmac::HMAC_SHA256, &key) })
    }
}

impl Agreed {
    /// Proves to the other side that this one means the same code.
    #[must_use]
    pub fn proof(&self) -> Proof {
        let mut proof = [0; 32];
        proof.copy_from_slice(hmac::sign(&self.key, label(self.side)).as_ref());
        Bytes(proof)
    }

    /// Whether the other side proves the same.
    #[must_use]
    pub fn is_proved(&self, theirs: &Proof) -> bool {
        let other = match self.side {
            Side::Guest => Side::Host,
            Side::Host => Side::Guest,
        };
        hmac::verify(&self.key, label(other), &theirs.0).is_ok()
    }
}

/// What each side signs: not the same, so that neither can send back what it got.
const fn label(side: Side) -> &'static [u8] {
    match side {
        Side::Guest => b"parlor code guest",
        Side::Host => b"parlor code host",
    }
}

impl<const N: usize> fmt::Debug for Bytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({N})")
    }
}

impl<const N: usize> Serialize for Bytes<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom(format_args!("{N} bytes in base64 are wanted here")))
    }
}
