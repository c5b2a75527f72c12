//! The newest messages of one's own in a room, so that `/withdraw` can delete one after the other.

use std::collections::VecDeque;

use crate::room::EventId;

/// How many are remembered.
const REMEMBERED: usize = 8;

/// The newest messages of one's own in a room that are not deleted, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct OwnMessages {
    ids: VecDeque<EventId>,
    /// Whether there was any at all.
    any: bool,
}

impl OwnMessages {
    /// The newest for which this holds.
    pub fn newest(&self, may: impl Fn(EventId) -> bool) -> Option<EventId> {
        self.ids.iter().rev().copied().find(|id| may(*id))
    }

    /// Whether there was any, even if it is deleted by now.
    #[must_use]
    pub const fn were_any(&self) -> bool {
        self.any
    }

    /// One more. Whoever has it already knows it was kept before it came back from the room.
    pub fn add(&mut self, id: EventId) {
        if self.ids.contains(&id) {
            return;
        }
        if self.ids.len() == REMEMBERED {
            self.ids.pop_front();
        }
        self.ids.push_back(id);
        self.any = true;
    }

    /// One was deleted.
    pub fn forget(&mut self, deleted: EventId) {
        self.ids.retain(|id| *id != deleted);
    }
}
