//! Where the router of this network is, and how patient to be with it.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::NotOpen;
use crate::find::gateway::gateway_v4;

/// Where routers are looked for by UPnP.
const UPNP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(239, 255, 255, 250), 1900);

/// How long one may take to be found. It waits up to three seconds before it answers, so that not all do at once.
const SEARCH: Duration = Duration::from_secs(4);
const SEARCH_HERE: Duration = Duration::from_secs(1);

/// The router of the network this computer is in, whichever that is just now.
#[derive(Clone, Debug, Default)]
pub struct Router(Place);

#[derive(Clone, Debug, Default)]
enum Place {
    /// The one the system names.
    #[default]
    Network,
    /// One on this computer.
    Here { gateway: Arc<Mutex<Option<Ipv4Addr>>>, upnp: SocketAddrV4 },
}

/// The router, as it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// Its address in this network.
    pub gateway: Ipv4Addr,
    /// This computer's address, as the router knows it.
    pub own: Ipv4Addr,
    /// Where it is looked for by UPnP.
    pub upnp: SocketAddrV4,
    /// How long that may take.
    pub search: Duration,
}

/// How often a router is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often to see whether the network is another. That asks nobody but the system.
    pub look: Duration,
    /// How soon to renew what was opened, at the earliest: a router that grants a second must not be asked each second.
    pub shortest: Duration,
    /// And at the latest: a router that was restarted has forgotten, and a provider gives another address overnight.
    pub longest: Duration,
    /// When to ask again after it did not work: the first time, as a datagram may be lost; some times more, as it may be
    /// starting; and from then on.
    pub again: [Duration; 3],
}

impl Router {
    /// The router of this network.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One on this computer, at this address of it, that is looked for by UPnP there. For tests.
    #[must_use]
    pub fn only_here(gateway: Ipv4Addr, upnp: SocketAddrV4) -> Self {
        Self(Place::Here { gateway: Arc::new(Mutex::new(Some(gateway))), upnp })
    }

    /// The network has another router, or none. For tests; does nothing to the system's own.
    pub fn moves(&self, to: Option<Ipv4Addr>) {
        if let Place::Here { gateway, .. } = &self.0 {
            *gateway.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    pub(super) const fn is_here(&self) -> bool {
        matches!(self.0, Place::Here { .. })
    }

    pub(super) const fn pace(&self) -> Pace {
        const fn seconds(count: u64) -> Duration {
            Duration::from_secs(count)
        }
        const fn millis(count: u64) -> Duration {
            Duration::from_millis(count)
        }
        if self.is_here() {
            Pace { look: millis(20), shortest: millis(50), longest: seconds(1), again: [millis(50); 3] }
        } else {
            let again = [seconds(5), seconds(60), seconds(600)];
            Pace { look: seconds(15), shortest: seconds(30), longest: seconds(600), again }
        }
    }

    /// Where it is now. Asking the system may take a moment.
    pub(super) async fn look(&self) -> Result<Surroundings, NotOpen> {
        let place = self.0.clone();
        let looked = tokio::task::spawn_blocking(move || place.look()).await;
        looked.unwrap_or(Err(NotOpen::NoRouter))
    }
}

impl Place {
    fn look(&self) -> Result<Surroundings, NotOpen> {
        let (gateway, upnp, search) = match self {
            Self::Network => (gateway_v4(), UPNP, SEARCH),
            Self::Here { gateway, upnp } => {
                (*gateway.lock().unwrap_or_else(PoisonError::into_inner), *upnp, SEARCH_HERE)
            }
        };
        let none = || if has_network() { NotOpen::NoRouter } else { NotOpen::NoNetwork };
        let gateway = gateway.ok_or_else(none)?;
        let own = own_address(gateway).ok_or_else(none)?;
        Ok(Surroundings { gateway, own, upnp, search })
    }
}

/// The address this computer speaks to the router from. Nothing is sent.
fn own_address(gateway: Ipv4Addr) -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((gateway, crab_nat::GATEWAY_PORT)).ok()?;
    match socket.local_addr().ok()? {
        SocketAddr::V4(own) => Some(*own.ip()),
        SocketAddr::V6(_) => None,
    }
}

fn has_network() -> bool {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.iter().any(|interface| interface.is_oper_up() && !interface.is_loopback() && !interface.is_link_local())
}
