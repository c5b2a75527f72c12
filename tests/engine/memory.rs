//! What a room does not keep is gone: from the disk of the host, from the copies of its guests, and from every answer.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parlor::guest::{Keep, OwnState, Update, Visit};
use parlor::host::Settings;
use parlor::log::verify::verify;
use parlor::log::{Log as _, SqliteLog};
use parlor::room::{Body, EventId, Memory, Query, Seq};
use parlor::wire::frame::Since;
use serde_json::json;

use crate::support::visitor::{ROOM, said, text};
use crate::support::{Raw, TestHouse, Visitor, soon};

const HOUR: u64 = 60 * 60 * 1000;
const DAY: u64 = 24 * HOUR;
const START: u64 = 1_795_000_000_000;

/// A clock that goes when it is told to.
#[derive(Clone)]
struct Hands(Arc<AtomicU64>);

impl Hands {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(START)))
    }

    fn on(&self, by: u64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    fn wind(&self, settings: &mut Settings) {
        let hands = Arc::clone(&self.0);
        settings.clock = Arc::new(move || hands.load(Ordering::SeqCst));
    }
}

fn house(hands: &Hands) -> TestHouse {
    TestHouse::with(|settings| hands.wind(settings))
}

async fn keeps(visitor: &mut Visitor, memory: Memory) {
    let id = visitor.guest.add(EventId::fresh(), Body::Memory { memory }).await.unwrap();
    assert!(matches!(visitor.settled(id).await, OwnState::Kept { .. }));
}

fn days(days: u16) -> Memory {
    Memory::days(days).unwrap()
}

/// Whether these bytes are in a log's file or in what was written ahead of it.
pub fn holds(folder: &Path, words: &str) -> bool {
    count(folder, words) > 0
}

