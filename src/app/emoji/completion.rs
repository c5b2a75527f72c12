//! Which emoji could be meant by a colon and the letters behind it.

use std::ops::Range;

use super::habits::Habits;
use super::one::Emoji;
use super::search::{Fit, found};

/// After how many letters something is suggested.
const LETTERS: usize = 2;

/// How many are suggested.
const SUGGESTED: usize = 6;

/// Emoji that could be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What stands there for now: the colon and what follows it.
    pub range: Range<usize>,
    /// The emoji, the likeliest first.
    pub emoji: Vec<Emoji>,
}

/// The emoji that could be meant by what stands before the caret, if that begins with a colon.
#[must_use]
pub fn complete(words: &str, caret: usize, habits: &Habits) -> Option<Completion> {
    let before = words.get(..caret)?;
    let begun = before.strip_suffix(':').unwrap_or(before);
    let at = begun.rfind(':')?;
    let name = &begun[at + 1..];
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
        && (name.contains(|c: char| c.is_ascii_alphabetic()) || matches!(name, "+1" | "-1"));
    if name.len() < LETTERS || !is_name || !is_free(&words[..at]) || is_code(&words[..at]) {
        return None;
    }
    let least = if begun.len() < before.len() { Fit::Whole } else { Fit::Word };
    let mut emoji = found(name, habits, least);
    emoji.truncate(SUGGESTED);
    let emoji: Vec<Emoji> = emoji.into_iter().map(|emoji| emoji.in_tone(habits.tone)).collect();
    (!emoji.is_empty()).then_some(Completion { range: at..caret, emoji })
}

/// Whether a colon behind this begins something: it is not within a word, a time, a path or a link.
fn is_free(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let apart = word.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '/' | '\\' | '`'));
    apart && !word.contains("://")
}

/// Whether what follows this is code.
fn is_code(before: &str) -> bool {
    let fences = before.lines().filter(|line| line.trim_start().starts_with("```")).count();
    let line = before.rsplit('\n').next().unwrap_or_default();
    fences % 2 == 1 || line.matches('`').count() % 2 == 1
}
