//! What can be wrong with a store, in words for the person who uses it.

use std::io;
use std::path::PathBuf;

use crate::room::{RoomNo, Seq};

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
