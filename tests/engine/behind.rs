//! Guests who are behind what a room holds in memory, as everyone is after a restart: they read the log in pages, and
//! share those.

use std::collections::BTreeSet;
use std::sync::Arc;

use parlor::guest::Visit;
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::limits::TEXT_CHARS;
use parlor::room::{Body, Event, EventId, Seq};
use parlor::wire::frame::Since;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::visitor::{ROOM, text};
use crate::support::{Hand, Raw, TestHouse, Visitor, soon};

/// How many messages are said before anyone comes.
const SAID: usize = 1000;

/// A house that was closed, where much was said.
async fn closed_house() -> Arc<TempDir> {
    let house = TestHouse::open();
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    ada.says_many(SAID, |number| format!("message {number}")).await;
    ada.leave().await;
    house.close().await
}

fn file(dir: &TempDir) -> Connection {
    Connection::open(dir.path().join("house").join("log.db")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_are_behind_have_each_page_read_once() {
    let (house, hand) = TestHouse::again_rigged(closed_house().await);
    let coming: JoinSet<Visitor> =
        (0..20).map(|number| Visitor::visit(house.visit(&format!("Guest {number}")))).collect();
    for mut guest in coming.join_all().await {
        guest.sees_text(&format!("message {}", SAID - 1)).await;
        guest.saw_everything_once();
        assert_eq!(guest.seen[0].seq, Seq(1));
    }
    assert_eq!(read_twice(&hand), [], "of {:?}", hand.read_of(ROOM));
    house.close().await;
}

/// The events that were read more than once.
fn read_twice(hand: &Hand) -> Vec<Seq> {
    let mut known = BTreeSet::new();
    let read = hand.read_of(ROOM).into_iter().flat_map(|range| (range.start().0..=range.end().0).map(Seq));
    read.filter(|seq| !known.insert(*seq)).collect()
}

/// As much as one message holds, of the letters that take most.
fn long(number: usize) -> String {
    format!("{number} {}", "\u{1F375}".repeat(TEXT_CHARS - 10))
}

/// A closed house where so many long messages were said.
async fn house_of_long_messages(count: usize) -> Arc<TempDir> {
    let house = TestHouse::open();
    let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
    ada.says_many(count, long).await;
    ada.leave().await;
    house.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_long_messages_holds_only_as_many_as_are_worth_it() {
    let (house, hand) = TestHouse::again_rigged(house_of_long_messages(200).await);
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.sees_text(&long(199)).await;
    ken.saw_everything_once();
    // Each page is 256 KB and a message has 32 KB: eight messages, and not the 128 of which short ones make a page.
    let starts: BTreeSet<Seq> = hand.read_of(ROOM).iter().map(|range| *range.start()).collect();
    assert!(starts.len() >= 200 / 10, "{starts:?}");
    // Whoever comes soon after finds what is kept, and that is what was read last.
    let before = hand.read_of(ROOM).len();
    let mut zoe = Visitor::visit(Visit { since: Since::last(100), ..house.visit("Zoe") }).await;
    zoe.sees_text(&long(199)).await;
    zoe.saw_everything_once();
    assert_eq!(hand.read_of(ROOM).len() - before, 0, "{:?}", hand.read_of(ROOM));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_are_kept_take_no_more_memory_than_they_may() {
    // 6.5 MB of words, and as much again as they are written for guests; 8 MB may be kept.
    let (house, hand) = TestHouse::again_rigged(house_of_long_messages(200).await);
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.sees_text(&long(199)).await;
    let before = hand.read_of(ROOM).len();
    let mut zoe = Visitor::visit(house.visit("Zoe")).await;
    zoe.sees_text(&long(199)).await;
    zoe.saw_everything_once();
    // What was read first is no longer kept when another comes for it.
    let again = hand.read_of(ROOM).split_off(before);
    assert!(again.iter().any(|range| range.contains(&Seq(2))), "{again:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_while_someone_reads_it_is_told_to_nobody_who_comes_later() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (first, _) = ada.says("one").await;
    let (secret, _) = ada.says("a secret").await;
    ada.adds(ROOM, Body::Withdrawn { of: first }).await;
    hand.hold_reads();
    let mut ken = Visitor::set_out(house.visit("Ken"));
    hand.holds_reads_of(1).await;
    ada.adds(ROOM, Body::Withdrawn { of: secret }).await;
    let mut zoe = Visitor::set_out(house.visit("Zoe"));
    // She does not wait for what Ken reads.
    hand.holds_reads_of(2).await;
    hand.let_go();
    for guest in [&mut ken, &mut zoe] {
        guest.sees("the withdrawal", |event| event.body == Body::Withdrawn { of: secret }).await;
        guest.saw_everything_once();
    }
    assert_eq!(zoe.texts(), Vec::<String>::new());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_room_forgets_while_someone_reads_it_is_not_told() {
    let dir = closed_house().await;
    // As if it had been long ago.
    file(&dir).execute("UPDATE event SET at = 1000", []).unwrap();
    let (house, hand) = TestHouse::again_rigged(dir);
    let last = Visit { since: Since::last(1), ..house.visit("Host") };
    let mut ada = Visitor::visit(house.owned(last).await).await;
    ada.sees_seq(ada.arrival.as_ref().unwrap().room.head).await;
    hand.hold_reads();
    let mut ken = Visitor::set_out(house.visit("Ken"));
    hand.holds_reads_of(1).await;
    let held = hand.read_of(ROOM).pop().unwrap();
    let rule = Body::Memory { memory: serde_json::from_value(json!({"keep": "days", "days": 1})).unwrap() };
    let id = ada.guest.add_to(Some(ROOM), EventId::fresh(), rule).await.unwrap();
    // Whoever comes from now on and wants nothing of what was is told where the room begins, and reads nothing for it.
    let mut raw = Raw::knock(house.address).await;
    raw.hello("Raw").await;
    soon("the room to forget", async { while raw.enters(json!(1)).await["first"].as_u64().unwrap() <= 1 {} }).await;
    hand.let_go();
    ken.sees("the rule", |event| event.id == id).await;
    let told = |event: &&Event| held.contains(&event.seq);
    assert_eq!(ken.seen.iter().find(told), None, "told of {held:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_reading_holds_up_nobody() {
    let (house, hand) = TestHouse::again_rigged(closed_house().await);
    hand.hold_reads();
    let ken = Visitor::set_out(house.visit("Ken"));
    hand.holds_reads_of(1).await;
    let coming: JoinSet<Visitor> =
        (0..3).map(|number| Visitor::visit(house.visit(&format!("Guest {number}")))).collect();
    let guests = coming.join_all().await;
    drop(ken);
    hand.let_go();
    for mut guest in guests {
        guest.sees_text(&format!("message {}", SAID - 1)).await;
        guest.saw_everything_once();
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_the_last_few_reads_on_from_the_middle_of_a_page() {
    let house = TestHouse::again(closed_house().await);
    for last in [1, 50, 127, 128, 129, 700] {
        let visit = Visit { since: Since::last(last), ..house.visit(&format!("Guest {last}")) };
        let mut guest = Visitor::visit(visit).await;
        let head = guest.arrival.as_ref().unwrap().room.head;
        guest.sees_seq(head).await;
        guest.saw_everything_once();
        assert_eq!(guest.seen[0].seq, head.back(last - 1));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_not_told_from_a_page_that_was_read_before() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (first, _) = ada.says("one").await;
    let (secret, _) = ada.says("a secret").await;
    // Something taken back has everyone after that read from the log.
    ada.adds(ROOM, Body::Withdrawn { of: first }).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ken.sees_text("a secret").await;
    ada.adds(ROOM, Body::Withdrawn { of: secret }).await;
    let mut zoe = Visitor::come(&house, "Zoe").await;
    zoe.sees("the withdrawal", |event| event.body == Body::Withdrawn { of: secret }).await;
    zoe.saw_everything_once();
    assert_eq!(zoe.texts(), Vec::<String>::new());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_needs_a_row_that_cannot_be_read_is_told_so_in_its_place_and_gets_all_else() {
    let dir = closed_house().await;
    let damage = |sql: &str| assert_eq!(file(&dir).execute(sql, []).unwrap(), 1);
    damage("UPDATE event SET body = 'x' WHERE body LIKE '%message 300\"%'");
    damage("DELETE FROM event WHERE body LIKE '%message 400\"%'");
    let house = TestHouse::again(dir);
    let mut all = Visitor::come(&house, "All").await;
    all.sees_text(&format!("message {}", SAID - 1)).await;
    all.saw_everything_once();
    let damaged: Vec<usize> = places(&all, |event| event.body == Body::Damaged {});
    let around = places(
        &all,
        |event| matches!(&event.body, Body::Said { text } if ["message 299", "message 399"].contains(&text.as_str())),
    );
    assert_eq!(damaged, around.iter().map(|place| place + 1).collect::<Vec<_>>());
    assert_eq!(all.texts().len(), SAID - 2);
    // The same holds for whoever asks for a page.
    let (from, to) = (all.seen[damaged[0]].seq.back(1), all.seen[damaged[0]].seq.next());
    let mut raw = Raw::come(house.address, "Raw").await;
    let page = raw.asks(json!({"t": "read", "ask": 1, "room": 1, "from": from, "to": to})).await;
    let kinds: Vec<_> = page["events"].as_array().unwrap().iter().map(|event| event["body"]["kind"].clone()).collect();
    assert_eq!(kinds, ["said", "damaged", "said"]);
    house.close().await;
}

/// Where in what someone saw these events are.
fn places(visitor: &Visitor, wanted: impl Fn(&Event) -> bool) -> Vec<usize> {
    visitor.seen.iter().enumerate().filter(|(_, event)| wanted(event)).map(|(place, _)| place).collect()
}

#[test]
fn words_are_read_back_in_whichever_form_they_were_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("log.db");
    let log = SqliteLog::open(&path).unwrap();
    let texts = ["plain", "\"quoted\" \\ and \u{1F375}", "two\nlines\tand a tab", "\u{202E}turned"];
    let entry = |seq: u64, body| {
        let event = Event { seq: Seq(seq), at: seq, id: EventId::fresh(), by: None, body };
        Entry { room: ROOM, event }
    };
    let bodies = texts.map(|words| Body::Said { text: text(words) });
    log.append(&(1..).zip(bodies.clone()).map(|(seq, body)| entry(seq, body)).collect::<Vec<_>>()).unwrap();
    let read = |log: &SqliteLog| log.read(ROOM, Seq(1)..=Seq(100), 100);
    assert_eq!(read(&log).unwrap().into_iter().map(|event| event.body).collect::<Vec<_>>(), bodies);
    let put = |body: &str| {
        Connection::open(&path).unwrap().execute("UPDATE event SET body = ?1 WHERE place & 255 = 1", [body]).unwrap();
    };
    // What another version wrote beside the words is passed over.
    for body in
        [r#"{"kind":"said","text":"x","new":1}"#, r#"{"text":"x","kind":"said"}"#, r#"{"kind":"said","text":"x  "}"#]
    {
        put(body);
        assert_eq!(read(&log).unwrap()[0].body, Body::Said { text: text("x") }, "{body}");
    }
    for body in [r#"{"kind":"said","text":"x","text":"y"}"#, r#"{"kind":"said","text":" "}"#, r#"{"kind":"said"}"#] {
        put(body);
        assert!(read(&log).is_err(), "{body}");
    }
}
