//! Numbers as SQLite has them: it knows no unsigned ones of 64 bits.

/// A number of ours, to be written. What is too large for SQLite is the largest there is.
pub fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of ours, as it was written.
pub fn number(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}
