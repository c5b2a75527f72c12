//! What a message says, and what was said of it later: edits, signs, and that it was taken back.

use std::borrow::Cow;

use rusqlite::{Connection, params};
use serde::Deserialize;

use super::error::LogError;
use super::reading;
use crate::room::{Body, Event, EventId, PersonId, Seq, Sign};

/// The latest edit of each of these messages and the signs given to it, where those lie beyond `last`.
pub(super) fn changes(db: &Connection, messages: &[EventId], last: Seq) -> Result<Vec<Event>, LogError> {
    let mut edit = db.prepare_cached(
        "SELECT place, at, id, who, name, body FROM event WHERE of = ?1 AND kind = 'edited' ORDER BY place DESC LIMIT 1",
    )?;
    let mut signs = db.prepare_cached(
        "SELECT place, at, id, who, name, body FROM event WHERE of = ?1 AND kind = 'reacted' ORDER BY place",
    )?;
    let mut changes = Vec::new();
    for message in messages {
        for select in [&mut edit, &mut signs] {
            let mut rows = select.query([message.0])?;
            while let Some(row) = rows.next()? {
                changes.push(reading::entry(row)?.event);
            }
        }
    }
    changes.retain(|event| event.seq > last);
    changes.sort_unstable_by_key(|event| event.seq);
    Ok(changes)
}

/// Every edit of a message, the first first.
pub(super) fn edits(db: &Connection, of: EventId) -> Result<Vec<Event>, LogError> {
    let mut select = db.prepare_cached(
        "SELECT place, at, id, who, name, body FROM event WHERE of = ?1 AND kind = 'edited' ORDER BY place",
    )?;
    let mut rows = select.query([of.0])?;
    let mut edits = Vec::new();
    while let Some(row) = rows.next()? {
        edits.push(reading::entry(row)?.event);
    }
    Ok(edits)
}

/// The signs that someone has on a message now.
pub(super) fn signs(db: &Connection, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
    // However many others there are, these are found without them.
    let mut select = db.prepare_cached(
        "SELECT place, at, id, who, name, body FROM event
         WHERE of = ?1 AND who = ?2 AND kind = 'reacted' ORDER BY place",
    )?;
    let mut rows = select.query(params![of.0, who.0])?;
    let mut signs: Vec<Sign> = Vec::new();
    while let Some(row) = rows.next()? {
        if let Body::Reacted { sign, off, .. } = reading::entry(row)?.event.body {
            signs.retain(|other| *other != sign);
            signs.extend((!off).then_some(sign));
        }
    }
    Ok(signs)
}

/// As much of a body as has words in it.
#[derive(Deserialize)]
struct Spoken<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
}

fn spoken(body: Option<&str>) -> Option<Spoken<'_>> {
    serde_json::from_str(body?).ok()
}

/// The words of a message as it was first said, from its body.
pub(super) fn first_words(body: Option<&str>) -> Option<Cow<'_, str>> {
    let Spoken { kind, text } = spoken(body)?;
    text.filter(|_| ["said", "did", "replied"].contains(&&*kind))
}

/// The words of the latest edit of a message.
pub(super) fn newest_words(db: &Connection, id: EventId) -> Result<Option<String>, LogError> {
    let mut select =
        db.prepare_cached("SELECT body FROM event WHERE of = ?1 AND kind = 'edited' ORDER BY place DESC")?;
    let mut rows = select.query([id.0])?;
    while let Some(row) = rows.next()? {
        let body = spoken(row.get_ref(0)?.as_str_or_null().ok().flatten());
        if let Some(text) = body.and_then(|body| body.text) {
            return Ok(Some(text.into_owned()));
        }
    }
    Ok(None)
}
