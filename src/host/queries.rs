//! Questions that take a while: a page of a room's log, what is found in it, who is in it. They are worked on beside their
//! session, whose news and other answers don't wait for them, and people take turns: whoever asks much waits for their
//! own, and holds up nobody else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::reading;
use super::view::{RoomView, Roster, Stretch};
use crate::log::{Hits, Log, LogError};
use crate::room::{Event, EventId, PersonId, Query, Seq};
use crate::wire::codec::fitting;
use crate::wire::people::PersonLine;
use crate::wire::{Fingerprint, FromHost};

/// How many events a page holds at most.
const PAGE: usize = 256;

/// How many messages one answer holds at most.
pub const FOUND: usize = 50;

/// Whose turn it is. Of each person and of each key, one question is worked on at a time, on however many connections and
/// under however many names they ask.
#[derive(Debug, Default)]
pub struct QueryTurns(Mutex<HashMap<Asker, Weak<Semaphore>>>);

/// Who takes turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asker {
    Person(PersonId),
    Key(Fingerprint),
}

/// Someone's turn, for as long as this is held.
pub struct QueryTurn {
    _person: Option<OwnedSemaphorePermit>,
    _key: Option<OwnedSemaphorePermit>,
}

impl QueryTurns {
    /// Waits until neither this person nor this key has another question at work.
    pub async fn wait(&self, who: PersonId, key: Option<Fingerprint>) -> QueryTurn {
        // None of them is ever closed. Always in this order, so that nobody waits for each other.
        let person = self.of(Asker::Person(who)).acquire_owned().await.ok();
        let key = match key {
            Some(key) => self.of(Asker::Key(key)).acquire_owned().await.ok(),
            None => None,
        };
        QueryTurn { _person: person, _key: key }
    }

    fn of(&self, who: Asker) -> Arc<Semaphore> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = all.get(&who).and_then(Weak::upgrade) {
            return turn;
        }
        if all.len() == all.capacity() {
            all.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::new(Semaphore::new(1));
        all.insert(who, Arc::downgrade(&turn));
        turn
    }
}

/// As much of `from..=to` as fits one frame.
pub fn page(log: &dyn Log, room: &RoomView, ask: u64, from: Seq, to: Seq) -> Result<FromHost, LogError> {
    let (first, head) = {
        let state = room.state();
        (state.first, state.head)
    };
    let (from, to) = (from.max(first), to.min(head));
    let mut events = match room.read(from, to, PAGE) {
        _ if from > to => Vec::new(),
        Some(events) => events,
        None => read(log, room, from, to)?,
    };
    events.truncate(fitting(&events));
    let next = events.last().map(|event| event.seq.next()).filter(|next| *next <= to);
    Ok(FromHost::Page { ask, room: room.no, events, next })
}

/// The same from the log.
fn read(log: &dyn Log, room: &RoomView, first: Seq, to: Seq) -> Result<Vec<Event>, LogError> {
    let last = Seq(first.0 + PAGE as u64 - 1).min(to);
    let mut events = reading::read(log, room.no, Stretch { first, last })?;
    // What was erased meanwhile is no damage.
    let (first, deleted) = (room.state().first, room.is_deleted());
    events.retain(|event| event.seq >= first && !deleted);
    Ok(events)
}

/// One event, if the room has it.
pub fn place(log: &dyn Log, room: &RoomView, ask: u64, id: EventId) -> Result<FromHost, LogError> {
    let (first, head) = {
        let state = room.state();
        (state.first, state.head)
    };
    let found = log.find(id)?.filter(|entry| entry.room == room.no).map(|entry| entry.event);
    // Some of what is forgotten may still be on its way out, and what is not shown yet is on its way in.
    let events = found.into_iter().filter(|event| first <= event.seq && event.seq <= head).collect();
    Ok(FromHost::Page { ask, room: room.no, events, next: None })
}

/// What was found, as much of it as fits one frame.
pub fn found(log: &dyn Log, room: &RoomView, ask: u64, mut query: Query) -> Result<FromHost, LogError> {
    if let Some(pinned) = &mut query.pinned {
        *pinned = room.state().pinned.as_slice().iter().map(|pin| pin.seq).collect();
    }
    let Hits { mut events, mut next } = log.search(room.no, &query)?;
    // Some of what is forgotten may still be on its way out.
    let first = room.state().first;
    events.retain(|event| event.seq >= first);
    let fit = fitting(&events);
    if fit < events.len() {
        next = Some(events[fit].seq.next());
        events.truncate(fit);
    }
    Ok(FromHost::Found { ask, room: room.no, hits: events, next })
}

/// Some of the people in a room, or in the house.
pub fn people(
    roster: &Roster,
    room: Option<&RoomView>,
    ask: u64,
    after: Option<PersonId>,
    count: usize,
    clock: u64,
) -> FromHost {
    let Some(room) = room else {
        let (people, total) = roster.page(after, count);
        let next = people.last().map(|last| last.who).filter(|_| people.len() == count);
        let people = people.into_iter().map(|person| roster.line(person, None, clock)).collect();
        let (people, next) = as_fit(people, next);
        return FromHost::People { ask, room: None, total, people, next };
    };
    let state = room.state();
    // Nobody is told who comes to a direct talk: its two are its people, and each line says whether they are in the house.
    if let Some(two) = &state.between {
        let after = after.unwrap_or(PersonId(0));
        let people: Vec<_> = two.iter().filter(|one| one.who > after).cloned().collect();
        let people = people.into_iter().map(|person| roster.line(person, Some(&state), clock)).collect();
        return FromHost::People { ask, room: Some(room.no), total: 2, people, next: None };
    }
    let people = state.people(after, count);
    let more = people.len() == count && state.people(people.last().map(|last| last.who), 1).len() == 1;
    let next = people.last().map(|last| last.who).filter(|_| more);
    let people = people.into_iter().map(|person| roster.line(person, Some(&state), clock)).collect();
    let (people, next) = as_fit(people, next);
    FromHost::People { ask, room: Some(room.no), total: state.here.len() as u64, people, next }
}

/// As many of these people as fit one frame, and after whom to ask on.
fn as_fit(mut people: Vec<PersonLine>, next: Option<PersonId>) -> (Vec<PersonLine>, Option<PersonId>) {
    let fit = fitting(&people);
    if fit == people.len() {
        return (people, next);
    }
    people.truncate(fit);
    let last = people.last().map(|line| line.person.who);
    (people, last)
}
