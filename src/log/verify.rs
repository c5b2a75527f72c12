//! Checks a store: whether the file is whole, and whether what is in it can be the log of a house.
//! Nothing is changed. What to do about a finding is for its reader to say.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rusqlite::{Connection, Row};

use super::key::{from_stored, room_of, seq_of};
use super::reading::{entry, find, is_empty};
use super::{LogError, schema};
use crate::room::{Body, Event, EventId, RoomNo, Seq, State, Title};

/// How many findings are told one by one. A badly damaged store has millions, and nobody reads them.
pub const FINDINGS: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The rooms, by their numbers.
    pub rooms: Vec<RoomReport>,
    /// What is wrong, at most [`FINDINGS`].
    pub findings: Vec<Finding>,
    /// How many findings there are beyond those.
    pub more: u64,
}

/// What is kept of one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomReport {
    /// The room.
    pub room: RoomNo,
    /// What it is called.
    pub title: Option<Title>,
    /// The oldest event that is still kept, or will be the next: 1 where nothing was forgotten.
    pub first: Seq,
    /// How many events are kept.
    pub events: u64,
    /// When the first of them was, in milliseconds since 1970.
    pub first_at: u64,
    /// When the last of them was.
    pub last_at: u64,
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The database itself says so.
    #[error("The file is damaged: {0}.")]
    File(String),
    /// A row is no event.
    #[error("A row can't be read: {0}.")]
    Unreadable(String),
    /// A row lies where no event can be.
    #[error("A row has the key {0}, which no event can have.")]
    Astray(i64),
    /// Numbers have a hole.
    #[error("{}", missing(*.room, *.first, *.last))]
    Missing {
        /// The room.
        room: RoomNo,
        /// The first number that is missing.
        first: Seq,
        /// The last one of this hole.
        last: Seq,
    },
    /// Time went back.
    #[error("Event {seq} of room {room} is dated before the one it follows.")]
    Back {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// An id is not one event's alone.
    #[error("Event {} of room {} has the same id as event {} of room {}.", .again.1, .again.0, .first.1, .first.0)]
    Twice {
        /// The first event with this id.
        first: (RoomNo, Seq),
        /// The last one.
        again: (RoomNo, Seq),
    },
    /// An event is filed wrongly.
    #[error("Event {seq} of room {room} is filed under another message or as another kind than its own.")]
    Filed {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// Words are gone that should be there.
    #[error("The words of event {seq} of room {room} are gone, but nobody took them back.")]
    Erased {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// Words are there that should be gone.
    #[error("Event {seq} of room {room} was taken back, but its words are still kept.")]
    StillKept {
        /// The room.
        room: RoomNo,
        /// The event.
        seq: Seq,
    },
    /// What words are found by is damaged.
    #[error(
        "The index for finding words is damaged: {0}. What was said is not; `parlor verify --renew-index` makes it anew."
    )]
    Index(String),
    /// A saving says something else than the events.
    #[error("What is remembered of room {0} is not what its events add up to.")]
    Remembered(RoomNo),
}

/// Checks the store of a house, in its folder or as a file. A house that is open may go on meanwhile.
///
/// A guest's copy can be checked as well. There it is no harm if events are missing, or erased without a withdrawal.
///
/// # Errors
/// There is no store, it is not ours or too new, or it can't be opened at all.
pub fn verify(dir_or_file: &Path) -> Result<Report, LogError> {
    let path = if dir_or_file.is_dir() { dir_or_file.join("log.db") } else { dir_or_file.to_owned() };
    let mut report = Report::default();
    let checked = check(&path, &mut report);
    report.took(checked)?;
    Ok(report)
}

fn check(path: &Path, report: &mut Report) -> Result<(), LogError> {
    let mut db = schema::open_reader(path)?;
    db.pragma_update(None, "cache_size", -64_000)?;
    // All looks are at the same moment, whatever is written meanwhile.
    let moment = db.transaction()?;
    if moment.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))? {
        // It was cut off before it began.
        return Ok(());
    }
    for look in [check_file, check_index, check_ids, check_rooms] {
        let looked = look(&moment, report);
        report.took(looked)?;
    }
    Ok(())
}

impl Report {
    /// Whether all is as it must be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether everything that was said is as it must be, even if the index is not.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.more == 0 && self.findings.iter().all(|finding| matches!(finding, Finding::Index(_)))
    }

    fn found(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Damage that ended a look is a finding. The next look may still tell what is left.
    fn took(&mut self, looked: Result<(), LogError>) -> Result<(), LogError> {
        match looked {
            Err(LogError::Damaged(what)) => {
                self.found(Finding::File(what));
                Ok(())
            }
            other => other,
        }
    }
}

