//! What is said in rooms: whether an event that someone wants to add may be added, and what comes with it.

use std::collections::BTreeSet;

use super::batch::Batch;
use super::facts::{Facts, NameFacts};
use super::input::Say;
use super::now::Now;
use super::plan::{AfterCommit, Answer, MemoryChange, Plan, UnnumberedEvent};
use super::room::Room;
use super::room_lifecycle::{is_free, never_returns, no_person, rejoin};
use super::room_list::{no_room, visit_over};
use super::state::HouseState;
use super::{moderation, names};
use crate::host::no::{No, minutes};
use crate::log::Entry;
use crate::room::{Act, Author, Body, Case, Event, EventId, Name, PersonId, Rank, RoomNo, Sign, Target, check};
use crate::wire::frame::Code;

/// Someone adds an event to a room.
pub fn say(house: &HouseState, batch: &Batch, say: Say, facts: &Facts, now: Now) -> Result<Plan, No> {
    let Say { room: no, who, id, mut body } = say;
    if let Some(entry) = batch.entry(id) {
        same(entry, no, who)?;
        return Ok(Plan::answer(Answer::Ordered(id)));
    }
    if let Some(entry) = &facts.known {
        return same(entry, no, who).map(|event| Plan::answer(Answer::Kept { seq: event.seq, at: event.at }));
    }
    let author = house.people.author(who).ok_or_else(visit_over)?;
    let room = house.rooms.get(no).filter(|room| !room.ends).ok_or_else(no_room)?;
    // Whoever was put out a moment ago has something under way still.
    if !room.presence.has(who) {
        return Err(No::new(Code::Room, "You are not in this room. Join it first."));
    }
    let mut whom = Rank::Guest;
    if let Body::Act(act) = &mut body
        && let Some(of) = act.whom_mut()
    {
        // Whoever it is done to gets the name that they have here: a guest may say any.
        let person = facts.person.as_ref().ok_or_else(no_person)?;
        *of = person.author.clone();
        let named = of.who;
        if house.rank(room, who) >= Rank::Operator {
            moderation::aim(house, room, act, now);
        }
        let aimed = act.whom().map_or(named, |whom| whom.who);
        let known = if aimed == named { person.rank } else { Rank::Guest };
        whom = room.state.rank(aimed, house.people.get(aimed).map_or(known, |visitor| visitor.shown.rank));
    }
    let also = house.people.also(who);
    let spoke = [who].iter().chain(also).filter_map(|who| room.spoke.get(who)).max();
    let target = body.about().and_then(|of| target(batch, facts, room, of));
    if let (Body::Act(Act::Pinned { seq, .. }), Some(target)) = (&mut body, &target) {
        // Where the message is, the house knows: a guest may say anything.
        *seq = target.seq;
    }
    let case = Case {
        state: &room.state,
        who,
        also,
        rank: house.rank(room, who),
        target: target.as_ref(),
        signs: reactions_beside(batch, facts, who, &body),
        whom,
        last: spoke.copied(),
        now: now.clock,
    };
    check(&case, &body).map_err(|no| No::by_rule(&no))?;
    let mut plan = Plan::answer(Answer::Ordered(id));
    match &body {
        Body::Named { name } => {
            let told = room.state.here.get(&who);
            if author.name == *name && told.is_none_or(|told| told == name) {
                return Err(already_called());
            }
            rename(house, Some((room.no, id)), &author, name, facts, now, &mut plan)?;
            return Ok(plan);
        }
        Body::Titled { title } => is_free(house, title, Some(no), who)?,
        Body::Act(act) => moderation::plan(house, room, &author, act, facts, now, &mut plan)?,
        // What is said in a direct talk waits for the other, also where they left it.
        body if body.is_message() && room.state.is_direct() => wait_for_both(house, room, facts, &mut plan)?,
        _ => {}
    }
    plan.drafts.push(UnnumberedEvent { room: no, id: Some(id), by: Some(author), body });
    Ok(plan)
}

