//! The rooms of the house as the window has them: the one that is shown, the others that one is in, and those there are.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::joined_room::{self, JoinedRoom};
use crate::room::{Author, Name, PersonId, RoomNo};
use crate::wire::frame::RoomLine;

/// The rooms.
pub(super) struct Rooms {
    /// The room that is shown.
    pub(super) shown: JoinedRoom,
    /// The others that one is in.
    pub(super) others: BTreeMap<RoomNo, JoinedRoom>,
    /// All rooms of the house that one sees.
    pub(super) listed: BTreeMap<RoomNo, RoomLine>,
    /// The room to show as soon as it is entered.
    pub(super) going: Option<RoomNo>,
    /// The room whose order is to be seen to as soon as it is shown.
    pub(super) settings_of: Option<RoomNo>,
    /// Those of whom one wants to see nothing.
    pub(super) ignored: BTreeMap<PersonId, Name>,
}

impl Rooms {
    /// A room that one is in.
    pub(super) fn get_mut(&mut self, room: RoomNo) -> Option<&mut JoinedRoom> {
        if self.shown.room == room { Some(&mut self.shown) } else { self.others.get_mut(&room) }
    }

    /// All rooms that one is in, the one that is shown last.
    pub(super) fn all(&self) -> impl Iterator<Item = &JoinedRoom> {
        self.others.values().chain([&self.shown])
    }

    /// The same, to change them.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut JoinedRoom> {
        std::iter::once(&mut self.shown).chain(self.others.values_mut())
    }

    /// Whether one is in a room.
    pub(super) fn is_in(&self, room: RoomNo) -> bool {
        self.shown.room == room || self.others.contains_key(&room)
    }

    /// The room that is shown, or is about to be.
    pub(super) fn last_shown(&self) -> RoomNo {
        self.going.unwrap_or(self.shown.room)
    }

    /// How much was not read in all of them, and how much of it speaks to whoever reads.
    pub(super) fn unread(&self) -> (usize, usize) {
        joined_room::unread(self.all())
    }

    /// About how many people are in the house: whoever is in it is mostly in the room where most are.
    pub(super) fn people_of_house(&self) -> u64 {
        self.all().map(|joined| joined.roster.total).max().unwrap_or_default()
    }

    /// The rooms whose titles have these words, those one is in first.
    pub(super) fn like(&self, words: &str) -> Vec<&RoomLine> {
        let words = words.trim().to_lowercase();
        let is_like = |line: &&RoomLine| line.title.as_str().to_lowercase().contains(&words);
        let mut rooms: Vec<&RoomLine> = self.listed.values().filter(is_like).collect();
        rooms.sort_by_cached_key(|line| (!self.is_in(line.room), line.title.as_str().to_lowercase()));
        rooms
    }

    /// The rooms that one sees, but is not in.
    pub(super) fn elsewhere(&self) -> usize {
        self.listed.values().filter(|line| line.direct.is_none() && !line.archived && !self.is_in(line.room)).count()
    }

    /// Those in the house, as far as is known, who are not in the room that is shown, and whose names have these words.
    pub(super) fn not_in_shown(&self, words: &str) -> Vec<&Author> {
        let words = words.trim().to_lowercase();
        let people = self.others.values().flat_map(|joined| joined.roster.here.values()).map(|line| &line.person);
        let like = people.filter(|person| person.name.as_str().to_lowercase().contains(&words));
        let mut others: Vec<&Author> =
            like.filter(|person| !self.shown.roster.here.contains_key(&person.who)).collect();
        others.sort_by_cached_key(|person| (person.name.as_str().to_lowercase(), person.who));
        others.dedup_by_key(|person| person.who);
        others
    }

    /// Shows nothing of whoever is ignored, in every room.
    pub(super) fn hide_ignored(&mut self) {
        let ignored: BTreeSet<PersonId> = self.ignored.keys().copied().collect();
        self.all_mut().for_each(|joined| joined.scrollback.ignore(ignored.clone()));
    }

    /// What was refused stands in the entry again, if nothing else was begun there.
    pub(super) fn give_back(&mut self, room: RoomNo, words: &str) {
        if let Some(joined) = self.get_mut(room).filter(|joined| joined.writing.entry.is_empty()) {
            joined.writing.entry = Entry::with(words);
        }
    }

    /// Nobody types any more, as far as is known.
    pub(super) fn forget_typing(&mut self) {
        self.all_mut().for_each(|joined| joined.typing.clear());
    }

    /// Puts a room that one is in before its person. False where it was there already.
    pub(super) fn show(&mut self, room: RoomNo) -> bool {
        let Some(mut joined) = self.others.remove(&room) else { return false };
        // Its rows were measured for whatever width the window had then.
        joined.scrollback.measure_again();
        joined.unread.let_go();
        if joined.scrollback.is_following() && joined.unread.count().0 > 0 {
            joined.scrollback.mark_after(joined.unread.read);
        }
        let before = std::mem::replace(&mut self.shown, joined);
        self.others.insert(before.room, before);
        true
    }

    /// A room was made, or is another than before. Whether it was not known.
    pub(super) fn heard_of(&mut self, line: RoomLine) -> bool {
        let known = self.listed.get(&line.room);
        let (new, yours) = (known.is_none(), known.and_then(|known| known.yours));
        if let Some(joined) = self.get_mut(line.room) {
            joined.title = line.title.clone();
            joined.order.archived = line.archived;
        }
        self.listed.insert(line.room, RoomLine { yours: line.yours.or(yours), ..line });
        new
    }
}
