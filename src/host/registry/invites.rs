//! The invites of the house, and who came by them.
//!
//! A secret is kept as it is, and not only as a hash: the host hands the same link out again, and reads who came by
//! which. Whoever can read this file has the house's key beside it anyway. It is found by its digest, so that how long
//! the search takes tells nothing of the secret, and then compared in constant time.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::sql::{int, number};
use crate::host::core::{InviteFacts, InviteRecord};
use crate::log::LogError;
use crate::room::{Author, Name, PersonId};
use crate::wire::invites::{CAME_BY_NAMED, CameBy, InviteLine, InviteState};
use crate::wire::{Fingerprint, Secret};

/// How many invites that are open no longer are kept. Those that get nobody in are forgotten first, and then the oldest of
/// those that were used: whoever came by one of these needs another invite to come in again.
const CLOSED_KEPT: u32 = 1024;

/// How many of those who came by an invite are remembered, so that whoever comes again is not counted again.
const CAME_BY_KEPT: u32 = 1000;

/// How many invites one answer names.
const LISTED: u32 = 64;

/// The columns of a line.
const LINE: &str = "number, secret, label, who, name, made, once, until, standing, withdrawn, came FROM invite";

fn digest(secret: &Secret) -> [u8; 32] {
    Fingerprint::of_key(secret.as_str().as_bytes()).0
}

/// Notes the digests of invites that a version before this one kept without.
pub fn note_digests(db: &Connection) -> Result<(), LogError> {
    let mut select = db.prepare("SELECT number, secret FROM invite WHERE digest IS NULL")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, Secret::from(row.get::<_, String>(1)?))))?;
    for (number, secret) in rows.collect::<Result<Vec<_>, _>>()? {
        db.execute("UPDATE invite SET digest = ?2 WHERE number = ?1", params![number, digest(&secret)])?;
    }
    Ok(())
}

/// What is known of the invite with this secret, for whoever comes with this key, who is known to be this person.
pub fn shown(
    db: &Connection,
    secret: &Secret,
    key: Option<Fingerprint>,
    known: Option<PersonId>,
    now: u64,
) -> Result<Option<InviteFacts>, LogError> {
    let sql = "SELECT number, secret, once, until, withdrawn, came FROM invite WHERE digest = ?1";
    let read = |row: &Row<'_>| {
        let kept = Secret::from(row.get::<_, String>(1)?);
        let state = state(row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, now);
        Ok((row.get::<_, i64>(0)?, kept, state))
    };
    let found = db.prepare_cached(sql)?.query_row([digest(secret)], read).optional()?;
    let Some((invite, _, state)) = found.filter(|(_, kept, _)| kept == secret) else { return Ok(None) };
    // Whoever's key leads to someone who came by it is the same person, whatever they are called now.
    let sql = "SELECT 1 FROM came_by WHERE invite = ?1
        AND (who IS ?2 OR who IN (SELECT who FROM device WHERE key = ?3))";
    let came_before =
        db.prepare_cached(sql)?.exists(params![invite, known.map(|known| known.0), key.map(|key| key.0)])?;
    Ok(Some(InviteFacts { invite: number(invite), state, came_before }))
}

fn state(once: bool, until: Option<i64>, withdrawn: Option<i64>, came: i64, now: u64) -> InviteState {
    if withdrawn.is_some() {
        InviteState::Withdrawn
    } else if until.is_some_and(|until| until <= int(now)) {
        InviteState::Expired
    } else if once && came > 0 {
        InviteState::Used
    } else {
        InviteState::Open
    }
}

/// The invites, the newest first: those before this number where there is one.
pub fn lines(db: &Connection, before: Option<u64>, now: u64) -> Result<Vec<InviteLine>, LogError> {
    let mut select = db.prepare(&format!("SELECT {LINE} WHERE number < ?1 ORDER BY number DESC LIMIT ?2"))?;
    let rows = select.query_map(params![before.map_or(i64::MAX, int), LISTED], |row| line(row, now))?;
    let mut lines = rows.collect::<Result<Vec<_>, _>>()?;
    for line in &mut lines {
        line.last = last(db, line.invite)?;
    }
    Ok(lines)
}

/// The invite with this number.
pub fn one(db: &Connection, invite: u64, now: u64) -> Result<Option<InviteLine>, LogError> {
    let sql = format!("SELECT {LINE} WHERE number = ?1");
    Ok(db.query_row(&sql, [int(invite)], |row| line(row, now)).optional()?)
}

fn line(row: &Row<'_>, now: u64) -> rusqlite::Result<InviteLine> {
    let (who, name): (Option<u32>, Option<String>) = (row.get(3)?, row.get(4)?);
    let by = who.zip(name).and_then(|(who, name)| Some(Author { who: PersonId(who), name: Name::parse(&name).ok()? }));
    let (once, until, came): (bool, Option<i64>, i64) = (row.get(6)?, row.get(7)?, row.get(10)?);
    Ok(InviteLine {
        invite: number(row.get(0)?),
        secret: Secret::from(row.get::<_, String>(1)?),
        label: row.get::<_, String>(2)?.parse().unwrap_or_default(),
        by,
        at: number(row.get(5)?),
        once,
        until: until.map(number),
        standing: row.get(8)?,
        state: state(once, until, row.get(9)?, came, now),
        came: number(came),
        last: Vec::new(),
    })
}

