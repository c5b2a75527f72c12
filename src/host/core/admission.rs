//! Who may come into the house, under which name, and how its host decides it.

use std::collections::HashMap;
use std::net::IpAddr;

use super::facts::{AdmissionFacts, ArrivalFacts, Banned, Facts, NameFacts};
use super::input::{Claimant, Registration, SessionInfo};
use super::invites;
use super::names;
use super::now::Now;
use super::plan::{AfterCommit, Answer, MemoryChange, Plan};
use super::state::HouseState;
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::host::subnet::{Subnet, address_of};
use crate::room::span::left;
use crate::room::{PersonId, Rank, Reach, RoomNo};
use crate::wire::account::{Admission, RequestLine};
use crate::wire::frame::{Code, FromHost};

/// How many may ask to be let in at a time, and how many from one part of the network: many people may share it.
const ASKING: usize = 256;
const ASKING_FROM: usize = 64;

/// Said to whoever has no key where the host approves who comes in: there is nothing to know them by.
pub const NEEDS_KEY: &str =
    "The host approves who can join, and needs a key to know you by. Join with Parlor, or log in.";

/// Whether someone may come in.
enum Verdict {
    /// They may.
    Yes,
    /// The host is asked.
    Asks(Box<Plan>),
}

/// Someone at the door wants a name, and to come in. It is theirs only once it is kept.
pub fn claim(house: &HouseState, comer: &Claimant, facts: &Facts, now: Now) -> Result<Plan, No> {
    let (door, name) = (facts.door.as_deref(), facts.name.as_deref());
    let (Some(door), Some(name)) = (door, name) else { return Err(No::closing()) };
    // Before anything is written of whoever may not come in.
    let invite = invites::may_use(comer, facts)?;
    if let Verdict::Asks(plan) = may_come(house, comer, name, door, facts, now)? {
        return Ok(*plan);
    }
    let is_theirs = is_theirs(comer, name);
    let mut plan = Plan::answer(Answer::Done);
    if let (Some(key), Some(holder), true) = (comer.key, &name.holder, comer.proved && is_theirs) {
        plan.writes.push(RegistryWrite::Device { key, who: holder.who, at: now.clock });
    }
    let author = names::claim(house, &comer.name, comer.key, is_theirs, name, now.clock, &mut plan.writes)?;
    if let Registration::With(hash) = &comer.register {
        if has_account(comer, name) {
            return Err(registered());
        }
        plan.writes.push(RegistryWrite::Account { who: author.who, hash: hash.clone(), at: now.clock });
        // They may be here already, from another device.
        plan.changes.push(MemoryChange::Account { who: author.who, rank: Rank::Member });
    }
    if let (Some(key), true) = (comer.key, door.asks) {
        plan.writes.push(RegistryWrite::RequestGone { key });
    }
    plan.writes.extend(invite.map(|invite| RegistryWrite::CameBy { invite, by: author.clone(), at: now.clock }));
    plan.answer = Answer::Named(author);
    Ok(plan)
}

/// Whether someone who registers would come in, were their password hashed. Where the host has to be asked, they are.
/// Nothing else is written.
pub fn may_register(house: &HouseState, comer: &Claimant, facts: &Facts, now: Now) -> Result<Plan, No> {
    let (door, name) = (facts.door.as_deref(), facts.name.as_deref());
    let (Some(door), Some(name)) = (door, name) else { return Err(No::closing()) };
    invites::may_use(comer, facts)?;
    if let Verdict::Asks(plan) = may_come(house, comer, name, door, facts, now)? {
        return Ok(*plan);
    }
    if has_account(comer, name) {
        return Err(registered());
    }
    names::may_claim(house, &comer.name, is_theirs(comer, name), name, now.clock)?;
    Ok(Plan::answer(Answer::Done))
}

/// Whether the name is known to be that of whoever comes. A password proves nothing where its account is gone meanwhile.
fn is_theirs(comer: &Claimant, name: &NameFacts) -> bool {
    name.holder.as_ref().is_some_and(|holder| name.linked || (comer.proved && holder.account))
}

fn has_account(comer: &Claimant, name: &NameFacts) -> bool {
    name.holder.as_ref().is_some_and(|holder| holder.account && is_theirs(comer, name))
}

