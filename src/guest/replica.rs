//! A guest's own copy of a house: the events it saw, in the same kind of log as the host's, and its outbox beside them.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::copy::HouseCopy;
use super::error::GuestError;
use super::outbox::Outbox;
use super::update::Own;
use super::visit::{Keep, Visit};
use crate::log::{DirLock, Entry, Hits, Log as _, LogError, Pruned, SqliteLog};
use crate::room::{Body, Event, EventId, Query, RoomNo, Seq, State};
use crate::wire::frame::RoomName;

/// How often it is tried to clear the last of what was forgotten from the disk, and how long it waits in between. After
/// that, the next event that comes does it.
const TRIES: u32 = 20;
const WAIT: Duration = Duration::from_millis(20);

/// Where more than so many events are forgotten, the index is made anew from what stays. To take them out of it one by one
/// takes a fifth of a millisecond each, and whoever comes in waits for it.
const MUCH: u64 = 5_000;

/// What one guest has of a house.
#[derive(Debug)]
pub struct Replica {
    log: Arc<SqliteLog>,
    outbox: Arc<Mutex<Outbox>>,
    /// How far each room is known to be here without gaps.
    whole: Arc<Mutex<HashMap<RoomNo, Seq>>>,
    /// Where it is kept, if it is.
    folder: Option<PathBuf>,
    /// What was known of the house when it was opened.
    copy: Option<HouseCopy>,
    _lock: Option<DirLock>,
}

impl Replica {
    /// Opens what is kept of the house. Where another program of the same person has it open, or nothing is to be kept,
    /// this visit has one of its own in memory.
    pub(super) fn open(visit: &Visit) -> Result<Self, GuestError> {
        let wanted = match &visit.room {
            None => String::new(),
            Some(RoomName::No(no)) => no.to_string(),
            Some(RoomName::Title(title)) => title.clone(),
        };
        let kept = match &visit.keep {
            Keep::Nowhere => None,
            Keep::In(dir) => match DirLock::take(dir) {
                Ok(lock) => Some((dir, lock)),
                Err(LogError::InUse(_)) => None,
                Err(error) => return Err(error.into()),
            },
        };
        let (log, outbox, folder, lock) = match kept {
            Some((dir, lock)) => {
                let log = SqliteLog::open_copy(&dir.join("log.db"))?;
                (log, Outbox::open(Some(&dir.join("outbox.db")), wanted)?, Some(dir.clone()), Some(lock))
            }
            None => (SqliteLog::in_memory()?, Outbox::open(None, wanted)?, None, None),
        };
        // What a crash cut short.
        log.deleted()?.into_iter().try_for_each(|(room, left)| erase(&log, room, &left))?;
        let copy = match &folder {
            Some(folder) => HouseCopy::load(folder, &log)?,
            None => None,
        };
        let (log, outbox) = (Arc::new(log), Arc::new(Mutex::new(outbox)));
        Ok(Self { log, outbox, whole: Arc::default(), folder, copy, _lock: lock })
    }

