//! Who may not come in: by person and by key, and where it was asked for by address. Addresses and keys stay here:
//! everyone sees that someone was banned, nobody where they came from.

use std::net::IpAddr;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::accounts::keys_of;
use super::sql::{int, number};
use crate::host::core::{Ban, BanPage, Banned, IsBanned};
use crate::host::subnet::Subnet;
use crate::log::LogError;
use crate::room::{Author, Name, NameKey, PersonId, Reason, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::people::BanLine;

/// How many bans one answer names.
const LISTED: u32 = 100;

/// Someone who wants to come in.
#[derive(Clone, Copy, Debug)]
pub struct BanSubject {
    /// Who, where that is known.
    pub who: Option<PersonId>,
    /// With which key, if any.
    pub key: Option<Fingerprint>,
    /// Where from; nothing where from this very program.
    pub address: Option<IpAddr>,
}

/// The number that a place has in the table.
const fn place(room: Option<RoomNo>) -> u32 {
    match room {
        Some(room) => room.0,
        None => 0,
    }
}

/// Bans someone with every key that leads to them, in place of what was said of them there before: the keys and the
/// parts of the network that it reached stay reached, where it was not over.
pub fn ban(db: &Connection, ban: &Ban) -> Result<(), LogError> {
    let keys = keys_reached(db, ban.room, ban.whom.who, ban.at)?;
    let sql = "SELECT net FROM ban WHERE room = ?1 AND who = ?2 AND (until IS NULL OR until > ?3)";
    let before: Option<Option<String>> = db
        .prepare_cached(sql)?
        .query_row(params![place(ban.room), ban.whom.who.0, int(ban.at)], |row| row.get(0))
        .optional()?;
    let before = before.flatten().unwrap_or_default();
    let mut nets: Vec<&str> = before.split(' ').chain(ban.nets.iter().map(String::as_str)).collect();
    nets.retain(|net| !net.is_empty());
    nets.sort_unstable();
    nets.dedup();
    unban(db, ban.room, ban.whom.who)?;
    db.execute(
        "INSERT INTO ban (room, who, name, until, why, net, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            place(ban.room),
            ban.whom.who.0,
            ban.whom.name.as_str(),
            ban.until.map(int),
            ban.why.as_ref().map(Reason::as_str),
            (!nets.is_empty()).then(|| nets.join(" ")),
            ban.by.as_str(),
            int(ban.at)
        ],
    )?;
    let no = db.last_insert_rowid();
    for key in keys {
        db.execute("INSERT OR IGNORE INTO ban_key (ban, key) VALUES (?1, ?2)", params![no, key.0])?;
    }
    Ok(())
}

/// Lets someone in again.
pub fn unban(db: &Connection, room: Option<RoomNo>, who: PersonId) -> Result<(), LogError> {
    let of = params![place(room), who.0];
    db.execute("DELETE FROM ban_key WHERE ban IN (SELECT ban FROM ban WHERE room = ?1 AND who = ?2)", of)?;
    db.execute("DELETE FROM ban WHERE room = ?1 AND who = ?2", of)?;
    Ok(())
}

/// The keys that a ban of someone reaches: those that lead to them, and those of the ban that holds already.
pub fn keys_reached(
    db: &Connection,
    room: Option<RoomNo>,
    who: PersonId,
    at: u64,
) -> Result<Vec<Fingerprint>, LogError> {
    let mut keys = keys_of(db, who)?;
    let sql = "SELECT key FROM ban_key JOIN ban USING (ban)
        WHERE room = ?1 AND who = ?2 AND (until IS NULL OR until > ?3)";
    let mut select = db.prepare_cached(sql)?;
    let before = select.query_map(params![place(room), who.0, int(at)], |row| row.get(0).map(Fingerprint))?;
    for key in before {
        let key = key?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// Whether someone may not come into a room, or into the house, at this time.
pub fn banned(db: &Connection, room: Option<RoomNo>, comer: &BanSubject, now: u64) -> Result<Option<Banned>, LogError> {
    let BanSubject { who, key, address } = comer;
    let sql = "SELECT until, why, net, who IS ?2 OR EXISTS (
            SELECT 1 FROM ban_key WHERE ban_key.ban = ban.ban AND key = ?3
        ) FROM ban WHERE room = ?1 AND (until IS NULL OR until > ?4)";
    let mut select = db.prepare_cached(sql)?;
    let (who, key) = (who.map(|who| who.0), key.map(|key| key.0));
    let mut rows = select.query(params![place(room), who, key, int(now)])?;
    let mut for_address = None;
    while let Some(row) = rows.next()? {
        let net: Option<String> = row.get(2)?;
        let holds = |net: &str| Subnet::parse(net).zip(*address).is_some_and(|(net, address)| net.holds(address));
        let is_theirs = row.get::<_, bool>(3)?;
        if is_theirs || net.is_some_and(|nets| nets.split(' ').any(holds)) {
            let until = row.get::<_, Option<i64>>(0)?.map(number);
            let banned = Banned { for_address: !is_theirs, until, why: row.get(1)? };
            if is_theirs {
                return Ok(Some(banned));
            }
            for_address = Some(banned);
        }
    }
    Ok(for_address)
}

/// Where someone is banned at this time, by themselves and not by their key or where they come from.
pub fn is_banned(db: &Connection, room: RoomNo, who: PersonId, now: u64) -> Result<IsBanned, LogError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM ban WHERE room = ?1 AND who = ?2 AND (until IS NULL OR until > ?3))";
    let mut select = db.prepare_cached(sql)?;
    let mut from = |place: u32| select.query_row(params![place, who.0, int(now)], |row| row.get(0));
    Ok(IsBanned { room: from(place(Some(room)))?, house: from(place(None))? })
}

/// Who may not come into a room, or into the house, at this time, the latest first: those before the ban with this number
/// where there is one, and those alone who were banned under this name where there is one.
pub fn bans(
    db: &Connection,
    room: Option<RoomNo>,
    before: Option<u64>,
    named: Option<&NameKey>,
    now: u64,
) -> Result<BanPage, LogError> {
    let sql = "SELECT ban, who, name, until, why, net IS NOT NULL, by, at FROM ban
        WHERE room = ?1 AND (until IS NULL OR until > ?2) AND ban < ?3 ORDER BY ban DESC";
    let mut select = db.prepare_cached(sql)?;
    let before = before.map_or(i64::MAX, int);
    let mut rows = select.query(params![place(room), int(now), before])?;
    let (mut page, mut count) = (BanPage::default(), 0);
    while let Some(row) = rows.next()?
        && page.more.is_none()
    {
        let name: Option<Name> = row.get::<_, String>(2)?.parse().ok();
        if named.is_some_and(|named| name.as_ref().is_none_or(|name| name.key() != *named)) {
            continue;
        }
        count += 1;
        let ban = number(row.get(0)?);
        page.more = (count == LISTED).then_some(ban);
        let Some(name) = name else { continue };
        page.numbers.push(ban);
        page.lines.push(BanLine {
            person: Author { who: PersonId(row.get(1)?), name },
            room,
            until: row.get::<_, Option<i64>>(3)?.map(number),
            why: row.get::<_, Option<String>>(4)?.and_then(|why| why.parse().ok()),
            address: row.get(5)?,
            by: row.get(6)?,
            at: number(row.get(7)?),
        });
    }
    Ok(page)
}
