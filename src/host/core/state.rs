//! All that the core remembers of a house: its rooms, the people in it, who waits at the door.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::admission_queue::AdmissionQueue;
use super::departed::Departed;
use super::input::{SessionNo, Ticket};
use super::now::Now;
use super::people::People;
use super::plan::{Answer, Plan};
use super::read_marks::ReadMarks;
use super::room::Room;
use super::room_updates::RoomUpdates;
use super::rooms::Rooms;
use super::write::RegistryWrite;
use crate::host::token_bucket::{Pace, TokenBucket};
use crate::room::{NameRule, PersonId, Rank, RoomNo, Seq};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::{RoomName, Yours};

/// Whether it is the host in person who comes: by the host's own window, or with the host's key.
pub fn is_host(from: Origin, key: Option<Fingerprint>, host_key: Option<Fingerprint>) -> bool {
    from == Origin::Here || (key.is_some() && key == host_key)
}

/// What the host of a house chose, as far as decisions depend on it.
#[derive(Clone, Debug)]
pub struct HousePolicy {
    /// What names may be.
    pub names: NameRule,
    /// How fast one person may take other names.
    pub renames: Pace,
    /// How long a cut stays unnoticed.
    pub grace: Duration,
    /// The key of whoever hosts the house.
    pub host_key: Option<Fingerprint>,
}

/// The next number of each kind. None is given twice.
#[derive(Clone, Copy, Debug)]
pub struct Counters {
    /// A person's.
    pub person: u32,
    /// A room's.
    pub room: u32,
    /// A request's to be let in.
    pub request: u64,
    /// An invite's.
    pub invite: u64,
    /// Of someone who waits at the door.
    pub ticket: Ticket,
}

/// A house, as the core remembers it.
#[derive(Debug)]
pub struct HouseState {
    /// What its host chose.
    pub policy: HousePolicy,
    /// Its rooms.
    pub rooms: Rooms,
    /// Who is in it.
    pub people: People,
    /// Who may come in, and who waits for that.
    pub waiting: AdmissionQueue,
    /// How far people read.
    pub marks: ReadMarks,
    /// What everyone is to be told of its rooms.
    pub updates: RoomUpdates,
    /// The next numbers.
    pub next: Counters,
    /// Who left a moment ago, and can't be known again.
    pub departed: Departed,
    /// How fast each may take another name.
    renames: HashMap<PersonId, TokenBucket>,
}

impl HouseState {
    /// A house that is being opened.
    pub fn new(policy: HousePolicy, waiting: AdmissionQueue, next: Counters, now: Instant) -> Self {
        Self {
            policy,
            rooms: Rooms::default(),
            people: People::default(),
            waiting,
            marks: ReadMarks::default(),
            updates: RoomUpdates::new(now),
            next,
            departed: Departed::default(),
            renames: HashMap::new(),
        }
    }

    /// Whether it is the host in person who comes.
    pub fn is_host(&self, from: Origin, key: Option<Fingerprint>) -> bool {
        is_host(from, key, self.policy.host_key)
    }

    /// Whether someone is here.
    pub fn is_here(&self, who: PersonId) -> bool {
        self.people.get(who).is_some() || self.rooms.of(who).any(|room| room.presence.has(who))
    }

    /// Whether a session of someone is here.
    pub fn has_session(&self, who: PersonId, session: SessionNo) -> bool {
        self.people.get(who).is_some_and(|visitor| visitor.has_session(session))
    }

    /// What someone who is here is in the house.
    pub fn house_rank(&self, who: PersonId) -> Rank {
        self.people.get(who).map(|visitor| visitor.shown.rank).unwrap_or_default()
    }

    /// What someone who is here is in a room.
    pub fn rank(&self, room: &Room, who: PersonId) -> Rank {
        room.state.rank(who, self.house_rank(who))
    }

    /// Whether someone may not speak in a room that they are in, under this name or another of theirs.
    pub fn is_muted(&self, who: PersonId, clock: u64) -> bool {
        let also = self.people.also(who);
        // Whoever was cut off a moment ago is in the room still, as far as anyone was told.
        let is_in = |room: &&Room| room.presence.has(who) || room.state.here.contains_key(&who);
        let mut rooms = self.rooms.open().filter(is_in);
        rooms.any(|room| room.state.mute_of(who, also, self.rank(room, who), clock).is_some())
    }

    /// A session of someone goes. Whoever can't be known again is remembered by where they were, with those they were
    /// before who are muted still.
    pub fn note_departed(&mut self, who: PersonId, session: SessionNo, clock: u64) {
        let Some(shown) = self.people.get(who).map(|visitor| &visitor.shown) else { return };
        let Some(session) = shown.session(session).filter(|_| shown.is_unknown()) else { return };
        let from = session.from;
        let muted = self.muted([who].into_iter().chain(shown.also.iter().copied()), clock);
        if !muted.contains(&who) {
            self.departed.note(from, who, false, clock);
        }
        muted.into_iter().for_each(|who| self.departed.note(from, who, true, clock));
    }

