//! What something is for, in the words of whoever made it: one line, which may be empty.

use std::sync::Arc;

use super::limits::{LABEL_BYTES, LABEL_GRAPHEMES};
use super::strings::{graphemes, string_type};
use super::title::{Topic, TopicError};

/// What something is for, in one line. It may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(Arc<str>);

/// Why some words can't be a label.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// It has more characters than a label can have.
    #[error("A label can have at most 60 characters. Shorten it.")]
    TooLong,
    /// It has characters that nobody can see.
    #[error("A label can't contain invisible or control characters. Type it again by hand.")]
    Invisible,
}

impl Label {
    /// Takes what was typed, as one line of the kind a topic is.
    ///
    /// # Errors
    /// If it is too long or hides something.
    pub fn parse(raw: &str) -> Result<Self, LabelError> {
        match Topic::parse(raw) {
            Ok(line) if graphemes(line.as_str()) > LABEL_GRAPHEMES || line.as_str().len() > LABEL_BYTES => {
                Err(LabelError::TooLong)
            }
            Ok(line) => Ok(Self(line.as_str().into())),
            Err(TopicError::TooLong | TopicError::TooLarge) => Err(LabelError::TooLong),
            Err(TopicError::Invisible) => Err(LabelError::Invisible),
        }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

string_type!(Label, LabelError);
