//! Accounts: a hash of the password, and the keys of the devices that lead to a person. Whoever has no account has the one
//! key they came with.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::sql::int;
use crate::log::LogError;
use crate::room::{Name, PersonId};
use crate::wire::Fingerprint;

/// What the password of an account is compared with.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person.
    pub who: PersonId,
    /// Whether this key leads to them already.
    pub linked: bool,
    /// The hash of their password, where they have an account.
    pub hash: Option<String>,
}

/// The account that a name leads to, for whoever holds this key or none.
pub fn account_of(db: &Connection, name: &Name, key: Option<Fingerprint>) -> Result<Option<Account>, LogError> {
    let sql = "SELECT name.who, EXISTS (SELECT 1 FROM device WHERE device.who = name.who AND key = ?2), hash
        FROM name LEFT JOIN account USING (who) WHERE folded = ?1";
    let mut select = db.prepare_cached(sql)?;
    let account = select.query_row(params![name.key().as_str(), key.map(|key| key.0)], |row| {
        Ok(Account { who: PersonId(row.get(0)?), linked: row.get(1)?, hash: row.get(2)? })
    });
    Ok(account.optional()?)
}

/// Whether someone has an account.
pub fn exists(db: &Connection, who: PersonId) -> Result<bool, LogError> {
    Ok(db.prepare_cached("SELECT 1 FROM account WHERE who = ?1")?.exists([who.0])?)
}

/// The hash of someone's password.
pub fn hash_of(db: &Connection, who: PersonId) -> Result<Option<String>, LogError> {
    let sql = "SELECT hash FROM account WHERE who = ?1";
    Ok(db.query_row(sql, [who.0], |row| row.get(0)).optional()?)
}

/// Someone has an account from now on, or another password.
pub fn set_hash(db: &Connection, who: PersonId, hash: &str, at: u64) -> Result<(), LogError> {
    let sql = "INSERT INTO account (who, hash, made) VALUES (?1, ?2, ?3)
        ON CONFLICT (who) DO UPDATE SET hash = excluded.hash";
    db.execute(sql, params![who.0, hash, int(at)])?;
    Ok(())
}

/// Whether a key leads to someone.
pub fn leads(db: &Connection, key: Fingerprint, who: PersonId) -> Result<bool, LogError> {
    Ok(db.prepare_cached("SELECT 1 FROM device WHERE key = ?1 AND who = ?2")?.exists(params![key.0, who.0])?)
}

/// The other people that a key leads to, or led to once.
pub fn others_of(db: &Connection, key: Fingerprint, who: PersonId) -> Result<Vec<PersonId>, LogError> {
    let sql = "SELECT who FROM device WHERE key = ?1 AND who <> ?2
        UNION SELECT who FROM former_device WHERE key = ?1 AND who <> ?2";
    let mut select = db.prepare_cached(sql)?;
    let others = select.query_map(params![key.0, who.0], |row| row.get(0).map(PersonId))?;
    Ok(others.collect::<Result<_, _>>()?)
}

/// Whether someone can come again as who they are: by a key, or by the password of their account.
pub fn returns(db: &Connection, who: PersonId) -> Result<bool, LogError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM device WHERE who = ?1) OR EXISTS (SELECT 1 FROM account WHERE who = ?1)";
    Ok(db.prepare_cached(sql)?.query_row([who.0], |row| row.get(0))?)
}

/// Every key that leads to someone.
pub fn keys_of(db: &Connection, who: PersonId) -> Result<Vec<Fingerprint>, LogError> {
    let mut select = db.prepare_cached("SELECT key FROM device WHERE who = ?1")?;
    let keys = select.query_map([who.0], |row| row.get(0).map(Fingerprint))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// A device of someone: its key leads to them from now on.
pub fn link(db: &Connection, key: Fingerprint, who: PersonId, at: u64) -> Result<(), LogError> {
    db.prepare_cached("INSERT OR IGNORE INTO device (key, who, since) VALUES (?1, ?2, ?3)")?.execute(params![
        key.0,
        who.0,
        int(at)
    ])?;
    Ok(())
}

/// One device of someone leads to them no longer, or none does. That it did once stays known: a mute holds for it.
pub fn unlink(db: &Connection, who: PersonId, key: Option<Fingerprint>) -> Result<(), LogError> {
    let key = key.map(|key| key.0);
    for sql in [
        "INSERT OR IGNORE INTO former_device (key, who) SELECT key, who FROM device
            WHERE who = ?1 AND (?2 IS NULL OR key = ?2)",
        "DELETE FROM device WHERE who = ?1 AND (?2 IS NULL OR key = ?2)",
    ] {
        db.execute(sql, params![who.0, key])?;
    }
    Ok(())
}

/// Someone deletes their account. Their names are kept from others for as long as names are that nobody uses.
pub fn delete(db: &Connection, who: PersonId, at: u64) -> Result<(), LogError> {
    unlink(db, who, None)?;
    for table in ["account", "owner", "joined", "ignored"] {
        db.execute(&format!("DELETE FROM {table} WHERE who = ?1"), [who.0])?;
    }
    db.execute("UPDATE person SET gone = ?2, seen = ?2 WHERE who = ?1", params![who.0, int(at)])?;
    Ok(())
}
