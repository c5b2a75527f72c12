//! What the core does that no socket can show, or only in passing, each told in a few steps.

use super::dice::key;
use super::faults::Fault;
use super::scene::{FIRST, Guest, Scene};
use crate::host::core::{Answer, Claimant, GuestRequest, Input, Registration};
use crate::host::registry::{accounts, bans, names};
use crate::room::{Access, Act, Reach, RoomNo, Title, Topic};
use crate::wire::account::Admission;
use crate::wire::frame::{Code, NewRoom};

fn is_storage(answer: Option<&Result<Answer, crate::host::no::No>>) -> bool {
    matches!(answer, Some(Err(no)) if no.code == Code::Storage)
}

fn kitchen() -> GuestRequest {
    let title = Title::parse("Kitchen").unwrap();
    GuestRequest::Make { new: NewRoom { title, topic: Topic::default(), access: Access::Everyone }, hash: None }
}

fn ban(guest: &Guest) -> Act {
    Act::Banned { whom: guest.author.clone(), until: None, why: None, reach: Reach::Person, house: false }
}

#[test]
fn whoever_comes_without_a_key_has_a_free_name_for_their_visit_and_no_longer() {
    let mut scene = Scene::open();
    let comer = Scene::comer("Ada", None);
    let ada = scene.arrive(&comer).unwrap();
    assert_eq!(scene.claim(&comer).unwrap_err().code, Code::Taken, "it is hers while she is here");
    scene.rest(60 * 60 * 24 * 60);
    assert_eq!(scene.claim(&comer).unwrap_err().code, Code::Taken, "however long that is");
    scene.ask(Scene::departing(&ada)).unwrap();
    let other = scene.arrive(&comer).unwrap();
    assert_ne!(other.author.who, ada.author.who, "nothing of hers is someone else's");
}

#[test]
fn whoever_is_in_the_house_twice_without_a_key_keeps_the_name_until_both_are_gone() {
    let mut scene = Scene::open();
    let comer = Scene::comer("Ada", None);
    let ada = scene.arrive(&comer).unwrap();
    scene.ask(Scene::asking(&ada, GuestRequest::Account { hash: "hash".to_owned(), new: true })).unwrap();
    let again = scene.arrive(&Claimant { proved: true, ..comer.clone() }).unwrap();
    assert_eq!(again.author.who, ada.author.who);
    scene.ask(Scene::departing(&ada)).unwrap();
    assert!(scene.rig.driver.core().house().is_here(ada.author.who));
}

#[test]
fn an_account_without_a_key_is_reached_by_its_password_alone() {
    let mut scene = Scene::open();
    let mut comer = Scene::comer("Ada", None);
    comer.register = Registration::With("hash".to_owned());
    let ada = scene.arrive(&comer).unwrap();
    comer.register = Registration::No;
    scene.ask(Scene::departing(&ada)).unwrap();
    scene.rest(60 * 60 * 24 * 60);
    assert_eq!(scene.claim(&comer).unwrap_err().code, Code::Taken, "it is kept, and not for whoever asks");
    assert!(accounts::keys_of(scene.rig.driver.book().db(), ada.author.who).unwrap().is_empty());
    comer.proved = true;
    assert_eq!(scene.claim(&comer).unwrap(), ada.author);
}

#[test]
fn a_name_with_a_key_is_kept_for_a_month() {
    let mut scene = Scene::open();
    let ada = scene.arrive(&Scene::comer("Ada", Some(1))).unwrap();
    scene.ask(Scene::departing(&ada)).unwrap();
    scene.rest(60 * 60 * 24 * 29);
    assert_eq!(scene.claim(&Scene::comer("Ada", Some(2))).unwrap_err().code, Code::Taken);
    scene.rest(60 * 60 * 24 * 3);
    assert_ne!(scene.claim(&Scene::comer("Ada", Some(2))).unwrap().who, ada.author.who);
}

#[test]
fn what_can_not_be_written_for_one_leaves_no_trace_and_the_others_are_kept() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let asks = [
        scene.saying(&ada, FIRST, Scene::words("One")),
        scene.act(&host, FIRST, ban(&ada)),
        Input::Claim(Scene::comer("Bo", Some(2))),
        scene.saying(&ada, FIRST, Scene::words("Two")),
    ];
    let outcome = scene.rig.batch(&asks, Fault::RegistryWrite(1));
    assert!(is_storage(outcome.answer(1)));
    assert!([0, 2, 3].iter().all(|call| outcome.answer(*call).unwrap().is_ok()));
    let db = scene.rig.driver.book().db();
    assert!(bans::bans(db, Some(FIRST), None, None, 0).unwrap().lines.is_empty());
    assert!(names::called(db, &"Bo".parse().unwrap()).unwrap().is_some());
    assert!(scene.here(FIRST).contains(&ada.author.who));
    assert_eq!(scene.room(FIRST).head.0, scene.rig.log.lengths()[&FIRST] as u64);
}

