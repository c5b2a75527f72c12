//! What happens at once: two who decide, many who guess, a room that ends while people speak in it.

use parlor::guest::{OwnState, Visit};
use parlor::room::{Act, Body, EventId, Reach, RoomNo};
use parlor::wire::frame::Code;
use parlor::wire::{Identity, Password};
use serde_json::json;

use crate::support::visitor::{ROOM, open_room, text};
use crate::support::{Raw, TestHouse, Visitor, soon};

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_deleted_while_many_speak_in_it_is_gone_and_the_house_opens_again() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut rooms = Vec::new();
    for round in 0..8 {
        let room = ada.makes(open_room(&format!("Tea {round}"))).await;
        rooms.push(room);
        let mut speaking = Vec::new();
        for number in 0..6 {
            let mut ken = Visitor::come(&house, &format!("Ken {round} {number}")).await;
            ken.enters(room).await;
            speaking.push(tokio::spawn(async move {
                for _ in 0..40 {
                    let body = Body::Said { text: text("zanzibar") };
                    ken.guest.add_to(Some(room), EventId::fresh(), body).await.unwrap();
                }
                ken
            }));
        }
        soon("deleting", ada.guest.delete(room)).await.unwrap();
        for ken in speaking {
            soon("speaking", ken).await.unwrap();
        }
    }
    let data = house.data();
    let house = house.reopen().await;
    let ken = Visitor::come(&house, "Ken").await;
    let seen = soon("the rooms", ken.guest.rooms()).await.unwrap();
    assert_eq!(seen.iter().map(|line| line.room).collect::<Vec<_>>(), [ROOM]);
    soon("nothing to be left", async {
        while crate::memory::holds(&data, "zanzibar") {
            soon("an answer", ken.guest.rooms()).await.unwrap();
        }
    })
    .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_guess_a_password_at_once_are_judged_no_more_often_than_one_after_the_other() {
    let house = TestHouse::open();
    let ada = Visitor::come(&house, "Ada").await;
    ada.guest.register(Password::from("correct horse".to_owned())).await.unwrap();
    let guesses: Vec<_> = (0..40)
        .map(|number| {
            let address = house.address;
            tokio::spawn(async move {
                let mut raw = Raw::knock(address).await;
                let guess = format!("wrong guess {number}");
                raw.send(json!({"t":"hello","v":1,"name":"Ada","account":{"login":guess}})).await;
                raw.goodbye().await.unwrap()["why"].as_str().unwrap().to_owned()
            })
        })
        .collect();
    let (mut judged, mut sent_away) = (0, 0);
    for guess in guesses {
        match soon("a judgement", guess).await.unwrap() {
            why if why.starts_with("Wrong name or password") => judged += 1,
            why if why.contains("Wait") => sent_away += 1,
            why => panic!("{why}"),
        }
    }
    // Ten at once; a few more where that took so long that some came back.
    assert!((10..=14).contains(&judged), "{judged} were judged, {sent_away} sent away");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_holds_that_comes_right_after_another_let_them_in() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    bob.enters(room).await;
    ada.does(room, Act::Opped { whom: bob.me() }).await;
    let whom = ken.me();
    for _ in 0..30 {
        let unban = Body::Act(Act::Unbanned { whom: whom.clone(), house: false });
        let ban = banned(&ken, false);
        let (one, other) = tokio::join!(
            ada.guest.add_to(Some(room), EventId::fresh(), unban),
            bob.guest.add_to(Some(room), EventId::fresh(), ban)
        );
        ada.settled(one.unwrap()).await;
        bob.settled(other.unwrap()).await;
        let last = last_act(&mut ada, room).await;
        let bans = soon("the bans", ada.guest.bans(Some(room))).await.unwrap().len();
        assert_eq!(bans, usize::from(matches!(last, Act::Banned { .. })), "the last word was {last:?}");
    }
    house.close().await;
}

fn banned(whom: &Visitor, house: bool) -> Body {
    Body::Act(Act::Banned { whom: whom.me(), until: None, why: None, reach: Reach::Person, house })
}

