//! Lines that are not right: each is refused with the number or the id it had, and what is left out is left out
//! everywhere alike.

use serde_json::{Value, json};

use crate::support::raw::id;
use crate::support::{Raw, TestHouse};

fn long(count: usize) -> String {
    "x".repeat(count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_with_one_wrong_field_is_refused_with_its_number() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let wrong = [
        r#"{"t":"read","ask":7,"room":"x","from":1,"to":2}"#,
        r#"{"from":1,"to":2,"room":1.5,"t":"read","ask":7}"#,
        r#"{"t":"read","ask":7,"room":1,"from":-1,"to":2}"#,
        r#"{"t":"read","ask":7,"room":1,"from":1}"#,
        r#"{"t":"talk","ask":7,"with":"Ada"}"#,
        r#"{"t":"find","ask":7,"room":1,"words":["tea"]}"#,
        r#"{"t":"find","ask":7}"#,
        r#"{"t":"who","ask":7,"room":"1"}"#,
        r#"{"t":"rooms","ask":7,"after":"first"}"#,
        r#"{"t":"enter","ask":7,"room":1,"since":{"after":"all"}}"#,
        r#"{"t":"enter","ask":7,"room":{}}"#,
        r#"{"t":"key","ask":7,"room":1,"password":12345678}"#,
        r#"{"t":"delete","ask":7}"#,
        r#"{"t":"bans","ask":7,"room":"x"}"#,
        r#"{"t":"register","ask":7}"#,
        r#"{"t":"password","ask":7,"old":"correct horse"}"#,
        r#"{"t":"logout","ask":7,"everywhere":"yes"}"#,
        r#"{"t":"admission","ask":7,"admission":"nobody"}"#,
        r#"{"t":"admit","ask":7,"request":1,"yes":1}"#,
        r#"{"t":"dance","ask":7}"#,
        r#"{"t":"who","ask":7,"room":1,"room":1}"#,
    ];
    for line in wrong {
        raw.write(format!("{line}\n").as_bytes()).await;
        let refused = raw.until("refused").await;
        assert_eq!((&refused["code"], &refused["ask"]), (&json!("frame"), &json!(7)), "{line}: {refused}");
        assert!(refused["why"].as_str().unwrap().len() > 10, "{refused}");
    }
    // A number that can't be read is nobody's.
    for line in [r#"{"t":"who","ask":7.5}"#, r#"{"t":"who","ask":"7"}"#, r#"{"t":"who"}"#, r#"[{"ask":7}]"#, "7"] {
        raw.write(format!("{line}\n").as_bytes()).await;
        let refused = raw.until("refused").await;
        assert_eq!((&refused["code"], refused.get("ask")), (&json!("frame"), None), "{line}: {refused}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_can_not_be_called_so_is_refused_with_the_number_of_the_question() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    for new in [
        json!({"t": "make", "ask": 8, "title": long(65)}),
        json!({"t": "make", "ask": 8, "title": ""}),
        json!({"t": "make", "ask": 8, "title": "Tea", "topic": long(251)}),
        json!({"t": "make", "ask": 8, "title": "Tea", "access": "nobody"}),
        json!({"t": "make", "ask": 8}),
    ] {
        raw.send(new.clone()).await;
        let refused = raw.until("refused").await;
        assert_eq!(refused["ask"], 8, "{new}: {refused}");
    }
    assert_eq!(raw.asks(json!({"t": "make", "ask": 9, "title": long(64)})).await["t"], "made");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_say_with_one_wrong_field_is_refused_with_its_id() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    let said = r#"{"kind":"said","text":"x"}"#;
    for (room, body) in [
        (r#""x""#, said),
        ("-1", said),
        ("1", r#"{"kind":"said","text":"x","text":"y"}"#),
        ("1", r#"{"kind":"said","kind":"said","text":"x"}"#),
        ("1", r#"{"kind":"muted","whom":{"who":1,"name":"Raw","name":"Ken"}}"#),
        ("1", r#"{"kind":"poll","question":"tea?","question":"coffee?"}"#),
        ("1", r#"{"kind":"said","text":null}"#),
        ("1", r#"{"kind":"said"}"#),
        ("1", "[]"),
        ("1", "null"),
    ] {
        let line = format!(r#"{{"t":"say","room":{room},"id":"{}","body":{body}}}"#, id(1));
        raw.write(format!("{line}\n").as_bytes()).await;
        let refused = raw.next_where(|frame| frame["t"] == "refused" || frame["t"] == "kept").await;
        assert_eq!((&refused["code"], &refused["id"]), (&json!("text"), &json!(id(1))), "{line}: {refused}");
    }
    raw.say(&id(1), "the id is free still").await;
    raw.until("kept").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_not_taken_for_an_object() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    for since in ["[]", "[1]", "[1,2]"] {
        raw.write(format!("{{\"t\":\"enter\",\"ask\":5,\"room\":1,\"since\":{since}}}\n").as_bytes()).await;
        let answer = raw.next_where(|frame| frame["ask"] == 5 || frame["t"] == "refused").await;
        assert_eq!((&answer["code"], &answer["ask"]), (&json!("frame"), &json!(5)), "{since}: {answer}");
    }
    for away in ["[]", r#"["lunch"]"#] {
        raw.write(format!("{{\"t\":\"away\",\"away\":{away}}}\n{}\n", json!({"t": "who", "ask": 6})).as_bytes()).await;
        let answer = raw.next_where(|frame| frame["t"] == "refused" || frame["ask"] == 6).await;
        assert_eq!(answer["code"], "frame", "{away}: {answer}");
        raw.next_where(|frame| frame["ask"] == 6).await;
    }
    let whom = r#"{"kind":"muted","whom":[1,"Raw"]}"#;
    raw.write(format!(r#"{{"t":"say","room":1,"id":"{}","body":{whom}}}"#, id(1)).as_bytes()).await;
    raw.write(b"\n").await;
    let refused = raw.until("refused").await;
    assert_eq!((&refused["code"], &refused["id"]), (&json!("text"), &json!(id(1))), "{refused}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_optional_field_that_is_null_counts_as_left_out() {
    let house = TestHouse::open();
    let mut raw = Raw::knock(house.address).await;
    let hello =
        json!({"t": "hello", "v": 1, "name": "Raw", "password": null, "secret": null, "account": null, "agent": null});
    assert_eq!(raw.greets(hello).await["t"], "welcome");
    let questions = [
        (json!({"t": "enter", "room": 1, "since": {"after": null, "last": null}, "password": null}), "entered"),
        (json!({"t": "enter", "room": 1, "since": null}), "entered"),
        (json!({"t": "enter", "room": null}), "entered"),
        (json!({"t": "rooms", "after": null}), "rooms"),
        (json!({"t": "make", "title": "Tea", "topic": null, "access": null, "password": null}), "made"),
        (json!({"t": "who", "room": null, "name": null, "after": null}), "people"),
        (json!({"t": "find", "room": 1, "words": null, "by": null, "from": null, "to": null, "before": null}), "found"),
    ];
    for (question, answer) in questions {
        let Value::Object(mut question) = question else { panic!("no question") };
        question.insert("ask".to_owned(), json!(4));
        let told = raw.asks(question.clone().into()).await;
        assert_eq!(told["t"], answer, "{question:?}: {told}");
    }
    // Without a number it is a question all the same.
    raw.send(json!({"t": "enter", "room": 1, "ask": null})).await;
    assert_eq!(raw.until("entered").await.get("ask"), None);
    for away in [json!(null), json!({"why": null})] {
        raw.write(format!("{}\n{}\n", json!({"t": "away", "away": away}), json!({"t": "who", "ask": 6})).as_bytes())
            .await;
        let answer = raw.next_where(|frame| frame["t"] == "refused" || frame["ask"] == 6).await;
        assert_eq!(answer["t"], "people", "{away}: {answer}");
    }
    // Refused for want of an account, not for the line.
    let logout = raw.asks(json!({"t": "logout", "ask": 7, "everywhere": null})).await;
    assert_eq!(logout["code"], "account", "{logout}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_optional_field_of_an_event_that_is_null_counts_as_left_out() {
    let house = TestHouse::open();
    let mut ada = Raw::come(house.address, "Ada").await;
    let mut ken = Raw::come(house.address, "Ken").await;
    let room = ada.asks(json!({"t": "make", "ask": 1, "title": "Tea"})).await["room"].as_u64().unwrap();
    for raw in [&mut ada, &mut ken] {
        assert_eq!(raw.enters(json!(room)).await["t"], "entered");
    }
    assert_eq!(ada.adds(room, &id(1), json!({"kind": "said", "text": "x"})).await["t"], "kept");
    let whom = json!({"who": 2, "name": "Ken"});
    let bodies = [
        json!({"kind": "reacted", "of": id(1), "sign": "👍", "off": null}),
        json!({"kind": "muted", "whom": whom, "until": null, "why": null}),
        json!({"kind": "kicked", "whom": whom, "why": null}),
        json!({"kind": "banned", "whom": whom, "until": null, "why": null, "reach": null, "house": null}),
        json!({"kind": "unbanned", "whom": whom, "house": null}),
    ];
    for (body, number) in bodies.into_iter().zip(10..) {
        let answer = ada.adds(room, &id(number), body.clone()).await;
        assert_eq!(answer["t"], "kept", "{body}: {answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_field_that_is_null_is_missing() {
    let house = TestHouse::open();
    let mut raw = Raw::come(house.address, "Raw").await;
    for (line, ask) in [
        (json!({"t": "who", "ask": null}), None),
        (json!({"t": "rooms", "ask": null}), None),
        (json!({"t": "make", "ask": 3, "title": null}), Some(json!(3))),
        (json!({"t": "talk", "ask": 3, "with": null}), Some(json!(3))),
        (json!({"t": "read", "ask": 3, "room": 1, "from": null, "to": 2}), Some(json!(3))),
        (json!({"t": "key", "ask": 3, "room": 1, "password": null}), Some(json!(3))),
    ] {
        raw.send(line.clone()).await;
        let refused = raw.until("refused").await;
        assert_eq!((&refused["code"], refused.get("ask")), (&json!("frame"), ask.as_ref()), "{line}: {refused}");
    }
    house.close().await;
}
