//! A room that one is in, as far as a terminal has to know it.

use parlor::commands::RoomNotes;
use parlor::room::Seq;
use parlor::wire::frame::Entered;

/// A room that one is in.
#[derive(Debug)]
pub struct JoinedRoom {
    pub notes: RoomNotes,
    /// The last event that was shown or passed over.
    pub shown: Seq,
    /// The last one that the house knows to be read.
    pub read: Seq,
}

impl JoinedRoom {
    /// A room as it was met. What was shown of it `before` is not shown again.
    pub fn of(entered: &Entered, before: Option<&Self>) -> Self {
        let notes = RoomNotes::of(entered, before.map(|before| &before.notes));
        Self { notes, shown: entered.after, read: entered.yours.read }
    }
}
