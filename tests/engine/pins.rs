//! Pins: who sets them, who sees them, how they are read, and what ends them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parlor::guest::{Found, OwnState};
use parlor::room::{Act, Body, EventId, Memory, Pins, Query, RoomNo, Seq, Sign};

use crate::support::program::Home;
use crate::support::visitor::{open_room, said, text};
use crate::support::{TestHouse, Visitor};

fn pin(of: EventId) -> Act {
    // Where it is, a guest may say wrongly.
    Act::Pinned { of, seq: Seq(7_000) }
}

/// Two in a room that Ada keeps.
async fn room_of_two(house: &TestHouse) -> (Visitor, Visitor, RoomNo) {
    let mut ada = Visitor::come(house, "Ada").await;
    let mut ken = Visitor::come(house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    (ada, ken, room)
}

async fn pinned(visitor: &mut Visitor, room: RoomNo) -> Pins {
    visitor.enters(room).await.pinned
}

fn ids(pins: &Pins) -> Vec<EventId> {
    pins.as_slice().iter().map(|pin| pin.of).collect()
}

async fn is_refused(visitor: &mut Visitor, room: RoomNo, act: Act) -> String {
    match visitor.adds(room, Body::Act(act)).await {
        OwnState::Refused { why, .. } => why,
        other => panic!("it was not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_pins_is_told_to_everyone_and_read_with_the_words_it_has_now() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let of = ken.says_in(room, "tea at four").await;
    ada.sees_in(room, "the words", |event| event.id == of).await;
    ada.does(room, pin(of)).await;
    let is_pin = |body: &Body| matches!(body, Body::Act(Act::Pinned { of: about, .. }) if *about == of);
    let told = ken.sees_in(room, "the pin", |event| is_pin(&event.body)).await;
    let message = ada.elsewhere[&room].iter().find(|event| event.id == of).unwrap().seq;
    let Body::Act(Act::Pinned { seq, .. }) = told.body else { unreachable!() };
    assert_eq!(seq, message, "the house says where it is");
    ken.adds(room, Body::Edited { of, text: text("tea at five") }).await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let pins = pinned(&mut bob, room).await;
    assert_eq!((ids(&pins), pins.as_slice()[0].seq), (vec![of], message));
    assert_eq!(said(&bob.guest.pinned(room, &pins).await.unwrap()), ["tea at five"]);
    ada.does(room, Act::Unpinned { of }).await;
    assert_eq!(ids(&pinned(&mut bob, room).await), []);
    assert_eq!(bob.guest.pinned(room, &Pins::default()).await.unwrap(), []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_messages_are_pinned_and_only_once() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let of = ken.says_in(room, "tea").await;
    let reaction = ken.guest.add_to(
        Some(room),
        EventId::fresh(),
        Body::Reacted { of, sign: Sign::parse("👍").unwrap(), off: false },
    );
    let reaction = reaction.await.unwrap();
    ken.settled(reaction).await;
    let edit = ken.guest.add_to(Some(room), EventId::fresh(), Body::Edited { of, text: text("milk") }).await.unwrap();
    ken.settled(edit).await;
    let came = ada.sees_in(room, "who came", |event| matches!(event.body, Body::People(_))).await.id;
    for no_message in [reaction, edit, came, EventId::fresh()] {
        assert_eq!(is_refused(&mut ada, room, pin(no_message)).await, "That message is not in this room.");
    }
    assert_eq!(is_refused(&mut ada, room, Act::Unpinned { of }).await, "That message is not pinned.");
    ada.does(room, pin(of)).await;
    assert_eq!(is_refused(&mut ada, room, pin(of)).await, "That message is already pinned.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_message_is_pinned_no_longer_also_after_a_restart() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let (one, other) = (ken.says_in(room, "one").await, ken.says_in(room, "other").await);
    ada.does(room, pin(one)).await;
    ada.does(room, pin(other)).await;
    ken.adds(room, Body::Withdrawn { of: one }).await;
    assert_eq!(ids(&pinned(&mut ken, room).await), [other]);
    let deleted = is_refused(&mut ada, room, pin(one)).await;
    assert!(deleted.contains("message was"), "{deleted}");
    assert_eq!(is_refused(&mut ada, room, Act::Unpinned { of: one }).await, "That message is not pinned.");
    ada.leave().await;
    ken.leave().await;
    let house = house.reopen().await;
    let mut bob = Visitor::come(&house, "Bob").await;
    assert_eq!(ids(&pinned(&mut bob, room).await), [other]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_room_forgets_is_pinned_no_longer() {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let clock = Arc::new(AtomicU64::new(1_795_000_000_000));
    let house = TestHouse::with(|settings| {
        let clock = Arc::clone(&clock);
        settings.clock = Arc::new(move || clock.load(Ordering::SeqCst));
    });
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let old = ken.says_in(room, "old").await;
    ada.does(room, pin(old)).await;
    clock.fetch_add(2 * DAY, Ordering::SeqCst);
    let young = ken.says_in(room, "young").await;
    ada.does(room, pin(young)).await;
    assert_eq!(ids(&pinned(&mut ken, room).await), [old, young]);
    ada.adds(room, Body::Memory { memory: Memory::days(1).unwrap() }).await;
    let forgot = |update: &parlor::guest::Update| {
        matches!(update, parlor::guest::Update::Forgot(of, _) if *of == room).then_some(())
    };
    ken.until("the room to forget", forgot).await;
    let pins = pinned(&mut ken, room).await;
    assert_eq!(ids(&pins), [young]);
    assert_eq!(said(&ken.guest.pinned(room, &pins).await.unwrap()), ["young"]);
    assert_eq!(is_refused(&mut ada, room, pin(old)).await, "That message is not in this room.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_long_messages_are_pinned_and_all_of_them_are_read() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let mut last = None;
    for number in 0..50 {
        let of = ada.says_in(room, &format!("{number} {}", "ж".repeat(7_900))).await;
        ada.does(room, pin(of)).await;
        last = Some(of);
    }
    let more = ada.says_in(room, "one more").await;
    let full = is_refused(&mut ada, room, pin(more)).await;
    assert_eq!(full, "This room already has 50 pinned messages. Unpin one first.");
    let pins = pinned(&mut ken, room).await;
    let all = ken.guest.pinned(room, &pins).await.unwrap();
    assert_eq!(all.len(), 50);
    assert_eq!(all.first().map(|event| event.id), last, "the newest comes first");
    let query = Query { words: "49".to_owned(), pinned: Some(Vec::new()), most: 9, ..Query::default() };
    let Found { hits, .. } = ken.guest.find(room, query).await.unwrap();
    assert_eq!(hits.len(), 1, "words narrow it");
    ada.does(room, Act::Unpinned { of: last.unwrap() }).await;
    ada.does(room, pin(more)).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_of_a_direct_talk_pin_and_nobody_without_a_connection_misses_what_is_here() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let talk = ada.guest.talk(ken.me().who).await.unwrap().room;
    ada.enters(talk).await;
    let of = ada.says_in(talk, "only for you").await;
    ken.enters(talk).await;
    ken.does(talk, pin(of)).await;
    let pins = pinned(&mut ada, talk).await;
    house.close().await;
    ada.until("the cut", |update| matches!(update, parlor::guest::Update::Offline { .. }).then_some(())).await;
    assert_eq!(said(&ada.guest.pinned(talk, &pins).await.unwrap()), ["only for you"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_pins_the_newest_message_and_shows_what_is_pinned() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let mut ada = Home::new().join(&house.invite, "Ada", &[]).await;
    ada.types("/create Tea");
    ada.err.until("the room", |line| line.starts_with("In Tea, ")).await;
    ken.enters(RoomNo(2)).await;
    for words in ["/unpin", "/pins"] {
        ada.types(words);
        ada.err.until("that nothing is", |line| line == "Nothing is pinned in this room.").await;
    }
    ken.says_in(RoomNo(2), "milk first").await;
    ada.out.until("the words", |line| line.ends_with("Ken: milk first")).await;
    ada.types("/pin");
    ada.out.until("the pin", |line| line.ends_with("Ada pinned a message")).await;
    ada.types("/pins");
    ada.out.until("what is pinned", |line| line.ends_with("Ken: milk first")).await;
    ada.types("/unpin");
    ada.out.until("that it is not", |line| line.ends_with("Ada unpinned a message")).await;
}
