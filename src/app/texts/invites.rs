//! What is said about invites: on the card that hands one out, and where one is opened while one is in a room.

/// What the card is for.
#[must_use]
pub fn title(place: &str) -> String {
    format!("Invite people to {place}")
}

/// Above the link.
pub const LINK: &str = "Link";
/// What it does.
pub const MEANS: &str = "Anyone who has this link can join, without the password. Send it, or let them scan the code.";
/// The same, where nobody else can reach the place.
pub const ONLY_HERE: &str =
    "This link works only on this computer. To let others in, close the room and host it again with “My network”.";
/// Copies it.
pub const COPY: &str = "Copy";
/// It is copied.
pub const COPIED: &str = "Copied";
/// Shows all of it as large as the window.
pub const BIG: &str = "Show big";
/// Puts it into a file.
pub const SAVE: &str = "Save as file";
/// Above the desktop's question where to.
pub const SAVE_TITLE: &str = "Save the invite";
/// Goes back.
pub const CLOSE: &str = "Close";
/// Before the title of the place, for a projector.
pub const JOIN: &str = "Join";
/// How to get in.
pub const BY_LIST: &str = "Scan the code, or open Parlor on this network and choose it from the list.";
/// The same.
pub const BY_ADDRESS: &str = "Or type this address in Parlor";
/// By what people know that it is the right place.
pub const WORDS: &str = "The words to compare";

/// How many are there.
#[must_use]
pub fn here(people: u64) -> String {
    if people == 1 { "1 person here".to_owned() } else { format!("{people} people here") }
}

/// It is in a file.
#[must_use]
pub fn saved(path: &str) -> String {
    format!("The invite is saved as {path}. Whoever opens that file with Parlor can join.")
}

/// It is not.
#[must_use]
pub fn not_saved(why: impl std::fmt::Display) -> String {
    format!("The invite could not be saved: {why}.")
}

/// The question, where one is opened.
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
