//! Who is in the house just now, with their sessions: how each came, where from, and the way to reach them.
//! The hall writes it; whoever answers questions about people reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::mailbox::{Dismissal, Mailbox};
use crate::room::{Author, PersonId, Rank, State};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::people::{Away, Door, PersonLine, Whereabouts};

/// The number of a session. No two in a house are the same.
pub type SessionNo = u64;

/// The people in the house.
#[derive(Debug, Default)]
pub struct Roster {
    people: RwLock<BTreeMap<PersonId, Present>>,
}

/// Someone who is in the house.
#[derive(Debug)]
pub struct Present {
    /// What they are called.
    pub person: Author,
    /// What they are in the house.
    pub rank: Rank,
    /// Whether they are away.
    pub away: Option<Away>,
    /// Their sessions, the oldest first.
    pub sessions: Vec<Arrived>,
    /// Who else they are: the other people that the keys of their sessions lead to.
    pub also: BTreeSet<PersonId>,
}

/// A session of someone.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// Its number.
    pub session: SessionNo,
    /// The key it came with.
    pub key: Fingerprint,
    /// Where from.
    pub from: Origin,
    /// Since when.
    pub since: u64,
    /// The way to it.
    pub mailbox: Arc<Mailbox>,
}

impl Present {
    /// Since when they are here.
    fn since(&self) -> Option<u64> {
        self.sessions.iter().map(|arrived| arrived.since).min()
    }
}

impl Roster {
    /// Who else someone is, by their keys.
    pub fn also(&self, who: PersonId) -> Vec<PersonId> {
        self.people().get(&who).map(|present| present.also.iter().copied().collect()).unwrap_or_default()
    }

    /// Everyone, to be looked at.
    pub fn people(&self) -> RwLockReadGuard<'_, BTreeMap<PersonId, Present>> {
        self.people.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<PersonId, Present>> {
        self.people.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session came into the house.
    pub fn arrive(&self, person: &Author, rank: Rank, arrived: Arrived, also: Vec<PersonId>) {
        let mut people = self.write();
        let present = people.entry(person.who).or_insert_with(|| Present {
            person: person.clone(),
            rank,
            away: None,
            sessions: Vec::new(),
            also: BTreeSet::new(),
        });
        present.person.name.clone_from(&person.name);
        present.rank = rank;
        present.away = None;
        present.also.extend(&also);
        present.sessions.push(arrived);
        for other in also {
            if let Some(other) = people.get_mut(&other) {
                other.also.insert(person.who);
            }
        }
    }

    /// A session went.
    pub fn depart(&self, who: PersonId, session: SessionNo) {
        let mut people = self.write();
        if let Some(present) = people.get_mut(&who) {
            present.sessions.retain(|arrived| arrived.session != session);
            if present.sessions.is_empty() {
                people.remove(&who);
            }
        }
    }

    /// Changes what is known of someone who is here.
    pub fn change(&self, who: PersonId, change: impl FnOnce(&mut Present)) {
        if let Some(present) = self.write().get_mut(&who) {
            change(present);
        }
    }

    /// The ways to all sessions of someone.
    pub fn mailboxes(&self, who: PersonId) -> Vec<Arc<Mailbox>> {
        let people = self.people();
        let sessions = people.get(&who).into_iter().flat_map(|present| &present.sessions);
        sessions.map(|arrived| Arc::clone(&arrived.mailbox)).collect()
    }

    /// A session of someone.
    pub fn session(&self, who: PersonId, session: SessionNo) -> Option<Arrived> {
        self.people().get(&who)?.sessions.iter().find(|arrived| arrived.session == session).cloned()
    }

    /// Ends every session that `is` one of those meant.
    pub fn dismiss(&self, why: &Dismissal, is: impl Fn(&Present, &Arrived) -> bool) {
        for present in self.people().values() {
            let meant = present.sessions.iter().filter(|arrived| is(present, arrived));
            meant.for_each(|arrived| arrived.mailbox.dismiss(why.clone()));
        }
    }

    /// Someone as others see them in a room, or in the house where there is no room.
    pub fn line(&self, person: Author, room: Option<&State>, now: u64) -> PersonLine {
        let people = self.people();
        let mut line = PersonLine::only(person);
        let who = line.person.who;
        if let Some(present) = people.get(&who) {
            line.rank = present.rank;
            line.away.clone_from(&present.away);
            line.since = present.since();
            line.door = present.sessions.first().map(|arrived| match arrived.from {
                Origin::Here => Door::Here,
                Origin::Network(_) => Door::Native,
            });
        }
        if let Some(room) = room {
            line.rank = room.rank(who, line.rank);
            line.muted = room.mute(who, now).is_some();
        }
        line
    }

    /// Where someone is just now.
    pub fn whereabouts(&self, who: PersonId) -> Whereabouts {
        let people = self.people();
        let present = people.get(&who);
        Whereabouts { who, away: present.and_then(|here| here.away.clone()), since: present.and_then(Present::since) }
    }

    /// Everyone in the house after `after`, at most `count`, and how many there are in all.
    pub fn page(&self, after: Option<PersonId>, count: usize) -> (Vec<Author>, u64) {
        let people = self.people();
        let from = after.map_or(Unbounded, Excluded);
        let page = people.range((from, Unbounded)).take(count).map(|(_, present)| present.person.clone());
        (page.collect(), people.len() as u64)
    }
}
