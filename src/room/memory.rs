//! What a room keeps of what happened in it, as its people declared it. When that is looked at, and how the rest is
//! erased, is not here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::strict::only_object;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The most days a room can be told to keep. Beyond it, everything is meant.
pub const MOST_DAYS: u16 = 3650;

/// What a room keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "keep", rename_all = "lowercase")]
pub enum Memory {
    /// Everything that ever happened in it.
    #[default]
    Everything,
    /// What happened in the last days.
    Days {
        /// How many.
        days: Days,
    },
    /// What happened since its host opened the house, until they close it.
    #[serde(rename = "open")]
    WhileOpen,
}

only_object!(Memory);

/// So many days, from 1 to [`MOST_DAYS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Days(u16);

/// Why something is not what a room can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemoryError {
    /// So many days can't be kept.
    #[error("A room can keep messages for 1 to {MOST_DAYS} days. Choose a number in between.")]
    Days,
    /// The words mean nothing.
    #[error("Choose how long messages are kept: “everything”, a number of days such as “7 days”, or “while open”.")]
    Unclear,
}

impl Days {
    /// So many days.
    ///
    /// # Errors
    /// None, or too many.
    pub const fn new(days: u16) -> Result<Self, MemoryError> {
        if days >= 1 && days <= MOST_DAYS { Ok(Self(days)) } else { Err(MemoryError::Days) }
    }
}

impl TryFrom<u16> for Days {
    type Error = MemoryError;

    fn try_from(days: u16) -> Result<Self, MemoryError> {
        Self::new(days)
    }
}

impl From<Days> for u16 {
    fn from(days: Days) -> Self {
        days.0
    }
}

impl Memory {
    /// The last so many days.
    ///
    /// # Errors
    /// None, or too many.
    pub fn days(days: u16) -> Result<Self, MemoryError> {
        Ok(Self::Days { days: Days::new(days)? })
    }

    /// What is kept, in words that go on from “keeps”.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Everything => "forever".to_owned(),
            Self::Days { days: Days(1) } => "for 1 day".to_owned(),
            Self::Days { days: Days(days) } => format!("for {days} days"),
            Self::WhileOpen => "until the host closes".to_owned(),
        }
    }

    /// Whether messages that are kept `now` would be deleted if a room were told to keep this. Since nobody knows here how
    /// long its host has been open, a number of days may be less than that.
    #[must_use]
    pub fn keeps_less_than(self, now: Self) -> bool {
        match (self, now) {
            (Self::Everything, _) | (Self::WhileOpen, Self::WhileOpen) => false,
            (Self::Days { days }, Self::Days { days: now }) => days < now,
            (Self::WhileOpen | Self::Days { .. }, _) => true,
        }
    }

    /// What happened before this time is too old to be kept now. Nothing where age does not matter.
    #[must_use]
    pub fn oldest_kept(self, now_ms: u64) -> Option<u64> {
        match self {
            Self::Days { days } => Some(now_ms.saturating_sub(u64::from(days.0) * DAY_MS)),
            Self::Everything | Self::WhileOpen => None,
        }
    }

    /// When something that happened at `at` gets too old to be kept. Nothing where it never does by its age.
    #[must_use]
    pub fn kept_until(self, at: u64) -> Option<u64> {
        match self {
            // Exactly so many days is not too old yet.
            Self::Days { days } => Some(at.saturating_add(u64::from(days.0) * DAY_MS).saturating_add(1)),
            Self::Everything | Self::WhileOpen => None,
        }
    }
}

/// What it is, for people, in a sentence.
impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Messages are kept {}.", self.words())
    }
}

impl FromStr for Memory {
    type Err = MemoryError;

    /// As people type it: `everything`, `7 days`, `while open`.
    fn from_str(words: &str) -> Result<Self, MemoryError> {
        let words = words.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        match words.as_slice() {
            ["everything" | "all"] => Ok(Self::Everything),
            ["open"] | ["while", "open"] => Ok(Self::WhileOpen),
            ["a" | "one", "day"] => Self::days(1),
            // A bare number could be meant as hours or messages, and what is not kept is gone.
            [days, "day" | "days"] if days.bytes().all(|c| c.is_ascii_digit()) => {
                // What does not fit a number is too many.
                Self::days(days.parse().unwrap_or(u16::MAX))
            }
            _ => Err(MemoryError::Unclear),
        }
    }
}