/// The last who came by an invite, the latest first.
fn last(db: &Connection, invite: u64) -> Result<Vec<CameBy>, LogError> {
    let sql = "SELECT who, name, at FROM came_by WHERE invite = ?1 ORDER BY at DESC, who DESC LIMIT ?2";
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(params![int(invite), CAME_BY_NAMED])?;
    let mut last = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(name) = row.get::<_, String>(1)?.parse() else { continue };
        last.push(CameBy { person: Author { who: PersonId(row.get(0)?), name }, at: number(row.get(2)?) });
    }
    Ok(last)
}

/// How many invites are open beside the standing one.
pub fn open(db: &Connection, now: u64) -> Result<u32, LogError> {
    let sql = "SELECT count(*) FROM invite WHERE standing = 0 AND withdrawn IS NULL
        AND (until IS NULL OR until > ?1) AND NOT (once AND came > 0)";
    Ok(db.query_row(sql, [int(now)], |row| row.get(0))?)
}

/// The secret of the standing invite.
pub fn standing(db: &Connection) -> Result<Option<Secret>, LogError> {
    let sql = "SELECT secret FROM invite WHERE standing = 1 AND withdrawn IS NULL";
    Ok(db.query_row(sql, [], |row| row.get::<_, String>(0)).optional()?.map(Secret::from))
}

/// The number of the next invite.
pub fn next(db: &Connection) -> Result<u64, LogError> {
    let sql = "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'invite'";
    Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0)).optional()?.map_or(1, number))
}

/// A new invite. A standing one takes the place of the one before, which is withdrawn.
pub fn add(db: &Connection, new: &InviteRecord) -> Result<(), LogError> {
    let at = int(new.at);
    if new.standing {
        db.execute("UPDATE invite SET withdrawn = ?1, standing = 0 WHERE standing = 1", [at])?;
    }
    db.execute(
        "INSERT INTO invite (number, secret, digest, label, who, name, made, once, until, standing)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            int(new.invite),
            new.secret.as_str(),
            digest(&new.secret),
            new.label.as_str(),
            new.by.as_ref().map(|by| by.who.0),
            new.by.as_ref().map(|by| by.name.as_str()),
            at,
            new.once,
            new.until.map(int),
            new.standing
        ],
    )?;
    forget(db, at)
}

/// Forgets invites that are open no longer, where too many are kept.
fn forget(db: &Connection, now: i64) -> Result<(), LogError> {
    let sql = "DELETE FROM invite WHERE number IN (
        SELECT number FROM invite
        WHERE withdrawn IS NOT NULL OR until <= ?1 OR (once AND came > 0)
        ORDER BY withdrawn IS NOT NULL OR ifnull(until <= ?1, 0), number DESC LIMIT -1 OFFSET ?2)";
    if db.execute(sql, params![now, CLOSED_KEPT])? > 0 {
        db.execute("DELETE FROM came_by WHERE invite NOT IN (SELECT number FROM invite)", [])?;
    }
    Ok(())
}

/// An invite gets nobody in from now on.
pub fn withdraw(db: &Connection, invite: u64, at: u64) -> Result<(), LogError> {
    let sql = "UPDATE invite SET withdrawn = ?2, standing = 0 WHERE number = ?1 AND withdrawn IS NULL";
    db.execute(sql, params![int(invite), int(at)])?;
    Ok(())
}

/// Someone came by an invite.
pub fn came(db: &Connection, invite: u64, by: &Author, at: u64) -> Result<(), LogError> {
    let sql = "INSERT OR IGNORE INTO came_by (invite, who, name, at) VALUES (?1, ?2, ?3, ?4)";
    if db.prepare_cached(sql)?.execute(params![int(invite), by.who.0, by.name.as_str(), int(at)])? == 0 {
        return Ok(());
    }
    db.prepare_cached("UPDATE invite SET came = came + 1 WHERE number = ?1")?.execute([int(invite)])?;
    let sql = "SELECT came FROM invite WHERE number = ?1";
    if db.prepare_cached(sql)?.query_row([int(invite)], |row| row.get::<_, u32>(0))? > CAME_BY_KEPT {
        let sql = "DELETE FROM came_by WHERE invite = ?1 AND who IN (
            SELECT who FROM came_by WHERE invite = ?1 ORDER BY at DESC, who DESC LIMIT -1 OFFSET ?2)";
        db.prepare_cached(sql)?.execute(params![int(invite), CAME_BY_KEPT])?;
    }
    Ok(())
}
