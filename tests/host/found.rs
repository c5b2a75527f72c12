//! What random batches found wrong, each told in as few steps as it takes.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::faults::Fault;
use super::scene::{FIRST, Guest, Scene};
use crate::host::core::{Answer, Claimant, Effect, GuestRequest, Input, Registration};
use crate::host::hall::effects::EffectRunner;
use crate::host::hall::{DoorReply, ReplyTo};
use crate::host::view::{FanOut, RoomViews};
use crate::room::{Access, Act, Body, Name, Rank, Reach, RoomNo, Seq, Text, Title, Topic};
use crate::wire::FromHost;
use crate::wire::account::Admission;
use crate::wire::carriage::Origin;
use crate::wire::frame::{Code, NewRoom};

/// How far someone read the first room, as the list of rooms says.
fn read(scene: &mut Scene, guest: &Guest) -> Seq {
    match scene.ask(Scene::asking(guest, GuestRequest::Rooms { after: None })) {
        Ok(Answer::Frame(frame)) => match *frame {
            FromHost::Rooms { rooms, .. } => rooms[0].yours.unwrap().read,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_someone_has_read_they_have_read_also_once_it_is_written_down() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    let hello = scene.saying(&ada, FIRST, Scene::words("Hello"));
    scene.ask(hello).unwrap();
    scene.ask(Scene::asking(&ada, GuestRequest::Seen { room: FIRST, seq: Seq(3), unread: false })).unwrap();
    assert_eq!(read(&mut scene, &ada), Seq(3));
    scene.rest(60);
    assert_eq!(read(&mut scene, &ada), Seq(3));
}

#[test]
fn what_is_set_back_to_unread_stays_so_until_someone_reads_on() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    for words in ["One", "Two", "Three"] {
        let said = scene.saying(&ada, FIRST, Scene::words(words));
        scene.ask(said).unwrap();
    }
    let head = scene.room(FIRST).head;
    let reads = |seq, unread| GuestRequest::Seen { room: FIRST, seq, unread };
    for rest in [0, 60] {
        scene.ask(Scene::asking(&ada, reads(head, false))).unwrap();
        scene.rest(rest);
        scene.ask(Scene::asking(&ada, reads(Seq(2), true))).unwrap();
        assert_eq!(read(&mut scene, &ada), Seq(2));
        scene.rest(60);
        assert_eq!(read(&mut scene, &ada), Seq(2));
    }
    scene.ask(Scene::asking(&ada, reads(Seq(3), true))).unwrap();
    assert_eq!(read(&mut scene, &ada), Seq(2), "nothing is read by being set back");
    scene.ask(Scene::asking(&ada, reads(Seq(4), false))).unwrap();
    assert_eq!(read(&mut scene, &ada), Seq(4));
}

#[test]
fn nobody_has_read_what_was_not_kept() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    let head = scene.room(FIRST).head;
    let hello = scene.saying(&ada, FIRST, Scene::words("Hello"));
    let seen = Scene::asking(&ada, GuestRequest::Seen { room: FIRST, seq: head.next(), unread: false });
    scene.rig.batch(&[hello, seen], Fault::Log);
    assert_eq!(read(&mut scene, &ada), head);
}

#[test]
fn whoever_registers_at_the_door_has_the_account_also_where_they_are_here_already() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    let mut comer = Scene::comer("Ada", Some(1));
    comer.register = Registration::With("hash".to_owned());
    scene.claim(&comer).unwrap();
    let again = Scene::asking(&ada, GuestRequest::Account { hash: "other".to_owned(), new: true });
    assert!(scene.ask(again).is_err(), "there is an account, and no second one is made");
}

#[test]
fn whoever_is_cut_off_is_in_a_direct_talk_no_longer() {
    let mut scene = Scene::open();
    let (mut ada, bo) = (scene.come("Ada", Some(1)), scene.come("Bo", Some(2)));
    scene.ask(Scene::asking(&ada, GuestRequest::Talk { with: bo.author.who })).unwrap();
    scene.enter(&mut ada, RoomNo(2)).unwrap();
    scene.ask(Scene::departing(&ada)).unwrap();
    scene.rest(60);
    let talk = scene.rig.driver.core().house().rooms.get(RoomNo(2)).unwrap();
    assert_eq!(talk.presence.count(), 0);
}

