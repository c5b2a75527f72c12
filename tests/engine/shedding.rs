//! A mute stays with whoever was muted: an account that is made, left or deleted takes nothing of it away.

use parlor::wire::Identity;
use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Raw, TestHouse};

const PASSWORD: &str = "correct horse";

struct Muted {
    house: TestHouse,
    ada: Raw,
    /// Whose key is muted, and still in.
    raw: Raw,
    me: Identity,
    room: u64,
}

/// A room that Ada keeps, and a troll with an account whom she muted in it.
async fn muted() -> Muted {
    let house = TestHouse::open();
    let me = Identity::fresh().unwrap();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut raw = Raw::come_as(house.address, "Troll", &me).await;
    let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    for raw in [&mut ada, &mut raw] {
        assert_eq!(raw.enters(json!(room)).await["t"], "entered");
    }
    let body = json!({"kind": "muted", "whom": {"who": 2, "name": "Troll"}});
    assert_eq!(ada.adds(room, &id(1), body).await["t"], "kept");
    let done = raw.asks(json!({"t": "register", "ask": 2, "password": PASSWORD})).await;
    assert_eq!(done["t"], "done", "{done}");
    Muted { house, ada, raw, me, room }
}

impl Muted {
    /// Whoever comes with the same key can only read.
    async fn holds_for(&self, hello: Value) {
        let mut raw = Raw::knock_as(self.house.address, &self.me).await;
        let welcome = raw.greets(hello.clone()).await;
        assert_eq!(welcome["t"], "welcome", "{welcome}");
        assert_eq!(raw.enters(json!(self.room)).await["t"], "entered");
        let answer = raw.adds(self.room, &id(rand::random()), json!({"kind": "said", "text": "la la la"})).await;
        assert_eq!((&answer["t"], &answer["code"]), (&json!("refused"), &json!("rules")), "{hello}: {answer}");
        assert!(answer["why"].as_str().unwrap().contains("muted"), "{answer}");
    }

    /// The visit ends, with a word of why.
    async fn ends_by(&mut self, question: Value) {
        self.raw.send(question).await;
        assert_eq!(self.raw.goodbye().await.unwrap()["code"], "login");
    }

    async fn close(self) {
        drop(self.ada);
        self.house.close().await;
    }
}

fn hello(name: &str) -> Value {
    json!({"t": "hello", "v": 1, "name": name})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_holds_for_whoever_made_an_account() {
    let muted = muted().await;
    muted.holds_for(hello("Troll")).await;
    muted.holds_for(hello("Elf")).await;
    muted.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_holds_for_whoever_logged_out() {
    let mut muted = muted().await;
    muted.ends_by(json!({"t": "logout", "ask": 3})).await;
    muted.holds_for(hello("Elf")).await;
    muted.holds_for(json!({"t": "hello", "v": 1, "name": "Troll", "account": {"login": PASSWORD}})).await;
    muted.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_holds_for_whoever_logged_out_everywhere() {
    let mut muted = muted().await;
    muted.ends_by(json!({"t": "logout", "ask": 3, "everywhere": true})).await;
    let account = json!({"t": "hello", "v": 1, "name": "Elf", "account": {"register": PASSWORD}});
    muted.holds_for(account).await;
    muted.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_holds_for_whoever_deleted_their_account() {
    let mut muted = muted().await;
    muted.ends_by(json!({"t": "unregister", "ask": 3, "password": PASSWORD})).await;
    muted.holds_for(hello("Elf")).await;
    muted.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_outlives_a_log_out_and_a_house_that_opens_again() {
    let mut muted = muted().await;
    muted.ends_by(json!({"t": "logout", "ask": 3})).await;
    let Muted { house, ada, raw, me, room } = muted;
    drop(ada);
    drop(raw);
    let house = house.reopen().await;
    let ada = Raw::come(house.address, "Someone").await;
    let raw = Raw::come(house.address, "Else").await;
    let muted = Muted { house, ada, raw, me, room };
    muted.holds_for(hello("Elf")).await;
    muted.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_that_is_taken_back_holds_nobody_who_logged_out() {
    let mut muted = muted().await;
    muted.ends_by(json!({"t": "logout", "ask": 3})).await;
    muted.holds_for(hello("Elf")).await;
    let body = json!({"kind": "unmuted", "whom": {"who": 2, "name": "Troll"}});
    assert_eq!(muted.ada.adds(muted.room, &id(5), body).await["t"], "kept");
    let mut raw = Raw::knock_as(muted.house.address, &muted.me).await;
    raw.hello("Elf").await;
    assert_eq!(raw.enters(json!(muted.room)).await["t"], "entered");
    let answer = raw.adds(muted.room, &id(6), json!({"kind": "said", "text": "sorry"})).await;
    assert_eq!(answer["t"], "kept", "{answer}");
    muted.close().await;
}
