//! Marks above and below letters. Any number can be joined to one letter, and would reach over the lines around it: so many
//! are shown as any language needs. What was sent stays as it is.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// How many marks are shown on one letter.
const SHOWN: usize = 8;

/// Before this one there are no marks.
const FIRST: char = '\u{300}';

/// Whether it is drawn on the letter before it.
fn is_mark(c: char) -> bool {
    c >= FIRST && matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// Whether it is not seen: marks behind it are on the same letter still.
fn is_unseen(c: char) -> bool {
    c >= FIRST && c.general_category() == GeneralCategory::Format
}

/// A text with no more marks on any letter than are shown.
#[must_use]
pub fn capped(text: &str) -> Cow<'_, str> {
    // Most texts have few marks in all, and those with none are plain bytes.
    if text.is_ascii() || text.chars().filter(|c| is_mark(*c)).nth(SHOWN).is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    push_capped(&mut shown, text, &mut 0);
    Cow::Owned(shown)
}

/// Adds to a text what of another one is shown behind it. `marks` counts those on the last letter.
pub fn push_capped(shown: &mut String, text: &str, marks: &mut usize) {
    if text.is_ascii() {
        if !text.is_empty() {
            *marks = 0;
        }
        shown.push_str(text);
        return;
    }
    for c in text.chars() {
        if is_mark(c) {
            *marks += 1;
            if *marks > SHOWN {
                continue;
            }
        } else if !is_unseen(c) {
            *marks = 0;
        }
        shown.push(c);
    }
}
