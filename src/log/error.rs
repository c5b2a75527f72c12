//! What can be wrong with a store, in words for the person who uses it.

use std::io;
use std::path::PathBuf;

use crate::room::{RoomNo, Seq};

/// What can be wrong with a store.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// No room on the disk.
    #[error("The disk is full. Free some space, then try again.")]
    Full,
    /// The disk can't be written.
    #[error("The disk can't be written to. Check it, then try again.")]
    ReadOnly,
    /// The disk fails.
    #[error("The disk is failing. Make a copy of your data, then replace it.")]
    Failing,
    /// Someone else has it open.
    #[error("{} is in use by another Parlor. Close that one first, or choose another folder.", .0.display())]
    InUse(PathBuf),
    /// A newer version made it.
    #[error(
        "{} was made by a newer Parlor (version {found}; this one knows {known}). Nothing was changed. Use the newer Parlor.",
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
    #[error("{} is not a file of Parlor. Choose another folder.", .0.display())]
    NotOurs(PathBuf),
    /// There is nothing.
    #[error("There is nothing at {}. Check the folder.", .0.display())]
    Missing(PathBuf),
    /// The events handed over don't continue the log.
    #[error("Event {seq} of room {room} can't be saved: its number or id is taken.")]
    Conflict {
        /// The room.
        room: RoomNo,
        /// The number.
        seq: Seq,
    },
    /// There are no such numbers of rooms here.
    #[error("A room can't have the number {0}.")]
    NoPlace(RoomNo),
    /// The program failed at it, and not the store.
    #[error("Parlor failed at this. Try again. If it fails again, restart Parlor.")]
    Fault,
    /// The system has no random numbers.
    #[error("The system gives no random numbers. Try again later.")]
    Randomness,
    /// What is kept can't be read.
    #[error("The stored data is damaged: {0}. Run parlor verify to see more.")]
    Damaged(String),
    /// What words are found by is damaged. The words themselves are not.
    #[error("The search index is damaged. No message is lost. Try again, and it is rebuilt.")]
    Index,
    /// The system said no.
    #[error("{} can't be used: {}. Check that the folder exists and is yours.", .path.display(), crate::wire::plainly::plainly(.error))]
    System {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The database said no.
    #[error("The stored data can't be used right now. Try again. If it fails again, run parlor verify.")]
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CORRUPT_VTAB) {
            return Self::Index;
        }
        // In its own words it is told to nobody.
        tracing::debug!(%error, "the store said no");
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Self::Failing,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                tracing::warn!(%error, "the store is damaged");
                Self::Damaged("its file can't be read".to_owned())
            }
            _ => Self::Database(error),
        }
    }
}
