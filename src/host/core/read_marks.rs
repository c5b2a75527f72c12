//! How far people have read, until it is written down: reading is frequent, and losing the last moments of it costs
//! nobody anything.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::write::RegistryWrite;
use crate::room::{PersonId, RoomNo, Seq};

/// How long a mark may wait to be written.
const WAIT: Duration = Duration::from_secs(30);

/// Marks that are not written yet.
#[derive(Debug, Default)]
pub struct ReadMarks {
    unwritten: HashMap<(PersonId, RoomNo), Seq>,
    due: Option<Instant>,
}

impl ReadMarks {
    /// Someone read up to here.
    pub fn note(&mut self, who: PersonId, room: RoomNo, seq: Seq, now: Instant) {
        let known = self.unwritten.entry((who, room)).or_default();
        *known = seq.max(*known);
        self.due.get_or_insert(now + WAIT);
    }

    /// Someone set a room back: they read no further than to here.
    pub fn set_back(&mut self, who: PersonId, room: RoomNo, seq: Seq) {
        if let Some(known) = self.unwritten.get_mut(&(who, room)) {
            *known = seq.min(*known);
        }
    }

    /// How far someone read, if that is not written yet.
    pub fn of(&self, who: PersonId, room: RoomNo) -> Seq {
        self.unwritten.get(&(who, room)).copied().unwrap_or_default()
    }

    /// What is in a room after `head` is not kept: nobody read it.
    pub fn unread(&mut self, room: RoomNo, head: Seq) {
        for ((_, no), seq) in &mut self.unwritten {
            if *no == room {
                *seq = head.min(*seq);
            }
        }
    }

    /// When there is something to write.
    pub const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Takes all of it, to be written.
    pub fn take(&mut self) -> Vec<RegistryWrite> {
        self.due = None;
        self.unwritten.drain().map(|((who, room), seq)| RegistryWrite::Read { who, room, seq }).collect()
    }
}
