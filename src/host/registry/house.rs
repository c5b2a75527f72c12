//! The house itself: its title, its admission, and who hosts it.

use rusqlite::{Connection, OptionalExtension as _};

use super::accounts;
use crate::log::LogError;
use crate::room::{Name, PersonId, Rank};
use crate::wire::account::Admission;

/// What someone is in the house.
pub fn rank(db: &Connection, who: PersonId) -> Result<Rank, LogError> {
    let owns = db.prepare_cached("SELECT 1 FROM owner WHERE who = ?1")?.exists([who.0])?;
    Ok(match owns {
        true => Rank::Owner,
        false if accounts::exists(db, who)? => Rank::Member,
        false => Rank::Guest,
    })
}

/// Someone is the host of this house, wherever they come from.
pub fn own(db: &Connection, who: PersonId) -> Result<(), LogError> {
    db.execute("INSERT OR IGNORE INTO owner (who) VALUES (?1)", [who.0])?;
    Ok(())
}

fn value(db: &Connection, what: &str) -> Result<Option<String>, LogError> {
    let sql = "SELECT value FROM house WHERE what = ?1";
    Ok(db.query_row(sql, [what], |row| row.get(0)).optional()?)
}

fn set_value(db: &Connection, what: &str, value: &str) -> Result<(), LogError> {
    db.execute("INSERT OR REPLACE INTO house (what, value) VALUES (?1, ?2)", [what, value])?;
    Ok(())
}

/// The house's title, where it has one.
pub fn title(db: &Connection) -> Result<Option<String>, LogError> {
    value(db, "title")
}

/// Gives the house a title.
pub fn set_title(db: &Connection, title: &str) -> Result<(), LogError> {
    set_value(db, "title", title)
}

/// Who may come in.
pub fn admission(db: &Connection) -> Result<Admission, LogError> {
    Ok(value(db, "admission")?.and_then(|word| word.parse().ok()).unwrap_or_default())
}

/// Who may come in from now on.
pub fn set_admission(db: &Connection, admission: Admission) -> Result<(), LogError> {
    set_value(db, "admission", admission.as_str())
}

/// Whether it asked for a password when it was open last.
pub fn asks_password(db: &Connection) -> Result<bool, LogError> {
    Ok(value(db, "asks password")?.is_some_and(|asks| asks == "yes"))
}

/// Whether it asks for one from now on.
pub fn set_asks_password(db: &Connection, asks: bool) -> Result<(), LogError> {
    set_value(db, "asks password", if asks { "yes" } else { "no" })
}

/// What whoever hosts it chose to be called.
pub fn host_name(db: &Connection) -> Result<Option<Name>, LogError> {
    Ok(value(db, "host name")?.and_then(|name| Name::parse(&name).ok()))
}

/// What they choose from now on.
pub fn set_host_name(db: &Connection, name: &Name) -> Result<(), LogError> {
    set_value(db, "host name", name.as_str())
}

/// The port that it keeps.
pub fn port(db: &Connection) -> Result<Option<u16>, LogError> {
    Ok(value(db, "port")?.and_then(|port| port.parse().ok()))
}

/// Which it keeps from now on.
pub fn set_port(db: &Connection, port: u16) -> Result<(), LogError> {
    set_value(db, "port", &port.to_string())
}

/// The number of the next room, as far as it was noted.
pub fn next_room(db: &Connection) -> Result<u32, LogError> {
    Ok(value(db, "next room")?.and_then(|next| next.parse().ok()).unwrap_or(1))
}

/// The number of the next room.
pub fn set_next_room(db: &Connection, next: u32) -> Result<(), LogError> {
    set_value(db, "next room", &next.to_string())
}
