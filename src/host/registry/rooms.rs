//! What is kept of rooms beyond their logs: their passwords, as hashes.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::log::LogError;
use crate::room::RoomNo;

/// The rooms that have a password.
pub fn with_password(db: &Connection) -> Result<BTreeSet<RoomNo>, LogError> {
    let mut select = db.prepare("SELECT room FROM room_key")?;
    let rooms = select.query_map([], |row| row.get(0).map(RoomNo))?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

/// The hash of a room's password, where it has one.
pub fn hash_of(db: &Connection, room: RoomNo) -> Result<Option<String>, LogError> {
    let sql = "SELECT hash FROM room_key WHERE room = ?1";
    Ok(db.query_row(sql, [room.0], |row| row.get(0)).optional()?)
}

/// A room gets another password.
pub fn set_hash(db: &Connection, room: RoomNo, hash: &str) -> Result<(), LogError> {
    db.execute("INSERT OR REPLACE INTO room_key (room, hash) VALUES (?1, ?2)", params![room.0, hash])?;
    Ok(())
}

/// Forgets everything of a room that was deleted.
pub fn forget(db: &Connection, room: RoomNo) -> Result<(), LogError> {
    for table in ["room_key", "joined", "ban"] {
        db.execute(&format!("DELETE FROM {table} WHERE room = ?1"), [room.0])?;
    }
    db.execute("DELETE FROM ban_key WHERE ban NOT IN (SELECT ban FROM ban)", [])?;
    Ok(())
}
