//! What the house knows beyond what was said in it: its title, whose name is whose, and its invites.
//! One file, `house.db`, written by the hall alone.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{accounts, bans, belongings, requests, room_keys};
use crate::log::LogError;
use crate::log::file::{Durable, Kind};
use crate::room::{Author, Name, NameKey, PersonId, Rank};
use crate::wire::{Fingerprint, Secret};

const FILE: Kind = Kind {
    mark: 0x5052_4c48, // "PRLH"
    steps: &[
        "CREATE TABLE house (
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
        ) STRICT;",
        // A person may have several names: `person.name` is what they are called, `name` holds all that lead to them.
        "CREATE TABLE name (
            folded TEXT PRIMARY KEY,
            who    INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX name_who ON name (who);
        INSERT INTO name (folded, who) SELECT folded, who FROM person WHERE folded NOT NULL;
        CREATE TABLE somebody (
            who    INTEGER PRIMARY KEY AUTOINCREMENT,
            name   TEXT NOT NULL,
            key    BLOB NOT NULL,
            seen   INTEGER NOT NULL
        ) STRICT;
        INSERT INTO somebody (who, name, key, seen) SELECT who, name, key, seen FROM person;
        DROP TABLE person;
        ALTER TABLE somebody RENAME TO person;
        CREATE INDEX person_key ON person (key);",
        belongings::STEP,
        bans::STEP,
        room_keys::STEP,
        accounts::STEP,
        requests::STEP,
        // Whoever came through the host's own window.
        "CREATE TABLE owner (who INTEGER PRIMARY KEY) STRICT;",
        requests::STEP_NET,
    ],
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

/// Whose a name is.
#[derive(Debug)]
pub(super) struct Holder {
    who: PersonId,
    /// What they are called, under this name or another.
    name: String,
    /// Whether they have an account.
    account: bool,
    seen: i64,
}

impl Holder {
    /// How long they have not been here.
    const fn unused(&self, now: u64) -> u64 {
        now.saturating_sub(if self.seen < 0 { 0 } else { self.seen as u64 })
    }

    /// Whether nobody else may have the name.
    fn keeps_it(&self, now: u64, is_here: impl Fn(PersonId) -> bool) -> bool {
        self.account || self.unused(now) <= NAME_KEPT_MS || is_here(self.who)
    }
}

/// What a name is to someone who asks for it.
#[derive(Debug)]
pub(super) enum Standing {
    /// Theirs.
    Theirs(Holder),
    /// Someone else's.
    Taken,
    /// They have too many names already.
    TooMany,
    /// Free.
    Free,
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

    /// The database, for those who keep a part of the book elsewhere.
    pub(super) const fn db(&self) -> &Connection {
        &self.db
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
        match self.standing(&folded, key, now, is_here)? {
            Standing::Theirs(holder) => Ok(Claim::Yours(self.welcome_back(&holder, name, now)?)),
            Standing::Taken => Ok(Claim::Taken),
            Standing::TooMany => Ok(Claim::TooMany),
            Standing::Free => {
                self.begin()?;
                self.db
                    .prepare_cached("INSERT INTO person (name, seen) VALUES (?1, ?2)")?
                    .execute(params![name.as_str(), now as i64])?;
                // Row numbers come from the same counter as ours and stay far below 2^32.
                let who = PersonId(self.db.last_insert_rowid() as u32);
                self.link(key, who, now)?;
                self.give(&folded, who)?;
                Ok(Claim::Yours(Author { who, name: name.clone() }))
            }
        }
    }

    /// What would come of someone's asking for a name. Nothing is written.
    pub(super) fn standing(
        &self,
        folded: &NameKey,
        key: Fingerprint,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<Standing, LogError> {
        Ok(match self.holder(folded)? {
            Some(holder) if self.leads(key, holder.who)? => Standing::Theirs(holder),
            Some(holder) if holder.keeps_it(now, is_here) => Standing::Taken,
            _ if self.names_of(key.0)? >= NAMES_A_KEY => Standing::TooMany,
            _ => Standing::Free,
        })
    }

    /// Gives someone who is here another name, by the same rules. Those they had stay theirs.
    pub fn rename(
        &self,
        who: PersonId,
        name: &Name,
        now: u64,
        is_here: impl Fn(PersonId) -> bool,
    ) -> Result<Claim, LogError> {
        let folded = name.key();
        let held = self.holder(&folded)?;
        if held.as_ref().is_none_or(|holder| holder.who != who) {
            if held.is_some_and(|holder| holder.keeps_it(now, is_here)) {
                return Ok(Claim::Taken);
            }
            if self.names_beside(who)? >= NAMES_A_KEY {
                return Ok(Claim::TooMany);
            }
            self.give(&folded, who)?;
        }
        self.call(who, name)?;
        Ok(Claim::Yours(Author { who, name: name.clone() }))
    }

    /// Notes what someone is called from now on.
    pub fn call(&self, who: PersonId, name: &Name) -> Result<(), LogError> {
        self.begin()?;
        self.db.prepare_cached("UPDATE person SET name = ?2 WHERE who = ?1")?.execute(params![who.0, name.as_str()])?;
        Ok(())
    }

    /// Whose a name is.
    fn holder(&self, folded: &NameKey) -> Result<Option<Holder>, LogError> {
        let sql = "SELECT who, person.name, account.who NOT NULL, seen FROM name JOIN person USING (who)
            LEFT JOIN account USING (who) WHERE folded = ?1";
        let read = |row: &Row<'_>| {
            Ok(Holder { who: PersonId(row.get(0)?), name: row.get(1)?, account: row.get(2)?, seen: row.get(3)? })
        };
        Ok(self.db.prepare_cached(sql)?.query_row([folded.as_str()], read).optional()?)
    }

