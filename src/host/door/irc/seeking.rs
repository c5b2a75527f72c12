//! What a client wants to know of what was said before, and how far it is found.

use std::collections::VecDeque;

use crate::room::{Event, EventId, RoomNo, Seq};

/// What a client wants to know.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of which channel or person.
    pub target: String,
    /// From where.
    pub kind: Kind,
    /// How many messages at most.
    pub limit: usize,
}

/// From where a client wants to read.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The newest, none of them before or at this.
    Latest(Option<Selector>),
    /// The last before this.
    Before(Selector),
    /// The first after this.
    After(Selector),
    /// Those on both sides of this, and this.
    Around(Selector),
    /// From one to the other, whichever is the later.
    Between(Selector, Selector),
}

/// A place as clients name it.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// By a message.
    Id(EventId),
    /// By a time, in milliseconds since 1970.
    Time(u64),
}

/// Which of the two ends a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// What is wanted comes after it.
    Start,
    /// What is wanted comes before it.
    End,
}

/// How far a question is answered.
#[derive(Debug)]
pub struct Stage {
    /// The room.
    pub room: RoomNo,
    /// What the client calls it.
    pub target: String,
    /// What is looked for now.
    pub seeks: Seeks,
    /// The messages found so far, in order.
    pub got: Vec<Event>,
}

/// What is looked for.
#[derive(Debug)]
pub enum Seeks {
    /// The places first: those found, and those still to be.
    Places { kind: Kind, limit: usize, found: Vec<Seq>, next: VecDeque<(Selector, Edge)> },
    /// From the newest on, and then so many from a place on.
    Newest { before: Option<Seq>, after: Seq, left: usize, then: Option<(Seq, usize)> },
    /// From the oldest on.
    Oldest { from: Seq, before: Option<Seq>, left: usize, pages: usize },
    /// When the last was said of each of these, between two times.
    Targets { rooms: VecDeque<RoomNo>, from: u64, to: u64, limit: usize, found: Vec<(u64, String)> },
}
