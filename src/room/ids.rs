//! The numbers and ids by which rooms, people and events are known.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of an event in its room, from 1, without holes.
/// As a cursor it is the last number seen, and [`Seq::START`] means nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The cursor before the first event.
    pub const START: Self = Self(0);

    /// Whether it is the cursor before the first event, and no event's number.
    #[must_use]
    pub const fn is_start(&self) -> bool {
        self.0 == 0
    }

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

impl RoomNo {
    /// The room that a house opens with. It can't be deleted.
    pub const FIRST: Self = Self(1);
}

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
