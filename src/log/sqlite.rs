//! The built-in store: one SQLite file, written ahead and synced, read by many while one writes.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, params};
use tokio::sync::watch;

use super::file::{self, Durable, Kind};
use super::{Entry, Log, LogError, reading};
use crate::room::{Body, Event, EventId, RoomNo, Seq, State};

/// How many readers are kept open for the next who wants one.
const READERS_KEPT: usize = 4;

/// The file of a log. `place` is the room's number and the event's as one key: room << 40 | seq. `body` is JSON.
/// `of` is the id of the earlier event this one speaks of.
pub(super) const FILE: Kind = Kind {
    mark: 0x5052_4c52, // "PRLR"
    steps: &["CREATE TABLE event (
            place INTEGER PRIMARY KEY,
            at    INTEGER NOT NULL,
            id    BLOB NOT NULL,
            who   INTEGER,
            name  TEXT,
            of    BLOB,
            body  TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX event_id ON event (id);
        CREATE INDEX event_of ON event (of) WHERE of IS NOT NULL;
        CREATE TABLE state (
            room  INTEGER PRIMARY KEY,
            state TEXT NOT NULL
        ) STRICT;"],
};

/// A log in a file, or in memory.
#[derive(Debug)]
pub struct SqliteLog {
    place: Place,
    // Before the writer: the last to be closed tidies up, and readers can't.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    /// Whether what was written ahead still holds words that were taken back.
    untidy: AtomicBool,
    grown: watch::Sender<u64>,
}

#[derive(Debug)]
enum Place {
    File(PathBuf),
    Memory,
}

/// What an event does that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// It can't be: whoever orders events gives each number once.
    Refused,
    /// It replaces what was there: the host knows better.
    Replaces,
}

impl SqliteLog {
    /// Opens the log in `path`, or begins one. What it says it kept has reached the disk.
    ///
    /// # Errors
    /// The file is not a log of ours, too new, or can't be used.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Self::open_for(path, Durable::PowerCut)
    }

    /// Opens a copy of a log that is kept elsewhere: it survives the program's end, but may lag behind after a power cut.
    ///
    /// # Errors
    /// As for [`SqliteLog::open`].
    pub fn open_copy(path: &Path) -> Result<Self, LogError> {
        Self::open_for(path, Durable::ProgramEnd)
    }

    /// Opens a log that is there, and that someone may be writing, only to read it. What is appended to it is refused.
    ///
    /// # Errors
    /// There is none, or as for [`SqliteLog::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Place::File(path.to_owned()), FILE.open_reader(path)?))
    }

    /// A log in memory, for as long as it is held.
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory() -> Result<Self, LogError> {
        Ok(Self::over(Place::Memory, FILE.open_in_memory()?))
    }

    fn open_for(path: &Path, durable: Durable) -> Result<Self, LogError> {
        let log = Self::over(Place::File(path.to_owned()), FILE.open(path, durable)?);
        // One reader is there from the start: later there may be no descriptor left for it.
        lock(&log.readers).push(FILE.open_reader(path)?);
        Ok(log)
    }

    fn over(place: Place, writer: Connection) -> Self {
        Self {
            place,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            untidy: AtomicBool::new(false),
            grown: watch::Sender::new(0),
        }
    }

    /// Copies events that a host keeps, in any order and again if need be: what the host says of an event is how it is.
    ///
    /// # Errors
    /// Nothing was copied, and why.
    pub fn copy(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.change(entries, Again::Replaces)
    }

    /// The stretches of a room within `range` of which nothing is here.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn gaps(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<Vec<RangeInclusive<Seq>>, LogError> {
        self.with_reader(|db| reading::gaps(db, room, *range.start(), *range.end()))
    }

    /// Forgets what came after `seq`: the host does not have it any more, so it never was.
    ///
    /// # Errors
    /// Nothing was forgotten, and why.
    pub fn forget_after(&self, room: RoomNo, seq: Seq) -> Result<(), LogError> {
        self.write(|db| {
            let (first, last) = (reading::place(room, seq.next()), reading::place(room, Seq(u64::MAX)));
            db.execute("DELETE FROM event WHERE place BETWEEN ?1 AND ?2", [first, last])?;
            db.execute("DELETE FROM state WHERE room = ?1", [room.0])?;
            Ok(())
        })
    }

    fn change(&self, entries: &[Entry], again: Again) -> Result<(), LogError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.write(|db| {
            let change = db.transaction()?;
            entries.iter().try_for_each(|entry| put(&change, entry, again))?;
            Ok(change.commit()?)
        })?;
        if entries.iter().any(|entry| matches!(entry.event.body, Body::Withdrawn { .. })) {
            self.untidy.store(true, Ordering::Relaxed);
        }
        if self.untidy.load(Ordering::Relaxed) {
            self.tidy();
        }
        self.grown.send_modify(|count| *count += entries.len() as u64);
        Ok(())
    }

    /// Clears what was written ahead, if nobody reads in it just now. Else the next commit tries again.
    fn tidy(&self) {
        let tidied = self.write(|db| {
            // A long reader must not hold up what is said meanwhile.
            db.busy_timeout(Duration::ZERO)?;
            let tidied = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            db.busy_timeout(file::BUSY)?;
            Ok(tidied?)
        });
        match tidied {
            Ok(busy) => self.untidy.store(busy, Ordering::Relaxed),
            Err(error) => tracing::debug!(%error, "what was written ahead stays for now"),
        }
    }

    /// Uses the writer. The tables beside the log that share its file go through here as well.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        work(&mut lock(&self.writer))
    }

    /// Uses a reader, so that reading waits for no writer.
    pub(crate) fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        let Place::File(path) = &self.place else {
            return work(&lock(&self.writer));
        };
        let spare = lock(&self.readers).pop();
        let reader = match spare {
            Some(reader) => reader,
            None => FILE.open_reader(path)?,
        };
        let done = work(&reader);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        done
    }
}

