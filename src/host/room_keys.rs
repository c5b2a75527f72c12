//! What the registry keeps of rooms beyond their logs: the number of the next one, and their passwords, as hashes.

use rusqlite::{OptionalExtension as _, params};

use super::registry::Registry;
use crate::log::{LAST_ROOM, LogError};
use crate::room::RoomNo;

/// The tables.
pub(super) const STEP: &str = "CREATE TABLE room_key (
        room INTEGER PRIMARY KEY,
        hash TEXT NOT NULL
    ) STRICT;";

impl Registry {
    /// The number of a new room: never one that another had, whatever became of that, and never one that the log has no
    /// place for. Nothing where all were given out.
    pub fn next_room(&self, last: Option<RoomNo>) -> Result<Option<RoomNo>, LogError> {
        let sql = "SELECT value FROM house WHERE what = 'next room'";
        let noted: Option<String> = self.db().query_row(sql, [], |row| row.get(0)).optional()?;
        let noted = noted.and_then(|next| next.parse().ok()).unwrap_or(1);
        let next = last.map_or(1, |last| last.0.saturating_add(1)).max(noted);
        if next > LAST_ROOM.0 {
            return Ok(None);
        }
        self.begin()?;
        let following = (next + 1).to_string();
        self.db().execute("INSERT OR REPLACE INTO house (what, value) VALUES ('next room', ?1)", [following])?;
        Ok(Some(RoomNo(next)))
    }

    /// The hash of a room's password, where it has one.
    pub fn room_key(&self, room: RoomNo) -> Result<Option<String>, LogError> {
        let sql = "SELECT hash FROM room_key WHERE room = ?1";
        Ok(self.db().query_row(sql, [room.0], |row| row.get(0)).optional()?)
    }

    /// A room gets another password.
    pub fn set_room_key(&self, room: RoomNo, hash: &str) -> Result<(), LogError> {
        self.begin()?;
        self.db().execute("INSERT OR REPLACE INTO room_key (room, hash) VALUES (?1, ?2)", params![room.0, hash])?;
        Ok(())
    }

    /// Forgets everything of a room that was deleted.
    pub fn forget_room(&self, room: RoomNo) -> Result<(), LogError> {
        self.begin()?;
        for table in ["room_key", "joined", "ban"] {
            self.db().execute(&format!("DELETE FROM {table} WHERE room = ?1"), [room.0])?;
        }
        self.db().execute("DELETE FROM ban_key WHERE ban NOT IN (SELECT ban FROM ban)", [])?;
        Ok(())
    }
}
