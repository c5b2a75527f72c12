//! A link to a message: which place, which room, which event. It leads there for whoever is in that place, and says
//! nothing to anyone else.

use std::fmt;
use std::str::FromStr;

use crate::room::{RoomNo, Seq};
use crate::wire::Fingerprint;

/// What such a link begins with. An invite begins with `parlor://`, and this does not.
pub const SCHEME: &str = "parlor:";

/// A link to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageLink {
    /// The key of the place.
    pub key: Fingerprint,
    /// The room.
    pub room: RoomNo,
    /// The event.
    pub seq: Seq,
}

impl MessageLink {
    /// Whether a link is one of these.
    #[must_use]
    pub fn leads(link: &str) -> bool {
        link.parse::<Self>().is_ok()
    }
}

/// It leads to no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This link leads to no message.")]
pub struct NoMessageLink;

impl fmt::Display for MessageLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}/{}/{}", self.key, self.room.0, self.seq.0)
    }
}

impl FromStr for MessageLink {
    type Err = NoMessageLink;

    fn from_str(text: &str) -> Result<Self, NoMessageLink> {
        let mut parts = text.strip_prefix(SCHEME).ok_or(NoMessageLink)?.split('/');
        let (Some(key), Some(room), Some(seq), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NoMessageLink);
        };
        let key = key.parse().map_err(|_| NoMessageLink)?;
        let room = RoomNo(room.parse().map_err(|_| NoMessageLink)?);
        let seq = Seq(seq.parse().map_err(|_| NoMessageLink)?);
        if seq == Seq::START { Err(NoMessageLink) } else { Ok(Self { key, room, seq }) }
    }
}
