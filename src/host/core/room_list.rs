//! The rooms of a house as someone sees them: which, and what each is to them; and coming into one.

use super::admission::ban_sentence;
use super::facts::{Banned, Facts};
use super::input::Enter;
use super::now::Now;
use super::plan::{Answer, Entered, MemoryChange, Plan};
use super::room::Room;
use super::state::HouseState;
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::room::{Access, Author, PersonId, Rank, RoomNo, Title};
use crate::wire::frame::{Code, RoomLine, Yours};

/// How much of a frame a list of rooms may fill.
const LINES_BYTES: usize = 32 * 1024;

/// What is asked of a room that is none, or that whoever asks does not see.
pub fn no_room() -> No {
    No::new(Code::Room, "There is no such room, or you need an invite. Check its title, or ask an operator.")
}

/// Someone asks for something whose session is over.
pub fn visit_over() -> No {
    No::new(Code::Closing, "You are no longer connected. Join again.")
}

/// A session comes into a room.
pub fn enter(house: &HouseState, enter: &Enter, facts: &Facts, now: Now) -> Result<Plan, No> {
    let author = house.people.author(enter.who).ok_or_else(visit_over)?;
    if !house.has_session(enter.who, enter.session) {
        return Err(visit_over());
    }
    // What someone does not see is none, also where they are banned from it: nobody learns of it by asking.
    let room = house.find_room(enter.room.as_ref(), enter.who).ok_or_else(no_room)?;
    let rank = house.rank(room, enter.who);
    let least = |banned: &Banned| if banned.for_address { Rank::Operator } else { Rank::Owner };
    if let Some(banned) = facts.banned.as_ref().filter(|banned| rank < least(banned)) {
        let why = ban_sentence(banned, Some(room.no), now.clock);
        return Err(No::new(Code::Banned, why).until(banned.until, now.clock));
    }
    let joined = house.people.get(enter.who).and_then(|visitor| visitor.yours(room.no));
    let invited = joined.is_some() || rank >= Rank::Operator || room.state.invited.contains_key(&enter.who);
    if room.state.access == Access::Password && !invited && !enter.proved {
        let why = "This room needs a password. Ask an operator for it.";
        return Err(No::new(Code::Password, why));
    }
    // A seat that was taken from them meanwhile is none: whoever was kicked and comes back takes a new one.
    let again = enter.seats.iter().find(|(no, _)| *no == room.no).map(|(_, seat)| *seat);
    let again = again.filter(|seat| room.presence.has_seat(enter.who, *seat));
    let seat = again.unwrap_or(enter.seat);
    let mut yours = joined.unwrap_or(Yours { read: room.state.head, ..Yours::default() });
    yours.read = yours.read.max(house.marks.of(enter.who, room.no));
    let people = room.presence.count_with(enter.who);
    let mut plan = Plan::answer(Answer::Entered(Entered { room: room.no, seat, people, rank, yours }));
    if joined.is_none() {
        plan.writes.push(RegistryWrite::Joined { who: enter.who, room: room.no, read: yours.read });
        plan.changes.push(MemoryChange::Yours { who: enter.who, room: room.no, yours: Some(yours) });
    }
    if again.is_none() {
        plan.changes.push(MemoryChange::Seated { room: room.no, author, seat });
    }
    Ok(plan)
}

/// A room as someone sees it in the list, if they do. `yours` is what they have in it, where that is to be told.
pub fn line(house: &HouseState, room: &Room, who: PersonId, yours: Option<Yours>) -> Option<RoomLine> {
    if room.is_new || !house.sees(room, who) {
        return None;
    }
    let state = &room.state;
    let direct = state.between.as_ref().and_then(|between| other(between, who).cloned());
    let title = match &direct {
        Some(other) => Title::parse(other.name.as_str()).ok()?,
        None => state.title.clone()?,
    };
    Some(RoomLine {
        room: room.no,
        title,
        people: state.here.len() as u64,
        topic: state.topic.clone(),
        access: state.access,
        archived: state.archived,
        head: state.head,
        direct,
        yours: yours.map(|yours| Yours { read: yours.read.max(house.marks.of(who, room.no)), ..yours }),
    })
}

/// Some of the rooms that someone sees.
#[derive(Debug, Default)]
pub struct RoomPage {
    /// The rooms.
    pub rooms: Vec<RoomLine>,
    /// After which to go on, where there are more.
    pub next: Option<RoomNo>,
}

/// The rooms that someone sees, those they joined first, as many as fit.
pub fn lines(house: &HouseState, who: PersonId, after: Option<RoomNo>) -> RoomPage {
    let Some(visitor) = house.people.get(who) else { return RoomPage::default() };
    let rest = house.rooms.numbers_for(who).into_iter().filter(|no| after.is_none_or(|after| *no > after));
    let mut order: Vec<RoomNo> = rest.collect();
    if after.is_none() {
        // The sort keeps the order within both halves.
        order.sort_by_cached_key(|no| visitor.yours(*no).is_none());
    }
    let mut lines = RoomPage::default();
    let mut bytes = 0;
    for no in order {
        let seen = house.rooms.get(no).and_then(|room| line(house, room, who, visitor.yours(no)));
        let Some(line) = seen else { continue };
        bytes += 200 + 2 * line.title.as_str().len() + 2 * line.topic.as_str().len();
        if bytes > LINES_BYTES {
            // Whoever asks on from here meets some rooms twice, and misses none.
            let last = lines.rooms.last().map_or(no, |line| line.room);
            lines.next = Some(if after.is_none() { RoomNo(0) } else { last });
            break;
        }
        lines.rooms.push(line);
    }
    lines
}

/// The one of two who is not this one; nobody where this is none of them.
fn other(between: &[Author; 2], who: PersonId) -> Option<&Author> {
    match between {
        [one, other] if one.who == who => Some(other),
        [one, other] if other.who == who => Some(one),
        _ => None,
    }
}
