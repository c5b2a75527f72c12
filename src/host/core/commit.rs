//! The end of a commit: what is carried out once it is kept, and what is put back where it is not.

use std::collections::BTreeSet;

use super::batch::{Batch, HeldAnswer};
use super::effect::Effect;
use super::following::{announce, follow, note_change, put_out, seeing, tell_away};
use super::plan::{AfterCommit, Answer, Arrived};
use super::retention::Looked;
use super::room::Room;
use super::room_list::{line, lines};
use super::state::HouseState;
use crate::host::no::No;
use crate::room::{Author, Body, PersonId, RoomNo, State};
use crate::wire::FromHost;
use crate::wire::frame::Code;

/// All of the commit is kept. The answer is what to carry out, in this order.
pub fn committed(house: &mut HouseState, mut batch: Batch) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Vec::new();
    for no in &batch.made {
        if let Some(room) = house.rooms.get_mut(*no) {
            room.is_new = false;
        }
        effects.push(Effect::RoomMade(*no));
    }
    for (no, moves) in &batch.moves {
        if let Some(room) = house.rooms.get_mut(*no) {
            room.presence.told(moves, batch.now.at);
        }
    }
    batch.number_answers();
    let entries = batch.take_entries();
    for entry in &entries {
        note_change(house, entry.room, &entry.event, &batch.made);
    }
    let declared = entries.iter().filter(|entry| matches!(entry.event.body, Body::Memory { .. }));
    let declared: BTreeSet<RoomNo> = declared.map(|entry| entry.room).collect();
    if !entries.is_empty() {
        effects.push(Effect::Show(entries));
    }
    effects.extend(batch.people.iter().map(|who| Effect::Person(*who)));
    // Whoever waits at the door since this very commit is told so before they are told more.
    let mut decided = Vec::new();
    for (call, then) in std::mem::take(&mut batch.then) {
        match then {
            AfterCommit::Decided { ticket, yes } => decided.push(Effect::Decided { ticket, yes }),
            then => follow(house, call, then, &mut effects),
        }
    }
    announce(house, &batch, &mut effects);
    for HeldAnswer { call, answer, .. } in std::mem::take(&mut batch.answers) {
        if let Some(answer) = resolve(house, answer) {
            effects.push(Effect::Answer { call, answer });
        }
    }
    effects.append(&mut decided);
    tell_away(house, &batch, &mut effects);
    let now = batch.now;
    house.rooms.each_awake(|room| {
        room.end_commit();
        if room.remembers() {
            effects.push(Effect::Remember(room.no));
        }
        if declared.contains(&room.no) || room.retention.is_due(&room.state, now.clock) {
            effects.push(Effect::LookForOld(room.no));
        }
    });
    effects
}

/// Nothing of the commit is kept: all that was in it is refused, and everything is again as `kept` says.
pub fn failed(
    house: &mut HouseState,
    mut batch: Batch,
    no: &No,
    kept: impl Fn(RoomNo) -> Option<State>,
) -> Vec<Effect> {
    let undo = std::mem::take(&mut batch.undo);
    for no in &batch.made {
        house.rooms.remove(*no);
    }
    let mut heads = Vec::new();
    for no in undo.rooms {
        if let Some(state) = kept(no) {
            heads.push((no, state.head));
            house.rooms.put_back(no, state);
        }
    }
    for (no, who, seat, was) in undo.seats.into_iter().rev() {
        if let Some(room) = house.rooms.get_mut(no) {
            room.presence.undo_enter(who, seat, was, &room.state, batch.now.at);
        }
    }
    for (who, was) in undo.people {
        house.people.put_back(who, was, |session| !undo.departed.contains(&session));
        batch.people.insert(who);
    }
    heads.iter().for_each(|(no, head)| house.unread(*no, *head));
    for who in undo.renamed.into_iter().rev() {
        house.uncount_rename(who);
        let Some(name) = house.people.name(who).cloned() else { continue };
        house.rooms.all_mut().for_each(|room| room.presence.rename(who, &name));
    }
    for (no, who, was) in undo.spoke.into_iter().rev() {
        if let Some(room) = house.rooms.get_mut(no) {
            match was {
                Some(was) => room.spoke.insert(who, was),
                None => room.spoke.remove(&who),
            };
        }
    }
    for no in undo.passwords {
        if let Some(room) = house.rooms.get_mut(no) {
            room.has_password = false;
        }
    }
    undo.ends.into_iter().for_each(|no| stays(house, no));
    if let Some(waiting) = undo.waiting {
        house.waiting = waiting;
    }
    for (no, _) in &heads {
        if let Some(room) = house.rooms.get_mut(*no) {
            room.presence.not_told(&room.state, batch.now.at);
        }
    }
    house.rooms.each_awake(Room::end_commit);
    let mut effects: Vec<Effect> = batch.people.iter().map(|who| Effect::Person(*who)).collect();
    for HeldAnswer { call, answer, stands_alone } in std::mem::take(&mut batch.answers) {
        let answer = if stands_alone { answer } else { Err(no.clone()) };
        if let Some(answer) = resolve(house, answer) {
            effects.push(Effect::Answer { call, answer });
        }
    }
    effects
}

