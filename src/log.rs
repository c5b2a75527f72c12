//! Where rooms are kept: the [`Log`] and the store that is built in. A host's log and a guest's replica are the same thing;
//! what a guest knows beyond it (gaps, an outbox) is the guest's.

mod asking;
pub(crate) mod file;
mod index;
mod indexer;
mod key;
mod lock;
mod message;
mod prune;
mod reading;
mod schema;
mod search;
mod slices;
pub mod sqlite;
pub mod verify;
mod words;
mod writer;
mod writing;

use std::io;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use tokio::sync::watch;

use crate::room::{Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};

pub use key::LAST_ROOM;
pub use lock::DirLock;
pub use search::Hits;
pub use sqlite::SqliteLog;

/// An event and the room it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The room.
    pub room: RoomNo,
    /// The event.
    pub event: Event,
}

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

/// What can be wrong with a store.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// No room on the disk.
    #[error("The disk of the host is full. Free some space, then try again.")]
    Full,
    /// The disk can't be written.
    #[error("The disk of the host can't be written to. Try again when that is mended.")]
    ReadOnly,
    /// The disk fails.
    #[error("The disk of the host does not work as it should. Try again when that is mended.")]
    Failing,
    /// Someone else has it open.
    #[error("{} is in use by another Parlor. Close that one first, or choose another folder.", .0.display())]
    InUse(PathBuf),
    /// A newer version made it.
    #[error(
        "{} was made by a newer Parlor (store version {found}; this one knows {known}). Nothing was changed. Use the newer Parlor.",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// It is some other program's file.
    #[error("{} is not a Parlor store. Choose another folder.", .0.display())]
    NotOurs(PathBuf),
    /// There is nothing.
    #[error("Nothing is kept at {}. Check the folder.", .0.display())]
    Missing(PathBuf),
    /// The events handed over don't continue the log.
    #[error("The store refused event {seq} of room {room}: its number or id is taken.")]
    Conflict {
        /// The room.
        room: RoomNo,
        /// The number.
        seq: Seq,
    },
    /// There are no such numbers of rooms here.
    #[error("The store has no place for a room with the number {0}.")]
    NoPlace(RoomNo),
    /// The program failed at it, and not the store.
    #[error("The program of the host failed at this. Try again; if it stays so, restart it.")]
    Fault,
    /// The system has no random numbers.
    #[error("The system of the host gives no random numbers. Try again later.")]
    Randomness,
    /// What is kept can't be read.
    #[error("The store is damaged: {0}. `parlor verify` says more.")]
    Damaged(String),
    /// What words are found by is damaged. The words themselves are not.
    #[error("The index for finding words is damaged. Nothing that was said is lost; try again, and it is made anew.")]
    Index,
    /// The system said no.
    #[error("{}: {error}. Check that the folder exists and is yours.", .path.display())]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The database said no.
    #[error("The store could not be used: {0}.")]
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CORRUPT_VTAB) {
            return Self::Index;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Self::Failing,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Database(error),
        }
    }
}