pub fn count(folder: &Path, words: &str) -> usize {
    let bytes = ["log.db", "log.db-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
    bytes.iter().map(|bytes| memchr::memmem::find_iter(bytes, words.as_bytes()).count()).sum()
}

/// Waits until these bytes are gone.
async fn vanish(folder: &Path, words: &str) {
    soon(&format!("“{words}” to be erased from {}", folder.display()), async {
        while holds(folder, words) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

/// Waits until its room forgets something, if it did not meanwhile.
async fn forgets(visitor: &mut Visitor) -> Seq {
    loop {
        if let Some(first) = visitor.forgot.pop_front() {
            return first;
        }
        let forgot = |update: &Update| matches!(update, Update::Forgot(room, _) if *room == ROOM).then_some(());
        visitor.until("forgetting", forgot).await;
    }
}

async fn finds(visitor: &Visitor, words: &str) -> Vec<String> {
    let query = Query { words: words.to_owned(), most: 50, ..Query::default() };
    said(&soon("finding", visitor.guest.find(ROOM, query)).await.unwrap().hits)
}

fn keeping(house: &TestHouse, name: &str) -> Visit {
    Visit { keep: Keep::In(house.folder().join(name)), ..house.visit(name) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_is_erased_from_the_disks_of_the_host_and_its_guests_at_once() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.owned(keeping(&house, "Ada")).await).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ada.says("the zanzibar plan").await;
    let (edited, _) = ada.says("first quixotic words").await;
    let id = ada.guest.edit(edited, text("second yggdrasil words")).await.unwrap();
    ada.settled(id).await;
    assert_eq!(finds(&ken, "zanzibar").await, ["the zanzibar plan"]);
    hands.on(2 * DAY);
    ada.says("young words").await;
    ken.sees_text("young words").await;
    keeps(&mut ada, days(1)).await;
    let first = forgets(&mut ada).await;
    assert_eq!(forgets(&mut ken).await, first);
    for erased in ["zanzibar", "quixotic", "yggdrasil"] {
        vanish(&house.data(), erased).await;
        vanish(&house.folder().join("Ada"), erased).await;
        assert!(finds(&ken, erased).await.is_empty());
        assert!(finds(&ada, erased).await.is_empty());
    }
    assert!(holds(&house.folder().join("Ada"), "young words"));
    assert_eq!(finds(&ada, "young").await, ["young words"]);
    let here = ada.guest.read(ROOM, Seq(1)..=Seq(10)).await.unwrap();
    assert_eq!(said(&here.events), ["young words"]);
    assert_eq!(here.events[0].seq, first);
    ken.says("and on it goes").await;
    ada.sees_text("and on it goes").await;
    ada.saw_everything_once();
    ken.saw_everything_once();
    assert_eq!(verify(&house.data()).unwrap().findings, []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_looks_by_itself_when_something_gets_too_old_and_then_not_for_an_hour() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    ada.says("old").await;
    keeps(&mut ada, days(1)).await;
    // Not too old yet, but a moment later.
    hands.on(DAY);
    ada.says("young").await;
    hands.on(1);
    let first = forgets(&mut ada).await;
    assert_eq!(ada.guest.read(ROOM, Seq(1)..=first).await.unwrap().events.len(), 1);
    let young = ada.sees_text("young").await;
    assert_eq!(first, young.seq);
    // The next is too old within the hour, and stays until it is over.
    hands.on(DAY - HOUR / 2);
    ada.says("within the hour").await;
    hands.on(HOUR / 2 + 10);
    ada.says("after it").await;
    let first = forgets(&mut ada).await;
    assert_eq!(ada.sees_text("within the hour").await.seq, first);
    hands.on(10);
    let (_, last) = ada.says("nothing is that old").await;
    assert_eq!(ada.guest.read(ROOM, Seq(1)..=last).await.unwrap().events[0].seq, first);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_got_too_old_while_the_house_was_closed_is_gone_when_it_opens() {
    let hands = Hands::new();
    let house = house(&hands);
    let visit = house.owned(keeping(&house, "Ada")).await;
    let mut ada = Visitor::visit(visit.clone()).await;
    ada.says("long ago, zanzibar").await;
    keeps(&mut ada, days(7)).await;
    let topic = Body::Topic { topic: "Tea".parse().unwrap() };
    let id = ada.guest.add(EventId::fresh(), topic).await.unwrap();
    ada.settled(id).await;
    ada.leave().await;
    assert!(holds(&house.folder().join("Ada"), "zanzibar"));
    let change = |settings: &mut Settings| {
        hands.on(30 * DAY);
        hands.wind(settings);
    };
    let house = house.reopen_with(change).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let arrival = ken.arrival.clone().unwrap();
    assert_eq!(arrival.room.memory, days(7));
    assert_eq!(arrival.room.title.as_str(), "Course chat");
    assert_eq!(arrival.room.topic.as_str(), "Tea");
    assert!(arrival.room.first > Seq(5), "numbers go on where they were");
    ken.says("anew").await;
    ken.sees_text("anew").await;
    assert_eq!(ken.texts(), ["anew"]);
    assert_eq!(ken.seen[0].seq, arrival.room.first);
    vanish(&house.data(), "zanzibar").await;
    // Whoever was away loses it when they come back.
    let way = house.visit("Ada").way;
    let mut ada = Visitor::visit(Visit { way, ..visit }).await;
    vanish(&house.folder().join("Ada"), "zanzibar").await;
    ada.sees_text("anew").await;
    ada.saw_everything_once();
    assert_eq!(ada.texts(), ["anew"]);
    assert!(ada.guest.read(ROOM, Seq(1)..=Seq(3)).await.unwrap().missing.is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_is_forgotten_also_beside_rows_that_can_not_be_read() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    for number in 0..=20 {
        ada.says(&format!("old {number}")).await;
    }
    keeps(&mut ada, days(7)).await;
    let dir = house.close().await;
    let db = rusqlite::Connection::open(dir.path().join("house/log.db")).unwrap();
    // Whichever is looked at on the way to the first that is young enough, it can't be read.
    let damage = "UPDATE event SET body = 'x' WHERE place % 3 > 0 AND body LIKE '%\"old %'";
    assert!(db.execute(damage, []).unwrap() > 10);
    drop(db);
    let change = |settings: &mut Settings| {
        hands.on(30 * DAY);
        hands.wind(settings);
    };
    let house = TestHouse::again(dir).reopen_with(change).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.says("anew").await;
    ken.sees_text("anew").await;
    assert_eq!(ken.texts(), ["anew"]);
    vanish(&house.data(), "old 15").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_kept_only_while_the_house_is_open_is_empty_after_it() {
    let house = TestHouse::open();
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    ada.says("before it was said, zanzibar").await;
    keeps(&mut ada, Memory::WhileOpen).await;
    ada.says("for tonight, quixotic").await;
    let late = Visitor::come(&house, "Late").await;
    assert_eq!(late.arrival.as_ref().unwrap().room.memory, Memory::WhileOpen);
    assert_eq!(late.arrival.as_ref().unwrap().room.first, Seq(1).next(), "the title was from before it was open");
    let data = house.data();
    let dir = house.close().await;
    assert!(!holds(&data, "zanzibar") && !holds(&data, "quixotic"));
    assert_eq!(verify(&data).unwrap().findings, []);
    let head = SqliteLog::open(&data.join("log.db")).unwrap().head(ROOM).unwrap();
    assert!(head > Seq(4));
    let house = TestHouse::again(dir);
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ken.arrival.clone().unwrap().room;
    assert_eq!((room.first, room.memory), (head.next(), Memory::WhileOpen));
    assert_eq!(room.title.as_str(), "Course chat");
    ken.says("tonight").await;
    ken.sees_text("tonight").await;
    assert_eq!(ken.texts(), ["tonight"]);
    assert_eq!(ken.seen[0].seq, head.next());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_it_is_empty_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let house = TestHouse::open();
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    keeps(&mut ada, Memory::WhileOpen).await;
    ada.says("for tonight, quixotic").await;
    ada.sees_text("for tonight, quixotic").await;
    // A copy of the disk as it is now is what a power cut leaves.
    for name in ["log.db", "log.db-wal", "house.db", "house.db-wal", "house.key"] {
        let _ = std::fs::copy(house.data().join(name), dir.path().join(name));
    }
    assert!(holds(dir.path(), "quixotic"));
    house.close().await;
    let house = TestHouse::with(|settings| settings.data = dir.path().to_owned());
    assert!(!holds(dir.path(), "quixotic"));
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.says("tonight").await;
    ken.sees_text("tonight").await;
    assert_eq!(ken.texts(), ["tonight"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_was_away_across_it_reads_what_is_still_there_once() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    let me = parlor::wire::Identity::fresh().unwrap();
    let visit = Visit { me, ..keeping(&house, "Ken") };
    let mut ken = Visitor::visit(visit.clone()).await;
    ada.says("seen, zanzibar").await;
    ken.sees_text("seen, zanzibar").await;
    let cursor = ken.seen.last().unwrap().seq;
    ken.leave().await;
    ada.says("never seen").await;
    hands.on(3 * DAY);
    ada.says("still there").await;
    keeps(&mut ada, days(2)).await;
    let first = forgets(&mut ada).await;
    assert!(first > cursor.next());
    let mut ken = Visitor::visit(Visit { since: Since::after(cursor), ..visit }).await;
    assert_eq!(ken.arrival.as_ref().unwrap().room.after, first.back(1));
    ken.sees_text("still there").await;
    assert_eq!(ken.texts(), ["still there"]);
    ken.saw_everything_once();
    vanish(&house.folder().join("Ken"), "zanzibar").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_from_before_is_simply_what_is_still_there() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    ada.says("old").await;
    hands.on(3 * DAY);
    ada.says("young").await;
    keeps(&mut ada, days(2)).await;
    let first = forgets(&mut ada).await;
    let mut raw = Raw::knock(house.address).await;
    raw.hello("Raw").await;
    raw.send(json!({"t": "enter", "since": {"after": 1}})).await;
    let entered = raw.until("entered").await;
    assert_eq!(entered["first"], first.0);
    assert_eq!(entered["after"], first.0 - 1);
    assert_eq!(entered["memory"], json!({"keep": "days", "days": 2}));
    assert_eq!(raw.until("event").await["seq"], first.0);
    raw.send(json!({"t": "read", "ask": 1, "room": 1, "from": 0, "to": first.0})).await;
    let page = raw.until("page").await;
    assert_eq!(page["events"].as_array().unwrap().len(), 1);
    assert_eq!(page["events"][0]["seq"], first.0);
    raw.send(json!({"t": "read", "ask": 2, "room": 1, "from": 1, "to": 2})).await;
    assert_eq!(raw.until("page").await["events"], json!([]));
    // Days that can't be are refused with a sentence.
    for days in [0, 3651, 70_000] {
        let body = json!({"kind": "memory", "memory": {"keep": "days", "days": days}});
        raw.send(json!({"t": "say", "room": 1, "id": crate::support::raw::id(days), "body": body})).await;
        assert_eq!(raw.until("refused").await["code"], "text");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_lags_goes_on_where_the_room_begins_now() {
    let hands = Hands::new();
    let house = house(&hands);
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    let mut slow = Raw::knock(house.address).await;
    slow.hello("Slow").await;
    slow.send(json!({"t": "enter", "since": {"after": 0}})).await;
    let mut before = slow.until("entered").await["after"].as_u64().unwrap();
    // More than all that stands between the two holds, so that the rest waits on the disk.
    let long = "x".repeat(7_900);
    ada.says_many(800, |number| format!("{number} {long}")).await;
    hands.on(2 * DAY);
    ada.says("young words").await;
    keeps(&mut ada, days(1)).await;
    let first = forgets(&mut ada).await;
    vanish(&house.data(), &long[..1_000]).await;
    let mut forgot = false;
    loop {
        let frame = slow.next().await.unwrap();
        match frame["t"].as_str() {
            Some("forgot") => {
                assert_eq!(frame["first"], first.0);
                assert!(before < first.0 - 1, "it did not lag");
                (before, forgot) = (first.0 - 1, true);
            }
            Some("event") => {
                before += 1;
                assert_eq!(frame["seq"], before);
                if frame["body"]["text"] == "young words" {
                    break;
                }
            }
            _ => {}
        }
    }
    assert!(forgot);
    house.close().await;
}
