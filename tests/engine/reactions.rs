//! Which signs someone has on a message, as the log knows it, and to which rooms something was added.

use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, PersonId, RoomNo, Seq, Sign};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

const ROOM: RoomNo = RoomNo(1);
const ADA: PersonId = PersonId(1);
const KEN: PersonId = PersonId(2);

fn id(seq: u64) -> EventId {
    EventId(Uuid::from_u128(seq.into()))
}

fn entry(room: RoomNo, seq: u64, who: PersonId, body: Body) -> Entry {
    let by = Some(Author { who, name: "Someone".parse().unwrap() });
    let id = EventId(Uuid::from_u128((u128::from(room.0) << 64 | u128::from(seq)) - (1 << 64)));
    Entry { room, event: Event { seq: Seq(seq), at: seq, id, by, body } }
}

fn said() -> Body {
    Body::Said { text: "hi".parse().unwrap() }
}

fn sign(sign: &str) -> Sign {
    Sign::parse(sign).unwrap()
}

fn reacted(words: &str, off: bool) -> Body {
    Body::Reacted { of: id(1), sign: sign(words), off }
}

#[test]
fn the_signs_of_a_person_are_those_put_on_and_not_taken_back() {
    let log = SqliteLog::in_memory().unwrap();
    log.append(&[
        entry(ROOM, 1, ADA, said()),
        entry(ROOM, 2, ADA, reacted("👍", false)),
        entry(ROOM, 3, ADA, reacted("🎉", false)),
        entry(ROOM, 4, KEN, reacted("👍", false)),
        entry(ROOM, 5, ADA, reacted("👍", true)),
        entry(ROOM, 6, ADA, reacted("❤", false)),
        entry(ROOM, 7, ADA, reacted("👍", false)),
        entry(ROOM, 8, ADA, reacted("🎉", true)),
        entry(ROOM, 9, KEN, reacted("🎉", true)),
    ])
    .unwrap();
    assert_eq!(log.signs(id(1), ADA).unwrap(), [sign("❤"), sign("👍")]);
    assert_eq!(log.signs(id(1), KEN).unwrap(), [sign("👍")]);
    assert_eq!(log.signs(id(1), PersonId(3)).unwrap(), []);
    assert_eq!(log.signs(id(2), ADA).unwrap(), []);
}

#[test]
fn the_signs_of_a_person_are_found_without_those_of_the_others() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("log.db");
    drop(SqliteLog::open(&file).unwrap());
    let db = Connection::open(&file).unwrap();
    let plan: String = db
        .query_row(
            "EXPLAIN QUERY PLAN SELECT body FROM event WHERE of = ?1 AND who = ?2 AND kind = 'reacted' ORDER BY place",
            [1, 2],
            |row| row.get(3),
        )
        .unwrap();
    assert!(plan.contains("event_sign (of=? AND who=?)"), "{plan}");
}

#[test]
fn the_log_tells_which_rooms_grew_since() {
    let log = SqliteLog::in_memory().unwrap();
    let add = |room, seq| log.append(&[entry(RoomNo(room), seq, ADA, said())]).unwrap();
    assert_eq!(log.grown_since(0).unwrap(), (0, vec![]));
    add(1, 1);
    add(2, 1);
    assert_eq!(log.grown_since(0).unwrap(), (2, vec![RoomNo(1), RoomNo(2)]));
    add(2, 2);
    assert_eq!(log.grown_since(2).unwrap(), (3, vec![RoomNo(2)]));
    assert_eq!(log.grown_since(3).unwrap(), (3, vec![]));
    assert_eq!(*log.growth().borrow(), 3);
    // Of a room that is gone there is nothing to be read.
    log.delete(RoomNo(2)).unwrap();
    assert_eq!(log.grown_since(0).unwrap(), (3, vec![RoomNo(1)]));
}
