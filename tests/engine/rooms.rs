//! Several rooms in one house: who makes, sees, enters and leaves them, on one connection.

use std::collections::BTreeSet;

use parlor::guest::{GuestError, OwnState, Update, Visit};
use parlor::host::Limits;
use parlor::room::{Access, Act, Body, Name, Rank, RoomNo, Seq, Title, Topic};
use parlor::wire::frame::{Code, NewRoom, Notify, RoomName, Since};
use parlor::wire::{Identity, Password};

use crate::support::visitor::{ROOM, open_room, said};
use crate::support::{TestHouse, Visitor, soon};

fn password(words: &str) -> Option<Password> {
    Some(Password::from(words.to_owned()))
}

fn refused<T: std::fmt::Debug>(answer: Result<T, GuestError>) -> String {
    match answer {
        Err(GuestError::Refused(why)) => why,
        other => panic!("it was not refused: {other:?}"),
    }
}

/// The rooms someone sees, by their titles.
async fn titles(visitor: &Visitor) -> Vec<String> {
    let rooms = soon("the rooms", visitor.guest.rooms()).await.unwrap();
    rooms.into_iter().map(|line| line.title.to_string()).collect()
}

/// Waits until someone is told of a room.
async fn told_of(visitor: &mut Visitor, title: &str) -> RoomNo {
    visitor
        .until("news of a room", |update| match update {
            Update::Room(line) if line.title.as_str() == title => Some(line.room),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_makes_a_room_keeps_it_and_everyone_in_the_house_hears_of_it() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let topic = Topic::parse("at four").unwrap();
    let room = ada.makes(NewRoom { topic, ..open_room("Tea") }).await;
    assert_eq!(told_of(&mut ken, "Tea").await, room);
    assert_eq!(ken.enters(room).await.rank, Rank::Guest);
    assert_eq!(ada.enters(room).await.rank, Rank::Operator);
    ada.says_in(room, "milk first").await;
    ken.sees_in(room, "words", |event| event.body.text().is_some()).await;
    assert!(ken.texts().is_empty(), "what is said in one room is not seen in another");
    let entered = ken.enters(room).await;
    assert_eq!((entered.topic.as_str(), entered.people), ("at four", 2));
    assert_eq!(entered.order.operators, vec![ada.me()]);
    assert_eq!(titles(&ken).await, ["Course chat", "Tea"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_make_a_room_of_one_title_at_once_one_gets_it() {
    let house = TestHouse::open();
    let ada = Visitor::come(&house, "Ada").await;
    let ken = Visitor::come(&house, "Ken").await;
    let (one, other) =
        tokio::join!(ada.guest.make(open_room("Tea room"), None), ken.guest.make(open_room("TEA  ROOM"), None));
    let why = if one.is_ok() { refused(other) } else { refused(one) };
    assert!(why.contains("already"), "{why}");
    assert_eq!(titles(&ada).await.len(), 2);
    let why = refused(ada.guest.make(open_room("Course Chat"), None).await);
    assert!(why.contains("“Course chat”"), "{why}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_rooms_renamed_to_one_title_at_once_one_gets_it() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let (tea, coffee) = (ada.makes(open_room("Tea")).await, ken.makes(open_room("Coffee")).await);
    let titled = || Body::Titled { title: Title::parse("Drinks").unwrap() };
    let (one, other) = tokio::join!(ada.adds(tea, titled()), ken.adds(coffee, titled()));
    let kept = [&one, &other].into_iter().filter(|state| matches!(state, OwnState::Kept { .. })).count();
    assert_eq!(kept, 1, "{one:?} {other:?}");
    let mut names = titles(&ada).await;
    names.sort();
    assert!(names == ["Coffee", "Course chat", "Drinks"] || names == ["Course chat", "Drinks", "Tea"], "{names:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_comes_back_to_all_its_rooms_and_nothing_is_missing_or_doubled() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    for number in 0..5 {
        ada.says_in(room, &format!("tea {number}")).await;
        ada.says(&format!("course {number}")).await;
    }
    let house = house.reopen().await;
    ada.until("being back in the second room", |update| {
        matches!(update, Update::Joined(joined) if joined.room == room).then_some(())
    })
    .await;
    ken.until("being back in the second room", |update| {
        matches!(update, Update::Joined(joined) if joined.room == room).then_some(())
    })
    .await;
    ada.says_in(room, "tea 5").await;
    ada.says("course 5").await;
    ken.sees_in(room, "the last", |event| event.body.text().is_some_and(|text| text.as_str() == "tea 5")).await;
    ken.sees_text("course 5").await;
    let numbered = |what: &str| (0..6).map(|number| format!("{what} {number}")).collect::<Vec<_>>();
    assert_eq!(said(&ken.elsewhere[&room]), numbered("tea"));
    assert_eq!(ken.texts(), numbered("course"));
    ken.saw_everything_once();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_with_a_password_lets_in_who_knows_it_and_later_remembers_them() {
    let house = TestHouse::open();
    let ada = Visitor::come(&house, "Ada").await;
    let new = NewRoom { access: Access::Password, ..open_room("Staff") };
    let why = refused(ada.guest.make(new.clone(), password("short")).await);
    assert!(why.contains("at least 8"), "{why}");
    let why = refused(ada.guest.make(new.clone(), None).await);
    assert!(why.contains("password"), "{why}");
    let room = ada.guest.make(new, password("correct horse")).await.unwrap().room;
    let key = Identity::fresh().unwrap();
    let mut visit = house.visit("Ken");
    visit.me = key;
    let ken = Visitor::visit(visit.clone()).await;
    let asked = refused(ken.guest.enter(RoomName::No(room), Since::ALL, None).await);
    assert!(asked.contains("needs a password"), "{asked}");
    let wrong = refused(ken.guest.enter(RoomName::No(room), Since::ALL, password("wrong horse")).await);
    assert!(wrong.contains("not the room's password"), "{wrong}");
    ken.guest.enter(RoomName::No(room), Since::ALL, password("correct horse")).await.unwrap();
    ken.leave().await;
    let mut ken = Visitor::set_out(visit);
    ken.until("being back in it", |update| {
        matches!(update, Update::Joined(joined) if joined.room == room).then_some(())
    })
    .await;
    let dir = house.close().await;
    let book = std::fs::read(dir.path().join("house").join("house.db")).unwrap();
    let holds = |words: &[u8]| book.windows(words.len()).any(|window| window == words);
    assert!(holds(b"$argon2id$") && !holds(b"correct horse"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_by_invitation_is_seen_and_entered_only_by_who_was_invited() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let bob = Visitor::come(&house, "Bob").await;
    let room = ada.makes(NewRoom { access: Access::Invited, ..open_room("Surprise") }).await;
    assert_eq!(titles(&ken).await, ["Course chat"]);
    let why = refused(ken.guest.enter(RoomName::No(room), Since::ALL, None).await);
    assert!(why.contains("invite"), "{why}");
    ada.does(room, Act::Invited { whom: ken.me() }).await;
    assert_eq!(told_of(&mut ken, "Surprise").await, room);
    ken.enters(room).await;
    assert_eq!(titles(&ken).await, ["Course chat", "Surprise"]);
    assert_eq!(titles(&bob).await, ["Course chat"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_to_a_room_is_told_on_entering_and_whoever_is_uninvited_sees_the_room_no_longer() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut bob = Visitor::come(&house, "Bob").await;
    let room = ada.makes(NewRoom { access: Access::Invited, ..open_room("Surprise") }).await;
    for whom in [ken.me(), bob.me()] {
        ada.does(room, Act::Invited { whom }).await;
    }
    assert_eq!(told_of(&mut ken, "Surprise").await, room);
    ken.enters(room).await;
    ada.does(room, Act::Uninvited { whom: bob.me() }).await;
    bob.until("the room to be gone", |update| matches!(update, Update::Gone(gone) if *gone == room).then_some(()))
        .await;
    let why = refused(bob.guest.enter(RoomName::No(room), Since::ALL, None).await);
    assert!(why.contains("invite"), "{why}");
    // Whoever is in stays.
    ada.does(room, Act::Uninvited { whom: ken.me() }).await;
    ken.says_in(room, "still here").await;
    let twice = ada.adds(room, Body::Act(Act::Uninvited { whom: ken.me() })).await;
    assert!(matches!(&twice, OwnState::Refused { why, .. } if why == "They are not invited."), "{twice:?}");
    ada.does(room, Act::Invited { whom: bob.me() }).await;
    let invited = bob.enters(room).await.order.invited;
    assert_eq!(invited, [bob.me()]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_left_for_good_is_not_entered_again_by_itself() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ada");
    visit.me = Identity::fresh().unwrap();
    let mut ada = Visitor::visit(visit.clone()).await;
    let (tea, coffee) = (ada.makes(open_room("Tea")).await, ada.makes(open_room("Coffee")).await);
    ada.guest.leave_room(tea).unwrap();
    assert_eq!(ada.is_out_of(tea).await.0, Code::Left);
    ada.leave().await;
    let ada = Visitor::visit(visit).await;
    let joined: Vec<_> =
        ada.arrival.as_ref().unwrap().rooms.iter().filter(|line| line.yours.is_some()).map(|line| line.room).collect();
    assert_eq!(joined, [ROOM, coffee]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_room_can_be_read_and_nothing_can_be_added() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    ken.says_in(room, "still time").await;
    ada.does(room, Act::Archived {}).await;
    let said_so = ken.adds(room, Body::Said { text: "too late".parse().unwrap() }).await;
    assert!(matches!(&said_so, OwnState::Refused { why, .. } if why.contains("archived")), "{said_so:?}");
    let mut bob = Visitor::come(&house, "Bob").await;
    assert!(bob.enters(room).await.order.archived);
    bob.sees_in(room, "the words", |event| event.body.text().is_some()).await;
    ada.does(room, Act::Reopened {}).await;
    ken.says_in(room, "in time").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_room_leaves_nothing_and_its_number_is_nobodys_again() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let room = ada.makes(open_room("Tea")).await;
    ken.enters(room).await;
    ada.says_in(room, "unforgettable words").await;
    ken.sees_in(room, "the words", |event| event.body.text().is_some()).await;
    assert!(refused(ken.guest.delete(room).await).contains("operator"));
    assert!(refused(ada.guest.delete(ROOM).await).contains("first room"));
    ada.guest.delete(room).await.unwrap();
    assert_eq!(ken.is_out_of(room).await, (Code::Room, "Ada deleted this room.".to_owned()));
    ken.until("news that it is gone", |update| matches!(update, Update::Gone(no) if *no == room).then_some(())).await;
    assert_eq!(titles(&ken).await, ["Course chat"]);
    assert!(ken.guest.replica().read(room, Seq(1)..=Seq(100)).await.unwrap().is_empty());
    let again = ada.makes(open_room("Tea")).await;
    assert_ne!(again, room);
    let data = house.data();
    let house = house.reopen().await;
    for file in ["log.db", "log.db-wal"] {
        let bytes = std::fs::read(data.join(file)).unwrap_or_default();
        assert!(!bytes.windows(13).any(|window| window == b"unforgettable"), "{file}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_someone_read_is_the_same_on_all_their_devices_and_after_a_restart() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ada");
    visit.me = Identity::fresh().unwrap();
    let mut one = Visitor::visit(visit.clone()).await;
    let mut other = Visitor::visit(visit.clone()).await;
    let (_, seq) = one.says("hello").await;
    one.guest.seen(ROOM, seq).unwrap();
    let heard = |update: &Update| matches!(update, Update::Seen(ROOM, to) if *to == seq).then_some(());
    other.until("news of having read", heard).await;
    one.guest.quiet(ROOM, true).unwrap();
    one.guest.notify(ROOM, Some(Notify::Everything)).unwrap();
    one.leave().await;
    other.leave().await;
    let house = house.reopen().await;
    let mut visit_again = house.visit("Ada");
    visit_again.me = visit.me;
    let again = Visitor::visit(visit_again.clone()).await;
    let yours = again.arrival.as_ref().unwrap().room.yours;
    assert!(yours.quiet && yours.read >= seq, "{yours:?}");
    assert_eq!(yours.notify, Some(Notify::Everything));
    again.guest.notify(ROOM, None).unwrap();
    again.leave().await;
    let again = Visitor::visit(visit_again).await;
    assert_eq!(again.arrival.as_ref().unwrap().room.yours.notify, None);
    house.close().await;
}

/// Someone with two devices, who said and read three messages, of which the numbers are told.
async fn two_devices(house: &TestHouse) -> (Visit, Visitor, Visitor, [Seq; 3]) {
    let mut visit = house.visit("Ada");
    visit.me = Identity::fresh().unwrap();
    let mut one = Visitor::visit(visit.clone()).await;
    let mut other = Visitor::visit(visit.clone()).await;
    let seqs = [one.says("one").await.1, one.says("two").await.1, one.says("three").await.1];
    one.guest.seen(ROOM, seqs[2]).unwrap();
    let heard = |update: &Update| matches!(update, Update::Seen(ROOM, to) if *to == seqs[2]).then_some(());
    other.until("news of having read", heard).await;
    (visit, one, other, seqs)
}

fn is_unread_after(seq: Seq) -> impl Fn(&Update) -> Option<()> {
    move |update| matches!(update, Update::Unread(ROOM, to) if *to == seq).then_some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_set_back_is_unread_on_all_devices_until_its_person_reads_on() {
    let house = TestHouse::open();
    let (visit, mut one, other, [first, second, third]) = two_devices(&house).await;
    other.guest.unread(ROOM, first).unwrap();
    one.until("news of what is unread", is_unread_after(first)).await;
    let read = |visitor: &Visitor| visitor.arrival.as_ref().unwrap().room.yours.read;
    assert_eq!(read(&Visitor::visit(visit.clone()).await), first);
    one.leave().await;
    other.leave().await;
    let house = house.reopen().await;
    let again = Visit { way: house.visit("Ada").way, ..visit };
    let mut back = Visitor::visit(again.clone()).await;
    assert_eq!(read(&back), first);
    // Nothing is read by being set back further than one read.
    back.guest.unread(ROOM, third).unwrap();
    back.guest.seen(ROOM, second).unwrap();
    back.says("both were heard").await;
    assert_eq!(read(&Visitor::visit(again).await), second);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_comes_back_does_not_read_again_what_was_set_back_elsewhere() {
    let house = TestHouse::open();
    let (visit, mut one, mut other, [first, _, third]) = two_devices(&house).await;
    // Its answer comes after the host's word that it heard how far was read.
    other.guest.seen(ROOM, third).unwrap();
    soon("an answer", other.guest.rooms()).await.unwrap();
    let house_again = house.reopen();
    let offline = |update: &Update| matches!(update, Update::Offline { .. }).then_some(());
    let (house, ()) = tokio::join!(house_again, async {
        one.until("the cut", offline).await;
        one.guest.unread(ROOM, first).unwrap();
    });
    other.until("the cut", offline).await;
    other.until("news of what is unread", is_unread_after(first)).await;
    other.says("it came back").await;
    let read = Visitor::visit(visit).await.arrival.unwrap().room.yours.read;
    assert_eq!(read, first);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_ignored_is_remembered_and_not_told() {
    let house = TestHouse::open();
    let mut visit = house.visit("Ada");
    visit.me = Identity::fresh().unwrap();
    let ada = Visitor::visit(visit.clone()).await;
    let ken = Visitor::come(&house, "Ken").await;
    ada.guest.ignore(ken.me().who, true).unwrap();
    // An answer to a later question shows that the wish was heeded.
    let line = ada.guest.whois(&Name::parse("ken").unwrap(), Some(ROOM)).await.unwrap();
    assert_eq!(line.person, ken.me());
    ada.leave().await;
    let ada = Visitor::visit(visit.clone()).await;
    assert_eq!(ada.arrival.as_ref().unwrap().ignored, vec![ken.me()]);
    ada.guest.ignore(ken.me().who, false).unwrap();
    let nobody = refused(ada.guest.whois(&Name::parse("Nobody").unwrap(), None).await);
    assert!(nobody.contains("called Nobody"), "{nobody}");
    ada.leave().await;
    let ada = Visitor::visit(visit).await;
    assert!(ada.arrival.as_ref().unwrap().ignored.is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joined_very_many_rooms_comes_back_into_all_of_them() {
    let house = TestHouse::open();
    let visit = Visit { me: Identity::fresh().unwrap(), ..house.visit("Ken") };
    let ken = Visitor::visit(visit.clone()).await;
    let mut rooms = Vec::new();
    for maker in 0..6 {
        let ada = Visitor::come(&house, &format!("Ada {maker}")).await;
        for number in 0..45 {
            let title = format!("A room of maker {maker} that has a long title, {number}");
            let line = soon("making a room", ada.guest.make(open_room(&title), None)).await.unwrap();
            soon("coming in", ken.guest.enter(RoomName::No(line.room), Since::ALL, None)).await.unwrap();
            rooms.push(line.room);
        }
    }
    ken.leave().await;
    // As patient as it is with people: they ask 200 times at once, and then 50 times a second.
    let house = house.reopen_with(|settings| settings.limits = Limits::default()).await;
    let mut ken = Visitor::visit(visit).await;
    let mut missed: BTreeSet<RoomNo> = rooms.into_iter().collect();
    ken.until("all rooms", |update| {
        if let Update::Joined(entered) = update {
            missed.remove(&entered.room);
        }
        missed.is_empty().then_some(())
    })
    .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_the_house_meanwhile_keeps_nobody_from_coming_in() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (stop, mut stopped) = tokio::sync::oneshot::channel::<()>();
    let busy = tokio::spawn(async move {
        let mut count = 0;
        while stopped.try_recv().is_err() {
            count += 1;
            let topic = Topic::parse(&format!("topic {count}")).unwrap();
            ada.adds(ROOM, Body::Topic { topic }).await;
        }
    });
    for number in 0..40 {
        let late = Visitor::come(&house, &format!("Late {number}")).await;
        let cut = late.updates_so_far().iter().find(|update| update.starts_with("Offline"));
        assert_eq!(cut, None);
    }
    stop.send(()).unwrap();
    busy.await.unwrap();
    house.close().await;
}
