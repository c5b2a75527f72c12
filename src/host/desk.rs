//! The desk: where events get their order. What someone wants to add is checked here against what the rooms are, and
//! goes into the batch at hand.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::admitting::Asking;
use super::batch::{Batch, Outcome, Say, not_kept};
use super::forgetting::{Eraser, Forgetting};
use super::hall::Rooms;
use super::naming::{Called, Naming, Renamed};
use super::pace::Pace;
use super::reads::Reads;
use super::room::Room;
use super::roster::Roster;
use super::seat::SeatNo;
use super::settings::{Clock, Limits};
use super::table::Table;
use super::tables::Tables;
use crate::log::{Entry, Log, LogError};
use crate::room::{Author, Body, Case, Event, EventId, Name, PersonId, Rank, RoomNo, Target, Title, check};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;

/// Why something is not done: for the program, and for the person.
pub(super) type No = (Code, String);

/// What could not be written, as the one who wanted it hears of it.
#[expect(clippy::needless_pass_by_value, reason = "it is what errors are mapped by")]
pub(super) fn storage(error: LogError) -> No {
    (Code::Storage, not_kept(&error))
}

/// Where events get their order: what the rooms are, and will be once the commit at hand is kept.
pub(super) struct Desk {
    pub(super) log: Arc<dyn Log>,
    pub(super) clock: Clock,
    pub(super) grace: Duration,
    renames: Pace,
    pub(super) rooms: Tables,
    /// The same rooms, as sessions see them.
    pub(super) shown: Rooms,
    pub(super) roster: Arc<Roster>,
    pub(super) reads: Reads,
    pub(super) called: Called,
    /// Those at the door about whom the host was asked.
    pub(super) asking: Vec<Asking>,
    /// Those to whom the host said no, and when.
    pub(super) declined: Vec<(Fingerprint, u64)>,
    /// The key of whoever hosts the house.
    host_key: Option<Fingerprint>,
    /// What is left of rooms that were deleted is being erased.
    pub(super) erasing: Vec<Eraser>,
}

impl Desk {
    pub(super) fn open(
        log: Arc<dyn Log>,
        clock: Clock,
        &Limits { grace, renames, .. }: &Limits,
        roster: Arc<Roster>,
        host_key: Option<Fingerprint>,
    ) -> Result<Self, LogError> {
        let now = Instant::now();
        let mut rooms = Tables::default();
        for (no, mut state) in log.rooms()? {
            let forgetting = Forgetting::open(&log, no, &mut state, clock())?;
            rooms.insert(no, Table::new(no, state, forgetting, grace, now));
        }
        let shown = Rooms::default();
        let (reads, called) = (Reads::default(), Called::default());
        let (asking, declined) = (Vec::new(), Vec::new());
        let mut desk = Self {
            log,
            clock,
            grace,
            renames,
            rooms,
            shown,
            roster,
            reads,
            called,
            asking,
            declined,
            host_key,
            erasing: Vec::new(),
        };
        for (room, left) in desk.log.deleted()? {
            desk.erase(room, left);
        }
        desk.rooms.all().for_each(|table| desk.show_room(&table.room));
        Ok(desk)
    }

    pub(super) fn show_room(&self, room: &Arc<Room>) {
        self.shown.write().unwrap_or_else(PoisonError::into_inner).insert(room.no, Arc::clone(room));
    }

    pub(super) fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Whether it is the host in person who comes.
    pub(super) fn is_host(&self, from: Origin, key: Fingerprint) -> bool {
        from == Origin::Here || self.host_key == Some(key)
    }

    /// The room that was there first.
    pub(super) fn first(&self) -> Option<&Table> {
        self.rooms.first()
    }

    /// Gives a room its title, and makes it where there is none.
    pub(super) fn entitle(&mut self, no: RoomNo, title: Title) -> Result<(), LogError> {
        let mut state = self.rooms.get(&no).map(|table| table.ordered.clone()).unwrap_or_default();
        let at = self.now().max(state.at);
        let event = Event { seq: state.head.next(), at, id: EventId::fresh(), by: None, body: Body::Titled { title } };
        state.apply(&event);
        self.log.append(&[Entry { room: no, event }])?;
        let forgetting = match self.rooms.remove(no) {
            Some(table) => table.forgetting,
            None => Forgetting::open(&self.log, no, &mut state, self.now())?,
        };
        let table = Table::new(no, state, forgetting, self.grace, Instant::now());
        self.show_room(&table.room);
        self.rooms.insert(no, table);
        Ok(())
    }

