//! How the console tells what happens: the time, the room where it is another one, and what.

use std::io::{self, Write};
use std::net::IpAddr;

use jiff::tz::TimeZone;
use parlor::host::{AtDoor, Knock};
use parlor::room::{Body, Event, Title};
use parlor::wire::carriage::Origin;
use parlor::wire::people::Door;

use parlor::wording::{self, RecentMessages};

/// Something that happened at the door. Who leaves is told by the rooms, and the host's own coming by nobody.
pub fn knock(out: &mut dyn Write, knock: &Knock, zone: &TimeZone) -> io::Result<()> {
    let Knock { at, what, from, name, door, why } = knock;
    if *from == Origin::Here {
        return Ok(());
    }
    let time = wording::time(*at, zone);
    let who = name.as_ref().map_or_else(|| from.to_string(), |name| format!("{name} from {from}"));
    let name = name.as_ref().map_or("Someone", |name| name.as_str());
    let because = why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    match what {
        AtDoor::Connected => writeln!(out, "{time} {name} connected from {from}{}", door.map_or("", by)),
        AtDoor::Dismissed => writeln!(out, "{time} {name} was disconnected{because}"),
        AtDoor::Invited => writeln!(out, "{time} {from} got an invite by a code"),
        AtDoor::Refused => {
            // What they can do about it is for them.
            let because = why.as_ref().map_or_else(String::new, |why| format!(": {}", first_sentence(why)));
            writeln!(out, "{time} {who} was not let in{because}")
        }
        AtDoor::Silent => match door.and_then(as_plain).zip(address(from)) {
            Some(((client, option), address)) => writeln!(
                out,
                "{time} {client} at {address} tried to connect. Host with --door {option} to let such clients in."
            ),
            None => Ok(()),
        },
        AtDoor::Disconnected => Ok(()),
    }
}

/// A client that may come in without TLS where its door is open, and how that is opened.
const fn as_plain(door: Door) -> Option<(&'static str, &'static str)> {
    match door {
        Door::Text => Some(("A plain-text client", "text")),
        Door::Irc => Some(("An IRC client", "irc")),
        Door::Here | Door::Native | Door::Other => None,
    }
}

/// From which address someone comes, where it is known.
pub const fn address(from: &Origin) -> Option<IpAddr> {
    match from {
        Origin::Network(address) => Some(address.ip()),
        Origin::Here | Origin::Relay => None,
    }
}

fn first_sentence(words: &str) -> &str {
    words.find(". ").map_or(words, |end| &words[..=end])
}

/// Something that happened in a room, with its title where it is another one than is looked at.
pub fn event(
    out: &mut dyn Write,
    event: &Event,
    recent: &RecentMessages,
    zone: &TimeZone,
    room: Option<&Title>,
) -> io::Result<()> {
    let before = room.map_or_else(String::new, |title| format!("[{title}] "));
    recent.print(out, event, zone, &before)
}

/// Whether something is about people: who is here, what they are called, and what is done to them.
pub const fn is_about_people(event: &Event) -> bool {
    match &event.body {
        Body::People(_) | Body::Named { .. } | Body::Gone {} => true,
        Body::Act(act) => act.whom().is_some(),
        _ => false,
    }
}

/// Through which door someone came.
const fn by(door: Door) -> &'static str {
    match door {
        Door::Here => ", here",
        Door::Native => ", with Parlor",
        Door::Text => ", by plain text",
        Door::Irc => ", by IRC",
        Door::Other => ", with another program",
    }
}
