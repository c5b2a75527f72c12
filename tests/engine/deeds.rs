//! What people do besides talking: deeds told as their name and the words, and what the room is about.

use parlor::guest::OwnState;
use parlor::room::{Body, Event, EventId, Title, Topic};

use crate::support::visitor::{ROOM, text};
use crate::support::{TestHouse, Visitor};

fn did(words: &str) -> Body {
    Body::Did { text: text(words) }
}

async fn does(visitor: &mut Visitor, body: Body) -> (EventId, OwnState) {
    let id = visitor.guest.add(EventId::fresh(), body).await.unwrap();
    (id, visitor.settled(id).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_someone_does_may_be_put_differently_and_taken_back_by_them_alone() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let (of, _) = does(&mut ada, did("waves a secret flag")).await;
    let seen = ken.sees("the deed", |event| event.id == of).await;
    assert_eq!((seen.body, seen.by.unwrap().name.as_str()), (did("waves a secret flag"), "Ada"));
    let edit = Body::Edited { of, text: text("waves another secret flag") };
    assert!(matches!(does(&mut ken, edit.clone()).await.1, OwnState::Refused { .. }));
    assert!(matches!(does(&mut ada, edit).await.1, OwnState::Kept { .. }));
    assert!(matches!(does(&mut ada, Body::Withdrawn { of }).await.1, OwnState::Kept { .. }));
    let mut late = Visitor::come(&house, "Late").await;
    let gone = |event: &Event| matches!(event.body, Body::Erased { .. });
    late.sees("the withdrawal", |event| event.body == Body::Withdrawn { of }).await;
    assert_eq!(late.seen.iter().filter(|event| gone(event)).count(), 2);
    ken.sees("the withdrawal", |event| event.body == Body::Withdrawn { of }).await;
    let copy = ken.guest.read(ROOM, seen.seq..=seen.seq).await.unwrap();
    assert!(gone(&copy.events[0]), "{copy:?}");
    let data = house.data();
    drop((ada, ken, late));
    let _dir = house.close().await;
    let kept = std::fs::read(data.join("log.db")).unwrap();
    assert!(!kept.windows(6).any(|window| window == b"secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_the_room_may_say_what_it_is_about_but_not_what_it_is_called() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let topic = Body::Topic { topic: Topic::parse("Soldering").unwrap() };
    assert!(matches!(does(&mut ken, topic.clone()).await.1, OwnState::Kept { .. }));
    let seen = ada.sees("the topic", |event| event.body == topic).await;
    assert_eq!(seen.by.unwrap().name.as_str(), "Ken");
    let late = Visitor::come(&house, "Late").await;
    assert_eq!(late.arrival.as_ref().unwrap().room.topic.as_str(), "Soldering");
    let titled = Body::Titled { title: Title::parse("Ken's room").unwrap() };
    assert!(matches!(does(&mut ken, titled).await.1, OwnState::Refused { .. }));
    drop((ada, ken, late));
    let house = house.reopen().await;
    let again = Visitor::come(&house, "Dee").await;
    assert_eq!(again.arrival.as_ref().unwrap().room.topic.as_str(), "Soldering");
    house.close().await;
}
