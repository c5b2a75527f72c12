//! People who are behind routers that open no port, and meet at a relay. It is on this computer, as all of them are.

use std::net::Ipv4Addr;

use parlor::guest::{OwnState, Update, Visit, Way};
use parlor::room::{Act, Body, Reach};
use parlor::wire::frame::Code;
use parlor::wire::relay::{RelayChoice, RelayUrl};
use parlor::wire::{Address, Invite, RelayAddress};
use tokio::net::TcpListener;

use super::support::program::Home;
use super::support::relay::{AtRelay, TestRelay};
use super::support::visitor::{ROOM, text};
use super::support::{TestHouse, Visitor, soon};

/// Where nobody listens.
async fn nowhere() -> Address {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    Address::from((address.ip(), address.port()))
}

/// What is found at a relay that nobody should go to, and whether anyone did.
async fn watched() -> (TcpListener, RelayAddress) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let relay: RelayUrl = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    // A key that there is.
    let id = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".parse().unwrap();
    (listener, RelayAddress { id, relay })
}

fn nobody_came(listener: TcpListener) -> bool {
    let listener = listener.into_std().unwrap();
    listener.accept().is_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_other_way_comes_by_the_relay_and_talks() {
    let (house, relay) = (TestHouse::open(), TestRelay::open().await);
    let at_relay = AtRelay::open(&house, relay.url()).await;
    let mut near = Visitor::come(&house, "Ada").await;
    let mut far = Visitor::visit(at_relay.visit(&house, "Ken")).await;
    near.says("Can you hear me?").await;
    far.sees_text("Can you hear me?").await;
    far.says("From far away").await;
    near.sees_text("From far away").await;
    // A lot at once, both ways.
    far.says_many(300, |number| format!("{number} {}", "x".repeat(1000))).await;
    near.sees_text(&format!("299 {}", "x".repeat(1000))).await;
    near.saw_everything_once();
    far.saw_everything_once();
    assert_eq!(far.leave().await, 0);
    near.sees("that Ken left", |event| matches!(&event.body, Body::People(people) if !people.left.is_empty())).await;
    house.close().await;
    at_relay.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_goes_on_by_the_relay_after_it_was_gone_for_a_moment() {
    let (house, relay) = (TestHouse::open(), TestRelay::open().await);
    let at_relay = AtRelay::open(&house, relay.url()).await;
    let mut near = Visitor::come(&house, "Ada").await;
    let mut far = Visitor::visit(at_relay.visit(&house, "Ken")).await;
    far.says("before").await;
    let port = relay.address.port();
    relay.close().await;
    near.says("meanwhile").await;
    far.guest.say(text("while it is gone")).await.unwrap();
    let relay = TestRelay::at(port).await;
    far.sees_text("meanwhile").await;
    near.sees_text("while it is gone").await;
    far.says("after").await;
    near.sees_text("after").await;
    near.saw_everything_once();
    far.saw_everything_once();
    house.close().await;
    at_relay.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_at_a_relay_is_refused_as_it_is_at_an_address() {
    let (house, relay, other) = (TestHouse::open(), TestRelay::open().await, TestHouse::open());
    let at_relay = AtRelay::open(&other, relay.url()).await;
    let (expected, found) = (house.house.fingerprint(), other.house.fingerprint());
    let ended = Visitor::set_out(at_relay.visit(&house, "Ken"))
        .until("the end", |update| match update {
            Update::Ended(ended) => Some(ended.why.clone()),
            _ => None,
        })
        .await;
    assert!(ended.contains(&expected.words()) && ended.contains(&found.words()), "{ended}");
    assert_eq!(other.house.guests(), 0);
    other.close().await;
    at_relay.close().await;
    relay.close().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_without_a_relay_leads_to_none() {
    let house = TestHouse::open();
    let (watching, _) = watched().await;
    let (nowhere, key) = (vec![nowhere().await], house.house.fingerprint());
    let missed = |update: &Update| matches!(update, Update::Offline { .. }).then_some(());
    let way = Way::Network { addresses: nowhere.clone(), relay: None, key };
    let mut without = Visitor::set_out(Visit { way, ..house.visit("Ken") });
    without.until("word that nobody answers", missed).await;
    without.until("the same once more", missed).await;
    assert!(nobody_came(watching));
    // The same with one in it goes there.
    let (watching, there) = watched().await;
    let way = Way::Network { addresses: nowhere, relay: Some(there), key };
    let with = Visitor::set_out(Visit { way, ..house.visit("Ken") });
    soon("someone at the relay", watching.accept()).await.unwrap();
    drop((without, with));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reaches_the_house_without_the_relay_does_not_go_there() {
    let house = TestHouse::open();
    let (watching, there) = watched().await;
    let key = house.house.fingerprint();
    let way = Way::Network { addresses: vec![house.to()], relay: Some(there), key };
    let mut ada = Visitor::visit(Visit { way, ..house.visit("Ada") }).await;
    ada.says("By the short way").await;
    assert!(nobody_came(watching));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_address_answers_the_relay_is_tried_beside_them() {
    let (house, relay) = (TestHouse::open(), TestRelay::open().await);
    let at_relay = AtRelay::open(&house, relay.url()).await;
    let key = house.house.fingerprint();
    let way = Way::Network { addresses: vec![nowhere().await], relay: Some(at_relay.found.clone()), key };
    let mut ken = Visitor::visit(Visit { way, ..house.visit("Ken") }).await;
    ken.says("By the long way").await;
    house.close().await;
    at_relay.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_come_by_a_relay_count_as_one_address() {
    let (house, relay) = (TestHouse::with(|settings| settings.limits.per_address = 1), TestRelay::open().await);
    let at_relay = AtRelay::open(&house, relay.url()).await;
    let ken = Visitor::visit(at_relay.visit(&house, "Ken")).await;
    let mut more = Visitor::set_out(at_relay.visit(&house, "Eve"));
    more.until("a refusal", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
    // Others are not in their way, nor they in that of others.
    let near = Visitor::come(&house, "Ada").await;
    assert_eq!(house.house.guests(), 2);
    drop((ken, near));
    house.close().await;
    at_relay.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_came_by_a_relay_is_banned_without_their_address_and_no_one_else_there_is() {
    let (house, relay) = (TestHouse::open(), TestRelay::open().await);
    let at_relay = AtRelay::open(&house, relay.url()).await;
    let mut host = Visitor::visit(house.own_visit("Ada").await).await;
    let eve = at_relay.visit(&house, "Eve");
    let mut banned = Visitor::visit(eve.clone()).await;
    let mut ken = Visitor::visit(at_relay.visit(&house, "Ken")).await;
    let whom = banned.me();
    let ban = |reach| Act::Banned { whom: whom.clone(), until: None, why: None, reach, house: true };
    let OwnState::Refused { why, .. } = host.adds(ROOM, Body::Act(ban(Reach::Address))).await else {
        panic!("the address of a relay was banned");
    };
    assert!(why.contains("relay"), "{why}");
    host.does(ROOM, ban(Reach::Person)).await;
    assert_eq!(banned.is_sent_away().await, Some(Code::Banned));
    ken.says("Still here").await;
    // Known by their key, they don't come in again, and someone else does.
    assert_eq!(Visitor::set_out(eve).is_sent_away().await, Some(Code::Banned));
    Visitor::visit(at_relay.visit(&house, "Bob")).await;
    house.close().await;
    at_relay.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_is_the_same_at_a_relay_when_it_opens_again_and_keeps_its_key_there_private() {
    let (house, relay) = (TestHouse::open(), TestRelay::open().await);
    let first = AtRelay::open(&house, relay.url()).await;
    let found = first.found.clone();
    first.close().await;
    let file = std::fs::metadata(house.data().join("relay.key")).unwrap();
    assert!(file.is_file());
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o777, 0o600);
    let house = house.reopen().await;
    let again = AtRelay::open(&house, relay.url()).await;
    assert_eq!(again.found, found);
    house.close().await;
    again.close().await;
    relay.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_who_names_a_relay_has_it_in_the_invite() {
    let (home, relay) = (Home::new(), TestRelay::open().await);
    let mut house = home.host(&["--relay", &relay.url().to_string()]).await;
    let invite: Invite = house.invite.parse().unwrap();
    let found = invite.relay.clone().unwrap();
    assert_eq!(found.relay, relay.url());
    assert!(!invite.is_only_here());
    // By the relay alone, as someone elsewhere comes.
    let elsewhere = Invite { addresses: vec![nowhere().await], ..invite };
    let mut guest = home.join(&elsewhere.to_string(), "Ken", &[]).await;
    guest.types("Hello from afar");
    guest.types("/quit");
    guest.end().await;
    house.program.signal("INT");
    house.program.end().await;
    relay.close().await;
}

#[test]
fn a_relay_is_named_by_its_address_or_as_public() {
    assert_eq!("public".parse::<RelayChoice>().unwrap(), RelayChoice::Public);
    for (text, written) in [
        ("https://relay.example.org", "https://relay.example.org"),
        ("https://relay.example.org/", "https://relay.example.org"),
        ("http://10.0.0.7:3340", "http://10.0.0.7:3340"),
    ] {
        assert_eq!(text.parse::<RelayUrl>().unwrap().to_string(), written);
    }
    for wrong in ["", "relay.example.org", "ftp://relay.example.org", "https://", "https://me:you@relay.example.org"] {
        assert!(wrong.parse::<RelayChoice>().is_err(), "{wrong}");
    }
}
