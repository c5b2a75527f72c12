//! What stands in menus, and in the question before something is deleted.

/// To reply to a message.
pub const REPLY: &str = "Reply";
/// To copy its text.
pub const COPY_TEXT: &str = "Copy text";
/// To copy a link that leads to it.
pub const COPY_LINK: &str = "Copy link";
/// To have the room unread again from there on.
pub const MARK_UNREAD: &str = "Mark as unread";
/// To have it found by everyone.
pub const PIN: &str = "Pin to room";
/// No longer.
pub const UNPIN: &str = "Unpin";
/// To change it.
pub const EDIT: &str = "Edit";
/// To see what it said before.
pub const HISTORY: &str = "Edit history";
/// To delete one's own.
pub const DELETE: &str = "Delete";
/// To remove someone else's.
pub const REMOVE: &str = "Remove for everyone";
/// To pick another emoji.
pub const MORE_REACTIONS: &str = "More reactions";
/// To talk with someone alone.
pub const MESSAGE: &str = "Message";
/// To call someone by name.
pub const MENTION: &str = "Mention";
/// To see nothing of someone.
pub const IGNORE: &str = "Ignore";
/// To see them again.
pub const STOP_IGNORING: &str = "Stop ignoring";
/// To hear nothing of a room.
pub const MUTE_ROOM: &str = "Mute this room";
/// To hear of it again.
pub const UNMUTE_ROOM: &str = "Unmute this room";
/// To save what is in a room.
pub const SAVE: &str = "Save…";
/// To see how a room is kept.
pub const ROOM_SETTINGS: &str = "Room settings";
/// To leave a room.
pub const LEAVE: &str = "Leave…";
/// In the entry.
pub const CUT: &str = "Cut";
/// The same.
pub const COPY: &str = "Copy";
/// The same.
pub const PASTE: &str = "Paste";
/// The same.
pub const SELECT_ALL: &str = "Select all";
/// To make a room.
pub const NEW_ROOM: &str = "New room…";
/// To find a room or a person.
pub const GO_TO: &str = "Go to…";
/// To copy an invite.
pub const INVITE: &str = "Invite people";
/// To manage the place.
pub const MANAGE: &str = "Manage";
/// To see one's account.
pub const ACCOUNT: &str = "Your account";

/// The question before one's own message is deleted.
pub const DELETE_QUESTION: &str = "Delete this message?";
/// The question before someone else's is removed.
pub const REMOVE_QUESTION: &str = "Remove this message?";
/// What that means.
pub const DELETE_MEANS: &str =
    "It is deleted for everyone, on the host’s computer and in everyone’s copies. This can’t be undone.";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// Whether it is done.
pub const REMOVE_BUTTON: &str = "Remove";
/// A link to a message that is not here.
pub const LINK_ELSEWHERE: &str = "This link leads to a message in another place. Join that place first.";
/// Copied.
pub const LINK_COPIED: &str = "Link copied";

/// To see who someone is.
#[must_use]
pub fn about(name: &str) -> String {
    format!("About {name}")
}
