//! The ledger: a plain file for people who want one, with every event and every coming and going as a line of JSON.
//! It reads the log with a cursor of its own, like everyone else, and holds nobody up. Direct talks are not in it: they
//! are for two.

mod file;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use self::file::{append_to, cut, left_off};
use super::error::HostError;
use super::settings::Clock;
use crate::log::{Log, LogError};
use crate::room::{Author, Body, Event, Name, PersonId, RoomNo, Seq};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;

/// How many notes may wait. Under a flood of connections the rest is not written.
const NOTES: usize = 4096;

/// How many events are read at a time.
const PAGE: usize = 1000;

/// The ledger of a house.
#[derive(Debug)]
pub(super) struct Ledger {
    notes: mpsc::Sender<Note>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// Something that is in no log.
#[derive(Debug)]
pub(super) enum Note {
    /// Someone came to the door, went, or was sent away.
    Door(Entry),
    /// The file was moved away: open it anew.
    Reopen,
    /// The house closes.
    Close,
}

/// A line of the ledger that is no event of a room.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    what: &'static str,
    from: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Fingerprint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Note {
    fn door(what: &'static str, from: Origin, me: Option<&Author>) -> Entry {
        Entry {
            what,
            from: from.to_string(),
            key: None,
            who: me.map(|me| me.who),
            name: me.map(|me| me.name.clone()),
            why: None,
        }
    }

    pub(super) fn came(from: Origin, key: Option<Fingerprint>, me: &Author) -> Self {
        Self::Door(Entry { key, ..Self::door("connected", from, Some(me)) })
    }

    pub(super) fn went(from: Origin, me: &Author, how: &str) -> Self {
        Self::Door(Entry { why: Some(how.to_owned()), ..Self::door("disconnected", from, Some(me)) })
    }

    pub(super) fn dismissed(from: Origin, me: &Author, why: &str) -> Self {
        Self::Door(Entry { why: Some(why.to_owned()), ..Self::door("dismissed", from, Some(me)) })
    }

    pub(super) fn invited(from: Origin, key: Fingerprint) -> Self {
        Self::Door(Entry { key: Some(key), ..Self::door("invited by code", from, None) })
    }

    pub(super) fn refused(from: Origin, key: Option<Fingerprint>, why: &str) -> Self {
        Self::Door(Entry { key, why: Some(why.to_owned()), ..Self::door("refused", from, None) })
    }
}

impl Ledger {
    pub(super) fn open(path: &Path, log: Arc<dyn Log>, clock: Clock) -> Result<Self, HostError> {
        let trouble = |error| HostError::Ledger { path: path.to_owned(), error };
        let rooms = log.rooms()?;
        let newest = rooms.iter().map(|(room, _)| *room).max().unwrap_or(RoomNo(0));
        let mut cursors: BTreeMap<RoomNo, Seq> =
            rooms.into_iter().filter(|(_, state)| !state.is_direct()).map(|(room, state)| (room, state.head)).collect();
        // A new ledger begins now: it was not asked for before.
        if let Some(told) = left_off(path, &cursors).map_err(trouble)? {
            for (room, cursor) in &mut cursors {
                // A room that it never heard of was made since.
                *cursor = told.get(room).copied().unwrap_or(Seq::START).min(*cursor);
            }
        }
        let file = append_to(path).map_err(trouble)?;
        let (notes, waiting) = mpsc::channel(NOTES);
        let mut book = Book { path: path.to_owned(), file, log, clock, cursors, newest, grown: None };
        book.write_opened().map_err(trouble)?;
        let writer = Mutex::new(Some(tokio::spawn(book.keep(waiting))));
        Ok(Self { notes, writer })
    }

    pub(super) fn note(&self, note: Note) {
        if self.notes.try_send(note).is_err() {
            tracing::warn!("the ledger is behind, and a line of it is missing");
        }
    }

    pub(super) async fn close(&self) {
        // Waits its turn: what was noted before is written first.
        let _ = self.notes.send(Note::Close).await;
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.await;
        }
    }
}

/// The writer's own.
struct Book {
    path: PathBuf,
    file: File,
    log: Arc<dyn Log>,
    clock: Clock,
    cursors: BTreeMap<RoomNo, Seq>,
    /// The highest number of a room that was met, whether it is written of or not.
    newest: RoomNo,
    /// How far the log had grown when it was last read.
    grown: Option<u64>,
}

