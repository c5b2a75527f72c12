//! What stands on the card of a person, and where they are moderated.

/// At their computer.
pub const HERE: &str = "here now";
/// Not at it.
pub const AWAY: &str = "away";
/// Not in the place.
pub const NOT_HERE: &str = "not here";
/// The host.
pub const HOST: &str = "Host";
/// Someone who keeps the room in order.
pub const OPERATOR: &str = "Operator of this room";
/// Someone else.
pub const GUEST: &str = "Guest";
/// They have an account.
pub const PROTECTED: &str = "Has an account";
/// By what they came.
pub const AT_HOST: &str = "On the host’s computer";
/// The same.
pub const BY_APP: &str = "Joined with Parlor";
/// The same.
pub const BY_TEXT: &str = "Joined by plain text";
/// The same.
pub const BY_IRC: &str = "Joined by IRC";
/// The same.
pub const BY_OTHER: &str = "Joined with another program";
/// They can't write.
pub const MUTED: &str = "Muted in this room";
/// One sees nothing of them.
pub const IGNORED: &str = "You ignore them";
/// To talk with them alone.
pub const MESSAGE: &str = "Message";
/// To see nothing of them.
pub const IGNORE: &str = "Ignore";
/// To see them again.
pub const STOP_IGNORING: &str = "Stop ignoring";
/// On one's own card.
pub const ACCOUNT: &str = "Your account";
/// The same: to be called something else.
pub const RENAME: &str = "Change name";
/// The title where that is done.
pub const RENAME_TITLE: &str = "Change your name";
/// What becomes of it.
pub const RENAME_MEANS: &str = "Everyone here sees that you changed it.";
/// In the empty field.
pub const YOUR_NAME: &str = "Your name";
/// Does it.
pub const RENAME_NOW: &str = "Change";
/// To have them keep the room in order.
pub const OP: &str = "Make operator";
/// No longer.
pub const DEOP: &str = "Remove as operator";
/// Lets them write again.
pub const UNMUTE: &str = "Unmute";
/// To mute, kick or ban them.
pub const MODERATE: &str = "Moderate…";

/// What everyone sees of it.
pub const MODERATE_MEANS: &str = "Everyone in the room sees what you do, and the reason.";
/// What can be done.
pub const MUTE: &str = "Mute";
/// The same.
pub const KICK: &str = "Kick";
/// The same.
pub const BAN: &str = "Ban";
/// Where it is done.
pub const WHERE: &str = "Where";
/// In this room.
pub const THIS_ROOM: &str = "This room";
/// For how long.
pub const HOW_LONG: &str = "For how long";
/// So long.
pub const TEN_MINUTES: &str = "10 minutes";
/// The same.
pub const ONE_HOUR: &str = "1 hour";
/// The same.
pub const ONE_DAY: &str = "1 day";
/// The same.
pub const FOREVER: &str = "Forever";
/// Whoever comes from where they are stays out, too.
pub const ADDRESS: &str = "Also this address";
/// What that does.
pub const ADDRESS_MEANS: &str = "Nobody else can join from it either.";
/// What everyone is told.
pub const REASON: &str = "Reason (optional)";
/// In the empty field for it.
pub const REASON_HINT: &str = "Everyone sees it";
/// The way back.
pub const CANCEL: &str = "Cancel";

/// The title.
#[must_use]
pub fn moderate(name: &str) -> String {
    format!("Moderate {name}")
}

/// What it means to be muted.
#[must_use]
pub fn mute_means(name: &str) -> String {
    format!("{name} can read, but not write.")
}

/// What it means to be kicked.
#[must_use]
pub fn kick_means(name: &str) -> String {
    format!("{name} is removed, but can join again.")
}

/// What it means to be banned.
#[must_use]
pub fn ban_means(name: &str) -> String {
    format!("{name} is removed and can’t join while banned.")
}

/// In all rooms.
#[must_use]
pub fn all_of(place: &str) -> String {
    format!("All of {place}")
}

/// The button that does it, in words.
#[must_use]
pub fn act(what: &str, name: &str, span: Option<&str>) -> String {
    match span {
        None => format!("{what} {name}"),
        Some(FOREVER) => format!("{what} {name} forever"),
        Some(span) => format!("{what} {name} for {span}"),
    }
}

/// Since when they are here.
#[must_use]
pub fn since(when: &str) -> String {
    format!("Here since {when}")
}

/// Why they are away.
#[must_use]
pub fn away_because(why: &str) -> String {
    format!("Away: {why}")
}

/// Lets them into a room.
#[must_use]
pub fn invite_to(title: &str) -> String {
    format!("Invite to {title}")
}

/// They were.
#[must_use]
pub fn invited(name: &str) -> String {
    format!("{name} can join now.")
}
