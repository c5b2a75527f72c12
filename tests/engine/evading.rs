//! Whoever is kept from something is kept from it: under another name, and in another room.

use parlor::guest::{OwnState, Visit};
use parlor::host::Pace;
use parlor::room::{Act, Author, Body, Name, Reach, RoomNo};
use parlor::wire::frame::{Code, RoomName, Since};

use crate::support::visitor::{open_room, text};
use crate::support::{TestHouse, Visitor, soon};

fn ban(whom: Author, house: bool) -> Act {
    Act::Banned { whom, until: None, why: None, reach: Reach::Person, house }
}

fn mute(whom: Author) -> Act {
    Act::Muted { whom, until: None, why: None }
}

fn refused(state: &OwnState) -> &str {
    match state {
        OwnState::Refused { why, .. } => why,
        other => panic!("it was not refused: {other:?}"),
    }
}

fn said(words: &str) -> Body {
    Body::Said { text: text(words) }
}

fn named(name: &str) -> Body {
    Body::Named { name: Name::parse(name).unwrap() }
}

/// The same key under another name.
fn as_another(visit: &Visit, name: &str) -> Visit {
    Visit { name: Name::parse(name).unwrap(), ..visit.clone() }
}

/// A room that Ada keeps, and two names of one key.
async fn room_with_two_of_one_key(house: &TestHouse) -> (Visitor, Visitor, Visitor, RoomNo) {
    let mut ada = Visitor::come(house, "Ada").await;
    let room = ada.makes(open_room("Tea")).await;
    let visit = house.visit("Troll");
    let mut troll = Visitor::visit(visit.clone()).await;
    let mut other = Visitor::visit(as_another(&visit, "Elf")).await;
    troll.enters(room).await;
    other.enters(room).await;
    (ada, troll, other, room)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_meets_another_name_of_the_same_key_also_when_the_banned_one_has_gone() {
    for from_house in [false, true] {
        let house = TestHouse::open();
        let mut ada = Visitor::visit(house.own_visit("Ada").await).await;
        let room = ada.makes(open_room("Tea")).await;
        let visit = house.visit("Troll");
        let mut troll = Visitor::visit(visit.clone()).await;
        let mut other = Visitor::visit(as_another(&visit, "Elf")).await;
        troll.enters(room).await;
        other.enters(room).await;
        troll.says_in(room, "spam").await;
        let whom = troll.me();
        troll.leave().await;
        ada.does(room, ban(whom, from_house)).await;
        if from_house {
            assert_eq!(other.is_sent_away().await, Some(Code::Banned));
        } else {
            assert_eq!(other.is_out_of(room).await.0, Code::Banned);
            let again = soon("coming in", other.guest.enter(RoomName::No(room), Since::ALL, None)).await;
            assert!(again.is_err(), "{again:?}");
        }
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_and_a_wait_hold_under_another_name_of_the_same_key() {
    let house = TestHouse::open();
    let (mut ada, mut troll, mut other, room) = room_with_two_of_one_key(&house).await;
    ada.does(room, Act::Slowed { seconds: 600 }).await;
    troll.says_in(room, "once").await;
    let twice = other.adds(room, said("twice")).await;
    assert!(refused(&twice).contains("Slow mode"), "{twice:?}");
    ada.does(room, Act::Slowed { seconds: 0 }).await;
    ada.does(room, mute(troll.me())).await;
    let muted = other.adds(room, said("la la la")).await;
    assert!(refused(&muted).contains("muted"), "{muted:?}");
    // It holds for whoever came in before the other name was taken, too.
    ada.does(room, Act::Unmuted { whom: troll.me() }).await;
    ada.does(room, mute(other.me())).await;
    let muted = troll.adds(room, said("la la la")).await;
    assert!(refused(&muted).contains("muted"), "{muted:?}");
    // Whoever is made an operator keeps the room, whatever they were called before.
    ada.does(room, Act::Opped { whom: other.me() }).await;
    other.says_in(room, "in order").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_muted_says_nothing_by_their_name_either() {
    let house = TestHouse::open();
    let (mut ada, mut troll, mut other, room) = room_with_two_of_one_key(&house).await;
    let elsewhere = troll.makes(open_room("Coffee")).await;
    ada.does(room, mute(troll.me())).await;
    let told = troll.adds(elsewhere, named("Ada is a thief")).await;
    assert!(refused(&told).contains("muted"), "{told:?}");
    let told = other.adds(room, named("So she is")).await;
    assert!(refused(&told).contains("muted"), "{told:?}");
    ada.does(room, Act::Unmuted { whom: troll.me() }).await;
    assert!(matches!(troll.adds(elsewhere, named("Sorry")).await, OwnState::Kept { .. }));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_changed_now_and_then_and_not_all_the_time() {
    let house = TestHouse::with(|settings| settings.limits.renames = Pace { burst: 2.0, per_second: 1.0 / 120.0 });
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ken.makes(open_room("Tea")).await;
    let _ada = Visitor::come(&house, "Ada").await;
    // One that is not to be had costs nothing.
    for _ in 0..3 {
        let taken = ken.adds(room, named("Ada")).await;
        assert!(refused(&taken).contains("is taken"), "{taken:?}");
    }
    for name in ["One", "Two"] {
        assert!(matches!(ken.adds(room, named(name)).await, OwnState::Kept { .. }));
    }
    let third = ken.adds(room, named("Three")).await;
    assert!(refused(&third).contains("Wait 2 minutes"), "{third:?}");
    ken.says_in(room, "and goes on talking").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_messages_are_answered() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let room = ada.makes(open_room("Tea")).await;
    let opped = ada.sees_in(room, "the maker", |event| matches!(event.body, Body::Act(_))).await;
    let answer = ada.adds(room, Body::Replied { to: opped.id, text: text("well done") }).await;
    assert!(refused(&answer).contains("not in this room"), "{answer:?}");
    house.close().await;
}
