//! What stands where one goes to a room, to a person, or to something that can be done.

/// In the empty field.
pub const HINT: &str = "Go to a room or a person";
/// The key that closes it.
pub const ESC: &str = "Esc";
/// The key that takes what is chosen.
pub const ENTER: &str = "Enter";
/// A group.
pub const ROOMS: &str = "Rooms";
/// The same.
pub const PEOPLE: &str = "People";
/// The same.
pub const ACTIONS: &str = "Actions";
/// At their computer.
pub const HERE: &str = "Here now";
/// Not at it.
pub const AWAY: &str = "Away";
/// Two people alone.
pub const DIRECT: &str = "Direct message";
/// To make a room.
pub const NEW_ROOM: &str = "New room…";
/// To see the settings.
pub const SETTINGS: &str = "Settings";
/// To see those of the room.
pub const ROOM_SETTINGS: &str = "Room settings";
/// To save the room.
pub const SAVE: &str = "Save this room…";
/// To see one's account.
pub const ACCOUNT: &str = "Your account";
/// To copy an invite.
pub const INVITE: &str = "Invite people";
/// To manage the place.
pub const MANAGE: &str = "Manage";
/// To leave.
pub const QUIT: &str = "Quit";

/// So much is unread.
#[must_use]
pub fn unread(count: usize) -> String {
    format!("{count} unread")
}

/// So many are in it.
#[must_use]
pub fn here(count: u64) -> String {
    format!("{count} here")
}

/// To make a room of this title.
#[must_use]
pub fn new_room(title: &str) -> String {
    format!("New room “{title}”")
}

/// To search for these words.
#[must_use]
pub fn search(words: &str) -> String {
    format!("Search messages for “{words}”")
}
