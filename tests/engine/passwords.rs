//! Passwords as the house keeps them: what they cost it, and when they are made at all.

use argon2::password_hash::PasswordHasher as _;
use argon2::{Argon2, Params};
use parlor::guest::Visit;
use parlor::wire::Password;
use parlor::wire::account::{Account, Admission};
use parlor::wire::frame::Code;
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

#[tokio::test(flavor = "multi_thread")]
async fn no_password_is_made_for_whoever_may_not_come_in_anyway() {
    let house = TestHouse::open();
    let _ada = ada(&house).await;
    // More than one address may have made at once.
    let mut comers = Vec::new();
    for _ in 0..320 {
        let mut raw = Raw::knock(house.address).await;
        raw.send(json!({"t": "hello", "v": 1, "name": "Ada", "account": {"register": GOOD}})).await;
        comers.push(raw);
    }
    for raw in &mut comers {
        assert_eq!(raw.next().await.unwrap()["code"], "taken");
    }
    let visit = Visit { account: Some(Account::Register(password(GOOD))), ..house.visit("Ken") };
    assert!(Visitor::visit(visit).await.arrival.unwrap().account);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_to_ask_the_host_registers_once_the_host_said_yes() {
    let house = TestHouse::open();
    let host = Visitor::visit(house.own_visit("Eve").await).await;
    host.guest.set_admission(Admission::Approval).await.unwrap();
    let visit = Visit { account: Some(Account::Register(password(GOOD))), ..house.visit("Ken") };
    let mut ken = Visitor::set_out(visit);
    let request = soon("the request", async {
        loop {
            if let Some(line) = host.guest.requests().await.unwrap().1.pop() {
                return line.request;
            }
        }
    });
    host.guest.admit(request.await, true).await.unwrap();
    assert!(ken.enter().await.account);
    let mut again = Raw::knock(house.address).await;
    again.send(json!({"t": "hello", "v": 1, "name": "Ken", "account": {"login": GOOD}})).await;
    assert_eq!(again.next().await.unwrap()["t"], "welcome");
    let short = Visit { account: Some(Account::Register(password("short"))), ..house.visit("Bob") };
    let ended = Visitor::set_out(short).is_sent_away().await;
    assert_eq!(ended, Some(Code::Account), "told at once, before anyone is asked");
    house.close().await;
}
