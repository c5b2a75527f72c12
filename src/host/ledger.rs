//! The ledger: a plain file for people who want one, with every event and every coming and going as a line of JSON.
//! Direct talks are not in it: they are for two.

mod file;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use self::file::{append_to, cut, left_off};
use super::error::HostError;
use super::event_reader::EventReader;
use super::no::No;
use super::settings::Clock;
use crate::log::{Log, LogError};
use crate::room::{Author, Door, Event, Name, PersonId, RoomNo, Seq};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;

/// How many notes may wait. Under a flood of connections the rest is not written.
const NOTES: usize = 4096;

/// Why whoever does not speak TLS is not let in.
pub(super) const NOT_SECURE: &str = "No secure connection.";

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
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    pub(super) what: AtDoor,
    #[serde(serialize_with = "as_text")]
    pub(super) from: Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Fingerprint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) who: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
    /// At which door they were turned away, for want of TLS. It is for whoever looks on.
    #[serde(skip)]
    pub(super) door: Option<Door>,
}

/// What happens at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AtDoor {
    /// Someone came in.
    #[serde(rename = "connected")]
    Connected,
    /// They went, or were cut off.
    #[serde(rename = "disconnected")]
    Disconnected,
    /// They were put out.
    #[serde(rename = "dismissed")]
    Dismissed,
    /// Someone who was told a code got the invite for it.
    #[serde(rename = "invited by code")]
    Invited,
    /// Someone was not let in.
    #[serde(rename = "refused")]
    Refused,
    /// Something only looked, or spoke another language: a search of the network, a scan. The ledger calls it refused.
    #[serde(rename = "refused")]
    Silent,
}

impl Note {
    fn door(what: AtDoor, from: Origin, me: Option<&Author>) -> Entry {
        Entry {
            what,
            from,
            key: None,
            who: me.map(|me| me.who),
            name: me.map(|me| me.name.clone()),
            why: None,
            door: None,
        }
    }

    pub(super) fn came(from: Origin, key: Option<Fingerprint>, me: &Author) -> Self {
        Self::Door(Entry { key, ..Self::door(AtDoor::Connected, from, Some(me)) })
    }

    pub(super) fn went(from: Origin, me: &Author, how: &str) -> Self {
        Self::Door(Entry { why: Some(how.to_owned()), ..Self::door(AtDoor::Disconnected, from, Some(me)) })
    }

    pub(super) fn dismissed(from: Origin, me: &Author, why: &str) -> Self {
        Self::Door(Entry { why: Some(why.to_owned()), ..Self::door(AtDoor::Dismissed, from, Some(me)) })
    }

    pub(super) fn invited(from: Origin, key: Fingerprint) -> Self {
        Self::Door(Entry { key: Some(key), ..Self::door(AtDoor::Invited, from, None) })
    }

    pub(super) fn silent(from: Origin, key: Option<Fingerprint>, why: &str) -> Self {
        Self::Door(Entry { key, why: Some(why.to_owned()), ..Self::door(AtDoor::Silent, from, None) })
    }

    /// Someone who spoke without TLS was turned away at a door that lets nobody in so.
    pub(super) fn plain(from: Origin, door: Door) -> Self {
        let (door, why) = (Some(door), Some(NOT_SECURE.to_owned()));
        Self::Door(Entry { door, why, ..Self::door(AtDoor::Silent, from, None) })
    }

    pub(super) fn refused(from: Origin, key: Option<Fingerprint>, no: &No) -> Self {
        let (name, why) = (no.tried.clone(), Some(no.why.clone()));
        Self::Door(Entry { key, name, why, ..Self::door(AtDoor::Refused, from, None) })
    }
}

impl Ledger {
    pub(super) fn open(path: &Path, log: Arc<dyn Log>, clock: Clock) -> Result<Self, HostError> {
        let trouble = |error| HostError::Ledger { path: path.to_owned(), error };
        let growth = log.growth();
        let mut events = EventReader::from_now(log)?;
        // A new ledger begins now: it was not asked for before.
        if let Some(told) = left_off(path, events.cursors()).map_err(trouble)? {
            events.go_back(&told);
        }
        let file = append_to(path).map_err(trouble)?;
        let (notes, waiting) = mpsc::channel(NOTES);
        let mut book = Book { path: path.to_owned(), file, clock, events };
        book.write_opened().map_err(trouble)?;
        let writer = Mutex::new(Some(tokio::spawn(book.keep(waiting, growth))));
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
    clock: Clock,
    events: EventReader,
}

impl Book {
    async fn keep(mut self, mut notes: mpsc::Receiver<Note>, mut growth: watch::Receiver<u64>) {
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
                Ok(write_lines(&mut self.file, &self.path, &line)?)
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
        let Self { events, file, path, .. } = self;
        events.read(|room, events| {
            let mut lines = Vec::new();
            for event in events {
                lines.extend(as_line(&Line { what: "event", room, event })?);
            }
            Ok(write_lines(file, path, &lines)?)
        })
    }

    /// Says where each room stands, so that the next opening knows even if nothing else was written.
    fn write_opened(&mut self) -> io::Result<()> {
        self.events.forget_gone();
        let line = as_line(&Opened { at: (self.clock)(), what: "opened", after: self.events.cursors() })?;
        write_lines(&mut self.file, &self.path, &line)
    }
}

/// Writes all of it or, where the disk is full, nothing: it is written again later.
fn write_lines(file: &mut File, path: &Path, lines: &[u8]) -> io::Result<()> {
    let before = file.metadata()?.len();
    let done = file.write_all(lines);
    if done.is_err()
        && let Err(error) = cut(file, path, before)
    {
        tracing::warn!(%error, "the ledger ends within a line");
    }
    done
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

fn as_text<S: serde::Serializer>(from: &Origin, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(from)
}
