//! Everyone outside the house, and what they know: whatever they were answered and told, and nothing else.

use std::collections::BTreeMap;
use std::time::Instant;

use super::rig::Outcome;
use crate::host::core::{Answer, Claimant, Effect, Input, Registration, Say, SeatNo, SessionInfo, SessionNo, Ticket};
use crate::log::Entry;
use crate::room::{Act, Author, Body, Name, PersonId, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::frame::Code;

/// A session that is in the house.
#[derive(Clone, Debug)]
pub struct Session {
    pub who: PersonId,
    pub connected: SessionInfo,
    pub seats: Vec<(RoomNo, SeatNo)>,
    /// Rooms that it was in.
    pub was_in: Vec<RoomNo>,
    /// It was told to end, and will.
    pub dismissed: bool,
}

impl Session {
    pub const fn new(who: PersonId, connected: SessionInfo) -> Self {
        Self { who, connected, seats: Vec::new(), was_in: Vec::new(), dismissed: false }
    }
}

/// Everyone, and what they remember.
#[derive(Clone, Default)]
pub struct Guests {
    pub sessions: BTreeMap<SessionNo, Session>,
    /// Those who have a name, and are about to come in with it.
    pub coming: Vec<(Author, Claimant)>,
    /// Those who wait for the host.
    pub waiting: BTreeMap<Ticket, Claimant>,
    /// Those who were let in, or got a free name, and ask again.
    pub again: Vec<Claimant>,
    /// What was said, or tried, of late.
    pub said: Vec<Say>,
    /// Everyone whom anyone has heard of.
    pub people: BTreeMap<PersonId, Name>,
    /// The names that were had with each key, or with none.
    pub names: BTreeMap<Option<Fingerprint>, Vec<Name>>,
    /// Whether whoever sits in a room no more said goodbye or was put out; otherwise they were cut off. And when.
    pub in_order: BTreeMap<(RoomNo, PersonId), (bool, Instant)>,
    /// What time it is.
    now: Option<Instant>,
    /// How many sessions and seats there were.
    pub counted: u32,
}

impl Guests {
    /// A number for a session or a seat.
    pub fn count(&mut self) -> u32 {
        self.counted += 1;
        self.counted
    }

    /// Everyone hears what came of a batch.
    pub fn hear(&mut self, asks: &[Input], outcome: &Outcome, now: Instant) {
        self.now = Some(now);
        for (call, ask) in asks.iter().enumerate() {
            self.hear_answer(ask, outcome.answer(call).and_then(|answer| answer.as_ref().ok()));
            if let (Input::Claim(comer), Some(Err(no))) = (ask, outcome.answer(call))
                && let Some(free) = &no.suggest
            {
                self.again.push(Claimant { name: free.clone(), proved: false, ..comer.clone() });
            }
        }
        for (call, ask) in asks.iter().enumerate() {
            let Input::Enter(enter) = ask else { continue };
            let theirs = |ask: &Input| matches!(ask, Input::Depart { who, .. } | Input::LeaveSeat { who, .. } if *who == enter.who);
            if outcome.answer(call).is_some_and(Result::is_err) && asks[call..].iter().any(theirs) {
                // Another seat of theirs was left while they had this one, which they never had.
                self.in_order.retain(|(_, who), _| *who != enter.who);
            }
        }
        for effect in &outcome.effects {
            match effect {
                Effect::PutOut { room, seats, .. } => {
                    for seat in seats {
                        self.leave((*room, *seat), true);
                    }
                }
                // A ban meets some who have no seat any more, and puts them out all the same.
                Effect::Show(entries) => {
                    for Entry { room: no, event } in entries {
                        if let Body::Act(Act::Banned { house, .. }) = &event.body {
                            self.in_order.retain(|(room, _), _| !house && room != no);
                        }
                    }
                }
                Effect::RoomGone(gone) => {
                    self.sessions.values_mut().for_each(|session| session.seats.retain(|(no, _)| no != gone));
                }
                Effect::Dismiss { sessions, why } => {
                    for number in sessions {
                        self.dismiss(*number, why.code);
                    }
                }
                Effect::Decided { ticket, yes } => {
                    if let Some(comer) = self.waiting.remove(ticket).filter(|_| *yes) {
                        self.again.push(comer);
                    }
                }
                _ => {}
            }
        }
        let forget = self.said.len().saturating_sub(40);
        self.said.drain(..forget);
    }

    fn hear_answer(&mut self, ask: &Input, answer: Option<&Answer>) {
        match (ask, answer) {
            (Input::Claim(comer), Some(Answer::Named(author))) => {
                self.people.insert(author.who, author.name.clone());
                self.names.entry(comer.key).or_default().push(author.name.clone());
                self.coming.push((author.clone(), comer.clone()));
            }
            (Input::Claim(comer) | Input::MayRegister(comer), Some(Answer::Waits(ticket))) => {
                self.waiting.insert(*ticket, comer.clone());
            }
            (Input::GiveUp(ticket), _) => {
                self.waiting.remove(ticket);
            }
            (Input::Arrive { who, session }, Some(_)) => {
                self.sessions.insert(session.number, Session::new(*who, session.clone()));
            }
            (Input::Depart { session, .. }, _) => {
                for seat in self.sessions.get(session).map(|session| session.seats.clone()).unwrap_or_default() {
                    self.leave(seat, false);
                }
                self.sessions.remove(session);
            }
            (Input::Enter(enter), Some(Answer::Entered(entered))) => {
                if let Some(session) = self.sessions.get_mut(&enter.session)
                    && !session.seats.contains(&(entered.room, entered.seat))
                {
                    session.seats.push((entered.room, entered.seat));
                    session.was_in.push(entered.room);
                }
            }
            (Input::LeaveSeat { room, seat, goodbye, .. }, _) => self.leave((*room, *seat), *goodbye),
            (Input::Say(say), _) => self.said.push(say.clone()),
            _ => {}
        }
    }

    /// A session is to end.
    fn dismiss(&mut self, number: SessionNo, why: Code) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        session.dismissed = true;
        if why != Code::Banned {
            return;
        }
        // Whoever is banned has left everywhere, and tries to come back; others leave with their session.
        let SessionInfo { key, from, .. } = session.connected;
        let seats = session.seats.clone();
        if let Some(name) = self.names.get(&key).and_then(|names| names.last()).cloned() {
            self.again.push(Claimant { name, key, from, proved: false, register: Registration::No, invite: None });
        }
        seats.into_iter().for_each(|seat| self.leave(seat, true));
    }

    /// A seat is left.
    fn leave(&mut self, seat: (RoomNo, SeatNo), in_order: bool) {
        let Some(session) = self.sessions.values_mut().find(|session| session.seats.contains(&seat)) else { return };
        session.seats.retain(|taken| *taken != seat);
        let (who, room) = (session.who, seat.0);
        if !self.sits(who, room) {
            let at = self.now.unwrap();
            self.in_order.insert((room, who), (in_order, at));
        }
    }

    /// The seats that someone has in a room.
    pub fn sits(&self, who: PersonId, room: RoomNo) -> bool {
        let theirs = self.sessions.values().filter(|session| session.who == who);
        theirs.flat_map(|session| &session.seats).any(|(no, _)| *no == room)
    }

    /// Everyone who has a seat in a room.
    pub fn sitting(&self, room: RoomNo) -> Vec<PersonId> {
        let sits = |session: &&Session| session.seats.iter().any(|(no, _)| *no == room);
        let mut people: Vec<PersonId> = self.sessions.values().filter(sits).map(|session| session.who).collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}
