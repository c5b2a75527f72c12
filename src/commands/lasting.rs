//! How long something lasts, as people type it: `10s`, `10m`, `2h`, `3d`.

use std::str::FromStr;

const SECOND: u64 = 1000;
const DAY: u64 = 24 * 60 * 60 * SECOND;

/// How long something lasts: from a second to a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lasting(u64);

/// Why some words are not how long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LastingError {
    /// They are no such time.
    #[error("Type how long as a number and a letter: 10s, 10m, 2h or 3d.")]
    Unclear,
    /// It is none, or too much.
    #[error("It can last from 1s to 365d. Leave it out for no end.")]
    Bounds,
}

impl Lasting {
    /// The longest.
    pub const MOST: Self = Self(365 * DAY);

    /// Until when, in milliseconds since 1970, if it begins at `now`.
    #[must_use]
    pub const fn until(self, now: u64) -> u64 {
        now.saturating_add(self.0)
    }

    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0 / SECOND
    }

    /// Whether a word was meant as such a time: digits, and letters behind them.
    pub(super) fn is_meant_by(word: &str) -> bool {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len() && !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphabetic())
    }
}

impl FromStr for Lasting {
    type Err = LastingError;

    fn from_str(words: &str) -> Result<Self, LastingError> {
        let words = words.trim().to_ascii_lowercase();
        let (digits, unit) = words.split_at(words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len()));
        let unit = match unit {
            "s" => SECOND,
            "m" => 60 * SECOND,
            "h" => 60 * 60 * SECOND,
            "d" => DAY,
            _ => return Err(LastingError::Unclear),
        };
        if digits.is_empty() {
            return Err(LastingError::Unclear);
        }
        // What does not fit a number is too much.
        let count: u64 = digits.parse().map_err(|_| LastingError::Bounds)?;
        match count.checked_mul(unit) {
            Some(long) if long > 0 && long <= Self::MOST.0 => Ok(Self(long)),
            _ => Err(LastingError::Bounds),
        }
    }
}
