//! A log that forgets a room's beginning: what is left of it, on the disk and in every answer.

use std::path::Path;

use jiff::tz::TimeZone;
use parlor::export::{Format, export};
use parlor::log::verify::verify;
use parlor::log::{Entry, Log as _, LogError, Pruned, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, PersonId, Query, RoomNo, Seq, State};

use crate::memory::{count, holds};
use crate::support::visitor::{ROOM, text};

fn author() -> Author {
    Author { who: PersonId(1), name: "Ada".parse().unwrap() }
}

fn event(seq: u64, body: Body) -> Entry {
    let event = Event { seq: Seq(seq), at: 1000 * seq, id: EventId::fresh(), by: Some(author()), body };
    Entry { room: ROOM, event }
}

fn words(seq: u64) -> Entry {
    event(seq, Body::Said { text: text(&format!("message zq{seq}x of many {}", unlike(seq))) })
}

/// A word like no other, so that the index can't write it as another one and a bit.
fn unlike(seq: u64) -> String {
    let mixed = seq.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{:016x}", (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9))
}

fn state_of(log: &SqliteLog) -> State {
    log.rooms().unwrap().swap_remove(0).1
}

fn prune(log: &SqliteLog, first: u64, state: &State) {
    while log.prune(ROOM, Seq(first), state).unwrap() != Pruned::Done {}
}

fn written(log: &SqliteLog, format: Format) -> String {
    let mut out = Vec::new();
    export(log, ROOM, format, &TimeZone::UTC, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn log_in(folder: &Path, count: u64) -> SqliteLog {
    let log = SqliteLog::open(&folder.join("log.db")).unwrap();
    log.append(&[event(1, Body::Titled { title: "Tea".parse().unwrap() })]).unwrap();
    let rest: Vec<_> = (2..=count).map(words).collect();
    log.append(&rest).unwrap();
    log
}

#[test]
fn a_log_that_forgot_its_beginning_is_sound_and_says_so_where_it_is_written_out() {
    let dir = tempfile::tempdir().unwrap();
    let log = log_in(dir.path(), 1000);
    // An edit that is younger than its message stays, and tells for itself.
    let of = log.read(ROOM, Seq(800)..=Seq(800), 1).unwrap()[0].id;
    log.append(&[event(1001, Body::Edited { of, text: text("said better, zanzibar") })]).unwrap();
    assert_eq!(
        log.search(ROOM, &Query { words: "zanzibar".into(), most: 9, ..Query::default() }).unwrap().events.len(),
        1
    );
    let state = state_of(&log);
    // Every word is there twice: as it was said, and to be found by.
    assert!(count(dir.path(), &unlike(500)[6..]) >= 2);
    prune(&log, 900, &state);
    assert_eq!((log.first(ROOM).unwrap(), log.head(ROOM).unwrap()), (Seq(900), Seq(1001)));
    let gone = (2..900).flat_map(|seq| [format!("zq{seq}x"), unlike(seq)[6..].to_owned()]);
    assert_eq!(gone.filter(|gone| holds(dir.path(), gone)).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(holds(dir.path(), "zq900x"));
    let hits = |words: &str| {
        let query = Query { words: words.to_owned(), most: 9, ..Query::default() };
        log.search(ROOM, &query).unwrap().events.len()
    };
    assert_eq!((hits("zanzibar"), hits("zq899x"), hits("zq900x")), (0, 0, 1));
    let report = verify(dir.path()).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.rooms[0].first, report.rooms[0].events), (Seq(900), 102));
    assert_eq!(report.rooms[0].title.as_ref().unwrap().as_str(), "Tea");
    let told = written(&log, Format::Txt);
    assert!(told.starts_with("Earlier messages are no longer kept.\n"), "{told}");
    assert!(told.ends_with("Ada (edited): said better, zanzibar\n"), "{told}");
    let page = written(&log, Format::Html);
    assert!(page.contains("<p>Earlier messages are no longer kept.</p>") && page.contains("<title>Tea</title>"));
    assert_eq!(written(&log, Format::Jsonl).lines().count(), 102);
    // What is remembered later does not bring the beginning back.
    log.remember(ROOM, &State { first: Seq(1), ..state_of(&log) }).unwrap();
    assert_eq!(log.first(ROOM).unwrap(), Seq(900));
    drop(log);
    assert_eq!(verify(dir.path()).unwrap().findings, []);
}

#[test]
fn a_room_without_any_event_left_keeps_its_number_its_state_and_its_head() {
    let dir = tempfile::tempdir().unwrap();
    let log = log_in(dir.path(), 300);
    let state = state_of(&log);
    prune(&log, 301, &state);
    drop(log);
    let log = SqliteLog::open(&dir.path().join("log.db")).unwrap();
    let (room, again) = log.rooms().unwrap().swap_remove(0);
    assert_eq!((room, log.head(ROOM).unwrap(), log.first(ROOM).unwrap()), (ROOM, Seq(300), Seq(301)));
    assert_eq!(again, State { first: Seq(301), ..state });
    assert_eq!(written(&log, Format::Txt), "Earlier messages are no longer kept.\n");
    let report = verify(dir.path()).unwrap();
    assert_eq!((report.findings, report.rooms[0].events), (vec![], 0));
    log.append(&[words(301)]).unwrap();
    assert_eq!(log.head(ROOM).unwrap(), Seq(301));
    let query = Query { words: "message".into(), most: 9, ..Query::default() };
    assert_eq!(log.search(ROOM, &query).unwrap().events.len(), 1);
    assert_eq!(verify(dir.path()).unwrap().findings, []);
}

#[test]
fn a_log_without_its_beginning_that_does_not_know_what_was_there_is_refused() {
    for change in ["DELETE FROM state", "UPDATE state SET state = '{'"] {
        let dir = tempfile::tempdir().unwrap();
        let log = log_in(dir.path(), 300);
        prune(&log, 200, &state_of(&log));
        drop(log);
        let file = dir.path().join("log.db");
        rusqlite::Connection::open(&file).unwrap().execute_batch(change).unwrap();
        let rooms = SqliteLog::open(&file).unwrap().rooms();
        assert!(matches!(&rooms, Err(LogError::Damaged(_))), "{rooms:?}");
        assert!(!verify(dir.path()).unwrap().is_sound());
    }
}

#[test]
fn a_log_is_whole_wherever_forgetting_is_cut_off() {
    let dir = tempfile::tempdir().unwrap();
    let log = log_in(dir.path(), 2000);
    let state = state_of(&log);
    let mut before = Seq(1);
    while log.prune(ROOM, Seq(1500), &state).unwrap() == Pruned::More {
        let first = log.first(ROOM).unwrap();
        assert!(before < first && first < Seq(1500));
        assert_eq!(log.read(ROOM, Seq(1)..=Seq(2000), 1).unwrap()[0].seq, first);
        assert_eq!(verify(dir.path()).unwrap().findings, []);
        before = first;
    }
    assert_eq!(log.first(ROOM).unwrap(), Seq(1500));
}

#[test]
fn other_rooms_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let log = log_in(dir.path(), 400);
    let other = RoomNo(2);
    let theirs = |seq: u64| Entry { room: other, ..words(seq + 10_000) };
    let entries: Vec<_> = (1..=50)
        .map(|seq| {
            let mut entry = theirs(seq);
            entry.event.seq = Seq(seq);
            entry
        })
        .collect();
    log.append(&entries).unwrap();
    prune(&log, 401, &state_of(&log));
    assert_eq!(log.read(other, Seq(1)..=Seq(100), 100).unwrap().len(), 50);
    let query = Query { words: "zq10007x".into(), most: 9, ..Query::default() };
    assert_eq!(log.search(other, &query).unwrap().events.len(), 1);
    assert_eq!(verify(dir.path()).unwrap().findings, []);
}

