//! What a check finds in a store that was damaged, and that it finds nothing in one that was not.

use std::fs;
use std::path::PathBuf;

use parlor::log::verify::{FINDINGS, Finding, Report, verify};
use parlor::log::{Entry, Log as _, LogError, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, People, PersonId, RoomNo, Seq, State};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

const ROOM: RoomNo = RoomNo(1);
const OTHER: RoomNo = RoomNo(2);

fn author() -> Author {
    Author { who: PersonId(1), name: "Ada".parse().unwrap() }
}

fn id(room: RoomNo, seq: u64) -> EventId {
    EventId(Uuid::from_u128((u128::from(room.0) << 64) | u128::from(seq)))
}

fn entry(room: RoomNo, seq: u64, body: Body) -> Entry {
    let event = Event { seq: Seq(seq), at: 1_000 * seq, id: id(room, seq), by: Some(author()), body };
    Entry { room, event }
}

fn said(text: &str) -> Body {
    Body::Said { text: text.parse().unwrap() }
}

/// A house of two rooms where all sorts of things happened. What room 1 is after event 4 is remembered.
fn house() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&dir.path().join("log.db")).unwrap();
    let newer = serde_json::from_str(r#"{"kind":"waved"}"#).unwrap();
    log.append(&[
        entry(ROOM, 1, Body::Titled { title: "Tea".parse().unwrap() }),
        entry(ROOM, 2, Body::People(People { came: vec![author()], ..People::default() })),
        entry(ROOM, 3, said("a secret")),
        entry(OTHER, 1, Body::Titled { title: "Coffee".parse().unwrap() }),
        entry(ROOM, 4, Body::Edited { of: id(ROOM, 3), text: "a smaller secret".parse().unwrap() }),
    ])
    .unwrap();
    let (_, state) = log.rooms().unwrap().swap_remove(0);
    log.remember(ROOM, &state).unwrap();
    log.append(&[
        entry(ROOM, 5, Body::Withdrawn { of: id(ROOM, 3) }),
        entry(ROOM, 6, said("something else")),
        entry(ROOM, 7, Body::Edited { of: id(ROOM, 6), text: "something better".parse().unwrap() }),
        entry(ROOM, 8, newer),
    ])
    .unwrap();
    dir
}

fn file(dir: &TempDir) -> PathBuf {
    dir.path().join("log.db")
}

/// What is found in the house after a change to its file.
fn after(change: &str) -> Vec<Finding> {
    let dir = house();
    Connection::open(file(&dir)).unwrap().execute_batch(change).unwrap();
    verify(dir.path()).unwrap().findings
}

/// The key of an event of room 1.
fn place(seq: u64) -> u64 {
    (1 << 40) + seq
}

#[test]
fn a_sound_house_is_found_sound() {
    let dir = house();
    let report = verify(dir.path()).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    let rooms: Vec<_> = report
        .rooms
        .iter()
        .map(|told| {
            let title = told.title.as_ref().map(ToString::to_string).unwrap_or_default();
            (told.room, title, told.events, told.first_at, told.last_at)
        })
        .collect();
    assert_eq!(rooms, [(ROOM, "Tea".to_owned(), 8, 1_000, 8_000), (OTHER, "Coffee".to_owned(), 1, 1_000, 1_000)]);
}

#[test]
fn a_folder_and_its_file_are_the_same_house() {
    let dir = house();
    assert_eq!(verify(dir.path()).unwrap(), verify(&file(&dir)).unwrap());
}

#[test]
fn a_check_leaves_the_file_as_it_is() {
    let dir = house();
    let before = fs::read(file(&dir)).unwrap();
    verify(dir.path()).unwrap();
    assert_eq!(fs::read(file(&dir)).unwrap(), before);
}

#[test]
fn a_house_that_is_open_can_be_checked() {
    let dir = house();
    let log = SqliteLog::open(&file(&dir)).unwrap();
    log.append(&[entry(ROOM, 9, said("still talking"))]).unwrap();
    let report = verify(dir.path()).unwrap();
    assert!(report.is_sound());
    assert_eq!(report.rooms[0].events, 9);
    log.append(&[entry(ROOM, 10, said("and on"))]).unwrap();
}

