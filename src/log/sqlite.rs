//! The built-in store: one SQLite file, written ahead and synced, read by many while one writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::api::{Log, Pruned};
use super::connections::Connections;
use super::entry::Entry;
use super::error::LogError;
use super::file::{self, Durable};
use super::indexer::Indexer;
use super::indexing::{IndexingRound, index_for};
use super::reading::MissingStart;
use super::search::Hits;
use super::writer::lock;
use super::writing::{OnConflict, put};
use super::{index, message, prune, reading, search};
use crate::room::{Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};

/// After how many events that had to be read for it a state is remembered, so that the next opening reads none of them.
const LONG: usize = 10_000;

/// How long is looked on for a first hit, where that takes indexing more of a room.
const INDEXED_FOR: Duration = Duration::from_secs(1);

/// A log in a file, or in memory. Most of its methods are those of [`Log`]; what they do is in files by subject.
#[derive(Debug)]
pub struct SqliteLog {
    missing_start: MissingStart,
    // Before the connections, one of which it uses.
    indexer: OnceLock<Indexer>,
    pub(super) connections: Connections,
    /// Whether what was written ahead still holds words that were taken back.
    needs_checkpoint: AtomicBool,
    grown: watch::Sender<u64>,
    /// How much the log had grown when something was last appended to each room, of those to which anything was.
    grown_at: Mutex<BTreeMap<RoomNo, u64>>,
}