impl Log for SqliteLog {
    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.change(entries, Again::Refused)
    }

    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        self.with_reader(|db| reading::read(db, room, *range.start(), *range.end(), limit))
    }

    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.write(|db| reading::find(db, id))
    }

    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.with_reader(|db| reading::head(db, room))
    }

    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.with_reader(|db| {
            let rooms = reading::rooms(db)?;
            rooms.into_iter().map(|room| Ok((room, reading::state(db, room)?))).collect()
        })
    }

    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        let text = serde_json::to_string(state).map_err(|error| LogError::Damaged(error.to_string()))?;
        self.write(|db| {
            db.prepare_cached("INSERT OR REPLACE INTO state (room, state) VALUES (?1, ?2)")?
                .execute(params![room.0, text])?;
            Ok(())
        })
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.grown.subscribe()
    }
}

fn put(db: &Connection, entry: &Entry, again: Again) -> Result<(), LogError> {
    let Entry { room, event } = entry;
    let (who, name) = event.by.as_ref().map(|by| (by.who.0, by.name.as_str())).unzip();
    let of = event.body.of();
    let body = serde_json::to_string(&event.body).map_err(|error| LogError::Damaged(error.to_string()))?;
    let insert = match again {
        Again::Refused => "INSERT",
        Again::Replaces => "INSERT OR REPLACE",
    };
    db.prepare_cached(&format!(
        "{insert} INTO event (place, at, id, who, name, of, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    ))?
    .execute(params![
        reading::place(*room, event.seq),
        i64::try_from(event.at).unwrap_or(i64::MAX),
        event.id.0,
        who,
        name,
        of.map(|id| id.0),
        body
    ])
    .map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => LogError::Conflict { room: *room, seq: event.seq },
        _ => error.into(),
    })?;
    match event.body {
        Body::Withdrawn { of } => erase(db, of),
        // A copy may come in any order: words that were taken back stay so.
        Body::Said { .. } | Body::Did { .. } if again == Again::Replaces && is_withdrawn(db, event.id)? => {
            erase(db, event.id)
        }
        Body::Edited { of, .. } if again == Again::Replaces && is_withdrawn(db, of)? => erase(db, of),
        _ => Ok(()),
    }
}

fn is_withdrawn(db: &Connection, id: EventId) -> Result<bool, LogError> {
    let sql = "SELECT 1 FROM event WHERE of = ?1 AND json_extract(body, '$.kind') = 'withdrawn'";
    Ok(db.prepare_cached(sql)?.exists(params![id.0])?)
}

/// Takes the words out of a message and out of every edit of it. That something stood there stays.
fn erase(db: &Connection, id: EventId) -> Result<(), LogError> {
    let put = |sql: &str, erased: Body| {
        let erased = serde_json::to_string(&erased).map_err(|error| LogError::Damaged(error.to_string()))?;
        db.prepare_cached(sql)?.execute(params![id.0, erased])?;
        Ok::<(), LogError>(())
    };
    put("UPDATE event SET body = ?2 WHERE id = ?1", Body::Erased { of: None })?;
    let edits = "UPDATE event SET body = ?2 WHERE of = ?1 AND json_extract(body, '$.kind') = 'edited'";
    put(edits, Body::Erased { of: Some(id) })
}

/// A panic elsewhere leaves a connection whole: SQLite undoes what was not committed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
