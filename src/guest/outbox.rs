//! The outbox: what was said here and is not yet known to be kept there. It survives the program's end.

use std::path::Path;

use rusqlite::{Connection, ToSql, params};

use super::update::{Own, OwnState};
use crate::log::LogError;
use crate::log::file::{Durable, Kind};
use crate::room::{Body, EventId, RoomNo};

const FILE: Kind = Kind {
    mark: 0x5052_4c4f, // "PRLO"
    // `room` is unknown until the room was entered once; `wanted` is how it was named until then.
    steps: &[
        "CREATE TABLE outbox (
            place   INTEGER PRIMARY KEY AUTOINCREMENT,
            id      BLOB NOT NULL UNIQUE,
            room    INTEGER,
            wanted  TEXT NOT NULL,
            body    TEXT NOT NULL,
            refused TEXT
        ) STRICT;",
        // Whether trying what was refused again may help.
        "ALTER TABLE outbox ADD COLUMN again INTEGER NOT NULL DEFAULT 1;",
    ],
};

/// What waits to be kept, in the order it was said.
#[derive(Debug)]
pub(super) struct Outbox {
    db: Connection,
    wanted: String,
}

impl Outbox {
    /// Opens the outbox in `path`, for a room named `wanted`; in memory where there is no path.
    pub(super) fn open(path: Option<&Path>, wanted: String) -> Result<Self, LogError> {
        let db = match path {
            Some(path) => FILE.open(path, Durable::PowerCut)?,
            None => FILE.open_in_memory()?,
        };
        Ok(Self { db, wanted })
    }

    /// The room was entered, and this is its number.
    pub(super) fn entered(&self, room: RoomNo) -> Result<(), LogError> {
        self.db
            .prepare_cached("UPDATE outbox SET room = ?1 WHERE room IS NULL AND wanted = ?2")?
            .execute(params![room.0, self.wanted])?;
        Ok(())
    }

    /// Puts something in. The same id again is the same thing again, and waits no longer if it was refused.
    pub(super) fn add(&self, room: Option<RoomNo>, id: EventId, body: &Body) -> Result<(), LogError> {
        let text = serde_json::to_string(body).map_err(|error| LogError::Damaged(error.to_string()))?;
        self.db
            .prepare_cached(
                "INSERT INTO outbox (id, room, wanted, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET refused = NULL",
            )?
            .execute(params![id.0, room.map(|room| room.0), self.wanted, text])?;
        Ok(())
    }

    /// It was refused, and waits for its author's decision.
    pub(super) fn refuse(&self, id: EventId, why: &str, again: bool) -> Result<(), LogError> {
        self.db
            .prepare_cached("UPDATE outbox SET refused = ?2, again = ?3 WHERE id = ?1")?
            .execute(params![id.0, why, again])?;
        Ok(())
    }

    /// It may be tried again.
    pub(super) fn retry(&self, id: EventId) -> Result<(), LogError> {
        self.db.prepare_cached("UPDATE outbox SET refused = NULL WHERE id = ?1")?.execute(params![id.0])?;
        Ok(())
    }

    /// It was kept, or given up.
    pub(super) fn remove(&self, id: EventId) -> Result<(), LogError> {
        self.db.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute(params![id.0])?;
        Ok(())
    }

    /// Everything that waits, sent or refused, but for what was said to rooms of other names that were never entered.
    /// In order.
    pub(super) fn waiting(&self) -> Result<Vec<Own>, LogError> {
        self.select(
            "SELECT id, room, body, refused, again FROM outbox WHERE room NOT NULL OR wanted = ?1 ORDER BY place",
            params![self.wanted],
        )
    }

    /// The first `count` that may be sent to these rooms. In order.
    pub(super) fn to_send(&self, rooms: &[RoomNo], count: usize) -> Result<Vec<Own>, LogError> {
        let rooms = serde_json::to_string(rooms).map_err(|error| LogError::Damaged(error.to_string()))?;
        self.select(
            "SELECT id, room, body, refused, again FROM outbox
             WHERE room IN (SELECT value FROM json_each(?1)) AND refused IS NULL ORDER BY place LIMIT ?2",
            params![rooms, i64::try_from(count).unwrap_or(i64::MAX)],
        )
    }

    fn select(&self, sql: &str, params: &[&dyn ToSql]) -> Result<Vec<Own>, LogError> {
        let mut select = self.db.prepare_cached(sql)?;
        let mut rows = select.query(params)?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(2)?;
            let body = serde_json::from_str(&body).map_err(|error| {
                tracing::debug!(%error, "a message in the outbox can't be read");
                LogError::Damaged("an unsent message can't be read".to_owned())
            })?;
            let room = row.get::<_, Option<u32>>(1)?.map(RoomNo);
            let state = match row.get::<_, Option<String>>(3)? {
                Some(why) => OwnState::Refused { why, again: row.get(4)?, wait: None },
                None => OwnState::Sending,
            };
            waiting.push(Own { id: EventId(row.get(0)?), room, body, state });
        }
        Ok(waiting)
    }

    /// How much is still to be sent, whatever room it is for.
    pub(super) fn unsent(&self) -> Result<usize, LogError> {
        let count: i64 =
            self.db.query_row("SELECT count(*) FROM outbox WHERE refused IS NULL", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }
}
