//! How far people have read, until it is written down: reading is frequent, and losing the last moments of it costs
//! nobody anything.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::registry::Registry;
use crate::room::{PersonId, RoomNo, Seq};

/// How long a position may wait to be written.
const WAIT: Duration = Duration::from_secs(30);

/// Positions that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Reads {
    unwritten: HashMap<(PersonId, RoomNo), Seq>,
    due: Option<Instant>,
}

impl Reads {
    /// Someone read up to here. False where they had read further.
    pub(super) fn note(&mut self, who: PersonId, room: RoomNo, seq: Seq, now: Instant) -> bool {
        let known = self.unwritten.entry((who, room)).or_default();
        let news = *known < seq;
        *known = seq.max(*known);
        self.due.get_or_insert(now + WAIT);
        news
    }

    /// How far someone read, if that is not written yet.
    pub(super) fn of(&self, who: PersonId, room: RoomNo) -> Seq {
        self.unwritten.get(&(who, room)).copied().unwrap_or_default()
    }

    /// When there is something to write.
    pub(super) const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Writes all of it.
    pub(super) fn write(&mut self, registry: &Registry) {
        self.due = None;
        for ((who, room), seq) in self.unwritten.drain() {
            if let Err(error) = registry.read_to(who, room, seq) {
                tracing::warn!(%error, "how far someone read was not written");
                return;
            }
        }
    }
}
