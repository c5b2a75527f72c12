//! The index that words are found by, beside the events in the same file. It always holds what messages say now, and
//! nothing of what was taken back. It is written behind the commit, in bounded batches, from the newest events on:
//! upwards as a room grows, and downwards to its beginning. What it holds is changed with the events, at once.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::LogError;
use super::key::{from_stored, key, room_of, seq_of, to_stored};
use super::writer::Slice;
use super::{message, reading, words};
use crate::room::{EventId, RoomNo, Seq};

/// Makes the index. Words only, no text: that is in the events. What is taken out leaves no trace.
/// `low` and `high` are the stretch of a room that is indexed: after `low`, up to `high`.
pub(super) const STEP: &str = "CREATE VIRTUAL TABLE words USING fts5(
        text, content = '', columnsize = 0, tokenize = \"ascii tokenchars '$+<=>^`|~'\"
    );
    INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
    CREATE TABLE indexed (
        room INTEGER PRIMARY KEY,
        low  INTEGER NOT NULL,
        high INTEGER NOT NULL
    ) STRICT;";

/// The stretch of a room that is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The last event below it.
    pub(super) low: Seq,
    /// Its last event.
    pub(super) high: Seq,
}

impl Span {
    fn holds(self, seq: Seq) -> bool {
        self.low < seq && seq <= self.high
    }
}

/// The stretch of a room that is indexed, if there is any.
pub(super) fn span(db: &Connection, room: RoomNo) -> Result<Option<Span>, LogError> {
    let mut select = db.prepare_cached("SELECT low, high FROM indexed WHERE room = ?1")?;
    let span = select.query_row([room.0], |row| {
        Ok(Span { low: Seq(from_stored(row.get(0)?)), high: Seq(from_stored(row.get(1)?)) })
    });
    Ok(span.optional()?)
}

/// Whether all of a room is indexed, but for what came since.
pub(super) fn is_whole(db: &Connection, room: RoomNo) -> Result<bool, LogError> {
    Ok(span(db, room)?.is_some_and(|span| span.low == Seq::START))
}

/// What is indexed next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What came since.
    Newer,
    /// What was there before.
    Older,
    /// What came since; where that is done, what was there before.
    Any,
}

/// Indexes one slice more. True where there is more.
pub(super) fn batch(db: &Connection, room: RoomNo, slice: &mut Slice, part: Part) -> Result<bool, LogError> {
    let head = reading::head(db, room)?;
    let before = span(db, room)?;
    let mut span = before.unwrap_or(Span { low: head, high: head });
    let more = |span: Span| [part != Part::Older && span.high < head, part != Part::Newer && span.low > Seq::START];
    let [newer, older] = more(span);
    if newer {
        let (first, last) = (key(room, span.high.next()), key(room, head));
        let sql = "SELECT place, id, body FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place";
        span.high = add_all(db, sql, first, last, slice)?.unwrap_or(head);
    } else if older {
        let (first, last) = (key(room, Seq(1)), key(room, span.low));
        let sql = "SELECT place, id, body FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC";
        span.low = add_all(db, sql, first, last, slice)?.map_or(Seq::START, |lowest| lowest.back(1));
    }
    if before != Some(span) {
        db.prepare_cached("INSERT OR REPLACE INTO indexed (room, low, high) VALUES (?1, ?2, ?3)")?.execute(params![
            room.0,
            to_stored(span.low.0),
            to_stored(span.high.0)
        ])?;
    }
    Ok(more(span).contains(&true))
}

/// Adds the messages among these events, up to the end of the slice: one at least. The answer is the last event looked at,
/// if there was one.
fn add_all(db: &Connection, sql: &str, first: i64, last: i64, slice: &mut Slice) -> Result<Option<Seq>, LogError> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([first, last])?;
    let mut seen = None;
    while let Some(row) = rows.next()? {
        if seen.is_some() && slice.is_spent() {
            break;
        }
        let place = row.get(0)?;
        seen = Some(seq_of(place));
        let Some(text) = message::first_words(row.get_ref(2)?.as_str_or_null().ok().flatten()) else {
            slice.spend(0);
            continue;
        };
        let text = message::newest_words(db, EventId(row.get(1)?))?.unwrap_or(text.into_owned());
        add(db, place, &text)?;
        slice.spend(text.len());
    }
    Ok(seen)
}

