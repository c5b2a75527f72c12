//! What stands in the lobby.

use crate::wire::Address;

/// The program.
pub const PARLOR: &str = "Parlor";
/// To whoever is here for the first time.
pub const WELCOME: &str = "Welcome to Parlor";
/// What it is.
pub const WELCOME_MEANS: &str = "Chat rooms that live on your own computers.\nNo account, no cloud.";
/// Above the field of the name.
pub const CALL_YOU: &str = "What should others call you?";
/// In the empty field.
pub const YOUR_NAME: &str = "Your name";
/// Below it.
pub const NAME_STAYS: &str = "You can change it later. It stays on this computer until you join a room.";
/// The button that goes on.
pub const CONTINUE: &str = "Continue";
/// The button that makes everything larger.
pub const LARGER: &str = "Larger text";
/// The button that opens the settings.
pub const SETTINGS: &str = "Settings";
/// Beside the name.
pub const NAME_MEANS: &str = "Your name, as others see it.";
/// Without a name.
pub const NO_NAME: &str = "Type your name first.";
/// The button that puts a notice away.
pub const DISMISS: &str = "Dismiss";
/// The button that gives up.
pub const CANCEL: &str = "Cancel";

/// The card for joining, and its button.
pub const JOIN: &str = "Join";
/// Above the rooms one was in.
pub const RECENT: &str = "Recent";
/// Where there are none.
pub const NO_ROOMS: &str = "No rooms here yet";
/// What to do then.
pub const NO_ROOMS_MEANS: &str =
    "Rooms hosted on the same Wi-Fi or cable show up here by themselves, usually within 2 seconds.";
/// Beside the title of the list.
pub const LOOKING: &str = "Looking on this network";
/// Beside the title of a place.
pub const ASKS: &str = "password";
/// In the empty field.
pub const TO: &str = "Address, invite or code";
/// Without one.
pub const NO_ADDRESS: &str = "Type the address or code you were given, or paste an invite.";
/// What is folded.
pub const MORE: &str = "Account and window title";
/// Above the field of the window's title.
pub const WINDOW: &str = "Window title (only you see it)";
/// In the empty field.
pub const WINDOW_HINT: &str = "Title";
/// The button where the name is taken.
pub const LOG_IN_INSTEAD: &str = "It is mine: log in";

/// An account.
pub const ACCOUNT: &str = "Account (optional)";
/// One that is needed.
pub const ACCOUNT_WANTED: &str = "An account is needed here";
/// Without one.
pub const WITHOUT: &str = "None";
/// With the one there is.
pub const LOG_IN: &str = "Log in";
/// With a new one.
pub const REGISTER: &str = "Register";
/// Above the field of one's own password.
pub const YOUR_PASSWORD: &str = "Your password";
/// Above the field where it is typed again.
pub const REPEAT: &str = "Repeat the password";
/// In the empty field of a new one.
pub const AT_LEAST: &str = "At least 8 characters";
/// In the empty field of one there is.
pub const REGISTERED_WITH: &str = "The one you registered with";
/// Without it.
pub const NO_OWN_PASSWORD: &str = "Type your password.";
/// Without a new one.
pub const NO_NEW_PASSWORD: &str = "Type a password first.";

/// Above the field of a place's password.
pub const PASSWORD: &str = "Password";
/// Where none was typed.
pub const PASSWORD_NEEDED: &str = "It needs a password. Ask the host.";
/// Where it is a wrong one.
pub const PASSWORD_WRONG: &str = "That password is not right. Ask the host.";

/// The card for hosting, and its button.
pub const HOST: &str = "Host";
/// What hosting means.
pub const HOST_MEANS: &str = "It runs on this computer, while Parlor is open.";
/// Above the field of the title.
pub const TITLE: &str = "Title";
/// In the empty field.
pub const TITLE_HINT: &str = "Course chat";
/// Above the field of the password.
pub const PASSWORD_OPTIONAL: &str = "Password (optional)";
/// In the empty field.
pub const NO_PASSWORD: &str = "Anyone who finds it can join";
/// In the empty field of a place that had one.
pub const ANY_PASSWORD: &str = "The same or a new one";
/// The button that hosts a place without the password it had.
pub const WITHOUT_PASSWORD: &str = "Host without a password";
/// Above the choice.
pub const REACH: &str = "Who can reach it";
/// Only this computer.
pub const HERE: &str = "This computer";
/// Whoever is on the same network.
pub const NETWORK: &str = "My network";
/// Whoever has the address.
pub const INTERNET: &str = "Internet";
/// Above the field of the address.
pub const ADDRESS: &str = "Address, if you set up your router yourself";
/// In the empty field.
pub const ADDRESS_HINT: &str = "chat.example.org or 203.0.113.7";
/// Above the field of the port.
pub const PORT: &str = "Port";
/// Whether others see it in their lists.
pub const ANNOUNCE: &str = "Show it on this network";
/// Whether people join who have no Parlor.
pub const IRC: &str = "Let IRC programs join";
/// The same.
pub const TEXT: &str = "Let people join by plain text";
/// What both expose.
pub const DOORS_MEAN: &str = "Not encrypted: others on the network could read along.";
/// What is wrong with it.
pub const NO_PORT: &str = "A port is a number from 1 to 65535.";
/// Above what was hosted last.
pub const LAST_HOSTED: &str = "Last hosted";
/// The button that hosts it again.
pub const HOST_AGAIN: &str = "Host again";

