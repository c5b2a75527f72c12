//! What someone said directly while they were ignored.

use parlor::room::{RoomNo, Seq};

/// What was not shown of one person.
#[derive(Clone, Copy, Debug)]
pub struct Missed {
    /// Their direct messages.
    pub room: RoomNo,
    /// The first that was not shown.
    pub first: Seq,
    /// How many there are.
    pub count: usize,
}
