//! What stands around the list of a room: its head, the panels beside it, and the entry.

/// The button that opens the search.
pub const SEARCH: &str = "Search";
/// The button that shows what is pinned.
pub const PINNED: &str = "Pinned messages";
/// The button that saves the room.
pub const SAVE: &str = "Save";
/// The button that opens the room's settings.
pub const SETTINGS: &str = "Room settings";
/// The button that shows who is here.
pub const PEOPLE: &str = "People";
/// The button that goes back to the rooms, in a narrow window.
pub const BACK: &str = "Rooms";
/// The button that shows what else there is, in a narrow window.
pub const MORE: &str = "More";
/// In place of a topic.
pub const NO_TOPIC: &str = "No topic yet";
/// Above the rooms.
pub const ROOMS: &str = "Rooms";
/// Above the direct talks.
pub const DIRECT: &str = "Direct messages";
/// The button that makes a room.
pub const NEW_ROOM: &str = "New room";
/// The button that starts a direct talk.
pub const NEW_DIRECT: &str = "New message";
/// Above the host's things.
pub const HOSTING: &str = "Hosting";
/// The button that invites people.
pub const INVITE: &str = "Invite";
/// The button that copies the address.
pub const COPY_ADDRESS: &str = "Copy address";
/// The button that opens what the host manages.
pub const MANAGE: &str = "Manage";
/// The button that opens the settings.
pub const APP_SETTINGS: &str = "Settings";
/// The button that leaves.
pub const QUIT: &str = "Quit";
/// The button that sends.
pub const SEND: &str = "Send";
/// The same, while a message is changed.
pub const SAVE_EDIT: &str = "Save";
/// Above the entry while a message is changed.
pub const EDITING: &str = "Editing your message";
/// What gives that up.
pub const CANCEL: &str = "Cancel";
/// What gives a reply up.
pub const NO_REPLY: &str = "Cancel reply";
/// Before the name of whoever is replied to.
pub const REPLY_TO: &str = "Reply to";
/// The button for emoji.
pub const EMOJI: &str = "Emoji";
/// The key that takes a suggestion.
pub const TAB: &str = "Tab";
/// The menu of the place.
pub const MENU: &str = "Menu";
/// What the dot on an avatar tells.
pub const IS_HERE: &str = "here";
/// The same.
pub const IS_AWAY: &str = "away";
/// The title of who is away.
pub const AWAY: &str = "Away";
/// In a direct talk, whoever is not in the place.
pub const ELSEWHERE: &str = "Not here";
/// The one at this window.
pub const YOU: &str = "you";
/// Someone who can't write.
pub const MUTED: &str = "muted";
/// The host.
pub const HOST: &str = "host";
/// Someone who keeps the room in order.
pub const OPERATOR: &str = "operator";

/// Above the entry, while more stands in it than fits into a message.
pub const TOO_LONG: &str = "Too long for one message.";

/// The button that sends it all the same.
#[must_use]
pub fn send_parts(count: usize) -> String {
    format!("Send as {count} messages")
}

/// Who is here, and how many.
#[must_use]
pub fn here(count: u64, connected: bool) -> String {
    match (connected, count) {
        (true, count) => format!("Here now, {count}"),
        (false, 0) => "Not connected".to_owned(),
        (false, count) => format!("Last seen here, {count}"),
    }
}

/// How many are here, in the head of a narrow window.
#[must_use]
pub fn here_now(count: u64) -> String {
    format!("{count} here now")
}

/// How many are in the whole place.
#[must_use]
pub fn in_place(count: u64) -> String {
    if count <= 1 { "Only you".to_owned() } else { format!("{count} here") }
}

/// The way back to a room.
#[must_use]
pub fn back_to(title: &str) -> String {
    format!("Back to {title}")
}

/// Until when something is so.
#[must_use]
pub fn until(when: &str) -> String {
    format!("Until {when}")
}

/// How many more there are than are listed.
#[must_use]
pub fn more(count: u64) -> String {
    format!("and {count} more")
}

/// How many characters are left for a message, or how many there are too many.
#[must_use]
pub fn left(left: usize, over: usize) -> String {
    if over > 0 { format!("−{over}") } else { format!("{left} left") }
}

/// What stands in the empty entry.
#[must_use]
pub fn write_to(title: &str) -> String {
    format!("Message {title}")
}

/// At the beginning of a direct talk.
#[must_use]
pub fn direct_between(name: &str) -> String {
    format!(
        "Only you and {name} see this conversation. It is kept on the host’s computer, and the host can read it there."
    )
}

/// How many rooms there are that one is not in.
#[must_use]
pub fn more_rooms(count: usize) -> String {
    if count == 1 { "1 more room".to_owned() } else { format!("{count} more rooms") }
}