#[test]
fn what_is_no_house_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(verify(dir.path()), Err(LogError::Missing(_))));
    let other = dir.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE event (place INTEGER)").unwrap();
    assert!(matches!(verify(&other), Err(LogError::NotOurs(_))));
    fs::write(&other, "not the bytes of a database").unwrap();
    assert!(matches!(verify(&other), Err(LogError::NotOurs(_))));
}

#[test]
fn a_store_that_was_never_begun_is_sound_and_empty() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(file(&dir), "").unwrap();
    assert_eq!(verify(dir.path()).unwrap(), Report::default());
}

#[test]
fn missing_events_are_found() {
    let change = format!("DELETE FROM event WHERE place IN ({}, {}, {})", place(1), place(6), place(7));
    let hole = |first, last| Finding::Missing { room: ROOM, first: Seq(first), last: Seq(last) };
    let findings = after(&change);
    assert_eq!(findings, [hole(1, 1), hole(6, 7)]);
    assert_eq!(findings[0].to_string(), "Event 1 of room 1 is missing.");
    assert_eq!(findings[1].to_string(), "Events 6 to 7 of room 1 are missing.");
}

#[test]
fn time_that_goes_back_is_found() {
    let findings = after(&format!("UPDATE event SET at = 5999 WHERE place = {}", place(7)));
    assert_eq!(findings, [Finding::Back { room: ROOM, seq: Seq(7) }]);
    assert_eq!(findings[0].to_string(), "Event 7 of room 1 is dated before the one it follows.");
}

#[test]
fn rows_that_are_no_events_are_found() {
    let spoilt = [
        "body = 'nothing'",
        r#"body = '{"kind":"said"}'"#,
        r#"body = '{"text":"no kind"}'"#,
        "name = '<>'",
        "id = x'00'",
        "at = -1",
        "of = x'00'",
    ];
    for spoilt in spoilt {
        let findings = after(&format!("UPDATE event SET {spoilt} WHERE place = {}", place(6)));
        let told = findings.iter().map(ToString::to_string).find(|told| told.starts_with("A row can't be read: "));
        assert!(told.is_some_and(|told| told.contains("event 6 of room 1")), "{spoilt}: {findings:?}");
    }
}

#[test]
fn a_row_that_can_not_be_read_is_one_finding_and_not_many() {
    let findings = after(&format!("UPDATE event SET body = '' WHERE place = {}", place(2)));
    assert!(matches!(findings.as_slice(), [Finding::Unreadable(_)]), "{findings:?}");
}

#[test]
fn rows_where_no_event_can_be_are_found() {
    let findings = after(&format!("UPDATE event SET place = {} WHERE place = {}", place(0), place(8)));
    assert_eq!(findings, [Finding::Astray(1 << 40)]);
    let findings = after(&format!("UPDATE event SET place = -5 WHERE place = {}", place(8)));
    assert_eq!(findings, [Finding::Astray(-5)]);
    assert_eq!(findings[0].to_string(), "A row has the key -5, which no event can have.");
}

#[test]
fn an_id_of_two_events_is_found() {
    let change =
        "DROP INDEX event_id; UPDATE event SET id = (SELECT id FROM event WHERE place = {4}) WHERE place = {8}";
    let findings = after(&change.replace("{4}", &place(4).to_string()).replace("{8}", &place(8).to_string()));
    assert_eq!(findings, [Finding::Twice { first: (ROOM, Seq(4)), again: (ROOM, Seq(8)) }]);
    assert_eq!(findings[0].to_string(), "Event 8 of room 1 has the same id as event 4 of room 1.");
}

