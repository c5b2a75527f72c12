//! What a person says: a message of any length that fits, in any script. Who may say it, and where, is not here.

use std::borrow::Cow;
use std::sync::Arc;

use super::limits::TEXT_CHARS;
use super::strings::{is_blank, string_type};

/// The words of one message, as they were meant: inner spaces, line breaks and writing directions are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Arc<str>);

/// Why some words can't be a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is nothing to read in it.
    #[error("Type a message first.")]
    Blank,
    /// It is longer than a message can be.
    #[error("This message has {0} characters, and the limit is 8000. Shorten it or send it in parts.")]
    TooLong(usize),
    /// It has a character that steers terminals instead of saying something.
    #[error("A message can't contain control characters. Remove them and send it again.")]
    Control,
}

impl Text {
    /// Takes what was typed: every line end becomes a newline, and blanks at the very end are dropped.
    ///
    /// # Errors
    /// If nothing is left to read, if it is too long, or if it has control characters.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let lines = if raw.contains('\r') {
            Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(raw)
        };
        let text = lines.trim_end();
        let chars = text.chars().count();
        if chars > TEXT_CHARS {
            return Err(TextError::TooLong(chars));
        }
        if is_blank(text) {
            return Err(TextError::Blank);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(TextError::Control);
        }
        Ok(Self(text.into()))
    }
}

string_type!(Text, TextError);