#[test]
fn a_commit_that_fails_refuses_all_that_was_in_it() {
    for fault in [Fault::Log, Fault::Commit] {
        let mut scene = Scene::open();
        let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
        let before = scene.room(FIRST);
        let (enter, _) = scene.entering(&host, RoomNo(1));
        let asks = [
            Input::Claim(Scene::comer("Bo", Some(2))),
            scene.saying(&ada, FIRST, Scene::words("One")),
            scene.act(&host, FIRST, ban(&ada)),
            Scene::asking(&host, kitchen()),
            scene.saying(&host, FIRST, crate::room::Body::Named { name: "Hosta".parse().unwrap() }),
            enter,
        ];
        let outcome = scene.rig.batch(&asks, fault);
        assert!((0..5).all(|call| is_storage(outcome.answer(call))), "{fault:?}: {:?}", outcome.answers);
        assert_eq!(scene.room(FIRST), before);
        let house = scene.rig.driver.core().house();
        assert_eq!(house.rooms.all().count(), 1);
        assert_eq!(house.people.author(host.author.who), Some(host.author.clone()));
        let db = scene.rig.driver.book().db();
        assert!(bans::bans(db, Some(FIRST), None, None, 0).unwrap().lines.is_empty());
        assert!(names::called(db, &"Bo".parse().unwrap()).unwrap().is_none());
        assert!(names::called(db, &"Hosta".parse().unwrap()).unwrap().is_none());
        // And the same again, once the disk works: all of it is done.
        let outcome = scene.all(&asks);
        assert!((0..6).all(|call| outcome.answer(call).unwrap().is_ok()), "{:?}", outcome.answers);
    }
}

#[test]
fn where_the_registry_loses_what_it_took_those_before_are_refused_and_those_after_are_kept() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let asks = [
        Input::Claim(Scene::comer("Bo", Some(2))),
        scene.saying(&ada, FIRST, Scene::words("One")),
        scene.act(&host, FIRST, ban(&ada)),
        scene.saying(&ada, FIRST, Scene::words("Two")),
    ];
    let outcome = scene.rig.batch(&asks, Fault::AllLost(2));
    assert_eq!(outcome.lost_before, 2);
    assert!((0..3).all(|call| is_storage(outcome.answer(call))));
    assert!(matches!(outcome.answer(3), Some(Ok(Answer::Kept { .. }))));
    assert_eq!(scene.room(FIRST).head.0, scene.rig.log.lengths()[&FIRST] as u64);
}

#[test]
fn a_room_that_can_not_be_deleted_stays() {
    let mut scene = Scene::open();
    let mut host = scene.come("Host", Some(0));
    scene.ask(Scene::asking(&host, kitchen())).unwrap();
    scene.enter(&mut host, RoomNo(2)).unwrap();
    let delete = Scene::asking(&host, GuestRequest::Delete { room: RoomNo(2) });
    let outcome = scene.rig.batch(std::slice::from_ref(&delete), Fault::Delete);
    assert!(is_storage(outcome.answer(0)));
    scene.say(&host, RoomNo(2), Scene::words("Still here"));
    scene.ask(delete).unwrap();
    let gone = scene.saying(&host, RoomNo(2), Scene::words("Gone"));
    assert_eq!(scene.ask(gone).unwrap_err().code, Code::Room);
}

#[test]
fn the_host_is_the_host_by_their_key_and_by_their_own_window() {
    let mut scene = Scene::open();
    let mut comer = Scene::comer("Host", Some(1));
    comer.key = Some(key(0));
    let by_key = scene.arrive(&comer).unwrap();
    let host = scene.rig.driver.core().house().house_rank(by_key.author.who);
    assert_eq!(host, crate::room::Rank::Owner);
    assert_eq!(scene.come("Host", Some(0)).author, by_key.author);
}

#[test]
fn whoever_is_muted_is_so_under_every_name_that_their_key_leads_to() {
    let mut scene = Scene::open();
    let (host, ada, bo) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)), scene.come("Bo", Some(1)));
    let says = |scene: &mut Scene, guest: &Guest| {
        let hello = scene.saying(guest, FIRST, Scene::words("Hello"));
        scene.ask(hello).is_ok()
    };
    for (muted, other) in [(&ada, &bo), (&bo, &ada)] {
        let mute = scene.act(&host, FIRST, Act::Muted { whom: muted.author.clone(), until: None, why: None });
        scene.ask(mute).unwrap();
        assert!(!says(&mut scene, muted) && !says(&mut scene, other));
        let unmute = scene.act(&host, FIRST, Act::Unmuted { whom: muted.author.clone() });
        scene.ask(unmute).unwrap();
        assert!(says(&mut scene, muted) && says(&mut scene, other));
    }
}

#[test]
fn whoever_gives_up_waiting_while_a_commit_fails_does_not_wait_again() {
    let mut scene = Scene::open();
    let host = scene.come("Host", Some(0));
    scene.ask(Scene::asking(&host, GuestRequest::Admission(Admission::Approval))).unwrap();
    assert!(matches!(scene.ask(Input::Claim(Scene::comer("Ada", Some(1)))), Ok(Answer::Waits(1))));
    let asks = [Input::Claim(Scene::comer("Bo", Some(2))), Input::GiveUp(1)];
    assert!(is_storage(scene.rig.batch(&asks, Fault::Commit).answer(0)));
    assert!(!scene.rig.driver.core().house().waiting.waits(key(1)));
}
