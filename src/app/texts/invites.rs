//! What is said about invites: on the card that hands one out, and where one is opened while one is in a room.

use crate::host::PlainDoors;

/// What the card is for.
#[must_use]
pub fn title(place: &str) -> String {
    format!("Invite people to {place}")
}

/// Above the link.
pub const LINK: &str = "Link";
/// What it does.
pub const MEANS: &str =
    "Anyone who has this link can join, without the password. Send it, or let them scan the QR code.";
/// The same, where nobody else can reach the place.
pub const ONLY_HERE: &str =
    "This link works only on this computer. To let others in, close the room and host it again with “My network”.";
/// The same, where people elsewhere were meant to join and can't.
#[must_use]
pub fn only_inside(why: &str) -> String {
    format!("People outside your network can’t use this link. {why}")
}
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
pub const BY_LIST: &str = "Scan the QR code, or open Parlor on this network and choose it from the list.";
/// The same.
pub const BY_ADDRESS: &str = "Or type this address in Parlor";
/// The same, where a password is asked for.
pub const BY_ADDRESS_AND_PASSWORD: &str = "Or type this address in Parlor, and then the password";
/// That it is the address for others, too, as far as they are let in.
#[must_use]
pub const fn without_parlor(doors: PlainDoors) -> Option<&'static str> {
    match doors {
        PlainDoors { text: true, irc: true } => Some("IRC programs, telnet and netcat can join there as well."),
        PlainDoors { text: true, irc: false } => Some("Telnet and netcat can join there as well."),
        PlainDoors { text: false, irc: true } => Some("IRC programs can join there as well."),
        PlainDoors { text: false, irc: false } => None,
    }
}
/// By what people know that it is the right place.
pub const WORDS: &str = "The words to compare";

/// Above the code that is said.
pub const SAY: &str = "Or say this code";
/// How often it works, and where.
pub const SAY_MEANS: &str = "Works once, for someone on this network.";
/// The same, where the place is not shown on the network: the address and the code are typed.
#[must_use]
pub fn say_both(address: &str, code: &str) -> String {
    format!("Works once. This place is hidden, so they need to type {address} {code}")
}
/// Another code.
pub const NEW_CODE: &str = "New code";
/// How to get in, for a projector.
pub const BY_CODE: &str = "Scan the QR code, or open Parlor and type";
/// That the code changes.
#[must_use]
pub fn valid(left_ms: u64) -> String {
    format!("One person per code. It changes after each, or in {}.", clock(left_ms))
}
/// How long the code is good.
#[must_use]
pub fn left(left_ms: u64) -> String {
    format!("{} left", clock(left_ms))
}

/// Minutes and seconds.
fn clock(left_ms: u64) -> String {
    let seconds = left_ms.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

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

/// Above the links that were given out one by one.
pub const GIVEN: &str = "Links given out";
/// Makes one more.
pub const NEW: &str = "New link";
/// What it is for.
pub const LABEL: &str = "What is it for?";
/// In the empty field.
pub const LABEL_HINT: &str = "Lab group B";
/// For whom it is.
pub const FOR_WHOM: [(bool, &str); 2] = [(false, "For everyone"), (true, "For one person")];
/// How long it is good: for good, a day, a week.
pub const SPANS: [&str; 3] = ["No end", "1 day", "7 days"];
/// Not after all.
pub const CANCEL: &str = "Cancel";
/// Makes it.
pub const MAKE: &str = "Create link";
/// One of which nobody said what it is for.
pub const NO_LABEL: &str = "Link";
/// Shows it above, to be copied or scanned.
pub const SHOW: &str = "Show";
/// Shows the one for everyone again.
pub const HIDE: &str = "Hide";
/// Gets nobody in any more.
pub const REVOKE: &str = "Revoke";

/// When it was made and by whom, where that is someone else, for whom, and until when it is good.
#[must_use]
pub fn made(when: &str, by: Option<&str>, once: bool, until: Option<&str>) -> String {
    let by = by.map_or_else(String::new, |by| format!(" by {by}"));
    let whom = if once { ", for one person" } else { "" };
    match until {
        Some(until) => format!("Made {when}{by}{whom}, until {until}"),
        None => format!("Made {when}{by}{whom}"),
    }
}

/// One for one person, who came: when, and who.
#[must_use]
pub fn used(when: &str, name: &str) -> String {
    format!("Used {when} by {name}")
}

/// Who came by it, the last of them by name.
#[must_use]
pub fn came(names: &[&str], all: u64) -> String {
    let more = all.saturating_sub(names.len() as u64);
    match (names, more) {
        ([], 0) => "Nobody used it yet".to_owned(),
        (names, 0) => names.join(", "),
        (names, more) => format!("{} and {more} more", names.join(", ")),
    }
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
