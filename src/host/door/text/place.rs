//! A room that a text guest is in, as far as the door has to know it.

use crate::commands::RoomNotes;
use crate::room::Event;
use crate::wire::frame::Entered;

/// A room that a guest is in.
#[derive(Debug)]
pub struct Place {
    pub notes: RoomNotes,
    /// What happened since one came in, until what was there before is shown.
    pub held: Option<Vec<Event>>,
}

impl Place {
    /// A room as it was met. Whether what was there before is to be shown.
    pub fn new(entered: &Entered, before: Option<&Self>, shows: bool) -> Self {
        let notes = RoomNotes::of(entered, before.map(|before| &before.notes));
        Self { notes, held: shows.then(Vec::new) }
    }
}
