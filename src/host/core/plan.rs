//! What is decided: a plan, as data. Nothing is changed by making one, so what is refused leaves nothing behind.

use super::admission_queue::AdmissionQueue;
use super::facts::ArrivalFacts;
use super::input::{SeatNo, SessionInfo, SessionNo, Ticket};
use super::write::RegistryWrite;
use crate::host::no::No;
use crate::room::{Author, Body, EventId, Name, PersonId, Rank, RoomNo, Seq};
use crate::wire::frame::{RoomLine, Yours};
use crate::wire::{FromHost, Secret};

/// All that comes of something asked: written in the registry, ordered in rooms, changed in memory, and told once all of
/// it is kept.
#[derive(Debug)]
pub struct Plan {
    /// What is to be written in the registry.
    pub writes: Vec<RegistryWrite>,
    /// What changes in memory.
    pub changes: Vec<MemoryChange>,
    /// Events, in the order in which they get their numbers.
    pub drafts: Vec<UnnumberedEvent>,
    /// What follows once it is kept.
    pub then: Vec<AfterCommit>,
    /// What whoever asked is answered.
    pub answer: Answer,
}

impl Plan {
    /// Nothing but an answer.
    pub const fn answer(answer: Answer) -> Self {
        Self { writes: Vec::new(), changes: Vec::new(), drafts: Vec::new(), then: Vec::new(), answer }
    }

    /// Whether nothing would be left of it but the answer.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.changes.is_empty() && self.drafts.is_empty() && self.then.is_empty()
    }
}

/// An event that has no number yet.
#[derive(Debug)]
pub struct UnnumberedEvent {
    /// The room.
    pub room: RoomNo,
    /// The id that its author's side chose; a fresh one where the house does.
    pub id: Option<EventId>,
    /// Who; nobody where the house itself does it.
    pub by: Option<Author>,
    /// What.
    pub body: Body,
}

/// Something that changes in memory.
#[derive(Debug)]
pub enum MemoryChange {
    /// A session came into the house.
    Arrived { who: PersonId, session: SessionInfo, facts: Box<ArrivalFacts> },
    /// A session took a seat in a room.
    Seated { room: RoomNo, author: Author, seat: SeatNo },
    /// Someone is called otherwise.
    Renamed { who: PersonId, name: Name },
    /// Someone has an account, and is so much at least in the house.
    Account { who: PersonId, rank: Rank },
    /// Someone has no account any more, and nothing that is theirs.
    Unregistered { who: PersonId },
    /// What someone has in a room that they joined; nothing where they left it.
    Yours { who: PersonId, room: RoomNo, yours: Option<Yours> },
    /// A room is made. Its events follow.
    Made { room: RoomNo },
    /// A room has a password.
    Password { room: RoomNo },
    /// A room ends.
    Ends { room: RoomNo },
    /// Who may come in, and who waits at the door for that.
    AdmissionQueue(Box<AdmissionQueue>),
}

/// Something that follows once all is kept.
#[derive(Debug)]
pub enum AfterCommit {
    /// A frame for one session.
    Tell { session: SessionNo, frame: FromHost },
    /// A frame for all sessions of everyone who hosts the house.
    TellOwners(FromHost),
    /// Someone loses all their seats in a room.
    PutOut { room: RoomNo, who: PersonId, why: No },
    /// The same, and they hear of it also where they are not in it just now.
    Ban { room: RoomNo, who: PersonId, why: No },
    /// Someone has left every room that they are in by these sessions: they may not be in the house, and hear it as those
    /// end. Whoever came back meanwhile by a session that the ban does not meet stays.
    LeaveAll { who: PersonId, sessions: Vec<SessionNo> },
    /// Sessions of someone end: those that came with this key, or all.
    Dismiss { sessions: Vec<SessionNo>, why: No },
    /// Someone hears what a room is to them.
    Line { room: RoomNo, who: PersonId },
    /// Everyone hears of a room that was made.
    Announce { room: RoomNo },
    /// Someone who waits at the door is answered.
    Decided { ticket: Ticket, yes: bool },
    /// A room is deleted.
    Delete { room: RoomNo, by: Author },
    /// The standing invite is another one, or withdrawn.
    StandingInvite(Option<Secret>),
}

/// What whoever asked is answered, once all is kept.
#[derive(Clone, Debug)]
pub enum Answer {
    /// That it is done.
    Done,
    /// A frame.
    Frame(Box<FromHost>),
    /// The name is theirs.
    Named(Author),
    /// The host is asked: they wait.
    Waits(Ticket),
    /// How they find the house: worked out once they are in it.
    Welcome { who: PersonId, ignored: Vec<Author> },
    /// The same, worked out.
    Arrived(Box<Arrived>),
    /// How they find the room.
    Entered(Entered),
    /// The event with this id, which is in this commit.
    Ordered(EventId),
    /// The event is kept, in this place and at this time.
    Kept { seq: Seq, at: u64 },
    /// A room, as a line in the list: worked out once it is there.
    Made { who: PersonId, ask: u64, room: RoomNo },
    /// It is answered when the room is deleted.
    Later,
}

/// The house as someone finds it who comes in.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// Who they are.
    pub you: Author,
    /// What they are in it.
    pub rank: Rank,
    /// Whether they have an account.
    pub account: bool,
    /// The rooms they see.
    pub rooms: Vec<RoomLine>,
    /// Whether there are more.
    pub more: bool,
    /// Those of whom they want to see nothing.
    pub ignored: Vec<Author>,
}

/// A room as someone finds it who comes in.
#[derive(Clone, Copy, Debug)]
pub struct Entered {
    /// The room.
    pub room: RoomNo,
    /// The seat: a new one, or the one they have.
    pub seat: SeatNo,
    /// How many are there now, told or not.
    pub people: u64,
    /// What they are there.
    pub rank: Rank,
    /// What they have in it.
    pub yours: Yours,
}
