//! Keeping a room in order: who may, who is met, what everyone sees, and what holds when two act at once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use parlor::guest::{GuestError, OwnState, Update, Visit, Way};
use parlor::room::{Act, Author, Body, Event, Memory, Rank, Reach, Reason, RoomNo, Seq, Sign, Title};
use parlor::wire::frame::{Code, RoomName, Since};
use parlor::wire::{Fingerprint, Identity};

use tokio::task::AbortHandle;

use crate::support::visitor::{ROOM, open_room, text};
use crate::support::{TestHouse, Visitor, soon};

const MINUTE: u64 = 60_000;

fn ban(whom: Author) -> Act {
    Act::Banned { whom, until: None, why: None, reach: Reach::Person, house: false }
}

fn why(state: &OwnState) -> &str {
    match state {
        OwnState::Refused { why, .. } => why,
        other => panic!("it was not refused: {other:?}"),
    }
}

/// Two in a room that the first of them keeps.
async fn room_of_two(house: &TestHouse) -> (Visitor, Visitor, RoomNo) {
    let mut ada = Visitor::come(house, "Ada").await;
    let mut ken = Visitor::come(house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    (ada, ken, room)
}

fn is_act(event: &Event, act: impl Fn(&Act) -> bool) -> bool {
    matches!(&event.body, Body::Act(found) if act(found))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_is_refused_to_a_guest_and_allowed_to_an_operator() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let bob = Visitor::come(&house, "Bob").await;
    let (whom, reason) = (bob.me(), Reason::parse("enough").ok());
    let of = ada.says_in(room, "read this").await;
    let bodies = [
        Body::Titled { title: Title::parse("Coffee").unwrap() },
        Body::Memory { memory: Memory::WhileOpen },
        Body::Act(Act::Invited { whom: whom.clone() }),
        Body::Act(Act::Uninvited { whom: whom.clone() }),
        Body::Act(Act::Opped { whom: whom.clone() }),
        Body::Act(Act::Deopped { whom: whom.clone() }),
        Body::Act(Act::Muted { whom: whom.clone(), until: None, why: reason.clone() }),
        Body::Act(Act::Unmuted { whom: whom.clone() }),
        Body::Act(ban(whom.clone())),
        Body::Act(Act::Unbanned { whom: whom.clone(), house: false }),
        Body::Act(Act::Slowed { seconds: 5 }),
        Body::Act(Act::Locked {}),
        Body::Act(Act::Unlocked {}),
        Body::Act(Act::Archived {}),
        Body::Act(Act::Reopened {}),
        Body::Act(Act::Opened { to: parlor::room::Access::Invited }),
        Body::Act(Act::Pinned { of, seq: Seq::START }),
        Body::Act(Act::Unpinned { of }),
    ];
    for body in bodies {
        let refused = ken.adds(room, body.clone()).await;
        assert!(why(&refused).contains("operator"), "{body:?}: {refused:?}");
        let allowed = ada.adds(room, body.clone()).await;
        assert!(matches!(allowed, OwnState::Kept { .. }), "{body:?}: {allowed:?}");
    }
    let from_house = Act::Banned { whom, until: None, why: None, reach: Reach::Person, house: true };
    assert!(why(&ada.adds(room, Body::Act(from_house)).await).contains("Only the host"));
    let bans = ken.guest.bans(Some(room)).await;
    assert!(matches!(&bans, Err(GuestError::Refused(why)) if why.contains("operator")), "{bans:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_put_out_is_told_why_and_may_come_back() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let reason = Reason::parse("too loud").ok();
    ada.does(room, Act::Kicked { whom: ken.me(), why: reason }).await;
    assert_eq!(
        ken.is_out_of(room).await,
        (Code::Kicked, "Ada kicked you from this room: too loud. You can rejoin.".to_owned())
    );
    let id = ken.guest.add_to(Some(room), parlor::room::EventId::fresh(), Body::Said { text: text("hm") }).await;
    assert!(id.is_ok());
    assert_eq!(ken.enters(room).await.people, 2);
    ada.sees_in(room, "what waited", |event| event.body.text().is_some_and(|words| words.as_str() == "hm")).await;
    // Nobody is told that they left: they were put out.
    let seen = &ada.elsewhere[&room];
    assert!(!seen.iter().any(|event| matches!(&event.body, Body::People(people) if !people.left.is_empty())));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kick_and_a_guest_who_comes_back_at_once_leave_the_room_in_order() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    for round in 0..20 {
        let kick = ada.guest.add_to(
            Some(room),
            parlor::room::EventId::fresh(),
            Body::Act(Act::Kicked { whom: ken.me(), why: None }),
        );
        let enter = ken.guest.enter(RoomName::No(room), Since::after(Seq(1_000_000)), None);
        let (kick, entered) = soon("both", async { tokio::join!(kick, enter) }).await;
        let state = ada.settled(kick.unwrap()).await;
        assert!(entered.is_ok(), "round {round}: {entered:?}");
        assert!(matches!(state, OwnState::Kept { .. }) || why(&state).contains("not in this room"), "{state:?}");
        // However it went, they can come in and speak, and are there once.
        ken.enters(room).await;
        ken.says_in(room, &format!("round {round}")).await;
        let crowd = ada.guest.people(Some(room), 10).await.unwrap();
        assert_eq!(crowd.total, 2, "round {round}: {crowd:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_operators_who_put_someone_out_at_once_one_does() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let mut bob = Visitor::come(&house, "Bob").await;
    bob.enters(room).await;
    ada.does(room, Act::Opped { whom: ken.me() }).await;
    let kick = || Body::Act(Act::Kicked { whom: bob.me(), why: None });
    let (one, other) = tokio::join!(ada.adds(room, kick()), ken.adds(room, kick()));
    let refused = if matches!(one, OwnState::Kept { .. }) { &other } else { &one };
    assert!(why(refused).contains("not in this room"), "{one:?} {other:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_operators_who_depose_each_other_at_once_one_stays() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    ada.does(room, Act::Opped { whom: ken.me() }).await;
    let (adas, kens) = (Body::Act(Act::Deopped { whom: ken.me() }), Body::Act(Act::Deopped { whom: ada.me() }));
    let (one, other) = tokio::join!(ada.adds(room, adas), ken.adds(room, kens));
    let kept = [&one, &other].into_iter().filter(|state| matches!(state, OwnState::Kept { .. })).count();
    assert_eq!(kept, 1, "{one:?} {other:?}");
    assert_eq!(ada.enters(room).await.order.operators.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_meets_the_person_and_their_key_and_ends_when_it_is_taken_back() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ken");
    visit.me = Identity::fresh().unwrap();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::visit(visit.clone()).await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    let whom = ken.me();
    ada.does(room, ban(whom.clone())).await;
    assert_eq!(ken.is_out_of(room).await.0, Code::Banned);
    let enter = async |visitor: &Visitor| visitor.guest.enter(RoomName::No(room), Since::ALL, None).await;
    let refused = enter(&ken).await;
    assert!(matches!(&refused, Err(GuestError::Refused(why)) if why.contains("banned from this room")), "{refused:?}");
    // The same key under another name is the same person to the ban.
    let alias = Visit { name: "Kenneth".parse().unwrap(), ..visit.clone() };
    let alias = Visitor::visit(alias).await;
    assert!(matches!(enter(&alias).await, Err(GuestError::Refused(_))));
    // Somebody else is somebody else.
    let bob = Visitor::come(&house, "Bob").await;
    assert!(enter(&bob).await.is_ok());
    let bans = ada.guest.bans(Some(room)).await.unwrap();
    assert_eq!(bans.iter().map(|ban| (&ban.person, ban.by.as_str())).collect::<Vec<_>>(), [(&whom, "Ada")]);
    let house = house.reopen().await;
    ken.until("being back", |update| matches!(update, Update::Entered(_)).then_some(())).await;
    assert!(matches!(enter(&ken).await, Err(GuestError::Refused(_))), "a ban outlives a restart");
    ada.until("being back in the room", |update| {
        matches!(update, Update::Joined(joined) if joined.room == room).then_some(())
    })
    .await;
    ada.does(room, Act::Unbanned { whom, house: false }).await;
    assert!(enter(&ken).await.is_ok());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_with_the_address_meets_everyone_there_but_the_host() {
    let house = TestHouse::open();
    let mut host = Visitor::visit(house.own_visit("Ada").await).await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let room = host.makes(open_room("Tea")).await;
    ken.enters(room).await;
    bob.enters(room).await;
    let whom = ken.me();
    host.does(room, Act::Banned { whom, until: None, why: None, reach: Reach::Address, house: false }).await;
    assert_eq!(ken.is_out_of(room).await.0, Code::Banned);
    assert_eq!(bob.is_out_of(room).await.0, Code::Banned);
    host.says_in(room, "still here").await;
    let late = Visitor::come(&house, "Late").await;
    let refused = late.guest.enter(RoomName::No(room), Since::ALL, None).await;
    assert!(matches!(refused, Err(GuestError::Refused(_))), "{refused:?}");
    // Where they came from is nobody's to read.
    host.sees_in(room, "the ban", |event| is_act(event, |act| matches!(act, Act::Banned { .. }))).await;
    let told = serde_json::to_string(&host.elsewhere[&room]).unwrap();
    assert!(!told.contains("127.0.0"), "{told}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_for_a_time_ends_by_itself() {
    let clock = Arc::new(AtomicU64::new(1_795_000_000_000));
    let hands = Arc::clone(&clock);
    let house = TestHouse::with(move |settings| settings.clock = Arc::new(move || hands.load(Ordering::SeqCst)));
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let until = Some(clock.load(Ordering::SeqCst) + 10 * MINUTE);
    ada.does(room, Act::Banned { whom: ken.me(), until, why: None, reach: Reach::Person, house: false }).await;
    assert_eq!(ken.is_out_of(room).await.1, "Ada banned you from this room for 10 minutes.");
    let refused = ken.guest.enter(RoomName::No(room), Since::ALL, None).await;
    assert!(matches!(&refused, Err(GuestError::Refused(why)) if why.contains("in 10 minutes")), "{refused:?}");
    clock.fetch_add(10 * MINUTE, Ordering::SeqCst);
    ken.enters(room).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_banned_from_the_house_is_out_and_stays_out_and_the_host_never_is() {
    let house = TestHouse::open();
    let mut host = Visitor::visit(house.own_visit("Ada").await).await;
    let mut visit = house.visit("Ken");
    visit.me = Identity::fresh().unwrap();
    let mut ken = Visitor::visit(visit.clone()).await;
    let from_house = |whom| Act::Banned { whom, until: None, why: None, reach: Reach::Person, house: true };
    host.does(ROOM, from_house(ken.me())).await;
    let ended = ken
        .until("being sent away", |update| match update {
            Update::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
        .await;
    assert_eq!((ended.code, ended.why.as_str()), (Some(Code::Banned), "Ada banned you from all rooms."));
    let again = Visitor::set_out(visit)
        .until("being refused", |update| match update {
            Update::Ended(ended) => Some(ended.code),
            _ => None,
        })
        .await;
    assert_eq!(again, Some(Code::Banned));
    // Not even an operator can do it to the host, nor the host to themselves.
    let mut bob = Visitor::come(&house, "Bob").await;
    host.does(ROOM, Act::Opped { whom: bob.me() }).await;
    let tried = bob.adds(ROOM, Body::Act(ban(host.me()))).await;
    assert!(why(&tried).contains("to the host"), "{tried:?}");
    let tried = host.adds(ROOM, Body::Act(ban(host.me()))).await;
    assert!(matches!(tried, OwnState::Refused { .. }), "{tried:?}");
    host.says("still here").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_muted_can_only_read_and_a_slow_room_makes_everyone_wait() {
    let clock = Arc::new(AtomicU64::new(1_795_000_000_000));
    let hands = Arc::clone(&clock);
    let house = TestHouse::with(move |settings| settings.clock = Arc::new(move || hands.load(Ordering::SeqCst)));
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let id = ken.says_in(room, "before").await;
    let until = Some(clock.load(Ordering::SeqCst) + 2 * MINUTE);
    ada.does(room, Act::Muted { whom: ken.me(), until, why: None }).await;
    let said = || Body::Said { text: text("hm") };
    assert_eq!(
        why(&ken.adds(room, said()).await),
        "You are muted in this room for another 2 minutes. You can still read."
    );
    let sign = Body::Reacted { of: id, sign: Sign::parse("👍").unwrap(), off: false };
    assert!(why(&ken.adds(room, sign.clone()).await).contains("muted"));
    assert!(matches!(ken.adds(room, Body::Withdrawn { of: id }).await, OwnState::Kept { .. }));
    clock.fetch_add(2 * MINUTE, Ordering::SeqCst);
    ada.does(room, Act::Slowed { seconds: 30 }).await;
    ken.says_in(room, "first").await;
    clock.fetch_add(10_000, Ordering::SeqCst);
    assert_eq!(
        why(&ken.adds(room, said()).await),
        "Slow mode is on: one message every 30 seconds. Try again in 20 seconds."
    );
    ada.says_in(room, "operators").await;
    ada.says_in(room, "need not wait").await;
    clock.fetch_add(20_000, Ordering::SeqCst);
    ken.says_in(room, "second").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_message_says_by_whom_and_not_what_it_said() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let id = ken.says_in(room, "regrettable words").await;
    let own = ada.says_in(room, "fine words").await;
    assert!(why(&ken.adds(room, Body::Withdrawn { of: own }).await).contains("operator"));
    assert!(matches!(ada.adds(room, Body::Withdrawn { of: id }).await, OwnState::Kept { .. }));
    let reads = ken.guest.read(room, Seq(1)..=Seq(100)).await.unwrap().events;
    let erased = reads.iter().find(|event| event.id == id).unwrap();
    assert_eq!(erased.body, Body::Erased { of: None, by: Some(ada.me()) });
    assert_eq!(erased.by, Some(ken.me()));
    let data = house.data();
    house.close().await;
    for file in ["log.db", "log.db-wal"] {
        let bytes = std::fs::read(data.join(file)).unwrap_or_default();
        assert!(!bytes.windows(11).any(|window| window == b"regrettable"), "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_reactions_are_events_of_their_own() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    let id = ada.says_in(room, "shall we?").await;
    let answer = Body::Replied { to: id, text: text("yes") };
    assert!(matches!(ken.adds(room, answer.clone()).await, OwnState::Kept { .. }));
    let sign = |off| Body::Reacted { of: id, sign: Sign::parse("🎉").unwrap(), off };
    assert!(matches!(ken.adds(room, sign(false)).await, OwnState::Kept { .. }));
    assert!(matches!(ken.adds(room, sign(true)).await, OwnState::Kept { .. }));
    ada.sees_in(room, "the answer", |event| event.body == answer).await;
    ada.sees_in(room, "the reaction taken back", |event| event.body == sign(true)).await;
    let nowhere = Body::Replied { to: parlor::room::EventId::fresh(), text: text("what?") };
    assert!(why(&ken.adds(room, nowhere).await).contains("not in this room"));
    let query = parlor::room::Query { words: "yes".to_owned(), most: 9, ..Default::default() };
    let found = ada.guest.find(room, query).await.unwrap();
    assert_eq!(found.hits.len(), 1, "an answer is found by its words");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_seen_with_their_rank_their_door_and_whether_they_are_away() {
    let house = TestHouse::open();
    let (mut ada, mut ken, room) = room_of_two(&house).await;
    // Whoever speaks is told to have come in.
    ken.says_in(room, "hello").await;
    let away = parlor::wire::people::Away { why: Reason::parse("lunch").ok() };
    ken.guest.away(Some(away.clone())).unwrap();
    let told = ada
        .until("news of who is away", |update| match update {
            Update::Away(of, people) if *of == room => Some(people.clone()),
            _ => None,
        })
        .await;
    assert_eq!((told[0].who, &told[0].away), (ken.me().who, &Some(away.clone())));
    let crowd = ken.guest.people(Some(room), 10).await.unwrap();
    let line = |who: &Author| crowd.people.iter().find(|line| line.person == *who).unwrap();
    assert_eq!(line(&ada.me()).rank, Rank::Operator);
    assert_eq!((line(&ken.me()).rank, &line(&ken.me()).away), (Rank::Guest, &Some(away)));
    assert!(line(&ken.me()).since.is_some() && line(&ken.me()).door.is_some());
    ken.guest.away(None).unwrap();
    ada.until("news of the return", |update| {
        matches!(update, Update::Away(of, people) if *of == room && people.iter().all(|one| one.away.is_none()))
            .then_some(())
    })
    .await;
    assert_eq!(ada.guest.people(None, 10).await.unwrap().total, 2);
    house.close().await;
}

/// A way to a house that can be cut, by ending the task.
fn cuttable(house: &TestHouse, key: Fingerprint) -> (Way, Arc<Mutex<Option<AbortHandle>>>) {
    let (house, cut) = (house.house.clone(), Arc::new(Mutex::new(None)));
    let line = Arc::clone(&cut);
    let go = move || {
        let mut carriage = house.visit(key).ok()?;
        let (near, mut far) = tokio::io::duplex(64 * 1024);
        let mut stream = std::mem::replace(&mut carriage.stream, Box::new(near));
        let carried = tokio::spawn(async move { tokio::io::copy_bidirectional(&mut stream, &mut far).await });
        *line.lock().unwrap() = Some(carried.abort_handle());
        Some(carriage)
    };
    (Way::Here(Arc::new(go)), cut)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_away_is_still_away_when_they_come_back_after_a_cut() {
    let house = TestHouse::open();
    let mut ken = Visitor::come(&house, "Ken").await;
    let visit = house.visit("Ada");
    let (way, cut) = cuttable(&house, visit.me.fingerprint());
    let mut ada = Visitor::visit(Visit { way, ..visit }).await;
    let (me, labs) = (ada.me().who, ada.makes(open_room("Labs")).await);
    ken.enters(labs).await;
    let away = parlor::wire::people::Away { why: Reason::parse("lunch").ok() };
    ada.guest.away(Some(away.clone())).unwrap();
    for again in [false, true] {
        // In every room that she is in it is told, and who asks is told as well.
        let mut untold = vec![ROOM, labs];
        ken.until("that Ada is away", |update| {
            if let Update::Away(room, people) = update
                && people.iter().any(|one| one.who == me && one.away.as_ref() == Some(&away))
            {
                untold.retain(|untold| untold != room);
            }
            untold.is_empty().then_some(())
        })
        .await;
        let crowd = soon("who is here", ken.guest.people(Some(labs), 10)).await.unwrap();
        assert!(crowd.people.iter().any(|line| line.person.who == me && line.away.as_ref() == Some(&away)));
        if !again {
            cut.lock().unwrap().take().unwrap().abort();
            ada.enter().await;
        }
    }
    house.close().await;
}
