//! The message that what is written next replies to.

use crate::room::{Author, EventId};

/// What is replied to.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Which message.
    pub to: EventId,
    /// Whose it is.
    pub by: Option<Author>,
    /// Its first words.
    pub words: String,
}
