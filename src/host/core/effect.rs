//! What is carried out after a commit, as data. The hall does all of it, in this order, in one place.

use super::input::{SeatNo, SessionNo, Ticket};
use super::plan::Answer;
use crate::host::no::No;
use crate::log::Entry;
use crate::room::{Author, PersonId, RoomNo};
use crate::wire::{FromHost, Secret};

/// Something to carry out.
#[derive(Debug)]
pub enum Effect {
    /// A room is there from now on.
    RoomMade(RoomNo),
    /// These events are kept: the rooms show them.
    Show(Vec<Entry>),
    /// What others may see of someone changed, or they went.
    Person(PersonId),
    /// The call with this number in the batch is answered.
    Answer { call: usize, answer: Result<Answer, No> },
    /// A frame for sessions.
    Tell { sessions: Vec<SessionNo>, frame: FromHost },
    /// Something beside the log, for everyone in a room.
    Aside { room: RoomNo, frame: FromHost },
    /// Sessions lose their seats in a room.
    PutOut { sessions: Vec<SessionNo>, room: RoomNo, seats: Vec<SeatNo>, why: No },
    /// Sessions end.
    Dismiss { sessions: Vec<SessionNo>, why: No },
    /// Someone who waits at the door is answered.
    Decided { ticket: Ticket, yes: bool },
    /// A room is to be deleted, which is the answer to this call.
    Delete { call: usize, room: RoomNo, by: Author },
    /// A room is gone.
    RoomGone(RoomNo),
    /// A room may have something to forget.
    LookForOld(RoomNo),
    /// The standing invite is another one, or withdrawn.
    StandingInvite(Option<Secret>),
    /// A room's state should be remembered.
    Remember(RoomNo),
}
