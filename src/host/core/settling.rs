//! The end of a commit: what is carried out once it is kept, and what is put back where it is not.

use std::collections::BTreeSet;

use super::announcements::Changed;
use super::ask::SessionNo;
use super::batch::{Batch, Reply};
use super::effect::Effect;
use super::plan::{Answer, Arrived, Then};
use super::retention::Looked;
use super::room::Room;
use super::room_list::{line, lines};
use super::{Core, people_line};
use crate::host::no::No;
use crate::room::{Act, Body, Event, Name, PersonId, Rank, RoomNo, State};
use crate::wire::FromHost;
use crate::wire::codec::fitting;
use crate::wire::frame::Code;

/// How many people one frame tells of.
const TOLD: usize = 256;

impl Core {
    /// All of the commit is kept. The answer is what to carry out, in this order.
    pub fn committed(&mut self) -> Vec<Effect> {
        let mut batch = self.end_batch();
        let mut effects: Vec<Effect> = Vec::new();
        for no in &batch.made {
            if let Some(room) = self.house.rooms.get_mut(*no) {
                room.is_new = false;
            }
            effects.push(Effect::RoomMade(*no));
        }
        for (no, moves) in &batch.moves {
            if let Some(room) = self.house.rooms.get_mut(*no) {
                room.presence.told(moves, batch.now.at);
            }
        }
        batch.number_answers();
        let entries = batch.take_entries();
        for entry in &entries {
            self.note_change(entry.room, &entry.event, &batch.made);
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
                Then::Decided { ticket, yes } => decided.push(Effect::Decided { ticket, yes }),
                then => self.follow(call, then, &mut effects),
            }
        }
        self.announce(&batch, &mut effects);
        for Reply { call, answer, .. } in std::mem::take(&mut batch.answers) {
            if let Some(answer) = self.resolve(answer) {
                effects.push(Effect::Answer { call, answer });
            }
        }
        effects.append(&mut decided);
        self.tell_away(&batch, &mut effects);
        let now = batch.now;
        self.house.rooms.each_awake(|room| {
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
    pub fn failed(&mut self, no: &No, kept: impl Fn(RoomNo) -> Option<State>) -> Vec<Effect> {
        let mut batch = self.end_batch();
        let undo = std::mem::take(&mut batch.undo);
        for no in &batch.made {
            self.house.rooms.remove(*no);
        }
        let mut heads = Vec::new();
        for no in undo.rooms {
            if let Some(state) = kept(no) {
                heads.push((no, state.head));
                self.house.rooms.put_back(no, state);
            }
        }
        for (no, who, seat, was) in undo.seats.into_iter().rev() {
            if let Some(room) = self.house.rooms.get_mut(no) {
                room.presence.undo_enter(who, seat, was, &room.state, batch.now.at);
            }
        }
        for (who, was) in undo.people {
            self.house.people.put_back(who, was, |session| !undo.departed.contains(&session));
            batch.people.insert(who);
        }
        heads.iter().for_each(|(no, head)| self.house.unread(*no, *head));
        for who in undo.renamed.into_iter().rev() {
            self.house.uncount_rename(who);
            let Some(name) = self.house.people.name(who).cloned() else { continue };
            self.house.rooms.all_mut().for_each(|room| room.presence.rename(who, &name));
        }
        for (no, who, was) in undo.spoke.into_iter().rev() {
            if let Some(room) = self.house.rooms.get_mut(no) {
                match was {
                    Some(was) => room.spoke.insert(who, was),
                    None => room.spoke.remove(&who),
                };
            }
        }
        for no in undo.passwords {
            if let Some(room) = self.house.rooms.get_mut(no) {
                room.has_password = false;
            }
        }
        undo.ends.into_iter().for_each(|no| self.stays(no));
        if let Some(waiting) = undo.waiting {
            self.house.waiting = waiting;
        }
        for (no, _) in &heads {
            if let Some(room) = self.house.rooms.get_mut(*no) {
                room.presence.not_told(&room.state, batch.now.at);
            }
        }
        self.house.rooms.each_awake(Room::end_commit);
        let mut effects: Vec<Effect> = batch.people.iter().map(|who| Effect::Person(*who)).collect();
        for Reply { call, answer, stands_alone } in std::mem::take(&mut batch.answers) {
            let answer = if stands_alone { answer } else { Err(no.clone()) };
            if let Some(answer) = self.resolve(answer) {
                effects.push(Effect::Answer { call, answer });
            }
        }
        effects
    }

    /// A room is deleted, and nothing of it stays.
    pub fn deleted(&mut self, no: RoomNo, by: &Name) -> Vec<Effect> {
        let why = No::new(Code::Room, format!("{by} deleted this room."));
        let here = self.house.rooms.get(no).map(|room| room.presence.everyone()).unwrap_or_default();
        let mut effects = Vec::new();
        for who in here {
            self.put_out(no, who, why.clone(), &mut effects);
        }
        self.house.rooms.remove(no);
        self.house.announcements.forget(no);
        let everyone: Vec<PersonId> = self.house.people.all().map(|(who, _)| who).collect();
        for who in everyone {
            if let Some(visitor) = self.house.people.get_mut(who) {
                visitor.set_yours(no, None);
            }
        }
        effects.push(Effect::RoomGone(no));
        effects.push(Effect::Tell { sessions: self.all_sessions(), frame: FromHost::Gone { room: no } });
        effects
    }

    /// A room that was to be deleted is not.
    pub fn stays(&mut self, no: RoomNo) {
        if let Some(room) = self.house.rooms.get_mut(no) {
            room.ends = false;
        }
    }

    /// A room was looked through for what it does not keep any more. The answer is where it begins from now on, if that
    /// is elsewhere.
    pub fn looked(&mut self, no: RoomNo, looked: Option<Looked>, clock: u64) -> Option<crate::room::Seq> {
        let room = self.house.rooms.get_mut(no)?;
        let Some(looked) = looked else {
            room.retention.put_off(clock);
            return None;
        };
        if !room.retention.looked(looked, &room.state, clock) {
            return None;
        }
        room.state.first = looked.first;
        Some(looked.first)
    }

    /// The numbers of all sessions in the house.
    fn all_sessions(&self) -> Vec<SessionNo> {
        let people = &self.house.people;
        people.all().flat_map(|(_, visitor)| &visitor.shown.sessions).map(|session| session.number).collect()
    }

    fn end_batch(&mut self) -> Batch {
        let now = self.batch.now;
        std::mem::replace(&mut self.batch, Batch::at(now))
    }

    /// Notes what everyone is to be told of an event that changed a room.
    fn note_change(&mut self, no: RoomNo, event: &Event, made: &[RoomNo]) {
        // Whatever a new room is, is told once, with it.
        if made.contains(&no) {
            return;
        }
        match &event.body {
            Body::Titled { .. } | Body::Topic { .. } | Body::Act(Act::Archived {} | Act::Reopened {}) => {
                self.house.announcements.changed(no).line = true;
            }
            Body::Act(Act::Opened { .. }) => {
                let changed = self.house.announcements.changed(no);
                (changed.line, changed.sight) = (true, true);
            }
            Body::Act(Act::Invited { whom }) => {
                self.house.announcements.changed(no).invited.insert(whom.who);
            }
            _ => {}
        }
    }

    /// Does what follows from a plan.
    fn follow(&mut self, call: usize, then: Then, effects: &mut Vec<Effect>) {
        match then {
            Then::Tell { session, frame } => effects.push(Effect::Tell { sessions: vec![session], frame }),
            Then::TellOwners(frame) => {
                let owners = self.house.people.all().filter(|(_, visitor)| visitor.shown.rank == Rank::Owner);
                let sessions = owners.flat_map(|(who, _)| self.house.people.sessions(who)).collect();
                effects.push(Effect::Tell { sessions, frame });
            }
            Then::PutOut { room, who, why } => self.put_out(room, who, why, effects),
            Then::Ban { room: no, who, why } => {
                let elsewhere = self.house.rooms.get(no).is_some_and(|room| {
                    // In the room they hear it with the seat they lose; else only where they know that there is one.
                    !room.presence.has(who) && self.house.sees(room, who)
                });
                if elsewhere {
                    let frame = FromHost::Out { room: no, code: why.code, why: why.why.clone() };
                    effects.push(Effect::Tell { sessions: self.house.people.sessions(who).collect(), frame });
                }
                self.put_out(no, who, why, effects);
            }
            Then::LeaveAll { who } => {
                for no in self.house.rooms.numbers_for(who) {
                    if let Some(room) = self.house.rooms.get_mut(no).filter(|room| room.presence.has(who)) {
                        room.presence.put_out(who);
                    }
                }
            }
            Then::Dismiss { sessions, why } => effects.push(Effect::Dismiss { sessions, why }),
            Then::Line { room, who } => {
                let Some(room) = self.house.rooms.get(room) else { return };
                self.tell_line(room, who, effects);
            }
            Then::Announce { room } => self.house.announcements.changed(room).line = true,
            // Told after the answers.
            Then::Decided { .. } => {}
            Then::Delete { room, by } => effects.push(Effect::Delete { call, room, by }),
        }
    }

    /// Takes all seats that someone has in a room.
    fn put_out(&mut self, no: RoomNo, who: PersonId, why: No, effects: &mut Vec<Effect>) {
        let Some(room) = self.house.rooms.get_mut(no) else { return };
        let seats = room.presence.put_out(who);
        let sessions: Vec<SessionNo> = self.house.people.sessions(who).collect();
        if !seats.is_empty() && !sessions.is_empty() {
            effects.push(Effect::PutOut { sessions, room: no, seats, why });
        }
    }

    /// Tells someone what a room is to them.
    fn tell_line(&self, room: &Room, who: PersonId, effects: &mut Vec<Effect>) {
        let sessions: Vec<SessionNo> = self.house.people.sessions(who).collect();
        if sessions.is_empty() {
            return;
        }
        let frame = line(&self.house, room, who, None);
        let frame = frame.map_or(FromHost::Gone { room: room.no }, FromHost::Room);
        effects.push(Effect::Tell { sessions, frame });
    }

    /// Tells what changed about rooms, as far as it is time for it.
    fn announce(&mut self, batch: &Batch, effects: &mut Vec<Effect>) {
        for (no, changed) in self.house.announcements.take(batch.now.at) {
            let Some(room) = self.house.rooms.get(no) else { continue };
            if let Some((one, other)) = room.two() {
                self.tell_line(room, one, effects);
                self.tell_line(room, other, effects);
                continue;
            }
            let Changed { line: everyone, sight, invited } = changed;
            if !everyone {
                for who in invited {
                    self.tell_line(room, who, effects);
                }
                continue;
            }
            // The line of a room that is no direct talk is the same for everyone.
            let (mut seeing, mut line_for_all, mut blind) = (Vec::new(), None, Vec::new());
            for (who, _) in self.house.people.all() {
                if self.house.sees(room, who) {
                    if line_for_all.is_none() {
                        line_for_all = line(&self.house, room, who, None);
                    }
                    seeing.extend(self.house.people.sessions(who));
                } else if sight {
                    blind.extend(self.house.people.sessions(who));
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
    fn tell_away(&mut self, batch: &Batch, effects: &mut Vec<Effect>) {
        let people = &self.house.people;
        self.house.rooms.each_awake(|room| {
            let shown = |who| people.get(who).map(|visitor| &*visitor.shown);
            let away = room.away.take(batch.now.at, TOLD);
            let mut people: Vec<_> = away.into_iter().map(|who| people_line::whereabouts(who, shown(who))).collect();
            while !people.is_empty() {
                let rest = people.split_off(fitting(&people).max(1));
                effects.push(Effect::Aside { room: room.no, frame: FromHost::Away { room: room.no, people } });
                people = rest;
            }
        });
    }

    /// Works out an answer that says how things are once all is kept. Nothing where it comes later.
    fn resolve(&self, answer: Result<Answer, No>) -> Option<Result<Answer, No>> {
        Some(match answer {
            Ok(Answer::Later) => return None,
            Ok(Answer::Welcome { who, ignored }) => {
                let Some(shown) = self.house.people.get(who).map(|visitor| &visitor.shown) else {
                    return Some(Err(No::closing()));
                };
                let lines = lines(&self.house, who, None);
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
                let yours = self.house.people.get(who).and_then(|visitor| visitor.yours(room));
                let line = self.house.rooms.get(room).and_then(|room| line(&self.house, room, who, yours));
                match line {
                    Some(line) => Ok(Answer::Frame(Box::new(FromHost::Made { ask, line }))),
                    None => Err(No::new(Code::Room, "There is no such room.")),
                }
            }
            answer => answer,
        })
    }
}
