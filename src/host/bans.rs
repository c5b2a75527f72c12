//! Who may not come in, as the registry keeps it: by person and by key, and where it was asked for by address.
//! Addresses and keys stay here: everyone sees that someone was banned, nobody where they came from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rusqlite::{OptionalExtension as _, params};

use super::registry::Registry;
use crate::log::LogError;
use crate::room::{Author, PersonId, Reach, Reason, RoomNo};
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::people::BanLine;

/// The tables. `room` is 0 where the ban is from the whole house; rooms count from 1.
pub(super) const STEP: &str = "CREATE TABLE ban (
        ban   INTEGER PRIMARY KEY,
        room  INTEGER NOT NULL,
        who   INTEGER NOT NULL,
        name  TEXT NOT NULL,
        until INTEGER,
        why   TEXT,
        net   TEXT,
        by    TEXT NOT NULL,
        at    INTEGER NOT NULL,
        UNIQUE (room, who)
    ) STRICT;
    CREATE TABLE ban_key (
        ban INTEGER NOT NULL,
        key BLOB NOT NULL,
        PRIMARY KEY (ban, key)
    ) STRICT, WITHOUT ROWID;";

/// How many bans one answer names.
const LISTED: usize = 100;

/// A part of the network: addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    address: IpAddr,
    bits: u32,
}

impl Net {
    /// The part of the network that a ban meets.
    #[must_use]
    pub fn around(address: IpAddr, reach: Reach) -> Option<Self> {
        let bits = match (address, reach) {
            (_, Reach::Person) => return None,
            (IpAddr::V4(_), Reach::Address) => 32,
            (IpAddr::V4(_), Reach::Subnet) => 24,
            // Of the new kind, everyone has as many as they like within the first half.
            (IpAddr::V6(_), Reach::Address) => 64,
            (IpAddr::V6(_), Reach::Subnet) => 48,
        };
        Some(Self { address, bits })
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits.min(32)).unwrap_or(0);
                Ipv4Addr::to_bits(net) & mask == Ipv4Addr::to_bits(other) & mask
            }
            (IpAddr::V6(net), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits.min(128)).unwrap_or(0);
                Ipv6Addr::to_bits(net) & mask == Ipv6Addr::to_bits(other) & mask
            }
            _ => false,
        }
    }

    /// As it is written down.
    pub fn to_text(self) -> String {
        format!("{}/{}", self.address, self.bits)
    }

    /// Several, beside those that were written down before.
    fn all_to_text(nets: &[Self], before: Option<&str>) -> Option<String> {
        let before = before.into_iter().flat_map(|before| before.split(' ')).map(str::to_owned);
        let mut written: Vec<String> = before.chain(nets.iter().copied().map(Self::to_text)).collect();
        written.sort_unstable();
        written.dedup();
        (!written.is_empty()).then(|| written.join(" "))
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        Some(Self { address: address.parse().ok()?, bits: bits.parse().ok()? })
    }
}

/// Someone who may not come in.
#[derive(Clone, Debug)]
pub struct Ban<'a> {
    /// The room; the whole house where left out.
    pub room: Option<RoomNo>,
    /// Who.
    pub whom: &'a Author,
    /// The parts of the network that it meets as well.
    pub nets: Vec<Net>,
    /// Until when.
    pub until: Option<u64>,
    /// Why.
    pub why: Option<&'a Reason>,
    /// Who says so.
    pub by: &'a Author,
    /// When.
    pub at: u64,
}

/// Someone who wants to come in.
#[derive(Clone, Copy, Debug)]
pub struct Comer {
    /// Who, where that is known.
    pub who: Option<PersonId>,
    /// With which key.
    pub key: Fingerprint,
    /// Where from; nothing where from this very program.
    pub address: Option<IpAddr>,
}

impl Comer {
    /// Someone who comes with this key from there.
    #[must_use]
    pub const fn at(who: Option<PersonId>, key: Fingerprint, from: Origin) -> Self {
        let address = match from {
            Origin::Here => None,
            Origin::Network(address) => Some(address.ip()),
        };
        Self { who, key, address }
    }
}

/// What was written of someone in some place before it was changed.
#[derive(Clone, Debug)]
pub struct Before {
    room: Option<RoomNo>,
    who: PersonId,
    ban: Option<Row>,
}

/// A ban as it is written.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    until: Option<i64>,
    why: Option<String>,
    net: Option<String>,
    by: String,
    at: i64,
    keys: Vec<[u8; 32]>,
}

/// Why someone may not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banned {
    /// Whether it is only for where they come from.
    pub for_place: bool,
    /// Until when.
    pub until: Option<u64>,
    /// Why.
    pub why: Option<String>,
}

const fn number(room: Option<RoomNo>) -> u32 {
    match room {
        Some(room) => room.0,
        None => 0,
    }
}

impl Registry {
    /// Bans someone with every key that leads to them, in place of what was said of them there before: the keys and the
    /// part of the network that it met stay met. The answer is what stood there.
    pub fn ban(&self, ban: &Ban<'_>) -> Result<Before, LogError> {
        let before = self.unban(ban.room, ban.whom.who)?;
        let mut keys = self.keys_of(ban.whom.who)?;
        let holds = |row: &&Row| row.until.is_none_or(|until| until > ban.at as i64);
        let was = before.ban.as_ref().filter(holds);
        keys.extend(was.into_iter().flat_map(|row| row.keys.iter().copied()));
        let row = Row {
            name: ban.whom.name.to_string(),
            until: ban.until.map(|until| i64::try_from(until).unwrap_or(i64::MAX)),
            why: ban.why.map(Reason::to_string),
            net: Net::all_to_text(&ban.nets, was.and_then(|row| row.net.as_deref())),
            by: ban.by.name.to_string(),
            at: ban.at as i64,
            keys,
        };
        self.put_ban(ban.room, ban.whom.who, &row)?;
        Ok(before)
    }

