//! What someone in the house can want that is no event of one room, and what is decided of each.

use super::admission::{admit, set_admission};
use super::facts::{BanPage, Facts};
use super::house_deed::with_house_deed;
use super::input::{GuestRequest, SessionNo};
use super::now::Now;
use super::plan::{AfterCommit, Answer, MemoryChange, Plan};
use super::room_lifecycle::{self, with_deed};
use super::room_list::{lines, visit_over};
use super::state::HouseState;
use super::write::RegistryWrite;
use super::{accounts, invites, person_line, posting};
use crate::host::no::No;
use crate::room::{Author, Deed, PersonId, RoomNo, Seq};
use crate::wire::FromHost;
use crate::wire::codec::fitting;
use crate::wire::frame::{Code, Notify, Yours};

/// Decides what someone wants.
pub fn decide(
    house: &HouseState,
    (who, session, ask): (PersonId, SessionNo, u64),
    request: &GuestRequest,
    facts: &Facts,
    now: Now,
) -> Result<Plan, No> {
    let author = house.people.author(who).filter(|_| house.has_session(who, session)).ok_or_else(visit_over)?;
    match request {
        GuestRequest::Rooms { after } => {
            let lines = lines(house, who, *after);
            Ok(told(FromHost::Rooms { ask, rooms: lines.rooms, next: lines.next }))
        }
        GuestRequest::Make { new, hash } => room_lifecycle::make(house, &author, ask, new, hash.as_ref(), facts),
        GuestRequest::Rename { name } => posting::rename_anywhere(house, &author, name, facts, now),
        GuestRequest::Talk { with } => room_lifecycle::talk(house, &author, ask, *with, facts),
        GuestRequest::RoomPassword { room, hash } => room_lifecycle::set_password(house, who, *room, hash, now),
        GuestRequest::Delete { room } => room_lifecycle::delete(house, &author, *room, now),
        GuestRequest::Seen { room, seq, unread: false } => Ok(seen(house, who, session, *room, *seq)),
        GuestRequest::Seen { room, seq, unread: true } => Ok(set_back(house, who, *room, *seq)),
        GuestRequest::Quiet { room, quiet } => Ok(quieten(house, who, *room, *quiet)),
        GuestRequest::Notify { room, notify } => Ok(notify_of(house, who, *room, *notify)),
        GuestRequest::Leave { room } => {
            let mut plan = Plan::answer(Answer::Done);
            plan.writes.push(RegistryWrite::Left { who, room: *room });
            plan.changes.push(MemoryChange::Yours { who, room: *room, yours: None });
            Ok(plan)
        }
        GuestRequest::Ignore { ignore, .. } => {
            let mut plan = Plan::answer(Answer::Done);
            if let Some(person) = facts.person.as_ref().filter(|_| !ignore || facts.ignores_fit) {
                plan.writes.push(RegistryWrite::Ignore { who, whom: person.author.clone(), ignore: *ignore });
            }
            Ok(plan)
        }
        // Noted by whoever keeps the people: it stands or falls with nothing.
        GuestRequest::Away { .. } => Ok(Plan::answer(Answer::Done)),
        GuestRequest::Whois { room, name } => whois(house, ask, *room, name, facts, now),
        GuestRequest::Bans { room, .. } => {
            match room {
                Some(room) => drop(with_deed(house, *room, who, Deed::Ban, now)?),
                None => with_house_deed(house, who, Deed::BanFromHouse)?,
            }
            Ok(bans(ask, &facts.bans))
        }
        GuestRequest::Account { hash, new } => accounts::set_account(house, who, hash, *new, now),
        GuestRequest::Logout { everywhere } => accounts::log_out(house, who, session, *everywhere),
        GuestRequest::Unregister => accounts::unregister(house, &author, now),
        GuestRequest::Admission(admission) => {
            with_house_deed(house, who, Deed::Admit)?;
            Ok(set_admission(house, *admission))
        }
        GuestRequest::Requests => {
            with_house_deed(house, who, Deed::Admit)?;
            let mut requests = facts.requests.clone();
            // Those who waited longest come first; the others are seen once these are answered.
            requests.truncate(fitting(&requests));
            Ok(told(FromHost::Requests { ask, admission: house.waiting.admission, requests }))
        }
        GuestRequest::Invites { .. } => invites::list(house, who, ask, facts),
        GuestRequest::MakeInvite { new, secret } => invites::make(house, &author, ask, new, secret, facts, now),
        GuestRequest::WithdrawInvite { invite } => invites::withdraw(house, who, *invite, facts, now),
        GuestRequest::Admit { request, yes } => {
            with_house_deed(house, who, Deed::Admit)?;
            admit(house, *request, *yes, facts, now)
        }
    }
}

