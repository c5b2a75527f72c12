//! Lifting bans: of whoever is banned and from where they are, and refused where there is no such ban.

use parlor::guest::{OwnState, Update};
use parlor::room::{Act, Author, Body, Name, Reach, RoomNo};
use parlor::wire::frame::{RoomName, Since};
use serde_json::{Value, json};

use crate::support::visitor::{ROOM, open_room};
use crate::support::{Raw, TestHouse, Visitor, soon};

fn ban(whom: &Author, house: bool) -> Act {
    Act::Banned { whom: whom.clone(), until: None, why: None, reach: Reach::Person, house }
}

/// Why someone may not lift a ban.
async fn is_refused(visitor: &mut Visitor, room: RoomNo, whom: &Author, house: bool) -> String {
    let act = Act::Unbanned { whom: whom.clone(), house };
    match visitor.adds(room, Body::Act(act)).await {
        OwnState::Refused { why, .. } => why,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_is_lifted_only_where_it_is() {
    let house = TestHouse::open();
    let mut host = Visitor::visit(house.own_visit("Host").await).await;
    let ken = Visitor::come(&house, "Ken Long").await.me();
    let lifts = |room: bool| Act::Unbanned { whom: ken.clone(), house: !room };
    assert_eq!(is_refused(&mut host, ROOM, &ken, false).await, "Ken Long is not banned from this room.");
    assert_eq!(is_refused(&mut host, ROOM, &ken, true).await, "Ken Long is not banned from all rooms.");
    host.does(ROOM, ban(&ken, false)).await;
    let why = is_refused(&mut host, ROOM, &ken, true).await;
    assert_eq!(why, "Ken Long is banned from this room alone. /unban \"Ken Long\" lifts that ban.");
    host.does(ROOM, lifts(true)).await;
    host.does(ROOM, ban(&ken, true)).await;
    let why = is_refused(&mut host, ROOM, &ken, false).await;
    assert_eq!(why, "Ken Long is banned from all rooms. /unban \"Ken Long\" --all lifts that ban.");
    host.does(ROOM, lifts(false)).await;
    assert_eq!(is_refused(&mut host, ROOM, &ken, true).await, "Ken Long is not banned from all rooms.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_banned_any_more_comes_in_at_once() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    ada.does(room, ban(&ken.me(), false)).await;
    ken.is_out_of(room).await;
    ken.guest.enter(RoomName::No(room), Since::ALL, None).await.unwrap_err();
    ada.does(room, Act::Unbanned { whom: ken.me(), house: false }).await;
    soon("coming in", ken.guest.enter(RoomName::No(room), Since::ALL, None)).await.unwrap();
    // From the whole house as well.
    let mut host = Visitor::visit(house.own_visit("Host").await).await;
    let visit = house.visit("Lou");
    let mut lou = Visitor::visit(visit.clone()).await;
    host.does(ROOM, ban(&lou.me(), true)).await;
    lou.until("being sent away", |update| matches!(update, Update::Ended(_)).then_some(())).await;
    host.does(ROOM, Act::Unbanned { whom: lou.me(), house: true }).await;
    Visitor::visit(visit).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_banned_for_a_while_is_told_how_long_in_whole_minutes() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    let now = u64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    let until = Some(now + 140_000);
    ada.does(room, Act::Banned { whom: ken.me(), until, why: None, reach: Reach::Person, house: false }).await;
    ken.is_out_of(room).await;
    let refused = ken.guest.enter(RoomName::No(room), Since::ALL, None).await.unwrap_err();
    assert_eq!(refused.to_string(), "You are banned from this room. You can rejoin in 3 minutes.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bans_can_be_asked_for_by_name() {
    let house = TestHouse::open();
    let mut host = Visitor::visit(house.own_visit("Host").await).await;
    let mut banned = Vec::new();
    for number in 0..120 {
        let one = Visitor::come(&house, &format!("Guest {number}")).await.me();
        host.does(ROOM, ban(&one, false)).await;
        banned.push(one);
    }
    let name = |name: &str| name.parse::<Name>().unwrap();
    let found = soon("the ban", host.guest.banned(&name("guest 3"), ROOM, false)).await.unwrap();
    assert_eq!(found, banned[3]);
    // The frame itself: one line, and not pages of them.
    let mut raw = Raw::come(house.address, "Raw").await;
    host.does(ROOM, Act::Opped { whom: Author { who: found.who, name: name("Raw") } }).await;
    let raw_who = parlor::room::PersonId(banned.last().unwrap().who.0 + 1);
    host.does(ROOM, Act::Opped { whom: Author { who: raw_who, name: name("Raw") } }).await;
    let answer = raw.asks(json!({"t": "bans", "ask": 1, "room": 1, "name": "GUEST 3"})).await;
    assert_eq!(answer["bans"].as_array().unwrap().len(), 1, "{answer}");
    assert_eq!((&answer["bans"][0]["name"], &answer["next"]), (&json!("Guest 3"), &Value::Null));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_becomes_an_operator_is_unmuted_for_all_to_see() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    ada.does(room, Act::Muted { whom: ken.me(), until: None, why: None }).await;
    ada.does(room, Act::Opped { whom: ken.me() }).await;
    let is = |body: &Body, wanted: &Act| matches!(body, Body::Act(act) if act == wanted);
    let opped = Act::Opped { whom: ken.me() };
    let unmuted = Act::Unmuted { whom: ken.me() };
    let op = ken.sees_in(room, "the rank", |event| is(&event.body, &opped)).await;
    let told = ken.sees_in(room, "the end of the mute", |event| is(&event.body, &unmuted)).await;
    assert_eq!((told.seq.next(), told.by.unwrap().name.as_str()), (op.seq, "Ada"));
    ada.does(room, Act::Deopped { whom: ken.me() }).await;
    ken.says_in(room, "I may speak").await;
    house.close().await;
}
