//! The ledger: a plain file for people who want one, with every event and every coming and going as a line of JSON.
//! It reads the log with a cursor of its own, like everyone else, and holds nobody up.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
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

/// How many notes may wait. Under a flood of connections the rest is not written.
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
        let mut cursors: BTreeMap<RoomNo, Seq> =
            log.rooms()?.into_iter().map(|(room, state)| (room, state.head)).collect();
        // A new ledger begins now: it was not asked for before.
        if let Some(told) = left_off(path, &cursors).map_err(trouble)? {
            for (room, cursor) in &mut cursors {
                // A room that it never heard of was made since.
                *cursor = told.get(room).copied().unwrap_or(Seq::START).min(*cursor);
            }
        }
        let file = append_to(path).map_err(trouble)?;
        let (notes, waiting) = mpsc::channel(NOTES);
        let mut book = Book { path: path.to_owned(), file, log, clock, cursors };
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
        let mut rooms: Vec<_> = self.cursors.iter().map(|(room, cursor)| (*room, *cursor)).collect();
        // A room that was made since has the next number.
        rooms.push((RoomNo(rooms.last().map_or(0, |(room, _)| room.0) + 1), Seq::START));
        for (room, mut cursor) in rooms {
            loop {
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
        Ok(())
    }

    /// Says where each room stands, so that the next opening knows even if nothing else was written.
    fn write_opened(&mut self) -> io::Result<()> {
        let line = as_line(&Opened { at: (self.clock)(), what: "opened", after: &self.cursors })?;
        self.write_lines(&line)
    }

    /// Writes all of it or, where the disk is full, nothing: it is written again later.
    fn write_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let done = self.file.write_all(lines);
        if done.is_err()
            && let Err(error) = self.file.set_len(before)
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

fn append_to(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    if ends_within_a_line(path)? {
        // A crash cut it off. It stays as it is, and the next one begins on a line of its own.
        file.write_all(b"\n")?;
    }
    Ok(file)
}

fn ends_within_a_line(path: &Path) -> io::Result<bool> {
    if length(path)?.is_none_or(|length| length == 0) {
        return Ok(false);
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// How long an old ledger is. Nothing where there is none, or where it can't be read back, such as a pipe.
fn length(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(file) => Ok(file.is_file().then_some(file.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The last event of each room that an old ledger tells of, so that nothing is missing after a crash.
/// Nothing where it tells of none and was never opened as a ledger.
fn left_off(path: &Path, rooms: &BTreeMap<RoomNo, Seq>) -> io::Result<Option<BTreeMap<RoomNo, Seq>>> {
    let Some(length) = length(path)? else { return Ok(None) };
    let told = told_after(path, length.saturating_sub(TAIL))?;
    let complete = told.as_ref().is_some_and(|told| rooms.keys().all(|room| told.contains_key(room)));
    if complete || length <= TAIL { Ok(told) } else { told_after(path, 0) }
}

fn told_after(path: &Path, place: u64) -> io::Result<Option<BTreeMap<RoomNo, Seq>>> {
    #[derive(Deserialize)]
    struct Told {
        room: Option<RoomNo>,
        seq: Option<Seq>,
        after: Option<BTreeMap<RoomNo, Seq>>,
    }
    let mut told: Option<BTreeMap<RoomNo, Seq>> = None;
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(place))?;
    for line in BufReader::new(file).split(b'\n') {
        match serde_json::from_slice(&line?) {
            Ok(Told { room: Some(room), seq: Some(seq), .. }) => {
                told.get_or_insert_default().insert(room, seq);
            }
            Ok(Told { after: Some(after), .. }) => told.get_or_insert_default().extend(after),
            // Who came and went; or what a crash cut off.
            _ => {}
        }
    }
    Ok(told)
}
