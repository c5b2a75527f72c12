//! The networks this computer is in, as far as houses are announced and looked for there: what announcing and looking share.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::browse::Browsing;
use super::mdns::Running;
use super::port_mapping::Router;
use super::reach::Reach;

/// The networks this computer is in. Nothing runs there until someone announces or looks.
#[derive(Clone, Debug, Default)]
pub struct LocalNetwork(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    reach: Reach,
    running: Mutex<Weak<Running>>,
    browsing: Mutex<Weak<Browsing>>,
}

impl LocalNetwork {
    /// All networks this computer is in.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No further than this computer, among the programs that use this port for mDNS. For tests.
    #[must_use]
    pub fn only_here(port: u16) -> Self {
        Self::with(Reach::HereByMdns(port))
    }

    /// The same where multicast is dead. For tests.
    #[must_use]
    pub fn only_here_without_multicast(port: u16) -> Self {
        Self::with(Reach::HereByProbes(port))
    }

    fn with(reach: Reach) -> Self {
        Self(Arc::new(Shared { reach, ..Shared::default() }))
    }

    /// Whether this computer alone is meant.
    pub(crate) fn is_here(&self) -> bool {
        self.reach().is_here()
    }

    /// The router that leads out of it. There is none where only this computer is meant.
    #[must_use]
    pub fn router(&self) -> Router {
        if !self.0.reach.is_here() {
            return Router::new();
        }
        let router = Router::only_here(Ipv4Addr::LOCALHOST, SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9));
        router.moves(None);
        router
    }

    pub(super) fn reach(&self) -> Reach {
        self.0.reach
    }

    /// The one mDNS daemon, running. It ends with the last who holds it.
    pub(super) fn run(&self) -> Arc<Running> {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let new = Arc::new(Running::start(self.0.reach));
            *running = Arc::downgrade(&new);
            new
        })
    }

    /// The one search there is, begun if there is none.
    pub(super) fn browse(&self) -> Arc<Browsing> {
        let mut browsing = self.0.browsing.lock().unwrap_or_else(PoisonError::into_inner);
        browsing.upgrade().unwrap_or_else(|| {
            let new = Arc::new(Browsing::start(self.0.reach, self.run()));
            *browsing = Arc::downgrade(&new);
            new
        })
    }
}
