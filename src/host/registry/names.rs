//! Whose name is whose, and what each person is called.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::sql::{int, number};
use super::{accounts, house};
use crate::host::core::{NameFacts, NameOwner, PersonRecord};
use crate::log::LogError;
use crate::room::{Author, Name, NameKey, NameRule, PersonId};
use crate::wire::Fingerprint;

/// What is known of a name that someone at the door wants, who has this key or none.
pub fn wanted_with(
    db: &Connection,
    name: &Name,
    key: Option<Fingerprint>,
    rule: NameRule,
) -> Result<NameFacts, LogError> {
    let holder = holder(db, name)?;
    let linked = match (&holder, key) {
        (Some(holder), Some(key)) => accounts::leads(db, key, holder.who)?,
        _ => false,
    };
    let names = key.map_or(Ok(0), |key| names_of(db, key))?;
    let free = if holder.is_some() && !linked { free_near(db, name, rule)? } else { None };
    Ok(NameFacts { holder, linked, names, free })
}

/// What is known of a name that someone wants who is here under another.
pub fn wanted_by(db: &Connection, name: &Name, who: PersonId, rule: NameRule) -> Result<NameFacts, LogError> {
    let holder = holder(db, name)?;
    let linked = holder.as_ref().is_some_and(|holder| holder.who == who);
    let free = if holder.is_some() && !linked { free_near(db, name, rule)? } else { None };
    Ok(NameFacts { holder, linked, names: names_beside(db, who)?, free })
}

/// Whose a name is.
fn holder(db: &Connection, name: &Name) -> Result<Option<NameOwner>, LogError> {
    let sql = "SELECT who, person.name, account.who NOT NULL, seen FROM name JOIN person USING (who)
        LEFT JOIN account USING (who) WHERE folded = ?1";
    let read = |row: &Row<'_>| {
        let (who, was_called): (u32, String) = (row.get(0)?, row.get(1)?);
        Ok((PersonId(who), was_called, row.get::<_, bool>(2)?, row.get::<_, i64>(3)?))
    };
    let found = db.prepare_cached(sql)?.query_row([name.key().as_str()], read).optional()?;
    let Some((who, was_called, account, seen)) = found else { return Ok(None) };
    let called = match Name::parse(&was_called) {
        // They have taken another name since, and nobody took that from them meanwhile.
        Ok(called) if called.key() != name.key() && whose(db, &called.key())? == Some(who) => called,
        _ => name.clone(),
    };
    Ok(Some(NameOwner { who, called, was_called, account, rank: house::rank(db, who)?, seen: number(seen) }))
}

/// The person to whom a name leads.
fn whose(db: &Connection, key: &NameKey) -> Result<Option<PersonId>, LogError> {
    let mut select = db.prepare_cached("SELECT who FROM name WHERE folded = ?1")?;
    Ok(select.query_row([key.as_str()], |row| row.get(0).map(PersonId)).optional()?)
}

/// A free name near one that is taken.
fn free_near(db: &Connection, name: &Name, rule: NameRule) -> Result<Option<Name>, LogError> {
    let mut select = db.prepare_cached("SELECT 1 FROM name WHERE folded = ?1")?;
    let taken = |key: &NameKey| select.exists([key.as_str()]).unwrap_or(true);
    let taken = std::cell::RefCell::new(taken);
    Ok(name.suggest(rule, |key| (taken.borrow_mut())(key)))
}

/// How many names lead to whoever comes with this key.
fn names_of(db: &Connection, key: Fingerprint) -> Result<u32, LogError> {
    let sql = "SELECT count(*) FROM device JOIN name USING (who) WHERE key = ?1";
    Ok(db.prepare_cached(sql)?.query_row([key.0], |row| row.get(0))?)
}

/// How many names those have who come with the keys of this person.
fn names_beside(db: &Connection, who: PersonId) -> Result<u32, LogError> {
    let sql = "SELECT count(*) FROM name WHERE who = ?1 OR who IN (SELECT who FROM device
        WHERE key IN (SELECT key FROM device WHERE who = ?1))";
    Ok(db.prepare_cached(sql)?.query_row([who.0], |row| row.get(0))?)
}

/// Someone who has a name here.
pub fn person(db: &Connection, who: PersonId) -> Result<Option<PersonRecord>, LogError> {
    let sql = "SELECT name, gone NOT NULL FROM person WHERE who = ?1";
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?));
    let Some((name, gone)) = db.prepare_cached(sql)?.query_row([who.0], read).optional()? else { return Ok(None) };
    let name = Name::parse(&name).map_err(|_| LogError::Damaged("a name that can't be one".to_owned()))?;
    Ok(Some(PersonRecord { author: Author { who, name }, rank: house::rank(db, who)?, gone }))
}

/// Whoever is called so.
pub fn called(db: &Connection, name: &Name) -> Result<Option<PersonRecord>, LogError> {
    match whose(db, &name.key())? {
        Some(who) => person(db, who),
        None => Ok(None),
    }
}

/// The number of the next person.
pub fn next_person(db: &Connection) -> Result<u32, LogError> {
    let sql = "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'person'";
    Ok(db.query_row(sql, [], |row| row.get(0)).optional()?.unwrap_or(1))
}

/// A new person.
pub fn add_person(db: &Connection, who: PersonId, name: &Name, seen: u64) -> Result<(), LogError> {
    db.prepare_cached("INSERT INTO person (who, name, seen) VALUES (?1, ?2, ?3)")?.execute(params![
        who.0,
        name.as_str(),
        int(seen)
    ])?;
    Ok(())
}

/// From now on a name leads to someone, whoever had it before.
pub fn give(db: &Connection, key: &NameKey, who: PersonId) -> Result<(), LogError> {
    db.prepare_cached("INSERT OR REPLACE INTO name (folded, who) VALUES (?1, ?2)")?
        .execute(params![key.as_str(), who.0])?;
    Ok(())
}

/// What someone is called from now on.
pub fn call(db: &Connection, who: PersonId, name: &Name) -> Result<(), LogError> {
    db.prepare_cached("UPDATE person SET name = ?2 WHERE who = ?1")?.execute(params![who.0, name.as_str()])?;
    Ok(())
}

/// Once a day is often enough to know that someone was here.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Whether it is worth writing that someone was here until now.
pub fn is_stale(db: &Connection, who: PersonId, at: u64) -> Result<bool, LogError> {
    let before = int(at.saturating_sub(DAY_MS));
    Ok(db.prepare_cached("SELECT 1 FROM person WHERE who = ?1 AND seen < ?2")?.exists(params![who.0, before])?)
}

/// Someone was here until now.
pub fn seen(db: &Connection, who: PersonId, at: u64) -> Result<(), LogError> {
    db.prepare_cached("UPDATE person SET seen = ?2 WHERE who = ?1")?.execute(params![who.0, int(at)])?;
    Ok(())
}
