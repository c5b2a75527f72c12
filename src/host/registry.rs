//! What the house knows beyond what was said in it: its title, whose name is whose, and its invites.
//! One file, `house.db`, written by the hall alone.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::log::LogError;
use crate::log::file::{Durable, Kind};
use crate::room::{Author, Name, NameKey, PersonId};
use crate::wire::{Fingerprint, Secret};

const FILE: Kind = Kind {
    mark: 0x5052_4c48, // "PRLH"
    steps: &["CREATE TABLE house (
            what  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;
        -- `folded` is free again (NULL) once the name was given to someone else.
        CREATE TABLE person (
            who    INTEGER PRIMARY KEY AUTOINCREMENT,
            name   TEXT NOT NULL,
            folded TEXT UNIQUE,
            key    BLOB NOT NULL,
            seen   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX person_key ON person (key);
        CREATE TABLE invite (
            secret    TEXT PRIMARY KEY,
            made      INTEGER NOT NULL,
            withdrawn INTEGER
        ) STRICT;"],
};

/// After so long unused, a name is free for whoever asks.
const NAME_KEPT_MS: u64 = 30 * DAY_MS;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How many names one key may hold at a time.
const NAMES_A_KEY: i64 = 32;

/// The house's own book.
#[derive(Debug)]
pub struct Registry {
    db: Connection,
}

/// What came of asking for a name.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is theirs.
    Yours(Author),
    /// It is someone else's.
    Taken,
    /// This key has too many already.
    TooMany,
}

impl Registry {
    /// Opens the book in `path`, or begins one.
    ///
    /// # Errors
    /// The file is not ours, too new, or can't be used.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        Ok(Self { db: FILE.open(path, Durable::PowerCut)? })
    }

    /// Begins to gather changes, so that many cost one commit.
    pub fn begin(&self) -> Result<(), LogError> {
        if self.db.is_autocommit() {
            self.db.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    /// Keeps the changes gathered.
    pub fn commit(&self) -> Result<(), LogError> {
        if self.db.is_autocommit() {
            return Ok(());
        }
        let done = self.db.execute_batch("COMMIT");
        if done.is_err() && !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK")?;
        }
        Ok(done?)
    }

    /// Gives `name` to whoever holds `key`, if it is free or theirs already. A name whose person is here is never free.
    pub fn claim(
        &self,
        name: &Name,
        key: Fingerprint,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<Claim, LogError> {
        let folded = name.key();
        let held = self
            .db
            .prepare_cached("SELECT who, name, key, seen FROM person WHERE folded = ?1")?
            .query_row([folded.as_str()], |row| {
                Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?, row.get::<_, [u8; 32]>(2)?, row.get::<_, i64>(3)?))
            })
            .optional()?;
        let Some((who, written, holder, seen)) = held else {
            return self.give(name, &folded, key, now);
        };
        let unused = now.saturating_sub(seen.max(0) as u64);
        if holder == key.0 {
            // Once a day is often enough to know that a name is in use.
            if unused > DAY_MS || written != name.as_str() {
                self.begin()?;
                self.db.prepare_cached("UPDATE person SET seen = ?2, name = ?3 WHERE who = ?1")?.execute(params![
                    who,
                    now as i64,
                    name.as_str()
                ])?;
            }
            return Ok(Claim::Yours(Author { who: PersonId(who), name: name.clone() }));
        }
        if unused <= NAME_KEPT_MS || is_here(PersonId(who)) {
            return Ok(Claim::Taken);
        }
        self.begin()?;
        self.db.execute("UPDATE person SET folded = NULL WHERE who = ?1", [who])?;
        self.give(name, &folded, key, now)
    }

    fn give(&self, name: &Name, folded: &NameKey, key: Fingerprint, now: u64) -> Result<Claim, LogError> {
        let held: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM person WHERE key = ?1 AND folded NOT NULL")?
            .query_row([key.0], |row| row.get(0))?;
        if held >= NAMES_A_KEY {
            return Ok(Claim::TooMany);
        }
        self.begin()?;
        self.db
            .prepare_cached("INSERT INTO person (name, folded, key, seen) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![name.as_str(), folded.as_str(), key.0, now as i64])?;
        // Row numbers come from the same counter as ours and stay far below 2^32.
        let who = PersonId(self.db.last_insert_rowid() as u32);
        Ok(Claim::Yours(Author { who, name: name.clone() }))
    }

    /// Someone was here until now. Once a day is often enough to know it.
    pub fn seen(&self, who: PersonId, now: u64) -> Result<(), LogError> {
        let before = now.saturating_sub(DAY_MS) as i64;
        let stale = self
            .db
            .prepare_cached("SELECT 1 FROM person WHERE who = ?1 AND seen < ?2")?
            .exists(params![who.0, before])?;
        if stale {
            self.begin()?;
            self.db.execute("UPDATE person SET seen = ?2 WHERE who = ?1", params![who.0, now as i64])?;
        }
        Ok(())
    }

    /// Whether a name is someone's.
    pub fn is_taken(&self, folded: &NameKey) -> Result<bool, LogError> {
        let mut select = self.db.prepare_cached("SELECT 1 FROM person WHERE folded = ?1")?;
        Ok(select.exists([folded.as_str()])?)
    }

    /// The house's title, where it has one.
    pub fn title(&self) -> Result<Option<String>, LogError> {
        Ok(self.db.query_row("SELECT value FROM house WHERE what = 'title'", [], |row| row.get(0)).optional()?)
    }

    /// Gives the house a title.
    pub fn set_title(&self, title: &str) -> Result<(), LogError> {
        self.db.execute("INSERT OR REPLACE INTO house (what, value) VALUES ('title', ?1)", [title])?;
        Ok(())
    }

    /// The secrets of the invites that hold.
    pub fn invites(&self) -> Result<Vec<Secret>, LogError> {
        let mut select = self.db.prepare("SELECT secret FROM invite WHERE withdrawn IS NULL ORDER BY made")?;
        let secrets = select.query_map([], |row| row.get::<_, String>(0))?;
        Ok(secrets.map(|secret| secret.map(Secret::from)).collect::<Result<_, _>>()?)
    }

    /// Keeps the secret of a new invite.
    pub fn invite(&self, secret: &Secret, now: u64) -> Result<(), LogError> {
        self.db.execute("INSERT INTO invite (secret, made) VALUES (?1, ?2)", params![secret.as_str(), now as i64])?;
        Ok(())
    }

    /// Withdraws every invite that holds, and keeps the secret of a new one: both or neither.
    pub fn replace_invites(&self, secret: &Secret, now: u64) -> Result<(), LogError> {
        let change = self.db.unchecked_transaction()?;
        change.execute("UPDATE invite SET withdrawn = ?1 WHERE withdrawn IS NULL", [now as i64])?;
        self.invite(secret, now)?;
        Ok(change.commit()?)
    }
}
