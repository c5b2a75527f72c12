//! Checks a store: whether the file is whole, and whether what is in it can be the log of a house.
//! Nothing is changed. What to do about a finding is for its reader to say.

mod report;
mod room;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Connection;

use super::error::LogError;
use super::key::{room_of, seq_of};
use super::reading::is_empty;
use super::schema;
use crate::room::{RoomNo, Seq, State};

pub use report::{FINDINGS, Finding, Report, RoomReport};

use room::Room;

/// Checks the store of a house, in its folder or as a file. A house that is open may go on meanwhile.
///
/// A guest's copy can be checked as well. There it is no harm if events are missing, or erased without a withdrawal.
///
/// # Errors
/// There is no store, it is not ours or too new, or it can't be opened at all.
pub fn verify(dir_or_file: &Path) -> Result<Report, LogError> {
    let path = if dir_or_file.is_dir() { dir_or_file.join("log.db") } else { dir_or_file.to_owned() };
    let mut report = Report::default();
    let checked = check(&path, &mut report);
    report.took(checked)?;
    Ok(report)
}

fn check(path: &Path, report: &mut Report) -> Result<(), LogError> {
    let mut db = schema::open_reader(path)?;
    db.pragma_update(None, "cache_size", -64_000)?;
    // All looks are at the same moment, whatever is written meanwhile.
    let moment = db.transaction()?;
    if moment.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))? {
        // It was cut off before it began.
        return Ok(());
    }
    for look in [check_file, check_index, check_ids, check_rooms] {
        let looked = look(&moment, report);
        report.took(looked)?;
    }
    Ok(())
}

/// What the database says of itself.
fn check_file(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut select = db.prepare("SELECT integrity_check FROM pragma_integrity_check")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line == "ok" {
            continue;
        }
        let line = line.replace('\n', " ");
        report.found(if line.contains("fts5") { Finding::Index(line) } else { Finding::File(line) });
    }
    Ok(())
}

/// Whether what is indexed of each room is there.
fn check_index(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    // A store of a former version gets its index when it is opened to be written.
    if !db.table_exists(None, "indexed")? {
        return Ok(());
    }
    let mut select = db.prepare("SELECT room, low, high FROM indexed")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (room, low, high) = (RoomNo(row.get(0)?), row.get::<_, i64>(1)?, row.get::<_, i64>(2)?);
        if low < 0 || low > high {
            report.found(Finding::Index(format!("room {room} is said to be indexed from {low} to {high}")));
        }
    }
    Ok(())
}

/// Whether every id is one event's alone.
fn check_ids(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut select = db.prepare("SELECT min(place), max(place) FROM event GROUP BY id HAVING count(*) > 1")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (first, again) = (row.get(0)?, row.get(1)?);
        let [first, again] = [first, again].map(|place| (room_of(place), seq_of(place)));
        report.found(Finding::Twice { first, again });
    }
    Ok(())
}

/// Goes through all events of all rooms, once and in order.
fn check_rooms(db: &Connection, report: &mut Report) -> Result<(), LogError> {
    let mut remembered = remembered(db, report)?;
    // Of these, what is still here is on its way out.
    let deleted: BTreeSet<RoomNo> = remembered.extract_if(.., |_, state| state.deleted).map(|(room, _)| room).collect();
    let mut select = db.prepare("SELECT place, at, id, who, name, body, of, kind FROM event ORDER BY place")?;
    let mut rows = select.query([])?;
    let mut open: Option<Room<'_>> = None;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(0)?;
        let (no, seq) = (room_of(place), seq_of(place));
        if place < 0 || seq == Seq::START {
            report.found(Finding::Astray(place));
            continue;
        }
        if deleted.contains(&no) {
            continue;
        }
        let mut room = match open.take() {
            Some(room) if room.no == no => room,
            before => {
                before.into_iter().for_each(|room| room.close(report));
                Room::open(db, no, row, remembered.remove(&no), report)?
            }
        };
        room.look(seq, row, report)?;
        open = Some(room);
    }
    open.into_iter().for_each(|room| room.close(report));
    // What is left is remembered of rooms that have no events, or none any more.
    let nothing = State::default();
    for (room, state) in remembered.into_iter().filter(|(_, state)| *state != nothing) {
        if is_empty(&state) {
            let State { title, between, at, first, .. } = state;
            report.rooms.push(RoomReport { room, title, between, first, events: 0, first_at: at, last_at: at });
        } else {
            report.found(Finding::Remembered(room));
        }
    }
    report.rooms.sort_by_key(|room| room.room);
    Ok(())
}

/// The states that are remembered.
fn remembered(db: &Connection, report: &mut Report) -> Result<BTreeMap<RoomNo, State>, LogError> {
    let mut select = db.prepare("SELECT room, state FROM state ORDER BY room")?;
    let mut rows = select.query([])?;
    let mut states = BTreeMap::new();
    while let Some(row) = rows.next()? {
        // No room has a number that is none, so nobody will ever ask for its state.
        let Ok(room) = row.get(0).map(RoomNo) else { continue };
        match row.get_ref(1)?.as_str().ok().and_then(|text| serde_json::from_str(text).ok()) {
            Some(state) => {
                states.insert(room, state);
            }
            None => report.found(Finding::Remembered(room)),
        }
    }
    Ok(states)
}
