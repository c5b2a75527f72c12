//! Who is in a room by their sessions, and which of it the log does not say yet.
//! Moves of one second share one event, and a short cut is no move at all. Pure: the time comes in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use super::input::{SeatNo, SessionNo};
use crate::room::{Author, Name, People, PersonId, State};

/// Moves within this of the last event that told of some wait for the next.
const GATHER: Duration = Duration::from_secs(1);

/// How many moves one event tells of, so that it fits a frame.
const MOVES: usize = 128;

/// The people of one room.
#[derive(Debug)]
pub struct Presence {
    grace: Duration,
    /// The seats that each has here, and under which name.
    sessions: BTreeMap<PersonId, (Vec<SeatNo>, Name)>,
    /// Those of whom the log may say something else.
    restless: BTreeSet<PersonId>,
    /// Those who said goodbye; all others who are gone were cut off.
    left: BTreeSet<PersonId>,
    /// Those cut off, until when they may come back unnoticed.
    cut: BTreeMap<PersonId, Instant>,
    /// The same in the order of time, with some who have come back since.
    missed: VecDeque<(Instant, PersonId)>,
    /// When moves may be told again.
    open: Instant,
}

/// How someone was gone before they came.
#[derive(Clone, Copy, Debug)]
pub struct Gone {
    /// They had said goodbye.
    pub left: bool,
    /// They were cut off a moment ago.
    pub cut: bool,
}

impl Presence {
    /// The people of a room that was just opened: whoever the log leaves in it has the grace to come back.
    pub fn new(state: &State, grace: Duration, now: Instant) -> Self {
        let until = now + grace;
        Self {
            grace,
            sessions: BTreeMap::new(),
            restless: BTreeSet::new(),
            left: BTreeSet::new(),
            cut: state.here.keys().map(|who| (*who, until)).collect(),
            missed: state.here.keys().map(|who| (until, *who)).collect(),
            open: now,
        }
    }

    /// A session of `author` took a seat. The answer is how they were gone, if nobody was told of that yet.
    pub fn enter(&mut self, author: &Author, seat: SeatNo) -> Gone {
        self.sessions.entry(author.who).or_insert_with(|| (Vec::new(), author.name.clone())).0.push(seat);
        self.restless.insert(author.who);
        Gone { left: self.left.remove(&author.who), cut: self.cut.remove(&author.who).is_some() }
    }

    /// A seat was left: with a goodbye, or because the session was cut off. Whoever was put out has left already.
    pub fn leave(&mut self, who: PersonId, seat: SeatNo, goodbye: bool, now: Instant) {
        let Some((seats, _)) = self.sessions.get_mut(&who) else { return };
        let before = seats.len();
        seats.retain(|taken| *taken != seat);
        if before == seats.len() || !seats.is_empty() {
            return;
        }
        self.sessions.remove(&who);
        if goodbye {
            self.left.insert(who);
            self.restless.insert(who);
        } else {
            self.cut_off(who, now);
        }
    }

    /// Someone was cut off, and may come back unnoticed for a while.
    fn cut_off(&mut self, who: PersonId, now: Instant) {
        self.restless.remove(&who);
        self.cut.insert(who, now + self.grace);
        self.missed.push_back((now + self.grace, who));
    }

    /// A seat was taken and is not kept, and the log says `state`: as if it had not been. Whoever has no other and did not
    /// say goodbye has the grace anew.
    pub fn undo_enter(&mut self, who: PersonId, seat: SeatNo, was: Gone, state: &State, now: Instant) {
        let Some((seats, _)) = self.sessions.get_mut(&who) else { return };
        seats.retain(|taken| *taken != seat);
        if !seats.is_empty() {
            return;
        }
        self.sessions.remove(&who);
        if was.left {
            self.left.insert(who);
            self.restless.insert(who);
        } else if state.here.contains_key(&who) {
            self.cut_off(who, now);
        }
    }

    /// A session is over: it leaves the seats that it did not leave by itself, as if it were cut off; with a goodbye where
    /// it makes no difference.
    pub fn end_session(&mut self, who: PersonId, session: SessionNo, goodbye: bool, now: Instant) {
        let seats = self.sessions.get(&who).map(|(seats, _)| seats.clone()).unwrap_or_default();
        for seat in seats.into_iter().filter(|seat| seat.is_of(session)) {
            self.leave(who, seat, goodbye, now);
        }
    }

    /// Someone is put out, with all their seats, and the log says so or will.
    pub fn put_out(&mut self, who: PersonId) -> Vec<SeatNo> {
        self.cut.remove(&who);
        self.left.insert(who);
        // Where the log says it already, there is nothing more to tell.
        self.restless.insert(who);
        self.sessions.remove(&who).map(|(seats, _)| seats).unwrap_or_default()
    }