fn registered() -> No {
    No::new(Code::Login, "This name already has an account. Log in with its password instead.")
}

/// Whether someone at the door may come in, whatever becomes of the name they want.
fn may_come(
    house: &HouseState,
    comer: &Claimant,
    name: &NameFacts,
    door: &AdmissionFacts,
    facts: &Facts,
    now: Now,
) -> Result<Verdict, No> {
    if house.is_host(comer.from, comer.key) {
        return Ok(Verdict::Yes);
    }
    let known = name.holder.as_ref().filter(|_| is_theirs(comer, name));
    let rank = known.map(|holder| holder.rank).unwrap_or_default();
    if rank == Rank::Owner {
        return Ok(Verdict::Yes);
    }
    check_ban(facts.banned.as_ref(), now)?;
    let has_account = known.is_some_and(|holder| holder.account);
    match house.waiting.admission {
        Admission::Everyone => Ok(Verdict::Yes),
        // Whoever was here before is not new: a cut would put them out for good.
        Admission::Closed if known.is_some() => Ok(Verdict::Yes),
        Admission::Closed => {
            let why = "Nobody new can join right now. Try again later, or ask the host.";
            Err(No::new(Code::Shut, why))
        }
        _ if has_account => Ok(Verdict::Yes),
        Admission::Registered if comer.register != Registration::No => Ok(Verdict::Yes),
        Admission::Registered => {
            let why = "You need an account to join. Register or log in.";
            Err(No::new(Code::Account, why))
        }
        Admission::Approval if door.approved => Ok(Verdict::Yes),
        Admission::Approval => ask_owner(house, comer, name, door, now).map(|plan| Verdict::Asks(Box::new(plan))),
    }
}

fn check_ban(banned: Option<&Banned>, now: Now) -> Result<(), No> {
    let Some(banned) = banned else { return Ok(()) };
    Err(No::new(Code::Banned, ban_sentence(banned, None, now.clock)).until(banned.until, now.clock))
}

/// What is said to whoever is banned: from a room, or from all of them.
pub fn ban_sentence(banned: &Banned, room: Option<RoomNo>, clock: u64) -> String {
    let (from, keeper) = if room.is_some() { (" from this room", "an operator") } else { ("", "the host") };
    let why = banned.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    let until = match banned.until {
        Some(until) => format!(" You can rejoin in {}.", left(clock, until)),
        None => format!(" Ask {keeper} to unban you."),
    };
    format!("You are banned{from}{why}.{until}")
}

/// Someone has to wait until the host says yes or no.
fn ask_owner(
    house: &HouseState,
    comer: &Claimant,
    name: &NameFacts,
    door: &AdmissionFacts,
    now: Now,
) -> Result<Plan, No> {
    let Some(key) = comer.key else {
        return Err(No::new(Code::Account, NEEDS_KEY));
    };
    if house.waiting.is_declined(key, now.clock) {
        return Err(No::new(Code::Declined, "The host declined your request. Ask them before you try again."));
    }
    // The host is not asked about someone who could not come in under this name anyway.
    names::may_claim(house, &comer.name, is_theirs(comer, name), name, now.clock)?;
    let ticket = house.next.ticket;
    let mut plan = Plan::answer(Answer::Waits(ticket));
    if door.asks {
        // Who asks again is on the list already.
        plan.writes.push(RegistryWrite::RequestName { key, name: comer.name.clone() });
    } else {
        // Of IPv6, one person may have very many addresses.
        let reach = |from: &IpAddr| if from.is_ipv6() { Reach::Subnet } else { Reach::Address };
        let net = address_of(comer.from).and_then(|from| Subnet::around(from, reach(&from))).map(Subnet::to_text);
        if let Some(key) = makes_room(house, door, net.as_deref())? {
            plan.writes.push(RegistryWrite::RequestGone { key });
        }
        let (number, at) = (house.next.request, now.clock);
        plan.writes.push(RegistryWrite::Request { number, key, name: comer.name.clone(), net, at });
        let line = RequestLine { request: number, name: comer.name.clone(), key, at };
        plan.then.push(AfterCommit::TellOwners(FromHost::Request(line)));
    }
    let mut waiting = house.waiting.clone();
    waiting.ask(ticket, key);
    plan.changes.push(MemoryChange::AdmissionQueue(Box::new(waiting)));
    Ok(plan)
}

