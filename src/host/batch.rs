//! One commit's worth of events: ordered on the desk, kept by the log, then shown and answered, or refused all together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::forgetting::Forgetting;
use super::mailbox::Mailbox;
use super::naming::{Called, Naming, Renamed};
use super::presence::Presence;
use super::ring::Chunk;
use super::room::{Erases, Room};
use super::settings::Clock;
use crate::log::{Entry, Log, LogError};
use crate::room::{Author, Body, Event, EventId, Name, People, PersonId, RoomNo, State, Target, Title, check};
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

/// Where events get their order: what the rooms are, and will be once the commit at hand is kept.
pub(super) struct Desk {
    log: Arc<dyn Log>,
    clock: Clock,
    grace: Duration,
    rooms: BTreeMap<RoomNo, Table>,
    called: Called,
}

/// One room on the desk.
struct Table {
    room: Arc<Room>,
    /// The state with everything ordered so far, kept or not.
    ordered: State,
    presence: Presence,
    forgetting: Forgetting,
    remembered: u64,
}

/// What goes into one commit.
pub(super) struct Batch {
    now: Instant,
    entries: Vec<Entry>,
    ids: HashMap<EventId, usize>,
    answers: Vec<Answer>,
    moves: Vec<(RoomNo, People)>,
    renamed: Vec<Renamed>,
}

/// Who waits for which answer.
struct Answer {
    mailbox: Arc<Mailbox>,
    room: RoomNo,
    id: EventId,
    to: Outcome,
}

enum Outcome {
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
        }
    }
}

impl Desk {
    pub(super) fn open(log: Arc<dyn Log>, clock: Clock, grace: Duration) -> Result<Self, LogError> {
        let now = Instant::now();
        let mut rooms = BTreeMap::new();
        for (no, mut state) in log.rooms()? {
            let forgetting = Forgetting::open(&log, no, &mut state, clock())?;
            rooms.insert(no, Table::new(no, state, forgetting, grace, now));
        }
        Ok(Self { log, clock, grace, rooms, called: Called::default() })
    }

    pub(super) fn rooms(&self) -> HashMap<RoomNo, Arc<Room>> {
        self.rooms.iter().map(|(no, table)| (*no, Arc::clone(&table.room))).collect()
    }

    pub(super) fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Gives a room its title, and makes it where there is none.
    pub(super) fn entitle(&mut self, no: RoomNo, title: Title) -> Result<(), LogError> {
        let mut state = self.rooms.get(&no).map(|table| table.ordered.clone()).unwrap_or_default();
        let at = self.now().max(state.at);
        let event = Event { seq: state.head.next(), at, id: EventId::fresh(), by: None, body: Body::Titled { title } };
        state.apply(&event);
        self.log.append(&[Entry { room: no, event }])?;
        let forgetting = match self.rooms.remove(&no) {
            Some(table) => table.forgetting,
            None => Forgetting::open(&self.log, no, &mut state, self.now())?,
        };
        self.rooms.insert(no, Table::new(no, state, forgetting, self.grace, Instant::now()));
        Ok(())
    }

    /// When there may be moves to tell or something to forget, if nothing happens before.
    pub(super) fn due(&self) -> Option<Instant> {
        let moves = self.rooms.values().filter_map(|table| table.presence.due());
        let clock = self.now();
        let forgets = self.rooms.values().filter_map(|table| table.forgetting.due_in(&table.ordered, clock));
        let now = Instant::now();
        moves.chain(forgets.filter_map(|wait| now.checked_add(wait))).min()
    }

    /// Whether someone is in any room.
    pub(super) fn is_here(&self, who: PersonId) -> bool {
        self.rooms.values().any(|table| table.presence.has(who))
    }

    /// Someone came through the door.
    pub(super) fn came(&mut self, author: &Author) {
        self.called.came(author);
    }

    /// A session comes in. The answer is how many people are there now.
    pub(super) fn enter(&mut self, room: RoomNo, author: &Author) -> u64 {
        let Some(table) = self.rooms.get_mut(&room) else { return 0 };
        table.presence.enter(&self.called.now(author.clone()));
        table.presence.count()
    }

    pub(super) fn leave(&mut self, room: RoomNo, who: PersonId, goodbye: bool, batch: &Batch) {
        if let Some(table) = self.rooms.get_mut(&room) {
            table.presence.leave(who, goodbye, batch.now);
        }
    }

