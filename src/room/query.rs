//! What someone looks for in a room. How it is found is for whoever keeps the room.

use serde::{Deserialize, Serialize};

use super::ids::{PersonId, Seq};
use super::name::Name;

/// What is looked for. All that is said of it must be true of a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that are all in the message; the last one may be only begun. Empty where any words will do.
    pub words: String,
    /// Who said it.
    pub by: Option<By>,
    /// Not before this, in milliseconds since 1970.
    pub from: Option<u64>,
    /// Not after this.
    pub to: Option<u64>,
    /// Only before this event.
    pub before: Option<Seq>,
    /// Only what is pinned, which is in these places. Whoever asks a host need not know them.
    pub pinned: Option<Vec<Seq>>,
    /// How many hits at most.
    pub most: usize,
}

/// Someone whose messages are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum By {
    /// Whatever they were called.
    Person(PersonId),
    /// Whoever was called so then, or could be taken for it.
    Name(Name),
}
