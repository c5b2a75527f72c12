//! A person: a card beside what was pressed, with who they are and what can be done with them.

use crate::app::widget::Anchor;
use crate::room::RoomNo;
use crate::wire::people::PersonLine;

/// By what the button is found that has the focus first.
pub const FIRST: &str = "person-first";

/// A person who is looked at.
#[derive(Clone, Debug)]
pub struct Person {
    pub line: PersonLine,
    /// What the card opens beside. Without it, it stands in the middle.
    pub anchor: Option<Anchor>,
    pub trouble: Option<String>,
}

/// What is done on the card.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    Talk,
    Ignore,
    /// Makes them an operator, or no longer.
    Op(bool),
    Unmute,
    Moderate,
    /// Lets them into a room.
    Invite(RoomNo),
    /// One's own account.
    Account,
    /// Another name for oneself.
    Rename,
}

impl Person {
    /// A person is looked at.
    #[must_use]
    pub const fn new(line: PersonLine, anchor: Option<Anchor>) -> Self {
        Self { line, anchor, trouble: None }
    }

    /// More is known of them.
    pub fn is(&mut self, line: PersonLine) {
        if line.person.who == self.line.person.who {
            self.line = line;
        }
    }
}
