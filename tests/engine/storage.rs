//! Disks that are full, stores that are too new, folders that are taken.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parlor::guest::OwnState;
use parlor::host::{HostError, House, Settings};
use parlor::log::{Entry, Hits, Log, LogError, Pruned, SqliteLog};
use parlor::room::{Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State, Title};
use tokio::sync::watch;

use crate::support::visitor::text;
use crate::support::{TestHouse, Visitor};

/// A log on a disk that can be full.
struct Tight {
    log: SqliteLog,
    full: Arc<AtomicBool>,
}

impl Log for Tight {
    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        if self.full.load(Ordering::SeqCst) { Err(LogError::Full) } else { self.log.append(entries) }
    }
    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        self.log.read(room, range, limit)
    }
    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.log.find(id)
    }
    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
        self.log.signs(of, who)
    }
    fn search(&self, room: RoomNo, query: &Query) -> Result<Hits, LogError> {
        self.log.search(room, query)
    }
    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.log.head(room)
    }
    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.log.rooms()
    }
    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.log.remember(room, state)
    }
    fn delete(&self, room: RoomNo) -> Result<State, LogError> {
        self.log.delete(room)
    }
    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.log.deleted()
    }
    fn first(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.log.first(room)
    }
    fn prune(&self, room: RoomNo, first: Seq, state: &State) -> Result<Pruned, LogError> {
        if self.full.load(Ordering::SeqCst) { Err(LogError::Full) } else { self.log.prune(room, first, state) }
    }
    fn growth(&self) -> watch::Receiver<u64> {
        self.log.growth()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_the_house_works_again_when_there_is_room() {
    let full = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&full);
    let house = TestHouse::with_log(move |log| Arc::new(Tight { log, full: switch }));
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ada.says("before").await;
    full.store(true, Ordering::SeqCst);
    let id = ada.guest.say(text("lost?")).await.unwrap();
    let refused = ada.settled(id).await;
    assert!(
        matches!(&refused, OwnState::Refused { why, .. } if why.starts_with("Not saved") && why.contains("full")),
        "{refused:?}"
    );
    // Others come and go meanwhile.
    let third = Visitor::come(&house, "Third").await;
    full.store(false, Ordering::SeqCst);
    ada.guest.retry(id).unwrap();
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ken.sees_text("lost?").await;
    ken.sees("the third coming in", |event| format!("{event:?}").contains("Third")).await;
    ken.saw_everything_once();
    assert_eq!(ken.texts(), ["before", "lost?"]);
    drop(third);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_not_kept_is_not_theirs_until_they_try_again() {
    let full = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&full);
    let house = TestHouse::with_log(move |log| Arc::new(Tight { log, full: switch }));
    let mut ada = Visitor::come(&house, "Ada").await;
    let mut ken = Visitor::come(&house, "Ken").await;
    ada.says("before").await;
    ken.says("before as well").await;
    full.store(true, Ordering::SeqCst);
    let body = Body::Named { name: "Lovelace".parse().unwrap() };
    let id = ada.guest.add(EventId::fresh(), body).await.unwrap();
    let refused = ada.settled(id).await;
    assert!(matches!(&refused, OwnState::Refused { why, .. } if why.contains("full")), "{refused:?}");
    full.store(false, Ordering::SeqCst);
    ada.says("still Ada").await;
    assert_eq!(ken.sees_text("still Ada").await.by.unwrap().name.as_str(), "Ada");
    ada.guest.retry(id).unwrap();
    assert!(matches!(ada.settled(id).await, OwnState::Kept { .. }));
    ada.says("Lovelace now").await;
    assert_eq!(ken.sees_text("Lovelace now").await.by.unwrap().name.as_str(), "Lovelace");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_host_in_the_same_folder_is_refused() {
    let house = TestHouse::open();
    let second = House::open(Settings::new(Title::parse("Other").unwrap(), house.data()));
    let Err(HostError::Log(error @ LogError::InUse(_))) = second else { panic!("it opened") };
    assert!(error.to_string().contains("in use"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    let house = TestHouse::open();
    let mut ada = Visitor::come(&house, "Ada").await;
    ada.says("kept").await;
    let data = house.data();
    drop(ada);
    let _dir = house.close().await;
    let file = data.join("log.db");
    let db = rusqlite::Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    db.pragma_update(None, "wal_checkpoint", "TRUNCATE").ok();
    drop(db);
    let before = std::fs::read(&file).unwrap();
    let opened = House::open(Settings::new(Title::parse("Course chat").unwrap(), data.clone()));
    let Err(HostError::Log(error @ LogError::Newer { found: 99, .. })) = opened else { panic!("it opened") };
    assert!(error.to_string().contains("newer Parlor"));
    assert_eq!(before, std::fs::read(&file).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_some_other_program_is_refused() {
    let dir = tempfile::TempDir::new().unwrap();
    std::fs::write(dir.path().join("log.db"), "not a database, but long enough to look at twice").unwrap();
    let opened = House::open(Settings::new(Title::parse("Course chat").unwrap(), dir.path().to_owned()));
    assert!(matches!(&opened, Err(HostError::Log(LogError::NotOurs(_)))), "{:?}", opened.err());
    let other = rusqlite::Connection::open(dir.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(other);
    std::fs::rename(dir.path().join("other.db"), dir.path().join("log.db")).unwrap();
    let opened = House::open(Settings::new(Title::parse("Course chat").unwrap(), dir.path().to_owned()));
    assert!(matches!(opened, Err(HostError::Log(LogError::NotOurs(_)))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_was_restored_from_an_older_copy_is_believed() {
    let house = TestHouse::open();
    let keep = parlor::guest::Keep::In(house.folder().join("ada"));
    let visit = parlor::guest::Visit { keep, ..house.visit("Ada") };
    let mut ada = Visitor::visit(visit.clone()).await;
    ada.says("in the copy").await;
    ada.leave().await;
    let data = house.data();
    let house = house.reopen().await;
    let copy = house.folder().join("copy.db");
    rusqlite::Connection::open(data.join("log.db"))
        .unwrap()
        .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    let mut ada = Visitor::visit(visit.clone()).await;
    ada.says("not in the copy").await;
    ada.leave().await;
    let dir = house.close().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(data.join(format!("log.db{suffix}")));
    }
    std::fs::rename(copy, data.join("log.db")).unwrap();
    let house = TestHouse::again(dir);
    let way = house.visit("Ada").way;
    let mut ada = Visitor::visit(parlor::guest::Visit { way, ..visit }).await;
    let (_, seq) = ada.says("said anew").await;
    let here = ada.guest.replica().read(RoomNo(1), Seq(1)..=seq).await.unwrap();
    assert_eq!(crate::support::visitor::said(&here), ["in the copy", "said anew"]);
    house.close().await;
}
