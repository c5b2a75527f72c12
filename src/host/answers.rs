//! The longer answers: a page of a room's log, what was found in it, and who is in it.

use serde::Serialize;

use crate::log::{Hits, Log, LogError};
use crate::room::{PersonId, Query, Seq};
use crate::wire::FRAME_BYTES;
use crate::wire::codec;
use crate::wire::frame::FromHost;
use crate::wire::people::PersonLine;

use super::room::Room;
use super::roster::Roster;

/// How many events a page holds at most.
const PAGE: usize = 256;

/// Room for what stands around the events of an answer.
const FRAME_AROUND: usize = 1024;

/// As much of `from..=to` as fits one frame, encoded.
pub(super) fn page(log: &dyn Log, room: &Room, ask: u64, from: Seq, to: Seq) -> Result<Vec<u8>, LogError> {
    let (first, head) = {
        let state = room.state();
        (state.first, state.head)
    };
    let (from, to) = (from.max(first), to.min(head));
    let mut events = if from > to { Vec::new() } else { log.read(room.no, from..=to, PAGE)? };
    events.truncate(fitting(&events));
    let next = events.last().map(|event| event.seq.next()).filter(|next| *next <= to);
    let mut line = Vec::new();
    codec::encode(&FromHost::Page { ask, room: room.no, events, next }, &mut line);
    line.shrink_to_fit();
    Ok(line)
}

/// How many messages one answer holds at most.
pub(super) const FOUND: usize = 50;

/// What was found, as much of it as fits one frame, encoded.
pub(super) fn found(log: &dyn Log, room: &Room, ask: u64, query: &Query) -> Result<Vec<u8>, LogError> {
    let Hits { mut events, mut next } = log.search(room.no, query)?;
    // Some of what is forgotten may still be on its way out.
    let first = room.state().first;
    events.retain(|event| event.seq >= first);
    let fit = fitting(&events);
    if fit < events.len() {
        next = Some(events[fit].seq.next());
        events.truncate(fit);
    }
    let mut line = Vec::new();
    codec::encode(&FromHost::Found { ask, room: room.no, hits: events, next }, &mut line);
    line.shrink_to_fit();
    Ok(line)
}

/// How many of these, from the first on, fit one frame.
pub(super) fn fitting<T: Serialize>(items: &[T]) -> usize {
    let mut room_left = FRAME_BYTES - FRAME_AROUND;
    let mut line = Vec::new();
    let fit = items.iter().position(|item| {
        line.clear();
        codec::encode(item, &mut line);
        let fits = line.len() <= room_left;
        room_left = room_left.saturating_sub(line.len());
        !fits
    });
    fit.unwrap_or(items.len())
}

/// Some of the people in a room, or in the house.
pub(super) fn people(
    roster: &Roster,
    room: Option<&Room>,
    ask: u64,
    after: Option<PersonId>,
    count: usize,
    now: u64,
) -> FromHost {
    let Some(room) = room else {
        let (people, total) = roster.page(after, count);
        let next = people.last().map(|last| last.who).filter(|_| people.len() == count);
        let people = people.into_iter().map(|person| roster.line(person, None, now)).collect();
        let (people, next) = as_fit(people, next);
        return FromHost::People { ask, room: None, total, people, next };
    };
    let state = room.state();
    // Nobody is told who comes to a direct talk: its two are its people, and each line says whether they are in the house.
    if let Some(two) = &state.between {
        let after = after.unwrap_or(PersonId(0));
        let people: Vec<_> = two.iter().filter(|one| one.who > after).cloned().collect();
        let people = people.into_iter().map(|person| roster.line(person, Some(&state), now)).collect();
        return FromHost::People { ask, room: Some(room.no), total: 2, people, next: None };
    }
    let people = state.people(after, count);
    let more = people.len() == count && state.people(people.last().map(|last| last.who), 1).len() == 1;
    let next = people.last().map(|last| last.who).filter(|_| more);
    let people = people.into_iter().map(|person| roster.line(person, Some(&state), now)).collect();
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
