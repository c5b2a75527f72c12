//! A house whose own work breaks down: everyone is told, nobody waits for what never comes, and what happened is
//! written down.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use parlor::wire::Identity;
use parlor::wire::carriage::Origin;
use parlor::wire::tls::{Pin, approach};
use serde_json::{Value, json};
use tokio::io::BufReader;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::raw::id;
use crate::support::{Raw, TestHouse, soon};

/// It is told within a second; a computer that is busy may need longer.
const TOLD: Duration = Duration::from_secs(10);

async fn told(raw: &mut Raw) -> Value {
    let bye = timeout(TOLD, raw.goodbye()).await.expect("nobody was told").expect("no goodbye");
    assert_eq!(bye["code"], "closing", "{bye}");
    let why = bye["why"].as_str().unwrap();
    assert!(why.len() > 10 && why.ends_with('.') && !why.contains("panic"), "{why}");
    bye
}

/// Whoever comes is not let in, and does not wait for it: no connection, or a `bye`.
async fn is_turned_away(address: SocketAddr) {
    let Ok(stream) = TcpStream::connect(address).await else { return };
    let me = Identity::fresh().unwrap();
    let Ok(carriage) = soon("a handshake", approach(stream, Origin::Network(address), &me, Pin::FirstUse)).await else {
        return;
    };
    let mut raw = Raw { stream: BufReader::new(carriage.stream) };
    raw.send(json!({"t": "hello", "v": 1, "name": "Late"})).await;
    let answer = timeout(TOLD, raw.next()).await.expect("they wait in vain");
    assert!(answer.as_ref().is_none_or(|frame| frame["code"] == "closing"), "{answer:?}");
}

fn reports(data: &Path) -> Vec<String> {
    let files = fs::read_dir(data).unwrap().map(|file| file.unwrap());
    let reports = files.filter(|file| file.file_name().to_string_lossy().starts_with("crash"));
    reports.map(|file| fs::read_to_string(file.path()).unwrap()).filter(|report| !report.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_told_when_the_house_breaks_down_and_a_report_is_left() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    assert_eq!(ada.adds(1, &id(1), json!({"kind": "said", "text": "before"})).await["t"], "kept");
    assert_eq!(reports(&house.data()), Vec::<String>::new());
    hand.break_next_append();
    ada.say(&id(2), "this breaks it").await;
    told(&mut ken).await;
    told(&mut ada).await;
    is_turned_away(house.address).await;
    let data = house.data();
    soon("a report", async {
        while reports(&data).is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    // What was kept is kept, and the house opens again.
    let house = house.reopen().await;
    let mut ada = Raw::come(house.address, "Someone").await;
    ada.next_where(|frame| frame["body"]["text"] == "before").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_for_an_answer_when_the_house_breaks_down_is_told_too() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    let mut at_the_door = Raw::knock(house.address).await;
    hand.hold_appends();
    ada.say(&id(1), "this breaks it").await;
    hand.holds_an_append().await;
    // These wait for the hall.
    ken.send(json!({"t": "make", "ask": 1, "title": "Tea"})).await;
    at_the_door.send(json!({"t": "hello", "v": 1, "name": "Late"})).await;
    hand.break_next_append();
    hand.let_go();
    told(&mut ken).await;
    told(&mut ada).await;
    // Whose hello was not heard yet is cut off, as anyone is before it.
    let last = timeout(TOLD, at_the_door.goodbye()).await.expect("they wait in vain");
    assert!(last.is_none_or(|bye| bye["code"] == "closing"));
    house.close().await;
}
