//! Another name: who may have it, who sees it, and that the person stays who they were.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use parlor::guest::{Keep, OwnState, Update, Visit, Way};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, Name, NameRule, RoomNo, Seq, Title};
use parlor::wire::Identity;
use parlor::wire::carriage::{Carriage, pipe};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::support::raw::{id, said};
use crate::support::visitor::ROOM;
use crate::support::{Raw, TestHouse, Visitor, soon};

fn name(name: &str) -> Name {
    Name::parse(name).unwrap()
}

fn named(called: &str) -> Body {
    Body::Named { name: name(called) }
}

async fn takes(visitor: &mut Visitor, called: &str) -> OwnState {
    let id = visitor.guest.add(EventId::fresh(), named(called)).await.unwrap();
    visitor.settled(id).await
}

async fn is_kept(visitor: &mut Visitor, called: &str) {
    let state = takes(visitor, called).await;
    assert!(matches!(state, OwnState::Kept { .. }), "{state:?}");
}

async fn why_not(visitor: &mut Visitor, called: &str) -> String {
    match takes(visitor, called).await {
        OwnState::Refused { why, .. } => why,
        other => panic!("{called}: {other:?}"),
    }
}

fn author(event: &Event) -> Author {
    event.by.clone().unwrap()
}

fn nick(id: &str, called: &str) -> Value {
    json!({"t": "say", "room": 1, "id": id, "body": {"kind": "named", "name": called}})
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_another_name_is_called_so_from_then_on_in_all_their_windows() {
    let house = TestHouse::open();
    let visit = house.visit("Ada");
    let mut one = Visitor::visit(visit.clone()).await;
    let mut two = Visitor::visit(visit).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut raw = Raw::come(house.address, "Raw").await;
    one.says("before").await;
    is_kept(&mut one, "Lovelace").await;
    two.says("after").await;
    let before = author(&ken.sees_text("before").await);
    let change = ken.sees("the change", |event| event.body == named("Lovelace")).await;
    let after = author(&ken.sees_text("after").await);
    assert_eq!((author(&change).name, after.name.clone()), (name("Ada"), name("Lovelace")));
    assert!(before.who == after.who && author(&change).who == after.who);
    let crowd = ken.guest.people(Some(ROOM), 10).await.unwrap();
    assert!(crowd.people.iter().any(|line| line.person == after), "{crowd:?}");
    two.guest.typing(None).unwrap();
    assert_eq!(raw.until("typing").await["name"], "Lovelace");
    one.leave().await;
    two.leave().await;
    let left = |event: &Event| matches!(&event.body, Body::People(people) if people.left.contains(&after));
    ken.sees("Lovelace leaving", left).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_name_stays_theirs_and_both_lead_their_key_to_the_same_person_even_after_a_restart() {
    let house = TestHouse::open();
    let visit = house.visit("Ada");
    let mut ada = Visitor::visit(visit.clone()).await;
    is_kept(&mut ada, "Lovelace").await;
    let me = ada.arrival.clone().unwrap().you.who;
    ada.leave().await;
    let house = house.reopen().await;
    let mut ken = Visitor::come(&house, "Ken").await;
    for theirs in ["Ada", "Lovelace", "ADA", "l0velace"] {
        let why = why_not(&mut ken, theirs).await;
        assert!(why.contains("is taken") && why.contains("is free"), "{why}");
    }
    for asked in ["Lovelace", "Ada"] {
        let mut back = Visitor::visit(Visit { name: name(asked), ..visit.clone() }).await;
        assert_eq!(back.arrival.clone().unwrap().you, Author { who: me, name: name("Lovelace") });
        let words = format!("back as {asked}");
        back.says(&words).await;
        assert_eq!(author(&ken.sees_text(&words).await).name, name("Lovelace"));
        back.leave().await;
    }
    // And they may have the old one again.
    let mut back = Visitor::visit(visit).await;
    is_kept(&mut back, "Ada").await;
    back.says("Ada again").await;
    assert_eq!(author(&ken.sees_text("Ada again").await), Author { who: me, name: name("Ada") });
    assert_eq!(why_not(&mut back, "Ada").await, "That is already your name.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_can_not_be_one_here_is_refused_as_at_the_door() {
    let house = TestHouse::with(|settings| settings.names = NameRule::Letters);
    let mut ada = Visitor::come(&house, "Ada").await;
    assert_eq!(why_not(&mut ada, "Ada2").await, "Names here can only have letters and spaces.");
    let mut raw = Raw::come(house.address, "Raw").await;
    raw.send(nick(&id(1), "R2")).await;
    assert_eq!(raw.until("refused").await["code"], "name");
    raw.send(nick(&id(2), "ada")).await;
    let refused = raw.until("refused").await;
    assert_eq!((&refused["code"], &refused["id"]), (&json!("taken"), &json!(id(2))));
    assert_eq!(refused["why"], "That name is taken. “ada B” is free.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_name_said_twice_happens_once_whatever_came_between() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Ada").await;
    let mut kept = Vec::new();
    for (number, called) in [(1, "Bea"), (2, "Cleo"), (1, "Bea")] {
        raw.send(nick(&id(number), called)).await;
        kept.push(raw.until("kept").await["seq"].clone());
    }
    assert_eq!(kept[0], kept[2]);
    raw.send(said(&id(3), "who am I")).await;
    loop {
        let event = raw.until("event").await;
        if event["id"] == id(3) {
            assert_eq!(event["name"], "Cleo");
            break;
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_one_name_at_once_one_gets_it() {
    let house = TestHouse::open();
    let (mut ada, mut ken) = (Raw::come(house.address, "Ada").await, Raw::come(house.address, "Ken").await);
    for round in 0..20_u32 {
        let wanted = format!("Wanted {}", name_of(round));
        let (one, two) = (id(u128::from(round) * 2 + 1), id(u128::from(round) * 2 + 2));
        tokio::join!(ada.send(nick(&one, &wanted)), ken.send(nick(&two, &wanted)));
        let answers = [answer(&mut ada, &one).await, answer(&mut ken, &two).await];
        assert_eq!(answers.iter().filter(|answer| *answer == "kept").count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| *answer == "taken").count(), 1, "{answers:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_who_takes_a_name_and_one_who_comes_with_it_one_gets_it() {
    let house = TestHouse::open();
    let mut ada = Raw::come(house.address, "Ada").await;
    for round in 0..20_u32 {
        let wanted = format!("Wanted {}", name_of(round));
        let one = id(u128::from(round) + 1);
        let mut other = Raw::knock(house.address).await;
        tokio::join!(ada.send(nick(&one, &wanted)), other.send(json!({"t": "hello", "v": 1, "name": wanted})),);
        let taken = answer(&mut ada, &one).await;
        let met = other.next().await.unwrap();
        match taken.as_str() {
            "kept" => assert_eq!((&met["t"], &met["code"]), (&json!("bye"), &json!("taken"))),
            "taken" => assert_eq!((&met["t"], &met["you"]["name"]), (&json!("welcome"), &json!(wanted))),
            other => panic!("{other}"),
        }
    }
    house.close().await;
}

/// A name of its own for each number, which none of the others looks like.
fn name_of(number: u32) -> char {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars().nth(number as usize).unwrap()
}

/// `kept`, or why not.
async fn answer(raw: &mut Raw, id: &str) -> String {
    loop {
        let frame = raw.next().await.unwrap();
        if frame["id"] == id && frame["t"] != "event" {
            return frame["code"].as_str().unwrap_or("kept").to_owned();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_is_told_in_every_room_one_is_in() {
    let dir = Arc::new(TempDir::new().unwrap());
    std::fs::create_dir(dir.path().join("house")).unwrap();
    let log = SqliteLog::open(&dir.path().join("house/log.db")).unwrap();
    for room in [RoomNo(1), RoomNo(2), RoomNo(3)] {
        let body = Body::Titled { title: Title::parse(&format!("Room {room}")).unwrap() };
        let event = Event { seq: Seq(1), at: 1, id: EventId::fresh(), by: None, body };
        log.append(&[Entry { room, event }]).unwrap();
    }
    drop(log);
    let house = TestHouse::again(dir);
    let mut ada = Raw::come(house.address, "Ada").await;
    ada.send(json!({"t": "enter", "room": 2, "since": {"after": 0}})).await;
    ada.until("entered").await;
    // Whoever speaks has come in, so from here on both rooms know her.
    for room in [1, 2] {
        ada.send(json!({"t": "say", "room": room, "id": id(room), "body": {"kind": "said", "text": "hello"}})).await;
        ada.until("kept").await;
    }
    ada.send(nick(&id(9), "Lovelace")).await;
    let mut told = Vec::new();
    while told.len() < 2 {
        let event = ada.until("event").await;
        if event["body"]["kind"] == "named" {
            assert_eq!((&event["name"], &event["body"]["name"]), (&json!("Ada"), &json!("Lovelace")));
            told.push(event["room"].as_u64().unwrap());
        }
    }
    told.sort_unstable();
    assert_eq!(told, [1, 2]);
    // A room entered only later knows no other name.
    ada.send(json!({"t": "enter", "room": 3, "since": {"after": 0}})).await;
    ada.until("entered").await;
    ada.send(json!({"t": "say", "room": 3, "id": id(10), "body": {"kind": "said", "text": "hello"}})).await;
    ada.until("kept").await;
    ada.send(json!({"t": "who", "ask": 1, "room": 3})).await;
    assert_eq!(ada.until("people").await["people"][0]["name"], "Lovelace");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_cut_a_guest_comes_back_under_the_new_name_with_its_replica() {
    let house = TestHouse::open();
    let (me, key) = (Identity::fresh().unwrap(), house.house.fingerprint());
    let (inside, guest) = (house.house.clone(), me.fingerprint());
    let second: Arc<Mutex<Option<Carriage>>> = Arc::default();
    let (met, again) = (AtomicBool::new(false), Arc::clone(&second));
    // The first time to the house, the second time to someone who only listens.
    let way = Way::Here(Arc::new(move || {
        if !met.swap(true, Ordering::SeqCst) {
            return inside.visit(guest).ok();
        }
        again.lock().unwrap().take()
    }));
    let keep = Keep::In(house.folder().join("ada"));
    let mut ada = Visitor::visit(Visit { way, me, keep, ..house.visit("Ada") }).await;
    is_kept(&mut ada, "Lovelace").await;
    let change = ada.sees("the change", |event| event.body == named("Lovelace")).await;
    let (near, far) = pipe(guest, key);
    *second.lock().unwrap() = Some(near);
    house.close().await;
    ada.until("the cut", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
    let mut hello = String::new();
    soon("the hello", BufReader::new(far.stream).read_line(&mut hello)).await.unwrap();
    let hello: Value = serde_json::from_str(&hello).unwrap();
    assert_eq!(hello["name"], "Lovelace");
    assert_eq!(ada.guest.replica().head(ROOM).await.unwrap(), change.seq);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_of_a_former_version_knows_its_people_by_their_names() {
    let dir = Arc::new(TempDir::new().unwrap());
    std::fs::create_dir(dir.path().join("house")).unwrap();
    let me = Identity::fresh().unwrap();
    let db = Connection::open(dir.path().join("house/house.db")).unwrap();
    db.execute_batch(
        "CREATE TABLE house (what TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
         CREATE TABLE person (
             who INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT UNIQUE, key BLOB NOT NULL,
             seen INTEGER NOT NULL
         ) STRICT;
         CREATE INDEX person_key ON person (key);
         CREATE TABLE invite (secret TEXT PRIMARY KEY, made INTEGER NOT NULL, withdrawn INTEGER) STRICT;
         PRAGMA application_id = 0x50524c48;
         PRAGMA user_version = 1;",
    )
    .unwrap();
    let put = "INSERT INTO person (who, name, folded, key, seen) VALUES (?1, ?2, ?3, ?4, 1795229452468)";
    db.execute(put, params![7, "Ada", name("Ada").key().as_str(), me.fingerprint().0]).unwrap();
    db.execute(put, params![8, "Ken", None::<String>, me.fingerprint().0]).unwrap();
    drop(db);
    let house = TestHouse::again(dir);
    let ada = Visitor::visit(Visit { me, ..house.visit("Ada") }).await;
    assert_eq!(ada.arrival.clone().unwrap().you.who.0, 7);
    let ken = Visitor::come(&house, "Ken").await;
    assert_eq!(ken.arrival.clone().unwrap().you.who.0, 9);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_can_be_had_from_no_room_and_is_told_in_those_one_is_in() {
    let house = TestHouse::open();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut ada = Raw::knock(house.address).await;
    ada.hello("Ada").await;
    let rename = |ask: u64, name: &str| serde_json::json!({"t": "rename", "ask": ask, "name": name});
    assert_eq!(ada.asks(rename(1, "Lovelace")).await["t"], "done");
    assert_eq!(ada.asks(rename(2, "ken")).await["code"], "taken");
    assert_eq!(ada.asks(rename(3, "Lovelace")).await["code"], "rules");
    ada.enters(serde_json::json!(1)).await;
    // Whose coming was not told yet is told with the new name, and there is nothing to tell beside.
    let came = |body: &Body| matches!(body, Body::People(people) if people.came.iter().any(|one| one.name == name("Lovelace")));
    ken.sees("the coming", |event| came(&event.body)).await;
    assert_eq!(ada.asks(rename(4, "Countess")).await["t"], "done");
    let named = ken.sees("the name", |event| matches!(&event.body, Body::Named { .. })).await;
    assert_eq!(named.body, Body::Named { name: name("Countess") });
    assert_eq!(named.by.unwrap().name, name("Lovelace"));
    house.close().await;
}
