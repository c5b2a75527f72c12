//! Events of a room as they are read to be shown: without holes, and no more of them than is good for one piece. In the
//! place of one that can't be read stands another that says so. Whoever reads gets everything else.

use uuid::Uuid;

use super::view::{Stretch, event_bytes};
use crate::log::{Log, LogError};
use crate::room::{Body, Event, EventId, RoomNo, Seq};

/// About how much memory the events of one piece take.
const BYTES: usize = 256 * 1024;

/// How many rows are read at a time: how long they are is known only then.
const ROWS: u64 = 32;

/// How many rows are tried that can't be read, to find one that can.
const TRIES: u32 = 1000;

/// The version of the ids of what stands for events that can't be read.
const STANDS_FOR: u8 = 0x80;

/// The events of a stretch, from its first on: as many as are good for one piece, and at least one.
pub fn read(log: &dyn Log, room: RoomNo, stretch: Stretch) -> Result<Vec<Event>, LogError> {
    let Stretch { mut first, last } = stretch;
    let (mut events, mut taken) = (Vec::new(), 0);
    while first <= last && taken < BYTES {
        let until = Seq(first.0 + ROWS - 1).min(last);
        let before = events.len();
        read_all(log, room, first, until, &mut events)?;
        let fit = events[before..].iter().take_while(|event| {
            taken += event_bytes(event);
            taken <= BYTES
        });
        let fit = fit.count();
        events.truncate((before + fit).max(1));
        first = until.next();
    }
    if events.iter().all(|event| event.at == 0) {
        // Nothing in it tells when it was.
        let at = time_near(log, room, Stretch { first: events[0].seq, last: first })?;
        events.iter_mut().for_each(|event| event.at = at);
    } else {
        give_times(&mut events);
    }
    Ok(events)
}

/// The time of the last event before a stretch, or else of the first from its last on, as far as one near it can be read.
fn time_near(log: &dyn Log, room: RoomNo, stretch: Stretch) -> Result<u64, LogError> {
    let mut before = stretch.first;
    for _ in 0..TRIES {
        if before <= Seq(1) {
            break;
        }
        before = before.back(1);
        match log.read(room, before..=before, 1) {
            Err(LogError::Damaged(_)) => {}
            Err(error) => return Err(error),
            Ok(events) => {
                if let Some(event) = events.first() {
                    return Ok(event.at);
                }
            }
        }
    }
    Ok(first_readable(log, room, stretch.last, Seq(u64::MAX))?.map_or(0, |later| later.at))
}

/// The first event from `first` to `last` that can be read. Where many in a row can't be, the file is damaged and not only
/// a row of it: no more are tried.
pub fn first_readable(log: &dyn Log, room: RoomNo, first: Seq, last: Seq) -> Result<Option<Event>, LogError> {
    let mut next = first;
    for _ in 0..TRIES {
        match log.read(room, next..=last, 1) {
            Err(LogError::Damaged(_)) if next < last => next = next.next(),
            Err(LogError::Damaged(_)) => return Ok(None),
            Err(error) => return Err(error),
            Ok(events) => return Ok(events.into_iter().next()),
        }
    }
    Ok(None)
}

/// Every event from `first` to `last`, each itself or what stands for it.
fn read_all(log: &dyn Log, room: RoomNo, first: Seq, last: Seq, events: &mut Vec<Event>) -> Result<(), LogError> {
    let mut next = first;
    match log.read(room, first..=last, Stretch { first, last }.len()) {
        Ok(read) => {
            for event in read {
                while next < event.seq {
                    events.push(stand_in(room, next));
                    next = next.next();
                }
                next = event.seq.next();
                events.push(event);
            }
        }
        Err(LogError::Damaged(_)) if first < last => {
            // Which of them it is shows where each half is read by itself.
            let middle = Seq(u64::midpoint(first.0, last.0));
            read_all(log, room, first, middle, events)?;
            return read_all(log, room, middle.next(), last, events);
        }
        Err(LogError::Damaged(what)) => tracing::error!(what, "an event can't be read"),
        Err(error) => return Err(error),
    }
    while next <= last {
        events.push(stand_in(room, next));
        next = next.next();
    }
    Ok(())
}

/// What stands in the place of an event that can't be read. Its time is still to be given.
fn stand_in(room: RoomNo, seq: Seq) -> Event {
    // The same each time, so that whoever reads it twice has it once.
    let mut id = [0; 16];
    id[..4].copy_from_slice(&room.0.to_be_bytes());
    id[6] = STANDS_FOR;
    id[8..].copy_from_slice(&(seq.0 | 1 << 63).to_be_bytes());
    Event { seq, at: 0, id: EventId(Uuid::from_bytes(id)), by: None, body: Body::Damaged {} }
}

/// Gives each event that stands for another the time of the one before it, or else of the next: time never goes back.
fn give_times(events: &mut [Event]) {
    let mut time = events.iter().map(|event| event.at).find(|at| *at > 0).unwrap_or_default();
    for event in events {
        if matches!(event.body, Body::Damaged {}) {
            event.at = time;
        }
        time = event.at;
    }
}