    /// When there may be something to do, if nothing happens before.
    pub(super) fn due(&mut self) -> Option<Instant> {
        let clock = self.now();
        self.rooms.due(clock).into_iter().chain(self.reads.due()).min()
    }

    /// Whether someone is in any room.
    pub(super) fn is_here(&self, who: PersonId) -> bool {
        self.rooms.of(who).any(|table| table.presence.has(who))
    }

    /// What someone is in a room.
    pub(super) fn rank(&self, table: &Table, naming: &Naming, who: PersonId) -> Rank {
        // Of those who are here it is known; the registry is asked only about others.
        let here = self.roster.people().get(&who).map(|present| present.rank);
        table.ordered.rank(who, here.unwrap_or_else(|| naming.rank(who)))
    }

    pub(super) fn leave(&mut self, room: RoomNo, seat: SeatNo, who: PersonId, goodbye: bool, batch: &Batch) {
        if let Some(table) = self.rooms.get_mut(&room) {
            // Nobody is told who comes to a direct talk, so nothing waits to be told.
            table.presence.leave(who, seat, goodbye || table.ordered.is_direct(), batch.now);
        }
    }

    /// Orders what someone says, or notes why not.
    pub(super) fn say(&mut self, say: Say, naming: &Naming, batch: &mut Batch) {
        let Say { room, author, id, body, mailbox } = say;
        let author = self.called.now(author);
        let to = self.order(room, author, id, body, naming, batch).unwrap_or_else(|(code, why)| Outcome::No(code, why));
        batch.answer(mailbox, room, id, to);
    }

    fn order(
        &mut self,
        room: RoomNo,
        author: Author,
        id: EventId,
        mut body: Body,
        naming: &Naming,
        batch: &mut Batch,
    ) -> Result<Outcome, No> {
        if let Some(index) = batch.ids.get(&id) {
            return same(&batch.entries[*index], room, &author).map(|_| Outcome::Ordered(*index));
        }
        if let Some(entry) = self.log.find(id).map_err(storage)? {
            return same(&entry, room, &author).map(|event| Outcome::Known(Box::new(event.clone())));
        }
        let target = match body.of().or(body.to()) {
            Some(of) => target(&*self.log, batch, room, of).map_err(storage)?,
            None => None,
        };
        let clock = self.now();
        let Some(table) = self.rooms.get_mut(&room).filter(|table| !table.ends) else {
            return Err(no_room());
        };
        // Whoever speaks has come in, and so has whoever it is done to, even if that would have been told only a moment
        // later.
        let whom = if let Body::Act(act) = &body { act.whom().map(|whom| whom.who) } else { None };
        for who in [Some(author.who), whom].into_iter().flatten() {
            while table.is_untold(who) && table.tell_moves(clock, batch, true) {}
        }
        if let Body::Act(act) = &mut body {
            naming.know_whom(act)?;
        }
        let table = self.rooms.get(&room).ok_or_else(no_room)?;
        let whom = if let Body::Act(act) = &body { act.whom() } else { None };
        let also = self.roster.also(author.who);
        let spoke = [author.who].iter().chain(&also).filter_map(|who| table.spoke.get(who)).max();
        let case = Case {
            state: &table.ordered,
            who: author.who,
            also: &also,
            rank: self.rank(table, naming, author.who),
            target: target.as_ref(),
            whom: whom.map(|whom| self.rank(table, naming, whom.who)).unwrap_or_default(),
            signs: 0,
            last: spoke.copied(),
            now: clock,
        };
        check(&case, &body).map_err(|no| (Code::Rules, no.to_string()))?;
        match &body {
            Body::Named { name } => return self.order_name(room, &author, id, name, naming, batch),
            Body::Titled { title } => self.is_free(title, Some(room), author.who, naming)?,
            Body::Act(act) => self.prepare(room, &author, act, naming, batch)?,
            _ => {}
        }
        let table = self.rooms.get_mut(&room).ok_or_else(no_room)?;
        table.note_spoken(author.who, &body, clock);
        Ok(Outcome::Ordered(table.order(clock, id, Some(author), body, batch)))
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
    ) -> Result<Outcome, No> {
        let told = self.rooms.get(&room).and_then(|table| table.ordered.here.get(&author.who));
        if author.name == *name && told.is_none_or(|told| told == name) {
            return Err((Code::Rules, "You are called that already.".to_owned()));
        }
        // It is told in every room they are in, so a mute in any of them holds.
        if self.is_muted(author.who, naming) {
            let why = "You are muted in a room you are in, and keep your name until you may speak there again.";
            return Err((Code::Rules, why.to_owned()));
        }
        self.called.may_change(author.who, self.renames, batch.now).map_err(|wait| {
            let minutes = wait.as_secs().div_ceil(60).max(1);
            let why = format!("You changed your name often just now. Wait {minutes} minutes, then try again.");
            (Code::Rules, why)
        })?;
        let clock = self.now();
        let Author { who, name } = naming.rename(author.who, name, clock, |who| self.is_here(who)).map_err(|no| {
            self.called.did_not_change(author.who, self.renames);
            (no.code(), no.to_string())
        })?;
        self.called.set(who, &name);
        self.roster.change(who, |present| present.person.name.clone_from(&name));
        batch.renamed.push(Renamed { who, was: author.name.clone() });
        let mut index = batch.entries.len();
        for no in self.rooms.numbers_for(who) {
            let Some(table) = self.rooms.get_mut(&no) else { continue };
            table.presence.rename(who, &name);
            let body = Body::Named { name: name.clone() };
            if table.ends {
                continue;
            }
            if no == room {
                index = table.order(clock, id, Some(author.clone()), body, batch);
            } else if table.ordered.here.contains_key(&who) || table.ordered.is_between(who) {
                table.order(clock, EventId::fresh(), Some(author.clone()), body, batch);
            }
        }
        Ok(Outcome::Ordered(index))
    }

