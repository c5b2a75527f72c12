//! What can be done with a copy of a log that is kept elsewhere, beyond what any log can.

use std::ops::RangeInclusive;

use super::entry::Entry;
use super::error::LogError;
use super::key::keys;
use super::sqlite::SqliteLog;
use super::writing::OnConflict;
use super::{index, message, prune, reading};
use crate::room::{Event, EventId, RoomNo, Seq, State};

impl SqliteLog {
    /// Copies events that a host keeps, in any order and again if need be: what the host says of an event is how it is.
    ///
    /// # Errors
    /// Nothing was copied, and why.
    pub fn copy(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.change(entries, OnConflict::Replace)
    }

    /// The stretches of a room within `range` of which nothing is here.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn gaps(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<Vec<RangeInclusive<Seq>>, LogError> {
        self.connections.read(|db| reading::gaps(db, room, *range.start(), *range.end()))
    }

    /// The latest edit of each of these messages and the signs given to it, as far as they lie after `last`, in order.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn changes(&self, messages: &[EventId], last: Seq) -> Result<Vec<Event>, LogError> {
        self.connections.read(|db| message::changes(db, messages, last))
    }

    /// Every edit of a message, the first first.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn edits(&self, of: EventId) -> Result<Vec<Event>, LogError> {
        self.connections.read(|db| message::edits(db, of))
    }

    /// Forgets what came after `seq`: the host does not have it any more, so it never was.
    ///
    /// # Errors
    /// Nothing was forgotten, and why.
    pub fn forget_after(&self, room: RoomNo, seq: Seq) -> Result<(), LogError> {
        self.connections.write(|db| {
            let keys = keys(room, seq.next(), Seq(u64::MAX));
            let change = db.transaction()?;
            change.execute("DELETE FROM event WHERE place BETWEEN ?1 AND ?2", keys)?;
            change.execute("DELETE FROM state WHERE room = ?1", [room.0])?;
            // It happens hardly ever, and to know what is left of each message is not worth the trouble.
            index::renew(&change)?;
            Ok(change.commit()?)
        })
    }

    /// Notes where the host's room begins, and what else is known of it there: events before that are no longer kept. What
    /// is still here of them is for [`Log::prune`]. A host that was put back to an older copy may have more again.
    ///
    /// # Errors
    /// It was not noted, and why.
    pub fn begins_at(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.connections.write(|db| {
            let change = db.transaction()?;
            if reading::first(&change, room)? > state.first {
                change.execute("DELETE FROM state WHERE room = ?1", [room.0])?;
                if state.first > State::beginning() {
                    prune::keep(&change, room, state, state.first)?;
                }
            }
            Ok(change.commit()?)
        })
    }
}
