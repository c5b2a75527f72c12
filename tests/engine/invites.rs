//! Invites: whom each one gets in and how often, who makes them, and what becomes of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parlor::guest::{GuestError, Update, Visit};
use parlor::room::{Act, Label};
use parlor::wire::account::Account;
use parlor::wire::frame::Code;
use parlor::wire::invites::{INVITES_OPEN, InviteLine, InviteState, NewInvite};
use parlor::wire::{Identity, Password, Secret};
use serde_json::{Value, json};

use crate::support::program::Home;
use crate::support::visitor::ROOM;
use crate::support::{Raw, TestHouse, Visitor, soon};

const PASSWORD: &str = "sesame";
const HOUR: u64 = 60 * 60 * 1000;

/// A house with a password.
fn guarded() -> TestHouse {
    TestHouse::with(|settings| settings.password = Some(PASSWORD.to_owned()))
}

/// The same, and the time in it.
fn timed() -> (TestHouse, Arc<AtomicU64>) {
    let clock = Arc::new(AtomicU64::new(1_795_229_452_468));
    let time = Arc::clone(&clock);
    let house = TestHouse::with(move |settings| {
        settings.password = Some(PASSWORD.to_owned());
        settings.clock = Arc::new(move || time.load(Ordering::SeqCst));
    });
    (house, clock)
}

/// The host, across the network.
async fn host(house: &TestHouse) -> Visitor {
    let visit = Visit { password: Some(PASSWORD.to_owned()), ..house.visit("Ada") };
    Visitor::visit(house.owned(visit).await).await
}

async fn makes(host: &Visitor, new: NewInvite) -> InviteLine {
    soon("an invite", host.guest.make_invite(new)).await.unwrap()
}

fn once() -> NewInvite {
    NewInvite { once: true, ..NewInvite::default() }
}

fn by(house: &TestHouse, invite: &InviteLine, name: &str) -> Visit {
    Visit { secret: Some(invite.secret.clone()), ..house.visit(name) }
}

/// The invite as the host sees it now.
async fn now(host: &Visitor, invite: &InviteLine) -> InviteLine {
    let all = soon("the invites", host.guest.invites()).await.unwrap();
    all.into_iter().find(|line| line.invite == invite.invite).unwrap()
}

fn came(line: &InviteLine) -> Vec<&str> {
    line.last.iter().map(|came| came.person.name.as_str()).collect()
}

/// Why a visit comes to nothing.
async fn refused(visit: Visit) -> String {
    let mut visitor = Visitor::set_out(visit);
    let (code, why) = visitor
        .until("being refused", |update| match update {
            Update::Ended(ended) => Some((ended.code, ended.why.clone())),
            Update::Entered(_) => panic!("came in"),
            _ => None,
        })
        .await;
    assert_eq!(code, Some(Code::Password), "{why}");
    why
}

