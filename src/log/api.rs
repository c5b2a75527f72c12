//! What a log can do, wherever it is kept.

use std::ops::RangeInclusive;

use tokio::sync::watch;

use super::entry::Entry;
use super::error::LogError;
use super::search::Hits;
use crate::room::{Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};

/// The rooms of a house, each a sequence of events. Calls may wait for a disk: keep them off the threads that serve sockets.
pub trait Log: Send + Sync + 'static {
    /// Keeps all of these in one commit, or none. When it returns well, they are on the disk.
    /// A withdrawal also erases the words of what it withdraws.
    ///
    /// # Errors
    /// Nothing was kept, and why.
    fn append(&self, entries: &[Entry]) -> Result<(), LogError>;

    /// The events of a room within `range`, in order, at most `limit`.
    ///
    /// # Errors
    /// The store could not be read.
    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError>;

    /// The event that has this id, in whichever room.
    ///
    /// # Errors
    /// The store could not be read.
    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError>;

    /// The signs that someone has on a message now: put on, and not taken back. In the order in which they were put on.
    ///
    /// # Errors
    /// The store could not be read.
    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError>;

    /// Messages of a room, newest first. What was taken back is not among them.
    ///
    /// # Errors
    /// The store could not be read.
    fn search(&self, room: RoomNo, query: &Query) -> Result<Hits, LogError>;

    /// The oldest event of a room that is still kept, or will be the next: 1 where nothing was forgotten.
    ///
    /// # Errors
    /// The store could not be read.
    fn first(&self, room: RoomNo) -> Result<Seq, LogError>;

    /// The number of a room's newest event, even if that is no longer kept.
    ///
    /// # Errors
    /// The store could not be read.
    fn head(&self, room: RoomNo) -> Result<Seq, LogError>;

    /// The rooms that have or had events, and the state of each.
    ///
    /// # Errors
    /// The store could not be read.
    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError>;

    /// The rooms that have events and a higher number than this.
    ///
    /// # Errors
    /// The store could not be read.
    fn rooms_after(&self, after: RoomNo) -> Result<Vec<RoomNo>, LogError> {
        Ok(self.rooms()?.into_iter().map(|(room, _)| room).filter(|room| *room > after).collect())
    }

    /// Keeps a room's state, so that the next opening need not fold it from the beginning. What the log itself knows to be
    /// forgotten stays so.
    ///
    /// # Errors
    /// It was not kept. Nothing is lost but time.
    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError>;

    /// Deletes a room: from now on there is none with this number. What was said in it is still on the disk; [`Log::prune`]
    /// erases it, up to the answer's `first` and with the answer as the state.
    ///
    /// # Errors
    /// Nothing was deleted, and why.
    fn delete(&self, room: RoomNo) -> Result<State, LogError>;

    /// The rooms that were deleted and of which something is still to be erased, as [`Log::delete`] answered.
    ///
    /// # Errors
    /// The store could not be read.
    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError>;

    /// Forgets for good what a room has before `first`: some of it, from the oldest event on, in one commit that also keeps
    /// `state`, which is what the room is at its newest. Whoever calls goes on until all is done, and lets others write in
    /// between.
    ///
    /// # Errors
    /// Nothing more was forgotten, and why.
    fn prune(&self, room: RoomNo, first: Seq, state: &State) -> Result<Pruned, LogError>;

    /// Tells when the log grew: the value is how many events were appended since it was opened.
    fn growth(&self) -> watch::Receiver<u64>;

    /// The rooms to which something was appended after `count` events had been, and the count as it is now: what to ask
    /// with the next time. There may be more rooms than those, where a log does not know.
    ///
    /// # Errors
    /// The store could not be read.
    fn grown_since(&self, _count: u64) -> Result<(u64, Vec<RoomNo>), LogError> {
        let count = *self.growth().borrow();
        Ok((count, self.rooms_after(RoomNo(0))?))
    }
}

/// How far forgetting came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pruned {
    /// There is more to forget.
    More,
    /// All is forgotten, but someone who reads just now holds up the last of it on the disk. The next call tries again, and
    /// so does the next commit.
    HeldUp,
    /// All of it is gone from the disk.
    Done,
}
