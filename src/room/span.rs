//! How long something lasts, in words, and how long it is until something: `10 minutes`.

const MINUTE: u64 = 60_000;
/// An hour in milliseconds.
pub const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// How long it still is from now to another time, as one says it who waits: `2 minutes` where it is 116 seconds. Minutes are
/// rounded up, so that nobody comes back too early.
#[must_use]
pub fn left(now: u64, until: u64) -> String {
    match until.saturating_sub(now) {
        long if long <= 3 * MINUTE / 2 => span(now, until),
        hour if hour.abs_diff(HOUR) <= MINUTE => "1 hour".to_owned(),
        day if day.abs_diff(DAY) <= MINUTE => "1 day".to_owned(),
        long if long < 2 * HOUR - MINUTE => counted(long.div_ceil(MINUTE), "minute"),
        long if long < 2 * DAY - MINUTE => counted((long + HOUR / 2) / HOUR, "hour"),
        long => counted((long + DAY / 2) / DAY, "day"),
    }
}

/// How long it is from one time to another, both in milliseconds: `10 minutes`.
#[must_use]
pub fn span(from: u64, to: u64) -> String {
    match to.saturating_sub(from) {
        // One of each is called so; of two and more, the smaller ones count better.
        day if day.abs_diff(DAY) <= MINUTE => "1 day".to_owned(),
        hour if hour.abs_diff(HOUR) <= 1000 => "1 hour".to_owned(),
        minute if minute.abs_diff(MINUTE) < 1000 => "1 minute".to_owned(),
        // What was meant as an hour is an hour even if a moment of it is gone.
        long if long >= 2 * DAY - MINUTE => counted((long + MINUTE) / DAY, "day"),
        long if long >= 2 * HOUR - MINUTE => counted((long + MINUTE) / HOUR, "hour"),
        long if long >= 2 * MINUTE - 1000 => counted((long + 1000) / MINUTE, "minute"),
        long => counted(long.div_ceil(1000), "second"),
    }
}

/// The same behind a word that means one by itself: every `minute`, another `10 minutes`.
#[must_use]
pub fn uncounted(from: u64, to: u64) -> String {
    let span = span(from, to);
    span.strip_prefix("1 ").map_or_else(|| span.clone(), str::to_owned)
}
