//! The index is written in slices, so short that whoever adds events hardly notices: by how many events, by how many bytes
//! of them, and by the time that it takes.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::connections::Connections;
use super::error::LogError;
use super::index::{Part, Span};
use super::writer::{Slice, Writer};
use super::{index, reading};
use crate::room::{Query, RoomNo, Seq};

/// How many events are indexed at a time, while whoever adds events waits.
const EVENTS: usize = 1024;

/// How many bytes of them. A thousand long messages are some megabytes, and take seconds.
const BYTES: usize = 64 * 1024;

/// And how long at most, up to the end of the message at hand.
const HOLD: Duration = Duration::from_millis(10);

/// How long is indexed for one question, in such slices. What is still not indexed then is looked at message by message,
/// or the answer says how to go on.
const QUESTION: Duration = Duration::from_millis(200);

/// How many events that were there before are indexed for a question.
const OLDER: u64 = 4096;

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

/// Has as much indexed as one question needs and gets: what was said a moment ago, and some more of what it asks for.
pub(super) fn index_for(connections: &Connections, room: RoomNo, query: &Query) -> Result<(), LogError> {
    let until = Instant::now() + QUESTION;
    let slice = |part| indexing(connections.writer(), |db, slice| index::batch(db, room, slice, part));
    let span = || connections.read(|db| index::span(db, room));
    // Whoever goes on in what was there before must get further there, however much comes since.
    let asks_for_newer = |span: Span| query.before.is_none_or(|before| before > span.high.next());
    if span()?.is_none_or(asks_for_newer) {
        while slice(Part::Newer)? {
            if Instant::now() >= until {
                return Ok(());
            }
        }
    }
    let Some(begun) = span()? else { return Ok(()) };
    let wanted = match query.before {
        Some(before) => before <= begun.low.next(),
        None => begun.high.0 - begun.low.0 < OLDER,
    };
    let mut low = begun.low;
    while wanted && low > begun.low.back(OLDER) && slice(Part::Older)? && Instant::now() < until {
        low = span()?.map_or(Seq::START, |span| span.low);
    }
    Ok(())
}
