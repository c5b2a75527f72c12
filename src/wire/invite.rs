//! An invite: one link that carries everything needed to get in.
//! `parlor://192.168.1.20:7275/?and=desk-04.local:7275&key=…&room=Labs#secret`

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SecureRandom as _;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use url::Url;

use super::address::{Address, AddressError};
use super::fingerprint::Fingerprint;
use super::relay::RelayAddress;

/// How every invite begins.
pub const SCHEME: &str = "parlor";

/// What an invite carries instead of a password. Compared in constant time; shown nowhere but in the link.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A new one of 128 random bits, or nothing where the system has no randomness.
    #[must_use]
    pub fn fresh() -> Option<Self> {
        let mut bytes = [0; 16];
        ring::rand::SystemRandom::new().fill(&mut bytes).ok()?;
        Some(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The secret in its link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A link that gets its holder in.
#[derive(Clone, Debug, PartialEq)]
pub struct Invite {
    /// Where the house can be reached, the likeliest first. At least one.
    pub addresses: Vec<Address>,
    /// Where it can be reached as well, by a relay.
    pub relay: Option<RelayAddress>,
    /// The house's key.
    pub key: Fingerprint,
    /// The room to enter; the house's first where left out.
    pub room: Option<String>,
    /// What serves instead of a password.
    pub secret: Option<Secret>,
}

/// A link that is no invite.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// It does not begin as invites do.
    #[error("This is not an invite. An invite starts with {SCHEME}:// and has an address and a key.")]
    NotAnInvite,
    /// Its key is missing or wrong.
    #[error("This invite is incomplete: its key is missing or cut off. Copy it again.")]
    Key,
    /// One of its addresses is wrong.
    #[error("This invite is incomplete. {0}")]
    Address(#[from] AddressError),
}

impl Invite {
    /// Whether it leads nowhere but to the computer it was made on: each of its addresses is that computer's own, and there is
    /// no relay. Whoever hands it out should know, for it gets nobody in from elsewhere.
    #[must_use]
    pub fn is_only_here(&self) -> bool {
        self.relay.is_none() && self.addresses.iter().all(Address::is_here)
    }
}

impl FromStr for Invite {
    type Err = InviteError;

    fn from_str(text: &str) -> Result<Self, InviteError> {
        let url = Url::parse(text.trim()).map_err(|_| InviteError::NotAnInvite)?;
        if url.scheme() != SCHEME {
            return Err(InviteError::NotAnInvite);
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(InviteError::NotAnInvite)?;
        let first = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let mut addresses = vec![first.parse::<Address>()?];
        let (mut key, mut room) = (None, None);
        let (mut via, mut relay) = (None, None);
        for (name, value) in url.query_pairs() {
            match &*name {
                "and" => addresses.push(value.parse::<Address>()?),
                "key" => key = Some(value.parse::<Fingerprint>().map_err(|_| InviteError::Key)?),
                "room" => room = Some(value.into_owned()),
                // One way more. Where it is none, the others are as good as before.
                "via" => via = value.parse().ok(),
                "relay" => relay = value.parse().ok(),
                // A newer host may put more into its invites.
                _ => {}
            }
        }
        let secret = url.fragment().filter(|secret| !secret.is_empty()).map(|secret| Secret(secret.to_owned()));
        let relay = via.zip(relay).map(|(id, relay)| RelayAddress { id, relay });
        Ok(Self { addresses, relay, key: key.ok_or(InviteError::Key)?, room, secret })
    }
}

impl fmt::Display for Invite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut addresses = self.addresses.iter();
        let first = addresses.next().map(ToString::to_string).unwrap_or_default();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for address in addresses {
            query.append_pair("and", &address.to_string());
        }
        if let Some(RelayAddress { id, relay }) = &self.relay {
            query.append_pair("via", &id.to_string());
            query.append_pair("relay", &relay.to_string());
        }
        query.append_pair("key", &self.key.to_string());
        if let Some(room) = &self.room {
            query.append_pair("room", room);
        }
        write!(f, "{SCHEME}://{first}/?{}", query.finish())?;
        match &self.secret {
            Some(secret) => write!(f, "#{}", secret.as_str()),
            None => Ok(()),
        }
    }
}
