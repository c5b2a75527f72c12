//! A room for the invited does not show to others that it is there: not when they knock, not when they take its title.

use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Raw, TestHouse};

const TITLE: &str = "Staff";

/// Ada, who keeps a hidden room, the room, and Ken.
async fn hidden(house: &TestHouse) -> (Raw, u64, Raw) {
    let mut ada = Raw::come(house.address, "Ada").await;
    let ken = Raw::come(house.address, "Ken").await;
    let made = ada.asks(json!({"t": "make", "ask": 1, "title": TITLE, "access": "invited"})).await;
    let room = made["room"].as_u64().unwrap();
    assert_eq!(ada.enters(json!(room)).await["t"], "entered");
    (ada, room, ken)
}

fn ken() -> Value {
    json!({"who": 2, "name": "Ken"})
}

/// Knocks at a room by its number and its title, and is told what whoever knocks at no room is told.
async fn finds_no_room(raw: &mut Raw, room: u64) {
    let nowhere = raw.enters(json!(9_999)).await;
    assert_eq!((&nowhere["t"], &nowhere["code"]), (&json!("refused"), &json!("room")), "{nowhere}");
    let called = raw.enters(json!("No such title")).await;
    for name in [json!(room), json!(TITLE), json!(format!("{room}"))] {
        let told = raw.enters(name.clone()).await;
        assert_eq!(told, nowhere, "{name}");
        assert_eq!(told, called, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_invited_finds_no_room() {
    let house = TestHouse::open();
    let (_ada, room, mut ken) = hidden(&house).await;
    finds_no_room(&mut ken, room).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_banned_from_a_hidden_room_finds_none() {
    let house = TestHouse::open();
    let (mut ada, room, mut raw) = hidden(&house).await;
    // Whether they were in it before, or were never told of it.
    for (number, was_in) in [(10, false), (20, true)] {
        if was_in {
            assert_eq!(ada.adds(room, &id(number), json!({"kind": "unbanned", "whom": ken()})).await["t"], "kept");
            assert_eq!(ada.adds(room, &id(number + 1), json!({"kind": "invited", "whom": ken()})).await["t"], "kept");
            assert_eq!(raw.enters(json!(TITLE)).await["t"], "entered");
        }
        assert_eq!(ada.adds(room, &id(number + 2), json!({"kind": "banned", "whom": ken()})).await["t"], "kept");
        if was_in {
            assert_eq!(raw.until("out").await["code"], "banned");
        }
        finds_no_room(&mut raw, room).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_banned_by_their_address_finds_no_hidden_room_either() {
    let house = TestHouse::open();
    let (mut ada, room, _ken) = hidden(&house).await;
    let ban = json!({"kind": "banned", "whom": ken(), "reach": "address"});
    assert_eq!(ada.adds(room, &id(1), ban).await["t"], "kept");
    let mut late = Raw::come(house.address, "Late").await;
    finds_no_room(&mut late, room).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_banned_from_a_room_that_everyone_sees_is_told_so() {
    let house = TestHouse::open();
    let (mut ada, room, mut raw) = hidden(&house).await;
    assert_eq!(ada.adds(room, &id(1), json!({"kind": "opened", "to": "everyone"})).await["t"], "kept");
    assert_eq!(ada.adds(room, &id(2), json!({"kind": "banned", "whom": ken()})).await["t"], "kept");
    for name in [json!(room), json!(TITLE)] {
        assert_eq!(raw.enters(name).await["code"], "banned");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_room_keeps_its_title_from_nobody_who_does_not_see_it() {
    let house = TestHouse::open();
    let (mut ada, room, mut ken) = hidden(&house).await;
    let made = ken.asks(json!({"t": "make", "ask": 1, "title": "STAFF"})).await;
    assert_eq!(made["t"], "made", "{made}");
    let other = made["room"].as_u64().unwrap();
    assert_ne!(other, room);
    // The title leads everyone to the room they see, and who sees both to the older.
    assert_eq!(ken.enters(json!(TITLE)).await["room"], other);
    assert_eq!(ada.enters(json!(TITLE)).await["room"], room);
    let mut bob = Raw::come(house.address, "Bob").await;
    assert_eq!(bob.enters(json!(TITLE)).await["room"], other);
    assert_eq!(ada.enters(json!(other)).await["room"], other, "the number leads there all the same");
    // What someone sees is taken for them.
    for raw in [&mut ada, &mut ken, &mut bob] {
        let refused = raw.asks(json!({"t": "make", "ask": 2, "title": TITLE})).await;
        assert_eq!((&refused["t"], &refused["code"]), (&json!("refused"), &json!("title")), "{refused}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_may_be_given_the_title_of_a_hidden_one() {
    let house = TestHouse::open();
    let (_ada, room, mut ken) = hidden(&house).await;
    let own = ken.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    assert_eq!(ken.enters(json!(own)).await["t"], "entered");
    let answer = ken.adds(own, &id(1), json!({"kind": "titled", "title": TITLE})).await;
    assert_eq!(answer["t"], "kept", "{answer}");
    assert_eq!(ken.enters(json!(TITLE)).await["room"], own);
    assert_ne!(own, room);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rooms_of_one_title_are_there_after_the_house_opened_again() {
    let house = TestHouse::open();
    let (_ada, room, mut ken) = hidden(&house).await;
    let other = ken.asks(json!({"t": "make", "ask": 1, "title": TITLE})).await["room"].as_u64().unwrap();
    let house = house.reopen().await;
    let mut bob = Raw::come(house.address, "Bob").await;
    assert_eq!(bob.enters(json!(TITLE)).await["room"], other);
    finds_no_number(&mut bob, room).await;
    house.close().await;
}

async fn finds_no_number(raw: &mut Raw, room: u64) {
    assert_eq!(raw.enters(json!(room)).await["code"], "room");
}