#[test]
fn whoever_was_put_out_does_not_read_on_from_the_seat_they_lost() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let kick = scene.act(&host, FIRST, Act::Kicked { whom: ada.author.clone(), why: None });
    scene.ask(kick).unwrap();
    // Their session has not heard of it, and enters as from the seat it had.
    let (again, seat) = scene.entering(&ada, FIRST);
    let Ok(Answer::Entered(entered)) = scene.ask(again) else { panic!("a kick is no ban") };
    assert_eq!(entered.seat, seat, "they take a new seat");
    let room = scene.rig.driver.core().house().rooms.get(FIRST).unwrap();
    assert!(room.presence.has_seat(ada.author.who, seat), "and everyone sees them in it");
}

#[test]
fn whoever_deleted_their_account_has_none_from_that_moment_on() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    scene.ask(Scene::asking(&ada, GuestRequest::Account { hash: "hash".to_owned(), new: true })).unwrap();
    scene.ask(Scene::asking(&ada, GuestRequest::Unregister)).unwrap();
    // Their session was told to end, and this was under way.
    assert!(scene.ask(Scene::asking(&ada, GuestRequest::Unregister)).is_err());
    assert!(scene.ask(Scene::asking(&ada, GuestRequest::Account { hash: "hash".to_owned(), new: true })).is_err());
    let (again, _) = scene.entering(&ada, FIRST);
    assert!(scene.ask(again).is_err());
    let visitor = scene.rig.driver.core().house().people.get(ada.author.who).unwrap();
    assert_eq!((visitor.shown.rank, visitor.yours(FIRST)), (Rank::Guest, None));
}

#[test]
fn a_room_that_stays_slow_since_nothing_was_kept_has_everyone_wait_as_before() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let slow = scene.act(&host, FIRST, Act::Slowed { seconds: 10 });
    let said = scene.saying(&ada, FIRST, Scene::words("One"));
    let (slow, said) = (scene.ask(slow), scene.ask(said));
    assert!(slow.is_ok() && said.is_ok());
    let asks = [scene.act(&host, FIRST, Act::Slowed { seconds: 0 }), scene.saying(&ada, FIRST, Scene::words("Two"))];
    scene.rig.batch(&asks, Fault::Log);
    let too_soon = scene.saying(&ada, FIRST, Scene::words("Three"));
    assert!(scene.ask(too_soon).is_err());
}

#[test]
fn of_two_without_a_key_who_want_one_name_at_once_one_comes_in_with_it() {
    let mut scene = Scene::open();
    let comer = Scene::comer("Ada", None);
    let (one, other) = (scene.claim(&comer).unwrap(), scene.claim(&comer).unwrap());
    assert_ne!(one.who, other.who, "nothing is kept for the first until they are here");
    let (one, _) = scene.arriving(one.who, &comer);
    let (other, _) = scene.arriving(other.who, &comer);
    let came = [scene.ask(one).is_ok(), scene.ask(other).is_ok()];
    assert_eq!(came, [false, true]);
}

#[test]
fn whoever_is_banned_from_the_house_comes_into_no_room_of_it_any_more() {
    let mut scene = Scene::open();
    let (host, mut ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let ban = Act::Banned { whom: ada.author.clone(), until: None, why: None, reach: Reach::Person, house: true };
    let asks = [scene.act(&host, FIRST, ban), scene.saying(&ada, FIRST, Scene::words("Well"))];
    let outcome = scene.all(&asks);
    assert!(outcome.answer(1).unwrap().is_err());
    // Their session was told to end, and has not yet.
    scene.rest(30);
    assert!(!scene.here(FIRST).contains(&ada.author.who), "they are not told to have come back");
    assert!(scene.enter(&mut ada, FIRST).is_err());
}

#[test]
fn whoever_comes_back_by_a_way_that_a_ban_does_not_meet_keeps_the_seat_they_took_meanwhile() {
    let mut scene = Scene::open();
    let (host, ada, ken) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)), scene.come("Ken", Some(2)));
    let whom = ada.author;
    let ban = Act::Banned { whom: whom.clone(), until: None, why: None, reach: Reach::Subnet, house: true };
    // Ken is from there as well. His other session is not.
    let mut elsewhere = Scene::comer("Ken", Some(3));
    elsewhere.from = Origin::Network("172.16.0.1:1".parse().unwrap());
    let (arrive, session) = scene.arriving(ken.author.who, &elsewhere);
    let back = Guest { author: ken.author.clone(), session, seats: Vec::new() };
    let (enter, _) = scene.entering(&back, FIRST);
    let asks = [scene.act(&host, FIRST, ban), arrive, enter];
    let outcome = scene.all(&asks);
    assert!(outcome.answer(2).unwrap().is_ok());
    let present = scene.rig.driver.core().house().rooms.get(FIRST).unwrap().presence.has(ken.author.who);
    assert!(present, "he sits there, and was not told otherwise");
    scene.rest(30);
    let here = scene.here(FIRST);
    assert!(here.contains(&ken.author.who) && !here.contains(&whom.who), "{here:?}");
}

