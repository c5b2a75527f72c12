//! What could not be kept was not done: neither half of it, nor in the eyes of those who asked for it. These tests open
//! the house's own book beside the house, and have SQLite refuse what is written to one of its tables.

use parlor::wire::Identity;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Hand, Raw, TestHouse, soon};

const PASSWORD: &str = "correct horse";

/// The house's own book.
struct Book(Connection);

/// How SQLite refuses something.
#[derive(Clone, Copy, Debug)]
enum Refuses {
    /// What is just being written, alone.
    Statement,
    /// The commit that it would be in.
    Commit,
    /// At once, with everything that was written for the same commit.
    Everything,
}

impl Book {
    fn of(house: &TestHouse) -> Self {
        let db = Connection::open(house.data().join("house.db")).unwrap();
        db.busy_timeout(crate::support::PATIENCE).unwrap();
        Self(db)
    }

    /// From now on whatever is written to this table is refused.
    fn refuse(&self, table: &str, how: Refuses) {
        let what = match how {
            Refuses::Statement => "SELECT RAISE(ABORT, 'a test wants it so')",
            Refuses::Everything => "SELECT RAISE(ROLLBACK, 'a test wants it so')",
            Refuses::Commit => "INSERT INTO nobodys VALUES (1)",
        };
        let nobodys = "CREATE TABLE IF NOT EXISTS nobody (x PRIMARY KEY);
            CREATE TABLE IF NOT EXISTS nobodys (x REFERENCES nobody (x) DEFERRABLE INITIALLY DEFERRED);";
        self.0.execute_batch(nobodys).unwrap();
        for event in ["INSERT", "UPDATE", "DELETE"] {
            let trigger = format!("CREATE TRIGGER refuses_{event} BEFORE {event} ON {table} BEGIN {what}; END");
            self.0.execute_batch(&trigger).unwrap();
        }
    }

    fn mend(&self) {
        for event in ["INSERT", "UPDATE", "DELETE"] {
            self.0.execute_batch(&format!("DROP TRIGGER refuses_{event}")).unwrap();
        }
    }
}

fn is_storage(answer: &Value) {
    assert_eq!((&answer["t"], &answer["code"]), (&json!("refused"), &json!("storage")), "{answer}");
    assert!(answer["why"].as_str().unwrap().len() > 10, "{answer}");
}

async fn registered(house: &TestHouse, name: &str, me: &Identity) -> Raw {
    let mut raw = Raw::come_as(house.address, name, me).await;
    let done = raw.asks(json!({"t": "register", "ask": 1, "password": PASSWORD})).await;
    assert_eq!(done["t"], "done", "{done}");
    raw
}

