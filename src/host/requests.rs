//! Who may come into the house, as the registry keeps it: the host's choice, who asks to be let in, and who was.

use std::collections::HashMap;

use rusqlite::{OptionalExtension as _, params};

use super::bans::Net;
use super::registry::Registry;
use crate::log::LogError;
use crate::room::Name;
use crate::wire::Fingerprint;
use crate::wire::account::{Admission, RequestLine};

/// The tables.
pub(super) const STEP: &str = "CREATE TABLE request (
        request INTEGER PRIMARY KEY AUTOINCREMENT,
        key     BLOB NOT NULL UNIQUE,
        name    TEXT NOT NULL,
        at      INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE approved (
        key BLOB PRIMARY KEY,
        at  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// From where each asks came later.
pub(super) const STEP_NET: &str = "ALTER TABLE request ADD COLUMN net TEXT;";

/// How many may ask at a time, and how many from one part of the network: many people may share it.
const ASKING: usize = 256;
const ASKING_FROM: usize = 64;

/// What became of someone who asks to be let in.
#[derive(Clone, Debug)]
pub enum Asked {
    /// They ask for the first time.
    New(RequestLine),
    /// They asked before, and were not answered yet.
    Again,
    /// Too many do already.
    TooMany,
}

impl Registry {
    /// Who may come in.
    pub fn admission(&self) -> Result<Admission, LogError> {
        let sql = "SELECT value FROM house WHERE what = 'admission'";
        let word: Option<String> = self.db().query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(word.and_then(|word| word.parse().ok()).unwrap_or_default())
    }

    /// Who may come in from now on.
    pub fn set_admission(&self, admission: Admission) -> Result<(), LogError> {
        self.begin()?;
        let sql = "INSERT OR REPLACE INTO house (what, value) VALUES ('admission', ?1)";
        self.db().execute(sql, [admission.as_str()])?;
        Ok(())
    }

    /// Whether the host said yes to this key.
    pub fn is_approved(&self, key: Fingerprint) -> Result<bool, LogError> {
        Ok(self.db().prepare_cached("SELECT 1 FROM approved WHERE key = ?1")?.exists([key.0])?)
    }

    /// Someone asks to be let in, from a part of the network. Where too many do, whoever asked first from where most do and
    /// does not wait any more makes room: so nobody pushes out those who ask from elsewhere.
    pub fn request(
        &self,
        key: Fingerprint,
        name: &Name,
        net: Option<Net>,
        now: u64,
        waits: impl Fn(Fingerprint) -> bool,
    ) -> Result<Asked, LogError> {
        if self.db().prepare_cached("SELECT 1 FROM request WHERE key = ?1")?.exists([key.0])? {
            self.begin()?;
            self.db().execute("UPDATE request SET name = ?2 WHERE key = ?1", params![key.0, name.as_str()])?;
            return Ok(Asked::Again);
        }
        let net = net.map(Net::to_text);
        if !self.make_room(net.as_deref(), waits)? {
            return Ok(Asked::TooMany);
        }
        self.begin()?;
        let sql = "INSERT INTO request (key, name, at, net) VALUES (?1, ?2, ?3, ?4)";
        self.db().execute(sql, params![key.0, name.as_str(), now as i64, net])?;
        let request = self.db().last_insert_rowid().max(0) as u64;
        Ok(Asked::New(RequestLine { request, name: name.clone(), key, at: now }))
    }

    /// Whether one more fits, after someone who asked and went away is forgotten where that is needed.
    fn make_room(&self, net: Option<&str>, waits: impl Fn(Fingerprint) -> bool) -> Result<bool, LogError> {
        let mut select = self.db().prepare_cached("SELECT request, key, net FROM request ORDER BY request")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, Fingerprint(row.get(1)?), row.get(2)?)))?;
        let asking: Vec<(i64, Fingerprint, Option<String>)> = rows.collect::<Result<_, _>>()?;
        let mut from: HashMap<Option<&str>, usize> = HashMap::new();
        for (_, _, net) in &asking {
            *from.entry(net.as_deref()).or_default() += 1;
        }
        let crowded = from.get(&net).is_some_and(|count| *count >= ASKING_FROM);
        if !crowded && asking.len() < ASKING {
            return Ok(true);
        }
        // The one that asked first, of those from where most do.
        let gone = asking
            .iter()
            .filter(|(_, key, from)| !waits(*key) && (!crowded || from.as_deref() == net))
            .max_by_key(|(request, _, net)| (from.get(&net.as_deref()).copied(), std::cmp::Reverse(*request)));
        let Some((request, ..)) = gone else { return Ok(false) };
        self.begin()?;
        self.db().execute("DELETE FROM request WHERE request = ?1", [request])?;
        Ok(true)
    }

    /// Someone came in, and need not ask any more.
    pub fn asks_no_more(&self, key: Fingerprint) -> Result<(), LogError> {
        if self.db().prepare_cached("SELECT 1 FROM request WHERE key = ?1")?.exists([key.0])? {
            self.begin()?;
            self.db().execute("DELETE FROM request WHERE key = ?1", [key.0])?;
        }
        Ok(())
    }

    /// Who asks to be let in, the first first.
    pub fn requests(&self) -> Result<Vec<RequestLine>, LogError> {
        let mut select = self.db().prepare_cached("SELECT request, name, key, at FROM request ORDER BY request")?;
        let mut rows = select.query([])?;
        let mut requests = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(name) = row.get::<_, String>(1)?.parse() else { continue };
            requests.push(RequestLine {
                request: row.get::<_, i64>(0)?.max(0) as u64,
                name,
                key: Fingerprint(row.get(2)?),
                at: row.get::<_, i64>(3)?.max(0) as u64,
            });
        }
        Ok(requests)
    }

    /// The host says yes or no to a request. The answer is whose it was; nothing where it was answered already.
    pub fn answer_request(&self, request: u64, yes: bool, now: u64) -> Result<Option<Fingerprint>, LogError> {
        let of = i64::try_from(request).unwrap_or(i64::MAX);
        let sql = "SELECT key FROM request WHERE request = ?1";
        let key: Option<[u8; 32]> = self.db().query_row(sql, [of], |row| row.get(0)).optional()?;
        let Some(key) = key else { return Ok(None) };
        self.begin()?;
        self.db().execute("DELETE FROM request WHERE request = ?1", [of])?;
        if yes {
            self.db().execute("INSERT OR IGNORE INTO approved (key, at) VALUES (?1, ?2)", params![key, now as i64])?;
        }
        Ok(Some(Fingerprint(key)))
    }
}
