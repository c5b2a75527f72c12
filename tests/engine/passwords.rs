//! Passwords as the house keeps them: what they cost it, and when they are made at all.

use argon2::password_hash::PasswordHasher as _;
use argon2::{Argon2, Params};
use parlor::wire::Password;
use serde_json::json;

#[cfg(target_os = "linux")]
use crate::support::program::Home;
use crate::support::{Raw, TestHouse, Visitor, soon};

const GOOD: &str = "correct horse";

fn password(words: &str) -> Password {
    Password::from(words.to_owned())
}

/// Ada, who has an account, on the device that made it.
async fn ada(house: &TestHouse) -> Visitor {
    let ada = Visitor::come(house, "Ada").await;
    soon("registering", ada.guest.register(password(GOOD))).await.unwrap();
    ada
}

/// The memory that a program holds, in megabytes.
#[cfg(target_os = "linux")]
fn memory(program: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn passwords_leave_no_more_memory_behind_than_two_at_a_time_need() {
    let home = Home::new();
    let house = home.host(&[]).await;
    let before = memory(house.program.id());
    let mut guests = Vec::new();
    for number in 0..60 {
        let mut raw = Raw::knock(house.address()).await;
        raw.hello(&format!("Guest {number}")).await;
        raw.send(json!({"t": "register", "ask": 1, "password": GOOD})).await;
        guests.push(raw);
    }
    for raw in &mut guests {
        raw.until("done").await;
    }
    let after = memory(house.program.id());
    assert!(after < before + 2 * 19 + 20, "{before} MB, then {after} MB");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_kept_with_other_parameters_is_still_known() {
    let house = TestHouse::open();
    ada(&house).await.leave().await;
    let book = house.data().join("house.db");
    for (memory, rounds, lanes) in [(8, 1, 1), (1_024, 3, 4), (40_000, 1, 2)] {
        let argon = Argon2::from(Params::new(memory, rounds, lanes, Some(24)).unwrap());
        let hash = argon.hash_password(b"an older password").unwrap().to_string();
        assert!(hash.contains(&format!("m={memory},t={rounds},p={lanes}")), "{hash}");
        rusqlite::Connection::open(&book).unwrap().execute("UPDATE account SET hash = ?1", [hash]).unwrap();
        for (words, known) in [("an older passwort", "bye"), ("an older password", "welcome")] {
            let mut raw = Raw::knock(house.address).await;
            raw.send(json!({"t": "hello", "v": 1, "name": "Ada", "account": {"login": words}})).await;
            assert_eq!(raw.next().await.unwrap()["t"], known, "{words}, {memory}");
        }
    }
    house.close().await;
}
