//! The pipe for programs, beyond one room: every wish that was granted to people is granted to a program as well.

use parlor::guest::Update;
use parlor::room::RoomNo;
use serde_json::{Value, json};

use crate::support::Visitor;
use crate::support::program::{Home, Program, as_news};

/// Asks something, and waits for the answer to it.
async fn asks(bot: &mut Program, mut wish: Value, kind: &str) -> Value {
    wish["ask"] = json!(41);
    bot.wants(&wish);
    let answer = bot.news_where(kind, |news| news["ask"] == 41).await;
    assert_eq!(answer["ask"], 41);
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_makes_enters_leaves_and_deletes_rooms() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let (mut bot, _) = Home::new().bot(&house.invite, "Robot", &[]).await;
    let wish =
        json!({"t": "make", "title": "Tea", "topic": "at four", "access": "password", "password": "correct horse"});
    let made = asks(&mut bot, wish, "made").await;
    assert_eq!(
        (&made["title"], &made["topic"], &made["access"]),
        (&json!("Tea"), &json!("at four"), &json!("password"))
    );
    let room = made["room"].clone();
    assert_eq!(asks(&mut bot, json!({"t": "enter", "room": "tea", "since": {"last": 9}}), "done").await["room"], room);
    let joined = bot.news("joined").await;
    assert_eq!((&joined["room"], &joined["rank"], &joined["ask"]), (&room, &json!("operator"), &json!(null)));
    bot.wants(&json!({"t": "say", "room": room, "text": "milk first"}));
    let said = bot.news_where("event", |news| news["body"]["text"] == "milk first").await;
    assert_eq!(said["room"], room);
    bot.wants(&json!({"t": "withdraw", "room": room, "of": said["id"]}));
    bot.news_where("event", |news| news["body"]["kind"] == "withdrawn").await;
    let rooms = asks(&mut bot, json!({"t": "rooms"}), "rooms").await;
    assert_eq!(rooms["rooms"].as_array().unwrap().len(), 2);
    bot.wants(&json!({"t": "leave", "room": room}));
    let out = bot.news("out").await;
    assert_eq!((&out["room"], &out["code"]), (&room, &json!("left")));
    let refused = asks(&mut bot, json!({"t": "enter", "room": "nowhere"}), "refused").await;
    assert!(refused["why"].as_str().unwrap().contains("no such room"), "{refused}");
    asks(&mut bot, json!({"t": "delete", "room": room}), "done").await;
    assert_eq!(bot.news("gone").await["room"], room);
    ken.until("news that it is gone", |update| matches!(update, Update::Gone(no) if json!(no) == room).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_wants_something_unknown_is_told_what_there_is() {
    let house = Home::new().host(&[]).await;
    let (mut bot, _) = Home::new().bot(&house.invite, "Robot", &[]).await;
    let refused = asks(&mut bot, json!({"t": "nope"}), "refused").await;
    let why = refused["why"].as_str().unwrap();
    let begins = "This line was not understood: there is no “nope”. Choose one of say, add, edit, ";
    assert!(why.starts_with(begins) && why.ends_with(", logout."), "{why}");
    assert!(!why.contains("variant") && !why.contains('`'), "{why}");
    let example = r#"such as {"t":"say","text":"Hello"}."#;
    for (line, told) in [("hello", "it is not a JSON object"), ("{}", r#"it has no "t""#)] {
        bot.types(line);
        let refused = bot.news("refused").await;
        assert_eq!(refused["why"], format!("This line was not understood: {told}, {example}"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_knows_people_talks_with_them_and_finds_what_they_said() {
    let house = Home::new().host(&[]).await;
    let mut ken = Visitor::visit(house.visit("Ken")).await;
    let (mut bot, _) = Home::new().bot(&house.invite, "Robot", &[]).await;
    ken.says("a kettle of tea").await;
    bot.news_where("event", |news| news["body"]["text"] == "a kettle of tea").await;
    let found = asks(&mut bot, json!({"t": "find", "words": "kett"}), "found").await;
    assert_eq!((&found["hits"][0]["body"]["text"], &found["whole"]), (&json!("a kettle of tea"), &json!(true)));
    let people = asks(&mut bot, json!({"t": "whois", "name": "ken"}), "people").await;
    let who = people["people"][0]["who"].clone();
    assert_eq!(who, json!(ken.me().who));
    let made = asks(&mut bot, json!({"t": "talk", "with": who}), "made").await;
    assert_eq!(made["direct"]["name"], "Ken");
    bot.news_where("joined", |news| news["room"] == made["room"]).await;
    bot.wants(&json!({"t": "say", "room": made["room"], "text": "only for you"}));
    let talk = RoomNo(u32::try_from(made["room"].as_u64().unwrap()).unwrap());
    let said = ken.sees_in(talk, "the words", |event| event.body.text().is_some()).await;
    bot.wants(&json!({"t": "seen", "room": made["room"], "seq": said.seq}));
    bot.wants(&json!({"t": "quiet", "room": made["room"], "quiet": true}));
    bot.wants(&json!({"t": "ignore", "whom": who, "ignore": true}));
    bot.wants(&json!({"t": "away", "away": {"why": "recharging"}}));
    let rooms = asks(&mut bot, json!({"t": "rooms"}), "rooms").await;
    let line = rooms["rooms"].as_array().unwrap().iter().find(|line| line["room"] == made["room"]).unwrap();
    assert_eq!(line["yours"], json!({"read": said.seq, "quiet": true}));
    let away = ken.until("the bot's being away", |update| match update {
        Update::Away(_, people) => people.iter().find_map(|person| person.away.clone()),
        _ => None,
    });
    assert_eq!(away.await.why.unwrap().as_str(), "recharging");
    bot.wants(&json!({"t": "away"}));
    let told = bot.news_where("away", |news| news["people"][0].get("away").is_none()).await;
    assert_eq!(told["people"][0]["who"], json!(2));
    let refused = asks(&mut bot, json!({"t": "whois", "name": "Nobody"}), "refused").await;
    assert!(refused["why"].as_str().unwrap().contains("Nobody"), "{refused}");
    // What can't be read is answered under its number.
    asks(&mut bot, json!({"t": "talk", "with": "Ken"}), "refused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_registers_logs_out_and_may_do_only_what_it_may() {
    let house = Home::new().host(&[]).await;
    let home = Home::new();
    let (mut bot, _) = home.bot(&house.invite, "Robot", &[]).await;
    for wish in [
        json!({"t": "bans"}),
        json!({"t": "requests"}),
        json!({"t": "invites"}),
        json!({"t": "invite", "once": true}),
        json!({"t": "revoke", "invite": 1}),
        json!({"t": "admit", "request": 1, "yes": true}),
        json!({"t": "admission", "admission": "closed"}),
    ] {
        let refused = asks(&mut bot, wish, "refused").await;
        assert_eq!(refused["why"], "Only the host can do that.");
    }
    let refused = asks(&mut bot, json!({"t": "register", "password": "short"}), "refused").await;
    assert!(refused["why"].as_str().unwrap().contains("too short"), "{refused}");
    asks(&mut bot, json!({"t": "register", "password": "correct horse"}), "done").await;
    asks(&mut bot, json!({"t": "logout", "everywhere": true}), "done").await;
    let end = bot.end().await;
    assert_eq!(end.code, Some(0), "{end:?}");
    let bye = as_news(end.out.last().unwrap());
    assert_eq!((&bye["t"], &bye["code"]), (&json!("bye"), &json!("login")));
    // Without its password it is somebody else now.
    let end = home.set_out(&house.invite, "Robot", &["--json"]).end().await;
    assert_eq!(as_news(end.out.last().unwrap())["code"], "taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_of_the_host_hands_out_invites() {
    let home = Home::new();
    let file = home.file("password", "sesame");
    let house = home.host(&["--password-file", &file]).await;
    let (mut bot, _) = home.bot(&house.invite, "Robot", &[]).await;
    let wish = json!({"t": "invite", "label": "For Can", "once": true, "for_ms": 60_000});
    let made = asks(&mut bot, wish, "invite").await;
    assert_eq!((&made["invite"], &made["label"], &made["once"]), (&json!(2), &json!("For Can"), &json!(true)));
    let link = made["link"].as_str().unwrap();
    assert!(link.ends_with(&format!("#{}", made["secret"].as_str().unwrap())), "{link}");
    let (_can, _) = Home::new().bot(link, "Can", &[]).await;
    let all = asks(&mut bot, json!({"t": "invites"}), "invites").await;
    assert_eq!((&all["invites"][0]["state"], &all["invites"][0]["last"][0]["name"]), (&json!("used"), &json!("Can")));
    asks(&mut bot, json!({"t": "revoke", "invite": 2}), "done").await;
    let refused = asks(&mut bot, json!({"t": "revoke", "invite": 9}), "refused").await;
    assert!(refused["why"].as_str().unwrap().contains("no invite 9"), "{refused}");
}