impl SqliteLog {
    /// Opens the log in `path`, or begins one. What it says it kept has reached the disk.
    ///
    /// # Errors
    /// The file is not a log of ours, too new, or can't be used.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Connections::open(path, Durable::PowerCut)?, MissingStart::Damage))
    }

    /// Opens a copy of a log that is kept elsewhere: it survives the program's end, but may lag behind after a power cut.
    ///
    /// # Errors
    /// As for [`SqliteLog::open`].
    pub fn open_copy(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Connections::open(path, Durable::ProgramEnd)?, MissingStart::Fine))
    }

    /// Opens a log that is there, and that someone may be writing, only to read it. What is appended to it is refused.
    ///
    /// # Errors
    /// There is none, or as for [`SqliteLog::open`].
    pub fn open_to_read(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Connections::open_to_read(path)?, MissingStart::Fine))
    }

    /// A log in memory, for as long as it is held.
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory() -> Result<Self, LogError> {
        Ok(Self::over(Connections::in_memory()?, MissingStart::Fine))
    }

    fn over(connections: Connections, missing_start: MissingStart) -> Self {
        Self {
            missing_start,
            indexer: OnceLock::new(),
            connections,
            needs_checkpoint: AtomicBool::new(false),
            grown: watch::Sender::new(0),
            grown_at: Mutex::default(),
        }
    }

    pub(super) fn change(&self, entries: &[Entry], on_conflict: OnConflict) -> Result<(), LogError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.repairing_index(|| {
            self.connections.write(|db| {
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
            self.needs_checkpoint.store(true, Ordering::Relaxed);
        }
        if self.needs_checkpoint.load(Ordering::Relaxed) {
            self.checkpoint();
        }
        self.note_growth(entries);
        let writer = Arc::clone(self.connections.writer());
        let mut round = IndexingRound::default();
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
        self.connections.write(|db| {
            let change = db.transaction()?;
            index::renew(&change)?;
            Ok(change.commit()?)
        })
    }

    /// Does something that needs the index, and again where that turns out to be damaged: everything in it is elsewhere.
    fn repairing_index<T>(&self, work: impl Fn() -> Result<T, LogError>) -> Result<T, LogError> {
        match work() {
            Err(LogError::Index) => {
                tracing::warn!("the index is damaged, and made anew");
                self.renew_index()?;
                work()
            }
            done => done,
        }
    }

    /// Clears what was written ahead, if nobody reads in it just now. Else the next commit tries again.
    fn checkpoint(&self) {
        let done = self.connections.write(|db| {
            // A long reader must not hold up what is said meanwhile.
            db.busy_timeout(Duration::ZERO)?;
            let busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            db.busy_timeout(file::BUSY)?;
            Ok(busy?)
        });
        match done {
            Ok(busy) => self.needs_checkpoint.store(busy, Ordering::Relaxed),
            Err(error) => tracing::debug!(%error, "what was written ahead stays for now"),
        }
    }
}

impl Log for SqliteLog {
    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.change(entries, OnConflict::Refuse)
    }

    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        self.connections.read(|db| reading::read(db, room, *range.start(), *range.end(), limit))
    }

    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.connections.write(|db| reading::find(db, id))
    }

    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
        self.connections.read(|db| message::signs(db, of, who))
    }

    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.connections.read(|db| reading::head(db, room))
    }

    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        let rooms = self.connections.read(|db| {
            let state = |room| Ok((room, reading::folded(db, room, self.missing_start)?));
            reading::rooms(db)?.into_iter().map(state).collect::<Result<Vec<_>, LogError>>()
        })?;
        for (room, folded) in &rooms {
            // After a crash there is nothing newer than at the last clean end: the next opening would read it all again.
            if folded.events > LONG
                && let Err(error) = self.remember(*room, &folded.state)
            {
                tracing::warn!(%error, %room, "the state of a room was not remembered");
            }
        }
        Ok(rooms.into_iter().map(|(room, folded)| (room, folded.state)).collect())
    }

    fn rooms_after(&self, after: RoomNo) -> Result<Vec<RoomNo>, LogError> {
        self.connections.read(|db| {
            let deleted = reading::deleted(db)?;
            Ok(reading::with_events_after(db, after)?.into_iter().filter(|room| !deleted.contains(room)).collect())
        })
    }

    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.connections.write(|db| {
            let change = db.transaction()?;
            prune::remember(&change, room, state)?;
            Ok(change.commit()?)
        })
    }

    fn delete(&self, room: RoomNo) -> Result<State, LogError> {
        let state = self.connections.write(|db| {
            let change = db.transaction()?;
            let state = prune::delete(&change, room)?;
            change.commit()?;
            Ok(state)
        })?;
        lock(&self.grown_at).remove(&room);
        Ok(state)
    }

    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.connections.read(|db| {
            let state = |room| Ok(reading::remembered(db, room)?.map(|state| (room, state)));
            reading::deleted(db)?.into_iter().filter_map(|room| state(room).transpose()).collect()
        })
    }

    fn first(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.connections.read(|db| reading::first(db, room))
    }

    fn prune(&self, room: RoomNo, first: Seq, state: &State) -> Result<Pruned, LogError> {
        let more = self.repairing_index(|| self.connections.write(|db| prune::batch(db, room, first, state)))?;
        // Not in between, where every commit would clear what was written ahead.
        if more {
            return Ok(Pruned::More);
        }
        self.needs_checkpoint.store(true, Ordering::Relaxed);
        self.checkpoint();
        Ok(if self.needs_checkpoint.load(Ordering::Relaxed) { Pruned::HeldUp } else { Pruned::Done })
    }

    fn search(&self, room: RoomNo, query: &Query) -> Result<Hits, LogError> {
        self.repairing_index(|| {
            let by_words = !query.words.trim().is_empty();
            if by_words
                && let Some(hits) =
                    self.connections.read(|db| search::among_newest(&*db.unchecked_transaction()?, room, query))?
            {
                return Ok(hits);
            }
            let (until, mut query) = (Instant::now() + INDEXED_FOR, Cow::Borrowed(query));
            loop {
                if by_words {
                    index_for(&self.connections, room, &query)?;
                }
                let hits = self.connections.read(|db| search::search(&*db.unchecked_transaction()?, room, &query))?;
                match hits.next {
                    // Nobody takes an empty answer for one that goes on.
                    Some(next)
                        if by_words
                            && hits.events.is_empty()
                            && Instant::now() < until
                            && !self.connections.read(|db| index::is_whole(db, room))? =>
                    {
                        query.to_mut().before = Some(next);
                    }
                    _ => return Ok(hits),
                }
            }
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
