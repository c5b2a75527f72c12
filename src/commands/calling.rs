//! Whether a message calls someone, for whoever shows only what does.

use crate::room::Name;

/// Whether some words call someone: `@` and the name, in any spelling that a reader would take for it.
#[must_use]
pub fn calls(words: &str, name: &Name) -> bool {
    let count = name.as_str().split(' ').count();
    words.match_indices('@').any(|(at, _)| {
        let apart = words[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let line = words[at + 1..].lines().next().unwrap_or_default();
        let called = line.split(' ').take(count).collect::<Vec<_>>().join(" ");
        let called = called.trim_end_matches(|c: char| !c.is_alphanumeric());
        // “@Ada's” and “@Ada,come” call Ada as well.
        let shorter = called.split(['\'', '’', ',', ':', ';']).next().unwrap_or_default();
        let is_it = |called: &&str| Name::parse(called).is_ok_and(|called| called.key() == name.key());
        apart && [called, shorter].iter().any(is_it)
    })
}
