//! An event: one thing that happened in a room and matters later, with its number, time and author.
//! What can happen is in `body`; what it all adds up to is in `state`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::strict::{self, only_object};
use super::{Body, Name};

/// The number of an event in its room, from 1, without holes.
/// As a cursor it is the last number seen, and [`Seq::START`] means nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The cursor before the first event.
    pub const START: Self = Self(0);

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number `count` before this one, and never below [`Seq::START`].
    #[must_use]
    pub const fn back(self, count: u64) -> Self {
        Self(self.0.saturating_sub(count))
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a room in its house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomNo(pub u32);

impl fmt::Display for RoomNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a person in a house. Never given to anyone else, whatever becomes of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u32);

/// The id the author's side chose for an event. Said again with the same id, it stays one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(pub Uuid);

impl EventId {
    /// A fresh id. It begins with the time, so that a log's index grows at its end.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A person as they were when something happened: the number stays, the name may change later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Author {
    /// Who it is.
    pub who: PersonId,
    /// What they were called then.
    pub name: Name,
}

only_object!(Author);

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
