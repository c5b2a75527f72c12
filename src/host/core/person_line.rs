//! Someone as others see them, in a room or in the house.

use super::people::PublicPerson;
use crate::room::{Author, PersonId, State};
use crate::wire::people::{PersonLine, Whereabouts};

/// Someone as others see them in a room, or in the house where there is no room. `shown` is there where they are.
pub fn line(person: Author, shown: Option<&PublicPerson>, room: Option<&State>, clock: u64) -> PersonLine {
    let mut line = PersonLine::only(person);
    let who = line.person.who;
    if let Some(present) = shown {
        line.rank = present.rank;
        line.away.clone_from(&present.away);
        line.since = present.since();
        line.door = present.sessions.first().map(|session| session.door);
    }
    if let Some(room) = room {
        line.rank = room.rank(who, line.rank);
        let also = shown.map_or(&[][..], |present| &present.also);
        line.muted = room.mute_of(who, also, line.rank, clock).is_some();
    }
    line
}

/// Where someone is just now.
pub fn whereabouts(who: PersonId, shown: Option<&PublicPerson>) -> Whereabouts {
    let away = shown.and_then(|present| present.away.clone());
    Whereabouts { who, away, since: shown.and_then(PublicPerson::since) }
}
