//! Finding a room: those one is in, with what is unread, and the others of the house.

use std::sync::Arc;

use crate::room::RoomNo;
use crate::wire::frame::RoomLine;

/// By what the field is found.
pub const FIELD: &str = "go-to";

/// A search for a room.
#[derive(Clone, Debug, Default)]
pub struct GoTo {
    pub words: String,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    First,
    Go(RoomNo),
    Make,
    Rooms(Arc<Vec<RoomLine>>),
}
