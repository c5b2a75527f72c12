//! What a check of a store found.

use crate::log::error::LogError;
use crate::room::{Author, RoomNo, Seq, Title};

/// How many findings are told one by one. A badly damaged store has millions, and nobody reads them.
pub const FINDINGS: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The rooms, by their numbers.
    pub rooms: Vec<RoomReport>,
    /// What is wrong, at most [`FINDINGS`].
    pub findings: Vec<Finding>,
    /// How many findings there are beyond those.
    pub more: u64,
}

/// What is kept of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomReport {
    /// The room.
    pub room: RoomNo,
    /// What it is called.
    pub title: Option<Title>,
    /// The two, where it is the direct talk of two: it has no title.
    pub between: Option<[Author; 2]>,
    /// The oldest event that is still kept, or will be the next: 1 where nothing was forgotten.
    pub first: Seq,
    /// How many events are kept.
    pub events: u64,
    /// When the first of them was, in milliseconds since 1970.
    pub first_at: u64,
    /// When the last of them was.
    pub last_at: u64,
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The database itself says so.
    #[error("The file is damaged: {0}.")]
    File(String),
    /// A row is no event.
    #[error("A row can't be read: {0}.")]
    Unreadable(String),
    /// A row lies where no event can be.
    #[error("A row has the key {0}, which no event can have.")]
    Astray(i64),
    /// Numbers have a hole.
    #[error("{}", missing(*.room, *.first, *.last))]
    Missing {
        /// The room.
        room: RoomNo,
        /// The first number that is missing.
        first: Seq,
        /// The last one of this hole.
        last: Seq,
    },
    /// Time went back.
    #[error("Event {seq} of room {room} is dated before the one it follows.")]
    Back {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// An id is not one event's alone.
    #[error("Event {} of room {} has the same id as event {} of room {}.", .again.1, .again.0, .first.1, .first.0)]
    Twice {
        /// The first event with this id.
        first: (RoomNo, Seq),
        /// The last one.
        again: (RoomNo, Seq),
    },
    /// An event is filed wrongly.
    #[error("Event {seq} of room {room} is filed under another message or as another kind than its own.")]
    Filed {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// Words are gone that should be there.
    #[error("The words of event {seq} of room {room} are gone, but nobody deleted them.")]
    Erased {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// Words are there that should be gone.
    #[error("Event {seq} of room {room} was deleted, but its words are still there.")]
    StillKept {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// What words are found by is damaged.
    #[error("The search index is damaged: {0}. The messages are not. Run parlor verify --renew-index to rebuild it.")]
    Index(String),
    /// A saving says something else than the events.
    #[error("The saved state of room {0} does not match its events.")]
    Remembered(RoomNo),
}

impl Report {
    /// Whether all is as it must be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether everything that was said is as it must be, even if the index is not.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.more == 0 && self.findings.iter().all(|finding| matches!(finding, Finding::Index(_)))
    }

    pub(super) fn found(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Damage that ended a look is a finding. The next look may still tell what is left.
    pub(super) fn took(&mut self, looked: Result<(), LogError>) -> Result<(), LogError> {
        match looked {
            Err(LogError::Damaged(what)) => {
                self.found(Finding::File(what));
                Ok(())
            }
            other => other,
        }
    }
}

fn missing(room: RoomNo, first: Seq, last: Seq) -> String {
    if first == last {
        format!("Event {first} of room {room} is missing.")
    } else {
        format!("Events {first} to {last} of room {room} are missing.")
    }
}
