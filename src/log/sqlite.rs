//! The built-in store: one SQLite file, written ahead and synced, read by many while one writes.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use super::file::{self, Durable};
use super::index::{Part, Span};
use super::indexer::Indexer;
use super::key::keys;
use super::reading::MissingStart;
use super::schema::FILE;
use super::search::Hits;
use super::slices::{Round, indexing};
use super::writer::{Writer, lock};
use super::writing::{OnConflict, put};
use super::{Entry, Log, LogError, Pruned, index, message, prune, reading, schema, search};
use crate::room::{Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};

/// How many readers are kept open for the next who wants one.
const READERS_KEPT: usize = 4;

/// How long is indexed for one question, in such slices. What is still not indexed then is looked at message by message,
/// or the answer says how to go on.
const QUESTION: Duration = Duration::from_millis(200);

/// How many events that were there before are indexed for a question.
const OLDER: u64 = 4096;

/// A log in a file, or in memory.
#[derive(Debug)]
pub struct SqliteLog {
    place: Place,
    missing_start: MissingStart,
    // Before all connections, one of which it uses.
    indexer: OnceLock<Indexer>,
    // Before the writer: the last to be closed tidies up, and readers can't.
    readers: Mutex<Vec<Connection>>,
    writer: Arc<Writer>,
    /// Whether what was written ahead still holds words that were taken back.
    untidy: AtomicBool,
    grown: watch::Sender<u64>,
    /// How much the log had grown when something was last appended to each room, of those to which anything was.
    grown_at: Mutex<BTreeMap<RoomNo, u64>>,
}

#[derive(Debug)]
enum Place {
    File(PathBuf),
    Memory,
}