    /// Someone came back under one of their names: what they are called now.
    fn welcome_back(&self, holder: &Holder, asked: &Name, now: u64) -> Result<Author, LogError> {
        let Holder { who, name, .. } = holder;
        let called = match Name::parse(name) {
            // They have taken another name since, and nobody took that from them meanwhile.
            Ok(name) if name.key() != asked.key() && self.holder(&name.key())?.is_some_and(|of| of.who == *who) => name,
            _ => asked.clone(),
        };
        // Once a day is often enough to know that a name is in use.
        if holder.unused(now) > DAY_MS || *name != called.as_str() {
            self.begin()?;
            self.db.prepare_cached("UPDATE person SET seen = ?2, name = ?3 WHERE who = ?1")?.execute(params![
                who.0,
                now as i64,
                called.as_str()
            ])?;
        }
        Ok(Author { who: *who, name: called })
    }

    /// Whether a key leads to someone.
    fn leads(&self, key: Fingerprint, who: PersonId) -> Result<bool, LogError> {
        let sql = "SELECT 1 FROM device WHERE key = ?1 AND who = ?2";
        Ok(self.db.prepare_cached(sql)?.exists(params![key.0, who.0])?)
    }

    /// The other people that a key leads to.
    pub fn others_of(&self, key: Fingerprint, who: PersonId) -> Result<Vec<PersonId>, LogError> {
        let mut select = self.db.prepare_cached("SELECT who FROM device WHERE key = ?1 AND who <> ?2")?;
        let others = select.query_map(params![key.0, who.0], |row| row.get(0).map(PersonId))?;
        Ok(others.collect::<Result<_, _>>()?)
    }

    /// How many names those have who come with the keys of this person.
    fn names_beside(&self, who: PersonId) -> Result<i64, LogError> {
        let sql = "SELECT count(*) FROM name WHERE who = ?1 OR who IN (SELECT who FROM device
            WHERE key IN (SELECT key FROM device WHERE who = ?1))";
        Ok(self.db.prepare_cached(sql)?.query_row([who.0], |row| row.get(0))?)
    }

    /// How many names lead a key to its persons.
    fn names_of(&self, key: [u8; 32]) -> Result<i64, LogError> {
        let sql = "SELECT count(*) FROM device JOIN name USING (who) WHERE key = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([key], |row| row.get(0))?)
    }

    /// From now on a name leads to `who`, whoever had it before.
    fn give(&self, folded: &NameKey, who: PersonId) -> Result<(), LogError> {
        self.begin()?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO name (folded, who) VALUES (?1, ?2)")?
            .execute(params![folded.as_str(), who.0])?;
        Ok(())
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

    /// Someone who has a name here.
    pub fn person(&self, who: PersonId) -> Result<Option<Author>, LogError> {
        let sql = "SELECT name FROM person WHERE who = ?1";
        let name = self.db.prepare_cached(sql)?.query_row([who.0], |row| row.get::<_, String>(0)).optional()?;
        Ok(name.and_then(|name| Some(Author { who, name: Name::parse(&name).ok()? })))
    }

    /// Whoever is called so.
    pub fn called(&self, name: &Name) -> Result<Option<Author>, LogError> {
        match self.holder(&name.key())? {
            Some(holder) => self.person(holder.who),
            None => Ok(None),
        }
    }

    /// What someone is in the house.
    pub fn rank(&self, who: PersonId) -> Result<Rank, LogError> {
        let owns = self.db.prepare_cached("SELECT 1 FROM owner WHERE who = ?1")?.exists([who.0])?;
        Ok(match owns {
            true => Rank::Owner,
            false if self.has_account(who)? => Rank::Member,
            false => Rank::Guest,
        })
    }

    /// Someone is the host of this house, wherever they come from.
    pub fn own(&self, who: PersonId) -> Result<(), LogError> {
        if self.rank(who)? < Rank::Owner {
            self.begin()?;
            self.db.execute("INSERT OR IGNORE INTO owner (who) VALUES (?1)", [who.0])?;
        }
        Ok(())
    }

    /// Whether a name is someone's.
    pub fn is_taken(&self, folded: &NameKey) -> Result<bool, LogError> {
        let mut select = self.db.prepare_cached("SELECT 1 FROM name WHERE folded = ?1")?;
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
