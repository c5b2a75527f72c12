//! What follows from a commit that is kept: who is told what, who loses a seat, whose session ends.

use super::batch::Batch;
use super::effect::Effect;
use super::input::SessionNo;
use super::person_line;
use super::plan::AfterCommit;
use super::room::Room;
use super::room_list::line;
use super::room_updates::RoomUpdate;
use super::state::HouseState;
use crate::host::no::No;
use crate::room::{Act, Body, Event, PersonId, Rank, RoomNo};
use crate::wire::FromHost;
use crate::wire::codec::fitting;

/// How many people one frame tells of.
const TOLD: usize = 256;

/// Notes what everyone is to be told of an event that changed a room.
pub fn note_change(house: &mut HouseState, no: RoomNo, event: &Event, made: &[RoomNo]) {
    // Whatever a new room is, is told once, with it.
    if made.contains(&no) {
        return;
    }
    match &event.body {
        Body::Titled { .. } | Body::Topic { .. } | Body::Act(Act::Archived {} | Act::Reopened {}) => {
            house.updates.changed(no).line = true;
        }
        Body::Act(Act::Opened { .. }) => {
            let changed = house.updates.changed(no);
            (changed.line, changed.sight) = (true, true);
        }
        Body::Act(Act::Invited { whom } | Act::Uninvited { whom }) => {
            let changed = house.updates.changed(no);
            changed.invited.insert(whom.who);
            // With what else changes meanwhile, it is told who sees it no longer.
            changed.sight |= matches!(event.body, Body::Act(Act::Uninvited { .. }));
        }
        _ => {}
    }
}

/// Does what follows from a plan.
pub fn follow(house: &mut HouseState, call: usize, then: AfterCommit, effects: &mut Vec<Effect>) {
    match then {
        AfterCommit::Tell { session, frame } => effects.push(Effect::Tell { sessions: vec![session], frame }),
        AfterCommit::TellOwners(frame) => {
            let owners = house.people.all().filter(|(_, visitor)| visitor.shown.rank == Rank::Owner);
            let sessions = owners.flat_map(|(who, _)| house.people.sessions(who)).collect();
            effects.push(Effect::Tell { sessions, frame });
        }
        AfterCommit::PutOut { room, who, why } => put_out(house, room, who, why, effects),
        AfterCommit::Ban { room: no, who, why } => {
            let elsewhere = house.rooms.get(no).is_some_and(|room| {
                // In the room they hear it with the seat they lose; else only where they know that there is one.
                !room.presence.has(who) && house.sees(room, who)
            });
            if elsewhere {
                let frame = why.clone().out(no);
                effects.push(Effect::Tell { sessions: house.people.sessions(who).collect(), frame });
            }
            put_out(house, no, who, why, effects);
        }
        AfterCommit::LeaveAll { who, sessions } => {
            for no in house.rooms.numbers_for(who) {
                if let Some(room) = house.rooms.get_mut(no).filter(|room| room.presence.has(who)) {
                    room.presence.put_out_sessions(who, &sessions);
                }
            }
        }
        AfterCommit::Dismiss { sessions, why } => effects.push(Effect::Dismiss { sessions, why }),
        AfterCommit::Line { room, who } => {
            let Some(room) = house.rooms.get(room) else { return };
            tell_line(house, room, who, effects);
        }
        AfterCommit::Announce { room } => house.updates.changed(room).line = true,
        // Told after the answers.
        AfterCommit::Decided { .. } => {}
        AfterCommit::StandingInvite(secret) => effects.push(Effect::StandingInvite(secret)),
        AfterCommit::Delete { room, by } => effects.push(Effect::Delete { call, room, by }),
    }
}

/// Takes all seats that someone has in a room.
pub fn put_out(house: &mut HouseState, no: RoomNo, who: PersonId, why: No, effects: &mut Vec<Effect>) {
    let Some(room) = house.rooms.get_mut(no) else { return };
    let seats = room.presence.put_out(who);
    let sessions: Vec<SessionNo> = house.people.sessions(who).collect();
    if !seats.is_empty() && !sessions.is_empty() {
        effects.push(Effect::PutOut { sessions, room: no, seats, why });
    }
}

/// Tells someone what a room is to them.
pub fn tell_line(house: &HouseState, room: &Room, who: PersonId, effects: &mut Vec<Effect>) {
    let sessions: Vec<SessionNo> = house.people.sessions(who).collect();
    if sessions.is_empty() {
        return;
    }
    // Of a direct talk that they are in again, what they read before is not news.
    let yours = house.people.get(who).filter(|_| room.state.is_direct()).and_then(|visitor| visitor.yours(room.no));
    let frame = line(house, room, who, yours);
    let frame = frame.map_or(FromHost::Gone { room: room.no }, FromHost::Room);
    effects.push(Effect::Tell { sessions, frame });
}

/// Tells what changed about rooms, as far as it is time for it.
pub fn announce(house: &mut HouseState, batch: &Batch, effects: &mut Vec<Effect>) {
    for (no, changed) in house.updates.take(batch.now.at) {
        let Some(room) = house.rooms.get(no) else { continue };
        if let Some((one, other)) = room.two() {
            tell_line(house, room, one, effects);
            tell_line(house, room, other, effects);
            continue;
        }
        let RoomUpdate { line: everyone, sight, invited } = changed;
        if !everyone {
            for who in invited {
                tell_line(house, room, who, effects);
            }
            continue;
        }
        // The line of a room that is no direct talk is the same for everyone.
        let (mut seeing, mut line_for_all, mut blind) = (Vec::new(), None, Vec::new());
        for (who, _) in house.people.all() {
            if house.sees(room, who) {
                if line_for_all.is_none() {
                    line_for_all = line(house, room, who, None);
                }
                seeing.extend(house.people.sessions(who));
            } else if sight {
                blind.extend(house.people.sessions(who));
            }
        }
        if let Some(line) = line_for_all {
            effects.push(Effect::Tell { sessions: seeing, frame: FromHost::Room(line) });
        }
        if !blind.is_empty() {
            effects.push(Effect::Tell { sessions: blind, frame: FromHost::Gone { room: no } });
        }
    }
}

/// Tells who is away, where it is time for it.
pub fn tell_away(house: &mut HouseState, batch: &Batch, effects: &mut Vec<Effect>) {
    let people = &house.people;
    house.rooms.each_awake(|room| {
        let shown = |who| people.get(who).map(|visitor| &*visitor.shown);
        let away = room.away.take(batch.now.at, TOLD);
        let mut people: Vec<_> = away.into_iter().map(|who| person_line::whereabouts(who, shown(who))).collect();
        while !people.is_empty() {
            let rest = people.split_off(fitting(&people).max(1));
            effects.push(Effect::Aside { room: room.no, frame: FromHost::Away { room: room.no, people } });
            people = rest;
        }
    });
}

/// The numbers of the sessions of everyone who sees a room.
pub fn seeing(house: &HouseState, no: RoomNo) -> Vec<SessionNo> {
    let Some(room) = house.rooms.get(no) else { return Vec::new() };
    let seeing = house.people.all().filter(|(who, _)| house.sees(room, *who));
    seeing.flat_map(|(_, visitor)| &visitor.shown.sessions).map(|session| session.number).collect()
}
