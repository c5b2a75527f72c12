//! What is said where one finds out why a place can't be reached. What the checks say themselves is theirs.

/// What is found out, of a place.
#[must_use]
pub fn why(address: &str) -> String {
    format!("Why can’t I reach {address}?")
}

/// The same, where no place is meant.
pub const WHY_NONE: &str = "Check the connection";
/// Goes back.
pub const BACK: &str = "Back to the lobby";
/// Finds it out anew.
pub const AGAIN: &str = "Check again";
/// While nothing is known yet.
pub const LOOKING: &str = "Looking for the cause…";
/// What that takes.
pub const LOOKING_MEANS: &str = "This takes ten seconds at most.";
/// Nothing is wrong, of a place.
pub const WELL: &str = "It can be reached now";
/// What to do then.
pub const WELL_MEANS: &str = "Go back, and press Join.";
/// Nothing is wrong, of this computer.
pub const WELL_HERE: &str = "No problem was found on this computer";
/// What to do then.
pub const WELL_HERE_MEANS: &str =
    "A place that does not show up may be hidden, or on another network. Ask the host for an address or a link.";
/// Nothing was found that could be the cause.
pub const UNCLEAR: &str = "No cause was found";
/// What to do then.
pub const UNCLEAR_MEANS: &str = "Ask the host whether the place is open, and for its address or a link.";
/// Copies what the host can do.
pub const COPY: &str = "Copy this for the host";
/// It is copied.
pub const COPIED: &str = "Copied";
/// The other causes.
pub const ELSE: &str = "Other possible causes";
/// Leaves the place for its cause.
pub const FIND_OUT: &str = "Find out why";
/// The same, where no place is found.
pub const NONE_FOUND: &str = "Can’t find a room? Check the connection";

/// How many checks there are.
#[must_use]
pub fn checks(count: usize) -> String {
    if count == 1 { "1 check".to_owned() } else { format!("{count} checks") }
}

/// While they go on.
pub const CHECKING: &str = "checking…";

/// How long they took.
#[must_use]
pub fn done_in(seconds: u64) -> String {
    match seconds {
        0 => "done in less than a second".to_owned(),
        1 => "done in 1 second".to_owned(),
        seconds => format!("done in {seconds} seconds"),
    }
}