/// Whoever is in has their account as before, here and when they come again.
async fn has_account_still(house: &TestHouse, raw: &mut Raw, name: &str, me: &Identity) {
    let kept = raw.adds(1, &id(rand::random()), json!({"kind": "said", "text": "still here"})).await;
    assert_eq!(kept["t"], "kept", "{kept}");
    let again = raw.asks(json!({"t": "register", "ask": 9, "password": PASSWORD})).await;
    assert_eq!(again["code"], "account", "{again}");
    let hello = json!({"t": "hello", "v": 1, "name": name});
    let welcome = Raw::knock_as(house.address, me).await.greets(hello).await;
    assert_eq!((&welcome["t"], &welcome["account"]), (&json!("welcome"), &json!(true)), "{welcome}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_out_that_is_not_kept_ends_no_visit_and_forgets_no_key() {
    for how in [Refuses::Statement, Refuses::Commit] {
        let house = TestHouse::open();
        let me = Identity::fresh().unwrap();
        let mut ada = registered(&house, "Ada", &me).await;
        let book = Book::of(&house);
        book.refuse("device", how);
        is_storage(&ada.asks(json!({"t": "logout", "ask": 2})).await);
        is_storage(&ada.asks(json!({"t": "logout", "ask": 3, "everywhere": true})).await);
        book.mend();
        has_account_still(&house, &mut ada, "Ada", &me).await;
        ada.send(json!({"t": "logout", "ask": 4})).await;
        assert_eq!(ada.goodbye().await.unwrap()["code"], "login");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_the_book_does_not_keep_deletes_no_account() {
    for how in [Refuses::Statement, Refuses::Commit] {
        let house = TestHouse::open();
        let me = Identity::fresh().unwrap();
        let mut ada = registered(&house, "Ada", &me).await;
        let book = Book::of(&house);
        book.refuse("account", how);
        is_storage(&ada.asks(json!({"t": "unregister", "ask": 2, "password": PASSWORD})).await);
        book.mend();
        has_account_still(&house, &mut ada, "Ada", &me).await;
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_the_log_does_not_keep_deletes_no_account() {
    let (house, hand) = TestHouse::rigged();
    let me = Identity::fresh().unwrap();
    let mut ada = registered(&house, "Ada", &me).await;
    assert_eq!(ada.adds(1, &id(1), json!({"kind": "said", "text": "here"})).await["t"], "kept");
    hand.full(true);
    is_storage(&ada.asks(json!({"t": "unregister", "ask": 2, "password": PASSWORD})).await);
    hand.full(false);
    has_account_still(&house, &mut ada, "Ada", &me).await;
    let house = house.reopen().await;
    let mut reader = Raw::come(house.address, "Reader").await;
    let page = reader.asks(json!({"t": "read", "ask": 1, "room": 1, "from": 1, "to": 100})).await;
    let gone = page["events"].as_array().unwrap().iter().any(|event| event["body"]["kind"] == "gone");
    assert!(!gone, "{page}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_not_kept_is_shown_to_nobody() {
    for how in [Refuses::Statement, Refuses::Commit] {
        let house = TestHouse::open();
        let mut ada = Raw::come(house.address, "Ada").await;
        let book = Book::of(&house);
        book.refuse("account", how);
        is_storage(&ada.asks(json!({"t": "register", "ask": 1, "password": PASSWORD})).await);
        let people = ada.asks(json!({"t": "who", "ask": 2})).await;
        assert_eq!(people["people"][0].get("rank"), None, "{people}");
        book.mend();
        assert_eq!(ada.asks(json!({"t": "register", "ask": 3, "password": PASSWORD})).await["t"], "done");
        house.close().await;
    }
}

/// How many rooms someone sees.
async fn rooms(raw: &mut Raw) -> usize {
    raw.asks(json!({"t": "rooms", "ask": 77, "after": 0})).await["rooms"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_whose_password_is_not_kept_is_not_made() {
    for how in [Refuses::Statement, Refuses::Commit, Refuses::Everything] {
        let house = TestHouse::open();
        let mut ada = Raw::come(house.address, "Ada").await;
        let mut ken = Raw::come(house.address, "Ken").await;
        let book = Book::of(&house);
        book.refuse("room_key", how);
        let make = json!({"t": "make", "ask": 1, "title": "Tea", "access": "password", "password": PASSWORD});
        is_storage(&ada.asks(make.clone()).await);
        assert_eq!((rooms(&mut ada).await, rooms(&mut ken).await), (1, 1), "{how:?}");
        book.mend();
        drop(book);
        let house = house.reopen().await;
        // With another key, so under another name.
        let mut ken = Raw::come(house.address, "Ken again").await;
        assert_eq!(rooms(&mut ken).await, 1, "{how:?}");
        assert_eq!(ken.asks(make).await["t"], "made");
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_of_which_a_part_is_not_kept_keeps_nobody_out() {
    for how in [Refuses::Statement, Refuses::Commit, Refuses::Everything] {
        let house = TestHouse::open();
        let me = Identity::fresh().unwrap();
        let mut ada = Raw::come(house.address, "Ada").await;
        let mut ken = Raw::come_as(house.address, "Ken", &me).await;
        let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
        for raw in [&mut ada, &mut ken] {
            assert_eq!(raw.enters(json!(room)).await["t"], "entered");
        }
        let book = Book::of(&house);
        book.refuse("ban_key", how);
        let ban = json!({"kind": "banned", "whom": {"who": 2, "name": "Ken"}});
        is_storage(&ada.adds(room, &id(1), ban.clone()).await);
        let bans = ada.asks(json!({"t": "bans", "ask": 2, "room": room})).await;
        assert_eq!(bans["bans"], json!([]), "{how:?}");
        assert_eq!(ken.adds(room, &id(2), json!({"kind": "said", "text": "still in"})).await["t"], "kept");
        let mut again = Raw::come_as(house.address, "Ken", &me).await;
        assert_eq!(again.enters(json!(room)).await["t"], "entered", "{how:?}");
        book.mend();
        assert_eq!(ada.adds(room, &id(3), ban).await["t"], "kept");
        assert_eq!(ken.until("out").await["code"], "banned");
        house.close().await;
    }
}

/// Whatever is asked until the hand lets go goes into one commit. It ends with something that has SQLite take back
/// everything that was written for it.
async fn one_commit(ada: &mut Raw, hand: &Hand) {
    hand.hold_appends();
    ada.say(&id(rand::random()), "this commit waits").await;
    hand.holds_an_append().await;
}

async fn breaks_the_commit(bob: &mut Raw, hand: &Hand) {
    bob.send(json!({"t": "ignore", "whom": 1, "ignore": true})).await;
    // Answered once what came before it was heard.
    bob.asks(json!({"t": "who", "ask": 5})).await;
    hand.let_go();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_welcomed_has_their_name_also_where_sqlite_took_back_the_commit() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut bob = Raw::come(house.address, "Bob").await;
    let book = Book::of(&house);
    book.refuse("ignored", Refuses::Everything);
    one_commit(&mut ada, &hand).await;
    let mut ken = Raw::knock(house.address).await;
    let hello = json!({"t": "hello", "v": 1, "name": "Ken"});
    ken.send(hello.clone()).await;
    soon("Ken at the door", async {
        while house.house.guests() < 3 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    breaks_the_commit(&mut bob, &hand).await;
    let answer = ken.next_where(|frame| frame["t"] == "welcome" || frame["t"] == "bye").await;
    let other = Raw::knock(house.address).await.greets(hello).await;
    match answer["t"].as_str() {
        Some("welcome") => assert_eq!(other["code"], "taken", "two are called so: {answer}, {other}"),
        _ => assert_eq!((&answer["code"], &other["t"]), (&json!("storage"), &json!("welcome")), "{answer}"),
    }
    book.mend();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_that_is_kept_holds_also_where_sqlite_took_back_the_commit() {
    let (house, hand) = TestHouse::rigged();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut bob = Raw::come(house.address, "Bob").await;
    let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    assert_eq!(ada.enters(json!(room)).await["t"], "entered");
    let book = Book::of(&house);
    book.refuse("ignored", Refuses::Everything);
    one_commit(&mut ada, &hand).await;
    let ban = json!({"kind": "banned", "whom": {"who": 2, "name": "Bob"}});
    ada.send(json!({"t": "say", "room": room, "id": id(1), "body": ban})).await;
    ada.asks(json!({"t": "who", "ask": 5})).await;
    breaks_the_commit(&mut bob, &hand).await;
    let answer = ada.next_where(|frame| frame["id"] == id(1) && frame["t"] != "event").await;
    let bans = ada.asks(json!({"t": "bans", "ask": 6, "room": room})).await["bans"].as_array().unwrap().len();
    assert_eq!(bans, usize::from(answer["t"] == "kept"), "{answer}");
    let entered = bob.enters(json!(room)).await;
    assert_eq!(entered["code"] == "banned", answer["t"] == "kept", "{answer}, {entered}");
    book.mend();
    house.close().await;
}
