//! Houses that are somewhere else than they were, and guests who find them again.

use std::sync::Arc;

use parlor::find::{Announcement, Announcer, LocalNetwork};
use parlor::guest::{Lookout, OwnState, Update};
use tempfile::TempDir;

use super::found::{a_port, of_house};
use super::support::visitor::text;
use super::support::{TestHouse, Visitor, soon};

/// Someone who looks at the network for where the house is.
fn looking(house: &TestHouse, network: &LocalNetwork) -> Visitor {
    let network = network.clone();
    Visitor::set_out_with(house.visit("Ada"), Lookout::new(move |key| network.whereabouts(key)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_moved_is_found_again_and_nothing_is_lost_or_doubled() {
    let port = a_port();
    let house = TestHouse::open();
    let mut ada = looking(&house, &LocalNetwork::only_here(port));
    ada.enter().await;
    ada.says("before").await;
    let (key, was) = (house.house.fingerprint(), house.address);
    let dir = house.close().await;
    ada.until("the cut", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
    let id = ada.guest.say(text("meanwhile")).await.unwrap();

    // Somebody else is where it was.
    let other = TestHouse::again_at(Arc::new(TempDir::new().unwrap()), was.port());
    let house = TestHouse::again(dir);
    assert!(house.house.fingerprint() == key && house.address != was);
    let _announcer = Announcer::start(&LocalNetwork::only_here(port), of_house(&house));
    ada.enter().await;
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ada.says("after").await;
    ada.sees_text("after").await;
    assert_eq!(ada.texts(), ["before", "meanwhile", "after"]);
    ada.saw_everything_once();
    assert_eq!(other.house.guests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_announces_the_key_of_another_is_no_place_to_go_and_no_scare() {
    let port = a_port();
    let (house, sly) = (TestHouse::open(), TestHouse::open());
    let _sly = Announcer::start(
        &LocalNetwork::only_here(port),
        Announcement { key: house.house.fingerprint(), ..of_house(&sly) },
    );
    let network = LocalNetwork::only_here(port);
    let mut seen = network.whereabouts(house.house.fingerprint());
    soon("the forgery", seen.wait_for(|addresses| addresses.contains(&sly.to()))).await.unwrap();
    let mut ada = looking(&house, &network);
    ada.enter().await;
    let was = house.address;
    let dir = house.close().await;
    // It is tried there more than once, and the visit goes on.
    for _ in 0..3 {
        ada.until("the cut", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
    }
    let house = TestHouse::again_at(dir, was.port());
    ada.enter().await;
    assert_eq!((house.house.guests(), sly.house.guests()), (1, 0));
    assert!(!ada.told.iter().any(|told| told.starts_with("Ended")), "{:#?}", ada.told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_moved_is_found_by_whoever_comes_for_the_first_time() {
    let port = a_port();
    let house = TestHouse::open();
    let visit = house.visit("Ada");
    let dir = house.close().await;
    let house = TestHouse::again(dir);
    let network = LocalNetwork::only_here(port);
    let _announcer = Announcer::start(&LocalNetwork::only_here(port), of_house(&house));
    let mut ada = Visitor::set_out_with(visit, Lookout::new(move |key| network.whereabouts(key)));
    ada.enter().await;
    assert!(!ada.told.iter().any(|told| told.starts_with("Offline")), "at the first try: {:#?}", ada.told);
}