#[test]
fn whoever_was_cut_off_and_could_not_be_let_back_in_is_gone_once_their_grace_is_over() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    scene.rest(3);
    scene.ask(Scene::leaving(&ada, FIRST, false)).unwrap();
    let mut back = Guest { seats: Vec::new(), ..ada.clone() };
    // Their coming back is in a commit that tells nothing, and fails.
    scene.ask(Scene::asking(&ada, GuestRequest::Leave { room: FIRST })).unwrap();
    let (enter, _) = scene.entering(&back, FIRST);
    assert!(scene.rig.batch(&[enter], Fault::Commit).answer(0).unwrap().is_err());
    assert_eq!(scene.here(FIRST), [ada.author.who], "they have the grace to try again");
    scene.rest(60);
    assert_eq!(scene.here(FIRST), []);
    scene.enter(&mut back, FIRST).unwrap();
    assert_eq!(scene.here(FIRST), [ada.author.who]);
}

#[test]
fn whoever_said_goodbye_and_could_not_be_let_back_in_has_left_and_was_not_cut_off() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    scene.ask(Scene::asking(&ada, GuestRequest::Leave { room: FIRST })).unwrap();
    scene.ask(Scene::leaving(&ada, FIRST, true)).unwrap();
    let (enter, _) = scene.entering(&Guest { seats: Vec::new(), ..ada.clone() }, FIRST);
    scene.rig.batch(&[enter], Fault::Commit);
    scene.rest(3);
    let told = scene.rig.log.after(FIRST, Seq(2));
    assert!(matches!(&told[0].body, Body::People(people) if people.left == [ada.author]));
}

#[test]
fn whoever_waits_at_the_door_hears_of_it_before_they_hear_that_all_are_let_in() {
    let mut scene = Scene::open();
    let host = scene.come("Host", Some(0));
    scene.ask(Scene::asking(&host, GuestRequest::Admission(Admission::Approval))).unwrap();
    let asks = [
        Input::Claim(Scene::comer("Ada", Some(1))),
        Scene::asking(&host, GuestRequest::Admission(Admission::Everyone)),
    ];
    let outcome = scene.all(&asks);
    assert!(matches!(outcome.answer(0), Some(Ok(Answer::Waits(1)))));
    assert!(outcome.unheard.is_empty(), "they would wait for good");
}

#[test]
fn whoever_is_gone_while_a_kick_of_them_fails_is_told_to_be_gone() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    scene.rest(3);
    let asks = [
        Scene::leaving(&ada, FIRST, true),
        scene.act(&host, FIRST, Act::Kicked { whom: ada.author.clone(), why: None }),
    ];
    scene.rig.batch(&asks, Fault::Log);
    assert!(scene.here(FIRST).contains(&ada.author.who));
    scene.rest(60);
    assert_eq!(scene.here(FIRST), [host.author.who]);
}

#[test]
fn whoever_is_muted_in_a_room_takes_no_other_name_there_while_they_are_cut_off() {
    let mut scene = Scene::open();
    let (host, mut ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let new = NewRoom { title: Title::parse("Kitchen").unwrap(), topic: Topic::default(), access: Access::Everyone };
    scene.ask(Scene::asking(&host, GuestRequest::Make { new, hash: None })).unwrap();
    scene.enter(&mut ada, RoomNo(2)).unwrap();
    let mute = scene.act(&host, FIRST, Act::Muted { whom: ada.author.clone(), until: None, why: None });
    scene.ask(mute).unwrap();
    scene.ask(Scene::leaving(&ada, FIRST, false)).unwrap();
    let name = Body::Named { name: "Whatever I like to say".parse().unwrap() };
    let named = scene.saying(&ada, RoomNo(2), name);
    assert!(scene.ask(named).is_err(), "it would be told where they may not speak");
}

#[test]
fn what_stands_in_the_way_only_in_a_commit_that_fails_is_told_to_nobody() {
    let mut scene = Scene::open();
    let (host, ada) = (scene.come("Host", Some(0)), scene.come("Ada", Some(1)));
    let asks = [
        scene.act(&host, FIRST, Act::Locked {}),
        scene.saying(&ada, FIRST, Scene::words("Hello")),
        Input::Claim(Scene::comer("Bo", Some(2))),
        Input::Claim(Scene::comer("Bo", Some(3))),
    ];
    let outcome = scene.rig.batch(&asks, Fault::Log);
    let code = |call: usize| outcome.answer(call).unwrap().as_ref().err().map(|no| no.code);
    assert_eq!([0, 1, 2, 3].map(code), [Some(Code::Storage); 4], "the room is not locked, and the name is free");
}

#[test]
fn a_password_proves_nothing_where_its_account_is_gone_meanwhile() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    scene.ask(Scene::asking(&ada, GuestRequest::Account { hash: "hash".to_owned(), new: true })).unwrap();
    let mut comer = Scene::comer("Ada", Some(2));
    comer.proved = true;
    let claimed = scene.claim(&comer).unwrap();
    scene.ask(Scene::asking(&ada, GuestRequest::Unregister)).unwrap();
    let (arrive, _) = scene.arriving(claimed.who, &comer);
    assert!(scene.ask(arrive).is_err());
    assert!(scene.claim(&comer).is_err());
}