/// The question about a key that is met for the first time.
pub const RIGHT_PLACE: &str = "Is this the right place?";
/// What follows.
pub const RIGHT_PLACE_MEANS: &str =
    "If they match, nobody is listening in. Parlor remembers them, and asks again only if they change.";
/// The button that goes on.
pub const THEY_MATCH: &str = "They match, join";
/// What a changed key may mean.
pub const KEY_MEANS: &str = "The host may have a new computer. It may also be someone trying to read your messages. Ask the host which words are right.";
/// Above the words it had.
pub const BEFORE: &str = "Before";
/// Above those it has.
pub const NOW: &str = "Now";
/// The tick.
pub const ASKED: &str = "I asked the host, and the new words are right";
/// The button that trusts it.
pub const TRUST: &str = "Trust the new key";

/// The question about a key that changed.
#[must_use]
pub fn key_changed(place: &str) -> String {
    format!("The key of {place} has changed")
}

/// Where the words are to be compared.
#[must_use]
pub fn first_time(place: &str) -> String {
    format!(
        "You are joining {place} for the first time. Its host finds these words under Manage, Network and key, and can read them out to you:"
    )
}

/// The title of the question for a password.
#[must_use]
pub fn join(place: &str) -> String {
    format!("Join {place}")
}

/// What is being opened.
#[must_use]
pub fn opening(title: &str) -> String {
    format!("Opening {title}…")
}

/// Where one is going.
#[must_use]
pub fn joining(place: &str) -> String {
    format!("Joining {place}…")
}

/// The host is asked.
#[must_use]
pub fn asked(place: &str) -> String {
    format!("Asking the host of {place}. You join as soon as they say yes.")
}

/// The button that takes the name which is free.
#[must_use]
pub fn join_as(name: &str) -> String {
    format!("Join as {name}")
}

/// The button that takes the port which is free.
#[must_use]
pub fn use_port(port: u16) -> String {
    format!("Use port {port}")
}

/// What is folded: the port.
#[must_use]
pub fn port(port: &str) -> String {
    format!("{PORT} {port}")
}

/// Who can reach what is hosted.
#[must_use]
pub fn reached_by(reach: &str, named: bool, port: &str) -> String {
    let who = match reach {
        INTERNET if !named => {
            return format!("Anyone who has the link. Parlor will ask your router to open port {port}.");
        }
        HERE => "Only you, on this computer",
        NETWORK => "People on the same Wi-Fi or cable",
        _ => "Anyone who has the address",
    };
    format!("{who}, at port {port}.")
}

/// Under a title that was hosted before.
pub const HOSTED_BEFORE: &str = "You hosted this before. Its messages come back.";

/// How much was not read.
#[must_use]
pub fn unread(count: u64) -> String {
    format!("{count} unread")
}

/// How many are there, and where that is.
#[must_use]
pub fn found(people: u32, at: Option<&Address>) -> String {
    let people = match people {
        0 => "Nobody there yet".to_owned(),
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    at.map_or_else(|| people.clone(), |at| format!("{people} · {at}"))
}

/// When one was there last, and under which name where that is another.
#[must_use]
pub fn last_there(ago: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{ago}, as {name}"),
        None => ago.to_owned(),
    }
}

/// How long ago, in words.
#[must_use]
pub fn ago(millis: u64) -> String {
    let minutes = millis / 60_000;
    let count = |n: u64, unit: &str| if n == 1 { format!("1 {unit} ago") } else { format!("{n} {unit}s ago") };
    match minutes {
        0 => "Just now".to_owned(),
        1..60 => count(minutes, "minute"),
        60..1440 => count(minutes / 60, "hour"),
        _ => count(minutes / 1440, "day"),
    }
}

/// A place had a password, and is about to be hosted without one.
#[must_use]
pub fn had_password(title: &str) -> String {
    format!("{title} had a password. Type one, or host it without.")
}