    /// Someone is put out with the seats of these sessions; where they have others, they stay.
    pub fn put_out_sessions(&mut self, who: PersonId, sessions: &[SessionNo]) {
        let stays = |seat: &SeatNo| !sessions.iter().any(|session| seat.is_of(*session));
        match self.sessions.get_mut(&who) {
            Some((seats, _)) if seats.iter().any(stays) => seats.retain(stays),
            _ => {
                self.put_out(who);
            }
        }
    }

    /// Someone is called otherwise from now on.
    pub fn rename(&mut self, who: PersonId, name: &Name) {
        if let Some((_, called)) = self.sessions.get_mut(&who) {
            called.clone_from(name);
        }
    }

    /// Everyone leaves: the house closes.
    pub fn dismiss(&mut self, state: &State) {
        self.left.extend(state.here.keys());
        self.restless.extend(state.here.keys());
        self.sessions.clear();
        self.cut.clear();
        self.missed.clear();
    }

    /// Everyone who has a session here, told or not.
    pub fn everyone(&self) -> Vec<PersonId> {
        self.sessions.keys().copied().collect()
    }

    /// Whether `who` has a session here.
    pub fn has(&self, who: PersonId) -> bool {
        self.sessions.contains_key(&who)
    }

    /// Whether `who` has this seat here.
    pub fn has_seat(&self, who: PersonId, seat: SeatNo) -> bool {
        self.sessions.get(&who).is_some_and(|(seats, _)| seats.contains(&seat))
    }

    /// How many are here, counting those who may still come back unnoticed.
    pub fn count(&self) -> u64 {
        (self.sessions.len() + self.cut.len()) as u64
    }

    /// The same, with someone who is about to come in.
    pub fn count_with(&self, who: PersonId) -> u64 {
        self.count() + u64::from(!self.has(who) && !self.cut.contains_key(&who))
    }

    /// When there may be something to tell, if nothing happens before.
    pub fn due(&self) -> Option<Instant> {
        let told = (!self.restless.is_empty()).then_some(self.open);
        let missed = self.missed.front().map(|(until, _)| *until);
        match (told, missed) {
            (Some(told), Some(missed)) => Some(told.min(missed)),
            (told, missed) => told.or(missed),
        }
    }

    /// What the log does not say yet, if it is time, or if it must be said now.
    /// What is told here is asked again unless [`Presence::told`] follows.
    pub fn moves(&mut self, state: &State, now: Instant, at_once: bool) -> Option<People> {
        while let Some((until, who)) = self.missed.pop_front_if(|(until, _)| *until <= now) {
            // Who came back since, and perhaps was cut off again, has a later time or none.
            if self.cut.get(&who) == Some(&until) {
                self.cut.remove(&who);
                self.restless.insert(who);
            }
        }
        if self.restless.is_empty() || (now < self.open && !at_once) {
            return None;
        }
        let mut moves = People::default();
        for who in &self.restless {
            if moves.len() == MOVES {
                break;
            }
            match (self.sessions.get(who), state.here.get(who)) {
                (Some((_, name)), None) => moves.came.push(Author { who: *who, name: name.clone() }),
                (None, Some(name)) => {
                    let gone = Author { who: *who, name: name.clone() };
                    if self.left.contains(who) { moves.left.push(gone) } else { moves.lost.push(gone) }
                }
                // Whatever became of them, the log says it.
                (None, None) | (Some(_), Some(_)) => {}
            }
        }
        (!moves.is_empty()).then_some(moves)
    }

    /// What [`Presence::moves`] said was kept. Where one event could not tell all, the next may follow at once.
    pub fn told(&mut self, moves: &People, now: Instant) {
        self.open = if moves.len() == MOVES { now } else { now + GATHER };
    }

    /// A commit is over, kept or not, and the log says `state`: of whom that is true there is nothing to tell, and it does
    /// not matter how they went.
    pub fn end_commit(&mut self, state: &State) {
        self.restless.retain(|who| self.sessions.contains_key(who) != state.here.contains_key(who));
        self.left.retain(|who| self.restless.contains(who));
    }

    /// Nothing of a commit could be kept, and the log still says `state`: neither what [`Presence::moves`] said, nor what
    /// left it nothing to say. Not again too soon.
    pub fn not_told(&mut self, state: &State, now: Instant) {
        let came = self.sessions.keys().filter(|who| !state.here.contains_key(who));
        let gone = state.here.keys().filter(|who| !self.sessions.contains_key(who) && !self.cut.contains_key(who));
        self.restless.extend(came.chain(gone));
        self.open = now + GATHER;
    }
}
