//! What a guest reads of a room: its log, what was found in it, and its people. From the replica, and from the host what
//! that lacks.

use std::ops::RangeInclusive;

use super::error::GuestError;
use super::handle::Guest;
use super::owner::Question;
use crate::log::Hits;
use crate::room::limits::PINNED;
use crate::room::{Event, PersonId, Pins, Query, RoomNo, Seq};
use crate::wire::frame::{FromGuest, FromHost};
use crate::wire::people::PersonLine;

/// A piece of a room's log.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// What there is, in order.
    pub events: Vec<Event>,
    /// What became of the messages in it later, as far as it is known here: the latest edit of each that lies beyond
    /// what was asked for, in order.
    pub changes: Vec<Event>,
    /// What could not be had just now.
    pub missing: Vec<RangeInclusive<Seq>>,
}

/// What was found in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The messages, newest first, each in its place and with the words it has now.
    pub hits: Vec<Event>,
    /// There may be more: ask again for what is before this event.
    pub next: Option<Seq>,
    /// Whether the whole room was looked through, and not only what is here of it.
    pub whole: bool,
}

/// The people in a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    /// How many.
    pub total: u64,
    /// The first of them, in the order of their numbers.
    pub people: Vec<PersonLine>,
}

impl Guest {
    /// A piece of a room's log: from the replica, and from the host what the replica lacks.
    ///
    /// # Errors
    /// The replica can't be read, or the host refuses.
    pub async fn read(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<History, GuestError> {
        for gap in self.replica.gaps(room, range.clone()).await? {
            match self.fetch(room, gap).await {
                Ok(()) => {}
                // What is here is shown all the same.
                Err(GuestError::Offline | GuestError::Over) => break,
                Err(error) => return Err(error),
            }
        }
        let missing = self.replica.gaps(room, range.clone()).await?;
        let last = *range.end();
        let events = self.replica.read(room, range).await?;
        let changes = self.replica.changes(&events, last).await?;
        Ok(History { events, changes, missing })
    }

    async fn fetch(&self, room: RoomNo, gap: RangeInclusive<Seq>) -> Result<(), GuestError> {
        let (mut from, to) = gap.into_inner();
        loop {
            let answer = self.ask(Question::new(move |ask| FromGuest::Read { ask, room, from, to })).await?;
            let FromHost::Page { events, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !events.is_empty();
            // What was not asked for is not taken.
            let events = events.into_iter().filter(|event| (from..=to).contains(&event.seq)).collect();
            self.replica.copy(room, events).await?;
            match next {
                Some(next) if some && from < next && next <= to => from = next,
                _ => return Ok(()),
            }
        }
    }

    /// Looks for messages in a room: in the replica where it has the whole room, else at the host, and where that can't
    /// be reached in what is here.
    ///
    /// # Errors
    /// The replica can't be read, or the host refuses.
    pub async fn find(&self, room: RoomNo, query: Query) -> Result<Found, GuestError> {
        // What is pinned is little, and the host knows best.
        let mut whole = query.pinned.is_none() && self.replica.is_whole(room).await?;
        if !whole {
            let Query { words, by, from, to, before, pinned, most: _ } = query.clone();
            let pinned = pinned.is_some();
            let question = move |ask| FromGuest::Find { ask, room, words, by, from, to, before, pinned };
            match self.ask(Question::new(question)).await {
                Ok(FromHost::Found { hits, next, .. }) => return Ok(shortened(hits, next, query.most)),
                Ok(_) | Err(GuestError::Offline | GuestError::Over | GuestError::Lost) => whole = false,
                Err(error) => return Err(error),
            }
        }
        let Hits { events: hits, next } = self.replica.search(room, query).await?;
        Ok(Found { hits, next, whole })
    }

    /// The messages that are pinned in a room, the newest first, with the words they have now. From the host; where that
    /// can't be reached, those of these pins that are here.
    ///
    /// # Errors
    /// The replica can't be read, or the host refuses.
    pub async fn pinned(&self, room: RoomNo, pins: &Pins) -> Result<Vec<Event>, GuestError> {
        let places: Vec<Seq> = pins.as_slice().iter().map(|pin| pin.seq).collect();
        let mut all: Vec<Event> = Vec::new();
        let mut before = None;
        loop {
            let query = Query { before, pinned: Some(places.clone()), most: PINNED, ..Query::default() };
            let Found { hits, next, .. } = self.find(room, query).await?;
            all.extend(hits);
            // A host that goes round in circles is not followed.
            match next {
                Some(next) if before.is_none_or(|before| next < before) => before = Some(next),
                _ => return Ok(all),
            }
        }
    }

    /// Who is in a room, or in the house: how many, and the first `most` of them.
    ///
    /// # Errors
    /// There is no connection, or the host refuses.
    pub async fn people(&self, room: Option<RoomNo>, most: usize) -> Result<Crowd, GuestError> {
        let mut crowd = Crowd { total: 0, people: Vec::new() };
        let mut after: Option<PersonId> = None;
        loop {
            let question = move |ask| FromGuest::Who { ask, room, name: None, after };
            let answer = self.ask(Question::new(question)).await?;
            let FromHost::People { total, people, next, .. } = answer else { return Err(GuestError::Lost) };
            let some = !people.is_empty();
            crowd.total = total;
            crowd.people.extend(people);
            match next {
                Some(next) if some && crowd.people.len() < most && after < Some(next) => after = Some(next),
                _ => {
                    crowd.people.truncate(most);
                    return Ok(crowd);
                }
            }
        }
    }
}

/// What the host found, at most as much as was wanted.
fn shortened(mut hits: Vec<Event>, mut next: Option<Seq>, most: usize) -> Found {
    if let Some(beyond) = hits.get(most.max(1)) {
        next = Some(beyond.seq.next());
        hits.truncate(most.max(1));
    }
    Found { hits, next, whole: true }
}
