//! Finding what was said: by its words as they are now, by whom, by when; at the host and in a guest's own copy.

use std::fs;
use std::path::Path;

use parlor::guest::{Found, Keep, Visit};
use parlor::log::verify::verify;
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, By, Event, EventId, PersonId, Query, Seq};
use parlor::wire::frame::Since;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::visitor::{ROOM, text};
use crate::support::{Raw, TestHouse, Visitor};

fn id(seq: u64) -> EventId {
    EventId(Uuid::from_u128(seq.into()))
}

fn entry(seq: u64, name: &str, body: Body) -> Entry {
    let who = PersonId(name.bytes().map(u32::from).sum());
    let by = Some(Author { who, name: name.parse().unwrap() });
    Entry { room: ROOM, event: Event { seq: Seq(seq), at: 1_000 * seq, id: id(seq), by, body } }
}

fn said(words: &str) -> Body {
    Body::Said { text: text(words) }
}

fn edited(of: u64, words: &str) -> Body {
    Body::Edited { of: id(of), text: text(words) }
}

fn query(words: &str) -> Query {
    Query { words: words.to_owned(), most: 50, ..Query::default() }
}

fn log_of(messages: &[&str]) -> SqliteLog {
    let log = SqliteLog::in_memory().unwrap();
    let entries: Vec<_> = messages.iter().zip(1..).map(|(words, seq)| entry(seq, "Ada", said(words))).collect();
    log.append(&entries).unwrap();
    log
}

/// The events found, by their numbers.
fn seqs(log: &SqliteLog, query: &Query) -> Vec<u64> {
    log.search(ROOM, query).unwrap().events.iter().map(|event| event.seq.0).collect()
}

fn found(messages: &[&str], words: &str) -> Vec<u64> {
    seqs(&log_of(messages), &query(words))
}

#[test]
fn all_words_must_be_there_and_the_last_may_be_only_begun() {
    let messages = ["the tea is cold", "The kettle: TEA, again", "teapots", "coffee"];
    assert_eq!(found(&messages, "tea"), [3, 2, 1]);
    assert_eq!(found(&messages, "tea the"), [2, 1]);
    assert_eq!(found(&messages, "kett tea"), [] as [u64; 0]);
    assert_eq!(found(&messages, "tea kett"), [2]);
}

#[test]
fn case_and_accents_make_no_difference() {
    let messages = ["Crème Brûlée", "STRASSE", "İstanbul ılık", "Ελλάδα", "ｆｕｌｌ width", "smørrebrød"];
    for (asked, seq) in [
        ("creme brulee", 1),
        ("CRÈME", 1),
        ("cre\u{300}me", 1),
        ("straße", 2),
        ("istanbul ilik", 3),
        ("ελλαδα", 4),
        ("full", 5),
        ("smorrebrod", 6),
    ] {
        assert_eq!(found(&messages, asked), [seq], "{asked}");
    }
}

#[test]
fn what_means_something_to_a_store_is_just_words() {
    let messages =
        ["salt AND pepper", "near NEAR far", "text: column", "C++ and C", "a \"quoted\" word", "foo-bar", "👍"];
    for (asked, seqs) in [
        ("AND", vec![4, 1]),
        ("pepper AND", vec![1]),
        ("NEAR(far)", vec![2]),
        ("text:column", vec![3]),
        ("c++", vec![4]),
        ("\"quoted", vec![5]),
        ("foo-bar", vec![6]),
        ("bar foo", vec![6]),
        ("NOT pepper", vec![]),
        ("^salt", vec![]),
        ("salt*", vec![1]),
        ("'; DROP TABLE event; --", vec![]),
        ("👍", vec![7]),
        ("*", vec![]),
        ("\"", vec![]),
        ("( ) {} - ,", vec![]),
        ("salt\0pepper", vec![]),
    ] {
        let found = found(&messages, asked);
        assert_eq!(found, seqs, "{asked}");
    }
}

#[test]
fn words_without_spaces_are_found_by_any_run_of_characters_in_them() {
    let messages = ["今日は東京タワーに行きました", "我喜欢喝咖啡", "한국어를 배워요", "ภาษาไทยง่าย", "がき", "かき"];
    for (asked, seqs) in [
        ("東京", vec![1]),
        ("京", vec![1]),
        ("タワー", vec![1]),
        ("行きまし", vec![1]),
        ("京東", vec![]),
        ("咖啡", vec![2]),
        ("欢喝咖", vec![2]),
        ("국어", vec![3]),
        ("ไทย", vec![4]),
        ("がき", vec![5]),
        ("かき", vec![6]),
    ] {
        assert_eq!(found(&messages, asked), seqs, "{asked}");
    }
}

