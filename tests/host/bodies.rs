//! What people say, and do to each other, by chance.

use super::guests::Session;
use super::wishes::Wishing;
use crate::host::core::{Input, Say};
use crate::room::{
    Access, Act, Author, Body, EventId, Memory, Name, People, PersonId, Reach, Reason, RoomNo, Seq, Topic,
};

/// Something that someone says: mostly where they are, and mostly for the first time.
pub fn say(wishing: &mut Wishing<'_>, session: &Session) -> Say {
    let seat = wishing.dice.pick(&session.seats).map(|(room, _)| room);
    let room = seat.filter(|_| wishing.dice.in_hundred(95)).unwrap_or_else(|| wishing.room());
    let said = said(wishing);
    match (wishing.dice.below(100), said) {
        // Again, since the answer was lost.
        (0..5, Some(said)) => return said,
        // With an id that is someone else's, or was used elsewhere.
        (5..7, Some(said)) => return Say { room, who: session.who, ..said },
        _ => {}
    }
    let body = body(wishing, room);
    Say { room, who: session.who, id: wishing.dice.id(), body }
}

/// Something that was said before, or a moment ago.
fn said(wishing: &mut Wishing<'_>) -> Option<Say> {
    let now = wishing.asks.iter().filter_map(|ask| if let Input::Say(say) = ask { Some(say.clone()) } else { None });
    let now: Vec<Say> = now.collect();
    let of = if wishing.dice.in_hundred(50) { &now } else { &wishing.guests.said };
    wishing.dice.pick(of)
}

fn body(wishing: &mut Wishing<'_>, room: RoomNo) -> Body {
    let kinds = [24, 3, 6, 10, 7, 7, 4, 3, 9, 3, 40, 1, 1];
    let kinds: Vec<(u64, usize)> = kinds.into_iter().zip(0..).collect();
    let text = wishing.dice.text();
    match wishing.dice.weighted(&kinds) {
        0 => Body::Said { text },
        1 => Body::Did { text },
        2 => Body::Replied { to: message(wishing, room), text },
        3 => {
            let (sign, off) = (wishing.dice.sign(), wishing.dice.in_hundred(30));
            Body::Reacted { of: message(wishing, room), sign, off }
        }
        4 => Body::Edited { of: message(wishing, room), text },
        5 => Body::Withdrawn { of: message(wishing, room) },
        6 => Body::Topic { topic: Topic::parse(text.as_str()).unwrap() },
        7 => Body::Titled { title: wishing.dice.title() },
        8 => Body::Named { name: wishing.dice.name() },
        9 => {
            let days = Memory::days(3650).unwrap();
            Body::Memory { memory: if wishing.dice.in_hundred(50) { Memory::Everything } else { days } }
        }
        10 => Body::Act(act(wishing, room)),
        11 => Body::People(People { came: vec![whom(wishing, room)], ..People::default() }),
        _ => Body::Gone {},
    }
}

/// A message: mostly of this room, and of late.
fn message(wishing: &mut Wishing<'_>, room: RoomNo) -> EventId {
    let of = if wishing.dice.in_hundred(95) { room } else { wishing.room() };
    let mut said: Vec<EventId> = wishing.guests.said.iter().filter(|say| say.room == of).map(|say| say.id).collect();
    said.drain(..said.len().saturating_sub(6));
    if let Some(room) = wishing.model.rooms.get(&of) {
        said.extend(room.messages.keys().take(6));
    }
    wishing.dice.pick(&said).unwrap_or_else(|| wishing.dice.id())
}

/// A message that is pinned, mostly.
fn pinned(wishing: &mut Wishing<'_>, room: RoomNo) -> EventId {
    let pins = wishing.model.rooms.get(&room).map(|room| room.state.pinned.clone()).unwrap_or_default();
    let pinned: Vec<EventId> = pins.as_slice().iter().map(|pin| pin.of).collect();
    wishing.dice.pick(&pinned).unwrap_or_else(|| message(wishing, room))
}

/// Someone, mostly of this room, under a name that may not be theirs.
fn whom(wishing: &mut Wishing<'_>, room: RoomNo) -> Author {
    let state = wishing.model.rooms.get(&room).map(|room| &room.state);
    let here = state.into_iter().flat_map(|state| state.here.keys().chain(state.muted.keys()));
    let here: Vec<PersonId> = here.copied().collect();
    let one = if wishing.dice.in_hundred(60) { wishing.dice.pick(&here) } else { None };
    Author { who: one.unwrap_or_else(|| wishing.person()), name: Name::parse("Whoever").unwrap() }
}

fn act(wishing: &mut Wishing<'_>, room: RoomNo) -> Act {
    let whom = whom(wishing, room);
    let why = wishing.dice.in_hundred(30).then(|| Reason::parse("Noise").unwrap());
    let until = wishing.dice.in_hundred(70).then(|| wishing.clock + 500 + wishing.dice.below(90_000));
    let house = wishing.dice.in_hundred(40);
    let kinds = [10, 4, 14, 5, 8, 9, 7, 7, 6, 5, 5, 3, 5, 9, 9, 4];
    let kinds: Vec<(u64, usize)> = kinds.into_iter().zip(0..).collect();
    match wishing.dice.weighted(&kinds) {
        0 => Act::Opped { whom },
        1 => Act::Deopped { whom },
        2 => Act::Muted { whom, until, why },
        3 => Act::Unmuted { whom },
        4 => Act::Kicked { whom, why },
        5 => {
            let reach = [(6, Reach::Person), (2, Reach::Address), (1, Reach::Subnet)];
            let reach = wishing.dice.weighted(&reach);
            let house = wishing.dice.in_hundred(30);
            Act::Banned { whom, until, why, reach, house }
        }
        6 => {
            let banned: Vec<PersonId> = wishing.model.bans.keys().map(|(_, who)| *who).collect();
            let who = wishing.dice.pick(&banned).unwrap_or(whom.who);
            Act::Unbanned { whom: Author { who, ..whom }, house }
        }
        7 => Act::Invited { whom },
        8 => Act::Slowed { seconds: if wishing.dice.in_hundred(60) { 0 } else { 2 } },
        9 => Act::Locked {},
        10 => Act::Unlocked {},
        11 => Act::Archived {},
        12 => Act::Reopened {},
        // Where it is, the house knows better.
        14 => Act::Pinned { of: message(wishing, room), seq: Seq(wishing.dice.below(60)) },
        15 => Act::Unpinned { of: pinned(wishing, room) },
        _ => {
            let access = [(3, Access::Everyone), (1, Access::Password), (2, Access::Invited)];
            Act::Opened { to: wishing.dice.weighted(&access) }
        }
    }
}
