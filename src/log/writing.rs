//! Events on their way into the store: how each becomes a row, what it takes out of others, and that the index follows.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::entry::Entry;
use super::error::LogError;
use super::key::{LAST_ROOM, key, to_stored};
use super::{index, reading};
use crate::room::{Author, Body, EventId};

/// What becomes of an event whose number or id is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnConflict {
    /// It is refused: whoever orders events gives each number once.
    Refuse,
    /// It replaces what was there: the host knows better.
    Replace,
}

/// Keeps an event.
pub(super) fn put(db: &Connection, entry: &Entry, on_conflict: OnConflict) -> Result<(), LogError> {
    let Entry { room, event } = entry;
    if *room > LAST_ROOM {
        return Err(LogError::NoPlace(*room));
    }
    let messages = match on_conflict {
        // What comes now is indexed later; only what it changes is indexed already.
        OnConflict::Refuse => event.body.of().filter(|_| rewords(&event.body)).into_iter().collect(),
        OnConflict::Replace => index::affected(db, key(*room, event.seq), event.id, event.body.of())?,
    };
    if messages.is_empty() {
        write(db, entry, on_conflict)
    } else {
        index::keep_in_step(db, &messages, || write(db, entry, on_conflict))
    }
}

fn write(db: &Connection, entry: &Entry, on_conflict: OnConflict) -> Result<(), LogError> {
    let Entry { room, event } = entry;
    let (who, name) = event.by.as_ref().map(|by| (by.who.0, by.name.as_str())).unzip();
    let of = event.body.of();
    let body = serde_json::to_string(&event.body).map_err(|error| LogError::Damaged(error.to_string()))?;
    let insert = match on_conflict {
        OnConflict::Refuse => "INSERT",
        // Whoever has what the host can't read any more keeps it.
        OnConflict::Replace if matches!(event.body, Body::Damaged {}) => "INSERT OR IGNORE",
        OnConflict::Replace => "INSERT OR REPLACE",
    };
    db.prepare_cached(&format!(
        "{insert} INTO event (place, at, id, who, name, of, kind, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    ))?
    .execute(params![
        key(*room, event.seq),
        to_stored(event.at),
        event.id.0,
        who,
        name,
        of.map(|id| id.0),
        of.map(|_| event.body.kind()),
        body
    ])
    .map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => LogError::Conflict { room: *room, seq: event.seq },
        _ => error.into(),
    })?;
    match event.body {
        Body::Withdrawn { of } => erase(db, of, event.by.as_ref()),
        // A copy may come in any order: words that were taken back stay so.
        Body::Edited { of, .. } if on_conflict == OnConflict::Replace => erase_withdrawn(db, of),
        _ if on_conflict == OnConflict::Replace && event.body.is_message() => erase_withdrawn(db, event.id),
        _ => Ok(()),
    }
}

/// Whether an event changes the words of the one it speaks of.
const fn rewords(body: &Body) -> bool {
    matches!(body, Body::Edited { .. } | Body::Withdrawn { .. } | Body::Erased { .. })
}

/// Takes the words out of a message whose withdrawal came before it.
fn erase_withdrawn(db: &Connection, id: EventId) -> Result<(), LogError> {
    let sql = "SELECT place, at, id, who, name, body FROM event WHERE of = ?1 AND kind = 'withdrawn'";
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(params![id.0])?;
    match rows.next()? {
        Some(row) => erase(db, id, reading::entry(row)?.event.by.as_ref()),
        None => Ok(()),
    }
}

/// Takes the words out of a message and out of every edit of it. That something stood there stays, and who removed it
/// where that was someone else.
fn erase(db: &Connection, id: EventId, by: Option<&Author>) -> Result<(), LogError> {
    let sql = "SELECT who FROM event WHERE id = ?1";
    let author: Option<u32> = db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?.flatten();
    let by = by.filter(|by| author.is_some_and(|author| author != by.who.0)).cloned();
    let put = |sql: &str, erased: Body| {
        let erased = serde_json::to_string(&erased).map_err(|error| LogError::Damaged(error.to_string()))?;
        db.prepare_cached(sql)?.execute(params![id.0, erased])?;
        Ok::<(), LogError>(())
    };
    put("UPDATE event SET body = ?2, of = NULL, kind = NULL WHERE id = ?1", Body::Erased { of: None, by })?;
    let edits = "UPDATE event SET body = ?2, kind = 'erased' WHERE of = ?1 AND kind = 'edited'";
    put(edits, Body::Erased { of: Some(id), by: None })
}