    /// Whether someone may not speak in a room that they are in, under this name or another of theirs.
    pub(super) fn is_muted(&self, who: PersonId, naming: &Naming) -> bool {
        let (also, now) = (self.roster.also(who), self.now());
        self.rooms.rooms().filter(|table| table.presence.has(who)).any(|table| {
            let rank = self.rank(table, naming, who);
            table.ordered.mute_of(who, &also, rank, now).is_some()
        })
    }

    /// Tells what time it is to tell: who came and went, who is away, how far people read.
    pub(super) fn tell_due(&mut self, naming: &Naming, batch: &mut Batch) {
        let clock = self.now();
        let mut announced = Vec::new();
        self.rooms.each_awake(|table| {
            table.tell_moves(clock, batch, false);
            table.tell_away(&self.roster, batch.now);
            if table.announces.is_due(batch.now) {
                announced.push(table.room.no);
            }
        });
        announced.into_iter().for_each(|room| self.announce(room, naming));
        if self.reads.due().is_some_and(|due| due <= batch.now) {
            self.reads.write(&naming.registry);
        }
    }
}

/// What is asked of a room that is none, or that whoever asks does not see.
pub(super) fn no_room() -> No {
    (Code::Room, "There is no such room in this house for you. Check its title, or ask to be invited.".to_owned())
}

/// The same id again is the same event again, if it comes from the same person and room.
fn same<'a>(entry: &'a Entry, room: RoomNo, author: &Author) -> Result<&'a Event, No> {
    if entry.room == room && entry.event.by.as_ref().map(|by| by.who) == Some(author.who) {
        return Ok(&entry.event);
    }
    Err((Code::Id, "This id belongs to another event. Choose a fresh one.".to_owned()))
}

/// What the rules need to know of the event that another speaks of.
fn target(log: &dyn Log, batch: &Batch, room: RoomNo, of: EventId) -> Result<Option<Target>, LogError> {
    let ordered = batch.ids.get(&of).map(|index| batch.entries[*index].clone());
    let entry = match ordered {
        Some(entry) => Some(entry),
        None => log.find(of)?,
    };
    let is_message = |event: &Event| event.body.is_message() || matches!(event.body, Body::Erased { .. });
    let Some(Entry { event, .. }) = entry.filter(|entry| entry.room == room && is_message(&entry.event)) else {
        return Ok(None);
    };
    let withdrawn = batch.entries.iter().any(|entry| entry.event.body == Body::Withdrawn { of });
    let said = event.body.is_message() && !withdrawn;
    Ok(Some(Target { by: event.by.map(|by| by.who), said }))
}
