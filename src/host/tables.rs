//! All tables of the desk, and ways to the few of them that matter: those of someone, and those where something is due.
//! A house may have very many direct talks, and nothing is looked for in all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use super::table::Table;
use crate::room::{PersonId, RoomNo};

/// Two people who talk directly, in one order.
type Two = (PersonId, PersonId);

/// All tables.
#[derive(Default)]
pub(super) struct Tables {
    all: BTreeMap<RoomNo, Table>,
    /// The rooms that are no direct talk.
    rooms: BTreeSet<RoomNo>,
    /// The talks of two, by their two.
    talks: HashMap<Two, RoomNo>,
    talks_of: HashMap<PersonId, BTreeSet<RoomNo>>,
    /// Those that were touched since nothing was due there.
    awake: BTreeSet<RoomNo>,
}

impl Tables {
    pub(super) fn get(&self, no: &RoomNo) -> Option<&Table> {
        self.all.get(no)
    }

    /// A table, to do something at it: it may have something due afterwards.
    pub(super) fn get_mut(&mut self, no: &RoomNo) -> Option<&mut Table> {
        let table = self.all.get_mut(no)?;
        self.awake.insert(*no);
        Some(table)
    }

    pub(super) fn insert(&mut self, no: RoomNo, table: Table) {
        match table.two() {
            Some(two) => {
                self.talks.insert(two, no);
                for who in [two.0, two.1] {
                    self.talks_of.entry(who).or_default().insert(no);
                }
            }
            None => {
                self.rooms.insert(no);
            }
        }
        self.awake.insert(no);
        self.all.insert(no, table);
    }

    pub(super) fn remove(&mut self, no: RoomNo) -> Option<Table> {
        let table = self.all.remove(&no)?;
        self.rooms.remove(&no);
        self.awake.remove(&no);
        if let Some(two) = table.two() {
            self.talks.remove(&two);
            for who in [two.0, two.1] {
                if let Some(talks) = self.talks_of.get_mut(&who) {
                    talks.remove(&no);
                }
            }
        }
        Some(table)
    }

    /// The room that was there first.
    pub(super) fn first(&self) -> Option<&Table> {
        self.all.values().next()
    }

    /// The highest number that a room has.
    pub(super) fn last(&self) -> Option<RoomNo> {
        self.all.keys().next_back().copied()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Table> {
        self.all.values()
    }

    /// All of them, to do something at each.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.awake.extend(self.all.keys());
        self.all.values_mut()
    }

    /// The rooms that are no direct talk.
    pub(super) fn rooms(&self) -> impl Iterator<Item = &Table> {
        self.rooms.iter().filter_map(|no| self.all.get(no))
    }

    /// How many direct talks there are.
    pub(super) fn talks(&self) -> usize {
        self.talks.len()
    }

    /// The direct talk of two.
    pub(super) fn talk(&self, two: Two) -> Option<RoomNo> {
        self.talks.get(&two).copied()
    }

    /// The direct talks of someone.
    pub(super) fn talks_of(&self, who: PersonId) -> impl Iterator<Item = &Table> {
        self.talks_of.get(&who).into_iter().flatten().filter_map(|no| self.all.get(no))
    }

    /// The numbers of the rooms that someone may be in: those that are no direct talk, and their own talks.
    pub(super) fn numbers_for(&self, who: PersonId) -> BTreeSet<RoomNo> {
        self.rooms.iter().chain(self.talks_of.get(&who).into_iter().flatten()).copied().collect()
    }

    /// The rooms that someone may be in.
    pub(super) fn of(&self, who: PersonId) -> impl Iterator<Item = &Table> {
        self.rooms().chain(self.talks_of(who))
    }

    /// Does something at every table that was touched since nothing was due there.
    pub(super) fn each_awake(&mut self, mut work: impl FnMut(&mut Table)) {
        for no in &self.awake {
            if let Some(table) = self.all.get_mut(no) {
                work(table);
            }
        }
    }

    /// When there may be something to do, if nothing happens before. Where nothing is due, nobody looks again until then.
    pub(super) fn due(&mut self, clock: u64) -> Option<Instant> {
        let mut first: Option<Instant> = None;
        self.awake.retain(|no| {
            let due = self.all.get(no).and_then(|table| table.due(clock));
            first = [first, due].into_iter().flatten().min();
            due.is_some()
        });
        first
    }
}
