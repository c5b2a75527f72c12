//! Who asks to be let into the house, and who was.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::sql::{int, number};
use crate::host::core::AdmissionFacts;
use crate::log::LogError;
use crate::room::Name;
use crate::wire::Fingerprint;
use crate::wire::account::RequestLine;

/// What is known of someone at the door. Who else asks matters only where the host may have to be asked.
pub fn at_the_door(db: &Connection, key: Option<Fingerprint>, with_others: bool) -> Result<AdmissionFacts, LogError> {
    let Some(key) = key else { return Ok(AdmissionFacts::default()) };
    let approved = db.prepare_cached("SELECT 1 FROM approved WHERE key = ?1")?.exists([key.0])?;
    let asks = db.prepare_cached("SELECT 1 FROM request WHERE key = ?1")?.exists([key.0])?;
    let mut asking = Vec::new();
    if with_others && !approved && !asks {
        let mut select = db.prepare_cached("SELECT key, net FROM request ORDER BY request")?;
        let rows = select.query_map([], |row| Ok((Fingerprint(row.get(0)?), row.get(1)?)))?;
        asking = rows.collect::<Result<_, _>>()?;
    }
    Ok(AdmissionFacts { approved, asks, asking })
}

/// Who asks to be let in, the first first.
pub fn requests(db: &Connection) -> Result<Vec<RequestLine>, LogError> {
    let mut select = db.prepare_cached("SELECT request, name, key, at FROM request ORDER BY request")?;
    let mut rows = select.query([])?;
    let mut requests = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(name) = row.get::<_, String>(1)?.parse() else { continue };
        requests.push(RequestLine {
            request: number(row.get(0)?),
            name,
            key: Fingerprint(row.get(2)?),
            at: number(row.get(3)?),
        });
    }
    Ok(requests)
}

/// Whose a request is.
pub fn requester(db: &Connection, request: u64) -> Result<Option<Fingerprint>, LogError> {
    let sql = "SELECT key FROM request WHERE request = ?1";
    Ok(db.query_row(sql, [int(request)], |row| row.get(0).map(Fingerprint)).optional()?)
}

/// The number of the next request.
pub fn next_request(db: &Connection) -> Result<u64, LogError> {
    let sql = "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'request'";
    Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0)).optional()?.map_or(1, number))
}

/// Someone asks to be let in.
pub fn add(
    db: &Connection,
    request: u64,
    key: Fingerprint,
    name: &Name,
    net: Option<&str>,
    at: u64,
) -> Result<(), LogError> {
    let sql = "INSERT INTO request (request, key, name, at, net) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.execute(sql, params![int(request), key.0, name.as_str(), int(at), net])?;
    Ok(())
}

/// Someone who asks already does so under another name.
pub fn rename(db: &Connection, key: Fingerprint, name: &Name) -> Result<(), LogError> {
    db.execute("UPDATE request SET name = ?2 WHERE key = ?1", params![key.0, name.as_str()])?;
    Ok(())
}

/// Someone asks no longer.
pub fn remove(db: &Connection, key: Fingerprint) -> Result<(), LogError> {
    db.execute("DELETE FROM request WHERE key = ?1", [key.0])?;
    Ok(())
}

/// The host lets someone in from now on.
pub fn approve(db: &Connection, key: Fingerprint, at: u64) -> Result<(), LogError> {
    db.execute("INSERT OR IGNORE INTO approved (key, at) VALUES (?1, ?2)", params![key.0, int(at)])?;
    Ok(())
}
