//! A relay: where two people meet who are both behind routers that open no port. Each connects to it, and it passes on what
//! it can't read. Where a house is found by one is known to every Parlor; going there is of the feature `anywhere`.
//!
//! TLS is spoken inside, with the same keys and the same pin as across a network: nothing of trust depends on the relay, nor
//! on what carries bytes over it. Only the relay that an invite or a host names is ever connected to. Nothing is published,
//! and nothing looked up but that relay's own name, of the system.

#[cfg(feature = "anywhere")]
mod dial;
#[cfg(feature = "anywhere")]
mod endpoint;
#[cfg(feature = "anywhere")]
mod listener;
#[cfg(feature = "anywhere")]
mod relayed_stream;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

#[cfg(feature = "anywhere")]
pub use dial::dial;
#[cfg(feature = "anywhere")]
pub use listener::{RelayError, RelayListener, Relayed};
#[cfg(feature = "anywhere")]
pub use relayed_stream::RelayedStream;

/// The longest address of a relay: an invite is scanned as well as sent.
const URL_BYTES: usize = 256;

/// Where a house is found by a relay.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RelayAddress {
    /// Who the house is there: a public key, and not the one that guests pin.
    pub id: RelayId,
    /// The relay.
    pub relay: RelayUrl,
}

/// Who someone is at a relay: an Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelayId(pub [u8; 32]);

/// A text that is no such key.
#[derive(Debug, thiserror::Error)]
#[error("This is not a key at a relay. Such a key has 43 letters and digits.")]
pub struct NotARelayId;

impl fmt::Display for RelayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for RelayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RelayId({self})")
    }
}

impl FromStr for RelayId {
    type Err = NotARelayId;

    fn from_str(text: &str) -> Result<Self, NotARelayId> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotARelayId)?;
        bytes.try_into().map(Self).map_err(|_| NotARelayId)
    }
}

/// The address of a relay: `https://` and a name, or `http://` for one that only tries things out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RelayUrl(Url);

/// A text that is no address of a relay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the address of a relay. Type it as https://relay.example.org.")]
pub struct NotARelay(String);

impl RelayUrl {
    /// Its name or IP address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole of it.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for RelayUrl {
    type Err = NotARelay;

    fn from_str(text: &str) -> Result<Self, NotARelay> {
        let url = Url::parse(text.trim()).ok();
        let is_relay = |url: &Url| {
            matches!(url.scheme(), "https" | "http")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
                && url.fragment().is_none()
                && url.as_str().len() <= URL_BYTES
        };
        url.filter(is_relay).map(Self).ok_or_else(|| NotARelay(text.to_owned()))
    }
}

impl fmt::Display for RelayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Where there is only a name, a slash says nothing.
        let text = self.0.as_str();
        let is_name = self.0.path() == "/" && self.0.query().is_none();
        f.write_str(if is_name { text.trim_end_matches('/') } else { text })
    }
}

/// Which relay a host chose. There is none by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayChoice {
    /// One that they run, or that someone runs for them.
    Own(RelayUrl),
    /// The nearest of the public ones, which a company runs for everyone. It sees who talks with whom and when.
    Public,
}

impl FromStr for RelayChoice {
    type Err = NotARelay;

    fn from_str(text: &str) -> Result<Self, NotARelay> {
        if text == "public" { Ok(Self::Public) } else { text.parse().map(Self::Own) }
    }
}
