//! The password of a room that someone wants to come into.

use crate::room::RoomNo;

/// By what the field is found.
pub const FIELD: &str = "room-key";

/// A password that is being typed.
#[derive(Clone, Debug)]
pub struct RoomPassword {
    pub room: RoomNo,
    pub title: String,
    pub password: String,
    pub trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Password(String),
    Enter,
}

impl RoomPassword {
    /// The password of a room is asked for.
    #[must_use]
    pub const fn new(room: RoomNo, title: String) -> Self {
        Self { room, title, password: String::new(), trouble: None }
    }
}
