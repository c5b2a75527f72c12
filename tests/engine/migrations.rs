//! Stores made by Parlor before it knew accounts, rooms and ranks: they open, nothing in them is lost, and people are who
//! they were. The files in `stores` were written by that version.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parlor::guest::{Keep, Update, Visit, Way};
use parlor::log::verify::verify;
use parlor::room::{Memory, Rank, Seq};
use parlor::wire::account::Admission;
use parlor::wire::invites::InviteState;
use parlor::wire::{Identity, Secret};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::support::visitor::{ROOM, open_room, said};
use crate::support::{TestHouse, Visitor};

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/stores")
}

/// A copy of a folder that may be written to.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

fn old_house() -> (Arc<TempDir>, TestHouse) {
    let dir = Arc::new(TempDir::new().unwrap());
    copy(&stores().join("house"), &dir.path().join("house"));
    (Arc::clone(&dir), TestHouse::again(dir))
}

/// A key of someone, as the old version kept it.
fn key(name: &str) -> Identity {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join(name);
    fs::copy(stores().join(name), &file).unwrap();
    Identity::keep(&file).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_house_opens_with_everything_that_was_said_in_it() {
    let (dir, house) = old_house();
    let mut bob = Visitor::come(&house, "Bob").await;
    let entered = bob.arrival.as_ref().unwrap().room.clone();
    assert_eq!((entered.title.as_str(), entered.topic.as_str()), ("Course chat", "Week three: circuits"));
    assert_eq!((entered.memory, entered.first, entered.rank), (Memory::Everything, Seq(1), Rank::Guest));
    bob.sees_text("point 2").await;
    let mut expected = vec!["Good morning", "Good morning Ada, is the room open?", "It opnes at nine"];
    expected.extend(["called otherwise now", "point 0", "point 1", "point 2"]);
    assert_eq!(said(&bob.seen), expected);
    bob.says("and it goes on").await;
    bob.saw_everything_once();
    house.close().await;
    assert_eq!(verify(&dir.path().join("house")).unwrap().findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_an_old_house_are_who_they_were_and_their_names_stay_theirs() {
    let (_dir, house) = old_house();
    let stranger = Visitor::set_out(house.visit("Ken"))
        .until("being refused", |update| match update {
            Update::Ended(ended) => Some(ended.why.clone()),
            _ => None,
        })
        .await;
    assert!(stranger.contains("taken"), "{stranger}");
    // Whoever took another name has both.
    let ken = Visitor::visit(Visit { me: key("ken.key"), ..house.visit("Ken") }).await;
    assert_eq!(ken.me().name.as_str(), "Kenneth");
    let ada = Visitor::visit(Visit { me: key("ada.key"), ..house.visit("Ada") }).await;
    assert_ne!(ada.me().who, ken.me().who);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_house_can_do_all_that_a_new_one_can() {
    let (_dir, house) = old_house();
    let host = Visitor::visit(house.own_visit("Eve").await).await;
    assert_eq!(host.guest.requests().await.unwrap(), (Admission::Everyone, Vec::new()));
    let mut ada = Visitor::visit(Visit { me: key("ada.key"), ..house.visit("Ada") }).await;
    ada.guest.register("correct horse".to_owned().into()).await.unwrap();
    let room = ada.makes(open_room("Tea")).await;
    assert_ne!(room, ROOM);
    ada.says_in(room, "milk first").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_goes_on_and_what_waited_in_the_outbox_is_said() {
    let (dir, house) = old_house();
    let kept = dir.path().join("visit");
    copy(&stores().join("visit"), &kept);
    let way = Way::Network { addresses: vec![house.to()], relay: None, key: house.house.fingerprint() };
    let visit = Visit { way, me: key("ada.key"), keep: Keep::In(kept), ..house.visit("Ada") };
    let mut ada = Visitor::visit(visit).await;
    ada.sees_text("said while nobody hosted").await;
    let history = ada.guest.read(ROOM, Seq(1)..=Seq(1_000)).await.unwrap();
    assert_eq!(history.events.first().unwrap().seq, Seq(1));
    assert!(said(&history.events).contains(&"Good morning".to_owned()));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_to_an_old_house_goes_on_and_is_its_first_invite() {
    let dir = Arc::new(TempDir::new().unwrap());
    let folder = dir.path().join("house");
    copy(&stores().join("house"), &folder);
    let secret = Connection::open(folder.join("house.db"))
        .unwrap()
        .query_row("SELECT secret FROM invite WHERE withdrawn IS NULL", [], |row| row.get::<_, String>(0))
        .unwrap();
    let secret = Secret::from(secret);
    let house = TestHouse::again(dir).reopen_with(|settings| settings.password = Some("sesame".to_owned())).await;
    assert_eq!(house.house.secret().as_ref(), Some(&secret));
    let host = Visitor::visit(Visit { password: Some("sesame".to_owned()), ..house.own_visit("Eve").await }).await;
    let all = host.guest.invites().await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].invite, all[0].standing, all[0].state), (1, true, InviteState::Open));
    Visitor::visit(Visit { secret: Some(secret), ..house.visit("Bob") }).await;
    house.close().await;
}

/// A house as the version before this one kept it: one invite that holds, and those that it took the place of.
fn before_invites(dir: &TempDir) -> PathBuf {
    let folder = dir.path().join("house");
    copy(&stores().join("house"), &folder);
    let db = Connection::open(folder.join("house.db")).unwrap();
    db.execute_batch(
        "DELETE FROM invite;
        INSERT INTO invite VALUES ('the-first-secret', 1000, 2000), ('the-second-secret', 2000, 3000),
            ('the-newest-secret', 3000, NULL);",
    )
    .unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_were_withdrawn_before_are_known_as_that() {
    let dir = Arc::new(TempDir::new().unwrap());
    before_invites(&dir);
    let house = TestHouse::again(dir).reopen_with(|settings| settings.password = Some("sesame".to_owned())).await;
    let by = |secret: &str, name| Visit { secret: Some(Secret::from(secret.to_owned())), ..house.visit(name) };
    Visitor::visit(by("the-newest-secret", "Bob")).await;
    for (secret, expected) in [("the-first-secret", "withdrawn"), ("the-third-secret", "copied wrong")] {
        let why = Visitor::set_out(by(secret, "Cleo"))
            .until("being refused", |update| match update {
                Update::Ended(ended) => Some(ended.why.clone()),
                _ => None,
            })
            .await;
        assert!(why.contains(expected), "{why}");
    }
    let host = Visitor::visit(Visit { password: Some("sesame".to_owned()), ..house.own_visit("Eve").await }).await;
    let all = host.guest.invites().await.unwrap();
    let told: Vec<_> = all.iter().map(|line| (line.invite, line.secret.as_str(), line.state)).collect();
    let expected = [
        (3, "the-first-secret", InviteState::Withdrawn),
        (2, "the-second-secret", InviteState::Withdrawn),
        (1, "the-newest-secret", InviteState::Open),
    ];
    assert_eq!(told, expected);
    // The next ones are numbered after them.
    house.house.new_invite().await.unwrap();
    assert_eq!(host.guest.invites().await.unwrap()[0].invite, 4);
    house.close().await;
}
