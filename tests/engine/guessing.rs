//! Those who guess passwords, and those who have nothing to do with it: how often someone may be wrong, and who waits.

use std::net::Ipv4Addr;

use parlor::wire::frame::NewRoom;
use parlor::wire::{Identity, Password};
use serde_json::{Value, json};

use crate::support::visitor::open_room;
use crate::support::{Raw, TestHouse, Visitor, soon};

const GOOD: &str = "correct horse";

fn password(words: &str) -> Password {
    Password::from(words.to_owned())
}

/// Another address of this computer.
const fn address(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 0, 0, number)
}

/// Ada, who has an account, on the device that made it.
async fn ada(house: &TestHouse) -> Visitor {
    let ada = Visitor::come(house, "Ada").await;
    soon("registering", ada.guest.register(password(GOOD))).await.unwrap();
    ada
}

/// What the house answers to whoever says hello as Ada from somewhere, with a key that it does not know.
async fn logs_in(house: &TestHouse, from: Ipv4Addr, words: &str) -> Value {
    let mut raw = Raw::knock_from(from, house.address, &Identity::fresh().unwrap()).await;
    raw.send(json!({"t": "hello", "v": 1, "name": "Ada", "account": {"login": words}})).await;
    raw.next().await.unwrap()
}

/// Whether a password was compared at all.
fn was_compared(answer: &Value) -> bool {
    !answer["why"].as_str().unwrap().starts_with("Too many")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_at_one_address_keeps_the_owner_out_at_no_other() {
    let house = TestHouse::open();
    let ada = ada(&house).await;
    for _ in 0..30 {
        assert_eq!(logs_in(&house, address(2), "guess guess").await["code"], "login");
    }
    assert!(!was_compared(&logs_in(&house, address(2), "guess guess").await));
    assert_eq!(logs_in(&house, address(3), GOOD).await["t"], "welcome");
    ada.guest.change_password(password(GOOD), password("battery staple")).await.unwrap();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_all_addresses_together_an_account_is_tried_only_so_often() {
    let house = TestHouse::open();
    let ada = ada(&house).await;
    let mut compared = 0;
    for from in 2..15 {
        let guesses = (0..10).map(|_| logs_in(&house, address(from), "guess guess"));
        for guess in guesses {
            compared += usize::from(was_compared(&guess.await));
        }
    }
    // A few grow back while the test runs.
    assert!((100..125).contains(&compared), "{compared}");
    // Whoever is in already is not met by it.
    let wrong = ada.guest.change_password(password("wrong horse"), password("battery staple")).await;
    assert!(wrong.unwrap_err().to_string().contains("not your password"));
    ada.guest.change_password(password(GOOD), password("battery staple")).await.unwrap();
    house.close().await;
}

/// A room with a password, and its number.
async fn vault(visitor: &Visitor) -> u32 {
    let new = NewRoom { access: parlor::room::Access::Password, ..open_room("Vault") };
    soon("making a room", visitor.guest.make(new, Some(password(GOOD)))).await.unwrap().room.0
}

async fn enters(raw: &mut Raw, room: u32, words: &str) -> Value {
    raw.send(json!({"t": "enter", "room": room, "password": words, "ask": 1})).await;
    loop {
        let answer = raw.next().await.unwrap();
        if answer["t"] == "entered" || answer["t"] == "refused" {
            return answer;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_names_and_keys_are_no_way_around_the_tries_at_a_room() {
    let house = TestHouse::open();
    let ada = ada(&house).await;
    let room = vault(&ada).await;
    let mut compared = 0;
    for guesser in 0..10 {
        let mut raw = Raw::knock_from(address(2), house.address, &Identity::fresh().unwrap()).await;
        raw.hello(&format!("Guest {guesser}")).await;
        for _ in 0..10 {
            compared += usize::from(was_compared(&enters(&mut raw, room, "guess guess").await));
        }
    }
    assert!((60..70).contains(&compared), "{compared}");
    // Elsewhere, whoever knows it comes in.
    let mut ken = Raw::knock_from(address(3), house.address, &Identity::fresh().unwrap()).await;
    ken.hello("Ken").await;
    assert_eq!(enters(&mut ken, room, GOOD).await["t"], "entered");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_under_many_names_is_one_guesser() {
    let house = TestHouse::open();
    let ada = ada(&house).await;
    let room = vault(&ada).await;
    let key = Identity::fresh().unwrap();
    let mut compared = 0;
    for name in 0..5 {
        let mut raw = Raw::knock_as(house.address, &key).await;
        raw.hello(&format!("Guest {name}")).await;
        for _ in 0..10 {
            compared += usize::from(was_compared(&enters(&mut raw, room, "guess guess").await));
        }
    }
    assert!((20..25).contains(&compared), "{compared}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_tries_one_password_at_a_time() {
    let house = TestHouse::open();
    let ada = ada(&house).await;
    let room = vault(&ada).await;
    let key = Identity::fresh().unwrap();
    let mut devices = Vec::new();
    for _ in 0..8 {
        let mut raw = Raw::knock_as(house.address, &key).await;
        raw.hello("Ken").await;
        devices.push(raw);
    }
    for raw in &mut devices {
        raw.send(json!({"t": "enter", "room": room, "password": "guess guess", "ask": 1})).await;
    }
    let mut whys = Vec::new();
    for raw in &mut devices {
        whys.push(raw.until("refused").await["why"].as_str().unwrap().to_owned());
    }
    assert!(whys.iter().any(|why| why.contains("not the room's password")), "{whys:?}");
    assert!(whys.iter().any(|why| why.contains("still being checked")), "{whys:?}");
    // And then the right one.
    assert_eq!(enters(&mut devices[0], room, GOOD).await["t"], "entered");
    house.close().await;
}