fn wait_for_both(house: &HouseState, room: &Room, facts: &Facts, plan: &mut Plan) -> Result<(), No> {
    for one in room.state.between.iter().flatten() {
        if facts.never_returns == Some(one.who) {
            return Err(never_returns(&one.name));
        }
        let left = match house.people.get(one.who) {
            Some(visitor) => visitor.yours(room.no).is_none(),
            None => facts.left_talk.contains(&one.who),
        };
        if left {
            rejoin(plan, one.who, room);
            plan.then.push(AfterCommit::Line { room: room.no, who: one.who });
        }
    }
    Ok(())
}

fn already_called() -> No {
    No::new(Code::Rules, "That is already your name.")
}

/// Someone takes another name, who may be in no room.
pub fn rename_anywhere(house: &HouseState, author: &Author, name: &Name, facts: &Facts, now: Now) -> Result<Plan, No> {
    if author.name == *name {
        return Err(already_called());
    }
    let mut plan = Plan::answer(Answer::Done);
    rename(house, None, author, name, facts, now, &mut plan)?;
    Ok(plan)
}

/// Someone takes another name. It is told in every room they are in, and in the one where they said so with the id they said.
fn rename(
    house: &HouseState,
    said: Option<(RoomNo, EventId)>,
    author: &Author,
    name: &Name,
    facts: &Facts,
    now: Now,
    plan: &mut Plan,
) -> Result<(), No> {
    let who = author.who;
    // It is told in every room they are in, so a mute in any of them holds.
    if house.is_muted(who, now.clock) {
        let why = "You are muted in one of your rooms, so you can't change your name yet.";
        return Err(No::new(Code::Rules, why));
    }
    if let Some(wait) = house.rename_wait(who, now.at) {
        let why = format!("You changed your name too often. Wait {}, then try again.", minutes(wait));
        return Err(No::new(Code::Rules, why));
    }
    let nothing = NameFacts::default();
    let name = names::rename(house, who, name, facts.name.as_deref().unwrap_or(&nothing), now.clock, &mut plan.writes)?;
    plan.changes.push(MemoryChange::Renamed { who, name: name.clone() });
    for no in house.rooms.numbers_for(who) {
        let Some(other) = house.rooms.get(no).filter(|room| !room.ends) else { continue };
        let said = said.filter(|(room, _)| *room == no);
        if said.is_some() || other.state.here.contains_key(&who) || other.state.is_between(who) {
            let id = said.map(|(_, id)| id);
            plan.drafts.push(UnnumberedEvent {
                room: no,
                id,
                by: Some(author.clone()),
                body: Body::Named { name: name.clone() },
            });
        }
    }
    Ok(())
}

/// The same id again is the same event again, if it comes from the same person and room.
fn same(entry: &Entry, room: RoomNo, who: PersonId) -> Result<&Event, No> {
    if entry.room == room && entry.event.by.as_ref().map(|by| by.who) == Some(who) {
        return Ok(&entry.event);
    }
    Err(No::new(Code::Id, "This id belongs to another event. Choose a fresh one."))
}

/// What the rules need to know of the event that another speaks of.
fn target(batch: &Batch, facts: &Facts, room: &Room, of: EventId) -> Option<Target> {
    // An edit is no message, with its words or without.
    let is_message = |event: &Event| event.body.is_message() || matches!(event.body, Body::Erased { of: None, .. });
    let entry = batch.entry(of).or(facts.target.as_ref())?;
    // What the room forgot may still be on the disk for a moment.
    if entry.room != room.no || entry.event.seq < room.state.first || !is_message(&entry.event) {
        return None;
    }
    let event = &entry.event;
    let said = event.body.is_message() && !batch.has_withdrawn(of);
    Some(Target { by: event.by.as_ref().map(|by| by.who), seq: event.seq, said })
}

/// How many reactions someone has on the message they react to beside this one, the commit at hand counted in.
fn reactions_beside(batch: &Batch, facts: &Facts, who: PersonId, body: &Body) -> usize {
    let Body::Reacted { of, sign: beside, off: false } = body else { return 0 };
    let mut on: BTreeSet<Sign> = facts.reactions.iter().cloned().collect();
    for entry in batch.entries() {
        if let Body::Reacted { of: about, sign, off } = &entry.event.body
            && about == of
            && entry.event.by.as_ref().is_some_and(|by| by.who == who)
        {
            if *off {
                on.remove(sign)
            } else {
                on.insert(sign.clone())
            };
        }
    }
    on.remove(beside);
    on.len()
}
