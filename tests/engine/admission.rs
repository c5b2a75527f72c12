//! Who may come into a house: its host decides, and is never kept out.

use parlor::guest::{GuestError, Update, Visit};
use parlor::room::Rank;
use parlor::wire::account::{Account, Admission, RequestLine};
use parlor::wire::frame::Code;
use parlor::wire::{Identity, Password};

use crate::support::{TestHouse, Visitor, soon};

fn admitting(admission: Admission) -> TestHouse {
    TestHouse::with(|settings| settings.admission = Some(admission))
}

async fn refused(visit: Visit) -> Option<Code> {
    Visitor::set_out(visit)
        .until("being refused", |update| match update {
            Update::Ended(ended) => Some(ended.code),
            _ => None,
        })
        .await
}

async fn waits(visitor: &mut Visitor) {
    visitor.until("having to wait", |update| matches!(update, Update::Waiting { .. }).then_some(())).await;
}

fn rank(visitor: &Visitor) -> Rank {
    visitor.arrival.as_ref().unwrap().rank
}

fn register(house: &TestHouse, name: &str) -> Visit {
    let password = Password::from("correct horse".to_owned());
    Visit { account: Some(Account::Register(password)), ..house.visit(name) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_for_registered_people_lets_in_who_has_an_account_or_makes_one() {
    let house = admitting(Admission::Registered);
    assert_eq!(refused(house.visit("Ken")).await, Some(Code::Account));
    let visit = register(&house, "Ada");
    Visitor::visit(visit.clone()).await.leave().await;
    Visitor::visit(Visit { account: None, ..visit }).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_house_lets_in_nobody_new_and_whoever_was_there_comes_again() {
    let house = TestHouse::open();
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let visit = house.visit("Ken");
    let mut ken = Visitor::visit(visit.clone()).await;
    let tried = ken.guest.set_admission(Admission::Everyone).await;
    assert!(matches!(&tried, Err(GuestError::Refused(why)) if why.contains("host")), "{tried:?}");
    host.guest.set_admission(Admission::Closed).await.unwrap();
    assert_eq!(refused(house.visit("Bob")).await, Some(Code::Shut));
    assert_eq!(refused(register(&house, "Bob")).await, Some(Code::Shut));
    ken.says("still here").await;
    ken.leave().await;
    Visitor::visit(visit).await.says("and here again").await;
    let house = house.reopen().await;
    let visit = house.own_visit("Eve").await;
    Visitor::visit(visit).await;
    assert_eq!(refused(house.visit("Bob")).await, Some(Code::Shut), "it outlives a restart");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hosts_without_a_window_is_known_by_their_key_and_stays_the_host() {
    let me = Identity::fresh().unwrap();
    let key = me.fingerprint();
    let house = TestHouse::with(|settings| {
        settings.admission = Some(Admission::Closed);
        settings.password = Some("sesame".to_owned());
        settings.host_key = Some(key);
    });
    let visit = Visit { me, ..house.visit("Ada") };
    let ada = Visitor::visit(visit.clone()).await;
    assert_eq!(rank(&ada), Rank::Owner);
    ada.guest.set_admission(Admission::Everyone).await.unwrap();
    let ken = Visitor::visit(Visit { password: Some("sesame".to_owned()), ..house.visit("Ken") }).await;
    assert_eq!(rank(&ken), Rank::Guest);
    // The person is the host from now on, on whichever key.
    let house = house.reopen_with(|settings| settings.may_drop_password = true).await;
    let again = Visitor::visit(Visit { password: Some("sesame".to_owned()), ..visit }).await;
    assert_eq!(rank(&again), Rank::Owner);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_a_house_that_is_open_is_changed_and_taken_away() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    let with = |name: &str, password: &str| Visit { password: Some(password.to_owned()), ..house.visit(name) };
    house.house.set_password(Some("sesame".to_owned())).await.unwrap();
    assert!(house.house.asks_password());
    assert_eq!(refused(house.visit("Ken")).await, Some(Code::Password));
    Visitor::visit(with("Ken", "sesame")).await;
    house.house.set_password(Some("poppy".to_owned())).await.unwrap();
    assert_eq!(refused(with("Bob", "sesame")).await, Some(Code::Password));
    Visitor::visit(with("Bob", "poppy")).await;
    ada.says("whoever is in stays").await;
    house.house.set_password(None).await.unwrap();
    Visitor::come(&house, "Eve").await;
    // Nor does it ask for one when it is opened again.
    let house = house.reopen().await;
    assert!(!house.house.asks_password());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_waits_until_the_host_says_yes_and_is_not_asked_about_again() {
    let house = admitting(Admission::Approval);
    let mut host = Visitor::visit(house.own_visit("Ada").await).await;
    let mut visit = house.visit("Ken");
    visit.me = Identity::fresh().unwrap();
    let mut ken = Visitor::set_out(visit.clone());
    waits(&mut ken).await;
    let asks: RequestLine = host
        .until("a request", |update| match update {
            Update::Request(line) => Some(line.clone()),
            _ => None,
        })
        .await;
    assert_eq!((asks.name.as_str(), asks.key), ("Ken", visit.me.fingerprint()));
    assert_eq!(host.guest.requests().await.unwrap(), (Admission::Approval, vec![asks.clone()]));
    host.guest.admit(asks.request, true).await.unwrap();
    ken.enter().await;
    assert!(host.guest.requests().await.unwrap().1.is_empty());
    let again = host.guest.admit(asks.request, false).await;
    assert!(matches!(&again, Err(GuestError::Refused(why)) if why.contains("no request")), "{again:?}");
    ken.leave().await;
    let house = house.reopen().await;
    Visitor::visit(visit).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_ends_the_visit_and_a_request_outlives_a_restart() {
    let house = admitting(Admission::Approval);
    let mut visit = house.visit("Ken");
    visit.me = Identity::fresh().unwrap();
    let mut ken = Visitor::set_out(visit.clone());
    waits(&mut ken).await;
    drop(ken);
    let house = house.reopen().await;
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let (_, asking) = host.guest.requests().await.unwrap();
    assert_eq!(asking.len(), 1);
    host.guest.admit(asking[0].request, true).await.unwrap();
    Visitor::visit(visit).await;
    let mut bob = Visitor::set_out(house.visit("Bob"));
    waits(&mut bob).await;
    let (_, asking) = host.guest.requests().await.unwrap();
    host.guest.admit(asking[0].request, false).await.unwrap();
    let code = bob
        .until("the answer", |update| match update {
            Update::Ended(ended) => Some(ended.code),
            _ => None,
        })
        .await;
    assert_eq!(code, Some(Code::Declined));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_at_the_door_waits_as_well_and_whoever_has_an_account_does_not() {
    let house = admitting(Admission::Approval);
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let visit = register(&house, "Ken");
    let mut ken = Visitor::set_out(visit.clone());
    waits(&mut ken).await;
    let (_, asking) = host.guest.requests().await.unwrap();
    host.guest.admit(asking[0].request, true).await.unwrap();
    assert!(ken.enter().await.account);
    let Some(Account::Register(password)) = visit.account else { unreachable!() };
    let elsewhere = Visit { account: Some(Account::Login(password)), ..house.visit("Ken") };
    Visitor::visit(elsewhere).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_closes_sends_home_who_waits() {
    let house = admitting(Admission::Approval);
    let mut ken = Visitor::set_out(house.visit("Ken"));
    waits(&mut ken).await;
    soon("closing", house.close()).await;
    ken.until("news of it", |update| matches!(update, Update::Offline { .. }).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_comes_in_as_soon_as_the_house_is_for_everyone() {
    let house = admitting(Admission::Approval);
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let mut ken = Visitor::set_out(house.visit("Ken"));
    waits(&mut ken).await;
    host.guest.set_admission(Admission::Everyone).await.unwrap();
    ken.enter().await;
    assert!(host.guest.requests().await.unwrap().1.is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_not_asked_about_whoever_wants_a_name_that_is_taken() {
    let house = TestHouse::open();
    let host = Visitor::visit(house.own_visit("Ada").await).await;
    let _ken = Visitor::come(&house, "Ken").await;
    host.guest.set_admission(Admission::Approval).await.unwrap();
    assert_eq!(refused(house.visit("Ken")).await, Some(Code::Taken));
    assert_eq!(refused(register(&house, "Ken")).await, Some(Code::Taken));
    assert!(host.guest.requests().await.unwrap().1.is_empty());
    house.close().await;
}
