//! An event: one thing that happened in a room and matters later, with its number, time and author.
//! What can happen is in `body`; what it all adds up to is in `state`.

use serde::{Deserialize, Deserializer, Serialize};

use super::author::Author;
use super::body::Body;
use super::ids::{EventId, PersonId, Seq};
use super::name::Name;
use super::strict;

/// One thing that happened in a room.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Its place in the room.
    pub seq: Seq,
    /// The host's clock, in milliseconds since 1970, never going back within a room.
    pub at: u64,
    /// The id its author's side chose.
    pub id: EventId,
    /// Who did it; nobody where the house itself did.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// What happened.
    pub body: Body,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        /// The fields as they are written, flat. A derived reader would take an author that is none for nobody.
        #[derive(Deserialize)]
        struct Fields {
            seq: Seq,
            at: u64,
            id: EventId,
            who: Option<PersonId>,
            name: Option<Name>,
            body: Body,
        }
        let Fields { seq, at, id, who, name, body } = strict::object(from)?;
        let by = who.zip(name).map(|(who, name)| Author { who, name });
        Ok(Self { seq, at, id, by, body })
    }
}