/// What the database says of itself.
fn check_file(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut select = db.prepare("SELECT integrity_check FROM pragma_integrity_check")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line == "ok" {
            continue;
        }
        let line = line.replace('\n', " ");
        report.found(if line.contains("fts5") { Finding::Index(line) } else { Finding::File(line) });
    }
    Ok(())
}

/// Whether what is indexed of each room is there.
fn check_index(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    // A store of a former version gets its index when it is opened to be written.
    if !db.table_exists(None, "indexed")? {
        return Ok(());
    }
    let mut select = db.prepare("SELECT room, low, high FROM indexed")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (room, low, high) = (RoomNo(row.get(0)?), row.get::<_, i64>(1)?, row.get::<_, i64>(2)?);
        if low < 0 || low > high {
            report.found(Finding::Index(format!("room {room} is said to be indexed from {low} to {high}")));
        }
    }
    Ok(())
}

/// Whether every id is one event's alone.
fn check_ids(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut select = db.prepare("SELECT min(place), max(place) FROM event GROUP BY id HAVING count(*) > 1")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (first, again) = (row.get(0)?, row.get(1)?);
        let [first, again] = [first, again].map(|place| (room_of(place), seq_of(place)));
        report.found(Finding::Twice { first, again });
    }
    Ok(())
}

/// Goes through all events of all rooms, once and in order.
fn check_rooms(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut remembered = remembered(db, report)?;
    // Of these, what is still here is on its way out.
    let deleted: BTreeSet<RoomNo> = remembered.extract_if(.., |_, state| state.deleted).map(|(room, _)| room).collect();
    let mut select = db.prepare("SELECT place, at, id, who, name, body, of, kind FROM event ORDER BY place")?;
    let mut rows = select.query([])?;
    let mut open: Option<Room<'_>> = None;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(0)?;
        let (no, seq) = (room_of(place), seq_of(place));
        if place < 0 || seq == Seq::START {
            report.found(Finding::Astray(place));
            continue;
        }
        if deleted.contains(&no) {
            continue;
        }
        let mut room = match open.take() {
            Some(room) if room.no == no => room,
            before => {
                before.into_iter().for_each(|room| room.close(report));
                Room::open(db, no, row, remembered.remove(&no), report)?
            }
        };
        room.look(seq, row, report)?;
        open = Some(room);
    }
    open.into_iter().for_each(|room| room.close(report));
    // What is left is remembered of rooms that have no events, or none any more.
    let nothing = State::default();
    for (room, state) in remembered.into_iter().filter(|(_, state)| *state != nothing) {
        if is_empty(&state) {
            let State { title, at, first, .. } = state;
            report.rooms.push(RoomReport { room, title, first, events: 0, first_at: at, last_at: at });
        } else {
            report.found(Finding::Remembered(room));
        }
    }
    report.rooms.sort_by_key(|room| room.room);
    Ok(())
}

/// The states that are remembered.
fn remembered(db: &Connection, report: &mut Report) -> Result<BTreeMap<RoomNo, State>, LogError> {
    let mut select = db.prepare("SELECT room, state FROM state ORDER BY room")?;
    let mut rows = select.query([])?;
    let mut states = BTreeMap::new();
    while let Some(row) = rows.next()? {
        // No room has a number that is none, so nobody will ever ask for its state.
        let Ok(room) = row.get(0).map(RoomNo) else { continue };
        match row.get_ref(1)?.as_str().ok().and_then(|text| serde_json::from_str(text).ok()) {
            Some(state) => {
                states.insert(room, state);
            }
            None => report.found(Finding::Remembered(room)),
        }
    }
    Ok(states)
}

/// What an event is filed under.
struct Filing {
    of: Option<EventId>,
    kind: Option<String>,
}

impl Filing {
    fn fits(&self, body: &Body) -> bool {
        match body {
            // What a newer version files its events under is not known here.
            Body::Other(_) => true,
            // Nobody looks for what has no words any more.
            Body::Erased { .. } => self.of == body.of(),
            _ => self.of == body.of() && (self.of.is_none() || self.kind.as_deref() == Some(body.kind())),
        }
    }
}

/// One room while its events go by.
struct Room<'a> {
    db: &'a Connection,
    no: RoomNo,
    /// Where it is in the report.
    index: usize,
    state: State,
    last: Seq,
    /// How far the events go at least, where that is remembered.
    due: Seq,
    /// What is remembered, until the events have come so far.
    remembered: Option<State>,
    /// Whether all events so far were there to be folded. Else the state proves nothing.
    whole: bool,
    /// Messages whose words are gone, each with the events that lost them, until their withdrawal goes by.
    erased: HashMap<EventId, Vec<Seq>>,
}

