//! Accounts: a name that is nobody else's, from any device, with a password.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parlor::guest::{Ended, GuestError, Update, Visit};
use parlor::room::{Body, Event, Rank};
use parlor::wire::account::Account;
use parlor::wire::frame::Code;
use parlor::wire::{Identity, Password};

use crate::support::visitor::ROOM;
use crate::support::{TestHouse, Visitor, soon};

const DAY: u64 = 24 * 60 * 60 * 1000;
const GOOD: &str = "correct horse";

fn password(words: &str) -> Password {
    Password::from(words.to_owned())
}

/// A visit with another key each time.
fn log_in(house: &TestHouse, name: &str, words: &str) -> Visit {
    Visit { account: Some(Account::Login(password(words))), ..house.visit(name) }
}

/// How a visit ends that never gets in.
async fn ends(visit: Visit) -> Ended {
    Visitor::set_out(visit)
        .until("being refused", |update| match update {
            Update::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
        .await
}

async fn registered(house: &TestHouse, name: &str) -> Visitor {
    let visitor = Visitor::come(house, name).await;
    soon("registering", visitor.guest.register(password(GOOD))).await.unwrap();
    visitor
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_logs_in_from_another_device_and_is_the_same_person() {
    let house = TestHouse::open();
    let mut ada = registered(&house, "Ada").await;
    let me = ada.me();
    ada.says("from the first device").await;
    ada.leave().await;
    let house = house.reopen().await;
    let mut again = Visitor::visit(log_in(&house, "Ada", GOOD)).await;
    let arrival = again.arrival.clone().unwrap();
    assert_eq!((arrival.you, arrival.account, arrival.rank), (me, true, Rank::Member));
    let (id, _) = again.says("from the second").await;
    assert!(again.guest.withdraw(id).await.is_ok());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_logged_in_once_comes_back_without_the_password() {
    let house = TestHouse::open();
    registered(&house, "Ada").await.leave().await;
    let visit = log_in(&house, "Ada", GOOD);
    Visitor::visit(visit.clone()).await.leave().await;
    let again = Visitor::visit(Visit { account: None, ..visit }).await;
    assert!(again.arrival.as_ref().unwrap().account);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_name_is_nobody_elses_however_long_it_rests() {
    let clock = Arc::new(AtomicU64::new(1_795_000_000_000));
    let hands = Arc::clone(&clock);
    let house = TestHouse::with(move |settings| settings.clock = Arc::new(move || hands.load(Ordering::SeqCst)));
    registered(&house, "Ada").await.leave().await;
    Visitor::come(&house, "Ken").await.leave().await;
    // Until the house knows that they are gone, they are seen.
    let bob = Visitor::come(&house, "Bob").await;
    soon("everyone to be gone", async { while bob.guest.people(None, 10).await.unwrap().total > 1 {} }).await;
    clock.fetch_add(31 * DAY, Ordering::SeqCst);
    assert_eq!(ends(house.visit("Ada")).await.code, Some(Code::Taken));
    // A name without an account is free again by then.
    Visitor::come(&house, "Ken").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_name_and_a_wrong_password_get_the_very_same_answer() {
    let house = TestHouse::open();
    registered(&house, "Ada").await;
    Visitor::come(&house, "Ken").await;
    let wrong = ends(log_in(&house, "Ada", "wrong horse")).await;
    assert_eq!(
        (wrong.code, wrong.why.as_str()),
        (Some(Code::Login), "Wrong name or password. Check both and try again.")
    );
    assert_eq!(ends(log_in(&house, "Nobody", GOOD)).await, wrong);
    assert_eq!(ends(log_in(&house, "Ken", GOOD)).await, wrong, "a name without an account");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_waits_and_keeps_no_known_device_out() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ada");
    visit.me = Identity::fresh().unwrap();
    let ada = Visitor::visit(visit.clone()).await;
    ada.guest.register(password(GOOD)).await.unwrap();
    ada.leave().await;
    let mut refused = Vec::new();
    for _ in 0..11 {
        refused.push(ends(log_in(&house, "Ada", "guess guess")).await.why);
    }
    assert!(refused[9].starts_with("Wrong name"), "{refused:?}");
    assert!(refused[10].starts_with("Too many wrong passwords"), "{refused:?}");
    assert!(ends(log_in(&house, "Ada", GOOD)).await.why.starts_with("Too many"));
    Visitor::visit(visit).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_does_not_fit_is_refused_with_a_sentence_and_nobody_is_sent_away() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    for words in ["short", &"x".repeat(300)] {
        let refused = ada.guest.register(password(words)).await;
        assert!(
            matches!(&refused, Err(GuestError::Refused(why)) if why.contains("This password is too")),
            "{refused:?}"
        );
    }
    ada.guest.register(password(GOOD)).await.unwrap();
    let twice = ada.guest.register(password(GOOD)).await;
    assert!(matches!(&twice, Err(GuestError::Refused(why)) if why.contains("already")), "{twice:?}");
    ada.says("still here").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_by_who_knows_the_old_one() {
    let house = TestHouse::open();
    let ada = registered(&house, "Ada").await;
    let wrong = ada.guest.change_password(password("wrong horse"), password("battery staple")).await;
    assert!(matches!(&wrong, Err(GuestError::Refused(why)) if why.contains("not your password")), "{wrong:?}");
    ada.guest.change_password(password(GOOD), password("battery staple")).await.unwrap();
    assert_eq!(ends(log_in(&house, "Ada", GOOD)).await.code, Some(Code::Login));
    Visitor::visit(log_in(&house, "Ada", "battery staple")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_logs_out_needs_the_password_there_and_everywhere_ends_every_visit() {
    let house = TestHouse::open();
    let mut first = house.visit("Ada");
    first.me = Identity::fresh().unwrap();
    let ada = Visitor::visit(first.clone()).await;
    let without = ada.guest.log_out(false).await;
    assert!(matches!(&without, Err(GuestError::Refused(why)) if why.contains("no account")), "{without:?}");
    ada.guest.register(password(GOOD)).await.unwrap();
    let second = log_in(&house, "Ada", GOOD);
    let other = Visitor::visit(second.clone()).await;
    ada.guest.log_out(false).await.unwrap();
    assert_eq!(ends(first.clone()).await.code, Some(Code::Taken));
    // The other device is not met by it.
    other.leave().await;
    let mut other = Visitor::visit(Visit { account: None, ..second.clone() }).await;
    let third = Visitor::visit(Visit { account: Some(Account::Login(password(GOOD))), ..first }).await;
    third.guest.log_out(true).await.unwrap();
    let ended = other
        .until("being logged out", |update| match update {
            Update::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
        .await;
    assert!(ended.why.starts_with("You were logged out in another window or on another device."), "{}", ended.why);
    assert_eq!(ends(Visit { account: None, ..second }).await.code, Some(Code::Taken));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_deletes_their_account_is_gone_and_what_they_said_stays() {
    let house = TestHouse::open();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = registered(&house, "Ada").await;
    let me = ada.me();
    ada.says("remember me").await;
    let wrong = ada.guest.unregister(password("wrong horse")).await;
    assert!(matches!(&wrong, Err(GuestError::Refused(_))), "{wrong:?}");
    ada.guest.unregister(password(GOOD)).await.unwrap();
    let gone = ken.sees("that she is gone", |event| event.body == Body::Gone {}).await;
    assert_eq!(gone.by, Some(me.clone()));
    ken.sees_text("remember me").await;
    assert_eq!(ends(house.visit("Ada")).await.code, Some(Code::Taken), "nobody gets the name at once");
    assert_eq!(ends(log_in(&house, "Ada", GOOD)).await.code, Some(Code::Login));
    let house = house.reopen().await;
    let bob = Visitor::come(&house, "Bob").await;
    assert_eq!(bob.arrival.as_ref().unwrap().room.order.gone, [me.who]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_registered_at_the_door() {
    let house = TestHouse::open();
    let visit = Visit { account: Some(Account::Register(password(GOOD))), ..house.visit("Ada") };
    let ada = Visitor::visit(visit.clone()).await;
    assert!(ada.arrival.as_ref().unwrap().account);
    let again = Visit { me: Identity::fresh().unwrap(), ..visit };
    assert_eq!(ends(again).await.code, Some(Code::Taken));
    let short = Visit { account: Some(Account::Register(password("short"))), ..house.visit("Ken") };
    assert!(ends(short).await.why.contains("too short"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_shown_to_nobody() {
    let house = TestHouse::open();
    registered(&house, "Ada").await;
    let shown = format!("{:?} {:?}", log_in(&house, "Ada", GOOD), Account::Register(password(GOOD)));
    assert!(!shown.contains(GOOD), "{shown}");
    let dir = house.close().await;
    let mut read = Vec::new();
    for file in std::fs::read_dir(dir.path().join("house")).unwrap() {
        read.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    assert!(!read.windows(GOOD.len()).any(|window| window == GOOD.as_bytes()));
    assert!(read.windows(10).any(|window| window == b"$argon2id$"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_logs_out_has_left_and_lost_no_connection() {
    let house = TestHouse::open();
    let mut ken = Visitor::come(&house, "Ken").await;
    let ada = registered(&house, "Ada").await;
    let me = ada.me();
    // Who is gone again before anyone was told has not come.
    let came = |event: &Event| matches!(&event.body, Body::People(moves) if moves.came.contains(&me));
    ken.sees_in(ROOM, "Ada to come", came).await;
    ada.guest.log_out(false).await.unwrap();
    let left = |event: &Event| matches!(&event.body, Body::People(moves) if moves.left.contains(&me));
    ken.sees_in(ROOM, "Ada to leave", left).await;
    house.close().await;
}