/// Does `work`, which changes events, and has the index follow what these messages say.
pub(super) fn keep_in_step(
    db: &Connection,
    messages: &[EventId],
    work: impl FnOnce() -> Result<(), LogError>,
) -> Result<(), LogError> {
    let said = |id: &EventId| indexed_words(db, *id);
    let before: Vec<_> = messages.iter().map(said).collect::<Result<_, _>>()?;
    work()?;
    for (id, before) in messages.iter().zip(before) {
        let after = said(id)?;
        if before != after {
            before.iter().try_for_each(|(place, text)| remove(db, *place, text))?;
            after.iter().try_for_each(|(place, text)| add(db, *place, text))?;
        }
    }
    Ok(())
}

/// The messages that a change of this place, which may hold something already, concerns.
pub(super) fn affected(
    db: &Connection,
    place: i64,
    id: EventId,
    of: Option<EventId>,
) -> Result<Vec<EventId>, LogError> {
    let mut messages: Vec<EventId> = of.into_iter().collect();
    let span = span(db, room_of(place))?;
    if span.is_some_and(|span| span.holds(seq_of(place))) {
        messages.push(id);
    }
    let mut select = db.prepare_cached("SELECT id, of FROM event WHERE place = ?1")?;
    let there = select.query_row([place], |row| Ok((EventId(row.get(0)?), row.get::<_, Option<_>>(1)?.map(EventId))));
    if let Some((id, of)) = there.optional()? {
        messages.extend([Some(id), of].into_iter().flatten());
    }
    messages.sort_unstable_by_key(|id| id.0);
    messages.dedup();
    Ok(messages)
}

/// Takes the messages of a room up to `last` out, which go with all that was said of them.
pub(super) fn forget(db: &Connection, room: RoomNo, last: i64) -> Result<(), LogError> {
    let Some(Span { low, high }) = span(db, room)? else { return Ok(()) };
    let first = key(room, low.next());
    let mut select = db.prepare_cached("SELECT place, id, body FROM event WHERE place BETWEEN ?1 AND ?2")?;
    let mut rows = select.query([first, last.min(key(room, high))])?;
    while let Some(row) = rows.next()? {
        let Some(text) = message::first_words(row.get_ref(2)?.as_str_or_null().ok().flatten()) else { continue };
        let text = message::newest_words(db, EventId(row.get(1)?))?.unwrap_or(text.into_owned());
        remove(db, row.get(0)?, &text)?;
    }
    // Where that was all below what is indexed, nothing is left to be indexed there.
    if low <= seq_of(last) {
        let all = "UPDATE indexed SET low = 0, high = max(high, ?2) WHERE room = ?1";
        db.prepare_cached(all)?.execute(params![room.0, to_stored(seq_of(last).0)])?;
    }
    Ok(())
}

/// Forgets the whole index. It is made anew, little by little.
pub(super) fn renew(db: &Connection) -> Result<(), LogError> {
    db.execute_batch("DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS indexed;")?;
    Ok(db.execute_batch(STEP)?)
}

/// What a message says now and where it is, if that is in the index.
fn indexed_words(db: &Connection, id: EventId) -> Result<Option<(i64, String)>, LogError> {
    let mut select = db.prepare_cached("SELECT place, body FROM event WHERE id = ?1")?;
    let mut rows = select.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let place: i64 = row.get(0)?;
    let Some(text) = message::first_words(row.get_ref(1)?.as_str_or_null().ok().flatten()) else { return Ok(None) };
    let (room, seq) = (room_of(place), seq_of(place));
    if !span(db, room)?.is_some_and(|span| span.holds(seq)) {
        return Ok(None);
    }
    let newest = message::newest_words(db, id)?;
    Ok(Some((place, newest.unwrap_or_else(|| text.into_owned()))))
}

fn add(db: &Connection, place: i64, text: &str) -> Result<(), LogError> {
    let add = "INSERT INTO words (rowid, text) VALUES (?1, ?2)";
    db.prepare_cached(add)?.execute(params![place, words::words(text)])?;
    Ok(())
}

fn remove(db: &Connection, place: i64, text: &str) -> Result<(), LogError> {
    let remove = "INSERT INTO words (words, rowid, text) VALUES ('delete', ?1, ?2)";
    db.prepare_cached(remove)?.execute(params![place, words::words(text)])?;
    Ok(())
}