    /// Whether it outlives the visit.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self._lock.is_some()
    }

    /// What was known of the house when this visit began, to work on where the house can't be reached. Nothing where it
    /// was never visited, or nothing is kept.
    #[must_use]
    pub const fn house(&self) -> Option<&HouseCopy> {
        self.copy.as_ref()
    }

    /// Keeps what is known of the house.
    pub(super) async fn keep_copy(&self, copy: HouseCopy) -> Result<(), LogError> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        away(move || copy.save(&folder).map_err(|error| LogError::System { path: folder, error })).await
    }

    /// The newest event seen of a room.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.with_log(move |log| log.head(room)).await
    }

    /// What is here of a room within `range`.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn read(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<Vec<Event>, LogError> {
        self.with_log(move |log| log.read(room, range, usize::MAX)).await
    }

    /// What is not here of a room within `range`.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn gaps(&self, room: RoomNo, range: RangeInclusive<Seq>) -> Result<Vec<RangeInclusive<Seq>>, LogError> {
        self.with_log(move |log| log.gaps(room, range)).await
    }

    /// The latest edits of the messages among these events, as far as they came after `last`.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn changes(&self, events: &[Event], last: Seq) -> Result<Vec<Event>, LogError> {
        let messages = events.iter().filter(|event| event.body.is_message());
        let messages: Vec<EventId> = messages.map(|event| event.id).collect();
        self.with_log(move |log| log.changes(&messages, last)).await
    }

    /// What a message said before, as far as that is here: its first words, and those of each edit.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn earlier(&self, id: EventId) -> Result<Vec<Event>, LogError> {
        self.with_log(move |log| {
            let first = log.find(id)?.map(|entry| entry.event);
            Ok(first.into_iter().chain(log.edits(id)?).collect())
        })
        .await
    }

    /// Where an event is in a room, if it is here.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn find(&self, room: RoomNo, id: EventId) -> Result<Option<Seq>, LogError> {
        let found = self.with_log(move |log| log.find(id)).await?;
        Ok(found.filter(|entry| entry.room == room).map(|entry| entry.event.seq))
    }

    /// Whether everything up to the newest event seen is here, from the room's beginning on.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn is_whole(&self, room: RoomNo) -> Result<bool, LogError> {
        let whole = Arc::clone(&self.whole);
        self.with_log(move |log| {
            let head = log.head(room)?;
            // What was there once stays, so only what came since has to be looked through.
            let mut whole = whole.lock().unwrap_or_else(PoisonError::into_inner);
            let known = whole.get(&room).copied().unwrap_or(Seq::START).min(head);
            let is_whole = head > Seq::START && log.gaps(room, known.next()..=head)?.is_empty();
            if is_whole {
                whole.insert(room, head);
            }
            Ok(is_whole)
        })
        .await
    }

    /// Messages of a room that are here, newest first.
    ///
    /// # Errors
    /// The replica can't be read.
    pub async fn search(&self, room: RoomNo, query: Query) -> Result<Hits, LogError> {
        self.with_log(move |log| log.search(room, &query)).await
    }

    pub(super) async fn copy(&self, room: RoomNo, events: Vec<Event>) -> Result<(), LogError> {
        let entries: Vec<_> = events.into_iter().map(|event| Entry { room, event }).collect();
        self.with_log(move |log| log.copy(&entries)).await
    }

    /// The room was deleted: nothing of it stays here.
    pub(super) async fn delete(&self, room: RoomNo) -> Result<(), LogError> {
        self.with_log(
            move |log| if log.head(room)? > Seq::START { erase(log, room, &log.delete(room)?) } else { Ok(()) },
        )
        .await?;
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
        Ok(())
    }

    /// The host's room ends at `head`: whatever is here beyond that never was.
    pub(super) async fn cut_to(&self, room: RoomNo, head: Seq) -> Result<(), LogError> {
        self.with_log(move |log| if log.head(room)? > head { log.forget_after(room, head) } else { Ok(()) }).await?;
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
        Ok(())
    }

    /// The host's room begins where `state` says: whatever is here from before is erased.
    pub(super) async fn forget(&self, room: RoomNo, state: State) -> Result<(), LogError> {
        self.with_log(move |log| {
            log.begins_at(room, &state)?;
            let first = log.first(room)?;
            if first < state.first {
                if state.first.0 - first.0 > MUCH {
                    log.renew_index()?;
                }
                let mut tries = 0;
                loop {
                    match log.prune(room, state.first, &state)? {
                        Pruned::More => {}
                        // Whoever reads here does not read long.
                        Pruned::HeldUp if tries < TRIES => {
                            tries += 1;
                            thread::sleep(WAIT);
                        }
                        Pruned::HeldUp | Pruned::Done => break,
                    }
                }
            }
            Ok(())
        })
        .await?;
        // Where the host has more again than it had, what was whole may not be.
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).remove(&room);
        Ok(())
    }

    pub(super) async fn entered(&self, room: RoomNo) -> Result<(), LogError> {
        self.with_outbox(move |outbox| outbox.entered(room)).await
    }

    pub(super) async fn add(&self, room: Option<RoomNo>, id: EventId, body: Body) -> Result<(), LogError> {
        self.with_outbox(move |outbox| outbox.add(room, id, &body)).await
    }

    pub(super) async fn refuse(&self, id: EventId, why: String, again: bool) -> Result<(), LogError> {
        self.with_outbox(move |outbox| outbox.refuse(id, &why, again)).await
    }

    pub(super) async fn retry(&self, id: EventId) -> Result<(), LogError> {
        self.with_outbox(move |outbox| outbox.retry(id)).await
    }

    pub(super) async fn remove(&self, id: EventId) -> Result<(), LogError> {
        self.with_outbox(move |outbox| outbox.remove(id)).await
    }

    pub(super) async fn waiting(&self) -> Result<Vec<Own>, LogError> {
        self.with_outbox(Outbox::waiting).await
    }

    pub(super) async fn to_send(&self, rooms: Vec<RoomNo>, count: usize) -> Result<Vec<Own>, LogError> {
        self.with_outbox(move |outbox| outbox.to_send(&rooms, count)).await
    }

    /// How much of what was said is still to be sent.
    pub async fn unsent(&self) -> usize {
        self.with_outbox(Outbox::unsent).await.unwrap_or(0)
    }

    async fn with_log<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SqliteLog) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let log = Arc::clone(&self.log);
        away(move || work(&log)).await
    }

    async fn with_outbox<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Outbox) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let outbox = Arc::clone(&self.outbox);
        away(move || work(&outbox.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

/// Does what may wait for a disk where nobody else has to wait with it.
async fn away<T: Send + 'static>(work: impl FnOnce() -> Result<T, LogError> + Send + 'static) -> Result<T, LogError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => {
            tracing::warn!(%error, "work on the replica failed");
            Err(LogError::Fault)
        }
    }
}

/// Erases what is left of a room that was deleted.
fn erase(log: &SqliteLog, room: RoomNo, left: &State) -> Result<(), LogError> {
    while log.prune(room, left.first, left)? == Pruned::More {}
    Ok(())
}
