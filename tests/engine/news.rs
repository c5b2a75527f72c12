//! News of rooms: however often someone changes what a room is, the others hear of it now and then, and in the end how
//! it is.

use std::time::Instant;

use serde_json::{Value, json};

use crate::support::raw::{id, said};
use crate::support::{Raw, TestHouse, soon};

/// How often in a second others hear of one room at most.
const A_SECOND: u64 = 3;

/// A room that Ada keeps, and someone who is in the house and not in that room.
async fn room(house: &TestHouse) -> (Raw, u64, Raw) {
    let mut ada = Raw::come(house.address, "Ada").await;
    let ken = Raw::come(house.address, "Ken").await;
    let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    assert_eq!(ada.enters(json!(room)).await["t"], "entered");
    (ada, room, ken)
}

/// All of this, again and again.
fn often(count: usize, acts: &[Value]) -> Vec<Value> {
    (0..count).flat_map(|_| acts.to_vec()).collect()
}

/// Does all of this in a room, as fast as it goes.
async fn does(ada: &mut Raw, room: u64, acts: &[Value]) {
    let say = |(number, act): (u128, &Value)| json!({"t": "say", "room": room, "id": id(1000 + number), "body": act});
    let lines: String = (0_u128..).zip(acts).map(|act| format!("{}\n", say(act))).collect();
    ada.write(lines.as_bytes()).await;
    let answers = ada.answers(acts.len()).await;
    assert!(answers.iter().all(|answer| answer["t"] == "kept"), "{answers:#?}");
}

/// Has Ada do all of this, and counts how often Ken hears of the room until it is told how it is in the end.
async fn hears_little(ada: &mut Raw, room: u64, ken: &mut Raw, acts: &[Value], is_last: impl Fn(&Value) -> bool) {
    let begun = Instant::now();
    does(ada, room, acts).await;
    ada.write(format!("{}\n", said(&id(1), "that was it")).as_bytes()).await;
    let (mut heard, mut last, mut all_done) = (0, Value::Null, false);
    soon("the end of it", async {
        while !(all_done && is_last(&last)) {
            let frame = ken.next().await.expect("the connection ended");
            all_done |= frame["body"]["text"] == "that was it";
            if frame["room"] == room && matches!(frame["t"].as_str(), Some("room" | "gone")) {
                heard += 1;
                last = frame;
            }
        }
    })
    .await;
    let most = A_SECOND * (begun.elapsed().as_secs() + 1);
    assert!(heard <= most, "{heard} times within {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_archived_and_reopened_all_the_time_is_told_now_and_then() {
    let house = TestHouse::open();
    let (mut ada, room, mut ken) = room(&house).await;
    let mut acts = often(50, &[json!({"kind": "archived"}), json!({"kind": "reopened"})]);
    acts.push(json!({"kind": "archived"}));
    hears_little(&mut ada, room, &mut ken, &acts, |last| last["archived"] == true).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_opened_and_hidden_all_the_time_is_told_now_and_then() {
    let house = TestHouse::open();
    let (mut ada, room, mut ken) = room(&house).await;
    let opened = |to| json!({"kind": "opened", "to": to});
    let acts = often(50, &[opened("everyone"), opened("invited")]);
    hears_little(&mut ada, room, &mut ken, &acts, |last| last["t"] == "gone").await;
    // And it goes on being told.
    does_anew(&mut ada, room, opened("everyone")).await;
    ken.next_where(|frame| frame["t"] == "room" && frame["room"] == room).await;
    house.close().await;
}

/// Does one thing more, after others.
async fn does_anew(ada: &mut Raw, room: u64, act: Value) {
    assert_eq!(ada.adds(room, &id(rand::random()), act).await["t"], "kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_and_banned_all_the_time_is_told_now_and_then() {
    let house = TestHouse::open();
    let (mut ada, room, mut ken) = room(&house).await;
    does_anew(&mut ada, room, json!({"kind": "opened", "to": "invited"})).await;
    ken.next_where(|frame| frame["t"] == "gone" && frame["room"] == room).await;
    let whom = json!({"who": 2, "name": "Ken"});
    let act = |kind| json!({"kind": kind, "whom": whom});
    let mut acts = often(30, &[act("invited"), act("banned"), act("unbanned")]);
    acts.push(act("invited"));
    hears_little(&mut ada, room, &mut ken, &acts, |last| last["t"] == "room").await;
    house.close().await;
}
