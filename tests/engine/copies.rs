//! A house that can't be reached, as the guest has it: read, looked through, written to, and gone on with.

use std::sync::Arc;
use std::time::Duration;

use parlor::guest::{Backoff, Keep, OwnState, Update, Visit};
use parlor::room::{Body, EventId, Memory, Query, Seq, Title};
use parlor::wire::frame::RoomName;

use crate::support::visitor::{ROOM, open_room, said, text};
use crate::support::{TestHouse, Visitor, soon};

/// A visit of which everything is kept.
fn kept(house: &TestHouse, name: &str) -> Visit {
    Visit { keep: Keep::In(house.folder().join(name)), ..house.visit(name) }
}

/// Waits until a visitor knows that there is no connection.
async fn is_offline(visitor: &mut Visitor) {
    visitor.until("no connection", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_is_away_is_read_and_searched_and_what_is_written_goes_out_when_it_is_back() {
    let house = TestHouse::open();
    let visit = house.owned(kept(&house, "Ada")).await;
    let mut ada = Visitor::visit(visit.clone()).await;
    assert_eq!(ada.guest.replica().house(), None, "nothing is known before the first visit");
    ada.says("An early word").await;
    let labs = ada.makes(open_room("Labs")).await;
    ada.says_in(labs, "In the labs").await;
    ada.adds(ROOM, Body::Titled { title: Title::parse("Tea chat").unwrap() }).await;
    ada.leave().await;
    let port = house.address.port();
    let dir = house.close().await;

    let mut ada = Visitor::set_out(visit.clone());
    let copy = ada.guest.replica().house().unwrap().clone();
    assert_eq!((copy.house.as_str(), copy.you.name.as_str()), ("Course chat", "Ada"));
    let rooms: Vec<_> = copy.joined.iter().map(|room| (room.room, room.title.as_str().to_owned())).collect();
    assert_eq!(rooms, [(ROOM, "Tea chat".to_owned()), (labs, "Labs".to_owned())]);
    let arrival = copy.arrival().unwrap();
    assert_eq!((arrival.room.room, arrival.rooms.len()), (ROOM, 2));
    is_offline(&mut ada).await;
    for (room, words) in [(ROOM, "An early word"), (labs, "In the labs")] {
        let head = copy.joined.iter().find(|joined| joined.room == room).unwrap().head;
        let history = soon("reading", ada.guest.read(room, Seq(1)..=head)).await.unwrap();
        assert_eq!((said(&history.events), history.missing), (vec![words.to_owned()], vec![]));
        assert!(history.events.iter().all(|event| event.at <= copy.until));
        let query =
            Query { words: words.to_owned(), by: None, from: None, to: None, before: None, pinned: None, most: 10 };
        let found = soon("finding", ada.guest.find(room, query)).await.unwrap();
        assert_eq!((found.hits.len(), found.whole), (1, true));
    }
    let id = ada.guest.add_to(Some(labs), EventId::fresh(), Body::Said { text: text("While away") }).await.unwrap();

    let house = TestHouse::again_at(dir, port);
    ada.enter().await;
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ada.sees_in(labs, "the words", |event| event.id == id).await;
    assert_eq!(said(&ada.elsewhere[&labs]), ["In the labs", "While away"]);
    assert_eq!(ada.leave().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_cut_off_in_the_middle_has_the_copy_all_the_same() {
    let house = TestHouse::open();
    let visit = kept(&house, "Ada");
    let mut ada = Visitor::visit(visit.clone()).await;
    ada.says("Kept").await;
    let Visitor { guest, mut updates, .. } = ada;
    drop(guest);
    soon("the end", async { while updates.next().await.is_some() {} }).await;
    let _dir = house.close().await;
    let again = soon("the folder to be free", async {
        loop {
            let again = Visitor::set_out(visit.clone());
            if again.guest.replica().is_kept() {
                return again;
            }
        }
    })
    .await;
    let copy = again.guest.replica().house().unwrap();
    let head = copy.joined[0].head;
    let history = soon("reading", again.guest.read(ROOM, Seq(1)..=head)).await.unwrap();
    assert_eq!(said(&history.events), ["Kept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_want_to_wait_for_the_next_try_has_it_made_at_once() {
    let house = TestHouse::open();
    let hour = Duration::from_secs(60 * 60);
    let visit = Visit { backoff: Backoff { first: hour, most: hour }, ..kept(&house, "Ada") };
    Visitor::visit(visit.clone()).await.leave().await;
    let port = house.address.port();
    let dir = house.close().await;
    let mut ada = Visitor::set_out(visit);
    is_offline(&mut ada).await;
    let house = TestHouse::again_at(dir, port);
    ada.guest.try_again().unwrap();
    ada.enter().await;
    ada.leave().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_one_left_or_that_keeps_things_only_while_open_is_not_in_the_copy() {
    let house = TestHouse::open();
    let visit = house.owned(kept(&house, "Ada")).await;
    let mut ada = Visitor::visit(visit.clone()).await;
    let (left, open) = (ada.makes(open_room("Left")).await, ada.makes(open_room("Open")).await);
    ada.guest.leave_room(left).unwrap();
    ada.is_out_of(left).await;
    let state = ada.adds(open, Body::Memory { memory: Memory::WhileOpen }).await;
    assert!(matches!(state, OwnState::Kept { .. }), "{state:?}");
    ada.leave().await;
    let _dir = house.close().await;
    let ada = Visitor::set_out(visit);
    let rooms: Vec<_> = ada.guest.replica().house().unwrap().joined.iter().map(|room| room.room).collect();
    assert_eq!(rooms, [ROOM]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_room_that_was_wanted_comes_first_in_the_copy() {
    let house = TestHouse::open();
    let visit = kept(&house, "Ada");
    let mut ada = Visitor::visit(visit.clone()).await;
    let labs = ada.makes(open_room("Labs")).await;
    ada.leave().await;
    let to_labs = Visit { room: Some(RoomName::Title("Labs".to_owned())), ..visit };
    let mut ada = Visitor::visit(to_labs.clone()).await;
    ada.until("the other room", |update| matches!(update, Update::Joined(room) if room.room == ROOM).then_some(()))
        .await;
    ada.leave().await;
    let _dir: Arc<_> = house.close().await;
    let ada = Visitor::set_out(to_labs);
    let rooms: Vec<_> = ada.guest.replica().house().unwrap().joined.iter().map(|room| room.room).collect();
    assert_eq!(rooms, [labs, ROOM]);
}
