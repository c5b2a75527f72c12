//! Titles of houses and rooms, and the topic of a room: one visible line each, emoji welcome. Names are stricter
//! and live elsewhere.

use std::sync::Arc;

use unicode_properties::emoji::{is_tag_character, is_zwj};

use super::limits::{TITLE_BYTES, TITLE_GRAPHEMES, TOPIC_BYTES, TOPIC_GRAPHEMES};
use super::strings::{confusable_key, graphemes, is_blank, is_invisible, one_line, string_type};

/// What a house or a room is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Title(Arc<str>);

/// What titles have in common if a reader could take one for the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TitleKey(Arc<str>);

/// What a room is about just now. It may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic(Arc<str>);

/// Why some words can't be a title.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TitleError {
    /// There is nothing to read in it.
    #[error("Type a title first.")]
    Blank,
    /// It has more characters than a title can have.
    #[error("A title can have at most 64 characters. Shorten it.")]
    TooLong,
    /// Its characters are few, but made of too many parts.
    #[error("This title is too long. Use fewer characters, accents or emoji.")]
    TooLarge,
    /// It has characters that nobody can see.
    #[error("A title can't contain invisible or control characters. Type it again by hand.")]
    Invisible,
}

/// Why some words can't be a topic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// It has more characters than a topic can have.
    #[error("A topic can have at most 250 characters. Shorten it.")]
    TooLong,
    /// Its characters are few, but made of too many parts.
    #[error("This topic is too long. Use fewer characters, accents or emoji.")]
    TooLarge,
    /// It has characters that nobody can see.
    #[error("A topic can't contain invisible or control characters. Type it again by hand.")]
    Invisible,
}

impl Title {
    /// Takes what was typed, in its one spelling: NFC, no outer spaces, single inner ones.
    ///
    /// # Errors
    /// If it shows nothing, is too long, or hides something.
    pub fn parse(raw: &str) -> Result<Self, TitleError> {
        let line = one_line(raw);
        if is_blank(&line) {
            return Err(TitleError::Blank);
        }
        if graphemes(&line) > TITLE_GRAPHEMES {
            return Err(TitleError::TooLong);
        }
        if line.len() > TITLE_BYTES {
            return Err(TitleError::TooLarge);
        }
        if hides_something(&line) {
            return Err(TitleError::Invisible);
        }
        Ok(Self(line.into()))
    }

    /// What this title shares with all that could be taken for it.
    #[must_use]
    pub fn key(&self) -> TitleKey {
        TitleKey(confusable_key(&self.0).into())
    }
}

impl TitleKey {
    /// The folded title. It is for comparing, not for showing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Topic {
    /// Takes what was typed, in its one spelling: NFC, no outer spaces, single inner ones. Blanks are no topic.
    ///
    /// # Errors
    /// If it is too long or hides something.
    pub fn parse(raw: &str) -> Result<Self, TopicError> {
        let line = one_line(raw);
        if graphemes(&line) > TOPIC_GRAPHEMES {
            return Err(TopicError::TooLong);
        }
        if line.len() > TOPIC_BYTES {
            return Err(TopicError::TooLarge);
        }
        if hides_something(&line) {
            return Err(TopicError::Invisible);
        }
        let shown = if is_blank(&line) { "" } else { &line };
        Ok(Self(shown.into()))
    }

    /// Whether there is no topic.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

string_type!(Title, TitleError);
string_type!(Topic, TopicError);

/// Whether a line has characters that nobody sees, other than those that shape a letter or an emoji.
fn hides_something(line: &str) -> bool {
    let mut before = ' ';
    line.chars().any(|c| {
        let hides = c.is_control() || is_annotation(c) || (is_invisible(c) && !shapes(c, before));
        before = c;
        hides
    })
}

/// Whether an invisible character changes how the one before it looks.
fn shapes(c: char, before: char) -> bool {
    if is_tag_character(c) {
        // Tags spell the region of a flag that has no letters of its own; anywhere else they hide words.
        before == '🏴' || is_tag_character(before)
    } else if is_joiner(c) {
        before != ' ' && !is_joiner(before)
    } else {
        is_selector(c) && before != ' ' && !is_invisible(before)
    }
}

/// The joiners of emoji, and of scripts whose letters change with them.
fn is_joiner(c: char) -> bool {
    is_zwj(c) || c == '\u{200C}'
}

/// The selectors between text and emoji, and between forms of a symbol.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}')
}

/// The anchors of notes between lines: control characters in all but their category.
fn is_annotation(c: char) -> bool {
    matches!(c, '\u{FFF9}'..='\u{FFFB}')
}
