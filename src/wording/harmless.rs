//! Words as a terminal may have them.

use std::borrow::Cow;

/// The words with a mark in place of whatever would steer a terminal. What people say, their names, the titles of rooms and
/// what comes across the wire hold nothing of the kind; but what was typed comes back in some answers, and this is also for
/// what nobody thought of.
#[must_use]
pub fn harmless(words: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if words.contains(steers) { Cow::Owned(words.replace(steers, "\u{fffd}")) } else { Cow::Borrowed(words) }
}
