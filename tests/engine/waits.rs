//! Whoever is told to wait, and does, gets in what they had to say. These tests wait as long as they are told to.

use std::time::{Duration, Instant};

use parlor::host::Pace;
use serde_json::{Value, json};

use crate::support::raw::{id, said};
use crate::support::{Raw, TestHouse};

fn house(says: Pace, asks: Pace) -> TestHouse {
    TestHouse::with(|settings| {
        (settings.limits.says, settings.limits.asks) = (says, asks);
        settings.limits.strikes = Pace { burst: 20.0, per_second: 0.01 };
    })
}

const ROOMY: Pace = Pace { burst: 1e6, per_second: 1e6 };

fn wait_of(refused: &Value) -> Duration {
    assert_eq!((&refused["t"], &refused["code"]), (&json!("refused"), &json!("slow")), "{refused}");
    Duration::from_millis(refused["wait_ms"].as_u64().expect("how long to wait"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_floods_and_then_obeys_every_wait_is_refused_nothing_twice() {
    let house = house(Pace { burst: 5.0, per_second: 10.0 }, ROOMY);
    let mut raw = Raw::come(house.address, "Flood").await;
    let flood: String = (1..=12).map(|number| format!("{}\n", said(&id(number), "more"))).collect();
    raw.write(flood.as_bytes()).await;
    let mut refused = Vec::new();
    for answer in raw.answers(12).await {
        if answer["t"] == "refused" {
            refused.push((answer["id"].as_str().unwrap().to_owned(), Instant::now() + wait_of(&answer)));
        }
    }
    assert!(!refused.is_empty(), "nothing was too fast");
    // The first that was refused comes again when its wait is over; then the next, one at a time.
    for (id, when) in refused {
        tokio::time::sleep_until(when.into()).await;
        let answer = raw.adds(1, &id, json!({"kind": "said", "text": "more"})).await;
        assert_eq!(answer["t"], "kept", "it waited as it was told to: {answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_obeys_every_wait_is_never_sent_away() {
    let house = house(Pace { burst: 2.0, per_second: 50.0 }, ROOMY);
    let mut raw = Raw::come(house.address, "Busy").await;
    let body = json!({"kind": "said", "text": "more"});
    let mut waits = 0;
    for number in 1..=80 {
        let answer = raw.adds(1, &id(number), body.clone()).await;
        if answer["t"] == "kept" {
            continue;
        }
        tokio::time::sleep(wait_of(&answer)).await;
        waits += 1;
        let again = raw.adds(1, &id(number), body.clone()).await;
        assert_eq!(again["t"], "kept", "it waited as it was told to: {again}");
    }
    assert!(waits > 20, "it was never too fast");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_again_after_the_wait_is_answered_and_never_sent_away() {
    let house = house(ROOMY, Pace { burst: 2.0, per_second: 50.0 });
    let mut raw = Raw::knock(house.address).await;
    raw.hello("Curious").await;
    let mut waits = 0;
    for ask in 1..=80 {
        let question = json!({"t": "who", "ask": ask});
        let answer = raw.asks(question.clone()).await;
        if answer["t"] == "people" {
            continue;
        }
        tokio::time::sleep(wait_of(&answer)).await;
        waits += 1;
        let again = raw.asks(question).await;
        assert_eq!(again["t"], "people", "it waited as it was told to: {again}");
    }
    assert!(waits > 20, "it was never too fast");
    house.close().await;
}