#[test]
fn a_message_is_found_by_what_it_says_now_and_once_whenever_it_was_indexed() {
    for indexed_between in [false, true] {
        let log = SqliteLog::in_memory().unwrap();
        log.append(&[entry(1, "Ada", said("first draft")), entry(2, "Ada", said("another"))]).unwrap();
        if indexed_between {
            assert_eq!(seqs(&log, &query("draft")), [1]);
        }
        log.append(&[entry(3, "Ada", edited(1, "second version")), entry(4, "Ada", edited(1, "third version"))])
            .unwrap();
        assert_eq!(seqs(&log, &query("draft")), [] as [u64; 0]);
        assert_eq!(seqs(&log, &query("second")), [] as [u64; 0]);
        let hits = log.search(ROOM, &query("version")).unwrap();
        assert_eq!((hits.events.len(), hits.events[0].seq, &hits.events[0].body), (1, Seq(1), &said("third version")));
        log.append(&[entry(5, "Ada", Body::Withdrawn { of: id(1) })]).unwrap();
        assert_eq!(seqs(&log, &query("version")), [] as [u64; 0]);
        assert_eq!(seqs(&log, &query("")), [2]);
    }
}

#[test]
fn people_and_days_can_be_asked_for_with_words_and_without() {
    let log = SqliteLog::in_memory().unwrap();
    let entries: Vec<_> = (1..=20)
        .map(|seq| entry(seq, if seq % 2 == 0 { "Ada" } else { "Ken" }, said(if seq < 11 { "tea" } else { "coffee" })))
        .collect();
    log.append(&entries).unwrap();
    let ada = entries[1].event.by.clone().unwrap();
    let by = |by| Query { by: Some(by), ..query("tea") };
    assert_eq!(seqs(&log, &by(By::Person(ada.who))), [10, 8, 6, 4, 2]);
    assert_eq!(seqs(&log, &by(By::Name("ADA".parse().unwrap()))), [10, 8, 6, 4, 2]);
    assert_eq!(seqs(&log, &by(By::Name("Nobody".parse().unwrap()))), [] as [u64; 0]);
    let day = Query { from: Some(4_000), to: Some(7_999), ..query("") };
    assert_eq!(seqs(&log, &day), [7, 6, 5, 4]);
    assert_eq!(seqs(&log, &Query { by: Some(By::Person(ada.who)), ..day.clone() }), [6, 4]);
    assert_eq!(seqs(&log, &Query { words: "coffee".to_owned(), ..day }), [] as [u64; 0]);
    let late = Query { from: Some(18_500), ..query("coffee") };
    assert_eq!(seqs(&log, &late), [20, 19]);
    assert_eq!(seqs(&log, &Query { from: Some(5_000), to: Some(1_000), ..query("") }), [] as [u64; 0]);
}

