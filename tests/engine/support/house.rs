//! A house on a free port of this computer.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parlor::guest::{Keep, Visit, Way};
use parlor::host::{House, Limits, Pace, Settings, bind};
use parlor::log::{Log, SqliteLog};
use parlor::room::{Name, Title};
use parlor::wire::frame::Since;
use parlor::wire::{Address, Identity};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::rigged::Hand;
use crate::ports::free_port;

pub struct TestHouse {
    pub house: House,
    pub address: SocketAddr,
    dir: Arc<TempDir>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

/// Bounds that stand in nobody's way.
pub fn roomy() -> Limits {
    let fast = Pace { burst: 1e6, per_second: 1e6 };
    Limits { says: fast, asks: fast, strikes: fast, renames: fast, ..Limits::default() }
}

impl TestHouse {
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::in_folder(Arc::new(TempDir::new().unwrap()), 0, change, |log| Arc::new(log))
    }

    pub fn with_log(make: impl FnOnce(SqliteLog) -> Arc<dyn Log>) -> Self {
        Self::in_folder(Arc::new(TempDir::new().unwrap()), 0, |_| {}, make)
    }

    /// A house whose log a test has a hand on.
    pub fn rigged() -> (Self, Hand) {
        let hand = Hand::default();
        let house = Self::with_log(|log| hand.on(log));
        (house, hand)
    }

    /// The same, otherwise than others.
    pub fn rigged_with(change: impl FnOnce(&mut Settings)) -> (Self, Hand) {
        let hand = Hand::default();
        let house = Self::in_folder(Arc::new(TempDir::new().unwrap()), 0, change, |log| hand.on(log));
        (house, hand)
    }

    fn in_folder(
        dir: Arc<TempDir>,
        port: u16,
        change: impl FnOnce(&mut Settings),
        make: impl FnOnce(SqliteLog) -> Arc<dyn Log>,
    ) -> Self {
        let mut settings = Settings::new(Title::parse("Course chat").unwrap(), dir.path().join("house"));
        settings.limits = roomy();
        change(&mut settings);
        let house = House::open_with(settings, make).unwrap();
        let port = if port == 0 { free_port() } else { port };
        let listener = bind(Ipv4Addr::LOCALHOST.into(), port).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn({
            let house = house.clone();
            async move {
                house
                    .serve(listener, async {
                        let _ = stopped.await;
                    })
                    .await;
            }
        });
        Self { house, address, dir, stop, serving }
    }

    /// The house that was kept in this folder.
    pub fn again(dir: Arc<TempDir>) -> Self {
        Self::in_folder(dir, 0, |_| {}, |log| Arc::new(log))
    }

    /// The same, with a log that a test has a hand on.
    pub fn again_rigged(dir: Arc<TempDir>) -> (Self, Hand) {
        let hand = Hand::default();
        let house = Self::in_folder(dir, 0, |_| {}, |log| hand.on(log));
        (house, hand)
    }

    /// The same, on the port it had.
    pub fn again_at(dir: Arc<TempDir>, port: u16) -> Self {
        Self::in_folder(dir, port, |_| {}, |log| Arc::new(log))
    }

    /// The folder for whatever a test keeps.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("house")
    }

    pub async fn close(self) -> Arc<TempDir> {
        let _ = self.stop.send(());
        self.serving.await.unwrap();
        self.house.close().await;
        self.dir
    }

    /// Closes the house and opens it again, in the same folder and on the same port.
    pub async fn reopen(self) -> Self {
        self.reopen_with(|_| {}).await
    }

    pub async fn reopen_with(self, change: impl FnOnce(&mut Settings)) -> Self {
        let port = self.address.port();
        let dir = self.close().await;
        Self::in_folder(dir, port, change, |log| Arc::new(log))
    }

    /// A visit by someone with a key of their own, who keeps nothing.
    pub fn visit(&self, name: &str) -> Visit {
        Visit {
            way: Way::Network { addresses: vec![self.to()], relay: None, key: self.house.fingerprint() },
            me: Identity::fresh().unwrap(),
            name: Name::parse(name).unwrap(),
            password: None,
            account: None,
            secret: None,
            room: None,
            since: Since::ALL,
            keep: Keep::Nowhere,
            backoff: super::visitor::quick(),
        }
    }

    /// A visit by the host of the house, who sat at its own window once and comes across the network now.
    pub async fn own_visit(&self, name: &str) -> Visit {
        self.owned(self.visit(name)).await
    }

    /// The same, as this visit.
    pub async fn owned(&self, visit: Visit) -> Visit {
        let (house, key) = (self.house.clone(), visit.me.fingerprint());
        let here =
            Visit { way: Way::Here(Arc::new(move || house.visit(key).ok())), keep: Keep::Nowhere, ..visit.clone() };
        super::Visitor::visit(here).await.leave().await;
        visit
    }

    pub fn to(&self) -> Address {
        Address::from((self.address.ip(), self.address.port()))
    }
}
