//! Houses that are somewhere else than they were, and guests who find them again.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parlor::find::{Announcement, Announcer, LocalNetwork};
use parlor::guest::{Lookout, OwnState, Update, Visit, Way};
use parlor::wire::Address;
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

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
    let mut visit = house.visit("Ada");
    // As many addresses as an invite has, where nobody is any more.
    if let Way::Network { addresses, .. } = &mut visit.way {
        addresses.extend((1..4).map(|port| Address::from((Ipv4Addr::LOCALHOST.into(), port))));
    }
    let dir = house.close().await;
    let house = TestHouse::again(dir);
    let network = LocalNetwork::only_here(port);
    let _announcer = Announcer::start(&LocalNetwork::only_here(port), of_house(&house));
    let mut ada = Visitor::set_out_with(visit, Lookout::new(move |key| network.whereabouts(key)));
    ada.enter().await;
    assert!(!ada.told.iter().any(|told| told.starts_with("Offline")), "at the first try: {:#?}", ada.told);
}

/// A line to a house by another address, which can be made to lead nowhere without being cut: as where the host's computer
/// went to another network.
struct Detour {
    at: SocketAddr,
    dead: watch::Sender<bool>,
}

impl Detour {
    async fn to(house: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (dead, dies) = watch::channel(false);
        tokio::spawn(async move {
            let mut end = dies.clone();
            loop {
                let near = tokio::select! {
                    near = listener.accept() => near.unwrap().0,
                    _ = end.wait_for(|dead| *dead) => return,
                };
                let mut dies = dies.clone();
                tokio::spawn(async move {
                    let (mut near, mut far) = (near, TcpStream::connect(house).await.unwrap());
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => return,
                        () = async { drop(dies.wait_for(|dead| *dead).await) } => {}
                    }
                    // Nobody hears of it.
                    std::future::pending::<()>().await;
                });
            }
        });
        Self { at, dead }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_moves_without_a_word_is_followed_within_three_seconds() {
    let port = a_port();
    let house = TestHouse::open();
    let detour = Detour::to(house.address).await;
    let announced = |bound| Announcement { bound, ..of_house(&house) };
    let network = LocalNetwork::only_here(port);
    let before = Announcer::start(&LocalNetwork::only_here(port), announced(detour.at));
    let way = Way::Network {
        addresses: vec![Address::from((detour.at.ip(), detour.at.port()))],
        relay: None,
        key: house.house.fingerprint(),
    };
    let looks = network.clone();
    let mut ada =
        Visitor::set_out_with(Visit { way, ..house.visit("Ada") }, Lookout::new(move |key| looks.whereabouts(key)));
    ada.enter().await;
    ada.says("before").await;
    let mut seen = network.whereabouts(house.house.fingerprint());
    soon("the first place", seen.wait_for(|all| all.iter().any(|at| at.port == detour.at.port()))).await.unwrap();
    let began = Instant::now();
    detour.dead.send(true).unwrap();
    drop(before);
    let _after = Announcer::start(&LocalNetwork::only_here(port), announced(house.address));
    let id = ada.guest.say(text("meanwhile")).await.unwrap();
    ada.enter().await;
    assert!(began.elapsed() < Duration::from_secs(3), "it took {:?}", began.elapsed());
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ada.sees_text("meanwhile").await;
    assert_eq!(ada.texts(), ["before", "meanwhile"]);
    ada.saw_everything_once();
}
