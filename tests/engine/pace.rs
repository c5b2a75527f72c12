//! Pace belongs to a person, a key and an address, not to a connection: coming again is no way around it.

use parlor::host::{Limits, Pace};
use parlor::wire::Identity;
use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Raw, TestHouse};

/// How many times what one person may is what one address may.
const OF_ADDRESS: usize = 32;

/// So many at once, and then one in a hundred seconds: longer than any of these tests takes.
const fn slow(burst: f32) -> Pace {
    Pace { burst, per_second: 0.01 }
}

fn house(change: impl FnOnce(&mut Limits)) -> TestHouse {
    TestHouse::with(|settings| change(&mut settings.limits))
}

/// Comes, says so many messages, and goes without a word. The answer is how many were kept.
async fn comes_and_says(house: &TestHouse, name: &str, me: &Identity, count: usize) -> usize {
    let mut raw = Raw::come_as(house.address, name, me).await;
    for _ in 0..count {
        raw.say(&id(rand::random()), "more").await;
    }
    let answers = raw.answers(count).await;
    for frame in answers.iter().filter(|frame| frame["t"] == "refused") {
        assert_eq!(frame["code"], "slow", "{frame}");
        assert!(frame["wait_ms"].as_u64().unwrap() > 0, "{frame}");
    }
    answers.iter().filter(|frame| frame["t"] == "kept").count()
}

/// Comes, asks so many questions, and goes without a word. The answer is how many were answered.
async fn comes_and_asks(house: &TestHouse, name: &str, me: &Identity, count: usize) -> usize {
    let mut raw = Raw::knock_as(house.address, me).await;
    raw.hello(name).await;
    let mut answered = 0;
    for ask in 0..count {
        let answer = raw.asks(json!({"t": "who", "ask": ask})).await;
        assert!(answer["t"] == "people" || answer["code"] == "slow", "{answer}");
        answered += usize::from(answer["t"] == "people");
    }
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_again_and_again_says_no_more_than_whoever_stays() {
    let house = house(|limits| limits.says = slow(5.0));
    let me = Identity::fresh().unwrap();
    let mut kept = 0;
    for _ in 0..4 {
        kept += comes_and_says(&house, "Ken", &me, 5).await;
    }
    assert!((5..=6).contains(&kept), "{kept} were kept");
    let other = comes_and_says(&house, "Ada", &Identity::fresh().unwrap(), 5).await;
    assert_eq!(other, 5, "someone else has a pace of their own");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_under_one_name_after_the_other_says_no_more_than_under_one() {
    let house = house(|limits| limits.says = slow(5.0));
    let me = Identity::fresh().unwrap();
    let mut kept = 0;
    for name in ["Ken", "Kenneth", "Kenny", "Kent"] {
        kept += comes_and_says(&house, name, &me, 5).await;
    }
    assert!((5..=6).contains(&kept), "{kept} were kept");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_here_on_two_devices_says_no_more_than_on_one() {
    let house = house(|limits| limits.says = slow(5.0));
    let me = Identity::fresh().unwrap();
    let _window = Raw::come_as(house.address, "Ken", &me).await;
    let kept = comes_and_says(&house, "Ken", &me, 5).await + comes_and_says(&house, "Ken", &me, 5).await;
    assert!((5..=6).contains(&kept), "{kept} were kept");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_again_and_again_asks_no_more_than_whoever_stays() {
    let house = house(|limits| limits.asks = slow(5.0));
    let me = Identity::fresh().unwrap();
    let mut answered = 0;
    for name in ["Ken", "Ken", "Kenneth", "Kenny"] {
        answered += comes_and_asks(&house, name, &me, 5).await;
    }
    assert!((5..=6).contains(&answered), "{answered} were answered");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_says_no_more_than_many_people_may_whatever_keys_and_names_come_from_it() {
    let house = house(|limits| limits.says = slow(2.0));
    let mut kept = 0;
    for number in 0..OF_ADDRESS + 8 {
        kept += comes_and_says(&house, &format!("Guest {number}"), &Identity::fresh().unwrap(), 2).await;
    }
    // A classroom may be behind one address, and is stopped by nothing.
    assert!((2 * OF_ADDRESS..=2 * OF_ADDRESS + 8).contains(&kept), "{kept} were kept");
    house.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn what_one_address_has_used_up_is_still_there_for_another() {
    let house = house(|limits| limits.asks = slow(1.0));
    let mut answered = 0;
    for number in 0..OF_ADDRESS + 8 {
        answered += comes_and_asks(&house, &format!("Guest {number}"), &Identity::fresh().unwrap(), 1).await;
    }
    assert!((OF_ADDRESS..=OF_ADDRESS + 4).contains(&answered), "{answered} were answered");
    let elsewhere = std::net::Ipv4Addr::new(127, 0, 0, 2);
    let mut other = Raw::knock_from(elsewhere, house.address, &Identity::fresh().unwrap()).await;
    other.hello("Elsewhere").await;
    assert_eq!(other.asks(json!({"t": "who", "ask": 1})).await["t"], "people");
    house.close().await;
}

/// Sends lines that are no frames, and gives the `bye` where there is one.
async fn misbehaves(raw: &mut Raw, lines: usize) -> Option<Value> {
    raw.write("hello?\n".repeat(lines).as_bytes()).await;
    for _ in 0..lines {
        let frame = raw.next_where(|frame| frame["t"] == "refused" || frame["t"] == "bye").await;
        if frame["t"] == "bye" {
            return Some(frame);
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_refusals_are_abuse_also_where_whoever_earns_them_comes_again_in_between() {
    let house = house(|limits| limits.strikes = slow(5.0));
    let me = Identity::fresh().unwrap();
    let mut first = Raw::come_as(house.address, "Ken", &me).await;
    assert_eq!(misbehaves(&mut first, 3).await, None);
    drop(first);
    let mut second = Raw::come_as(house.address, "Kenneth", &me).await;
    let bye = misbehaves(&mut second, 4).await.expect("seven are more than five");
    assert_eq!(bye["code"], "abuse", "{bye}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_sent_away_for_abuse_waits_before_the_door_whatever_they_are_called() {
    let house = house(|limits| limits.strikes = slow(5.0));
    let me = Identity::fresh().unwrap();
    let mut raw = Raw::come_as(house.address, "Ken", &me).await;
    assert_eq!(misbehaves(&mut raw, 7).await.unwrap()["code"], "abuse");
    for name in ["Ken", "Kenneth"] {
        let hello = json!({"t": "hello", "v": 1, "name": name});
        let bye = Raw::knock_as(house.address, &me).await.greets(hello).await;
        assert_eq!((&bye["t"], &bye["code"]), (&json!("bye"), &json!("abuse")), "{bye}");
        let wait = bye["wait_ms"].as_u64().expect("how long to wait");
        assert!((1..=60_000).contains(&wait), "{bye}");
        assert!(bye["why"].as_str().unwrap().len() > 10, "{bye}");
    }
    let mut other = Raw::come(house.address, "Ada").await;
    other.say(&id(1), "all is well").await;
    other.until("kept").await;
    house.close().await;
}
