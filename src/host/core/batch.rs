//! What goes into one commit: events with their numbers, what follows from them, and what to put back should it fail.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::admission_queue::AdmissionQueue;
use super::input::{SeatNo, SessionNo};
use super::now::Now;
use super::people::OnlinePerson;
use super::plan::{AfterCommit, Answer};
use super::presence::Gone;
use crate::host::no::No;
use crate::log::Entry;
use crate::room::{Body, EventId, People, PersonId, RoomNo};

/// One commit, until it is kept or refused.
#[derive(Debug)]
pub struct Batch {
    /// When it began.
    pub now: Now,
    entries: Vec<Entry>,
    ids: HashMap<EventId, usize>,
    /// Messages that are withdrawn with it.
    withdrawn: Vec<EventId>,
    /// Whether anything stands or falls with it.
    pub holds: bool,
    /// What its calls are answered.
    pub answers: Vec<HeldAnswer>,
    /// What follows once it is kept, and for which call.
    pub then: Vec<(usize, AfterCommit)>,
    /// Comings and goings that it tells of.
    pub moves: Vec<(RoomNo, People)>,
    /// People of whom others see something else from now on.
    pub people: BTreeSet<PersonId>,
    /// Rooms that begin with it.
    pub made: Vec<RoomNo>,
    /// What to put back should it fail.
    pub undo: Undo,
}

/// What a call is answered.
#[derive(Debug)]
pub struct HeldAnswer {
    /// The call's number in the batch.
    pub call: usize,
    /// The answer.
    pub answer: Result<Answer, No>,
    /// Whether it is true whatever becomes of the commit: nothing that it relies on was in it.
    pub stands_alone: bool,
}

/// How things were before the commit.
#[derive(Debug, Default)]
pub struct Undo {
    /// Rooms in which something was ordered.
    pub rooms: BTreeSet<RoomNo>,
    /// People, as they were; nothing where they were not here.
    pub people: BTreeMap<PersonId, Option<OnlinePerson>>,
    /// Sessions that went meanwhile, which nothing brings back.
    pub departed: BTreeSet<SessionNo>,
    /// Seats that were taken, in this order, and how each was gone before.
    pub seats: Vec<(RoomNo, PersonId, SeatNo, Gone)>,
    /// People who were renamed, in this order.
    pub renamed: Vec<PersonId>,
    /// When someone had spoken last.
    pub spoke: Vec<(RoomNo, PersonId, Option<u64>)>,
    /// Rooms that had no password.
    pub passwords: Vec<RoomNo>,
    /// Rooms that were to end.
    pub ends: Vec<RoomNo>,
    /// Who might come in, and who waited.
    pub waiting: Option<AdmissionQueue>,
}

impl Batch {
    /// A commit that begins.
    pub fn at(now: Now) -> Self {
        Self {
            now,
            entries: Vec::new(),
            ids: HashMap::new(),
            withdrawn: Vec::new(),
            holds: false,
            answers: Vec::new(),
            then: Vec::new(),
            moves: Vec::new(),
            people: BTreeSet::new(),
            made: Vec::new(),
            undo: Undo::default(),
        }
    }

    /// The events in it, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The event with this id, if it is in it.
    pub fn entry(&self, id: EventId) -> Option<&Entry> {
        self.ids.get(&id).map(|index| &self.entries[*index])
    }

    /// Whether a message is withdrawn with it.
    pub fn has_withdrawn(&self, of: EventId) -> bool {
        self.withdrawn.contains(&of)
    }

    /// One event more.
    pub fn push(&mut self, entry: Entry) {
        if let Body::Withdrawn { of } = entry.event.body {
            self.withdrawn.push(of);
        }
        self.undo.rooms.insert(entry.room);
        self.ids.insert(entry.event.id, self.entries.len());
        self.entries.push(entry);
        self.holds = true;
    }

    /// Answers about events of this commit say where those stand.
    pub fn number_answers(&mut self) {
        for reply in &mut self.answers {
            if let Ok(Answer::Ordered(id)) = reply.answer
                && let Some(index) = self.ids.get(&id)
            {
                let event = &self.entries[*index].event;
                reply.answer = Ok(Answer::Kept { seq: event.seq, at: event.at });
            }
        }
    }

    /// The events, taken out.
    pub fn take_entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }
}
