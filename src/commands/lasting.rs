//! How long something lasts, as people type it: `10s`, `10m`, `2h`, `3d`, `1h30m` or `2 days`.

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

    /// Reads the time that some words begin with, such as `10m`, `1h30m` or `1 hour 30 minutes`, and gives the words behind
    /// it. Nothing where they begin with no number.
    pub(super) fn leading(words: &str) -> Result<Option<(Self, &str)>, LastingError> {
        let mut rest = words.trim_start();
        let mut sum: Option<u64> = None;
        while begins_with_number(rest) {
            let apart = rest.len() == words.len() || words[..words.len() - rest.len()].ends_with(char::is_whitespace);
            match part(rest) {
                Ok((long, behind)) => {
                    sum = Some(sum.unwrap_or_default().saturating_add(long));
                    rest = behind.trim_start();
                }
                // Behind a time, a number may begin something else: “10m 3 warnings”.
                Err(LastingError::Unclear) if apart && sum.is_some() => break,
                Err(error) => return Err(error),
            }
        }
        match sum {
            None => Ok(None),
            Some(sum) if sum > 0 && sum <= Self::MOST.0 => Ok(Some((Self(sum), rest))),
            Some(_) => Err(LastingError::Bounds),
        }
    }
}

impl FromStr for Lasting {
    type Err = LastingError;

    fn from_str(words: &str) -> Result<Self, LastingError> {
        match Self::leading(words)? {
            Some((lasts, "")) => Ok(lasts),
            _ => Err(LastingError::Unclear),
        }
    }
}

fn begins_with_number(words: &str) -> bool {
    words.trim_start_matches(['-', '+', '−', '–', '—']).starts_with(|c: char| c.is_ascii_digit())
}

/// One number and its unit, in milliseconds, and what stands behind them.
fn part(words: &str) -> Result<(u64, &str), LastingError> {
    let (digits, behind) = words.split_at(words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len()));
    let behind = behind.trim_start();
    let (unit, behind) = behind.split_at(behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len()));
    if digits.is_empty() || !behind.chars().next().is_none_or(|c| c.is_whitespace() || c.is_ascii_digit()) {
        return Err(LastingError::Unclear);
    }
    let unit = match unit.to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60 * 60 * SECOND,
        "d" | "day" | "days" => DAY,
        _ => return Err(LastingError::Unclear),
    };
    // What does not fit a number is too much.
    let count: u64 = digits.parse().map_err(|_| LastingError::Bounds)?;
    Ok((count.checked_mul(unit).ok_or(LastingError::Bounds)?, behind))
}
