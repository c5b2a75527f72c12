//! Coming into the house and its rooms, and being out of them again, as a terminal tells it.

use parlor::guest::Arrival;
use parlor::room::{Access, Memory, RoomNo, Seq};
use parlor::wire::frame::{Entered, RoomLine};

use super::joined::JoinedRoom;
use super::screen::{Role, Screen};
use parlor::wording::{self, answers};

impl<M: FnMut(&str)> Screen<M> {
    /// One is in the house. True where the room one looked at is there no longer.
    pub(super) fn arrive(&mut self, arrival: Arrival) -> bool {
        let Arrival { house, you, rank, account, rooms, more, ignored, room, .. } = arrival;
        (self.met)(house.as_str());
        (self.online, self.offline_why) = (true, None);
        (self.rank, self.account) = (rank, account);
        self.names.insert(you.who, you.name.clone());
        self.known.extend(rooms.iter().map(|line| line.room));
        self.ignored = ignored.into_iter().map(|person| person.who).collect();
        let joined = JoinedRoom::of(&room, self.joined.get(&room.room));
        self.joined.insert(room.room, joined);
        self.meet(&room);
        let first = !std::mem::replace(&mut self.in_once, true);
        if first {
            self.here = Some(room.room);
            let end = match self.role {
                Role::Guest => "/quit leaves.",
                Role::Host => "/help lists what can be typed, /close stops hosting.",
            };
            self.printer.tell(format_args!("In {} as {}, {} here. {end}", room.title, you.name, room.people));
        } else if let Some(joined) = self.joined_here() {
            self.printer.tell(format_args!("Back in {}.", joined.notes.title));
        }
        self.me = Some(you);
        if self.here == Some(room.room) {
            self.tell_memory(room.memory);
        }
        if first && !self.refused.is_empty() {
            let count = self.refused.len();
            self.printer.tell(format_args!(
                "Not sent last time: {}. /retry sends them again, /discard deletes them.",
                super::messages(count)
            ));
        }
        let still = |here: RoomNo| more || here == room.room || rooms.iter().any(|line| line.room == here);
        if self.here.is_some_and(still) {
            return false;
        }
        self.printer.tell("The room you were in is gone.");
        true
    }

    /// One is in another room; in the one that one looks at, where one went there.
    pub(super) fn join(&mut self, entered: &Entered) {
        let room = entered.room;
        let mut joined = JoinedRoom::of(entered, self.joined.get(&room));
        let goes = self.entering == Some(room);
        if !goes {
            // Of the other rooms, what was read before is not told again.
            let before = self.joined.get(&room).map_or(Seq::START, |joined| joined.shown);
            joined.shown = joined.shown.max(before.max(joined.read).min(joined.notes.head));
        }
        self.known.insert(room);
        self.meet(entered);
        if goes {
            (self.entering, self.here) = (None, Some(room));
            match &joined.notes.direct {
                Some(other) => self.printer.tell(format_args!("In direct messages with {}.", other.name)),
                None => self.printer.tell(format_args!("In {}, {} here.", joined.notes.title, entered.people)),
            }
            self.tell_memory(entered.memory);
        }
        self.joined.insert(room, joined);
    }

    /// Whoever comes in reads what the room does not keep.
    fn tell_memory(&self, memory: Memory) {
        if memory != Memory::Everything {
            self.printer.tell(memory);
        }
    }

    fn meet(&mut self, entered: &Entered) {
        let people = entered.direct.iter().chain(&entered.order.operators);
        self.names.extend(people.map(|person| (person.who, person.name.clone())));
    }

    /// A room was made, or is another than before. It is told where it means this person.
    pub(super) fn hear_of(&mut self, line: &RoomLine) {
        let new = self.known.insert(line.room);
        if let Some(joined) = self.joined.get_mut(&line.room) {
            joined.notes.title = line.title.clone();
            joined.notes.topic = line.topic.clone();
        } else if new && line.direct.as_ref().is_some_and(|other| self.ignored.contains(&other.who)) {
            // Nothing is heard of whoever is ignored.
        } else if new && line.direct.is_some() {
            // The host is told with each of them.
            if self.role == Role::Guest {
                self.printer.tell(wording::directly(&line.title));
            }
        } else if new && line.access == Access::Invited {
            self.printer.tell(format_args!("You are invited to {0}. /join {0} joins it.", line.title));
        }
    }

    /// One is in a room no longer. True where it is the one that one looked at.
    pub(super) fn is_out(&mut self, room: RoomNo, why: &str) -> bool {
        let joined = self.joined.remove(&room);
        self.leaving = self.leaving.filter(|leaving| *leaving != room);
        match joined {
            Some(joined) if self.here != Some(room) => {
                self.printer.tell(format_args!("[{}] {why}", joined.notes.title));
            }
            _ => self.printer.tell(why),
        }
        self.here == Some(room)
    }

    /// A room is there no longer. True where it is the one that one looked at.
    pub(super) fn is_gone(&mut self, room: RoomNo) -> bool {
        self.known.remove(&room);
        self.leaving = self.leaving.filter(|leaving| *leaving != room);
        let Some(joined) = self.joined.remove(&room) else { return false };
        self.printer.tell(answers::gone(&joined.notes.title));
        self.here == Some(room)
    }
}
