//! Whether others can reach a house: those who are in knock at its addresses, and say where it answered.

use std::net::{Ipv4Addr, SocketAddr};

use parlor::host::{HostError, bind};
use serde_json::json;

use crate::support::{Raw, TestHouse, Visitor, soon};

const OTHER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// A house that listens at another address of this computer as well, so that whoever comes from the first is from elsewhere.
fn at_two() -> (TestHouse, SocketAddr) {
    let house = TestHouse::open();
    let listener = bind(OTHER.into(), 0).unwrap();
    let other = listener.local_addr().unwrap();
    let serving = house.house.clone();
    tokio::spawn(async move { serving.serve(listener, std::future::pending()).await });
    (house, other)
}

fn closed() -> SocketAddr {
    std::net::TcpListener::bind((OTHER, 0)).unwrap().local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_says_at_which_addresses_the_house_answers() {
    let (house, open) = at_two();
    // Another house at one of the addresses is not this one.
    let (closed, (_other, wrong)) = (closed(), at_two());
    let _ada = Visitor::come(&house, "Ada").await;
    let asked = [open, closed, wrong];
    let reached = soon("the answer", house.house.check_reach(&asked)).await.unwrap();
    assert_eq!(reached, [open]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nobody_from_elsewhere_it_is_not_known() {
    let (house, open) = at_two();
    let why = |tried: Result<Vec<SocketAddr>, HostError>| match tried {
        Err(HostError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    assert!(why(house.house.check_reach(&[open]).await).contains("Nobody is here from another computer"));
    // Whoever is on this very computer can't tell.
    let _ada = Visitor::come(&house, "Ada").await;
    assert!(why(house.house.check_reach(&[house.address]).await).contains("Nobody is here from another computer"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_guest_claims_of_other_addresses_says_nothing() {
    let (house, open) = at_two();
    let mut raw = Raw::come(house.address, "Bo").await;
    let elsewhere = closed();
    let asked = house.house.clone();
    let check = tokio::spawn(async move { asked.check_reach(&[open]).await });
    let dial = raw.until("dial").await;
    assert_eq!(dial["addresses"], json!([open.to_string()]));
    let number = dial["check"].as_u64().unwrap();
    raw.send(json!({"t": "dialled", "check": number ^ 1, "reached": [open.to_string()]})).await;
    raw.send(json!({"t": "dialled", "check": number, "reached": [elsewhere.to_string()]})).await;
    // Nor does what they say after that.
    raw.send(json!({"t": "dialled", "check": number, "reached": [open.to_string()]})).await;
    assert_eq!(soon("the answer", check).await.unwrap().unwrap(), []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_does_not_knock_again_and_again() {
    let (house, open) = at_two();
    let _ada = Visitor::come(&house, "Ada").await;
    assert_eq!(soon("the first", house.house.check_reach(&[open])).await.unwrap(), [open]);
    let again = soon("the second", house.house.check_reach(&[open])).await;
    assert!(matches!(&again, Err(HostError::Refused(why)) if why.contains("Nobody who is here answered")), "{again:?}");
    house.close().await;
}