#[test]
fn of_those_who_came_and_went_unnoticed_nothing_is_remembered() {
    let mut scene = Scene::open();
    scene.come("Ada", Some(1));
    for _ in 0..3 {
        let bo = scene.come("Bo", None);
        scene.all(&[Scene::leaving(&bo, FIRST, true), Scene::departing(&bo)]);
    }
    scene.rest(3);
    let presence = format!("{:?}", scene.rig.driver.core().house().rooms.get(FIRST).unwrap().presence);
    assert!(presence.contains("left: {}"), "{presence}");
}

#[test]
fn whoever_speaks_and_says_goodbye_at_once_has_left_and_was_not_cut_off() {
    let mut scene = Scene::open();
    scene.come("Host", Some(0));
    let ada = scene.come("Ada", Some(1));
    let hello = scene.saying(&ada, FIRST, Scene::words("Hello and goodbye"));
    scene.all(&[hello, Scene::leaving(&ada, FIRST, true)]);
    scene.rest(3);
    let told = scene.rig.log.after(FIRST, Seq(4));
    assert!(matches!(&told[0].body, Body::People(people) if people.left == [ada.author]), "{told:?}");
}

#[test]
fn whoever_is_cut_off_right_after_they_came_has_the_grace_to_come_back() {
    let mut scene = Scene::open();
    let mut ada = scene.come("Ada", Some(1));
    let head = scene.room(FIRST).head;
    scene.ask(Scene::leaving(&ada, FIRST, false)).unwrap();
    scene.rest(10);
    ada.seats.clear();
    scene.enter(&mut ada, FIRST).unwrap();
    scene.rest(60);
    assert_eq!(scene.room(FIRST).head, head, "nobody is told that they were away");
}

#[test]
fn nobody_answers_an_edit_also_where_its_words_are_gone() {
    let mut scene = Scene::open();
    let ada = scene.come("Ada", Some(1));
    let text = Text::parse("Hello").unwrap();
    let of = scene.say(&ada, FIRST, Body::Said { text: text.clone() });
    let to = scene.say(&ada, FIRST, Body::Edited { of, text: text.clone() });
    scene.say(&ada, FIRST, Body::Withdrawn { of });
    let answer = scene.saying(&ada, FIRST, Body::Replied { to, text });
    assert!(scene.ask(answer).is_err());
}