/// The last ban or its end in a room.
async fn last_act(visitor: &mut Visitor, room: RoomNo) -> Act {
    let head = soon("the rooms", visitor.guest.rooms()).await.unwrap();
    let head = head.iter().find(|line| line.room == room).unwrap().head;
    visitor.sees_in(room, "everything", |event| event.seq == head).await;
    let events = visitor.elsewhere.get(&room).unwrap().iter().rev();
    let act = |body: &Body| match body {
        Body::Act(act @ (Act::Banned { .. } | Act::Unbanned { .. })) => Some(act.clone()),
        _ => None,
    };
    events.map(|event| &event.body).find_map(act).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_banned_from_the_house_comes_back_under_no_other_name() {
    let house = TestHouse::open();
    let mut host = Visitor::visit(house.own_visit("Ada").await).await;
    // Someone who is away just then.
    let one = Visit { me: Identity::fresh().unwrap(), ..house.visit("Mallory") };
    let mallory = Visitor::visit(one.clone()).await;
    let ban = banned(&mallory, true);
    mallory.leave().await;
    host.adds(ROOM, ban).await;
    assert!(is_banned(Visit { name: "Trent".parse().unwrap(), ..one }).await);
    // Someone who is in with two names.
    let two = Visit { me: Identity::fresh().unwrap(), ..house.visit("Eve") };
    let eve = Visitor::visit(two.clone()).await;
    let mut other = Visitor::visit(Visit { name: "Zoe".parse().unwrap(), ..two.clone() }).await;
    host.adds(ROOM, banned(&eve, true)).await;
    assert_eq!(other.is_sent_away().await, Some(Code::Banned));
    // Nor does it leave an account behind by which another key comes in.
    let password = || Password::from("correct horse".to_owned());
    let account = Some(parlor::wire::account::Account::Register(password()));
    assert!(is_banned(Visit { name: "Trudy".parse().unwrap(), account, ..two }).await);
    let mut raw = Raw::knock(house.address).await;
    raw.send(json!({"t":"hello","v":1,"name":"Trudy","account":{"login":"correct horse"}})).await;
    let why = raw.goodbye().await.unwrap()["why"].to_string();
    assert!(why.contains("Wrong name or password"), "{why}");
    house.close().await;
}

async fn is_banned(visit: Visit) -> bool {
    use parlor::guest::Update;
    let ended = |update: &Update| if let Update::Ended(ended) = update { Some(ended.code) } else { None };
    Visitor::set_out(visit).until("the end", ended).await == Some(Code::Banned)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_new_is_said_in_a_locked_or_slow_room_by_changing_what_stands_there() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    let of = ken.says_in(room, "harmless").await;
    let edit = || Body::Edited { of, text: text("not so harmless") };
    let topic = || Body::Topic { topic: "nor this".parse().unwrap() };
    ada.does(room, Act::Locked {}).await;
    for body in [edit(), topic()] {
        let state = ken.adds(room, body).await;
        assert!(matches!(&state, OwnState::Refused { why, .. } if why.contains("Only operators")), "{state:?}");
    }
    ada.does(room, Act::Unlocked {}).await;
    ada.does(room, Act::Slowed { seconds: 3600 }).await;
    ken.says_in(room, "the one").await;
    for body in [edit(), topic()] {
        let state = ken.adds(room, body).await;
        assert!(matches!(&state, OwnState::Refused { why, .. } if why.contains("Slow mode")), "{state:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_by_address_puts_out_nobody_who_keeps_the_room() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    bob.enters(room).await;
    ada.does(room, Act::Opped { whom: ken.me() }).await;
    ken.does(room, Act::Banned { whom: bob.me(), until: None, why: None, reach: Reach::Address, house: false }).await;
    assert_eq!(bob.is_out_of(room).await.0, Code::Banned);
    ada.says_in(room, "still here").await;
    ken.says_in(room, "so am I").await;
    ada.enters(room).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_rooms_without_end_by_giving_them_away() {
    let house = TestHouse::open();
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut made = 0;
    loop {
        let line = match soon("making a room", ken.guest.make(open_room(&format!("Room {made}")), None)).await {
            Ok(line) => line,
            Err(error) => break assert!(error.to_string().contains("50 rooms"), "{error}"),
        };
        made += 1;
        ken.enters(line.room).await;
        let whom = ken.me();
        ken.does(line.room, Act::Deopped { whom }).await;
    }
    assert_eq!(made, 50);
    house.close().await;
}