/// As many bans as fit one frame, and where the others begin.
fn bans(ask: u64, page: &BanPage) -> Plan {
    let fit = fitting(&page.lines);
    let next = if fit < page.lines.len() { fit.checked_sub(1).map(|last| page.numbers[last]) } else { page.more };
    told(FromHost::Bans { ask, bans: page.lines[..fit].to_vec(), next })
}

fn told(frame: FromHost) -> Plan {
    Plan::answer(Answer::Frame(Box::new(frame)))
}

/// Someone read a room up to here: all of their devices hear of it where that is news, and this one hears how far they
/// read in any case, so that it does not say so again once they set the room back elsewhere.
fn seen(house: &HouseState, who: PersonId, session: SessionNo, room: RoomNo, seq: Seq) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    let Some(here) = house.rooms.get(room).filter(|room| room.presence.has(who)) else { return plan };
    let known = read(house, who, room);
    let seq = seq.min(here.state.head).max(known);
    let told = house.people.sessions(who).filter(|other| known < seq || *other == session);
    let frame = FromHost::Seen { room, seq, unread: false };
    plan.then.extend(told.map(|session| AfterCommit::Tell { session, frame: frame.clone() }));
    plan
}

/// How far someone who is here read a room.
fn read(house: &HouseState, who: PersonId, room: RoomNo) -> Seq {
    let yours = house.people.get(who).and_then(|visitor| visitor.yours(room)).unwrap_or_default();
    yours.read.max(house.marks.of(who, room))
}

/// Someone has a room be unread again after this event: all of their devices hear of it. Unlike reading, it is rare, and
/// kept at once.
fn set_back(house: &HouseState, who: PersonId, room: RoomNo, seq: Seq) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    let is_here = house.rooms.get(room).is_some_and(|room| room.presence.has(who));
    let Some(yours) = house.people.get(who).and_then(|visitor| visitor.yours(room)).filter(|_| is_here) else {
        return plan;
    };
    // Nobody has read what they have not read.
    let seq = seq.min(read(house, who, room));
    plan.writes.push(RegistryWrite::Unread { who, room, seq });
    plan.changes.push(MemoryChange::Yours { who, room, yours: Some(Yours { read: seq, ..yours }) });
    let frame = FromHost::Seen { room, seq, unread: true };
    let told = house.people.sessions(who);
    plan.then.extend(told.map(|session| AfterCommit::Tell { session, frame: frame.clone() }));
    plan
}

fn quieten(house: &HouseState, who: PersonId, room: RoomNo, quiet: bool) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    if let Some(mut yours) = house.people.get(who).and_then(|visitor| visitor.yours(room)) {
        yours.quiet = quiet;
        plan.writes.push(RegistryWrite::Quiet { who, room, quiet });
        plan.changes.push(MemoryChange::Yours { who, room, yours: Some(yours) });
    }
    plan
}

fn notify_of(house: &HouseState, who: PersonId, room: RoomNo, notify: Option<Notify>) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    if let Some(mut yours) = house.people.get(who).and_then(|visitor| visitor.yours(room)) {
        yours.notify = notify;
        plan.writes.push(RegistryWrite::Notify { who, room, notify });
        plan.changes.push(MemoryChange::Yours { who, room, yours: Some(yours) });
    }
    plan
}

fn whois(
    house: &HouseState,
    ask: u64,
    room: Option<RoomNo>,
    name: &crate::room::Name,
    facts: &Facts,
    now: Now,
) -> Result<Plan, No> {
    let Some(person) = &facts.person else {
        return Err(No::new(Code::Person, format!("Nobody here is called {name}. Check the name.")));
    };
    let Author { who, .. } = person.author;
    let state = room.and_then(|room| house.rooms.get(room)).map(|room| &room.state);
    let shown = house.people.get(who).map(|visitor| &*visitor.shown);
    let mut line = person_line::line(person.author.clone(), shown, state, now.clock);
    line.rank = line.rank.max(person.rank);
    Ok(told(FromHost::People { ask, room, total: 1, people: vec![line], next: None }))
}
