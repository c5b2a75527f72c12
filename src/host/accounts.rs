//! Accounts, as the registry keeps them: a hash of the password, and the keys of the devices that lead to a person.
//! Whoever has no account has the one key they came with.

use rusqlite::{OptionalExtension as _, params};

use super::registry::Registry;
use crate::log::LogError;
use crate::room::{Name, PersonId};
use crate::wire::Fingerprint;

/// The tables. `device` takes over what `person` knew of keys, so that a person may have several.
pub(super) const STEP: &str = "CREATE TABLE device (
        key   BLOB NOT NULL,
        who   INTEGER NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (key, who)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX device_who ON device (who);
    INSERT INTO device (key, who, since) SELECT key, who, seen FROM person;
    DROP INDEX person_key;
    ALTER TABLE person DROP COLUMN key;
    ALTER TABLE person ADD COLUMN gone INTEGER;
    CREATE TABLE account (
        who  INTEGER PRIMARY KEY,
        hash TEXT NOT NULL,
        made INTEGER NOT NULL
    ) STRICT;";

/// What a name leads to, as far as whoever asks needs to know.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The person.
    pub who: PersonId,
    /// Whether this key is one of theirs.
    pub linked: bool,
    /// The hash of their password, where they have an account.
    pub hash: Option<String>,
}

impl Registry {
    /// What a name leads to for whoever holds this key.
    pub fn lead(&self, name: &Name, key: Fingerprint) -> Result<Option<Lead>, LogError> {
        let sql = "SELECT name.who, EXISTS (SELECT 1 FROM device WHERE device.who = name.who AND key = ?2), hash
            FROM name LEFT JOIN account USING (who) WHERE folded = ?1";
        let mut select = self.db().prepare_cached(sql)?;
        let lead = select.query_row(params![name.key().as_str(), key.0], |row| {
            Ok(Lead { who: PersonId(row.get(0)?), linked: row.get(1)?, hash: row.get(2)? })
        });
        Ok(lead.optional()?)
    }

    /// Whether someone has an account.
    pub fn has_account(&self, who: PersonId) -> Result<bool, LogError> {
        Ok(self.db().prepare_cached("SELECT 1 FROM account WHERE who = ?1")?.exists([who.0])?)
    }

    /// The hash of someone's password.
    pub fn hash_of(&self, who: PersonId) -> Result<Option<String>, LogError> {
        let sql = "SELECT hash FROM account WHERE who = ?1";
        Ok(self.db().query_row(sql, [who.0], |row| row.get(0)).optional()?)
    }

    /// Someone has an account from now on, or another password.
    pub fn set_hash(&self, who: PersonId, hash: &str, now: u64) -> Result<(), LogError> {
        self.begin()?;
        let sql = "INSERT INTO account (who, hash, made) VALUES (?1, ?2, ?3)
            ON CONFLICT (who) DO UPDATE SET hash = excluded.hash";
        self.db().execute(sql, params![who.0, hash, now as i64])?;
        Ok(())
    }

    /// A device of someone: its key leads to them from now on.
    pub fn link(&self, key: Fingerprint, who: PersonId, now: u64) -> Result<(), LogError> {
        self.begin()?;
        self.db()
            .prepare_cached("INSERT OR IGNORE INTO device (key, who, since) VALUES (?1, ?2, ?3)")?
            .execute(params![key.0, who.0, now as i64])?;
        Ok(())
    }

    /// One device of someone leads to them no longer, or none does.
    pub fn unlink(&self, who: PersonId, key: Option<Fingerprint>) -> Result<(), LogError> {
        self.begin()?;
        match key {
            Some(key) => self.db().execute("DELETE FROM device WHERE who = ?1 AND key = ?2", params![who.0, key.0])?,
            None => self.db().execute("DELETE FROM device WHERE who = ?1", [who.0])?,
        };
        Ok(())
    }

    /// Whether someone deleted their account.
    pub fn is_gone(&self, who: PersonId) -> Result<bool, LogError> {
        let sql = "SELECT 1 FROM person WHERE who = ?1 AND gone NOT NULL";
        Ok(self.db().prepare_cached(sql)?.exists([who.0])?)
    }

    /// Someone deletes their account. Their names are kept from others for as long as names are that nobody uses.
    pub fn delete_account(&self, who: PersonId, now: u64) -> Result<(), LogError> {
        self.unlink(who, None)?;
        for table in ["account", "owner", "joined", "ignored"] {
            self.db().execute(&format!("DELETE FROM {table} WHERE who = ?1"), [who.0])?;
        }
        self.db().execute("UPDATE person SET gone = ?2, seen = ?2 WHERE who = ?1", params![who.0, now as i64])?;
        Ok(())
    }
}
