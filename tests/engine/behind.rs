//! Guests who are behind what a room holds in memory, as everyone is after a restart: they read the log in pages, and
//! share those.

use std::collections::BTreeSet;
use std::sync::Arc;

use parlor::guest::{Update, Visit};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Body, Event, EventId, Seq};
use parlor::wire::frame::Since;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::visitor::{ROOM, text};
use crate::support::{TestHouse, Visitor};

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
    let read = hand.read_of(ROOM);
    let pages: BTreeSet<(Seq, Seq)> = read.iter().map(|range| (*range.start(), *range.end())).collect();
    assert_eq!(pages.len(), read.len(), "something was read twice: {read:?}");
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
async fn a_row_that_cannot_be_read_is_missed_by_nobody_who_reads_on_behind_it() {
    let dir = closed_house().await;
    let count = file(&dir).execute("UPDATE event SET body = 'x' WHERE body LIKE '%message 300\"%'", []).unwrap();
    assert_eq!(count, 1);
    let house = TestHouse::again(dir);
    let mut late = Visitor::visit(Visit { since: Since::last(SAID as u64 - 320), ..house.visit("Late") }).await;
    late.sees_text(&format!("message {}", SAID - 1)).await;
    late.saw_everything_once();
    // Whoever wants what is damaged is told all before it first, and then why there is no more.
    let mut all = Visitor::set_out(house.visit("All"));
    let why = all.until("an end", |update| match update {
        Update::Offline { why, .. } => Some(why.clone()),
        _ => None,
    });
    let why = why.await;
    assert!(why.starts_with("This can't be read: "), "{why}");
    all.sees_text("message 299").await;
    all.saw_everything_once();
    assert_eq!(all.texts().last().unwrap(), "message 299");
    house.close().await;
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
