//! What people have in the house beyond their names, as the registry keeps it: the rooms they joined and how far they
//! read each, and whom they ignore. All of it is the person's, on whichever device.

use rusqlite::{OptionalExtension as _, params};

use super::registry::Registry;
use crate::log::LogError;
use crate::room::{Author, PersonId, RoomNo, Seq};
use crate::wire::frame::Yours;

/// The tables.
pub(super) const STEP: &str = "CREATE TABLE joined (
        who   INTEGER NOT NULL,
        room  INTEGER NOT NULL,
        read  INTEGER NOT NULL,
        quiet INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (who, room)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ignored (
        who  INTEGER NOT NULL,
        whom INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (who, whom)
    ) STRICT, WITHOUT ROWID;";

/// How many someone can ignore at a time, and how much room all of them take in the frame that tells of them.
const IGNORED: i64 = 500;
const IGNORED_BYTES: i64 = 24 * 1024;

impl Registry {
    /// The rooms that someone joined, and what they have in each.
    pub fn joined(&self, who: PersonId) -> Result<Vec<(RoomNo, Yours)>, LogError> {
        let mut select = self.db().prepare_cached("SELECT room, read, quiet FROM joined WHERE who = ?1")?;
        let rooms = select.query_map([who.0], |row| {
            let read = Seq(row.get::<_, i64>(1)?.max(0) as u64);
            Ok((RoomNo(row.get(0)?), Yours { read, quiet: row.get(2)? }))
        })?;
        Ok(rooms.collect::<Result<_, _>>()?)
    }

    /// What someone has in a room, if they joined it.
    pub fn yours(&self, who: PersonId, room: RoomNo) -> Result<Option<Yours>, LogError> {
        let mut select = self.db().prepare_cached("SELECT read, quiet FROM joined WHERE who = ?1 AND room = ?2")?;
        let yours = select.query_row([who.0, room.0], |row| {
            Ok(Yours { read: Seq(row.get::<_, i64>(0)?.max(0) as u64), quiet: row.get(1)? })
        });
        Ok(yours.optional()?)
    }

    /// Someone joined a room. Whoever is in it already stays as they were.
    pub fn join(&self, who: PersonId, room: RoomNo, read: Seq) -> Result<(), LogError> {
        if self.yours(who, room)?.is_some() {
            return Ok(());
        }
        self.begin()?;
        self.db()
            .prepare_cached("INSERT OR IGNORE INTO joined (who, room, read) VALUES (?1, ?2, ?3)")?
            .execute(params![who.0, room.0, read.0 as i64])?;
        Ok(())
    }

    /// Someone left a room for good, or was put out of it.
    pub fn leave(&self, who: PersonId, room: RoomNo) -> Result<(), LogError> {
        self.begin()?;
        self.db().prepare_cached("DELETE FROM joined WHERE who = ?1 AND room = ?2")?.execute([who.0, room.0])?;
        Ok(())
    }

    /// Someone read a room up to here. Nothing is read less than it was. False where that was known.
    pub fn read_to(&self, who: PersonId, room: RoomNo, seq: Seq) -> Result<bool, LogError> {
        self.begin()?;
        let changed = self
            .db()
            .prepare_cached("UPDATE joined SET read = ?3 WHERE who = ?1 AND room = ?2 AND read < ?3")?
            .execute(params![who.0, room.0, i64::try_from(seq.0).unwrap_or(i64::MAX)])?;
        Ok(changed > 0)
    }

    /// Someone wants to hear nothing of a room, or to hear of it again.
    pub fn set_quiet(&self, who: PersonId, room: RoomNo, quiet: bool) -> Result<(), LogError> {
        self.begin()?;
        self.db()
            .prepare_cached("UPDATE joined SET quiet = ?3 WHERE who = ?1 AND room = ?2")?
            .execute(params![who.0, room.0, quiet])?;
        Ok(())
    }

    /// Those whom someone ignores.
    pub fn ignored(&self, who: PersonId) -> Result<Vec<Author>, LogError> {
        let mut select = self.db().prepare_cached("SELECT whom, name FROM ignored WHERE who = ?1 LIMIT ?2")?;
        let rows = select.query_map(params![who.0, IGNORED], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut ignored = Vec::new();
        let mut bytes = 0;
        for row in rows {
            let (whom, name) = row?;
            bytes += 2 * name.len() as i64 + 40;
            if bytes > IGNORED_BYTES {
                break;
            }
            let name = name.parse().map_err(|_| LogError::Damaged("a name that can't be one".to_owned()))?;
            ignored.push(Author { who: PersonId(whom), name });
        }
        Ok(ignored)
    }

    /// Someone ignores someone, or does so no longer. False where they ignore too many.
    pub fn ignore(&self, who: PersonId, whom: &Author, ignore: bool) -> Result<bool, LogError> {
        if ignore {
            let sql =
                "SELECT count(*), coalesce(sum(2 * length(CAST(name AS BLOB)) + 40), 0) FROM ignored WHERE who = ?1";
            let mut select = self.db().prepare_cached(sql)?;
            let (count, bytes): (i64, i64) = select.query_row([who.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if count >= IGNORED || bytes + 2 * whom.name.as_str().len() as i64 + 40 > IGNORED_BYTES {
                return Ok(false);
            }
        }
        self.begin()?;
        if ignore {
            self.db().execute(
                "INSERT OR REPLACE INTO ignored (who, whom, name) VALUES (?1, ?2, ?3)",
                params![who.0, whom.who.0, whom.name.as_str()],
            )?;
        } else {
            self.db().execute("DELETE FROM ignored WHERE who = ?1 AND whom = ?2", [who.0, whom.who.0])?;
        }
        Ok(true)
    }
}
