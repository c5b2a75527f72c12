//! A message that others reply to, in the few words that stand above a reply.

use crate::markup::{self, Names};
use crate::room::{Author, Text};

/// How many characters of it are shown.
const SHOWN: usize = 100;

/// What is shown of it. Without words it was deleted.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    pub(super) by: Option<Author>,
    pub(super) words: Option<String>,
}

impl Quote {
    /// The first words of a message, without its marks, in one line.
    pub(super) fn of(by: Option<&Author>, text: &Text) -> Self {
        let words = markup::parse(text.as_str(), &Names::default()).line();
        Self { by: by.cloned(), words: Some(markup::shortened(words, SHOWN)) }
    }

    /// One that was deleted.
    pub(super) const fn deleted() -> Self {
        Self { by: None, words: None }
    }
}
