//! Who may not come in, as the registry keeps it: by person and by key, and where it was asked for by address.
//! Addresses and keys stay here: everyone sees that someone was banned, nobody where they came from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rusqlite::params;

use super::registry::Registry;
use crate::log::LogError;
use crate::room::{Author, PersonId, Reach, Reason, RoomNo};
use crate::wire::Fingerprint;
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

    fn to_text(self) -> String {
        format!("{}/{}", self.address, self.bits)
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
    /// With which keys they came last.
    pub keys: &'a [Fingerprint],
    /// The part of the network that it meets as well.
    pub net: Option<Net>,
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
    /// Who.
    pub who: PersonId,
    /// With which key.
    pub key: Fingerprint,
    /// Where from; nothing where from this very program.
    pub address: Option<IpAddr>,
}

/// Why someone may not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banned {
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
    /// Bans someone, in place of what was said of them there before.
    pub fn ban(&self, ban: &Ban<'_>) -> Result<(), LogError> {
        self.unban(ban.room, ban.whom.who)?;
        self.db().execute(
            "INSERT INTO ban (room, who, name, until, why, net, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                number(ban.room),
                ban.whom.who.0,
                ban.whom.name.as_str(),
                ban.until.map(|until| i64::try_from(until).unwrap_or(i64::MAX)),
                ban.why.map(Reason::as_str),
                ban.net.map(Net::to_text),
                ban.by.name.as_str(),
                ban.at as i64
            ],
        )?;
        let no = self.db().last_insert_rowid();
        for key in ban.keys {
            self.db().execute("INSERT OR IGNORE INTO ban_key (ban, key) VALUES (?1, ?2)", params![no, key.0])?;
        }
        Ok(())
    }

    /// Lets someone in again. False where nothing kept them out.
    pub fn unban(&self, room: Option<RoomNo>, who: PersonId) -> Result<bool, LogError> {
        self.begin()?;
        let of = params![number(room), who.0];
        self.db().execute("DELETE FROM ban_key WHERE ban IN (SELECT ban FROM ban WHERE room = ?1 AND who = ?2)", of)?;
        Ok(self.db().execute("DELETE FROM ban WHERE room = ?1 AND who = ?2", of)? > 0)
    }

    /// Whether someone may not come into a room, or into the house, at this time.
    pub fn banned(&self, room: Option<RoomNo>, comer: &Comer, now: u64) -> Result<Option<Banned>, LogError> {
        let Comer { who, key, address } = comer;
        let sql = "SELECT until, why, net, who = ?2 OR EXISTS (
                SELECT 1 FROM ban_key WHERE ban_key.ban = ban.ban AND key = ?3
            ) FROM ban WHERE room = ?1 AND (until IS NULL OR until > ?4)";
        let mut select = self.db().prepare_cached(sql)?;
        let mut rows = select.query(params![number(room), who.0, key.0, now as i64])?;
        while let Some(row) = rows.next()? {
            let net: Option<String> = row.get(2)?;
            let net = net.and_then(|net| Net::parse(&net));
            if row.get::<_, bool>(3)? || net.zip(*address).is_some_and(|(net, address)| net.holds(address)) {
                let until = row.get::<_, Option<i64>>(0)?.map(|until| until.max(0) as u64);
                return Ok(Some(Banned { until, why: row.get(1)? }));
            }
        }
        Ok(None)
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
