//! Numbers of one kind as numbers of another: what is counted, what is drawn, and what is summed up.

/// How many there are, as rows and people are counted.
#[must_use]
pub fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// The place of something in a list. What no list is long enough for is in none.
#[must_use]
pub fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A count, to reckon with.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "nobody sees the height of one row among 2^53")]
pub const fn real(count: u64) -> f64 {
    count as f64
}

/// A length as it is drawn.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "no screen has more pixels than f32 tells apart")]
pub const fn px(length: f64) -> f32 {
    length as f32
}

/// How many whole ones fit: none into less than nothing.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats stops at both ends")]
pub const fn whole(many: f32) -> usize {
    many as usize
}
