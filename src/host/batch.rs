//! One commit's worth of events: ordered on the desk, kept by the log, then shown and answered, or refused all together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Instant;

use super::bans::Before;
use super::deleting::Deletion;
use super::desk::Desk;
use super::mailbox::Mailbox;
use super::naming::{Naming, Renamed};
use super::ring::Chunk;
use super::room::Erases;
use crate::log::{Entry, LogError};
use crate::room::{Author, Body, Event, EventId, People, RoomNo};
use crate::wire::codec;
use crate::wire::frame::{Code, FromHost, Refused};

/// After so many events, a room's state is remembered, and the next opening folds only what came after.
const REMEMBER_EVERY: u64 = 4096;

/// An event that someone wants to add, and where the answer goes.
#[derive(Debug)]
pub struct Say {
    /// The room.
    pub room: RoomNo,
    /// Who.
    pub author: Author,
    /// The id they chose.
    pub id: EventId,
    /// What.
    pub body: Body,
    /// Where the answer goes.
    pub mailbox: Arc<Mailbox>,
}

/// What goes into one commit.
pub(super) struct Batch {
    pub(super) now: Instant,
    pub(super) entries: Vec<Entry>,
    pub(super) ids: HashMap<EventId, usize>,
    answers: Vec<Answer>,
    pub(super) moves: Vec<(RoomNo, People)>,
    pub(super) renamed: Vec<Renamed>,
    /// What was written of those whom the registry keeps out or lets in from now on.
    pub(super) banned: Vec<Before>,
    /// Rooms that end with this commit.
    pub(super) deleted: Vec<Deletion>,
    /// Rooms that begin with this commit.
    pub(super) founded: Vec<RoomNo>,
    /// Whether what is answered relies on the registry.
    registered: bool,
    /// Who waits for the commit to know what to say.
    afterwards: Vec<Afterwards>,
}

/// Something to do once it is known whether the commit was kept.
type Afterwards = Box<dyn FnOnce(&Desk, &Naming, Result<(), &LogError>)>;

/// Who waits for which answer.
struct Answer {
    mailbox: Arc<Mailbox>,
    room: RoomNo,
    id: EventId,
    to: Outcome,
}

pub(super) enum Outcome {
    /// It stands or falls with this entry of the commit.
    Ordered(usize),
    /// It was kept before.
    Known(Box<Event>),
    /// The commit does not matter: no.
    No(Code, String),
}

impl Batch {
    pub(super) fn at(now: Instant) -> Self {
        Self {
            now,
            entries: Vec::new(),
            ids: HashMap::new(),
            answers: Vec::new(),
            moves: Vec::new(),
            renamed: Vec::new(),
            banned: Vec::new(),
            deleted: Vec::new(),
            founded: Vec::new(),
            registered: false,
            afterwards: Vec::new(),
        }
    }

    /// Someone waits for an answer.
    pub(super) fn answer(&mut self, mailbox: Arc<Mailbox>, room: RoomNo, id: EventId, to: Outcome) {
        self.answers.push(Answer { mailbox, room, id, to });
    }

    /// What is answered stands only if the registry keeps its part.
    pub(super) const fn needs_registry(&mut self) {
        self.registered = true;
    }

    /// Does something once it is known whether the commit was kept.
    pub(super) fn afterwards(&mut self, work: impl FnOnce(&Desk, &Naming, Result<(), &LogError>) + 'static) {
        self.afterwards.push(Box::new(work));
    }

    /// Whether something in it relies on what the registry wrote.
    const fn relies_on_registry(&self) -> bool {
        self.registered || !(self.renamed.is_empty() && self.banned.is_empty() && self.founded.is_empty())
    }
}

impl Desk {
    /// Has the log keep the batch, and tells everyone what came of it. `written` is whether the registry kept its part.
    pub(super) fn commit(&mut self, mut batch: Batch, naming: &Naming, written: Result<(), LogError>) {
        let afterwards = std::mem::take(&mut batch.afterwards);
        let deleted = std::mem::take(&mut batch.deleted);
        let batch = &batch;
        let kept = match written {
            Err(error) if batch.relies_on_registry() => Err(error),
            _ => self.log.append(&batch.entries),
        };
        match &kept {
            Ok(()) => self.show(batch, naming),
            Err(error) => {
                self.take_back(batch, error);
                naming.undo(&batch.renamed, &batch.banned);
            }
        }
        for Answer { mailbox, room, id, to } in &batch.answers {
            let kept_as = |event: &Event| FromHost::Kept { room: *room, id: *id, seq: event.seq, at: event.at };
            let refused = |code, why| {
                FromHost::Refused(Refused { id: Some(*id), ask: None, room: Some(*room), code, why, wait_ms: None })
            };
            mailbox.answer(&match (to, &kept) {
                (Outcome::Ordered(index), Ok(())) => kept_as(&batch.entries[*index].event),
                (Outcome::Ordered(_), Err(error)) => refused(Code::Storage, not_kept(error)),
                (Outcome::Known(event), _) => kept_as(event),
                (Outcome::No(code, why), _) => refused(*code, why.clone()),
            });
        }
        afterwards.into_iter().for_each(|work| work(self, naming, kept.as_ref().copied()));
        // Rung after everything lies ready, so that one look finds the answers and the events.
        batch.answers.iter().for_each(|answer| answer.mailbox.ring());
        self.rooms.each_awake(|table| table.put_out.clear());
        self.forget(batch, kept.is_ok());
        deleted.into_iter().for_each(|deletion| self.end(deletion, naming, kept.as_ref().copied()));
    }

