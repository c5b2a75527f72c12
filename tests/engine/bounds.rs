//! What many people do never becomes more than one line can hold, nor pushes out what others did.

use parlor::room::{Body, Reason, Sign};
use parlor::wire::FRAME_BYTES;
use parlor::wire::people::Away;
use serde_json::{Value, json};

use crate::support::{Raw, TestHouse, Visitor};

/// The next line, which everyone could read.
async fn line(raw: &mut Raw) -> Value {
    let frame = raw.next().await.unwrap();
    let length = frame.to_string().len();
    assert!(length < FRAME_BYTES, "a line of {length} bytes: {}", frame["t"]);
    assert_ne!(frame["t"], "bye", "{frame}");
    frame
}

#[tokio::test(flavor = "multi_thread")]
async fn many_long_reasons_for_being_away_fit_the_lines_that_tell_them() {
    const PEOPLE: usize = 40;
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Watch").await;
    // As long as a reason may be in bytes: each letter carries marks.
    let why = Reason::parse(&"e\u{301}\u{302}\u{303}\u{304}".repeat(200)).unwrap();
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let visitor = Visitor::come(&house, &format!("Guest {number}")).await;
        visitor.guest.away(Some(Away { why: Some(why.clone()) })).unwrap();
        people.push(visitor);
    }
    let mut away = 0;
    while away < PEOPLE {
        let frame = line(&mut raw).await;
        if frame["t"] == "away" {
            away += frame["people"].as_array().unwrap().len();
        }
    }
    let (mut listed, mut after, mut pages) = (0, Value::Null, 0);
    loop {
        raw.send(json!({"t": "who", "ask": 1, "room": 1, "after": after})).await;
        let people = loop {
            let frame = line(&mut raw).await;
            if frame["t"] == "people" {
                break frame;
            }
        };
        listed += people["people"].as_array().unwrap().len();
        pages += 1;
        after = people["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(listed, PEOPLE + 1);
    assert!(pages > 1, "it did not fit one line");
    house.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_come_in_again_and_again_pushes_out_nobody_from_elsewhere() {
    let house = TestHouse::with(|settings| settings.admission = Some(parlor::wire::account::Admission::Approval));
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    use parlor::wire::Identity;

    let address = |last| std::net::Ipv4Addr::new(127, 0, 0, last);
    let mut honest = Raw::knock_from(address(2), house.address, &Identity::fresh().unwrap()).await;
    honest.send(json!({"t": "hello", "v": 1, "name": "Honest"})).await;
    honest.until("waiting").await;
    drop(honest);
    for number in 0..100 {
        let mut flood = Raw::knock_from(address(1), house.address, &Identity::fresh().unwrap()).await;
        flood.send(json!({"t": "hello", "v": 1, "name": format!("Flood {number}")})).await;
        assert_eq!(flood.next().await.unwrap()["t"], "waiting");
    }
    let (_, asking) = host.guest.requests().await.unwrap();
    assert!(asking.iter().any(|line| line.name.as_str() == "Honest"), "{asking:?}");
    assert!(asking.len() < 70, "{}", asking.len());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_much_and_takes_nothing_is_heard_again_once_they_take_it() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Curious").await;
    for ask in 0..500 {
        raw.send(json!({"t": "rooms", "ask": ask})).await;
    }
    raw.say("00000000-0000-0000-0000-000000000001", "and now this").await;
    let mut answered = 0;
    loop {
        let frame = line(&mut raw).await;
        answered += usize::from(frame["t"] == "rooms");
        if frame["t"] == "kept" {
            break;
        }
    }
    assert_eq!(answered, 500);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_speaks_for_the_house_and_a_sign_is_one_picture() {
    let house = TestHouse::open();
    let mut raw = Raw::knock(house.address).await;
    raw.send(json!({"t": "hello", "v": 1, "name": "The Hοst"})).await;
    let told = raw.goodbye().await.unwrap();
    assert!(told["why"].as_str().unwrap().contains("Nobody can be called"), "{told}");
    let mut ada = Visitor::come(&house, "Ada").await;
    let (of, _) = ada.says("hello").await;
    for right in ["👍", "❤", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇫🇷", "1️⃣", "👍🏽"]
    {
        let sign = Sign::parse(right).unwrap();
        let state = ada.adds(crate::support::visitor::ROOM, Body::Reacted { of, sign, off: false }).await;
        assert!(matches!(state, parlor::guest::OwnState::Kept { .. }), "{right}");
    }
    for wrong in ["👍\u{fe0e}", "👍\u{301}", "👍\u{e0041}", "👍\u{200b}", "a", "👍👍"] {
        let Ok(sign) = Sign::parse(wrong) else { continue };
        let state = ada.adds(crate::support::visitor::ROOM, Body::Reacted { of, sign, off: false }).await;
        assert!(
            matches!(&state, parlor::guest::OwnState::Refused { why, .. } if why.contains("one emoji")),
            "{wrong:?}: {state:?}"
        );
    }
    house.close().await;
}
