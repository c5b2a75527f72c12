//! Events and rooms, read from the store. What was said of a message later is in `message`.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::body;
use super::entry::Entry;
use super::error::LogError;
use super::key::{key, keys, room_of, seq_of};
use crate::room::{Author, Event, EventId, Name, PersonId, RoomNo, Seq, State};

/// What it means where the beginning of a room is missing, of which nothing is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MissingStart {
    /// Damage: its host would take it for another room, and give out numbers anew.
    Damage,
    /// Nothing: in a copy it may not have come yet.
    Fine,
}

/// A row as the event it is.
pub(super) fn entry(row: &Row<'_>) -> Result<Entry, LogError> {
    Rows::default().entry(row)
}

/// Rows, one after the other. Few people say much: each name is checked once.
#[derive(Default)]
struct Rows {
    names: HashMap<PersonId, Name>,
}

impl Rows {
    /// A row as the event it is.
    fn entry(&mut self, row: &Row<'_>) -> Result<Entry, LogError> {
        let key: i64 = row.get(0)?;
        let (room, seq) = (room_of(key), seq_of(key));
        let damaged = |what: &str| LogError::Damaged(format!("event {seq} of room {room} {what}"));
        let name = row.get_ref(4)?.as_str_or_null().map_err(|_| damaged("has no name"))?;
        let by = row.get::<_, Option<u32>>(3)?.map(PersonId).zip(name);
        let by = by.map(|(who, name)| {
            let name = self.name(who, name).ok_or_else(|| damaged("has a name that can't be one"))?;
            Ok::<_, LogError>(Author { who, name })
        });
        let body = row.get_ref(5)?.as_str().map_err(|_| damaged("has no body"))?;
        let body = body::read(body).map_err(|error| {
            tracing::debug!(%error, "a body can't be read");
            damaged("can't be read")
        })?;
        let event = Event {
            seq,
            at: row.get::<_, i64>(1)?.try_into().map_err(|_| damaged("has no time"))?,
            id: EventId(row.get(2)?),
            by: by.transpose()?,
            body,
        };
        Ok(Entry { room, event })
    }

    fn name(&mut self, who: PersonId, name: &str) -> Option<Name> {
        if let Some(known) = self.names.get(&who).filter(|known| known.as_str() == name) {
            return Some(known.clone());
        }
        let name: Name = name.parse().ok()?;
        self.names.insert(who, name.clone());
        Some(name)
    }
}

