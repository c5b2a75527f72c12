//! The ledger: a plain file for people who want one, with every event and every coming and going as a line of JSON.
//! It reads the log with a cursor of its own, like everyone else, and holds nobody up.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::HostError;
use super::settings::Clock;
use crate::log::{Log, LogError};
use crate::room::{Author, Event, Name, PersonId, RoomNo, Seq};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;

/// How many notes may wait. Under a flood of connections the rest is counted, not written.
const NOTES: usize = 4096;

/// How much of the end of an old ledger is read to find where it stopped.
const TAIL: u64 = 1024 * 1024;

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

    pub(super) fn came(from: Origin, key: Fingerprint, me: &Author) -> Self {
        Self::Door(Entry { key: Some(key), ..Self::door("connected", from, Some(me)) })
    }

    pub(super) fn went(from: Origin, me: &Author, how: &str) -> Self {
        Self::Door(Entry { why: Some(how.to_owned()), ..Self::door("disconnected", from, Some(me)) })
    }

    pub(super) fn dismissed(from: Origin, me: &Author, why: &str) -> Self {
        Self::Door(Entry { why: Some(why.to_owned()), ..Self::door("dismissed", from, Some(me)) })
    }

    pub(super) fn refused(from: Origin, key: Option<Fingerprint>, why: &str) -> Self {
        Self::Door(Entry { key, why: Some(why.to_owned()), ..Self::door("refused", from, None) })
    }
}

impl Ledger {
    pub(super) fn open(path: &Path, log: Arc<dyn Log>, clock: Clock) -> Result<Self, HostError> {
        let trouble = |error| HostError::Ledger { path: path.to_owned(), error };
        let mut cursors = left_off(path).map_err(trouble)?;
        for (room, state) in log.rooms()? {
            // A ledger that never heard of a room begins now: it was not asked for before.
            let cursor = cursors.entry(room).or_insert(state.head);
            *cursor = state.head.min(*cursor);
        }
        let file = append_to(path).map_err(trouble)?;
        let (notes, waiting) = mpsc::channel(NOTES);
        let book = Book { path: path.to_owned(), file, log, clock, cursors };
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
        self.write_events()?;
        match note {
            Some(Note::Door(entry)) => self.write_line(&Dated { at: (self.clock)(), entry }),
            Some(Note::Reopen) => {
                self.file = append_to(&self.path)?;
                Ok(())
            }
            Some(Note::Close) | None => Ok(()),
        }
    }

    fn write_events(&mut self) -> Result<(), Trouble> {
        let rooms: Vec<_> = self.cursors.iter().map(|(room, cursor)| (*room, *cursor)).collect();
        for (room, mut cursor) in rooms {
            loop {
                let events = self.log.read(room, cursor.next()..=Seq(u64::MAX), PAGE)?;
                let Some(last) = events.last().map(|last| last.seq) else { break };
                let mut lines = Vec::new();
                for event in events {
                    serde_json::to_writer(&mut lines, &Line { what: "event", room, event }).map_err(io::Error::from)?;
                    lines.push(b'\n');
                }
                self.file.write_all(&lines)?;
                cursor = last;
                self.cursors.insert(room, cursor);
            }
        }
        Ok(())
    }

    fn write_line(&mut self, line: &impl Serialize) -> Result<(), Trouble> {
        let mut text = serde_json::to_vec(line).map_err(io::Error::from)?;
        text.push(b'\n');
        Ok(self.file.write_all(&text)?)
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

#[derive(Serialize)]
struct Line {
    what: &'static str,
    room: RoomNo,
    #[serde(flatten)]
    event: Event,
}

fn append_to(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The last event of each room that an old ledger tells of, so that nothing is missing after a crash.
fn left_off(path: &Path) -> io::Result<BTreeMap<RoomNo, Seq>> {
    #[derive(Deserialize)]
    struct Place {
        room: RoomNo,
        seq: Seq,
    }
    let mut cursors = BTreeMap::new();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(cursors),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    for line in BufReader::new(file).split(b'\n') {
        if let Ok(Place { room, seq }) = serde_json::from_slice(&line?) {
            cursors.insert(room, seq);
        }
    }
    Ok(cursors)
}
