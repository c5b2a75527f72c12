//! What operators do to people in a room: what an act writes, and what follows from it once it is kept.

use std::net::IpAddr;

use super::facts::{Facts, IsBanned};
use super::input::SessionInfo;
use super::now::Now;
use super::people::PublicPerson;
use super::plan::{AfterCommit, MemoryChange, Plan, UnnumberedEvent};
use super::room::Room;
use super::state::HouseState;
use super::write::{Ban, RegistryWrite};
use crate::host::no::No;
use crate::host::subnet::{Subnet, address_of_one, network_address};
use crate::room::span::span;
use crate::room::{Access, Act, Author, Body, Name, PersonId, Rank, Reach, Reason};
use crate::wire::Fingerprint;
use crate::wire::frame::Code;
use crate::wording::quoted;

/// Adds to a plan what an act writes and what follows from it.
pub fn plan(
    house: &HouseState,
    room: &Room,
    author: &Author,
    act: &Act,
    facts: &Facts,
    now: Now,
    plan: &mut Plan,
) -> Result<(), No> {
    match act {
        Act::Banned { whom, until, why, reach, house: everywhere } => {
            let nets = subnets_of(house, whom.who, *reach, now);
            if *reach != Reach::Person && nets.is_empty() {
                let why =
                    "Their address is not known: they are not connected, or came by a relay. Ban only the person.";
                return Err(No::new(Code::Rules, why));
            }
            let met = met_by(house, whom.who, &nets, &facts.keys, (!everywhere).then_some(room));
            plan.writes.push(RegistryWrite::Ban(Ban {
                room: (!everywhere).then_some(room.no),
                whom: whom.clone(),
                nets: nets.into_iter().map(Subnet::to_text).collect(),
                until: *until,
                why: why.clone(),
                by: author.name.clone(),
                at: now.clock,
            }));
            let how_long = until.map_or_else(String::new, |until| format!(" for {}", span(now.clock, until)));
            let place = if *everywhere { "all rooms" } else { "this room" };
            let said = format!("{} banned you from {place}{how_long}{}", author.name, because(why.as_ref()));
            let no = No::new(Code::Banned, said).by(author).until(*until, now.clock);
            if *everywhere {
                let sessions = met.iter().flat_map(|who| house.people.sessions(*who)).collect();
                plan.then.push(AfterCommit::Dismiss { sessions, why: no });
                let leaves = |who| AfterCommit::LeaveAll { who, sessions: house.people.sessions(who).collect() };
                plan.then.extend(met.into_iter().map(leaves));
            } else {
                for who in met {
                    leaves(plan, who, room);
                    plan.then.push(AfterCommit::Ban { room: room.no, who, why: no.clone() });
                }
            }
        }
        Act::Unbanned { whom, house: everywhere } => {
            there_is_such_a_ban(whom, *everywhere, facts.is_banned)?;
            plan.writes.push(RegistryWrite::Unban { room: (!everywhere).then_some(room.no), who: whom.who });
        }
        Act::Unmuted { whom } => {
            // Whoever is muted under several names is unmuted under each.
            let others = others(house, whom.who, now).into_iter().filter(|other| *other != whom.who);
            others.filter_map(|other| muted(room, other, now)).for_each(|other| unmute(plan, room, author, other));
        }
        Act::Kicked { whom, why } => {
            leaves(plan, whom.who, room);
            let why = because(why.as_ref());
            let said = format!("{} kicked you from this room{why} You can rejoin.", author.name);
            let why = No::new(Code::Kicked, said).by(author);
            plan.then.push(AfterCommit::PutOut { room: room.no, who: whom.who, why });
        }
        // No mute holds an operator, and theirs does not come back with their rank: so it is taken back, for all to see.
        Act::Opped { whom } if room.state.mute(whom.who, now.clock).is_some() => {
            unmute(plan, room, author, whom.clone());
        }
        Act::Opened { to: Access::Password } if !room.has_password => {
            return Err(No::new(Code::Password, "Set a password for the room first."));
        }
        _ => {}
    }
    Ok(())
}

/// Has an act meet who is meant by it. Whoever can't be known again is banned with their address, since coming again would
/// get them around a ban of their name; and whoever is muted under another name of theirs is unmuted there.
pub fn aim(house: &HouseState, room: &Room, act: &mut Act, now: Now) {
    match act {
        Act::Banned { whom, reach, .. } if *reach == Reach::Person => {
            let stands_for_one = |session: &SessionInfo| address_of_one(session.from).is_some();
            let is_unknown = match house.people.get(whom.who).map(|visitor| &visitor.shown) {
                Some(shown) => shown.is_unknown() && shown.sessions.iter().any(stands_for_one),
                None => !house.departed.addresses(whom.who, now.clock).is_empty(),
            };
            if is_unknown {
                *reach = Reach::Address;
            }
        }
        Act::Unmuted { whom } if room.state.mute(whom.who, now.clock).is_none() => {
            let mut others = others(house, whom.who, now).into_iter();
            let other = others.find_map(|other| muted(room, other, now));
            if let Some(other) = other.or_else(|| muted_as(room, &whom.name, now)) {
                *whom = other;
            }
        }
        _ => {}
    }
}