/// A room is deleted, and nothing of it stays.
pub fn deleted(house: &mut HouseState, no: RoomNo, by: &Author) -> Vec<Effect> {
    let why = No::new(Code::Room, format!("{} deleted this room.", by.name)).by(by);
    // Whoever does not see the room is not even told its number.
    let told = seeing(house, no);
    let here = house.rooms.get(no).map(|room| room.presence.everyone()).unwrap_or_default();
    let mut effects = Vec::new();
    for who in here {
        put_out(house, no, who, why.clone(), &mut effects);
    }
    house.rooms.remove(no);
    house.updates.forget(no);
    let everyone: Vec<PersonId> = house.people.all().map(|(who, _)| who).collect();
    for who in everyone {
        if let Some(visitor) = house.people.get_mut(who) {
            visitor.set_yours(no, None);
        }
    }
    effects.push(Effect::RoomGone(no));
    effects.push(Effect::Tell { sessions: told, frame: FromHost::Gone { room: no } });
    effects
}

/// A room that was to be deleted is not.
pub fn stays(house: &mut HouseState, no: RoomNo) {
    if let Some(room) = house.rooms.get_mut(no) {
        room.ends = false;
    }
}

/// A room was looked through for what it does not keep any more. The answer is where it begins from now on, if that
/// is elsewhere.
pub fn looked(house: &mut HouseState, no: RoomNo, looked: Option<Looked>, clock: u64) -> Option<crate::room::Seq> {
    let room = house.rooms.get_mut(no)?;
    let Some(looked) = looked else {
        room.retention.put_off(clock);
        return None;
    };
    if !room.retention.looked(looked, &room.state, clock) {
        return None;
    }
    room.state.forget_before(looked.first);
    Some(looked.first)
}

/// Works out an answer that says how things are once all is kept. Nothing where it comes later.
fn resolve(house: &HouseState, answer: Result<Answer, No>) -> Option<Result<Answer, No>> {
    Some(match answer {
        Ok(Answer::Later) => return None,
        Ok(Answer::Welcome { who, ignored }) => {
            let Some(shown) = house.people.get(who).map(|visitor| &visitor.shown) else {
                return Some(Err(No::closing()));
            };
            let lines = lines(house, who, None);
            Ok(Answer::Arrived(Box::new(Arrived {
                you: shown.person.clone(),
                rank: shown.rank,
                account: shown.account,
                rooms: lines.rooms,
                more: lines.next.is_some(),
                ignored,
            })))
        }
        Ok(Answer::Made { who, ask, room }) => {
            let yours = house.people.get(who).and_then(|visitor| visitor.yours(room));
            let line = house.rooms.get(room).and_then(|room| line(house, room, who, yours));
            match line {
                Some(line) => Ok(Answer::Frame(Box::new(FromHost::Made { ask, line }))),
                None => Err(No::new(Code::Room, "That room is gone.")),
            }
        }
        answer => answer,
    })
}
