//! What is said where an invite is opened while one is in a room.

/// The question.
pub const QUESTION: &str = "Open this invite?";
/// What it does.
pub const OPEN: &str = "Open invite";

/// What it means for the place one is in, which one may be the host of.
#[must_use]
pub fn means(place: &str, hosting: bool) -> String {
    if hosting {
        format!("You are the host of {place}. It closes, and everyone in it is disconnected.")
    } else {
        format!("You leave {place} for now.")
    }
}
