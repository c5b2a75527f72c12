//! What of one's own slow mode holds back: it is sent by itself as soon as it can be, in the order it was written.

use std::time::Instant;

use crate::room::{EventId, RoomNo};

/// What is held back, in the order it was written.
#[derive(Debug, Default)]
pub(super) struct Held(Vec<HeldMessage>);

#[derive(Debug)]
struct HeldMessage {
    id: EventId,
    room: RoomNo,
    /// When the host takes it, as far as it said.
    due: Instant,
}

impl Held {
    /// A message is held back until then.
    pub(super) fn hold(&mut self, id: EventId, room: RoomNo, due: Instant) {
        self.forget(id);
        self.0.push(HeldMessage { id, room, due });
    }

    /// It is held back no longer: it was sent, or given up.
    pub(super) fn forget(&mut self, id: EventId) {
        self.0.retain(|held| held.id != id);
    }

    /// All of a room, once one of it is due. They go out together, so that none overtakes another: what is still too
    /// early is held back once more.
    pub(super) fn take_due(&mut self, room: RoomNo, now: Instant) -> Vec<EventId> {
        let due = self.0.iter().any(|held| held.room == room && held.due <= now);
        if due { self.take_all(room) } else { Vec::new() }
    }

    /// All of a room.
    pub(super) fn take_all(&mut self, room: RoomNo) -> Vec<EventId> {
        self.0.extract_if(.., |held| held.room == room).map(|held| held.id).collect()
    }
}