impl Book {
    async fn keep(mut self, mut notes: mpsc::Receiver<Note>) {
        let mut growth = self.log.growth();
        loop {
            let (note, last) = tokio::select! {
                note = notes.recv() => {
                    let last = matches!(note, None | Some(Note::Close));
                    (note, last)
                }
                grown = growth.changed() => (None, grown.is_err()),
            };
            // Files may be slow, and whoever serves sockets must not be.
            let written = tokio::task::spawn_blocking(move || {
                let done = self.write(note);
                (self, done)
            });
            match written.await {
                Ok((book, done)) => {
                    self = book;
                    if let Err(error) = done {
                        tracing::warn!(%error, path = %self.path.display(), "the ledger could not be written");
                    }
                }
                Err(_) => return,
            }
            if last {
                return;
            }
        }
    }

    fn write(&mut self, note: Option<Note>) -> Result<(), Trouble> {
        // Events first: what is noted happened after them.
        let told = self.write_events();
        match note {
            Some(Note::Door(entry)) => {
                told?;
                let line = as_line(&Dated { at: (self.clock)(), entry })?;
                Ok(self.write_lines(&line)?)
            }
            Some(Note::Reopen) => {
                self.file = append_to(&self.path)?;
                self.write_opened()?;
                // What the old file could not take is for the new one.
                told.or_else(|_| self.write_events())
            }
            Some(Note::Close) | None => told,
        }
    }

    fn write_events(&mut self) -> Result<(), Trouble> {
        self.meet_new_rooms()?;
        // Only of rooms that grew since there is anything to write.
        let (grown, mut rooms) = self.log.grown_since(self.grown.unwrap_or_default())?;
        if self.grown.is_none() {
            // Not what came before this opening, though.
            rooms = self.cursors.keys().copied().collect();
        }
        for room in rooms {
            let Some(mut cursor) = self.cursors.get(&room).copied() else { continue };
            loop {
                // Of a room that was deleted meanwhile, there is nothing more.
                let events = self.log.read(room, cursor.next()..=Seq(u64::MAX), PAGE)?;
                let Some(last) = events.last().map(|last| last.seq) else { break };
                let mut lines = Vec::new();
                for event in events {
                    lines.extend(as_line(&Line { what: "event", room, event })?);
                }
                self.write_lines(&lines)?;
                cursor = last;
                self.cursors.insert(room, cursor);
            }
        }
        self.grown = Some(grown);
        Ok(())
    }

    /// Rooms that were made since have higher numbers than all before them, whichever of those are gone.
    fn meet_new_rooms(&mut self) -> Result<(), Trouble> {
        for room in self.log.rooms_after(self.newest)? {
            if !self.is_talk(room)? {
                self.cursors.insert(room, Seq::START);
            }
            self.newest = room;
        }
        Ok(())
    }

    /// Whether a room is the direct talk of two. Its first event says so, and where that is forgotten its state.
    fn is_talk(&self, room: RoomNo) -> Result<bool, LogError> {
        match self.log.read(room, Seq(1)..=Seq(1), 1)?.first() {
            Some(first) => Ok(matches!(first.body, Body::Direct { .. })),
            None => Ok(self.log.rooms()?.iter().any(|(no, state)| *no == room && state.is_direct())),
        }
    }

    /// Says where each room stands, so that the next opening knows even if nothing else was written.
    fn write_opened(&mut self) -> io::Result<()> {
        // What can't be looked up just now is told once more, and does no harm.
        self.cursors.retain(|room, _| self.log.head(*room).map_or(true, |head| head > Seq::START));
        let line = as_line(&Opened { at: (self.clock)(), what: "opened", after: &self.cursors })?;
        self.write_lines(&line)
    }

    /// Writes all of it or, where the disk is full, nothing: it is written again later.
    fn write_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let done = self.file.write_all(lines);
        if done.is_err()
            && let Err(error) = cut(&self.file, &self.path, before)
        {
            tracing::warn!(%error, "the ledger ends within a line");
        }
        done
    }
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    File(#[from] io::Error),
}

#[derive(Serialize)]
struct Dated {
    at: u64,
    #[serde(flatten)]
    entry: Entry,
}

/// The first line of each opening.
#[derive(Serialize)]
struct Opened<'a> {
    at: u64,
    what: &'static str,
    /// The last event of each room before it.
    after: &'a BTreeMap<RoomNo, Seq>,
}

#[derive(Serialize)]
struct Line {
    what: &'static str,
    room: RoomNo,
    #[serde(flatten)]
    event: Event,
}

fn as_line(entry: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    Ok(line)
}
