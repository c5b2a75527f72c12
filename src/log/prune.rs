//! Forgetting the beginning of a room: its events are overwritten on the disk, what words are found by follows, and what
//! the room is without them is remembered in the same commit. From its oldest event on and in bounded batches, so that
//! the log is whole after each of them, whatever happens next.
//!
//! Pages that become free are zeroed (`secure_delete`) and used again by what is said next; the file does not shrink.
//! Giving them back to the system would have to move other pages around, and takes a file that was made for it.

use rusqlite::{Connection, params};

use super::error::LogError;
use super::key::{key, keys, seq_of};
use super::{index, reading};
use crate::room::{RoomNo, Seq, State};

/// How many events go at a time, while whoever adds events waits.
const BATCH: usize = 256;

/// How many bytes of them: their words go out of the index as well.
const BYTES: i64 = 64 * 1024;

/// Forgets some more of what lies before `first`. `state` is what the room is at its newest. True where there is more.
pub(super) fn batch(db: &mut Connection, room: RoomNo, first: Seq, state: &State) -> Result<bool, LogError> {
    let change = db.transaction()?;
    // Never the numbers that are still to be given out.
    let first = first.min(reading::head(&change, room)?.max(state.head).next());
    let (last, more) = oldest(&change, room, first)?;
    if last.is_none() && !state.deleted && reading::first(&change, room)? >= first {
        return Ok(false);
    }
    let reached = last.filter(|_| more).map_or(first, |last| last.next());
    if last.is_some() {
        let last = key(room, reached.back(1));
        if nothing_stays(&change, room, first)? {
            // Far less work than taking out one message after the other.
            if index::span(&change, room)?.is_some() {
                index::renew(&change)?;
            }
        } else {
            index::forget(&change, room, last)?;
        }
        let delete = "DELETE FROM event WHERE place BETWEEN ?1 AND ?2";
        change.prepare_cached(delete)?.execute(params![key(room, Seq(1)), last])?;
    }
    if state.deleted && !more {
        change.prepare_cached("DELETE FROM state WHERE room = ?1")?.execute([room.0])?;
        change.prepare_cached("DELETE FROM indexed WHERE room = ?1")?.execute([room.0])?;
    } else {
        keep(&change, room, state, reached)?;
    }
    change.commit()?;
    Ok(more)
}

/// The last of the events before `first` that go together, and whether there are more.
fn oldest(db: &Connection, room: RoomNo, first: Seq) -> Result<(Option<Seq>, bool), LogError> {
    let sql = "SELECT place, octet_length(body) FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place";
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(keys(room, Seq(1), first.back(1)))?;
    let (mut last, mut count, mut bytes) = (None, 0, 0);
    while let Some(row) = rows.next()? {
        if count == BATCH || bytes >= BYTES {
            return Ok((last, true));
        }
        last = Some(seq_of(row.get(0)?));
        count += 1;
        bytes += row.get::<_, i64>(1)?;
    }
    Ok((last, false))
}

/// Notes that there is no such room any more. The answer is what [`batch`] takes, which erases what is left of it.
pub(super) fn delete(db: &Connection, room: RoomNo) -> Result<State, LogError> {
    let head = reading::head(db, room)?;
    let state = State { head, first: head.next(), deleted: true, ..State::default() };
    put(db, room, &state)?;
    Ok(state)
}

/// Whether no event of any room is left once this one begins at `first`.
fn nothing_stays(db: &Connection, room: RoomNo, first: Seq) -> Result<bool, LogError> {
    let below = db.prepare_cached("SELECT 1 FROM event WHERE place < ?1")?.exists([key(room, Seq(1))])?;
    let above = db.prepare_cached("SELECT 1 FROM event WHERE place > ?1")?.exists([key(room, first.back(1))])?;
    Ok(!below && !above)
}

/// Keeps a room's state. Where it begins is for [`batch`] alone to say, which erases what is before.
pub(super) fn remember(db: &Connection, room: RoomNo, state: &State) -> Result<(), LogError> {
    keep(db, room, state, State::beginning())
}

/// Keeps a room's state, of which nothing before `first` is kept. What is known of it to be newer, or forgotten, stays so:
/// whoever forgets and whoever adds events do so side by side.
pub(super) fn keep(db: &Connection, room: RoomNo, state: &State, first: Seq) -> Result<(), LogError> {
    let before = reading::remembered(db, room).ok().flatten();
    if before.as_ref().is_some_and(|before| before.deleted) {
        return Ok(());
    }
    let first = before.as_ref().map_or(first, |before| before.first.max(first));
    let newest = before.filter(|before| before.head > state.head);
    let mut state = newest.unwrap_or_else(|| state.clone());
    state.forget_before(first);
    put(db, room, &state)
}

fn put(db: &Connection, room: RoomNo, state: &State) -> Result<(), LogError> {
    let text = serde_json::to_string(state).map_err(|error| LogError::Damaged(error.to_string()))?;
    db.prepare_cached("INSERT OR REPLACE INTO state (room, state) VALUES (?1, ?2)")?.execute(params![room.0, text])?;
    Ok(())
}
