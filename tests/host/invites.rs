//! Invites where several come by one in the same commit, and where that is not kept.

use super::faults::Fault;
use super::scene::{Guest, Scene};
use crate::host::core::{Answer, Claimant, GuestRequest, Input, InviteRecord, Registration, ShownInvite};
use crate::host::no::No;
use crate::host::registry::invites;
use crate::room::{Author, Label, PersonId};
use crate::wire::Secret;
use crate::wire::account::Admission;
use crate::wire::frame::Code;
use crate::wire::invites::{InviteState, NewInvite};

fn secret() -> Secret {
    Secret::from("for-one-person".to_owned())
}

/// A house, its host, and an invite for one person.
fn invited() -> (Scene, Guest) {
    let mut scene = Scene::open();
    let host = scene.come("Ada", Some(0));
    let new = NewInvite { once: true, ..NewInvite::default() };
    scene.ask(Scene::asking(&host, GuestRequest::MakeInvite { new, secret: secret() })).unwrap();
    (scene, host)
}

/// Someone who has no other way in.
fn comer(name: &str, number: u8) -> Claimant {
    Claimant { invite: Some(ShownInvite { secret: secret(), needed: true }), ..Scene::comer(name, Some(number)) }
}

fn state(scene: &Scene) -> (InviteState, u64) {
    let line = invites::one(scene.rig.driver.book().db(), 1, scene.rig.now.clock).unwrap().unwrap();
    (line.state, line.came)
}

fn is_used(answer: Option<&Result<Answer, No>>) -> bool {
    matches!(answer, Some(Err(no)) if no.code == Code::Password && no.why.contains("used already"))
}

#[test]
fn of_two_in_one_commit_the_first_is_in() {
    let (mut scene, _) = invited();
    let outcome = scene.all(&[Input::Claim(comer("Bo", 1)), Input::Claim(comer("Cleo", 2))]);
    assert!(matches!(outcome.answer(0), Some(Ok(Answer::Named(_)))), "{outcome:?}");
    assert!(is_used(outcome.answer(1)), "{outcome:?}");
    assert_eq!(state(&scene), (InviteState::Used, 1));
    assert!(scene.claim(&comer("Bo", 1)).is_ok(), "it is theirs");
}

#[test]
fn an_invite_is_spent_by_nobody_where_that_is_not_kept() {
    for fault in [Fault::Log, Fault::Commit, Fault::RegistryWrite(0), Fault::AllLost(2)] {
        let (mut scene, host) = invited();
        let says = scene.saying(&host, super::scene::FIRST, Scene::words("hello"));
        let another = GuestRequest::MakeInvite { new: NewInvite::default(), secret: Secret::from("more".to_owned()) };
        let asks = [Input::Claim(comer("Bo", 1)), says, Scene::asking(&host, another)];
        let outcome = scene.rig.batch(&asks, fault);
        assert!(matches!(outcome.answer(0), Some(Err(_))), "{outcome:?}");
        assert_eq!(state(&scene), (InviteState::Open, 0));
        assert!(scene.claim(&comer("Cleo", 2)).is_ok());
        assert!(scene.claim(&comer("Bo", 1)).is_err());
    }
}

#[test]
fn asking_whether_an_invite_would_do_spends_nothing() {
    let (mut scene, _) = invited();
    scene.ask(Input::MayUse(comer("Bo", 1))).unwrap();
    let register = Claimant { register: Registration::Wanted, ..comer("Bo", 1) };
    scene.ask(Input::MayRegister(register.clone())).unwrap();
    assert_eq!(state(&scene), (InviteState::Open, 0));
    scene.claim(&comer("Cleo", 2)).unwrap();
    for ask in [Input::MayUse(comer("Bo", 1)), Input::MayRegister(register)] {
        assert!(is_used(Some(&scene.ask(ask))));
    }
}

#[test]
fn whoever_hears_no_stays_out_by_the_invite_they_did_not_spend() {
    let (mut scene, host) = invited();
    scene.ask(Scene::asking(&host, GuestRequest::Admission(Admission::Closed))).unwrap();
    assert_eq!(scene.claim(&comer("Bo", 1)).unwrap_err().code, Code::Shut);
    assert_eq!(state(&scene), (InviteState::Open, 0));
}

fn record(invite: u64, once: bool) -> InviteRecord {
    let secret = Secret::from(format!("secret {invite}"));
    InviteRecord { invite, secret, label: Label::default(), by: None, at: invite, once, until: None, standing: false }
}

fn count(scene: &Scene, sql: &str) -> u32 {
    scene.rig.driver.book().db().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn of_invites_that_are_open_no_longer_the_withdrawn_are_forgotten_before_the_used() {
    let scene = Scene::open();
    let db = scene.rig.driver.book().db();
    let ada = Author { who: PersonId(1), name: "Ada".parse().unwrap() };
    for invite in 1..=1030 {
        invites::add(db, &record(invite, true)).unwrap();
        match invite {
            // Half of the first are used, half withdrawn, and one of all stays open.
            1 => {}
            _ if invite % 2 == 0 => invites::came(db, invite, &ada, invite).unwrap(),
            _ => invites::withdraw(db, invite, invite).unwrap(),
        }
    }
    invites::add(db, &record(1031, false)).unwrap();
    assert_eq!(count(&scene, "SELECT count(*) FROM invite"), 1024 + 2);
    assert_eq!(count(&scene, "SELECT count(*) FROM invite WHERE came > 0"), 515, "all that were used");
    assert_eq!(count(&scene, "SELECT min(number) FROM invite WHERE withdrawn NOT NULL"), 13, "the oldest went");
    assert!(invites::one(db, 1, 2000).unwrap().is_some(), "what is open is never forgotten");
    assert_eq!(count(&scene, "SELECT count(*) FROM came_by"), 515);
}

#[test]
fn an_invite_remembers_the_last_thousand_who_came_and_counts_all() {
    let scene = Scene::open();
    let db = scene.rig.driver.book().db();
    invites::add(db, &record(1, false)).unwrap();
    for who in 1..=1010 {
        let one = Author { who: PersonId(who), name: "Ada".parse().unwrap() };
        invites::came(db, 1, &one, who.into()).unwrap();
        // Once more counts nothing.
        invites::came(db, 1, &one, who.into()).unwrap();
    }
    assert_eq!(count(&scene, "SELECT came FROM invite"), 1010);
    assert_eq!(count(&scene, "SELECT count(*) FROM came_by"), 1000);
    assert_eq!(count(&scene, "SELECT min(who) FROM came_by"), 11);
}
