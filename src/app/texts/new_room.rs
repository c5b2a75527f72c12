//! What stands where a room is made, and where its password is asked for.

/// What it is called.
pub const TITLE: &str = "Title";
/// In the empty field.
pub const TITLE_HINT: &str = "Break room";
/// What it is about.
pub const TOPIC: &str = "Topic (optional)";
/// In the empty field.
pub const TOPIC_HINT: &str = "What it is about";
/// Who can join.
pub const WHO_JOINS: &str = "Who can join";
/// Anyone.
pub const EVERYONE: &str = "Everyone";
/// Whoever knows the password.
pub const PASSWORD: &str = "Password";
/// What that means.
pub const PASSWORD_MEANS: &str = "Anyone who knows it";
/// Whoever was invited.
pub const INVITED: &str = "Invite only";
/// What that means.
pub const INVITED_MEANS: &str = "People you choose";
/// The password.
pub const ROOM_PASSWORD: &str = "Room password";
/// In the empty field.
pub const PASSWORD_HINT: &str = "At least 8 characters";
/// There is none yet.
pub const NO_PASSWORD: &str = "Type a password for the room.";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// The button that makes it.
pub const CREATE: &str = "Create room";

/// Where a password is asked for.
pub const NEEDS_PASSWORD: &str =
    "This room needs a password. Ask one of its operators. If you were invited, leave the field empty.";
/// The button beside it.
pub const JOIN: &str = "Join";

/// The title.
#[must_use]
pub fn new_in(place: &str) -> String {
    format!("New room in {place}")
}

/// What it means that everyone can join.
#[must_use]
pub fn everyone_in(place: &str) -> String {
    format!("Anyone in {place}")
}

/// The title where a password is asked for.
#[must_use]
pub fn join(title: &str) -> String {
    format!("Join {title}")
}
