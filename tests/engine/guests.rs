//! Coming in: names, passwords, invites, keys; and what a guest keeps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parlor::guest::{Ended, Keep, OwnState, Update, Visit, Way, knock};
use parlor::room::{Act, Body, NameRule};
use parlor::wire::Identity;
use parlor::wire::frame::{Code, RoomName};

use crate::support::visitor::{open_room, text};
use crate::support::{TestHouse, Visitor};

async fn ended(visit: Visit) -> Ended {
    let mut visitor = Visitor::set_out(visit);
    visitor
        .until("the end", |update| match update {
            Update::Ended(ended) => Some(ended.clone()),
            Update::Entered(_) => panic!("came in"),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_belongs_to_the_first_key_that_took_it_and_another_is_suggested() {
    let house = TestHouse::open();
    let visit = house.visit("Ada");
    let ada = Visitor::visit(visit.clone()).await;
    ada.leave().await;
    // A look-alike in Cyrillic is the same name.
    let other = ended(house.visit("\u{410}da")).await;
    assert_eq!(other.code, Some(Code::Taken));
    let suggested = other.suggest.unwrap();
    Visitor::visit(Visit { name: suggested, ..house.visit("Ada") }).await;
    // The one it belongs to may always come back, after a restart as well.
    let house = house.reopen().await;
    Visitor::visit(visit).await;
    assert_eq!(ended(house.visit("ADA")).await.code, Some(Code::Taken));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_can_ask_for_letters_only() {
    let house = TestHouse::with(|settings| settings.names = NameRule::Letters);
    let refused = ended(house.visit("Sam2")).await;
    assert_eq!(refused.code, Some(Code::Name));
    assert_eq!(refused.why, "Names here can only have letters and spaces.");
    Visitor::come(&house, "Sam Two").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_asked_for_and_an_invite_serves_instead_until_it_is_withdrawn() {
    let house = TestHouse::with(|settings| settings.password = Some("open sesame".to_owned()));
    assert_eq!(ended(house.visit("Ada")).await.code, Some(Code::Password));
    let wrong = ended(Visit { password: Some("open says me".to_owned()), ..house.visit("Ada") }).await;
    assert_eq!(wrong.code, Some(Code::Password));
    Visitor::visit(Visit { password: Some("open sesame".to_owned()), ..house.visit("Ada") }).await;
    let invited = Visit { secret: house.house.secret(), ..house.visit("Ken") };
    Visitor::visit(invited.clone()).await;
    house.house.new_invite().await.unwrap();
    let withdrawn = ended(invited).await;
    assert!(withdrawn.why.contains("withdrawn"), "{}", withdrawn.why);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_passwords_is_slowed_down() {
    let house = TestHouse::with(|settings| settings.password = Some("open sesame".to_owned()));
    let mut answers = Vec::new();
    for number in 0..12 {
        answers.push(ended(Visit { password: Some(number.to_string()), ..house.visit("Eve") }).await.why);
    }
    assert!(answers[0].contains("wrong"), "{}", answers[0]);
    assert!(answers[11].contains("Wait"), "{}", answers[11]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_at_a_known_address_is_refused_with_both_fingerprints() {
    let known = TestHouse::open();
    let stranger = TestHouse::open();
    let key = known.house.fingerprint();
    let visit = Visit { way: Way::Network { addresses: vec![stranger.to()], relay: None, key }, ..known.visit("Ada") };
    let refused = ended(visit).await;
    assert!(refused.why.contains(&key.words()));
    assert!(refused.why.contains(&stranger.house.fingerprint().words()));
    let seen = knock(&[stranger.to()], &Identity::fresh().unwrap()).await.unwrap();
    assert_eq!(seen, stranger.house.fingerprint());
    known.close().await;
    stranger.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_house_keeps_its_key_and_only_its_owner_can_read_it() {
    let house = TestHouse::open();
    let key = house.house.fingerprint();
    let file = std::fs::metadata(house.data().join("house.key")).unwrap();
    assert!(file.is_file());
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o777, 0o600);
    let house = house.reopen().await;
    assert_eq!(house.house.fingerprint(), key);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_not_there_is_said_to_be_missing() {
    let house = TestHouse::open();
    let room = Some(RoomName::Title("Attic".to_owned()));
    assert_eq!(ended(Visit { room, ..house.visit("Ada") }).await.code, Some(Code::Room));
    let room = Some(RoomName::Title("course CHAT".to_owned()));
    Visitor::visit(Visit { room, ..house.visit("Ken") }).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_own_window_is_a_guest_through_a_pipe() {
    let house = TestHouse::with(|settings| settings.password = Some("for the others".to_owned()));
    let me = Identity::fresh().unwrap();
    let (inside, key) = (house.house.clone(), me.fingerprint());
    let way = Way::Here(Arc::new(move || inside.visit(key).ok()));
    let mut host = Visitor::visit(Visit { way, me, ..house.visit("Ada") }).await;
    let password = Some("for the others".to_owned());
    let mut ken = Visitor::visit(Visit { password, ..house.visit("Ken") }).await;
    host.says("welcome").await;
    ken.sees_text("welcome").await;
    host.leave().await;
    ken.leave().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_survives_the_program_and_goes_out_at_the_next_visit() {
    let house = TestHouse::open();
    let keep = Keep::In(house.folder().join("ada"));
    let visit = Visit { keep, ..house.visit("Ada") };
    let ada = Visitor::visit(visit.clone()).await;
    ada.leave().await;
    let nowhere = Way::Here(Arc::new(|| None));
    let offline = Visitor::set_out(Visit { way: nowhere, ..visit.clone() });
    offline.guest.say(text("written on the train")).await.unwrap();
    assert_eq!(offline.guest.leave(std::time::Duration::ZERO).await, 1);
    drop(offline);
    let mut ada = Visitor::visit(visit).await;
    ada.sees_text("written on the train").await;
    assert_eq!(ada.leave().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_may_have_two_windows_open() {
    let house = TestHouse::open();
    let visit = Visit { keep: Keep::In(house.folder().join("ada")), ..house.visit("Ada") };
    let mut one = Visitor::visit(visit.clone()).await;
    let mut two = Visitor::visit(visit).await;
    one.says("from one").await;
    two.says("from two").await;
    one.sees_text("from two").await;
    two.sees_text("from one").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_waits_for_its_author() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let nothing = parlor::room::EventId::fresh();
    let id = ada.guest.edit(nothing, text("of nothing")).await.unwrap();
    let refused = ada.settled(id).await;
    assert!(matches!(&refused, OwnState::Refused { why, .. } if why.contains("not in this room")), "{refused:?}");
    ada.guest.retry(id).unwrap();
    ada.says("meanwhile").await;
    ada.guest.discard(id).unwrap();
    assert_eq!(ada.leave().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_free_after_thirty_days_unused_but_never_while_its_person_is_here() {
    let days = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&days);
    let house = TestHouse::with(move |settings| {
        settings.clock = Arc::new(move || clock.load(Ordering::SeqCst) * 24 * 60 * 60 * 1000 + 1_000_000);
    });
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says("I stay").await;
    days.store(31, Ordering::SeqCst);
    assert_eq!(ended(house.visit("Ada")).await.code, Some(Code::Taken));
    // Until now she was here: the thirty days begin when she leaves.
    let mut ken = Visitor::come(&house, "Ken").await;
    ada.leave().await;
    ken.sees("Ada leaving", |event| format!("{:?}", event.body).contains("left: [Author")).await;
    days.store(60, Ordering::SeqCst);
    assert_eq!(ended(house.visit("Ada")).await.code, Some(Code::Taken));
    days.store(62, Ordering::SeqCst);
    let mut other = Visitor::come(&house, "Ada").await;
    let (id, _) = other.says("another Ada").await;
    let first = ken.sees_text("I stay").await;
    let second = ken.sees("the other's words", |event| event.id == id).await;
    assert_ne!(first.by.unwrap().who, second.by.unwrap().who, "another key is another person");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_says_whether_trying_it_again_may_help_and_the_outbox_remembers() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let room = ada.makes(open_room("Tea")).await;
    let keep = Keep::In(house.folder().join("ken"));
    let visit = Visit { keep, ..house.visit("Ken") };
    let mut ken = Visitor::visit(visit.clone()).await;
    ken.enters(room).await;
    let (whom, said) = (ken.me(), || Body::Said { text: text("let me say") });
    let again = |state: OwnState| match state {
        OwnState::Refused { again, .. } => again,
        other => panic!("{other:?}"),
    };
    let at = ada.seen.last().map_or(0, |event| event.at);
    let muted = |until| Act::Muted { whom: whom.clone(), until, why: None };
    ada.does(room, Act::Locked {}).await;
    let locked = ken.adds(room, said()).await;
    assert!(matches!(locked, OwnState::Refused { wait: None, .. }), "nobody knows when: {locked:?}");
    assert!(again(locked), "it may be unlocked");
    ada.does(room, Act::Unlocked {}).await;
    ada.does(room, muted(Some(at + 3_600_000))).await;
    assert!(again(ken.adds(room, said()).await), "the mute ends");
    ada.does(room, muted(None)).await;
    assert!(!again(ken.adds(room, said()).await), "the mute has no end");
    ada.does(room, Act::Unmuted { whom: whom.clone() }).await;
    ada.does(room, Act::Slowed { seconds: 3600 }).await;
    let of = ken.says_in(room, "the one").await;
    let slow = ken.adds(room, said()).await;
    let OwnState::Refused { wait: Some(wait), .. } = &slow else { panic!("{slow:?}") };
    assert!((3000..=3600).contains(&wait.as_secs()), "{wait:?}");
    assert!(again(slow), "the wait ends");
    ada.does(room, Act::Slowed { seconds: 0 }).await;
    assert!(matches!(ken.adds(room, Body::Withdrawn { of }).await, OwnState::Kept { .. }));
    let edit = Body::Edited { of, text: text("the other") };
    assert!(!again(ken.adds(room, edit).await), "what was deleted stays so");
    ada.does(room, Act::Archived {}).await;
    assert!(!again(ken.adds(room, said()).await), "it can only be read");
    ken.leave().await;
    let ken = Visitor::visit(visit).await;
    let waiting = ken.own.into_iter().filter(|own| matches!(own.state, OwnState::Refused { .. }));
    let waiting: Vec<bool> = waiting.map(|own| again(own.state)).collect();
    assert_eq!(waiting, [true, true, false, true, false, false]);
    house.close().await;
}
