//! Finding emoji by words: by their names, and by how they are written between colons.

use super::habits::Habits;
use super::one::{Emoji, all};

/// How well something fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is called just so.
    Whole,
    /// Its name, or how it is written, begins so.
    Begins,
    /// A word of either does.
    Word,
    /// It is somewhere in either.
    Within,
}

/// The emoji that these words could mean, the likeliest first.
#[must_use]
pub fn search(words: &str, habits: &Habits) -> Vec<Emoji> {
    found(words, habits, Fit::Within).into_iter().map(|emoji| emoji.in_tone(habits.tone)).collect()
}

/// Those that fit at least so well.
pub(super) fn found(words: &str, habits: &Habits, least: Fit) -> Vec<Emoji> {
    let asked = plain(words);
    let asked = asked.trim();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Fit, bool, Emoji)> = all()
        .filter_map(|emoji| {
            let fit = fit(emoji, asked).filter(|fit| *fit <= least)?;
            Some((fit, !habits.is_usual(emoji), emoji))
        })
        .collect();
    // Among what begins with it, what is picked often comes first, wherever in its name that is.
    let rank = |fit: Fit| if fit == Fit::Word { Fit::Begins } else { fit };
    found.sort_by_key(|(fit, seldom, _)| (rank(*fit), *seldom, *fit));
    found.into_iter().map(|(.., emoji)| emoji).collect()
}

/// Words as they are compared.
fn plain(words: &str) -> String {
    words.to_lowercase().replace([':', '_'], " ")
}

/// How well an emoji fits, if it does at all.
fn fit(emoji: Emoji, asked: &str) -> Option<Fit> {
    let names = std::iter::once(emoji.name()).chain(emoji.shortcodes());
    names.filter_map(|name| fit_of(&plain(name), asked)).min()
}

fn fit_of(name: &str, asked: &str) -> Option<Fit> {
    if name == asked {
        Some(Fit::Whole)
    } else if name.starts_with(asked) {
        Some(Fit::Begins)
    } else if name.split([' ', '-']).any(|word| word.starts_with(asked)) {
        Some(Fit::Word)
    } else if asked.split(' ').all(|part| name.contains(part)) {
        Some(Fit::Within)
    } else {
        None
    }
}
