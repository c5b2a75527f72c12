//! Finding a room: those one is in, with what is unread, and the others of the house.

use std::sync::Arc;

use crate::room::RoomNo;
use crate::wire::frame::RoomLine;

/// By what the field is found.
pub const FIELD: &str = "go-to";

/// How many rooms are shown at once.
pub const SHOWN: usize = 60;

/// A search for a room.
#[derive(Clone, Debug, Default)]
pub struct GoTo {
    pub words: String,
    /// Which of those that were found Enter takes.
    pub chosen: usize,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    /// The next one is chosen, or the one before.
    Step(bool),
    /// Goes to the one that is chosen.
    Chosen,
    Go(RoomNo),
    Make,
    Rooms(Arc<Vec<RoomLine>>),
}
