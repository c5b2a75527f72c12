//! All rooms of the house, and ways to the few of them that matter: those of someone, those with a title, and those where
//! something is due. A house may have very many direct talks, and nothing is looked for in all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use super::now::Now;
use super::room::Room;
use crate::room::{PersonId, RoomNo, State, TitleKey};

/// Two people who talk directly, in one order.
type Two = (PersonId, PersonId);

/// All rooms.
#[derive(Debug, Default)]
pub struct Rooms {
    all: BTreeMap<RoomNo, Room>,
    /// Those that are no direct talk.
    open: BTreeSet<RoomNo>,
    /// The same, by their titles. Whoever does not see a room does not know that its title is taken.
    titles: HashMap<TitleKey, BTreeSet<RoomNo>>,
    /// The direct talks, by their two.
    talks: HashMap<Two, RoomNo>,
    talks_of: HashMap<PersonId, BTreeSet<RoomNo>>,
    /// Those that were touched since nothing was due there.
    awake: BTreeSet<RoomNo>,
}

impl Rooms {
    /// A room.
    pub fn get(&self, no: RoomNo) -> Option<&Room> {
        self.all.get(&no)
    }

    /// A room, to do something in it: it may have something due afterwards.
    pub fn get_mut(&mut self, no: RoomNo) -> Option<&mut Room> {
        let room = self.all.get_mut(&no)?;
        self.awake.insert(no);
        Some(room)
    }

    /// One room more.
    pub fn insert(&mut self, room: Room) {
        let no = room.no;
        self.awake.insert(no);
        self.all.insert(no, room);
        self.index(no);
    }

    /// Puts a room where it is found, once its first events say what it is.
    pub fn index(&mut self, no: RoomNo) {
        let Some(room) = self.all.get(&no) else { return };
        match room.two() {
            Some(two) => {
                self.open.remove(&no);
                self.talks.insert(two, no);
                for who in [two.0, two.1] {
                    self.talks_of.entry(who).or_default().insert(no);
                }
            }
            None => {
                self.open.insert(no);
            }
        }
        self.retitle(no);
    }

    /// A room may be called otherwise than before.
    pub fn retitle(&mut self, no: RoomNo) {
        let Some(room) = self.all.get_mut(&no) else { return };
        let key = room.state.title.as_ref().map(crate::room::Title::key);
        let was = std::mem::replace(&mut room.title_key, key.clone());
        if was != key
            && let Some(was) = was
        {
            self.untitle(no, &was);
        }
        if let Some(key) = key {
            self.titles.entry(key).or_default().insert(no);
        }
    }

    fn untitle(&mut self, no: RoomNo, key: &TitleKey) {
        if let Some(rooms) = self.titles.get_mut(key) {
            rooms.remove(&no);
            if rooms.is_empty() {
                self.titles.remove(key);
            }
        }
    }

    /// One room fewer.
    pub fn remove(&mut self, no: RoomNo) -> Option<Room> {
        let room = self.all.remove(&no)?;
        self.open.remove(&no);
        self.awake.remove(&no);
        if let Some(key) = &room.title_key {
            self.untitle(no, key);
        }
        if let Some(two) = room.two() {
            self.talks.remove(&two);
            for who in [two.0, two.1] {
                if let Some(talks) = self.talks_of.get_mut(&who) {
                    talks.remove(&no);
                    if talks.is_empty() {
                        self.talks_of.remove(&who);
                    }
                }
            }
        }
        Some(room)
    }

    /// What was ordered in a room is not kept: it is again what it was.
    pub fn put_back(&mut self, no: RoomNo, state: State) {
        if let Some(room) = self.get_mut(no) {
            room.state = state;
            self.retitle(no);
        }
    }

    /// Someone is put out of every room with the commit at hand.
    pub fn put_out_everywhere(&mut self, who: PersonId) {
        for no in self.numbers_for(who) {
            if let Some(room) = self.get_mut(no) {
                room.put_out.insert(who);
            }
        }
    }

    /// The room that was there first.
    pub fn first(&self) -> Option<&Room> {
        self.all.values().next()
    }

    /// All of them, direct talks too.
    pub fn all(&self) -> impl Iterator<Item = &Room> {
        self.all.values()
    }

    /// The same, to do something in each.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Room> {
        self.awake.extend(self.all.keys());
        self.all.values_mut()
    }

    /// The rooms that are no direct talk.
    pub fn open(&self) -> impl Iterator<Item = &Room> {
        self.open.iter().filter_map(|no| self.all.get(no))
    }

    /// The rooms with this title, the oldest first.
    pub fn titled(&self, key: &TitleKey) -> impl Iterator<Item = &Room> {
        self.titles.get(key).into_iter().flatten().filter_map(|no| self.all.get(no))
    }

    /// How many direct talks there are.
    pub fn talks(&self) -> usize {
        self.talks.len()
    }

    /// The direct talk of two.
    pub fn talk(&self, two: Two) -> Option<RoomNo> {
        self.talks.get(&two).copied()
    }

    /// The direct talks of someone.
    pub fn talks_of(&self, who: PersonId) -> impl Iterator<Item = &Room> {
        self.talks_of.get(&who).into_iter().flatten().filter_map(|no| self.all.get(no))
    }

    /// The numbers of the rooms that someone may be in: those that are no direct talk, and their own talks.
    pub fn numbers_for(&self, who: PersonId) -> BTreeSet<RoomNo> {
        self.open.iter().chain(self.talks_of.get(&who).into_iter().flatten()).copied().collect()
    }

    /// The rooms that someone may be in.
    pub fn of(&self, who: PersonId) -> impl Iterator<Item = &Room> {
        self.open().chain(self.talks_of(who))
    }

    /// Does something in every room that was touched since nothing was due there.
    pub fn each_awake(&mut self, mut work: impl FnMut(&mut Room)) {
        for no in &self.awake {
            if let Some(room) = self.all.get_mut(no) {
                work(room);
            }
        }
    }

    /// When there may be something to do, if nothing happens before. Where nothing is due, nobody looks again until then.
    pub fn due(&mut self, now: Now) -> Option<Instant> {
        let mut first: Option<Instant> = None;
        self.awake.retain(|no| {
            let due = self.all.get(no).and_then(|room| room.due(now));
            first = [first, due].into_iter().flatten().min();
            due.is_some()
        });
        first
    }
}
