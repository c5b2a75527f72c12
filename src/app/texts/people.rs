//! What stands in a list of people.

/// The names.
pub const NAME: &str = "Name";
/// What they are.
pub const ROLE: &str = "Role";
/// By what they came.
pub const DOOR: &str = "Door";
/// Where they are.
pub const SEEN: &str = "Seen";
/// In the empty field above them.
pub const SEARCH: &str = "Search by name";
/// Nobody was found.
pub const NONE: &str = "Nobody here has that name.";
/// Nobody is like that.
pub const NONE_SUCH: &str = "Nobody right now.";
/// All of them are listed.
pub const EVERYONE: &str = "Everyone";
/// Only those at their computers.
pub const HERE_ONLY: &str = "Here";
/// Only those who keep the room in order.
pub const OPERATORS: &str = "Operators";
/// The host.
pub const HOST: &str = "Host";
/// Someone who keeps the room in order.
pub const OPERATOR: &str = "Operator";
/// Someone who has an account.
pub const ACCOUNT: &str = "Account";
/// Someone who has none.
pub const GUEST: &str = "Guest";
/// The one at this window.
pub const YOU: &str = "you";
/// Someone who can't write.
pub const MUTED: &str = "Muted";
/// At their computer.
pub const HERE: &str = "Here now";
/// Not at it.
pub const AWAY: &str = "Away";
/// Not in the place.
pub const NOT_HERE: &str = "Not here";
/// By the host's own window.
pub const HOST_WINDOW: &str = "Host’s computer";
/// By Parlor.
pub const APP: &str = "App";
/// By plain text.
pub const TEXT_DOOR: &str = "Plain text";
/// By IRC.
pub const IRC_DOOR: &str = "IRC";
/// By something else.
pub const OTHER: &str = "Another program";

/// How many there are.
#[must_use]
pub fn here(count: u64) -> String {
    if count == 1 { "Only you are here.".to_owned() } else { format!("{count} here now.") }
}

/// How many more there are than are listed.
#[must_use]
pub fn more(count: u64) -> String {
    format!("And {count} more. Search by name to find them.")
}

/// Away, and why.
#[must_use]
pub fn away(why: &str) -> String {
    format!("Away: {why}")
}
