//! The index is written in slices, so short that whoever adds events hardly notices: by how many events, by how many bytes
//! of them, and by the time that it takes.

use std::time::Duration;

use rusqlite::Connection;

use super::index::Part;
use super::writer::{Slice, Writer};
use super::{LogError, index, reading};
use crate::room::RoomNo;

/// How many events are indexed at a time, while whoever adds events waits.
const EVENTS: usize = 1024;

/// How many bytes of them. A thousand long messages are some megabytes, and take seconds.
const BYTES: usize = 64 * 1024;

/// And how long at most, up to the end of the message at hand.
const HOLD: Duration = Duration::from_millis(10);

/// One round through all rooms, in which each has some more of it indexed.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// The room that had its turn last; none at the beginning.
    at: Option<RoomNo>,
    /// Whether there is more to do in those.
    more: bool,
}

impl Round {
    /// Goes on for one slice. True where there is more to do.
    pub(super) fn go_on(&mut self, writer: &Writer) -> Result<bool, LogError> {
        let (mut at, mut more) = (self.at, self.more);
        let unfinished = indexing(writer, |db, slice| {
            while !slice.is_spent() {
                let Some(room) = reading::next_with_events(db, at.unwrap_or(RoomNo(0)))? else {
                    let more = std::mem::take(&mut more);
                    at = None;
                    return Ok(more);
                };
                more |= index::batch(db, room, slice, Part::Any)?;
                at = Some(room);
            }
            Ok(true)
        })?;
        (self.at, self.more) = (at, more);
        Ok(unfinished)
    }
}

/// Writes some of the index. Whatever of it a power cut takes is written again, so nobody waits for the disk here.
pub(super) fn indexing<T>(
    writer: &Writer,
    work: impl FnOnce(&Connection, &mut Slice) -> Result<T, LogError>,
) -> Result<T, LogError> {
    writer.in_between(|db| {
        let synchronous: i64 = db.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        let done = (|| {
            let change = db.transaction()?;
            let done = work(&change, &mut Slice::of(EVENTS, BYTES, HOLD))?;
            change.commit()?;
            Ok(done)
        })();
        db.pragma_update(None, "synchronous", synchronous)?;
        done
    })
}
