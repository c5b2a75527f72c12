//! Why something was done, in the words of whoever did it: one line, optional everywhere.

use std::sync::Arc;

use super::strings::string_type;
use super::title::{Topic, TopicError};

/// A reason in one line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reason(Arc<str>);

/// Why some words can't be a reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// There is nothing to read in it.
    #[error("Type a reason, or leave it out.")]
    Blank,
    /// It has more characters than a reason can have.
    #[error("A reason can have at most 250 characters. Shorten it.")]
    TooLong,
    /// It has characters that nobody can see.
    #[error("A reason can't contain invisible or control characters. Type it again by hand.")]
    Invisible,
}

impl Reason {
    /// Takes what was typed, as one line of the kind a topic is.
    ///
    /// # Errors
    /// If it shows nothing, is too long, or hides something.
    pub fn parse(raw: &str) -> Result<Self, ReasonError> {
        match Topic::parse(raw) {
            Ok(line) if line.is_empty() => Err(ReasonError::Blank),
            Ok(line) => Ok(Self(line.as_str().into())),
            Err(TopicError::TooLong | TopicError::TooLarge) => Err(ReasonError::TooLong),
            Err(TopicError::Invisible) => Err(ReasonError::Invisible),
        }
    }
}

string_type!(Reason, ReasonError);
