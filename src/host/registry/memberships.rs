//! What people have in the house beyond their names: the rooms they joined and how far they read each, and whom they
//! ignore. All of it is the person's, on whichever device.

use rusqlite::{Connection, params};

use super::sql::{int, number};
use crate::log::LogError;
use crate::room::{Author, PersonId, RoomNo, Seq};
use crate::wire::frame::{Notify, Yours};

/// How many someone can ignore at a time, and how much room all of them take in the frame that tells of them.
const IGNORED: u32 = 500;
const IGNORED_BYTES: u64 = 24 * 1024;

/// The rooms that someone joined, and what they have in each, in the order of their numbers.
pub fn joined(db: &Connection, who: PersonId) -> Result<Vec<(RoomNo, Yours)>, LogError> {
    let mut select = db.prepare_cached("SELECT room, read, quiet, notify FROM joined WHERE who = ?1 ORDER BY room")?;
    let rooms = select.query_map([who.0], |row| {
        let notify = row.get::<_, Option<String>>(3)?.and_then(|notify| read_notify(&notify));
        Ok((RoomNo(row.get(0)?), Yours { read: Seq(number(row.get(1)?)), quiet: row.get(2)?, notify }))
    })?;
    Ok(rooms.collect::<Result<_, _>>()?)
}

/// Whether someone joined a room.
pub fn has_joined(db: &Connection, who: PersonId, room: RoomNo) -> Result<bool, LogError> {
    let mut select = db.prepare_cached("SELECT 1 FROM joined WHERE who = ?1 AND room = ?2")?;
    Ok(select.exists([who.0, room.0])?)
}

/// Someone joined a room. Whoever is in it already stays as they were.
pub fn join(db: &Connection, who: PersonId, room: RoomNo, read: Seq) -> Result<(), LogError> {
    db.prepare_cached("INSERT OR IGNORE INTO joined (who, room, read) VALUES (?1, ?2, ?3)")?.execute(params![
        who.0,
        room.0,
        int(read.0)
    ])?;
    Ok(())
}

/// Someone left a room for good, or was put out of it.
pub fn leave(db: &Connection, who: PersonId, room: RoomNo) -> Result<(), LogError> {
    db.prepare_cached("DELETE FROM joined WHERE who = ?1 AND room = ?2")?.execute([who.0, room.0])?;
    Ok(())
}

/// Someone read a room up to here. Nothing is read less than it was.
pub fn read_to(db: &Connection, who: PersonId, room: RoomNo, seq: Seq) -> Result<(), LogError> {
    db.prepare_cached("UPDATE joined SET read = ?3 WHERE who = ?1 AND room = ?2 AND read < ?3")?.execute(params![
        who.0,
        room.0,
        int(seq.0)
    ])?;
    Ok(())
}

/// Someone set a room back: what comes after this event is unread again.
pub fn set_read(db: &Connection, who: PersonId, room: RoomNo, seq: Seq) -> Result<(), LogError> {
    db.prepare_cached("UPDATE joined SET read = ?3 WHERE who = ?1 AND room = ?2")?.execute(params![
        who.0,
        room.0,
        int(seq.0)
    ])?;
    Ok(())
}

/// Someone wants to hear nothing of a room, or to hear of it again.
pub fn set_quiet(db: &Connection, who: PersonId, room: RoomNo, quiet: bool) -> Result<(), LogError> {
    db.prepare_cached("UPDATE joined SET quiet = ?3 WHERE who = ?1 AND room = ?2")?
        .execute(params![who.0, room.0, quiet])?;
    Ok(())
}

/// Someone wants to be notified of this in a room; as everywhere else where there is nothing.
pub fn set_notify(db: &Connection, who: PersonId, room: RoomNo, notify: Option<Notify>) -> Result<(), LogError> {
    db.prepare_cached("UPDATE joined SET notify = ?3 WHERE who = ?1 AND room = ?2")?.execute(params![
        who.0,
        room.0,
        notify.map(notify_word)
    ])?;
    Ok(())
}

const fn notify_word(notify: Notify) -> &'static str {
    match notify {
        Notify::Everything => "everything",
        Notify::Mentions => "mentions",
    }
}

fn read_notify(word: &str) -> Option<Notify> {
    [Notify::Everything, Notify::Mentions].into_iter().find(|notify| notify_word(*notify) == word)
}

/// How much room someone takes in the frame that tells of those who are ignored.
const fn bytes(name: &str) -> u64 {
    2 * name.len() as u64 + 40
}

/// Those whom someone ignores, as many as fit.
pub fn ignored(db: &Connection, who: PersonId) -> Result<Vec<Author>, LogError> {
    let mut select = db.prepare_cached("SELECT whom, name FROM ignored WHERE who = ?1 LIMIT ?2")?;
    let mut rows = select.query(params![who.0, IGNORED])?;
    let mut ignored = Vec::new();
    let mut taken = 0;
    while let Some(row) = rows.next()? {
        let (whom, name): (u32, String) = (row.get(0)?, row.get(1)?);
        taken += bytes(&name);
        if taken > IGNORED_BYTES {
            break;
        }
        let name = name.parse().map_err(|_| LogError::Damaged("a name that can't be one".to_owned()))?;
        ignored.push(Author { who: PersonId(whom), name });
    }
    Ok(ignored)
}

/// Whether someone can ignore one more, of this name.
pub fn ignores_fit(db: &Connection, who: PersonId, whom: &Author) -> Result<bool, LogError> {
    let sql = "SELECT count(*), coalesce(sum(2 * length(CAST(name AS BLOB)) + 40), 0) FROM ignored WHERE who = ?1";
    let mut select = db.prepare_cached(sql)?;
    let (count, taken): (u32, i64) = select.query_row([who.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(count < IGNORED && number(taken) + bytes(whom.name.as_str()) <= IGNORED_BYTES)
}

/// Someone sees nothing of someone, or sees them again.
pub fn ignore(db: &Connection, who: PersonId, whom: &Author, ignore: bool) -> Result<(), LogError> {
    if ignore {
        let sql = "INSERT OR REPLACE INTO ignored (who, whom, name) VALUES (?1, ?2, ?3)";
        db.execute(sql, params![who.0, whom.who.0, whom.name.as_str()])?;
    } else {
        db.execute("DELETE FROM ignored WHERE who = ?1 AND whom = ?2", [who.0, whom.who.0])?;
    }
    Ok(())
}
