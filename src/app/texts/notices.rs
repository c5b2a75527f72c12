//! What is told above the entry.

/// The button that puts a notice away.
pub const DISMISS: &str = "Dismiss";
/// The button that lets someone in.
pub const LET_IN: &str = "Let in";
/// The button that does not.
pub const DECLINE: &str = "Decline";
/// The button that shows where something was saved.
pub const OPEN_FOLDER: &str = "Open folder";
/// Below the commands.
pub const SLASHES: &str = "Start a message with // to send one that begins with /.";

/// A file was dropped on the window.
pub const NO_FILES: &str = "Files can’t be sent yet.";
/// There is nothing to try again.
pub const ALL_SENT: &str = "Every message was sent.";
/// There is, and that would not help.
pub const NOTHING_TO_RETRY: &str = "Trying again would not help. Delete what was not sent, or write it again.";

/// Someone asks to be let in.
#[must_use]
pub fn asks(name: &str) -> String {
    format!("{name} wants to join.")
}

/// One was invited to a room.
#[must_use]
pub fn can_join(title: &str) -> String {
    format!("You can join {title} now.")
}

/// The button that goes there.
#[must_use]
pub fn join(title: &str) -> String {
    format!("Join {title}")
}