/// Who else someone is, or may be: by their keys, and of whoever left and had none, by the address they left from.
fn others(house: &HouseState, who: PersonId, now: Now) -> Vec<PersonId> {
    match house.people.get(who) {
        Some(visitor) => visitor.shown.also.clone(),
        None => house.departed.beside(who, now.clock).collect(),
    }
}

/// Someone as they are called where they are muted.
fn muted(room: &Room, who: PersonId, now: Now) -> Option<Author> {
    room.state.mute(who, now.clock).map(|mute| Author { who, name: mute.name.clone() })
}

/// Whoever is muted under a name. It may be somebody else's by now.
fn muted_as(room: &Room, name: &Name, now: Now) -> Option<Author> {
    let mut people = room.state.muted.keys().filter_map(|who| muted(room, *who, now));
    people.find(|muted| muted.name.key() == name.key())
}

/// Someone is unmuted with what is done, for all to see.
fn unmute(plan: &mut Plan, room: &Room, author: &Author, whom: Author) {
    let body = Body::Act(Act::Unmuted { whom });
    plan.drafts.push(UnnumberedEvent { room: room.no, id: None, by: Some(author.clone()), body });
}

/// Nobody is told that a ban was lifted where there is none, or where another still holds.
fn there_is_such_a_ban(whom: &Author, everywhere: bool, is_banned: IsBanned) -> Result<(), No> {
    let name = &whom.name;
    let typed = quoted(name.as_str());
    let why = match (everywhere, is_banned) {
        (false, IsBanned { room: true, .. }) | (true, IsBanned { house: true, .. }) => return Ok(()),
        (false, IsBanned { house: true, .. }) => {
            format!("{name} is banned from all rooms. /unban {typed} --all lifts that ban.")
        }
        (true, IsBanned { room: true, .. }) => {
            format!("{name} is banned from this room alone. /unban {typed} lifts that ban.")
        }
        (false, _) => format!("{name} is not banned from this room."),
        (true, _) => format!("{name} is not banned from all rooms."),
    };
    Err(No::new(Code::Rules, why))
}

/// Someone who is put out has left the room for good, until they come back.
fn leaves(plan: &mut Plan, who: PersonId, room: &Room) {
    plan.writes.push(RegistryWrite::Left { who, room: room.no });
    plan.changes.push(MemoryChange::Yours { who, room: room.no, yours: None });
}

/// Everyone in the house whom a ban of this person from a room, or from the house, meets: whoever comes with the same
/// key, and where that was asked for, from the same place. The host in person is never among them, and of those who
/// keep the room, none who is only from there.
fn met_by(
    house: &HouseState,
    whom: PersonId,
    nets: &[Subnet],
    keys: &[Fingerprint],
    room: Option<&Room>,
) -> Vec<PersonId> {
    let from_there = |from| network_address(from).is_some_and(|address| nets.iter().any(|net| net.holds(address)));
    let has_key =
        |shown: &PublicPerson| shown.sessions.iter().any(|session| session.key.is_some_and(|key| keys.contains(&key)));
    let is_from_there = |shown: &PublicPerson| shown.sessions.iter().any(|session| from_there(session.from));
    let met = house.people.all().filter(|(who, visitor)| {
        let shown = &visitor.shown;
        let rank = room.map_or(shown.rank, |room| room.state.rank(*who, shown.rank));
        *who != whom && ((rank < Rank::Owner && has_key(shown)) || (rank < Rank::Operator && is_from_there(shown)))
    });
    // Who is meant may have gone, and those who come with the same key be here.
    met.map(|(who, _)| who).chain([whom]).collect()
}

/// The parts of the network that someone is here from, or left from of late.
fn subnets_of(house: &HouseState, who: PersonId, reach: Reach, now: Now) -> Vec<Subnet> {
    let addresses: Vec<IpAddr> = match house.people.get(who) {
        Some(visitor) => visitor.shown.sessions.iter().filter_map(|session| network_address(session.from)).collect(),
        None => house.departed.addresses(who, now.clock),
    };
    let mut nets: Vec<Subnet> = Vec::new();
    for net in addresses.into_iter().filter_map(|address| Subnet::around(address, reach)) {
        if !nets.contains(&net) {
            nets.push(net);
        }
    }
    nets
}

fn because(why: Option<&Reason>) -> String {
    why.map_or_else(|| ".".to_owned(), |why| format!(": {why}."))
}
