//! News of people beside what rooms tell, for whoever wanted to hear of them.

use crate::room::Author;

/// News of someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonNews {
    /// They are in the house, under this name.
    Here(Author),
    /// They are not, or no longer under this name.
    Gone(Author),
    /// They have an account now, or none any more.
    Account(Author, bool),
}
