//! When a room may have something to forget, by its declared memory. Pure: what is forgotten, and how it is erased, is
//! the hall's.

use std::time::Duration;

use crate::room::{Memory, Seq, State};

/// A room looks no more often than this for what got too old, in milliseconds.
const AGAIN: u64 = 60 * 60 * 1000;

/// What one room of an open house has to forget.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// The newest event there was when the house was opened.
    opened: Seq,
    /// When the oldest event that is still kept was, once that is known.
    oldest: Option<u64>,
    /// By the clock, when something may be forgotten again for its age.
    not_before: u64,
}

/// What was found when a room was looked through for what it does not keep any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Where the room begins from now on.
    pub first: Seq,
    /// When its oldest event was, where age matters.
    pub oldest: Option<u64>,
}

impl Retention {
    /// Of a room in a house that is being opened.
    pub const fn new(opened: Seq) -> Self {
        Self { opened, oldest: None, not_before: 0 }
    }

    /// The newest event there was when the house was opened.
    pub const fn opened(&self) -> Seq {
        self.opened
    }

    /// How long until something gets too old. Nothing where nothing will.
    pub fn due_in(&self, state: &State, clock: u64) -> Option<Duration> {
        let until = match self.oldest {
            Some(oldest) => state.memory.kept_until(oldest)?.max(self.not_before),
            // Nothing was kept when it looked last, or it could not look; and now there is something to get old.
            None if self.has_begun(state) => self.not_before,
            None => return None,
        };
        Some(Duration::from_millis(until.saturating_sub(clock)))
    }

    /// Whether it is time to look for what got too old.
    pub fn is_due(&self, state: &State, clock: u64) -> bool {
        self.due_in(state, clock) == Some(Duration::ZERO)
    }

    fn has_begun(&self, state: &State) -> bool {
        matches!(state.memory, Memory::Days { .. }) && self.oldest.is_none() && state.first <= state.head
    }

    /// It was looked. Whether the room begins elsewhere from now on.
    pub fn looked(&mut self, looked: Looked, state: &State, clock: u64) -> bool {
        self.oldest = looked.oldest;
        if looked.first == state.first {
            return false;
        }
        self.not_before = clock.saturating_add(AGAIN);
        true
    }

    /// It could not be looked. Not again too soon.
    pub const fn put_off(&mut self, clock: u64) {
        self.not_before = clock.saturating_add(AGAIN);
    }
}
