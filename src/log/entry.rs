//! An event on its way into a log, or out of it.

use crate::room::{Event, RoomNo};

/// An event and the room it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The room.
    pub room: RoomNo,
    /// The event.
    pub event: Event,
}
