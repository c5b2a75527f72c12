//! How long something lasts, and how long it still is until it ends, in words.

use parlor::room::span::{left, span};

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

#[test]
fn what_is_left_is_told_in_the_unit_one_would_say() {
    for (long, told) in [
        (0, "0 seconds"),
        (SECOND, "1 second"),
        (45 * SECOND, "45 seconds"),
        (MINUTE, "1 minute"),
        (75 * SECOND, "75 seconds"),
        (116 * SECOND, "2 minutes"),
        (2 * MINUTE, "2 minutes"),
        (2 * MINUTE + SECOND, "3 minutes"),
        (10 * MINUTE - 1, "10 minutes"),
        (58 * MINUTE, "58 minutes"),
        (HOUR - SECOND, "1 hour"),
        (HOUR, "1 hour"),
        (90 * MINUTE, "90 minutes"),
        (2 * HOUR - SECOND, "2 hours"),
        (5 * HOUR + 10 * MINUTE, "5 hours"),
        (DAY - SECOND, "1 day"),
        (DAY + 3 * HOUR, "27 hours"),
        (3 * DAY - SECOND, "3 days"),
        (3 * DAY - 2 * HOUR, "3 days"),
        (365 * DAY, "365 days"),
    ] {
        assert_eq!(left(7, 7 + long), told, "{long}");
    }
    assert_eq!(left(7, 0), "0 seconds");
}

#[test]
fn what_was_chosen_is_told_as_it_was() {
    for (long, told) in [(90 * SECOND, "90 seconds"), (116 * SECOND, "116 seconds"), (2 * HOUR, "2 hours")] {
        assert_eq!(span(7, 7 + long), told, "{long}");
    }
}
