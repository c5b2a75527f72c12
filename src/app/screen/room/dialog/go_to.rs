//! Going to a room, to a person, or to something that can be done: what is found by what was typed.

use std::sync::Arc;

use crate::room::{PersonId, RoomNo};
use crate::wire::frame::RoomLine;

/// By what the field is found.
pub const FIELD: &str = "go-to";

/// A search for where to go.
#[derive(Clone, Debug, Default)]
pub struct GoTo {
    pub words: String,
    /// Which of those that were found Enter takes.
    pub chosen: usize,
    pub trouble: Option<String>,
}

/// Where one can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To a room.
    Room(RoomNo),
    /// To someone in the room, alone.
    Person(PersonId),
    /// To make a room, of this title if there is one.
    NewRoom(String),
    /// To search for these words in the room.
    Search(String),
    /// To the settings of the room.
    RoomSettings,
    /// To save it.
    Save,
    /// To one's account.
    Account,
    /// To the settings.
    Settings,
    /// To copy an invite.
    Invite,
    /// To what only the host sees to.
    Manage,
    /// To the end.
    Quit,
}

#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    /// The next one is chosen, or the one before.
    Step(bool),
    /// Goes to the one that is chosen.
    Chosen,
    Go(Place),
    Rooms(Arc<Vec<RoomLine>>),
}