    /// Who is muted of those who left from where someone comes from, and whom they may be.
    pub fn muted_before(&self, from: Origin, clock: u64) -> Vec<PersonId> {
        self.muted(self.departed.from(from, clock), clock)
    }

    /// Those of these people who are muted in some room.
    fn muted(&self, people: impl Iterator<Item = PersonId>, clock: u64) -> Vec<PersonId> {
        let mut people = people.peekable();
        if people.peek().is_none() {
            return Vec::new();
        }
        let rooms: Vec<&Room> = self.rooms.open().filter(|room| !room.state.muted.is_empty()).collect();
        people.filter(|who| rooms.iter().any(|room| room.state.mute(*who, clock).is_some())).collect()
    }

    /// The room that someone means by a name; the first where there is none. Of those they don't see, none is found.
    pub fn find_room(&self, name: Option<&RoomName>, who: PersonId) -> Option<&Room> {
        let room = match name {
            None => self.rooms.first(),
            Some(RoomName::No(no)) => self.rooms.get(*no),
            Some(RoomName::Title(title)) => {
                let key = crate::room::Title::parse(title).ok()?.key();
                let titled = self.rooms.titled(&key).find(|room| self.sees(room, who));
                let numbered = || title.trim().parse().ok().and_then(|no| self.rooms.get(RoomNo(no)));
                titled.or_else(numbered)
            }
        };
        room.filter(|room| !room.is_new && !room.ends && self.sees(room, who))
    }

    /// Whether someone who is here sees that there is this room.
    pub fn sees(&self, room: &Room, who: PersonId) -> bool {
        let state = &room.state;
        if state.is_direct() {
            return state.is_between(who);
        }
        state.access != crate::room::Access::Invited
            || self.rank(room, who) >= Rank::Operator
            || state.invited.contains_key(&who)
            || room.presence.has(who)
            || self.people.get(who).is_some_and(|visitor| visitor.yours(room.no).is_some())
    }

    /// How long someone has to wait before they may take another name.
    pub fn rename_wait(&self, who: PersonId, now: Instant) -> Option<Duration> {
        let pace = self.policy.renames;
        let mut bucket = self.renames.get(&who).copied().unwrap_or_else(|| TokenBucket::full(pace, now));
        bucket.take(pace, now).err()
    }

    /// Someone took another name.
    pub fn count_rename(&mut self, who: PersonId, now: Instant) {
        let pace = self.policy.renames;
        self.renames.retain(|_, bucket| !bucket.is_full(pace, now));
        // Whether they may was asked before.
        let _ = self.renames.entry(who).or_insert_with(|| TokenBucket::full(pace, now)).take(pace, now);
    }

    /// They did not get it after all.
    pub fn uncount_rename(&mut self, who: PersonId) {
        if let Some(bucket) = self.renames.get_mut(&who) {
            bucket.give_back(self.policy.renames);
        }
    }

    /// The numbers that a plan gives out are given.
    pub fn count_numbers(&mut self, plan: &Plan) {
        for write in &plan.writes {
            match write {
                RegistryWrite::Person { who, .. } => self.next.person = self.next.person.max(who.0.saturating_add(1)),
                RegistryWrite::NextRoom(next) => self.next.room = self.next.room.max(*next),
                RegistryWrite::Request { number, .. } => {
                    self.next.request = self.next.request.max(number.saturating_add(1));
                }
                RegistryWrite::Invite(new) => self.next.invite = self.next.invite.max(new.invite.saturating_add(1)),
                _ => {}
            }
        }
        if let Answer::Waits(ticket) = plan.answer {
            self.next.ticket = self.next.ticket.max(ticket.saturating_add(1));
        }
    }

    /// Someone is at their computer or not, or came into the house or left it: those who are told of it will be.
    pub fn note_away(&mut self, who: PersonId) {
        for no in self.rooms.numbers_for(who) {
            if self.rooms.get(no).is_some_and(|room| room.tells_of(who))
                && let Some(room) = self.rooms.get_mut(no)
            {
                room.away.note(who);
            }
        }
    }

    /// How far people read, to be written. Those who are here have it from now on beside what else they have in a room.
    pub fn take_marks(&mut self) -> Vec<RegistryWrite> {
        let writes = self.marks.take();
        for write in &writes {
            if let RegistryWrite::Read { who, room, seq } = write
                && let Some(visitor) = self.people.get_mut(*who)
                && let Some(yours) = visitor.yours(*room)
            {
                visitor.set_yours(*room, Some(Yours { read: yours.read.max(*seq), ..yours }));
            }
        }
        writes
    }

    /// What is in a room after `head` is not kept: nobody read it.
    pub fn unread(&mut self, room: RoomNo, head: Seq) {
        self.marks.unread(room, head);
        self.people.unread(room, head);
    }

    /// When there may be something to do, if nothing happens before.
    pub fn due(&mut self, now: Now) -> Option<Instant> {
        self.rooms.due(now).into_iter().chain(self.marks.due()).chain(self.updates.due()).min()
    }
}
