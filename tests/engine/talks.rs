//! Direct talk: a room of two, kept like any other and seen by nobody else.

use parlor::guest::{GuestError, OwnState, Update};
use parlor::room::{Access, Act, Body, RoomNo};
use parlor::wire::Identity;
use parlor::wire::frame::{NewRoom, RoomName, Since};

use crate::support::visitor::{open_room, said};
use crate::support::{TestHouse, Visitor, soon};

#[tokio::test(flavor = "multi_thread")]
async fn two_talk_directly_and_both_are_in_it_at_once() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let line = ada.guest.talk(ken.me().who).await.unwrap();
    assert_eq!((line.title.as_str(), line.direct), ("Ken", Some(ken.me())));
    assert_eq!((ada.is_in_a_talk().await, ken.is_in_a_talk().await), (line.room, line.room));
    ada.says_in(line.room, "only for you").await;
    ken.sees_in(line.room, "the words", |event| event.body.text().is_some()).await;
    let again = ken.guest.talk(ada.me().who).await.unwrap();
    assert_eq!((again.room, again.title.as_str()), (line.room, "Ada"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_talk_or_comes_into_it() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    let bob = Visitor::come(&house, "Bob").await;
    let talk = ada.guest.talk(ken.me().who).await.unwrap().room;
    ada.is_in_a_talk().await;
    ada.says_in(talk, "only for you").await;
    assert_eq!(bob.guest.rooms().await.unwrap().len(), 1);
    for name in [RoomName::No(talk), RoomName::Title("Ada".to_owned()), RoomName::Title(talk.to_string())] {
        let tried = bob.guest.enter(name.clone(), Since::ALL, None).await;
        assert!(matches!(tried, Err(GuestError::Refused(_))), "{name:?}: {tried:?}");
    }
    let read = bob.guest.read(talk, parlor::room::Seq(1)..=parlor::room::Seq(9)).await;
    assert!(matches!(read, Err(GuestError::Refused(_))), "{read:?}");
    let found = bob.guest.find(talk, parlor::room::Query { most: 9, ..Default::default() }).await;
    assert!(matches!(found, Err(GuestError::Refused(_))), "{found:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_waits_for_who_is_not_here_and_is_kept() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ken");
    visit.me = Identity::fresh().unwrap();
    let ken = Visitor::visit(visit.clone()).await;
    let who = ken.me().who;
    ken.leave().await;
    let mut ada = Visitor::come(&house, "Ada").await;
    let talk = ada.guest.talk(who).await.unwrap().room;
    ada.is_in_a_talk().await;
    ada.says_in(talk, "when you are back").await;
    ada.leave().await;
    let house = house.reopen().await;
    let mut back = house.visit("Ken");
    back.me = visit.me;
    let mut ken = Visitor::visit(back).await;
    assert_eq!(ken.is_in_a_talk().await, talk);
    ken.sees_in(talk, "the words", |event| event.body.text().is_some()).await;
    // Who comes and goes is nobody's news in a talk of two.
    assert_eq!(said(&ken.elsewhere[&talk]), ["when you are back"]);
    assert!(!ken.elsewhere[&talk].iter().any(|event| matches!(event.body, Body::People(_))));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_talk_nobody_is_above_the_other_and_nobody_talks_with_themselves() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    let talk = ada.guest.talk(ken.me().who).await.unwrap().room;
    ada.is_in_a_talk().await;
    let kicked = ada.adds(talk, Body::Act(Act::Kicked { whom: ken.me(), why: None })).await;
    assert!(matches!(&kicked, OwnState::Refused { why, .. } if why.contains("direct messages")), "{kicked:?}");
    let alone = soon("an answer", ada.guest.talk(ada.me().who)).await;
    assert!(matches!(&alone, Err(GuestError::Refused(why)) if why.contains("That is you")), "{alone:?}");
    let deleted = ada.guest.delete(talk).await;
    assert!(matches!(&deleted, Err(GuestError::Refused(_))), "{deleted:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_talks_with_someone_who_is_gone_and_nobody_else_hears_of_a_talk() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let talk = ada.guest.talk(ken.me().who).await.unwrap().room;
    ada.is_in_a_talk().await;
    bob.says("a moment later").await;
    let told = bob.updates_so_far();
    assert!(!told.iter().any(|update| update.contains(&format!("{talk:?}"))), "{told:?}");
    let gone = ken.me().who;
    ken.guest.register("correct horse".to_owned().into()).await.unwrap();
    ken.guest.unregister("correct horse".to_owned().into()).await.unwrap();
    let eve = Visitor::come(&house, "Eve").await;
    let refused = eve.guest.talk(gone).await;
    assert!(matches!(&refused, Err(GuestError::Refused(why)) if why.contains("deleted their account")), "{refused:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_talk_reaches_who_left_it() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let talk = soon("a talk", ada.guest.talk(bob.me().who)).await.unwrap().room;
    bob.until("the talk", |update| matches!(update, Update::Joined(entered) if entered.room == talk).then_some(()))
        .await;
    bob.guest.leave_room(talk).unwrap();
    bob.is_out_of(talk).await;
    ada.enters(talk).await;
    ada.says_in(talk, "are you there").await;
    bob.sees_in(talk, "the words", |event| event.body.text().is_some_and(|text| text.as_str() == "are you there"))
        .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_of_a_talk_or_a_hidden_room_by_asking_for_what_they_may_not() {
    let house = TestHouse::open();
    let ada = Visitor::come(&house, "Ada").await;
    let bob = Visitor::come(&house, "Bob").await;
    let ken = Visitor::come(&house, "Ken").await;
    let talk = soon("a talk", ada.guest.talk(bob.me().who)).await.unwrap().room;
    let hidden = NewRoom { access: Access::Invited, ..open_room("Layoffs in May") };
    let hidden = soon("a room", ada.guest.make(hidden, None)).await.unwrap().room;
    let none = soon("an answer", ken.guest.delete(RoomNo(99))).await.unwrap_err().to_string();
    for room in [talk, hidden] {
        assert_eq!(soon("an answer", ken.guest.delete(room)).await.unwrap_err().to_string(), none);
        assert_eq!(soon("an answer", ken.guest.bans(Some(room))).await.unwrap_err().to_string(), none);
        let who = soon("an answer", ken.guest.whois(&ada.me().name, Some(room))).await.unwrap_err().to_string();
        assert!(who.contains("not in this room"), "{who}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_of_a_talk_see_each_other_come_and_go() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let visit = house.visit("Ken");
    let ken = Visitor::visit(visit.clone()).await;
    let who = ken.me().who;
    let talk = ada.guest.talk(who).await.unwrap().room;
    ada.is_in_a_talk().await;
    ken.leave().await;
    let told = |here: bool| {
        move |update: &Update| match update {
            Update::Away(room, people) if *room == talk => {
                people.iter().any(|one| one.who == who && one.since.is_some() == here).then_some(())
            }
            _ => None,
        }
    };
    ada.until("Ken to go", told(false)).await;
    let _ken = Visitor::visit(visit).await;
    ada.until("Ken to come", told(true)).await;
    house.close().await;
}
