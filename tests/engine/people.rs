//! Who came and who went, told as little as possible and never wrongly.

use std::time::Duration;

use parlor::guest::Update;
use parlor::room::{Author, Body, Event, People};
use parlor::wire::Identity;
use serde_json::json;

use crate::support::house::roomy;
use crate::support::{Raw, TestHouse, Visitor};

fn moves(event: &Event) -> Option<&People> {
    match &event.body {
        Body::People(people) => Some(people),
        _ => None,
    }
}

fn names(people: &[Author]) -> Vec<&str> {
    people.iter().map(|author| author.name.as_str()).collect()
}

fn tells(event: &Event, which: fn(&People) -> &Vec<Author>, name: &str) -> bool {
    moves(event).is_some_and(|people| names(which(people)).contains(&name))
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_in_and_leaving_are_seen_by_the_others() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    ada.sees("Ken coming in", |event| tells(event, |people| &people.came, "Ken")).await;
    ken.leave().await;
    ada.sees("Ken leaving", |event| tells(event, |people| &people.left, "Ken")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn being_cut_off_is_not_leaving() {
    let house = TestHouse::with(|settings| settings.limits.grace = Duration::from_millis(50));
    let mut ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    ada.sees("Ken coming in", |event| tells(event, |people| &people.came, "Ken")).await;
    drop(ken);
    ada.sees("Ken being cut off", |event| tells(event, |people| &people.lost, "Ken")).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_cut_is_shown_to_nobody() {
    let house = TestHouse::with(|settings| settings.limits.grace = Duration::from_secs(3600));
    let mut ada = Visitor::come(&house, "Ada").await;
    let visit = house.visit("Ken");
    let ken = Visitor::visit(visit.clone()).await;
    ada.sees("Ken coming in", |event| tells(event, |people| &people.came, "Ken")).await;
    drop(ken);
    let mut ken = Visitor::visit(visit).await;
    ken.says("here again").await;
    ada.sees_text("here again").await;
    let told = ada
        .seen
        .iter()
        .filter_map(moves)
        .filter(|people| [&people.came, &people.left, &people.lost].iter().any(|who| names(who).contains(&"Ken")));
    assert_eq!(told.count(), 1, "only the first coming in is told");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_comes_at_once_is_a_few_events_and_not_one_each() {
    let house = TestHouse::with(|settings| settings.limits = roomy());
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut crowd = Vec::new();
    for number in 0..60 {
        crowd.push(Visitor::come(&house, &format!("Guest {number}")).await);
    }
    ada.sees("the last of the crowd", |event| tells(event, |people| &people.came, "Guest 59")).await;
    let told: Vec<usize> = ada.seen.iter().filter_map(moves).map(People::len).collect();
    assert_eq!(told.iter().sum::<usize>(), 61);
    assert!(told.len() < 20, "{} events for 61 people", told.len());
    let seen = ada.guest.people(Some(crate::support::visitor::ROOM), 1000).await.unwrap();
    assert_eq!((seen.total, seen.people.len()), (61, 61));
    drop(crowd);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_speaks_has_come_in_first() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    for number in 0..10 {
        let name = format!("Guest {number}");
        let mut guest = Visitor::come(&house, &name).await;
        guest.says(&format!("hello from {number}")).await;
        let said = ada.sees_text(&format!("hello from {number}")).await;
        let came = ada.sees(&name, |event| tells(event, |people| &people.came, &name)).await;
        assert!(came.seq < said.seq);
        guest.leave().await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_seen_and_kept_nowhere() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let ada = Visitor::come(&house, "Ada").await;
    ada.guest.typing(None).unwrap();
    let typing = raw.until("typing").await;
    assert_eq!(typing["name"], "Ada");
    let dir = house.close().await;
    let text = std::fs::read(dir.path().join("house/log.db")).unwrap();
    assert!(!text.windows(6).any(|window| window == b"typing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_in_is_counted() {
    let house = TestHouse::open();
    let mut guests = Vec::new();
    for (name, here) in [("Ada", 1), ("Ken", 2), ("Grace", 3)] {
        let guest = Visitor::come(&house, name).await;
        assert_eq!(guest.arrival.as_ref().unwrap().room.people, here);
        guests.push(guest);
    }
    house.close().await;
}

/// Someone who comes with this key, and is in the room.
async fn comes(house: &TestHouse, me: &Identity) -> Raw {
    let mut raw = Raw::knock_as(house.address, me).await;
    raw.hello("Ken").await;
    raw.send(json!({"t": "enter", "since": {"last": 0}})).await;
    raw.until("entered").await;
    raw
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_and_comes_back_is_told_to_be_here_also_where_nobody_noticed_that_they_went() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let told = |is_away: bool| {
        move |update: &Update| match update {
            Update::Away(_, people) => people.iter().any(|one| one.away.is_some() == is_away).then_some(()),
            _ => None,
        }
    };
    let me = Identity::fresh().unwrap();
    let mut ken = comes(&house, &me).await;
    ken.send(json!({"t": "away", "away": {"why": "lunch"}})).await;
    ada.until("Ken to be away", told(true)).await;
    // Cut off, and back before that is told.
    drop(ken);
    let _ken = comes(&house, &me).await;
    ada.until("Ken to be here", told(false)).await;
    house.close().await;
}
