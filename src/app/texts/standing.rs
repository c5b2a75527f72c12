//! What is told of how things stand: above the list, and where one can't write. Each is a few words and a sentence.

/// The button that goes back into a room.
pub const REJOIN: &str = "Rejoin";
/// The same where one may be banned still.
pub const TRY_AGAIN: &str = "Try again";
/// The button that logs in again.
pub const LOG_IN: &str = "Log in";
/// The button that leaves for the lobby.
pub const TO_LOBBY: &str = "Back to lobby";

/// The visit is over.
pub const OVER: &str = "You are no longer connected";
/// A connection is being made.
pub const CONNECTING: &str = "Connecting…";
/// What becomes of what is written until there is a connection.
pub const SENT_THEN: &str = "What you write is sent once you are connected.";
/// The host is asked.
pub const ASKING: &str = "Waiting to be let in…";
/// What is shown is the copy on this computer.
pub const COPY: &str = "Offline copy.";
/// The button that tries to connect at once.
pub const RETRY_NOW: &str = "Retry now";
/// The same, where there was none since the room was opened.
pub const RECONNECT: &str = "Reconnect";
/// There is no connection.
pub const RECONNECTING: &str = "Reconnecting…";
/// One was kicked.
pub const KICKED: &str = "You were kicked from this room";
/// One is not in the room any more.
pub const OUT: &str = "You are no longer in this room";
/// A ban is over.
pub const BAN_OVER: &str = "Your ban from this room is over";
/// What one can do all the same.
pub const STILL_READ: &str = "You can still read what you have seen so far.";
/// What becomes of what stood in the entry.
pub const DRAFT_KEPT: &str = "What you wrote is kept.";
/// The room can only be read.
pub const ARCHIVED: &str = "This room is archived.";
/// The same.
pub const ARCHIVED_MEANS: &str = "You can read and search it, but nobody can write here.";
/// Only operators can write.
pub const LOCKED: &str = "Only operators can write here.";
/// One is muted.
pub const MUTED: &str = "You are muted here.";
/// What one can do all the same.
pub const READ_ALONG: &str = "You can still read.";

/// One is banned: from a place of this title, or from this room; and until when, where that is known.
#[must_use]
pub fn banned(place: Option<&str>, until: Option<&str>) -> String {
    let place = place.unwrap_or("this room");
    match until {
        Some(until) => format!("You are banned from {place} until {until}"),
        None => format!("You are banned from {place}"),
    }
}

/// Up to when the copy goes, and what becomes of what is written.
#[must_use]
pub fn copy_until(when: &str) -> String {
    format!("Messages up to {when}. What you write is sent later.")
}

/// One is muted until then.
#[must_use]
pub fn muted_until(when: &str) -> String {
    format!("You can only read until {when}.")
}