    fn put_ban(&self, room: Option<RoomNo>, who: PersonId, row: &Row) -> Result<(), LogError> {
        let Row { name, until, why, net, by, at, keys } = row;
        self.db().execute(
            "INSERT INTO ban (room, who, name, until, why, net, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![number(room), who.0, name, until, why, net, by, at],
        )?;
        let no = self.db().last_insert_rowid();
        for key in keys {
            self.db().execute("INSERT OR IGNORE INTO ban_key (ban, key) VALUES (?1, ?2)", params![no, key])?;
        }
        Ok(())
    }

    /// Lets someone in again. The answer is what kept them out.
    pub fn unban(&self, room: Option<RoomNo>, who: PersonId) -> Result<Before, LogError> {
        self.begin()?;
        let of = params![number(room), who.0];
        let select = "SELECT name, until, why, net, by, at FROM ban WHERE room = ?1 AND who = ?2";
        let row = self.db().prepare_cached(select)?.query_row(of, |row| {
            let (name, until, why) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Row { name, until, why, net: row.get(3)?, by: row.get(4)?, at: row.get(5)?, keys: Vec::new() })
        });
        let keys = self.ban_keys(room, who)?;
        let ban = row.optional()?.map(|row| Row { keys: keys.into_iter().map(|key| key.0).collect(), ..row });
        self.db().execute("DELETE FROM ban_key WHERE ban IN (SELECT ban FROM ban WHERE room = ?1 AND who = ?2)", of)?;
        self.db().execute("DELETE FROM ban WHERE room = ?1 AND who = ?2", of)?;
        Ok(Before { room, who, ban })
    }

    /// Has everything stand as it did before.
    pub fn put_back(&self, before: &Before) -> Result<(), LogError> {
        let Before { room, who, ban } = before;
        self.unban(*room, *who)?;
        ban.as_ref().map_or(Ok(()), |row| self.put_ban(*room, *who, row))
    }

    /// The keys that are met by what keeps someone out.
    pub fn ban_keys(&self, room: Option<RoomNo>, who: PersonId) -> Result<Vec<Fingerprint>, LogError> {
        let sql = "SELECT key FROM ban_key JOIN ban USING (ban) WHERE room = ?1 AND who = ?2";
        let mut select = self.db().prepare_cached(sql)?;
        let keys = select.query_map(params![number(room), who.0], |row| row.get(0).map(Fingerprint))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Every key that leads to someone.
    fn keys_of(&self, who: PersonId) -> Result<Vec<[u8; 32]>, LogError> {
        let mut select = self.db().prepare_cached("SELECT key FROM device WHERE who = ?1")?;
        let keys = select.query_map([who.0], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Whether someone may not come into a room, or into the house, at this time.
    pub fn banned(&self, room: Option<RoomNo>, comer: &Comer, now: u64) -> Result<Option<Banned>, LogError> {
        let Comer { who, key, address } = comer;
        let sql = "SELECT until, why, net, who IS ?2 OR EXISTS (
                SELECT 1 FROM ban_key WHERE ban_key.ban = ban.ban AND key = ?3
            ) FROM ban WHERE room = ?1 AND (until IS NULL OR until > ?4)";
        let mut select = self.db().prepare_cached(sql)?;
        let mut rows = select.query(params![number(room), who.map(|who| who.0), key.0, now as i64])?;
        let mut for_place = None;
        while let Some(row) = rows.next()? {
            let net: Option<String> = row.get(2)?;
            let holds = |net: &str| Net::parse(net).zip(*address).is_some_and(|(net, address)| net.holds(address));
            let is_theirs = row.get::<_, bool>(3)?;
            if is_theirs || net.is_some_and(|nets| nets.split(' ').any(holds)) {
                let until = row.get::<_, Option<i64>>(0)?.map(|until| until.max(0) as u64);
                let banned = Banned { for_place: !is_theirs, until, why: row.get(1)? };
                if is_theirs {
                    return Ok(Some(banned));
                }
                for_place = Some(banned);
            }
        }
        Ok(for_place)
    }

    /// Who may not come into a room, or into the house, at this time; the latest first.
    pub fn bans(&self, room: Option<RoomNo>, now: u64) -> Result<Vec<BanLine>, LogError> {
        let sql = "SELECT who, name, until, why, net IS NOT NULL, by, at FROM ban
            WHERE room = ?1 AND (until IS NULL OR until > ?2) ORDER BY at DESC, ban DESC LIMIT ?3";
        let mut select = self.db().prepare_cached(sql)?;
        let mut rows = select.query(params![number(room), now as i64, LISTED as i64])?;
        let mut bans = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(name) = row.get::<_, String>(1)?.parse() else { continue };
            bans.push(BanLine {
                person: Author { who: PersonId(row.get(0)?), name },
                room,
                until: row.get::<_, Option<i64>>(2)?.map(|until| until.max(0) as u64),
                why: row.get::<_, Option<String>>(3)?.and_then(|why| why.parse().ok()),
                address: row.get(4)?,
                by: row.get(5)?,
                at: row.get::<_, i64>(6)?.max(0) as u64,
            });
        }
        Ok(bans)
    }
}