#[test]
fn whoever_waits_at_the_door_no_longer_is_forgotten_there() {
    let views = Arc::new(RoomViews::new(FanOut::stopped()));
    let mut outside = EffectRunner::new(views, Arc::default(), Arc::default());
    let (reply, mut answer) = oneshot::channel();
    let waits = Effect::Answer { call: 0, answer: Ok(Answer::Waits(7)) };
    outside.carry_out(vec![waits], &mut [Some(ReplyTo::Door(reply))]);
    let Ok(Ok(DoorReply::Waits(mut decision))) = answer.try_recv() else { panic!("they wait") };
    assert!(matches!(decision.decided.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
    outside.wait_no_longer(7);
    assert!(matches!(decision.decided.try_recv(), Err(oneshot::error::TryRecvError::Closed)));
}

#[test]
fn whoever_can_not_be_known_again_is_banned_with_their_address() {
    let mut scene = Scene::open();
    let eve = scene.come("Eve", Some(0));
    let tim = scene.come("Tim", None);
    let ban =
        |whom: &Guest, reach| Act::Banned { whom: whom.author.clone(), until: None, why: None, reach, house: false };
    let banned = scene.act(&eve, FIRST, ban(&tim, Reach::Person));
    scene.ask(banned).unwrap();
    scene.ask(Scene::departing(&tim)).unwrap();
    // The same name from the same place, and another one.
    for name in ["Tim", "Tom"] {
        let mut again = scene.arrive(&Scene::comer(name, None)).unwrap();
        assert_eq!(scene.enter(&mut again, FIRST).unwrap_err().code, Code::Banned, "{name}");
    }
    // A ban that comes after they left meets them too.
    let mut other = Scene::comer("Pat", None);
    other.from = Origin::Network("10.0.0.77:1".parse().unwrap());
    let mut pat = scene.arrive(&other).unwrap();
    scene.enter(&mut pat, FIRST).unwrap();
    scene.ask(Scene::departing(&pat)).unwrap();
    let banned = scene.act(&eve, FIRST, ban(&pat, Reach::Person));
    scene.ask(banned).unwrap();
    let mut again = scene.arrive(&Claimant { name: Name::parse("Pip").unwrap(), ..other }).unwrap();
    assert_eq!(scene.enter(&mut again, FIRST).unwrap_err().code, Code::Banned);
    // Whoever came with Parlor is banned by their key, and nobody beside them.
    let ken = scene.come("Ken", Some(7));
    let banned = scene.act(&eve, FIRST, ban(&ken, Reach::Person));
    scene.ask(banned).unwrap();
    let mut beside = Scene::comer("Bea", Some(8));
    beside.from = Scene::comer("Ken", Some(7)).from;
    let mut beside = scene.arrive(&beside).unwrap();
    scene.enter(&mut beside, FIRST).unwrap();
    let mut again = scene.arrive(&Scene::comer("Kim", Some(7))).unwrap();
    assert_eq!(scene.enter(&mut again, FIRST).unwrap_err().code, Code::Banned);
}

#[test]
fn coming_again_is_no_way_around_a_mute_and_the_mute_is_seen_and_lifted_under_the_new_name() {
    let mut scene = Scene::open();
    let eve = scene.come("Eve", Some(0));
    // Whoever shows no key is known by where they are, and whoever shows one by that.
    let cases = [
        (["Tim", "Tom"], None, false),
        (["Pat", "Pip"], None, true),
        (["Ken", "Kim"], Some(7), false),
        (["Bob", "Bea"], Some(8), true),
    ];
    for (names, key, later) in cases {
        let before = scene.come(names[0], key);
        let muted = Act::Muted { whom: before.author.clone(), until: None, why: None };
        let muted = scene.act(&eve, FIRST, muted);
        let gone = Scene::departing(&before);
        // A mute that comes after they left holds as well.
        let [first, second] = if later { [gone, muted] } else { [muted, gone] };
        scene.ask(first).unwrap();
        scene.ask(second).unwrap();
        let again = scene.come(names[1], key);
        assert_ne!(again.author.who, before.author.who);
        let said = scene.saying(&again, FIRST, Scene::words("same person"));
        assert!(scene.ask(said).is_err(), "{names:?}");
        // Others are not taken for them.
        let mut other = Scene::comer(&format!("{}2", names[0]), None);
        other.from = Origin::Network("10.0.0.55:1".parse().unwrap());
        let mut other = scene.arrive(&other).unwrap();
        scene.enter(&mut other, FIRST).unwrap();
        scene.say(&other, FIRST, Scene::words("somebody else"));
        scene.ask(Scene::departing(&other)).unwrap();
        let unmuted = scene.act(&eve, FIRST, Act::Unmuted { whom: again.author.clone() });
        scene.ask(unmuted).unwrap();
        scene.say(&again, FIRST, Scene::words("Thank you"));
    }
}

#[test]
fn a_mute_is_lifted_under_the_name_that_someone_had_last_also_once_they_left() {
    let mut scene = Scene::open();
    let eve = scene.come("Eve", Some(0));
    let tim = scene.come("Tim", None);
    let muted = scene.act(&eve, FIRST, Act::Muted { whom: tim.author.clone(), until: None, why: None });
    scene.ask(muted).unwrap();
    scene.ask(Scene::departing(&tim)).unwrap();
    let again = scene.come("Tom", None);
    scene.ask(Scene::departing(&again)).unwrap();
    let unmuted = scene.act(&eve, FIRST, Act::Unmuted { whom: again.author });
    scene.ask(unmuted).unwrap();
    let free = scene.come("Tam", None);
    scene.say(&free, FIRST, Scene::words("Thank you"));
}
