//! Making rooms and deleting them, and the direct talks of two.

use super::facts::Facts;
use super::now::Now;
use super::plan::{AfterCommit, Answer, MemoryChange, Plan, UnnumberedEvent};
use super::room::{Room, in_order};
use super::room_list::no_room;
use super::state::HouseState;
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::log::LAST_ROOM;
use crate::room::rules::may;
use crate::room::{Access, Act, Author, Body, Case, Deed, Name, PersonId, Rank, RoomNo, Seq, Title};
use crate::wire::frame::{Code, NewRoom, Yours};

/// How many rooms a house has at most, beside direct talks.
const ROOMS: usize = 1_000;

/// How many direct talks.
const TALKS: usize = 100_000;

/// How many rooms one person makes at most.
const MADE: usize = 50;

/// How many direct talks one person begins at most.
const BEGUN: usize = 1_000;

/// Makes a room. Whoever makes it is its operator.
pub fn make(
    house: &HouseState,
    author: &Author,
    ask: u64,
    new: &NewRoom,
    hash: Option<&String>,
    facts: &Facts,
) -> Result<Plan, No> {
    is_free(house, &new.title, None, author.who)?;
    if house.rooms.open().count() >= ROOMS {
        let why = format!("There are already {ROOMS} rooms, and no more fit. Ask for one to be deleted.");
        return Err(No::new(Code::Full, why));
    }
    let made = |room: &&Room| room.state.maker == Some(author.who);
    if house.rooms.open().filter(made).count() >= MADE {
        return Err(No::new(Code::Full, format!("You already created {MADE} rooms. Delete one first.")));
    }
    if new.access == Access::Password && hash.is_none() {
        return Err(No::new(Code::Password, "Set a password for the room, or let everyone join."));
    }
    let NewRoom { title, topic, access } = new.clone();
    let mut bodies = vec![Body::Titled { title }];
    if !topic.is_empty() {
        bodies.push(Body::Topic { topic });
    }
    bodies.push(Body::Act(Act::Opped { whom: author.clone() }));
    if access != Access::Everyone {
        bodies.push(Body::Act(Act::Opened { to: access }));
    }
    let (no, mut plan) = begin(house, author, ask, bodies, facts)?;
    if let Some(hash) = hash {
        plan.writes.push(RegistryWrite::RoomPassword { room: no, hash: hash.clone() });
        plan.changes.push(MemoryChange::Password { room: no });
    }
    plan.then.push(AfterCommit::Announce { room: no });
    Ok(plan)
}

/// The direct talk of two, made where there was none.
pub fn talk(house: &HouseState, author: &Author, ask: u64, with: PersonId, facts: &Facts) -> Result<Plan, No> {
    if author.who == with {
        return Err(No::new(Code::Person, "That is you. Choose someone else to message."));
    }
    if let Some(room) = house.rooms.talk(in_order(author.who, with)).and_then(|room| house.rooms.get(room)) {
        // Whoever left it is in it again.
        let mut plan = Plan::answer(Answer::Made { who: author.who, ask, room: room.no });
        if house.people.get(author.who).is_some_and(|visitor| visitor.yours(room.no).is_none()) {
            rejoin(&mut plan, author.who, room);
        }
        return Ok(plan);
    }
    if house.rooms.talks() >= TALKS {
        return Err(No::new(Code::Full, "No more direct messages can be started here."));
    }
    let began = |room: &&Room| room.state.between.as_ref().is_some_and(|[one, _]| one.who == author.who);
    if house.rooms.talks_of(author.who).filter(began).count() >= BEGUN {
        let why = format!("You started {BEGUN} direct messages already, and no more fit. You can still reply.");
        return Err(No::new(Code::Full, why));
    }
    let other = facts.person.as_ref().ok_or_else(no_person)?;
    if other.gone {
        let why = format!("{} deleted their account and can't read your messages.", other.author.name);
        return Err(No::new(Code::Person, why));
    }
    if facts.never_returns == Some(with) {
        return Err(never_returns(&other.author.name));
    }
    let between = [author.clone(), other.author.clone()];
    let (no, mut plan) = begin(house, author, ask, vec![Body::Direct { between }], facts)?;
    for who in [author.who, other.author.who] {
        plan.writes.push(RegistryWrite::Joined { who, room: no, read: Seq::START });
        let yours = Some(Yours { read: Seq::START, ..Yours::default() });
        plan.changes.push(MemoryChange::Yours { who, room: no, yours });
    }
    plan.then.push(AfterCommit::Announce { room: no });
    Ok(plan)
}