/// Who is forgotten so that one more can ask; nobody where one more fits anyway. Where too many ask, whoever asked first
/// from where most do and does not wait any more makes room: so nobody pushes out those who ask from elsewhere.
fn makes_room(
    house: &HouseState,
    door: &AdmissionFacts,
    net: Option<&str>,
) -> Result<Option<crate::wire::Fingerprint>, No> {
    let mut from: HashMap<Option<&str>, usize> = HashMap::new();
    for (_, net) in &door.asking {
        *from.entry(net.as_deref()).or_default() += 1;
    }
    let crowded = from.get(&net).is_some_and(|count| *count >= ASKING_FROM);
    if !crowded && door.asking.len() < ASKING {
        return Ok(None);
    }
    let gone = door
        .asking
        .iter()
        .enumerate()
        .filter(|(_, (key, from))| !house.waiting.waits(*key) && (!crowded || from.as_deref() == net))
        .max_by_key(|(order, (_, net))| (from.get(&net.as_deref()).copied(), std::cmp::Reverse(*order)));
    match gone {
        Some((_, (key, _))) => Ok(Some(*key)),
        None => Err(No::new(Code::Full, "Too many people are asking to join right now. Try again later.")),
    }
}

/// Someone who has a name comes into the house.
pub fn arrive(house: &HouseState, who: PersonId, session: &SessionInfo, facts: &Facts, now: Now) -> Result<Plan, No> {
    let Some(arrival) = facts.arrival.as_deref() else { return Err(No::closing()) };
    // A name that nothing is kept for is free until its person is here.
    if !arrival.holds_name {
        return Err(No::new(Code::Taken, "This name is not yours any more. Choose another."));
    }
    let mut arrival: ArrivalFacts = arrival.clone();
    let mut plan = Plan::answer(Answer::Welcome { who, ignored: std::mem::take(&mut arrival.ignored) });
    // Whoever sits at the host's own window, or has the host's key, is the host, and stays it on whichever device.
    if house.is_host(session.from, session.key) {
        if arrival.rank < Rank::Owner {
            plan.writes.push(RegistryWrite::Owner { who });
        }
        arrival.rank = Rank::Owner;
    }
    if arrival.rank < Rank::Owner {
        check_ban(facts.banned.as_ref(), now)?;
    }
    plan.changes.push(MemoryChange::Arrived { who, session: session.clone(), facts: Box::new(arrival) });
    Ok(plan)
}

/// The host says yes or no to a request.
pub fn admit(house: &HouseState, request: u64, yes: bool, facts: &Facts, now: Now) -> Result<Plan, No> {
    let Some(key) = facts.requester else {
        let why = format!("There is no request {request}. Type /requests to see the list.");
        return Err(No::new(Code::Person, why));
    };
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::RequestGone { key });
    if yes {
        plan.writes.push(RegistryWrite::Approved { key, at: now.clock });
    }
    let mut waiting = house.waiting.clone();
    let tickets = waiting.decide(key, yes, now.clock);
    plan.then.extend(tickets.into_iter().map(|ticket| AfterCommit::Decided { ticket, yes }));
    plan.changes.push(MemoryChange::AdmissionQueue(Box::new(waiting)));
    Ok(plan)
}

/// The host lets in others from now on: those who wait are looked at again.
pub fn set_admission(house: &HouseState, admission: Admission) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::Admission(admission));
    let mut waiting = house.waiting.clone();
    let tickets = waiting.set_admission(admission);
    plan.then.extend(tickets.into_iter().map(|ticket| AfterCommit::Decided { ticket, yes: true }));
    plan.changes.push(MemoryChange::AdmissionQueue(Box::new(waiting)));
    plan
}

/// The house asks for a password from now on, or for none. The password itself is kept nowhere.
pub fn ask_password(asks: bool) -> Plan {
    let mut plan = Plan::answer(Answer::Done);
    plan.writes.push(RegistryWrite::AsksPassword(asks));
    plan
}
