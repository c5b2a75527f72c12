//! Knocking at addresses of the house one is in, because its host asks whether they are open to others. What is told is only
//! at which of them the house itself answers: nobody learns by it what else is in one's network.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::visit::{Visit, Way};
use crate::wire::carriage::Origin;
use crate::wire::frame::FromGuest;
use crate::wire::tls::{self, Pin};
use crate::wire::{Address, Fingerprint, Identity};

/// How many addresses one knocks at.
const ADDRESSES: usize = 8;

/// How long one of them may take; and how long the answer takes where not all of them were reached, so that it tells
/// nothing of what is there instead.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long to wait before one knocks anew.
const PAUSE: Duration = Duration::from_secs(5);

/// What one is asked to knock at, on one connection.
pub(super) struct Dialling {
    /// The house, and who one is there; nothing where it is in this very program.
    house: Option<(Fingerprint, Identity)>,
    /// Whether the house is on this computer. Else an address of this computer is none of the house.
    is_here: bool,
    last: Option<Instant>,
    tries: JoinSet<FromGuest>,
}

impl Dialling {
    /// Nothing yet, on a connection; the last time on the one before it.
    pub(super) fn on(visit: &Visit, last: Option<Instant>) -> Self {
        let (house, is_here) = match &visit.way {
            Way::Network { addresses, relay, key } => {
                (Some((*key, visit.me.clone())), relay.is_none() && addresses.iter().all(Address::is_here))
            }
            Way::Here(_) => (None, true),
        };
        Self { house, is_here, last, tries: JoinSet::new() }
    }

    /// When one last knocked.
    pub(super) const fn last(&self) -> Option<Instant> {
        self.last
    }

    /// The host asks one to knock. It is not done too often, also not on one connection after another.
    pub(super) fn dial(&mut self, check: u64, mut addresses: Vec<SocketAddr>) {
        let Some((key, me)) = self.house.clone() else { return };
        let now = Instant::now();
        if !self.tries.is_empty() || self.last.is_some_and(|last| now < last + PAUSE) {
            return;
        }
        self.last = Some(now);
        if !self.is_here {
            addresses.retain(|address| is_elsewhere(address.ip()));
        }
        addresses.truncate(ADDRESSES);
        self.tries.spawn(async move { FromGuest::Dialled { check, reached: dial(addresses, key, me).await } });
    }

    /// Waits for what came of it; for ever where nothing is under way.
    pub(super) async fn next(&mut self) -> FromGuest {
        loop {
            match self.tries.join_next().await {
                Some(Ok(dialled)) => return dialled,
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}

/// Whether an address is another computer's: a host must not have one knock at what runs on one's own.
fn is_elsewhere(ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let is_nowhere = match ip {
        IpAddr::V4(v4) => v4.is_broadcast() || v4.is_unspecified(),
        IpAddr::V6(v6) => v6.is_unspecified(),
    };
    let own = if_addrs::get_if_addrs().unwrap_or_default();
    !is_nowhere && !ip.is_loopback() && !ip.is_multicast() && own.iter().all(|interface| interface.ip() != ip)
}

/// Knocks at these addresses. Those at which the house with this key answers.
async fn dial(addresses: Vec<SocketAddr>, key: Fingerprint, me: Identity) -> Vec<SocketAddr> {
    let until = Instant::now() + PATIENCE;
    let mut tries = JoinSet::new();
    for address in addresses {
        let me = me.clone();
        tries.spawn(async move {
            let approach = async {
                let stream = TcpStream::connect(address).await.ok()?;
                tls::approach(stream, Origin::Network(address), &me, Pin::To(key)).await.ok()
            };
            timeout(PATIENCE, approach).await.ok().flatten().map(|_| address)
        });
    }
    let (mut reached, mut missed) = (Vec::new(), false);
    while let Some(tried) = tries.join_next().await {
        match tried {
            Ok(Some(address)) => reached.push(address),
            _ => missed = true,
        }
    }
    if missed {
        sleep_until(until).await;
    }
    reached.sort_unstable();
    reached
}
