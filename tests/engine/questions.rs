//! What is asked takes its turn: it holds up neither its own session nor anyone else, and ends with whoever asked it.

use parlor::wire::Identity;
use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Hand, Raw, TestHouse, soon};

/// How many questions of one session may be under way.
const ASKS: u64 = 16;

fn find(ask: u64, words: &str) -> Value {
    json!({"t": "find", "ask": ask, "room": 1, "words": words})
}

/// Asks many questions at once, the first of which is held up.
async fn asks_many(raw: &mut Raw, hand: &Hand, words: &str) {
    let lines: String = (0..ASKS).map(|ask| format!("{}\n", find(ask, &format!("held {words} {ask}")))).collect();
    raw.write(lines.as_bytes()).await;
    hand.begins(&format!("held {words}")).await;
}

/// Waits until only so many are in the house.
async fn are_here(raw: &mut Raw, count: u64) {
    soon("the others to be gone", async { while raw.asks(json!({"t": "who", "ask": 99})).await["total"] != count {} })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_and_not_begun_ends_with_its_connection() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    asks_many(&mut ada, &hand, "ada").await;
    drop(ada);
    are_here(&mut ken, 1).await;
    let begun = hand.begun("held ada");
    hand.let_go();
    // Whatever waited for its turn before these would have had it by now.
    for ask in 0..ASKS {
        assert_eq!(ken.asks(find(ask, "ken")).await["t"], "found");
    }
    assert_eq!(hand.begun("held ada"), begun, "it was looked for, and nobody waits for it");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_and_not_begun_ends_with_a_goodbye() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    asks_many(&mut ada, &hand, "ada").await;
    ada.send(json!({"t": "bye"})).await;
    are_here(&mut ken, 1).await;
    let begun = hand.begun("held ada");
    hand.let_go();
    for ask in 0..ASKS {
        assert_eq!(ken.asks(find(ask, "ken")).await["t"], "found");
    }
    assert_eq!(hand.begun("held ada"), begun, "it was looked for, and nobody waits for it");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_questions_of_one_person_hold_up_nobody_elses() {
    let (house, hand) = TestHouse::rigged();
    let me = Identity::fresh().unwrap();
    let mut windows = Vec::new();
    // As many windows as there are places for readers, and more.
    for number in 0..6 {
        let mut ada = Raw::come_as(house.address, "Ada", &me).await;
        let lines: String = (0..ASKS).map(|ask| format!("{}\n", find(ask, &format!("held ada {number}")))).collect();
        ada.write(lines.as_bytes()).await;
        windows.push(ada);
    }
    hand.begins("held ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    ken.send(find(1, "held ken")).await;
    hand.begins("held ken").await;
    hand.let_go();
    assert_eq!(ken.until("found").await["ask"], 1);
    // Nothing of what was asked is lost.
    for ada in &mut windows {
        for _ in 0..ASKS {
            ada.until("found").await;
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_questions_under_many_names_of_one_key_hold_up_nobody_elses() {
    let (house, hand) = TestHouse::rigged();
    let me = Identity::fresh().unwrap();
    let mut windows = Vec::new();
    for number in 0..6 {
        let mut ada = Raw::come_as(house.address, &format!("Ada {number}"), &me).await;
        ada.send(find(1, &format!("held ada {number}"))).await;
        windows.push(ada);
    }
    hand.begins("held ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    ken.send(find(1, "held ken")).await;
    hand.begins("held ken").await;
    hand.let_go();
    for ada in &mut windows {
        ada.until("found").await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_question_holds_up_neither_the_news_nor_the_other_answers_of_its_session() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    ada.send(find(1, "held")).await;
    hand.begins("held").await;
    ken.say(&id(1), "do you hear me?").await;
    ada.next_where(|frame| frame["body"]["text"] == "do you hear me?").await;
    let kept = ada.adds(1, &id(2), json!({"kind": "said", "text": "yes"})).await;
    assert_eq!(kept["t"], "kept", "{kept}");
    assert_eq!(ada.asks(json!({"t": "who", "ask": 2, "room": 1})).await["total"], 2);
    assert_eq!(ada.asks(json!({"t": "rooms", "ask": 3})).await["t"], "rooms");
    hand.let_go();
    assert_eq!(ada.until("found").await["ask"], 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_at_work_holds_up_no_other_answer_of_its_session() {
    const OTHERS: usize = 24;
    let house = TestHouse::open();
    let register = json!({"t": "register", "ask": 1, "password": "correct horse"});
    let mut others = Vec::new();
    for number in 0..OTHERS {
        others.push(Raw::come(house.address, &format!("Guest {number}")).await);
    }
    let mut ada = Raw::come(house.address, "Ada").await;
    // Passwords are worked on a few at a time, so hers waits for those before it.
    for other in &mut others {
        other.send(register.clone()).await;
    }
    ada.write(format!("{register}\n{}\n", json!({"t": "who", "ask": 2})).as_bytes()).await;
    let answer = ada.next_where(|frame| frame["ask"] == 1 || frame["ask"] == 2).await;
    assert_eq!(answer["t"], "people", "{answer}");
    let people = answer["people"].as_array().unwrap();
    let registered = people.iter().filter(|person| person["rank"] == "member").count();
    assert!(registered < OTHERS / 2, "{registered} passwords were worked on before this was answered");
    for other in &mut others {
        other.until("done").await;
    }
    assert_eq!(ada.until("done").await["ask"], 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_breaks_is_no_damage_to_the_store() {
    let (house, _hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let refused = ada.asks(find(1, "breaks")).await;
    assert_eq!((&refused["t"], &refused["code"]), (&json!("refused"), &json!("storage")), "{refused}");
    let why = refused["why"].as_str().unwrap();
    assert!(why.len() > 10 && !why.contains("damaged") && !why.contains("panic"), "{why}");
    // What broke is that search alone.
    for ask in 2..=ASKS {
        assert_eq!(ada.asks(find(ask, "well")).await["t"], "found");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_found_by_its_id_in_its_own_room_and_nowhere_else() {
    let house = TestHouse::open();
    let mut ada = Raw::come(house.address, "Ada").await;
    ada.say(&id(1), "here").await;
    ada.until("kept").await;
    ada.until("event").await;
    let page = ada.asks(json!({"t": "where", "ask": 1, "room": 1, "id": id(1)})).await;
    assert_eq!(page["events"][0]["body"]["text"], "here", "{page}");
    let none = ada.asks(json!({"t": "where", "ask": 2, "room": 1, "id": id(2)})).await;
    assert_eq!(none["events"], json!([]));
    let room = ada.asks(json!({"t": "make", "ask": 3, "title": "Tea"})).await["room"].clone();
    let outside = ada.asks(json!({"t": "where", "ask": 4, "room": room, "id": id(1)})).await;
    assert_eq!(outside["code"], "room");
    ada.enters(room.clone()).await;
    let elsewhere = ada.asks(json!({"t": "where", "ask": 5, "room": room, "id": id(1)})).await;
    assert_eq!(elsewhere["events"], json!([]));
    house.close().await;
}
