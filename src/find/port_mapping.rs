//! A port that the router of a home opens, so that people outside its network can join: asked for, renewed, withdrawn.
//!
//! ```text
//! router     where the router is, as that changes, and which one is asked
//! outside    what it says of its address there
//! keeper     the task that keeps a port open
//! asking     which language is tried first, and what is told where none helps
//! datagrams  PCP and NAT-PMP
//! upnp       UPnP
//! granted    what a router opened, and until when
//! ```

mod asking;
mod datagrams;
mod granted;
mod keeper;
mod outside;
mod router;
mod upnp;

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::ip_ranges::is_public;
use keeper::Keeper;
pub use router::Router;

/// How long a router is asked to keep a port open, in seconds. Where this program ends without a word, it closes by then, but
/// for a router that keeps ports for good alone: there it is closed when the same place is open again.
const LEASE: u32 = 3600;

/// How long withdrawing may take, in all. The router forgets it anyway once its time is over.
const WITHDRAWING: Duration = Duration::from_secs(3);

/// Whether people outside this network can reach a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingState {
    /// The router is being asked.
    Asking,
    /// They can, as far as the router has its say. A firewall on this computer may still keep them out.
    Open {
        /// Where. Another port than the place's own, where that one was taken.
        outside: SocketAddr,
        /// How it was opened.
        by: OpenedBy,
    },
    /// They can't, by the router's doing. It is asked again now and then, and when the network changes.
    Not(NotOpen),
}

/// How a port came to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    /// The Port Control Protocol.
    Pcp,
    /// The NAT Port Mapping Protocol, which came before it.
    NatPmp,
    /// Universal Plug and Play.
    Upnp,
    /// By nothing: this computer has a public address, and there is nothing to open.
    Itself,
}

impl fmt::Display for OpenedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pcp => "PCP",
            Self::NatPmp => "NAT-PMP",
            Self::Upnp => "UPnP",
            Self::Itself => "its own address",
        })
    }
}

/// Why no port is open, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpen {
    /// The place listens where only this computer reaches it.
    #[error("Only this computer can reach this place, so no port is opened for it.")]
    OnlyHere,
    /// The place listens at one address, and the router leads to another.
    #[error(
        "This place listens at an address that the router does not lead to, so no port is opened for it. Let it \
         listen on all addresses."
    )]
    Elsewhere,
    /// There is no network.
    #[error("There is no network, so nobody outside can reach this place. Connect this computer to one.")]
    NoNetwork,
    /// There is a network that leads nowhere else.
    #[error("No router was found, so nobody outside this network can reach this place.")]
    NoRouter,
    /// There is a router, and it does not answer.
    #[error(
        "Your router doesn't open ports automatically. Turn on UPnP or NAT-PMP in its settings, or forward the port \
         yourself."
    )]
    NotOffered,
    /// It answered, and does not want to.
    #[error(
        "Your router refused to open a port. Allow it in the router's settings, or let it forward the port to this \
         computer."
    )]
    Refused,
    /// Something else has the port, and the router gives no other.
    #[error("This port is already in use on your router, and it offered no other. Host the place at another port.")]
    Taken,
    /// The router has no address outside that it would tell.
    #[error(
        "Your router has no public address, so no port can be opened: it is offline, or your provider shares one \
         address among many homes. If it is online, ask your provider for a public address."
    )]
    NoAddress,
    /// The router's own address outside is no public one.
    #[error(
        "Your provider shares one address among many homes, so no port can be opened. Ask it for a public address. \
         If you have one router behind another, let both forward the port."
    )]
    Shared,
}

impl NotOpen {
    /// Of two answers, the one that says more.
    const fn graver(self, other: Self) -> Self {
        const fn weight(why: NotOpen) -> u8 {
            match why {
                NotOpen::Shared => 4,
                NotOpen::NoAddress => 3,
                NotOpen::Taken => 2,
                NotOpen::Refused => 1,
                _ => 0,
            }
        }
        if weight(other) >= weight(self) { other } else { self }
    }
}

/// A port is open for as long as this is held, where the router does as it is asked.
#[derive(Debug)]
pub struct PortMapping {
    state: watch::Receiver<MappingState>,
    /// The keeper, and what it lives by. Without it, it withdraws what it has and ends: dropping this does not wait for that.
    keeper: Option<(watch::Sender<()>, JoinHandle<()>)>,
}

impl PortMapping {
    /// Has a port opened for a place that listens at `bound`. Needs a tokio runtime around it.
    #[must_use]
    pub fn start(router: &Router, bound: SocketAddr) -> Self {
        let at = SocketAddr::new(bound.ip().to_canonical(), bound.port());
        let at_once = match at.ip() {
            ip if ip.is_loopback() && !router.is_here() => Some(MappingState::Not(NotOpen::OnlyHere)),
            ip if is_public(ip) => Some(MappingState::Open { outside: at, by: OpenedBy::Itself }),
            _ => None,
        };
        if let Some(state) = at_once {
            return Self { state: watch::channel(state).1, keeper: None };
        }
        let (told, state) = watch::channel(MappingState::Asking);
        let (life, lives) = watch::channel(());
        let keeper = tokio::spawn(Keeper::new(router.clone(), at, told, lives).keep());
        Self { state, keeper: Some((life, keeper)) }
    }

    /// Whether people outside can reach the place, as that changes.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<MappingState> {
        self.state.clone()
    }

    /// Has the port closed, and waits until the router did that, for a few seconds at most. Dropping the mapping has it closed
    /// too, and does not wait.
    pub async fn withdraw(&mut self) {
        if let Some((life, keeper)) = self.keeper.take() {
            drop(life);
            let _ = timeout(WITHDRAWING, keeper).await;
        }
    }
}
