//! Logs of the versions before: they are brought up to this one when they are opened, and read as they are when they are
//! only read.

use std::path::{Path, PathBuf};

use parlor::log::verify::{Finding, verify};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, Text};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

const ROOM: RoomNo = RoomNo(1);
const ADA: PersonId = PersonId(1);

fn id(seq: u64) -> EventId {
    EventId(Uuid::from_u128(seq.into()))
}

fn entry(seq: u64, body: Body) -> Entry {
    let by = Some(Author { who: ADA, name: "Ada".parse().unwrap() });
    Entry { room: ROOM, event: Event { seq: Seq(seq), at: seq, id: id(seq), by, body } }
}

fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

fn sign(sign: &str) -> Sign {
    Sign::parse(sign).unwrap()
}

/// A log of an earlier version, with a message of each fate in it.
fn old_log(dir: &TempDir, version: i64) -> PathBuf {
    let file = dir.path().join("log.db");
    let log = SqliteLog::open(&file).unwrap();
    let said = |words| Body::Said { text: text(words) };
    let reacted = |words| Body::Reacted { of: id(2), sign: sign(words), off: false };
    log.append(&[
        entry(1, Body::Titled { title: "Tea".parse().unwrap() }),
        entry(2, said("It opnes at nine")),
        entry(3, Body::Edited { of: id(2), text: text("It opens at ten") }),
        entry(4, Body::Edited { of: id(2), text: text("It opens at nine") }),
        entry(5, reacted("👍")),
        entry(6, reacted("🎉")),
        entry(7, said("a secret")),
        entry(8, Body::Edited { of: id(7), text: text("a smaller secret") }),
        entry(9, Body::Withdrawn { of: id(7) }),
    ])
    .unwrap();
    drop(log);
    let db = Connection::open(&file).unwrap();
    db.execute_batch(
        "DROP INDEX event_of; DROP INDEX event_sign; ALTER TABLE event DROP COLUMN kind;
        CREATE INDEX event_of ON event (of) WHERE of IS NOT NULL;",
    )
    .unwrap();
    if version == 3 {
        let of_three = r#"CREATE INDEX event_reworded ON event (of)
            WHERE substr(body, 1, 15) IN ('{"kind":"edited', '{"kind":"withdr')"#;
        db.execute_batch(of_three).unwrap();
    }
    db.pragma_update(None, "user_version", version).unwrap();
    file
}

fn version(file: &Path) -> i64 {
    Connection::open(file).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// That everything said of the messages is found.
#[track_caller]
fn knows_what_became_of_them(log: &SqliteLog) {
    assert_eq!(log.signs(id(2), ADA).unwrap(), [sign("👍"), sign("🎉")]);
    let seqs = |events: Vec<Event>| events.into_iter().map(|event| event.seq.0).collect::<Vec<_>>();
    assert_eq!(seqs(log.edits(id(2)).unwrap()), [3, 4]);
    assert_eq!(log.edits(id(7)).unwrap(), []);
    assert_eq!(seqs(log.changes(&[id(2), id(7)], Seq(2)).unwrap()), [4, 5, 6]);
    assert_eq!(seqs(log.changes(&[id(2)], Seq(5)).unwrap()), [6]);
    let found = log.search(ROOM, &Query { most: 9, ..Query::default() }).unwrap().events;
    assert_eq!(found.iter().filter_map(|event| event.body.text()).collect::<Vec<_>>(), [&text("It opens at nine")]);
}

#[test]
fn a_log_of_an_earlier_version_is_brought_up_to_this_one() {
    for before in [2, 3] {
        let dir = TempDir::new().unwrap();
        let file = old_log(&dir, before);
        let log = SqliteLog::open(&file).unwrap();
        knows_what_became_of_them(&log);
        log.append(&[
            entry(10, Body::Reacted { of: id(2), sign: sign("👍"), off: true }),
            entry(11, Body::Withdrawn { of: id(2) }),
        ])
        .unwrap();
        assert_eq!(log.signs(id(2), ADA).unwrap(), [sign("🎉")]);
        assert_eq!(log.edits(id(2)).unwrap(), [], "they go with what they were edits of");
        drop(log);
        assert_eq!(version(&file), 4);
        assert_eq!(verify(&file).unwrap().findings, []);
    }
}

#[test]
fn a_log_of_an_earlier_version_that_is_only_read_stays_as_it_is() {
    for before in [2, 3] {
        let dir = TempDir::new().unwrap();
        let file = old_log(&dir, before);
        assert_eq!(verify(&file).unwrap().findings, []);
        knows_what_became_of_them(&SqliteLog::open_to_read(&file).unwrap());
        assert_eq!(version(&file), before);
    }
}

#[test]
fn an_event_that_can_not_be_read_keeps_no_log_in_its_version() {
    let dir = TempDir::new().unwrap();
    let file = old_log(&dir, 3);
    Connection::open(&file).unwrap().execute("UPDATE event SET body = '{' WHERE id = ?1", [id(6).0]).unwrap();
    let log = SqliteLog::open(&file).unwrap();
    assert_eq!(log.signs(id(2), ADA).unwrap(), [sign("👍")]);
    drop(log);
    assert!(matches!(verify(&file).unwrap().findings.as_slice(), [Finding::Unreadable(_)]));
}

#[test]
fn an_event_that_is_filed_as_another_kind_is_found() {
    let dir = TempDir::new().unwrap();
    let file = old_log(&dir, 3);
    drop(SqliteLog::open(&file).unwrap());
    for wrong in ["'edited'", "NULL"] {
        let spoil = format!("UPDATE event SET kind = {wrong} WHERE id = ?1");
        Connection::open(&file).unwrap().execute(&spoil, [id(5).0]).unwrap();
        assert_eq!(verify(&file).unwrap().findings, [Finding::Filed { room: ROOM, seq: Seq(5) }]);
    }
}
