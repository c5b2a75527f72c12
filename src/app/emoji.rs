//! Which stretches of a text are emoji. They are drawn in colour, in a font that is asked for by name: left to a system's
//! own choice of font, 😀 and ❤ come out as black outlines where another font has them too. Which emoji there are, and how
//! they are found, stands in files beside each other.

mod completion;
mod group;
mod habits;
mod one;
mod search;
pub mod sheet;
mod tone;

use std::ops::Range;

use unicode_properties::UnicodeEmoji as _;
use unicode_properties::emoji::EmojiStatus;
use unicode_segmentation::UnicodeSegmentation as _;

pub use completion::{Completion, complete};
pub use group::Group;
pub use habits::Habits;
pub use one::{Emoji, all, get};
pub use search::search;
pub use tone::Tone;

/// Says that the sign before it is to be shown as a picture.
const AS_PICTURE: char = '\u{fe0f}';
/// Says that it is to be shown as text.
const AS_TEXT: char = '\u{fe0e}';
/// Puts the digit before it on a key.
const KEYCAP: char = '\u{20e3}';
/// The first of the signs that are pictures by themselves, even where the standard shows them as text: ☀, ❤, ✔. Those
/// before it, such as © and ↔, are text unless they are asked for as pictures.
const PICTURES: char = '\u{2600}';

/// Most of the texts there are have no emoji, and most of those nothing beyond this.
const FIRST: char = '\u{a9}';

/// Up to how many emoji that stand alone are shown large.
const LARGE: usize = 3;

/// The stretches of a text, in order and without gaps: each with whether it is emoji.
#[must_use]
pub fn runs(text: &str) -> Vec<(Range<usize>, bool)> {
    if text.is_empty() {
        return Vec::new();
    }
    if text.chars().all(|c| c < FIRST && c != KEYCAP) {
        return vec![(0..text.len(), false)];
    }
    let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, cluster) in text.grapheme_indices(true) {
        let (end, emoji) = (at + cluster.len(), is_emoji(cluster));
        match runs.last_mut() {
            Some((range, of)) if *of == emoji => range.end = end,
            _ => runs.push((at..end, emoji)),
        }
    }
    runs
}

/// Whether a text is nothing but one to three emoji, which are then shown large.
#[must_use]
pub fn are_alone(text: &str) -> bool {
    let mut clusters = text.graphemes(true).filter(|cluster| !cluster.trim().is_empty());
    let count = clusters.by_ref().take(LARGE + 1).take_while(|cluster| is_emoji(cluster)).count();
    (1..=LARGE).contains(&count) && text.graphemes(true).filter(|cluster| !cluster.trim().is_empty()).count() == count
}

/// Whether what is seen as one sign is an emoji.
fn is_emoji(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return false };
    if cluster.contains(AS_TEXT) || !first.is_emoji_char() {
        return false;
    }
    if cluster.contains(AS_PICTURE) || cluster.contains(KEYCAP) {
        return true;
    }
    match first.emoji_status() {
        // Digits, # and *.
        _ if first.is_ascii() => false,
        EmojiStatus::EmojiOther | EmojiStatus::EmojiModifierBase | EmojiStatus::EmojiOtherAndEmojiComponent => {
            first >= PICTURES
        }
        _ => true,
    }
}