impl SqliteLog {
    /// Opens the log in `path`, or begins one. What it says it kept has reached the disk.
    ///
    /// # Errors
    /// The file is not a log of ours, too new, or can't be used.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Self::open_for(path, Durable::PowerCut, MissingStart::Damage)
    }

    /// Opens a copy of a log that is kept elsewhere: it survives the program's end, but may lag behind after a power cut.
    ///
    /// # Errors
    /// As for [`SqliteLog::open`].
    pub fn open_copy(path: &Path) -> Result<Self, LogError> {
        Self::open_for(path, Durable::ProgramEnd, MissingStart::Fine)
    }

    /// Opens a log that is there, and that someone may be writing, only to read it. What is appended to it is refused.
    ///
    /// # Errors
    /// There is none, or as for [`SqliteLog::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Place::File(path.to_owned()), MissingStart::Fine, schema::open_reader(path)?))
    }

    /// A log in memory, for as long as it is held.
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory() -> Result<Self, LogError> {
        Ok(Self::over(Place::Memory, MissingStart::Fine, FILE.open_in_memory()?))
    }

    fn open_for(path: &Path, durable: Durable, missing_start: MissingStart) -> Result<Self, LogError> {
        let log = Self::over(Place::File(path.to_owned()), missing_start, FILE.open(path, durable)?);
        // One reader is there from the start: later there may be no descriptor left for it.
        lock(&log.readers).push(schema::open_reader(path)?);
        Ok(log)
    }

    fn over(place: Place, missing_start: MissingStart, writer: Connection) -> Self {
        Self {
            place,
            missing_start,
            indexer: OnceLock::new(),
            writer: Arc::new(Writer::new(writer)),
            readers: Mutex::default(),
            untidy: AtomicBool::new(false),
            grown: watch::Sender::new(0),
            grown_at: Mutex::default(),
        }
    }

    /// Copies events that a host keeps, in any order and again if need be: what the host says of an event is how it is.
    ///
    /// # Errors
    /// Nothing was copied, and why.
    pub fn copy(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.change(entries, OnConflict::Replace)
    }

    /// The stretches of a room within `range` of which nothing is here.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn gaps(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<Vec<RangeInclusive<Seq>>, LogError> {
        self.with_reader(|db| reading::gaps(db, room, *range.start(), *range.end()))
    }

    /// The latest edit of each of these messages and the signs given to it, as far as they lie after `last`, in order.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn changes(&self, messages: &[EventId], last: Seq) -> Result<Vec<Event>, LogError> {
        self.with_reader(|db| message::changes(db, messages, last))
    }

    /// Every edit of a message, the first first.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn edits(&self, of: EventId) -> Result<Vec<Event>, LogError> {
        self.with_reader(|db| message::edits(db, of))
    }

    /// Forgets what came after `seq`: the host does not have it any more, so it never was.
    ///
    /// # Errors
    /// Nothing was forgotten, and why.
    pub fn forget_after(&self, room: RoomNo, seq: Seq) -> Result<(), LogError> {
        self.write(|db| {
            let keys = keys(room, seq.next(), Seq(u64::MAX));
            let change = db.transaction()?;
            change.execute("DELETE FROM event WHERE place BETWEEN ?1 AND ?2", keys)?;
            change.execute("DELETE FROM state WHERE room = ?1", [room.0])?;
            // It happens hardly ever, and to know what is left of each message is not worth the trouble.
            index::renew(&change)?;
            Ok(change.commit()?)
        })
    }

    /// Notes where the host's room begins, and what else is known of it there: events before that are no longer kept. What
    /// is still here of them is for [`Log::prune`]. A host that was put back to an older copy may have more again.
    ///
    /// # Errors
    /// It was not noted, and why.
    pub fn begins_at(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.write(|db| {
            let change = db.transaction()?;
            if reading::first(&change, room)? > state.first {
                change.execute("DELETE FROM state WHERE room = ?1", [room.0])?;
                if state.first > State::beginning() {
                    prune::keep(&change, room, state, state.first)?;
                }
            }
            Ok(change.commit()?)
        })
    }

    fn change(&self, entries: &[Entry], on_conflict: OnConflict) -> Result<(), LogError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.mending(|| {
            self.write(|db| {
                let change = db.transaction()?;
                let mut begins = None;
                for entry in entries {
                    // What was forgotten may still come, from a host that was asked for it before. It stays forgotten.
                    if on_conflict == OnConflict::Replace {
                        let first = match begins {
                            Some((room, first)) if room == entry.room => first,
                            _ => reading::first(&change, entry.room)?,
                        };
                        begins = Some((entry.room, first));
                        if entry.event.seq < first {
                            continue;
                        }
                    }
                    put(&change, entry, on_conflict)?;
                }
                Ok(change.commit()?)
            })
        })?;
        if entries.iter().any(|entry| matches!(entry.event.body, Body::Withdrawn { .. })) {
            self.untidy.store(true, Ordering::Relaxed);
        }
        if self.untidy.load(Ordering::Relaxed) {
            self.tidy();
        }
        self.note_growth(entries);
        let writer = Arc::clone(&self.writer);
        let mut round = Round::default();
        self.indexer.get_or_init(|| Indexer::start(move || round.go_on(&writer))).ring();
        Ok(())
    }

    fn note_growth(&self, entries: &[Entry]) {
        let mut grown_at = lock(&self.grown_at);
        let count = *self.grown.borrow() + entries.len() as u64;
        grown_at.extend(entries.iter().map(|entry| (entry.room, count)));
        // While the rooms are held: whoever hears of it finds them noted.
        self.grown.send_replace(count);
    }

    /// Forgets the index that words are found by. It is made anew, little by little.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn renew_index(&self) -> Result<(), LogError> {
        self.write(|db| {
            let change = db.transaction()?;
            index::renew(&change)?;
            Ok(change.commit()?)
        })
    }

    /// Does something that needs the index, and again where that turns out to be damaged: everything in it is elsewhere.
    fn mending<T>(&self, work: impl Fn() -> Result<T, LogError>) -> Result<T, LogError> {
        match work() {
            Err(LogError::Index) => {
                tracing::warn!("the index is damaged, and made anew");
                self.renew_index()?;
                work()
            }
            done => done,
        }
    }

    /// Has as much indexed as one question needs and gets: what was said a moment ago, and some more of what it asks for.
    fn index_for(&self, room: RoomNo, query: &Query) -> Result<(), LogError> {
        let until = Instant::now() + QUESTION;
        let slice = |part| indexing(&self.writer, |db, slice| index::batch(db, room, slice, part));
        let span = || self.with_reader(|db| index::span(db, room));
        // Whoever goes on in what was there before must get further there, however much comes since.
        let asks_for_newer = |span: Span| query.before.is_none_or(|before| before > span.high.next());
        if span()?.is_none_or(asks_for_newer) {
            while slice(Part::Newer)? {
                if Instant::now() >= until {
                    return Ok(());
                }
            }
        }
        let Some(begun) = span()? else { return Ok(()) };
        let wanted = match query.before {
            Some(before) => before <= begun.low.next(),
            None => begun.high.0 - begun.low.0 < OLDER,
        };
        let mut low = begun.low;
        while wanted && low > begun.low.back(OLDER) && slice(Part::Older)? && Instant::now() < until {
            low = span()?.map_or(Seq::START, |span| span.low);
        }
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
        work(&mut self.writer.at_once())
    }

    /// Uses a reader, so that reading waits for no writer.
    pub(crate) fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        let Place::File(path) = &self.place else {
            return work(&self.writer.at_once());
        };
        let spare = lock(&self.readers).pop();
        let reader = match spare {
            Some(reader) => reader,
            None => schema::open_reader(path)?,
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
        self.change(entries, OnConflict::Refuse)
    }

    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        self.with_reader(|db| reading::read(db, room, *range.start(), *range.end(), limit))
    }

    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.write(|db| reading::find(db, id))
    }

    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
        self.with_reader(|db| message::signs(db, of, who))
    }

    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.with_reader(|db| reading::head(db, room))
    }

    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.with_reader(|db| {
            let rooms = reading::rooms(db)?;
            rooms.into_iter().map(|room| Ok((room, reading::state(db, room, self.missing_start)?))).collect()
        })
    }

    fn rooms_after(&self, after: RoomNo) -> Result<Vec<RoomNo>, LogError> {
        self.with_reader(|db| {
            let deleted = reading::deleted(db)?;
            Ok(reading::with_events_after(db, after)?.into_iter().filter(|room| !deleted.contains(room)).collect())
        })
    }

    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.write(|db| {
            let change = db.transaction()?;
            prune::remember(&change, room, state)?;
            Ok(change.commit()?)
        })
    }

    fn delete(&self, room: RoomNo) -> Result<State, LogError> {
        let state = self.write(|db| {
            let change = db.transaction()?;
            let state = prune::delete(&change, room)?;
            change.commit()?;
            Ok(state)
        })?;
        lock(&self.grown_at).remove(&room);
        Ok(state)
    }

    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.with_reader(|db| {
            let state = |room| Ok(reading::remembered(db, room)?.map(|state| (room, state)));
            reading::deleted(db)?.into_iter().filter_map(|room| state(room).transpose()).collect()
        })
    }

    fn first(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.with_reader(|db| reading::first(db, room))
    }

    fn prune(&self, room: RoomNo, first: Seq, state: &State) -> Result<Pruned, LogError> {
        let more = self.mending(|| self.write(|db| prune::batch(db, room, first, state)))?;
        // Not in between, where every commit would clear what was written ahead.
        if more {
            return Ok(Pruned::More);
        }
        self.untidy.store(true, Ordering::Relaxed);
        self.tidy();
        Ok(if self.untidy.load(Ordering::Relaxed) { Pruned::HeldUp } else { Pruned::Done })
    }

    fn search(&self, room: RoomNo, query: &Query) -> Result<Hits, LogError> {
        self.mending(|| {
            if !query.words.trim().is_empty() {
                self.index_for(room, query)?;
            }
            self.with_reader(|db| search::search(&*db.unchecked_transaction()?, room, query))
        })
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.grown.subscribe()
    }

    fn grown_since(&self, count: u64) -> Result<(u64, Vec<RoomNo>), LogError> {
        let grown_at = lock(&self.grown_at);
        let rooms = grown_at.iter().filter(|(_, at)| **at > count).map(|(room, _)| *room).collect();
        Ok((*self.grown.borrow(), rooms))
    }
}
