//! What people are told reads as someone would say it: one second is no "1 seconds", and a sentence ends once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parlor::guest::{Update, Visit, Way};
use parlor::host::Pace;
use parlor::wire::Address;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use crate::support::raw::{id, said};
use crate::support::{Raw, TestHouse, Visitor, soon};

/// A refusal whose sentence was looked at.
fn well_put(frame: &Value) -> &str {
    let why = frame["why"].as_str().unwrap_or_else(|| panic!("no sentence: {frame}"));
    assert!(!why.contains(".."), "it ends twice: {why}");
    let words: Vec<&str> = why.split_whitespace().collect();
    for pair in words.windows(2) {
        let one = matches!(pair[0], "1" | "1.0" | "one");
        let unit = pair[1].trim_end_matches(['.', ',', ':', ';']);
        let many = matches!(unit, "seconds" | "minutes" | "hours" | "days");
        assert!(!(one && many), "one of many: {why}");
        let single = matches!(unit, "second" | "minute" | "hour" | "day");
        let number = pair[0].parse::<f64>();
        assert!(!(single && number.is_ok_and(|number| number > 1.0)), "many of one: {why}");
    }
    why
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_too_fast_is_told_to_wait_one_second() {
    let house = TestHouse::with(|settings| {
        settings.limits.says = Pace { burst: 1.0, per_second: 1.0 };
        settings.limits.asks = Pace { burst: 2.0, per_second: 1.0 };
    });
    let mut raw = Raw::come(house.address, "Raw").await;
    raw.write(format!("{}\n{}\n", said(&id(1), "one"), said(&id(2), "two")).as_bytes()).await;
    let slow = raw.until("refused").await;
    assert_eq!(slow["code"], "slow", "{slow}");
    assert!(well_put(&slow).contains("Wait "), "{slow}");
    raw.write(format!("{}\n", json!({"t": "who", "ask": 1})).repeat(3).as_bytes()).await;
    let slow = raw.until("refused").await;
    assert_eq!((&slow["code"], &slow["ask"]), (&json!("slow"), &json!(1)), "{slow}");
    well_put(&slow);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_their_name_often_is_told_to_wait_one_minute() {
    let house = TestHouse::with(|settings| settings.limits.renames = Pace { burst: 1.0, per_second: 1.0 / 50.0 });
    let mut raw = Raw::come(house.address, "Ken").await;
    assert_eq!(raw.adds(1, &id(1), json!({"kind": "named", "name": "One"})).await["t"], "kept");
    let refused = raw.adds(1, &id(2), json!({"kind": "named", "name": "Two"})).await;
    assert!(well_put(&refused).contains("Wait "), "{refused}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_passwords_is_told_to_wait_one_second() {
    let house = TestHouse::with(|settings| settings.password = Some("correct horse".to_owned()));
    let address = house.address;
    let guess = async || {
        let hello = json!({"t": "hello", "v": 1, "name": "Ken", "password": "battery staple"});
        let bye = Raw::knock(address).await.greets(hello).await;
        assert_eq!(bye["code"], "password", "{bye}");
        bye
    };
    soon("the last second of a wait", async {
        loop {
            let bye = guess().await;
            well_put(&bye);
            if bye["wait_ms"].as_u64().is_some_and(|wait| wait < 900) {
                return;
            }
        }
    })
    .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_room_says_how_slow_it_is() {
    let clock = Arc::new(AtomicU64::new(1_795_000_000_000));
    let hands = Arc::clone(&clock);
    let house = TestHouse::with(move |settings| settings.clock = Arc::new(move || hands.load(Ordering::SeqCst)));
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    for raw in [&mut ada, &mut ken] {
        assert_eq!(raw.enters(json!(room)).await["t"], "entered");
    }
    for (seconds, number) in [(1, 10), (30, 20), (60, 30)] {
        clock.fetch_add(100_000, Ordering::SeqCst);
        assert_eq!(ada.adds(room, &id(number), json!({"kind": "slowed", "seconds": seconds})).await["t"], "kept");
        let body = json!({"kind": "said", "text": "hm"});
        assert_eq!(ken.adds(room, &id(number + 1), body.clone()).await["t"], "kept");
        let refused = ken.adds(room, &id(number + 2), body.clone()).await;
        assert!(well_put(&refused).contains("Slow mode"), "{refused}");
        clock.fetch_add(seconds * 1000 - 1000, Ordering::SeqCst);
        let refused = ken.adds(room, &id(number + 2), body).await;
        assert!(well_put(&refused).contains("Try again in"), "{refused}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_is_refused_in_sentences_that_end_once() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let long = |count: usize| "x".repeat(count);
    let whom = json!({"who": 2, "name": "Ken"});
    for body in [
        json!({"kind": "said", "text": long(8_001)}),
        json!({"kind": "topic", "topic": long(251)}),
        json!({"kind": "titled", "title": long(65)}),
        json!({"kind": "named", "name": long(33)}),
        json!({"kind": "kicked", "whom": whom, "why": long(251)}),
        json!({"kind": "reacted", "of": id(1), "sign": "no emoji"}),
        json!({"kind": "memory", "memory": {"keep": "days", "days": 0}}),
    ] {
        let refused = raw.adds(1, &id(1), body).await;
        assert_eq!(refused["t"], "refused", "{refused}");
        well_put(&refused);
    }
    for line in [
        json!({"t": "make", "ask": 1, "title": long(65)}),
        json!({"t": "make", "ask": 1, "title": "Tea", "topic": long(251)}),
        json!({"t": "away", "away": {"why": long(251)}}),
        json!({"t": "find", "ask": 1, "room": 1, "words": long(251)}),
        json!({"t": "register", "ask": 1, "password": "short"}),
    ] {
        raw.send(line).await;
        let refused = raw.until("refused").await;
        well_put(&refused);
    }
    raw.write(b"hello?\n").await;
    well_put(&raw.until("refused").await);
    house.close().await;
}

/// What someone is told who goes to an address where this answers, and the connection is closed.
async fn told_at(house: &TestHouse, answer: Option<&'static [u8]>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        let Some(answer) = answer else { return drop(listener) };
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(answer).await;
        }
    });
    if answer.is_none() {
        serving.await.unwrap();
    }
    let way = Way::Network {
        addresses: vec![Address::from((address.ip(), address.port()))],
        relay: None,
        key: house.house.fingerprint(),
    };
    let mut ada = Visitor::set_out(Visit { way, ..house.visit("Ada") });
    let why = |update: &Update| if let Update::Offline { why, .. } = update { Some(why.clone()) } else { None };
    ada.until("why not", why).await.replace(&address.to_string(), "ADDRESS")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_on_the_line_is_told_in_our_own_words() {
    let house = TestHouse::open();
    let nobody = told_at(&house, None).await;
    assert_eq!(nobody, "No answer from ADDRESS. Is Parlor open there?");
    let other = told_at(&house, Some(b"HTTP/1.1 400 Bad Request\r\n\r\n")).await;
    assert_eq!(other, "What answers at ADDRESS is not Parlor. Check the address.");
    let silent = told_at(&house, Some(b"")).await;
    assert_eq!(silent, "The connection was lost before it was secure. Try again.");
    house.close().await;
}