#[test]
fn an_event_filed_under_another_is_found() {
    for (wrong, seq) in [("NULL", 7), ("x'00000000000000010000000000000005'", 7), ("NULL", 4), ("NULL", 5)] {
        let findings = after(&format!("UPDATE event SET of = {wrong} WHERE place = {}", place(seq)));
        assert_eq!(findings, [Finding::Filed { room: ROOM, seq: Seq(seq) }], "{wrong} {seq}");
    }
}

#[test]
fn words_that_went_without_a_withdrawal_are_found() {
    let erase = "UPDATE event SET body = json_patch('{\"kind\":\"erased\"}', json_object('of', body ->> '$.of'))";
    let findings = after(&format!("{erase} WHERE place IN ({}, {})", place(6), place(7)));
    let erased = |seq| Finding::Erased { room: ROOM, seq: Seq(seq) };
    assert_eq!(findings, [erased(6), erased(7)]);
    assert_eq!(findings[0].to_string(), "The words of event 6 of room 1 are gone, but nobody deleted them.");
}

#[test]
fn words_that_stayed_in_spite_of_a_withdrawal_are_found() {
    let said = r#"{"kind":"said","text":"a secret"}"#;
    let findings = after(&format!(
        "UPDATE event SET body = '{said}' WHERE place = {};
         DELETE FROM event WHERE place = {}",
        place(3),
        place(4)
    ));
    assert!(findings.contains(&Finding::StillKept { room: ROOM, seq: Seq(3) }), "{findings:?}");
}

#[test]
fn a_remembered_state_that_is_not_what_the_events_say_is_found() {
    for wrong in [
        "UPDATE state SET state = json_set(state, '$.title', 'Beer')",
        "UPDATE state SET state = json_set(state, '$.at', 1)",
        "UPDATE state SET state = json_set(state, '$.head', 99)",
        "UPDATE state SET state = 'nothing'",
    ] {
        assert_eq!(after(wrong), [Finding::Remembered(ROOM)], "{wrong}");
    }
    assert_eq!(after("UPDATE state SET room = 9"), [Finding::Remembered(RoomNo(9))]);
}

#[test]
fn a_state_remembered_before_anything_happened_is_sound() {
    let dir = house();
    let log = SqliteLog::open(&file(&dir)).unwrap();
    log.remember(ROOM, &State::default()).unwrap();
    log.remember(RoomNo(9), &State::default()).unwrap();
    assert_eq!(verify(dir.path()).unwrap().findings, []);
}

#[test]
fn many_findings_are_counted_and_not_all_told() {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&file(&dir)).unwrap();
    let odd: Vec<_> = (0..500).map(|n| entry(ROOM, 2 * n + 1, said("odd"))).collect();
    log.append(&odd).unwrap();
    let report = verify(dir.path()).unwrap();
    assert_eq!(report.findings.len(), FINDINGS);
    assert_eq!(report.more, 399);
}

/// A file of many pages, and its bytes.
fn large() -> (TempDir, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open(&file(&dir)).unwrap();
    let entries: Vec<_> = (1..=2_000).map(|seq| entry(ROOM, seq, said("words, and more words"))).collect();
    log.append(&entries).unwrap();
    drop(log);
    let bytes = fs::read(file(&dir)).unwrap();
    (dir, bytes)
}

#[test]
fn a_damaged_file_is_a_finding_wherever_the_damage_is() {
    let (dir, whole) = large();
    let pages = whole.len() / 4096;
    assert!(pages > 40);
    for page in 1..pages {
        let mut spoilt = whole.clone();
        spoilt[page * 4096..(page + 1) * 4096].fill(0xA5);
        fs::write(file(&dir), spoilt).unwrap();
        assert!(!verify(dir.path()).unwrap().is_sound(), "page {page}");
    }
}

#[test]
fn a_file_that_was_cut_short_is_a_finding() {
    let (dir, whole) = large();
    for part in [1, 2, 3] {
        fs::write(file(&dir), &whole[..whole.len() * part / 4]).unwrap();
        let report = verify(dir.path()).unwrap();
        assert!(matches!(report.findings.as_slice(), [Finding::File(_), ..]), "{part}: {report:?}");
    }
}
