//! Signs at a message: a few of each person, so that nobody covers what others say with pictures.

use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Raw, TestHouse};

/// How many different signs one person has at one message at most.
const SIGNS: usize = 20;

fn sign(number: usize) -> String {
    // The animals, one after the other.
    char::from_u32(0x1F400 + number as u32).unwrap().to_string()
}

fn reacted(of: u128, number: usize, off: bool) -> Value {
    json!({"kind": "reacted", "of": id(of), "sign": sign(number), "off": off})
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_has_at_most_twenty_signs_at_one_message() {
    let house = TestHouse::open();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    for of in [1, 2] {
        ada.say(&id(of), "hello").await;
        ada.until("kept").await;
    }
    for number in 0..SIGNS {
        assert_eq!(ken.adds(1, &id(100 + number as u128), reacted(1, number, false)).await["t"], "kept");
    }
    let refused = ken.adds(1, &id(200), reacted(1, SIGNS, false)).await;
    assert_eq!((&refused["t"], &refused["code"]), (&json!("refused"), &json!("rules")), "{refused}");
    assert!(refused["why"].as_str().unwrap().contains("20"), "{refused}");
    // At another message there is room, and so there is for someone else.
    assert_eq!(ken.adds(1, &id(201), reacted(2, SIGNS, false)).await["t"], "kept");
    assert_eq!(ada.adds(1, &id(202), reacted(1, SIGNS, false)).await["t"], "kept");
    // One that is taken back makes room for another, once.
    assert_eq!(ken.adds(1, &id(203), reacted(1, 0, true)).await["t"], "kept");
    assert_eq!(ken.adds(1, &id(200), reacted(1, SIGNS, false)).await["t"], "kept");
    assert_eq!(ken.adds(1, &id(204), reacted(1, SIGNS + 1, false)).await["code"], "rules");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_signs_sent_at_once_are_counted_one_by_one() {
    let house = TestHouse::open();
    let mut ken = Raw::come(house.address, "Ken").await;
    ken.say(&id(1), "hello").await;
    ken.until("kept").await;
    let say =
        |number| json!({"t": "say", "room": 1, "id": id(100 + number as u128), "body": reacted(1, number, false)});
    let lines: String = (0..2 * SIGNS).map(|number| format!("{}\n", say(number))).collect();
    ken.write(lines.as_bytes()).await;
    let kept = ken.answers(2 * SIGNS).await.iter().filter(|answer| answer["t"] == "kept").count();
    assert_eq!(kept, SIGNS);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_are_counted_also_after_the_house_opened_again() {
    let house = TestHouse::open();
    let me = parlor::wire::Identity::fresh().unwrap();
    let mut ken = Raw::come_as(house.address, "Ken", &me).await;
    ken.say(&id(1), "hello").await;
    ken.until("kept").await;
    for number in 0..SIGNS {
        assert_eq!(ken.adds(1, &id(100 + number as u128), reacted(1, number, false)).await["t"], "kept");
    }
    let house = house.reopen().await;
    let mut ken = Raw::come_as(house.address, "Ken", &me).await;
    assert_eq!(ken.adds(1, &id(200), reacted(1, SIGNS, false)).await["code"], "rules");
    house.close().await;
}
