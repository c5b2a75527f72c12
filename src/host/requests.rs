//! Who may come into the house, as the registry keeps it: the host's choice, who asks to be let in, and who was.

use rusqlite::{OptionalExtension as _, params};

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

/// How many may ask at a time.
const ASKING: i64 = 256;

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

    /// Someone asks to be let in. Nothing where too many do already.
    pub fn request(&self, key: Fingerprint, name: &Name, now: u64) -> Result<Option<RequestLine>, LogError> {
        let known = self.db().prepare_cached("SELECT 1 FROM request WHERE key = ?1")?.exists([key.0])?;
        let count: i64 = self.db().query_row("SELECT count(*) FROM request", [], |row| row.get(0))?;
        if !known && count >= ASKING {
            return Ok(None);
        }
        self.begin()?;
        let sql = "INSERT INTO request (key, name, at) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET name = excluded.name";
        self.db().execute(sql, params![key.0, name.as_str(), now as i64])?;
        let sql = "SELECT request, at FROM request WHERE key = ?1";
        let (request, at) =
            self.db().query_row(sql, [key.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        Ok(Some(RequestLine { request: request.max(0) as u64, name: name.clone(), key, at: at.max(0) as u64 }))
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