#[test]
fn page_after_page_gives_every_hit_once_even_where_most_is_not_indexed_yet() {
    let log = SqliteLog::in_memory().unwrap();
    let many: Vec<_> =
        (1..=30_000).map(|seq| entry(seq, "Ada", said(if seq % 100 == 0 { "needle" } else { "hay" }))).collect();
    log.append(&many).unwrap();
    log.renew_index().unwrap();
    for words in ["needle", "nee"] {
        let (mut all, mut before, mut asks) = (Vec::new(), None, 0);
        loop {
            let hits = log.search(ROOM, &Query { before, most: 20, ..query(words) }).unwrap();
            assert!(hits.events.len() <= 20);
            all.extend(hits.events.iter().map(|event| event.seq.0));
            asks += 1;
            before = hits.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(all, (1..=300).rev().map(|number| number * 100).collect::<Vec<_>>());
        assert!(asks < 60, "{asks}");
    }
}

#[test]
fn no_answer_is_empty_where_what_is_looked_for_is_not_indexed_yet() {
    let messages: Vec<String> =
        (1..=6000).map(|n| if n == 3 { "the kettle".to_owned() } else { format!("cup {n}") }).collect();
    let log = log_of(&messages.iter().map(String::as_str).collect::<Vec<_>>());
    log.renew_index().unwrap();
    assert_eq!(seqs(&log, &query("kettle")), [3]);
    // What is said often is found without any index.
    log.renew_index().unwrap();
    let hits = log.search(ROOM, &Query { most: 20, ..query("cup") }).unwrap();
    assert_eq!(hits.events.len(), 20);
    assert_eq!(hits.events[0].seq, Seq(6000));
    let next = log.search(ROOM, &Query { most: 20, before: hits.next, ..query("cup") }).unwrap();
    assert_eq!(next.events[0].seq, Seq(5980));
}

#[test]
fn what_comes_in_any_order_and_again_is_found_as_it_is() {
    let log = SqliteLog::in_memory().unwrap();
    log.copy(&[entry(5, "Ada", said("five")), entry(7, "Ada", edited(2, "two, better"))]).unwrap();
    assert_eq!(seqs(&log, &query("five")), [5]);
    log.copy(&[entry(2, "Ada", said("two")), entry(3, "Ada", said("three")), entry(5, "Ada", said("five"))]).unwrap();
    assert_eq!(seqs(&log, &query("two")), [2]);
    assert_eq!(seqs(&log, &query("better")), [2]);
    assert_eq!(seqs(&log, &query("three")), [3]);
    log.copy(&[entry(3, "Ada", Body::Erased { of: None, by: None }), entry(9, "Ada", Body::Withdrawn { of: id(2) })])
        .unwrap();
    for gone in ["two", "better", "three"] {
        assert_eq!(seqs(&log, &query(gone)), [] as [u64; 0], "{gone}");
    }
    assert_eq!(seqs(&log, &query("five")), [5]);
    log.forget_after(ROOM, Seq(4)).unwrap();
    assert_eq!(seqs(&log, &query("five")), [] as [u64; 0]);
    log.copy(&[entry(5, "Ken", said("fifth"))]).unwrap();
    assert_eq!(seqs(&log, &query("fif")), [5]);
}

fn holds(file: &Path, words: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

#[test]
fn no_byte_of_what_was_taken_back_stays_in_the_index() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("log.db");
    let log = SqliteLog::open(&file).unwrap();
    let filler: Vec<_> =
        (1..=3000).map(|seq| entry(seq, "Ada", said(&format!("filler w{}", seq * 7919 % 3001)))).collect();
    log.append(&filler).unwrap();
    log.append(&[
        entry(3001, "Ada", said("zanzibar xylophone")),
        entry(3002, "Ada", edited(3001, "quicksilver xylophone")),
        entry(3003, "Ada", said("zebra")),
    ])
    .unwrap();
    assert_eq!(seqs(&log, &query("quicksilver")), [3001]);
    log.append(&[entry(3004, "Ada", edited(3001, "marmalade"))]).unwrap();
    assert_eq!(seqs(&log, &query("marmalade")), [3001]);
    log.append(&[entry(3005, "Ada", Body::Withdrawn { of: id(3001) })]).unwrap();
    assert_eq!(seqs(&log, &query("zebra")), [3003]);
    drop(log);
    for gone in ["zanzibar", "xylophone", "quicksilver", "marmalade"] {
        for file in ["log.db", "log.db-wal"] {
            assert!(!holds(&dir.path().join(file), gone), "{gone} in {file}");
        }
    }
    assert!(holds(&file, "zebra"));
    assert!(verify(dir.path()).unwrap().is_sound());
}

#[test]
fn a_long_log_is_read_at_one_opening_and_not_at_the_next() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("log.db");
    let log = SqliteLog::open(&file).unwrap();
    let many: Vec<_> = (1..=12_000).map(|seq| entry(seq, "Ada", said("hi"))).collect();
    log.append(&many).unwrap();
    let remembered = || {
        let db = Connection::open(&file).unwrap();
        db.query_row("SELECT count(*) FROM state", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(remembered(), 0);
    let state = log.rooms().unwrap();
    assert_eq!(remembered(), 1);
    drop(log);
    assert_eq!(SqliteLog::open(&file).unwrap().rooms().unwrap(), state);
    assert!(verify(dir.path()).unwrap().is_sound());
}

#[test]
fn a_store_of_the_former_version_is_opened_at_once_and_searched_little_by_little() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("log.db");
    let log = SqliteLog::open(&file).unwrap();
    let many: Vec<_> = (1..=5000).map(|seq| entry(seq, "Ada", said(&format!("number {seq}")))).collect();
    log.append(&many).unwrap();
    drop(log);
    let db = Connection::open(&file).unwrap();
    db.execute_batch(
        "DROP TABLE words; DROP TABLE indexed; DROP INDEX event_of; DROP INDEX event_sign;
        ALTER TABLE event DROP COLUMN kind; CREATE INDEX event_of ON event (of) WHERE of IS NOT NULL;
        PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(db);
    assert!(verify(dir.path()).unwrap().is_sound());
    let log = SqliteLog::open(&file).unwrap();
    assert_eq!(seqs(&log, &query("number 4999")), [4999]);
    let (mut all, mut next) = (Vec::new(), Some(Seq(5001)));
    while let Some(before) = next {
        let hits = log.search(ROOM, &Query { before: Some(before), ..query("17 number") }).unwrap();
        all.extend(hits.events.iter().map(|event| event.seq.0));
        next = hits.next;
    }
    assert_eq!(all, [17]);
}

#[test]
fn a_damaged_index_is_told_apart_from_damaged_words_and_made_anew() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("log.db");
    let log = SqliteLog::open(&file).unwrap();
    log.append(&[entry(1, "Ada", said("tea"))]).unwrap();
    // So many that the newest are no whole answer, and the index is asked.
    log.append(&(2..=600).map(|seq| entry(seq, "Ada", said("coffee"))).collect::<Vec<_>>()).unwrap();
    assert_eq!(seqs(&log, &query("tea")), [1]);
    drop(log);
    let db = Connection::open(&file).unwrap();
    db.execute("UPDATE words_data SET block = zeroblob(40) WHERE id > 10", []).unwrap();
    drop(db);
    let report = verify(dir.path()).unwrap();
    assert!(!report.is_sound() && report.is_whole(), "{report:?}");
    assert!(report.findings[0].to_string().contains("index"), "{report:?}");
    let log = SqliteLog::open(&file).unwrap();
    assert_eq!(seqs(&log, &query("tea")), [1]);
    log.append(&[entry(601, "Ada", Body::Withdrawn { of: id(1) })]).unwrap();
    assert_eq!(seqs(&log, &query("tea")), [] as [u64; 0]);
    drop(log);
    assert!(verify(dir.path()).unwrap().is_sound());
}

async fn find(visitor: &Visitor, words: &str) -> (Vec<u64>, bool) {
    let Found { hits, whole, .. } = visitor.guest.find(ROOM, query(words)).await.unwrap();
    (hits.iter().map(|event| event.seq.0).collect(), whole)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_finds_what_was_said_before_it_came_and_offline_what_it_has() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (_, first) = ada.says("the kettle is on").await;
    let (of, second) = ada.says("tea in the kitchen").await;
    ada.says("nothing").await;
    let visit = Visit { since: Since::last(1), keep: Keep::In(house.folder().join("ken")), ..house.visit("Ken") };
    let mut ken = Visitor::visit(visit).await;
    assert!(!ken.guest.replica().is_whole(ROOM).await.unwrap());
    assert_eq!(find(&ken, "ket").await, (vec![first.0], true));
    assert_eq!(find(&ada, "ket").await, (vec![first.0], true));
    let (_, mine) = ken.says("more tea").await;
    ken.sees_text("more tea").await;
    assert_eq!(find(&ken, "tea").await, (vec![mine.0, second.0], true));
    ada.guest.withdraw(of).await.unwrap();
    ken.sees("the withdrawal", |event| event.body == Body::Withdrawn { of }).await;
    assert_eq!(find(&ken, "tea").await, (vec![mine.0], true));
    house.close().await;
    ken.until("the cut", |update| matches!(update, parlor::guest::Update::Offline { .. }).then_some(())).await;
    assert_eq!(find(&ken, "tea").await, (vec![mine.0], false));
    assert_eq!(find(&ken, "kettle").await, (vec![], false));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_bounded_and_says_how_to_go_on() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says_many(120, |number| format!("word {number} {}", "x".repeat(2000))).await;
    let mut raw = Raw::come(house.address, "Raw").await;
    let (mut seen, mut before) = (Vec::new(), json!(null));
    for ask in 0.. {
        let mut find = json!({"t": "find", "ask": ask, "room": 1, "words": "word"});
        if !before.is_null() {
            find["before"] = before;
        }
        raw.send(find).await;
        let found = raw.until("found").await;
        assert!(found.to_string().len() < 65_536);
        assert_eq!(found["ask"], ask);
        seen.extend(found["hits"].as_array().unwrap().iter().map(|hit| hit["seq"].as_u64().unwrap()));
        before = found["next"].clone();
        if before.is_null() {
            break;
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    raw.send(json!({"t": "find", "ask": 900, "room": 1, "words": "x".repeat(251)})).await;
    assert_eq!(raw.until("refused").await["code"], "text");
    raw.send(json!({"t": "find", "ask": 901, "room": 2, "words": "x"})).await;
    assert_eq!(raw.until("refused").await["code"], "room");
    raw.send(json!({"t": "find", "ask": 902, "room": 1, "by": "Ada", "words": "11"})).await;
    assert_eq!(raw.until("found").await["hits"].as_array().unwrap().len(), 11);
    raw.send(json!({"t": "find", "ask": 903, "room": 1, "by": 2, "words": "11"})).await;
    assert_eq!(raw.until("found").await["hits"], json!([]));
    house.close().await;
}
