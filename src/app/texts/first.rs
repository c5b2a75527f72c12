//! What stands in a room that was just hosted: its next steps.

/// What that means.
pub const MEANS: &str =
    "It is open for as long as Parlor is open on this computer. Messages are kept and come back next time.";
/// The first step.
pub const INVITE: &str = "Invite people";
/// What it does.
pub const INVITE_MEANS: &str = "Send them a link, or show them a code.";
/// Its button.
pub const INVITE_BUTTON: &str = "Invite";
/// What it does where not everyone can join.
pub const INVITE_BY_NAME_MEANS: &str = "Choose who can join this room.";
/// Its button there.
pub const INVITE_BY_NAME_BUTTON: &str = "Choose people";
/// The second.
pub const TOPIC: &str = "Set a topic";
/// What it does.
pub const TOPIC_MEANS: &str = "One line that says what this room is for.";
/// Its button.
pub const TOPIC_BUTTON: &str = "Set topic";
/// The third.
pub const HISTORY: &str = "Choose how long history is kept";
/// What it does.
pub const HISTORY_MEANS: &str = "Kept forever, unless you change it.";
/// Its button.
pub const HISTORY_BUTTON: &str = "Change";

/// The room can be used.
#[must_use]
pub fn open(title: &str) -> String {
    format!("{title} is open")
}
