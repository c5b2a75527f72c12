//! What is kept of a room, read page by page for whichever form it is written in.

use std::io;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::log::{Log, LogError};
use crate::room::{Event, RoomNo, Seq, State};

/// How many events are in memory at a time.
const PAGE: usize = 500;

/// Why a room was not written out to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store said no.
    #[error("The room can't be read. {0}")]
    Read(#[from] LogError),
    /// The file said no.
    #[error("The file can't be written: {}. Try again in another folder.", crate::wire::plainly::plainly(.0))]
    Write(#[from] io::Error),
}

/// What is kept of one room, up to the event that was the newest when the export began.
pub(super) struct Kept<'a> {
    log: &'a dyn Log,
    pub(super) room: RoomNo,
    /// The oldest event that is still kept.
    pub(super) first: Seq,
    pub(super) head: Seq,
}

impl<'a> Kept<'a> {
    /// What is kept of a room now.
    pub(super) fn now(log: &'a dyn Log, room: RoomNo) -> Result<Self, LogError> {
        Ok(Self { log, room, first: log.first(room)?, head: log.head(room)? })
    }

    /// What is said above the rest where the beginning of the room is not kept any more.
    pub(super) fn forgotten(&self) -> Option<&'static str> {
        (self.first > State::beginning()).then_some("Earlier messages are no longer kept.")
    }

    /// What the room is at its newest, where its events alone don't tell any more.
    pub(super) fn state(&self) -> Result<Option<State>, LogError> {
        if self.forgotten().is_none() {
            return Ok(None);
        }
        Ok(self.log.rooms()?.into_iter().find(|(room, _)| *room == self.room).map(|(_, state)| state))
    }

    /// Goes through all events, and says how many there were.
    pub(super) fn each(&self, mut visit: impl FnMut(&Event) -> Result<(), ExportError>) -> Result<u64, ExportError> {
        let mut count = 0;
        let mut next = self.first;
        while next <= self.head {
            let page = self.log.read(self.room, next..=self.head, PAGE)?;
            let Some(last) = page.last() else { break };
            next = last.seq.next();
            count += page.len() as u64;
            page.iter().try_for_each(&mut visit)?;
        }
        Ok(count)
    }

    /// One event, if it is there.
    pub(super) fn one(&self, seq: Seq) -> Result<Option<Event>, ExportError> {
        Ok(self.log.read(self.room, seq..=seq, 1)?.pop())
    }
}

/// When something was, on the clocks of `zone`. A time beyond all calendars is the last one they have.
pub(super) fn when(at: u64, zone: &TimeZone) -> Zoned {
    let at = i64::try_from(at).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    at.unwrap_or(Timestamp::MAX).to_zoned(zone.clone())
}
