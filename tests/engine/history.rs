//! One log a room: everyone reads the same, from wherever they begin, once.

use parlor::guest::{Keep, OwnState, Update};
use parlor::log::{Entry, Log as _, SqliteLog};
use parlor::room::{Author, Body, Event, EventId, Name, PersonId, Seq, Title};
use parlor::wire::Identity;
use parlor::wire::frame::Since;

use crate::support::visitor::{ROOM, said, text};
use crate::support::{TestHouse, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_late_joiner_reads_what_was_said_before() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    for number in 0..300 {
        ada.guest.say(text(&format!("message {number}"))).await.unwrap();
    }
    ada.sees_text("message 299").await;
    let mut late = Visitor::come(&house, "Late").await;
    late.sees_text("message 299").await;
    late.saw_everything_once();
    assert_eq!(late.seen[0].seq, Seq(1));
    assert_eq!(late.texts(), ada.texts());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_joiner_may_want_only_the_last_few() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    for number in 0..50 {
        ada.says(&format!("message {number}")).await;
    }
    let mut late = Visitor::visit(parlor::guest::Visit { since: Since::last(5), ..house.visit("Late") }).await;
    late.sees_text("message 49").await;
    let arrival = late.arrival.clone().unwrap();
    assert_eq!(arrival.room.after, arrival.room.head.back(5));
    assert_eq!(late.seen[0].seq, arrival.room.after.next());
    late.saw_everything_once();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_authors_are_seen_in_one_order_by_everyone() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let mut third = Visitor::come(&house, "Third").await;
    for number in 0..200 {
        ada.guest.say(text(&format!("a{number}"))).await.unwrap();
        ken.guest.say(text(&format!("k{number}"))).await.unwrap();
    }
    for visitor in [&mut ada, &mut ken, &mut third] {
        visitor.sees_text("a199").await;
        visitor.sees_text("k199").await;
        visitor.saw_everything_once();
    }
    assert_eq!(ada.texts(), ken.texts());
    assert_eq!(ada.texts(), third.texts());
    // And everyone's own words stay in the order they were said in.
    let own: Vec<_> = third.texts().into_iter().filter(|text| text.starts_with('a')).collect();
    assert_eq!(own, (0..200).map(|number| format!("a{number}")).collect::<Vec<_>>());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_again_is_the_same_event_even_after_a_restart() {
    let house = TestHouse::open();
    let me = Identity::fresh().unwrap();
    let visit = |house: &TestHouse| parlor::guest::Visit { me: me.clone(), ..house.visit("Ada") };
    let mut ada = Visitor::visit(visit(&house)).await;
    let id = EventId::fresh();
    let body = Body::Said { text: text("once") };
    ada.guest.add(id, body.clone()).await.unwrap();
    let first = ada.settled(id).await;
    ada.guest.add(id, body.clone()).await.unwrap();
    assert_eq!(ada.settled(id).await, first);
    ada.leave().await;

    let house = house.reopen().await;
    let mut again = Visitor::visit(visit(&house)).await;
    again.guest.add(id, body).await.unwrap();
    assert_eq!(again.settled(id).await, first);
    again.says("twice").await;
    again.sees_text("twice").await;
    assert_eq!(again.texts(), ["once", "twice"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_someone_else_is_refused() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (id, _) = ada.says("mine").await;
    let mut eve = Visitor::come(&house, "Eve").await;
    eve.guest.add(id, Body::Said { text: text("not yours") }).await.unwrap();
    assert!(matches!(eve.settled(id).await, OwnState::Refused { .. }));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_goes_on_where_it_was_when_the_host_comes_back() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ada.says("before").await;
    ken.sees_text("before").await;
    let house = house.reopen().await;
    ada.enter().await;
    ken.enter().await;
    ada.says("after").await;
    for visitor in [&mut ada, &mut ken] {
        visitor.sees_text("after").await;
        visitor.saw_everything_once();
        assert_eq!(visitor.texts(), ["before", "after"]);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_without_a_connection_goes_out_when_there_is_one() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let port = house.address.port();
    assert_ne!(port, 0);
    let closing = tokio::spawn(house.reopen_with(|_| {}));
    ada.until("the cut", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
    let id = ada.guest.say(text("into the void")).await.unwrap();
    let house = closing.await.unwrap();
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ada.sees_text("into the void").await;
    ada.saw_everything_once();
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_and_a_withdrawal_are_events_and_the_withdrawn_words_are_gone() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    let (first, seq) = ada.says("a secret slip").await;
    let edit = ada.guest.edit(first, text("a secret slip, mended")).await.unwrap();
    assert!(matches!(ada.settled(edit).await, OwnState::Kept { .. }));
    ken.sees("the edit", |event| matches!(&event.body, Body::Edited { of, .. } if *of == first)).await;
    let withdrawal = ada.guest.withdraw(first).await.unwrap();
    assert!(matches!(ada.settled(withdrawal).await, OwnState::Kept { .. }));
    ken.sees("the withdrawal", |event| event.body == Body::Withdrawn { of: first }).await;

    // Not for those who come later, not in the replica of those who were there, and not for whoever asks.
    let mut late = Visitor::come(&house, "Late").await;
    let erased = late.sees_seq(seq).await;
    assert_eq!(erased.body, Body::Erased { of: None, by: None });
    let here = ken.guest.replica().read(ROOM, Seq(1)..=Seq(100)).await.unwrap();
    assert!(here.iter().all(|event| !format!("{event:?}").contains("slip")));
    let late_edit = ada.guest.edit(first, text("too late")).await.unwrap();
    assert!(matches!(ada.settled(late_edit).await, OwnState::Refused { .. }));

    let dir = house.close().await;
    for file in std::fs::read_dir(dir.path().join("house")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(11).any(|window| window == b"secret slip"), "the words are still on the disk");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_what_someone_else_said() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut eve = Visitor::come(&house, "Eve").await;
    let (id, seq) = ada.says("mine").await;
    let edit = eve.guest.edit(id, text("hers")).await.unwrap();
    assert!(matches!(eve.settled(edit).await, OwnState::Refused { why, .. } if why.contains("your own messages")));
    let withdrawal = eve.guest.withdraw(id).await.unwrap();
    assert!(matches!(eve.settled(withdrawal).await, OwnState::Refused { .. }));
    assert_eq!(said(&[ada.sees_seq(seq).await]), ["mine"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_knows_its_gaps_and_the_host_fills_them() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    for number in 0..700 {
        ada.guest.say(text(&format!("message {number}"))).await.unwrap();
    }
    let last = ada.sees_text("message 699").await.seq;
    let keep = house.folder().join("late");
    let visit = parlor::guest::Visit {
        since: Since::last(10),
        keep: Keep::In(keep),
        backoff: crate::support::visitor::quick(),
        ..house.visit("Late")
    };
    let mut late = Visitor::visit(visit.clone()).await;
    late.sees_seq(last).await;
    let gaps = late.guest.replica().gaps(ROOM, Seq(1)..=last).await.unwrap();
    assert_eq!(gaps.len(), 1);
    assert_eq!(*gaps[0].start(), Seq(1));
    let history = late.guest.read(ROOM, Seq(100)..=Seq(650)).await.unwrap();
    assert_eq!(history.missing, []);
    assert_eq!(history.events.len(), 551);
    assert_eq!(history.events, ada.seen[99..650]);

    // And without the house, what was filled is still there, and what was not is known to be missing.
    late.leave().await;
    let _dir = house.close().await;
    let offline = Visitor::set_out(visit);
    assert!(offline.guest.replica().is_kept());
    let history = offline.guest.read(ROOM, Seq(50)..=Seq(200)).await.unwrap();
    assert_eq!(history.missing, [Seq(50)..=Seq(99)]);
    assert_eq!(history.events, ada.seen[99..200]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_is_opened_under_another_title_renames_its_first_room() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says("before").await;
    let house = house.reopen_with(|settings| settings.title = Title::parse("Exam chat").unwrap()).await;
    let arrival = ada.enter().await;
    assert_eq!((arrival.house.as_str(), arrival.room.title.as_str()), ("Exam chat", "Exam chat"));
    ada.sees("the new title", |event| matches!(&event.body, Body::Titled { title } if title.as_str() == "Exam chat"))
        .await;
    ada.saw_everything_once();
    house.close().await;
}

#[test]
fn a_copy_that_comes_in_another_order_does_not_bring_withdrawn_words_back() {
    let log = SqliteLog::in_memory().unwrap();
    let by = Some(Author { who: PersonId(1), name: Name::parse("Ada").unwrap() });
    let (of, edit) = (EventId::fresh(), EventId::fresh());
    let entry = |seq, id, body| Entry { room: ROOM, event: Event { seq: Seq(seq), at: 1, id, by: by.clone(), body } };
    let said = entry(1, of, Body::Said { text: text("a slip") });
    let edited = entry(2, edit, Body::Edited { of, text: text("a slip, mended") });
    let withdrawn = entry(3, EventId::fresh(), Body::Withdrawn { of });
    log.copy(&[withdrawn]).unwrap();
    log.copy(&[edited, said]).unwrap();
    let bodies: Vec<Body> = log.read(ROOM, Seq(1)..=Seq(2), 9).unwrap().into_iter().map(|event| event.body).collect();
    assert_eq!(bodies, [Body::Erased { of: None, by: None }, Body::Erased { of: Some(of), by: None }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_comes_with_what_its_messages_say_by_now() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let (first, from) = ada.says("first").await;
    let (second, _) = ada.says("second").await;
    let (gone, to) = ada.says("gone").await;
    for (of, words) in [(first, "first, edited"), (second, "second, edited"), (gone, "gone, edited")] {
        ada.guest.edit(of, text(words)).await.unwrap();
    }
    let last = ada.guest.edit(first, text("first, edited twice")).await.unwrap();
    ada.guest.withdraw(gone).await.unwrap();
    ada.sees("the withdrawal", |event| event.body == Body::Withdrawn { of: gone }).await;
    let page = ada.guest.read(ROOM, from..=to).await.unwrap();
    let words: Vec<_> = page.changes.iter().map(|event| event.body.text().unwrap().as_str()).collect();
    assert_eq!(words, ["second, edited", "first, edited twice"]);
    assert_eq!(page.changes[1].id, last);
    let whole = ada.guest.read(ROOM, from..=page.changes[1].seq).await.unwrap();
    assert_eq!(whole.changes, []);
    house.close().await;
}