/// Someone left who had nothing to be known by: whoever comes under that name next is somebody else.
pub fn never_returns(name: &Name) -> No {
    let why = format!("{name} left without an account and can't read your messages.");
    No::new(Code::Person, why)
}

/// Someone is in a direct talk again that they left.
pub fn rejoin(plan: &mut Plan, who: PersonId, room: &Room) {
    let read = room.state.head;
    plan.writes.push(RegistryWrite::Joined { who, room: room.no, read });
    plan.changes.push(MemoryChange::Yours { who, room: room.no, yours: Some(Yours { read, ..Yours::default() }) });
}

/// Begins a room with these events.
fn begin(
    house: &HouseState,
    author: &Author,
    ask: u64,
    bodies: Vec<Body>,
    facts: &Facts,
) -> Result<(RoomNo, Plan), No> {
    let no = RoomNo(house.next.room.max(facts.next_room));
    if no > LAST_ROOM {
        let why = "No more rooms can be created here.";
        return Err(No::new(Code::Full, why));
    }
    let mut plan = Plan::answer(Answer::Made { who: author.who, ask, room: no });
    plan.writes.push(RegistryWrite::NextRoom(no.0.saturating_add(1)));
    plan.changes.push(MemoryChange::Made { room: no });
    let draft = |body| UnnumberedEvent { room: no, id: None, by: Some(author.clone()), body };
    plan.drafts.extend(bodies.into_iter().map(draft));
    Ok((no, plan))
}

/// Whether no other room that someone sees is called so. A room they don't see does not keep its title from them.
pub fn is_free(house: &HouseState, title: &Title, except: Option<RoomNo>, who: PersonId) -> Result<(), No> {
    let key = title.key();
    let mut others = house.rooms.titled(&key).filter(|room| Some(room.no) != except);
    let Some(there) = others.find(|room| house.sees(room, who)) else { return Ok(()) };
    let there = there.state.title.as_ref().unwrap_or(title);
    Err(No::new(Code::Title, format!("There is already a room called “{there}”. Choose another title.")))
}

/// Has a room end with the commit at hand, if this person may. What was said in it goes with it, so it takes a rank of
/// its own.
pub fn delete(house: &HouseState, author: &Author, room: RoomNo, now: Now) -> Result<Plan, No> {
    if house.rooms.first().is_some_and(|first| first.no == room && house.sees(first, author.who)) {
        let why = "The first room can't be deleted. Archive it instead.";
        return Err(No::new(Code::Rules, why));
    }
    with_deed(house, room, author.who, Deed::Delete, now)?;
    let mut plan = Plan::answer(Answer::Later);
    plan.changes.push(MemoryChange::Ends { room });
    plan.then.push(AfterCommit::Delete { room, by: author.clone() });
    Ok(plan)
}

/// Gives a room a password, or another one.
pub fn set_password(house: &HouseState, who: PersonId, room: RoomNo, hash: &str, now: Now) -> Result<Plan, No> {
    with_deed(house, room, who, Deed::Open, now)?;
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::RoomPassword { room, hash: hash.to_owned() });
    plan.changes.push(MemoryChange::Password { room });
    Ok(plan)
}

/// Whether someone may do something in a room, by the table. The answer is the room.
pub fn with_deed(house: &HouseState, room: RoomNo, who: PersonId, deed: Deed, now: Now) -> Result<&Room, No> {
    let room = house.rooms.get(room).filter(|room| !room.ends && house.sees(room, who)).ok_or_else(no_room)?;
    let (state, also) = (&room.state, house.people.also(who));
    let rank = house.rank(room, who);
    let case = Case { state, who, also, rank, target: None, signs: 0, whom: Rank::Guest, last: None, now: now.clock };
    may(&case, deed).map_err(|no| No::by_rule(&no))?;
    Ok(room)
}

/// Someone is asked about who is none.
pub fn no_person() -> No {
    No::new(Code::Person, "There is no such person here.")
}