    /// Orders what someone says, or notes why not.
    pub(super) fn say(&mut self, say: Say, naming: &Naming, batch: &mut Batch) {
        let Say { room, author, id, body, mailbox } = say;
        let author = self.called.now(author);
        let to = self.order(room, author, id, body, naming, batch).unwrap_or_else(|(code, why)| Outcome::No(code, why));
        batch.answers.push(Answer { mailbox, room, id, to });
    }

    fn order(
        &mut self,
        room: RoomNo,
        author: Author,
        id: EventId,
        body: Body,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<Outcome, (Code, String)> {
        let storage = |error: LogError| (Code::Storage, not_kept(&error));
        if let Some(index) = batch.ids.get(&id) {
            return same(&batch.entries[*index], room, &author).map(|_| Outcome::Ordered(*index));
        }
        if let Some(entry) = self.log.find(id).map_err(storage)? {
            return same(&entry, room, &author).map(|event| Outcome::Known(Box::new(event.clone())));
        }
        let target = match body.of() {
            Some(of) => target(&*self.log, batch, room, of).map_err(storage)?,
            None => None,
        };
        let clock = self.now();
        let Some(table) = self.rooms.get_mut(&room) else {
            return Err((Code::Room, "There is no such room.".to_owned()));
        };
        // Whoever speaks has come in, even if that would have been told only a moment later.
        while table.presence.has(author.who)
            && !table.ordered.here.contains_key(&author.who)
            && table.tell_moves(clock, batch, true)
        {}
        check(&table.ordered, author.who, &body, target.as_ref()).map_err(|no| (Code::Rules, no.to_string()))?;
        match body {
            Body::Named { name } => self.order_name(room, &author, id, &name, naming, batch),
            body => Ok(Outcome::Ordered(table.order(clock, id, Some(author), body, batch))),
        }
    }

    /// Someone takes another name. It is told in every room they are in.
    fn order_name(
        &mut self,
        room: RoomNo,
        author: &Author,
        id: EventId,
        name: &Name,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<Outcome, (Code, String)> {
        let told = self.rooms.get(&room).and_then(|table| table.ordered.here.get(&author.who));
        if author.name == *name && told == Some(name) {
            return Err((Code::Rules, "You are called that already.".to_owned()));
        }
        let clock = self.now();
        let Author { who, name } = naming
            .rename(author.who, name, clock, |who| self.is_here(who))
            .map_err(|no| (no.code(), no.to_string()))?;
        self.called.set(who, &name);
        batch.renamed.push(Renamed { who, was: author.name.clone() });
        let mut index = batch.entries.len();
        for (no, table) in &mut self.rooms {
            table.presence.rename(who, &name);
            let body = Body::Named { name: name.clone() };
            if *no == room {
                index = table.order(clock, id, Some(author.clone()), body, batch);
            } else if table.ordered.here.contains_key(&who) {
                table.order(clock, EventId::fresh(), Some(author.clone()), body, batch);
            }
        }
        Ok(Outcome::Ordered(index))
    }

    /// Orders what the log does not say yet of who came and went, where it is time.
    pub(super) fn tell_moves(&mut self, batch: &mut Batch) {
        let clock = self.now();
        for table in self.rooms.values_mut() {
            table.tell_moves(clock, batch, false);
        }
    }

    /// Has the log keep the batch, and tells everyone what came of it. `named` is whether the names were kept.
    pub(super) fn commit(&mut self, batch: &Batch, naming: &Naming, named: Result<(), LogError>) {
        let kept = match named {
            Err(error) if !batch.renamed.is_empty() => Err(error),
            _ => self.log.append(&batch.entries),
        };
        match &kept {
            Ok(()) => self.show(batch),
            Err(error) => {
                self.take_back(batch, error);
                naming.undo(&batch.renamed);
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
        // Rung after everything lies ready, so that one look finds the answers and the events.
        batch.answers.iter().for_each(|answer| answer.mailbox.ring());
        self.forget(batch, kept.is_ok());
    }

    /// Forgets what is no longer kept, where it was just declared so or got too old.
    fn forget(&mut self, batch: &Batch, kept: bool) {
        let clock = self.now();
        for (no, table) in &mut self.rooms {
            let is_it = |entry: &Entry| entry.room == *no && matches!(entry.event.body, Body::Memory { .. });
            let declared = kept && batch.entries.iter().any(is_it);
            if declared || table.forgetting.is_due(&table.ordered, clock) {
                table.forget(&self.log, clock);
            }
        }
    }

    fn show(&mut self, batch: &Batch) {
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
    }

    fn take_back(&mut self, batch: &Batch, error: &LogError) {
        tracing::warn!(%error, events = batch.entries.len(), "not kept");
        for table in self.rooms.values_mut() {
            table.ordered = table.room.state().clone();
        }
        for Renamed { who, was, .. } in batch.renamed.iter().rev() {
            self.called.set(*who, was);
            self.rooms.values_mut().for_each(|table| table.presence.rename(*who, was));
        }
        for (room, _) in &batch.moves {
            if let Some(table) = self.rooms.get_mut(room) {
                table.presence.not_told(&table.ordered, batch.now);
            }
        }
    }

    /// Everyone leaves, and what saves time at the next opening is written.
    pub(super) fn close(&mut self, naming: &Naming) {
        for table in self.rooms.values_mut() {
            table.presence.dismiss(&table.ordered);
        }
        let mut batch = Batch::at(Instant::now());
        let clock = self.now();
        for table in self.rooms.values_mut() {
            while table.tell_moves(clock, &mut batch, true) {}
        }
        // If the disk takes nothing, the next opening finds them cut off instead.
        self.commit(&batch, naming, Ok(()));
        for (no, table) in &mut self.rooms {
            table.remember(&*self.log);
            table.forgetting.close(&*self.log, *no, &mut table.ordered);
        }
    }
}

impl Table {
    fn new(no: RoomNo, state: State, forgetting: Forgetting, grace: Duration, now: Instant) -> Self {
        let presence = Presence::new(&state, grace, now);
        let remembered = state.head.0;
        Self { room: Arc::new(Room::new(no, state.clone())), ordered: state, presence, forgetting, remembered }
    }

    fn order(&mut self, clock: u64, id: EventId, by: Option<Author>, body: Body, batch: &mut Batch) -> usize {
        let event = Event { seq: self.ordered.head.next(), at: clock.max(self.ordered.at), id, by, body };
        self.ordered.apply(&event);
        let index = batch.entries.len();
        batch.entries.push(Entry { room: self.room.no, event });
        batch.ids.insert(id, index);
        index
    }

    /// Orders one event of moves. False where there was nothing to tell.
    fn tell_moves(&mut self, clock: u64, batch: &mut Batch, at_once: bool) -> bool {
        let Some(moves) = self.presence.moves(&self.ordered, batch.now, at_once) else { return false };
        batch.moves.push((self.room.no, moves.clone()));
        self.order(clock, EventId::fresh(), None, Body::People(moves), batch);
        true
    }

    fn forget(&mut self, log: &Arc<dyn Log>, clock: u64) {
        match self.forgetting.look(&**log, self.room.no, &self.ordered, clock) {
            Ok(None) => {}
            Ok(Some(first)) => {
                self.ordered.first = first;
                self.room.forget(first);
                self.forgetting.erase_soon(log, self.room.no, &self.ordered);
            }
            Err(error) => {
                tracing::warn!(%error, room = %self.room.no, "what a room does not keep was not looked for");
                self.forgetting.put_off(clock);
            }
        }
    }

    fn remember(&mut self, log: &dyn Log) {
        self.remembered = self.ordered.head.0;
        if let Err(error) = log.remember(self.room.no, &self.ordered) {
            tracing::warn!(%error, "the state of a room was not remembered");
        }
    }
}

fn is_edit(body: &Body, message: EventId) -> bool {
    matches!(body, Body::Edited { of, .. } if *of == message)
}

/// The same id again is the same event again, if it comes from the same person and room.
fn same<'a>(entry: &'a Entry, room: RoomNo, author: &Author) -> Result<&'a Event, (Code, String)> {
    if entry.room == room && entry.event.by.as_ref().map(|by| by.who) == Some(author.who) {
        return Ok(&entry.event);
    }
    Err((Code::Id, "This id belongs to another event. Choose a fresh one.".to_owned()))
}

/// What the rules need to know of the event that an edit or a withdrawal speaks of.
fn target(log: &dyn Log, batch: &Batch, room: RoomNo, of: EventId) -> Result<Option<Target>, LogError> {
    let ordered = batch.ids.get(&of).map(|index| batch.entries[*index].clone());
    let entry = match ordered {
        Some(entry) => Some(entry),
        None => log.find(of)?,
    };
    let Some(Entry { event, .. }) = entry.filter(|entry| entry.room == room) else {
        return Ok(None);
    };
    let withdrawn = batch.entries.iter().any(|entry| entry.event.body == Body::Withdrawn { of });
    let said = event.body.is_message() && !withdrawn;
    Ok(Some(Target { by: event.by.map(|by| by.who), said }))
}

fn not_kept(error: &LogError) -> String {
    format!("This was not kept. {error}")
}