#[test]
fn a_copy_believes_a_host_that_was_put_back_and_has_more_again() {
    let dir = tempfile::tempdir().unwrap();
    let log = SqliteLog::open_copy(&dir.path().join("log.db")).unwrap();
    let all: Vec<_> = (1..=100).map(words).collect();
    log.copy(&all).unwrap();
    let begins = |first: u64| State { head: Seq(first).back(1), first: Seq(first), ..State::default() };
    prune(&log, 50, &begins(50));
    // What was asked for before comes too late.
    log.copy(&all[..60]).unwrap();
    assert_eq!(log.read(ROOM, Seq(1)..=Seq(100), 1).unwrap()[0].seq, Seq(50));
    assert_eq!(log.gaps(ROOM, Seq(1)..=Seq(100)).unwrap(), []);
    log.begins_at(ROOM, &begins(20)).unwrap();
    assert_eq!(log.gaps(ROOM, Seq(1)..=Seq(100)).unwrap(), [Seq(20)..=Seq(49)]);
    log.begins_at(ROOM, &begins(1)).unwrap();
    assert_eq!(log.gaps(ROOM, Seq(1)..=Seq(100)).unwrap(), [Seq(1)..=Seq(49)]);
    log.copy(&all[..60]).unwrap();
    assert_eq!(log.gaps(ROOM, Seq(1)..=Seq(100)).unwrap(), []);
}