impl<'a> Room<'a> {
    fn open(
        db: &'a Connection,
        no: RoomNo,
        first: &Row<'_>,
        remembered: Option<State>,
        report: &mut Report,
    ) -> Result<Self, LogError> {
        let at = when(first)?;
        // What was forgotten can't be folded again: what was remembered in the same commit is where the rest goes on.
        let begins = seq_of(first.get(0)?);
        let begins_later = |state: &State| {
            state.first > State::beginning() && state.first <= begins && state.head >= state.first.back(1)
        };
        let (state, remembered) = match remembered {
            Some(state) if begins_later(&state) => (state, None),
            remembered => (State::default(), remembered),
        };
        let (first, title, due) = (state.first, state.title.clone(), state.head);
        report.rooms.push(RoomReport { room: no, title, first, events: 0, first_at: at, last_at: at });
        let index = report.rooms.len() - 1;
        let (last, erased) = (first.back(1), HashMap::new());
        let mut room = Self { db, no, index, state, last, due, remembered, whole: true, erased };
        room.compare(report);
        Ok(room)
    }

    /// Looks at the next event.
    fn look(&mut self, seq: Seq, row: &Row<'_>, report: &mut Report) -> Result<(), LogError> {
        let room = self.no;
        if seq != self.last.next() {
            report.found(Finding::Missing { room, first: self.last.next(), last: seq.back(1) });
            self.whole = false;
        }
        self.last = seq;
        let told = &mut report.rooms[self.index];
        told.events += 1;
        let (at, before) = (when(row)?, told.last_at);
        told.last_at = at.max(before);
        if at < before {
            report.found(Finding::Back { room, seq });
        }
        let read = entry(row).and_then(|entry| {
            let of = row.get(6).map(|of| Option::map(of, EventId))?;
            Ok((entry.event, Filing { of, kind: row.get(7)? }))
        });
        let (event, filing) = match read {
            Ok(read) => read,
            Err(error) => {
                self.whole = false;
                report.found(unreadable(room, seq, error));
                return Ok(());
            }
        };
        self.check_reference(&event, &filing, report);
        self.state.apply(&event);
        report.rooms[self.index].title.clone_from(&self.state.title);
        self.compare(report);
        Ok(())
    }

    /// Checks what an event says of an earlier one, and what was said of it.
    fn check_reference(&mut self, event: &Event, filing: &Filing, report: &mut Report) {
        let Event { seq, id, ref body, .. } = *event;
        if !filing.fits(body) {
            report.found(Finding::Filed { room: self.no, seq });
        }
        if let Body::Erased { of, .. } = body {
            self.erased.entry(of.unwrap_or(id)).or_default().push(seq);
        }
        if let Body::Withdrawn { of } = body
            && self.erased.remove(of).is_none()
            && let Ok(Some(kept)) = find(self.db, *of)
            && kept.event.body.text().is_some()
        {
            report.found(Finding::StillKept { room: kept.room, seq: kept.event.seq });
        }
    }

    /// Compares what is remembered, where the events have come so far.
    fn compare(&mut self, report: &mut Report) {
        let due = self.remembered.take_if(|state| state.head == self.state.head);
        if self.whole && due.is_some_and(|state| state != self.state) {
            report.found(Finding::Remembered(self.no));
        }
    }

    fn close(self, report: &mut Report) {
        if self.last < self.due {
            report.found(Finding::Missing { room: self.no, first: self.last.next(), last: self.due });
        }
        // It is of an event that never was.
        if self.whole && self.remembered.is_some() {
            report.found(Finding::Remembered(self.no));
        }
        let mut erased: Vec<Seq> = self.erased.into_values().flatten().collect();
        erased.sort_unstable();
        erased.into_iter().for_each(|seq| report.found(Finding::Erased { room: self.no, seq }));
    }
}

/// When the event of a row was, even if the rest of it can't be read.
fn when(row: &Row<'_>) -> Result<u64, LogError> {
    Ok(from_stored(row.get(1)?))
}

fn unreadable(room: RoomNo, seq: Seq, error: LogError) -> Finding {
    Finding::Unreadable(match error {
        LogError::Damaged(what) => what,
        other => format!("event {seq} of room {room} ({other})"),
    })
}

fn missing(room: RoomNo, first: Seq, last: Seq) -> String {
    if first == last {
        format!("Event {first} of room {room} is missing.")
    } else {
        format!("Events {first} to {last} of room {room} are missing.")
    }
}