/// The events of a room from `first` to `last`, at most `limit`.
pub(super) fn read(db: &Connection, room: RoomNo, first: Seq, last: Seq, limit: usize) -> Result<Vec<Event>, LogError> {
    let mut select = db.prepare_cached(
        "SELECT place, at, id, who, name, body FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found = select.query(params![key(room, first), key(room, last), limit])?;
    let (mut rows, mut events) = (Rows::default(), Vec::new());
    while let Some(row) = found.next()? {
        events.push(rows.entry(row)?.event);
    }
    Ok(events)
}

/// The stretches between `first` and `last` of which nothing is here.
pub(super) fn gaps(db: &Connection, room: RoomNo, first: Seq, last: Seq) -> Result<Vec<RangeInclusive<Seq>>, LogError> {
    let mut select = db.prepare_cached("SELECT place FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place")?;
    let mut rows = select.query(keys(room, first, last))?;
    let mut gaps = Vec::new();
    // What is no longer kept anywhere is not missing.
    let mut wanted = first.max(self::first(db, room)?);
    while let Some(row) = rows.next()? {
        let here = seq_of(row.get(0)?);
        if wanted < here {
            gaps.push(wanted..=here.back(1));
        }
        wanted = here.next();
    }
    if wanted <= last {
        gaps.push(wanted..=last);
    }
    Ok(gaps)
}

/// The event with this id.
pub(super) fn find(db: &Connection, id: EventId) -> Result<Option<Entry>, LogError> {
    let mut select = db.prepare_cached("SELECT place, at, id, who, name, body FROM event WHERE id = ?1")?;
    let mut rows = select.query(params![id.0])?;
    rows.next()?.map(entry).transpose()
}

/// What is remembered of a room.
pub(super) fn remembered(db: &Connection, room: RoomNo) -> Result<Option<State>, LogError> {
    let mut select = db.prepare_cached("SELECT state FROM state WHERE room = ?1")?;
    let mut rows = select.query([room.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let read = row.get_ref(0)?.as_str().ok().and_then(|text| serde_json::from_str(text).ok());
    read.map(Some).ok_or_else(|| LogError::Damaged(format!("what is remembered of room {room} can't be read")))
}

/// The oldest event of a room that is still kept, or will be the next.
pub(super) fn first(db: &Connection, room: RoomNo) -> Result<Seq, LogError> {
    // What can't be read is found elsewhere, where it matters.
    let remembered = remembered(db, room).ok().flatten();
    Ok(remembered.map_or(State::beginning(), |state| state.first))
}

/// The number of a room's newest event, even if that is no longer kept.
pub(super) fn head(db: &Connection, room: RoomNo) -> Result<Seq, LogError> {
    let newest = db
        .prepare_cached("SELECT place FROM event WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC LIMIT 1")?
        .query_row(keys(room, Seq(1), Seq(u64::MAX)), |row| row.get(0))
        .optional()?;
    if let Some(newest) = newest {
        return Ok(seq_of(newest));
    }
    Ok(remembered(db, room)?.filter(is_empty).map_or(Seq::START, |state| state.head))
}

/// Whether a room was emptied, and nothing happened since.
pub(super) fn is_empty(state: &State) -> bool {
    state.first > State::beginning() && state.first == state.head.next()
}

/// The rooms that there are, whether or not any of their events are still kept.
pub(super) fn rooms(db: &Connection) -> Result<Vec<RoomNo>, LogError> {
    let mut rooms: BTreeSet<RoomNo> = with_events(db)?.into_iter().collect();
    let mut select = db.prepare_cached("SELECT room FROM state")?;
    let remembered = select.query_map([], |row| row.get(0).map(RoomNo))?;
    for room in remembered.collect::<Result<Vec<_>, _>>()? {
        if !rooms.contains(&room) && self::remembered(db, room)?.as_ref().is_some_and(is_empty) {
            rooms.insert(room);
        }
    }
    for room in deleted(db)? {
        rooms.remove(&room);
    }
    Ok(rooms.into_iter().collect())
}

/// The rooms that were deleted and of which something is still to be erased.
pub(super) fn deleted(db: &Connection) -> Result<Vec<RoomNo>, LogError> {
    // What can't be read is found elsewhere, where it matters.
    let sql = "SELECT room FROM state WHERE json_valid(state) AND json_extract(state, '$.deleted')";
    let mut select = db.prepare_cached(sql)?;
    let rooms = select.query_map([], |row| row.get(0).map(RoomNo))?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

/// The rooms that have events.
pub(super) fn with_events(db: &Connection) -> Result<Vec<RoomNo>, LogError> {
    with_events_after(db, RoomNo(0))
}

/// The rooms beyond this one that have events.
pub(super) fn with_events_after(db: &Connection, after: RoomNo) -> Result<Vec<RoomNo>, LogError> {
    let mut rooms = Vec::new();
    let mut after = after;
    // One look a room, not one an event: from each room straight to the first event beyond it.
    while let Some(room) = next_with_events(db, after)? {
        rooms.push(room);
        after = room;
    }
    Ok(rooms)
}

/// The next room beyond this one that has events.
pub(super) fn next_with_events(db: &Connection, after: RoomNo) -> Result<Option<RoomNo>, LogError> {
    let mut select = db.prepare_cached("SELECT place FROM event WHERE place > ?1 ORDER BY place LIMIT 1")?;
    let beyond = if after == RoomNo(0) { 0 } else { key(after, Seq(u64::MAX)) };
    Ok(select.query_row([beyond], |row| row.get(0).map(room_of)).optional()?)
}

/// A room's state, and how much had to be read for it.
pub(super) struct Folded {
    pub(super) state: State,
    /// How many events came after the one that was remembered.
    pub(super) events: usize,
}

/// A room's state: the one remembered, and what came after it.
pub(super) fn folded(db: &Connection, room: RoomNo, missing_start: MissingStart) -> Result<Folded, LogError> {
    let mut state = match remembered(db, room) {
        Ok(Some(state)) => state,
        // Nothing is lost but a saving where the events say it again; and they do if they are all there.
        Ok(None) | Err(LogError::Damaged(_)) => {
            if missing_start == MissingStart::Damage
                && !read(db, room, Seq(1), Seq(1), 1).is_ok_and(|first| first.len() == 1)
            {
                return Err(LogError::Damaged(format!(
                    "the beginning of room {room} is gone, and what is remembered of it as well"
                )));
            }
            State::default()
        }
        Err(error) => return Err(error),
    };
    let mut events = 0;
    loop {
        let page = read(db, room, state.head.next(), Seq(u64::MAX), 1_000)?;
        if page.is_empty() {
            return Ok(Folded { state, events });
        }
        events += page.len();
        page.iter().for_each(|event| state.apply(event));
    }
}