fn hello(name: &str, invite: &InviteLine) -> Value {
    json!({"t": "hello", "v": 1, "name": name, "secret": invite.secret.as_str()})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_stands_for_the_password_and_tells_who_came_by_it() {
    let house = guarded();
    let host = host(&house).await;
    let label: Label = "On the course page".parse().unwrap();
    let made = makes(&host, NewInvite { label: label.clone(), ..NewInvite::default() }).await;
    assert_eq!((&made.label, made.came, made.state), (&label, 0, InviteState::Open));
    assert_eq!(made.by, Some(host.me()));
    let link = made.link(vec![house.to()], house.house.fingerprint()).to_string();
    assert!(link.ends_with(&format!("#{}", made.secret.as_str())), "{link}");
    let ken = by(&house, &made, "Ken");
    Visitor::visit(ken.clone()).await.leave().await;
    Visitor::visit(by(&house, &made, "Bo")).await.leave().await;
    // Whoever comes again is not counted again.
    Visitor::visit(ken).await;
    let line = now(&host, &made).await;
    assert_eq!((line.came, came(&line)), (2, vec!["Bo", "Ken"]));
    // Who knows the password as well came by the invite they show.
    Visitor::visit(Visit { password: Some(PASSWORD.to_owned()), ..by(&house, &made, "Cleo") }).await;
    Visitor::visit(Visit { password: Some(PASSWORD.to_owned()), ..house.visit("Dora") }).await;
    assert_eq!(now(&host, &made).await.came, 3);
    let house = house.reopen_with(|settings| settings.password = Some(PASSWORD.to_owned())).await;
    Visitor::visit(by(&house, &made, "Emil")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_may_come_by_one_invite_and_the_last_are_named() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, NewInvite::default()).await;
    for number in 0..7 {
        let mut raw = Raw::knock(house.address).await;
        assert_eq!(raw.greets(hello(&format!("Guest {number}"), &made)).await["t"], "welcome");
    }
    let line = now(&host, &made).await;
    assert_eq!((line.came, came(&line)), (7, vec!["Guest 6", "Guest 5", "Guest 4", "Guest 3", "Guest 2"]));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_for_one_person_is_spent_by_the_first_who_comes_and_stays_theirs() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, once()).await;
    let visit = by(&house, &made, "Ken");
    let ken = Visitor::visit(visit.clone()).await;
    let used = "This invite was for one person, and was used already. Ask the host for a new one.";
    assert_eq!(refused(by(&house, &made, "Bo")).await, used);
    assert_eq!(now(&host, &made).await.state, InviteState::Used);
    ken.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
    ken.leave().await;
    Visitor::visit(visit.clone()).await.leave().await;
    // On another device it is theirs by their account, and not by their name alone.
    let login = |words: &str| Some(Account::Login(Password::from(words.to_owned())));
    let elsewhere = Visit { me: Identity::fresh().unwrap(), ..visit.clone() };
    assert_eq!(refused(elsewhere.clone()).await, used);
    let mut guesser = Visitor::set_out(Visit { account: login("wrong horse"), ..elsewhere.clone() });
    assert_eq!(guesser.is_sent_away().await, Some(Code::Login));
    Visitor::visit(Visit { account: login("correct horse"), ..elsewhere }).await.leave().await;
    // Their key is theirs under another name as well.
    Visitor::visit(Visit { name: "Kenneth".parse().unwrap(), ..visit.clone() }).await.leave().await;
    let house = house.reopen_with(|settings| settings.password = Some(PASSWORD.to_owned())).await;
    Visitor::visit(visit).await.leave().await;
    assert_eq!(refused(by(&house, &made, "Bo")).await, used);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_come_by_an_invite_for_one_person_at_the_same_moment_one_is_in() {
    for round in 0..4 {
        // Whoever is refused counts as one who guesses, in each house anew.
        let house = guarded();
        let host = host(&house).await;
        let made = makes(&host, once()).await;
        let mut comers = Vec::new();
        for number in 0..8 {
            // All of them have a line before the first says hello.
            comers.push((Raw::knock(house.address).await, format!("Guest {round} {number}")));
        }
        let come = comers.into_iter().map(|(mut raw, name)| {
            let hello = hello(&name, &made);
            tokio::spawn(async move { raw.greets(hello).await })
        });
        let mut welcome = 0;
        for answer in come.collect::<Vec<_>>() {
            let answer = soon("an answer", answer).await.unwrap();
            if answer["t"] == "welcome" {
                welcome += 1;
            } else {
                assert_eq!(answer["code"], "password", "{answer}");
                assert!(answer["why"].as_str().unwrap().contains("used already"), "{answer}");
            }
        }
        assert_eq!(welcome, 1);
        assert_eq!(now(&host, &made).await.came, 1);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_let_in_for_another_reason_spends_no_invite() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, once()).await;
    let mut raw = Raw::knock(house.address).await;
    assert_eq!(raw.greets(hello("Ada", &made)).await["code"], "taken");
    assert_eq!(now(&host, &made).await.state, InviteState::Open);
    Visitor::visit(by(&house, &made, "Ken")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_expires_and_whoever_came_by_it_before_comes_again() {
    let (house, clock) = timed();
    let host = host(&house).await;
    let made = makes(&host, NewInvite { for_ms: Some(2 * HOUR), ..NewInvite::default() }).await;
    assert_eq!(made.until, Some(made.at + 2 * HOUR));
    let ken = by(&house, &made, "Ken");
    clock.fetch_add(2 * HOUR - 1, Ordering::SeqCst);
    Visitor::visit(ken.clone()).await.leave().await;
    clock.fetch_add(1, Ordering::SeqCst);
    assert_eq!(refused(by(&house, &made, "Bo")).await, "This invite has expired. Ask the host for a new one.");
    Visitor::visit(ken).await;
    let line = now(&host, &made).await;
    assert_eq!((line.state, line.came), (InviteState::Expired, 1));
    for bad in [0, 3651 * 24 * HOUR, u64::MAX] {
        let tried = host.guest.make_invite(NewInvite { for_ms: Some(bad), ..NewInvite::default() }).await;
        assert!(matches!(&tried, Err(GuestError::Refused(why)) if why.contains("3650 days")), "{tried:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_invite_gets_nobody_in_not_even_who_came_by_it() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, NewInvite::default()).await;
    let ken = by(&house, &made, "Ken");
    let mut here = Visitor::visit(ken.clone()).await;
    host.guest.withdraw_invite(made.invite).await.unwrap();
    // Who is in stays in.
    here.says("still here").await;
    here.leave().await;
    let withdrawn = "This invite was withdrawn. Ask the host for a new one.";
    assert_eq!(refused(ken.clone()).await, withdrawn);
    assert_eq!(refused(by(&house, &made, "Bo")).await, withdrawn);
    Visitor::visit(Visit { password: Some(PASSWORD.to_owned()), ..ken }).await;
    assert_eq!(now(&host, &made).await.state, InviteState::Withdrawn);
    // Once more is no mistake; one that never was is.
    host.guest.withdraw_invite(made.invite).await.unwrap();
    let tried = host.guest.withdraw_invite(999).await;
    assert!(matches!(&tried, Err(GuestError::Refused(why)) if why.contains("no invite 999")), "{tried:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_standing_invite_is_renewed_without_a_word_to_the_others() {
    let house = guarded();
    let host = host(&house).await;
    let secret = house.house.secret().unwrap();
    let made = makes(&host, NewInvite::default()).await;
    let all = host.guest.invites().await.unwrap();
    assert_eq!(all.iter().map(|line| line.standing).collect::<Vec<_>>(), [false, true]);
    assert_eq!((all[1].invite, &all[1].secret, &all[1].by), (1, &secret, &None));
    let by = |secret: Secret, name| Visit { secret: Some(secret), ..house.visit(name) };
    Visitor::visit(by(secret.clone(), "Ken")).await;
    let renewed = house.house.new_invite().await.unwrap();
    assert_eq!(house.house.secret().as_ref(), Some(&renewed));
    assert!(refused(by(secret, "Bo")).await.contains("withdrawn"));
    Visitor::visit(by(renewed.clone(), "Cleo")).await;
    Visitor::visit(by(made.secret.clone(), "Dora")).await;
    let standing = host.guest.invites().await.unwrap().into_iter().find(|line| line.standing).unwrap();
    host.guest.withdraw_invite(standing.invite).await.unwrap();
    assert_eq!(house.house.secret(), None);
    assert!(refused(by(renewed.clone(), "Emil")).await.contains("withdrawn"));
    // A house that opens has one.
    let house = house.reopen_with(|settings| settings.password = Some(PASSWORD.to_owned())).await;
    let again = house.house.secret().unwrap();
    assert_ne!(again, renewed);
    Visitor::visit(Visit { secret: Some(again), ..house.visit("Fay") }).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_host_makes_sees_and_withdraws_invites() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, NewInvite::default()).await;
    let visit = by(&house, &made, "Ken");
    let ken = Visitor::visit(visit.clone()).await;
    ken.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
    let mut host = host;
    host.does(ROOM, Act::Opped { whom: ken.me() }).await;
    for who in ["an operator with an account", "a guest"] {
        let mut raw = match who {
            "a guest" => Raw::knock(house.address).await,
            _ => Raw::knock_as(house.address, &visit.me).await,
        };
        let name = if who == "a guest" { "Bo" } else { "Ken" };
        assert_eq!(raw.greets(hello(name, &made)).await["t"], "welcome");
        for question in [
            json!({"t": "invites", "ask": 1}),
            json!({"t": "invite", "ask": 2, "once": true}),
            json!({"t": "revoke", "ask": 3, "invite": made.invite}),
            json!({"t": "revoke", "ask": 4, "invite": 999}),
        ] {
            let answer = raw.asks(question).await;
            assert_eq!((&answer["t"], &answer["code"]), (&json!("refused"), &json!("rules")), "{who}: {answer}");
            assert!(!answer.to_string().contains(made.secret.as_str()), "{answer}");
        }
    }
    let all = host.guest.invites().await.unwrap();
    assert_eq!(all.len(), 2, "nothing was made");
    assert!(all.iter().all(|line| line.state == InviteState::Open), "nothing was withdrawn");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_invites_are_open_at_a_time_and_no_more() {
    let (house, clock) = timed();
    let host = host(&house).await;
    let mut all = vec![makes(&host, NewInvite { for_ms: Some(HOUR), ..NewInvite::default() }).await];
    all.push(makes(&host, once()).await);
    while all.len() < INVITES_OPEN as usize {
        all.push(makes(&host, NewInvite::default()).await);
    }
    let full = async |visitor: &Visitor| {
        let tried = visitor.guest.make_invite(NewInvite::default()).await;
        assert!(matches!(&tried, Err(GuestError::Refused(why)) if why.contains("64 open invites")), "{tried:?}");
    };
    full(&host).await;
    // Coming again is no way around it.
    let again = Visitor::visit(Visit { password: Some(PASSWORD.to_owned()), ..house.own_visit("Eve").await }).await;
    full(&again).await;
    // What is open no longer makes room, each for one.
    host.guest.withdraw_invite(all[5].invite).await.unwrap();
    makes(&host, NewInvite::default()).await;
    full(&host).await;
    Visitor::visit(by(&house, &all[1], "Ken")).await;
    makes(&host, NewInvite::default()).await;
    full(&host).await;
    clock.fetch_add(HOUR, Ordering::SeqCst);
    makes(&host, NewInvite::default()).await;
    full(&host).await;
    // The host's link is beside them.
    house.house.new_invite().await.unwrap();
    let listed = host.guest.invites().await.unwrap();
    let numbers: Vec<u64> = listed.iter().map(|line| line.invite).collect();
    assert_eq!(numbers, (1..=69).rev().collect::<Vec<_>>(), "all are listed, over several answers");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_secrets_count_as_guesses_and_a_good_invite_is_good_all_the_same() {
    let house = guarded();
    let host = host(&house).await;
    let made = makes(&host, NewInvite::default()).await;
    let withdrawn = makes(&host, NewInvite::default()).await;
    host.guest.withdraw_invite(withdrawn.invite).await.unwrap();
    let mut answers = Vec::new();
    for number in 0..24 {
        // A name and a key of its own each time.
        let mut raw = Raw::knock(house.address).await;
        let secret = if number % 2 == 0 { "AAAAAAAAAAAAAAAAAAAAAA" } else { withdrawn.secret.as_str() };
        let hello = json!({"t": "hello", "v": 1, "name": format!("Guest {number}"), "secret": secret});
        let answer = raw.greets(hello).await;
        assert_eq!(answer["code"], "password", "{answer}");
        answers.push(answer["why"].as_str().unwrap().to_owned());
    }
    assert!(answers[0].contains("copied wrong") && answers[1].contains("withdrawn"), "{answers:?}");
    let judged = answers.iter().filter(|why| !why.starts_with("Too many")).count();
    // Ten at once; a few more where that took so long that some came back.
    assert!((10..=16).contains(&judged), "{answers:#?}");
    let mut raw = Raw::knock(house.address).await;
    assert_eq!(raw.greets(hello("Ken", &made)).await["t"], "welcome");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_without_a_password_lets_in_whoever_has_a_used_or_withdrawn_invite() {
    let house = TestHouse::open();
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let made = makes(&host, once()).await;
    Visitor::visit(by(&house, &made, "Ken")).await;
    Visitor::visit(by(&house, &made, "Bo")).await;
    assert_eq!(came(&now(&host, &made).await), ["Ken"]);
    host.guest.withdraw_invite(made.invite).await.unwrap();
    Visitor::visit(by(&house, &made, "Cleo")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_to_ask_the_host_spends_an_invite_only_once_they_are_in() {
    let house = TestHouse::with(|settings| {
        settings.password = Some(PASSWORD.to_owned());
        settings.admission = Some(parlor::wire::account::Admission::Approval);
    });
    let mut host = host(&house).await;
    let made = makes(&host, once()).await;
    let mut ken = Visitor::set_out(by(&house, &made, "Ken"));
    let mut bo = Visitor::set_out(by(&house, &made, "Bo"));
    let mut asked = Vec::new();
    while asked.len() < 2 {
        let line = host.until("a request", |update| match update {
            Update::Request(line) => Some(line.clone()),
            _ => None,
        });
        asked.push(line.await);
    }
    assert_eq!(now(&host, &made).await.state, InviteState::Open);
    let request = |name: &str| asked.iter().find(|line| line.name.as_str() == name).unwrap().request;
    host.guest.admit(request("Bo"), true).await.unwrap();
    bo.enter().await;
    host.guest.admit(request("Ken"), true).await.unwrap();
    assert_eq!(ken.is_sent_away().await, Some(Code::Password), "Bo was first");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_one_line_of_sixty_characters_at_most() {
    let house = guarded();
    let visit = Visit { password: Some(PASSWORD.to_owned()), ..house.visit("Ada") };
    let visit = house.owned(visit).await;
    let mut raw = Raw::knock_as(house.address, &visit.me).await;
    raw.greets(json!({"t": "hello", "v": 1, "name": "Ada", "password": PASSWORD})).await;
    for (label, kept) in [(json!("é".repeat(60)), "é".repeat(60)), (json!(" For\n Can "), "For Can".to_owned())] {
        let answer = raw.asks(json!({"t": "invite", "ask": 1, "label": label})).await;
        assert_eq!((&answer["t"], &answer["label"]), (&json!("invite"), &json!(kept)));
    }
    for label in [json!("é".repeat(61)), json!("a\u{202e}b"), json!(7), json!("a\u{0}b")] {
        let answer = raw.asks(json!({"t": "invite", "ask": 2, "label": label})).await;
        assert_eq!((&answer["t"], &answer["ask"]), (&json!("refused"), &json!(2)), "{answer}");
    }
    house.close().await;
}

/// How often the host is killed in the moment in which someone came by an invite.
const CRASHES: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_killed_while_an_invite_is_used_lets_in_one_person_by_it_and_no_other() {
    let home = Home::new();
    let file = home.file("password", PASSWORD);
    let settings = ["--password-file", &file];
    let mut house = home.host(&settings).await;
    let me = Identity::keep(&home.path("guest.key")).unwrap();
    for round in 0..CRASHES {
        let visit = Visit { me: Identity::keep(&home.path("guest.key")).unwrap(), secret: None, ..house.visit("Ada") };
        assert_eq!(visit.me.fingerprint(), me.fingerprint());
        let host = Visitor::visit(visit).await;
        let made = makes(&host, once()).await;
        drop(host);
        let keys: Vec<Identity> = (0..4).map(|_| Identity::fresh().unwrap()).collect();
        let mut lines = Vec::new();
        for (number, key) in keys.iter().enumerate() {
            let name = format!("Guest {round} {number}");
            let mut raw = Raw::knock_as(house.address(), key).await;
            // The commit that lets one in is under way, done, or answered when the host dies.
            raw.send(hello(&name, &made)).await;
            lines.push((raw, name));
        }
        if round % 2 == 0 {
            let (raw, _) = &mut lines[0];
            raw.next().await;
        }
        let port = house.port();
        house.program.kill();
        let mut welcome = Vec::new();
        for (number, (raw, _)) in lines.iter_mut().enumerate() {
            while let Some(frame) = raw.next().await {
                if frame["t"] == "welcome" {
                    welcome.push(number);
                }
            }
        }
        house = home.host_at(port, &settings).await;
        let mut after = Vec::new();
        // Whoever was told that they are in comes first; where nobody was, whoever comes first.
        let order: Vec<usize> = (0..4).rev().filter(|number| !welcome.contains(number)).collect();
        for number in welcome.iter().copied().chain(order) {
            let mut raw = Raw::knock_as(house.address(), &keys[number]).await;
            let answer = raw.greets(hello(&lines[number].1, &made)).await;
            if answer["t"] == "welcome" {
                after.push(number);
            } else {
                assert_eq!(answer["code"], "password", "{answer}");
            }
        }
        assert!(welcome.len() <= 1, "several were let in: {welcome:?}");
        assert_eq!(after.len(), 1, "by an invite for one person");
        assert!(welcome.is_empty() || welcome == after, "{welcome:?} was in, and now {after:?} is");
    }
}
