//! What everyone in the house is to be told of its rooms: at once, and then at most once a second for all rooms together.
//! So nobody who changes a room in a loop costs everyone something each time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::room::{PersonId, RoomNo};

/// What changes within this time is told together.
const GATHER: Duration = Duration::from_secs(1);

/// Rooms that changed, and have still to be told of.
#[derive(Debug)]
pub struct RoomUpdates {
    /// When the next may be told.
    open: Instant,
    rooms: BTreeMap<RoomNo, RoomUpdate>,
}

/// What changed about a room.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RoomUpdate {
    /// What it is, for everyone who sees it.
    pub line: bool,
    /// Who sees it: those who don't any more hear that it is gone.
    pub sight: bool,
    /// People who see it from now on.
    pub invited: BTreeSet<PersonId>,
}

impl RoomUpdates {
    /// Nothing to tell yet.
    pub const fn new(now: Instant) -> Self {
        Self { open: now, rooms: BTreeMap::new() }
    }

    /// A room changed.
    pub fn changed(&mut self, room: RoomNo) -> &mut RoomUpdate {
        self.rooms.entry(room).or_default()
    }

    /// A room is gone.
    pub fn forget(&mut self, room: RoomNo) {
        self.rooms.remove(&room);
    }

    /// When there is something to tell.
    pub fn due(&self) -> Option<Instant> {
        (!self.rooms.is_empty()).then_some(self.open)
    }

    /// What is to be told by now.
    pub fn take(&mut self, now: Instant) -> BTreeMap<RoomNo, RoomUpdate> {
        if self.rooms.is_empty() || now < self.open {
            return BTreeMap::new();
        }
        self.open = now + GATHER;
        std::mem::take(&mut self.rooms)
    }
}