    /// Forgets what is no longer kept, where it was just declared so or got too old.
    fn forget(&mut self, batch: &Batch, kept: bool) {
        let clock = self.now();
        let declares = |entry: &&Entry| kept && matches!(entry.event.body, Body::Memory { .. });
        let declared: BTreeSet<RoomNo> = batch.entries.iter().filter(declares).map(|entry| entry.room).collect();
        self.rooms.each_awake(|table| {
            if declared.contains(&table.room.no) || table.forgetting.is_due(&table.ordered, clock) {
                table.forget(&self.log, clock);
            }
        });
    }

    fn show(&mut self, batch: &Batch, naming: &Naming) {
        let mut chunks: BTreeMap<RoomNo, (Chunk, Erases)> = BTreeMap::new();
        for Entry { room, event } in &batch.entries {
            let (chunk, erases) = chunks.entry(*room).or_default();
            chunk.add(|out| codec::encode_event(*room, event, out));
            if let Body::Withdrawn { of } = event.body {
                let itself = batch.entries.iter().any(|entry| entry.event.id == of || is_edit(&entry.event.body, of));
                *erases = (*erases).max(if itself { Erases::Itself } else { Erases::Earlier });
            }
        }
        for (room, moves) in &batch.moves {
            if let Some(table) = self.rooms.get_mut(room) {
                table.presence.told(moves, batch.now);
            }
        }
        for (no, (chunk, erases)) in chunks {
            let Some(table) = self.rooms.get_mut(&no) else { continue };
            let events = batch.entries.iter().filter(|entry| entry.room == no).map(|entry| &entry.event);
            table.room.show(events, chunk, erases);
            table.room.ring();
            if table.ordered.head.0 >= table.remembered + REMEMBER_EVERY {
                table.remember(&*self.log);
            }
        }
        for no in &batch.founded {
            if let Some(table) = self.rooms.get(no) {
                self.show_room(&table.room);
            }
            self.announce(*no, naming);
        }
        let told_already = |room: &RoomNo| batch.founded.contains(room);
        for Entry { room, event } in batch.entries.iter().filter(|entry| !told_already(&entry.room)) {
            self.follow(*room, event, naming);
        }
        if let Err(error) = naming.registry.commit() {
            tracing::warn!(%error, "what followed from a commit was not written");
        }
    }

    fn take_back(&mut self, batch: &Batch, error: &LogError) {
        tracing::warn!(%error, events = batch.entries.len(), "not kept");
        batch.founded.iter().for_each(|no| self.unfound(*no));
        self.rooms.each_awake(|table| table.ordered = table.room.state().clone());
        for Renamed { who, was, .. } in batch.renamed.iter().rev() {
            self.called.set(*who, was);
            self.roster.change(*who, |present| present.person.name.clone_from(was));
            self.rooms.all_mut().for_each(|table| table.presence.rename(*who, was));
        }
        for (room, _) in &batch.moves {
            if let Some(table) = self.rooms.get_mut(room) {
                table.presence.not_told(&table.ordered, batch.now);
            }
        }
    }

    /// Everyone leaves, and what saves time at the next opening is written.
    pub(super) fn close(&mut self, naming: &Naming) {
        self.reads.write(&naming.registry);
        for table in self.rooms.all_mut() {
            table.presence.dismiss(&table.ordered);
        }
        let mut batch = Batch::at(Instant::now());
        let clock = self.now();
        for table in self.rooms.all_mut() {
            while table.tell_moves(clock, &mut batch, true) {}
        }
        // If the disk takes nothing, the next opening finds them cut off instead.
        self.commit(batch, naming, Ok(()));
        // First what was promised to be gone; what only saves time comes after it, and where it is not known already.
        for table in self.rooms.all_mut() {
            table.forgetting.close(&*self.log, table.room.no, &mut table.ordered);
        }
        for table in self.rooms.all_mut().filter(|table| table.remembered < table.ordered.head.0) {
            table.remember(&*self.log);
        }
    }
}

fn is_edit(body: &Body, message: EventId) -> bool {
    matches!(body, Body::Edited { of, .. } if *of == message)
}

pub(super) fn not_kept(error: &LogError) -> String {
    format!("This was not kept. {error}")
}
