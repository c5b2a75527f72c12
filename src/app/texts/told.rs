//! What the window tells once, above the entry or where something was asked for: what was done, or why it was not.

/// A second window of the same person.
pub const ELSEWHERE_TOO: &str =
    "You are also here in another window. Messages not sent from this window before you leave are lost.";
/// Nothing can be done any more.
pub const LOGGED_OUT: &str = "You are logged out, so this can’t be done. Log in first.";
/// The same.
pub const OVER: &str = "You are no longer connected, so you can’t do this.";
/// Nothing can be sent any more.
pub const LOGGED_OUT_UNSENT: &str = "You are logged out, so what you wrote stays here. Log in to send it.";
/// The same.
pub const OVER_UNSENT: &str = "You are no longer connected. What you wrote is kept for next time.";
/// The visit ended without a word.
pub const ENDED: &str = "Go back to the lobby to join again.";

/// Whose name is looked for.
pub const TYPE_NAME: &str = "Type the name of a person.";
/// How a day is written.
pub const TYPE_DAY: &str = "Type the date as year-month-day, such as 2026-11-19.";
/// A message that this computer never saw.
pub const MESSAGE_NOT_HERE: &str = "That message is not on this computer. Scroll up, or search for its words.";
/// More than can be copied.
pub const TOO_MUCH_TO_COPY: &str = "That is too much to copy at once. Save the room instead.";
/// More than can be pasted.
pub const TOO_LONG_TO_PASTE: &str =
    "That is too long to paste: it would be more than 10 messages. Save it as a file instead.";
/// What is to be edited is not sent yet.
pub const STILL_SENDING: &str = "Your last message is still being sent. You can edit it in a moment.";
/// A command instead of a message.
pub const NO_COMMAND: &str = "You are editing a message, and a command can’t replace it. Press Esc first.";

/// An invite that was pressed.
pub const INVITE_PRESSED: &str = "This is an invite. It is copied: go back to the lobby and paste it under Join.";
/// A link that leads nowhere from here.
pub const CANT_OPEN: &str = "This computer can’t open that link. Copy it instead.";

/// What `/topic` says where there is none.
pub const NO_TOPIC: &str = "This room has no topic yet.";
/// What `/clear` did.
pub const CLEARED: &str =
    "Cleared for you only. Everything is still kept: search finds it, and it is back on your next visit.";
/// Whom to reply to.
pub const NOBODY_ELSE: &str = "Nobody else has said anything here yet.";
/// What to react to, or to pin.
pub const NOTHING_SAID: &str = "Nobody has said anything here yet.";
/// What to delete.
pub const NOTHING_OF_YOURS: &str = "You have no message here to delete.";
/// What to unpin.
pub const NOTHING_PINNED: &str = "Nothing is pinned in this room.";
/// Who is banned.
pub const ONLY_OPERATORS: &str = "Only operators see who is banned from this room.";
/// What only the host does.
pub const ONLY_HOST: &str = "Only the host can do that.";
/// Who can join from now on.
pub const NOW_EVERYONE: &str = "From now on, everyone can join.";
/// The same.
pub const NOW_REGISTERED: &str = "From now on, people need an account to join.";
/// The same.
pub const NOW_APPROVAL: &str = "From now on, you are asked about everyone who wants to join.";
/// The same.
pub const NOW_CLOSED: &str = "From now on, nobody new can join. People who are here stay.";

/// Nothing is seen of someone any more.
#[must_use]
pub fn ignored(name: &str) -> String {
    format!("You no longer see messages from {name}, in any room. They are not told.")
}

/// They are seen again.
#[must_use]
pub fn not_ignored(name: &str) -> String {
    format!("You see messages from {name} again.")
}

/// A folder that can't be shown.
#[must_use]
pub fn cant_show(folder: &str) -> String {
    format!("This computer can’t open the folder: {folder}")
}

/// How a room is deleted by a command.
#[must_use]
pub fn to_delete(title: &str) -> String {
    format!("To delete this room and all its messages, type /delete {title}")
}

/// A code to say to others.
#[must_use]
pub fn spoken_code(code: &str, minutes: u64) -> String {
    format!("Tell someone this code: {code}. It lets one person join within {minutes} minutes.")
}

/// An invite gets nobody in any more.
#[must_use]
pub fn invite_withdrawn(invite: u64) -> String {
    format!("Invite {invite} is withdrawn.")
}
