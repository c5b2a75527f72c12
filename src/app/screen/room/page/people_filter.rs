//! Who of the people is listed: those of a name, and those who are somewhere or something.

use crate::room::Rank;
use crate::wire::people::PersonLine;

/// Which people are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    #[default]
    Everyone,
    /// Those at their computers.
    Here,
    /// Those who are not.
    Away,
    /// Those who keep the place or the room in order.
    Operators,
}

/// Who is looked for.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// What was typed of their name.
    pub words: String,
    /// Which of them.
    pub shown: Shown,
}

impl PeopleFilter {
    /// Whether everyone is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.shown == Shown::Everyone
    }

    /// Whether someone is listed.
    #[must_use]
    pub fn keeps(&self, line: &PersonLine) -> bool {
        let named = line.person.name.as_str().to_lowercase().contains(&self.words.trim().to_lowercase());
        named
            && match self.shown {
                Shown::Everyone => true,
                Shown::Here => line.since.is_some() && line.away.is_none(),
                Shown::Away => line.away.is_some(),
                Shown::Operators => line.rank >= Rank::Operator,
            }
    }
}
