//! Gathers the evidence: all of it at the same time, each with a limit. Nothing is sent but to the addresses of the subject,
//! to the router, and by multicast and broadcast on the local network, as everyone does who looks for places.
//!
//! ```text
//! target      one address of the subject: the way there, connecting, who answers, whether that computer is there
//! answer      who answers where a connection came about
//! presence    whether a computer is there at all
//! neighbours  what the system sees on the local link
//! ping        ICMP echo
//! gateway     the router of this network
//! here        what is looked at on this computer: its addresses, its port, its clock, its proxy
//! firewall    the firewall of this computer, by its name
//! system      what the system's own tools say
//! ```

mod answer;
mod firewall;
mod gateway;
mod here;
mod neighbours;
mod ping;
mod presence;
mod system;
mod target;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::sync::mpsc::Sender;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::evidence::{Fact, Gateway, Lookup};
use super::subject::Subject;
use crate::find::{Browser, LocalNetwork};
use crate::wire::{Address, PORT};

/// How long a name may take to be found.
const LOOKUP: Duration = Duration::from_secs(2);

/// How long is listened for others.
const LISTEN: Duration = Duration::from_millis(2500);

/// How many addresses are tried at most, in all: a link or a name may lead to any number.
pub const TARGETS: usize = 16;

/// Which addresses are tried: one of each that the subject has, and some more.
#[derive(Debug)]
struct Targets {
    tried: BTreeSet<SocketAddr>,
    more: usize,
}

impl Targets {
    const fn of(addresses: usize) -> Self {
        Self { tried: BTreeSet::new(), more: TARGETS.saturating_sub(addresses) }
    }

    /// Leaves what may be tried of all that one address leads to. What is not tried yet.
    fn choose(&mut self, found: &mut Vec<SocketAddr>) -> Vec<SocketAddr> {
        let mut new = Vec::new();
        let mut is_first = true;
        found.retain(|at| {
            let known = self.tried.contains(at);
            let may = known || is_first || self.more > 0;
            if may && !known {
                self.more -= usize::from(!is_first);
                self.tried.insert(*at);
                new.push(*at);
            }
            is_first = false;
            may
        });
        new
    }
}

/// Begins all there is to be looked at. It ends with the set.
pub fn start(subject: &Subject, network: &LocalNetwork, tell: &Sender<Fact>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let first = |fact: Option<Fact>, tell: Sender<Fact>| async move {
        if let Some(fact) = fact {
            // Nobody asks any more.
            let _ = tell.send(fact).await;
        }
    };
    tasks.spawn(first(Some(Fact::Own(here::own())), tell.clone()));
    tasks.spawn(first(here::clock().map(Fact::Clock), tell.clone()));
    tasks.spawn({
        let tell = tell.clone();
        async move { first(Some(Fact::Firewall(firewall::look().await)), tell).await }
    });
    if !subject.is_only_here() {
        let (multicast, browser) = (network.clone(), Browser::start(network));
        tasks.spawn({
            let tell = tell.clone();
            async move { first(Some(Fact::Multicast(multicast.multicast(LISTEN).await)), tell).await }
        });
        tasks.spawn({
            let tell = tell.clone();
            async move {
                sleep(LISTEN).await;
                first(Some(Fact::Places(browser.found().to_vec())), tell).await;
            }
        });
    }
    if subject.is_here() {
        tasks.spawn({
            let tell = tell.clone();
            async move { first(Some(Fact::Port(here::port(PORT).await)), tell).await }
        });
        return tasks;
    }
    tasks.spawn({
        let tell = tell.clone();
        async move { first(Some(Fact::Proxy(here::proxy().await)), tell).await }
    });
    let port = subject.addresses.first().map_or(PORT, |address| address.port);
    if network.is_here() || subject.is_only_here() {
        tasks.spawn(first(Some(Fact::Gateway(Gateway::default())), tell.clone()));
    } else {
        tasks.spawn({
            let tell = tell.clone();
            async move { first(Some(Fact::Gateway(gateway::look(port).await)), tell).await }
        });
    }
    let targets = Arc::new(Mutex::new(Targets::of(subject.addresses.len())));
    for address in subject.addresses.iter().take(TARGETS) {
        tasks.spawn(examine(address.clone(), targets.clone(), tell.clone()));
    }
    tasks
}

/// All that an address leads to.
async fn examine(address: Address, targets: Arc<Mutex<Targets>>, tell: Sender<Fact>) {
    let mut lookup = look_up(&address).await;
    let new = match &mut lookup {
        Lookup::Found(found) => targets.lock().unwrap_or_else(PoisonError::into_inner).choose(found),
        Lookup::NotFound | Lookup::NoAnswer => Vec::new(),
    };
    if tell.send(Fact::Name(address, lookup)).await.is_err() {
        return;
    }
    let mut targets = JoinSet::new();
    for at in new {
        targets.spawn(target::examine(at, tell.clone()));
    }
    while targets.join_next().await.is_some() {}
}

/// What a name leads to. An address leads to itself.
async fn look_up(address: &Address) -> Lookup {
    let found = match timeout(LOOKUP, lookup_host((address.host.as_str(), address.port))).await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::debug!(%error, "a name is not found");
            return Lookup::NotFound;
        }
        Err(_) => return Lookup::NoAnswer,
    };
    let mut all: Vec<SocketAddr> = Vec::new();
    for at in found.take(TARGETS) {
        if !all.contains(&at) {
            all.push(at);
        }
    }
    if all.is_empty() { Lookup::NotFound } else { Lookup::Found(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_addresses_names_lead_to_no_more_than_sixteen_are_tried() {
        let mut targets = Targets::of(TARGETS);
        let mut tried = Vec::new();
        for name in 0..16 {
            let mut found: Vec<SocketAddr> = (0..16).map(|last| ([10, 0, name, last], 7275).into()).collect();
            tried.extend(targets.choose(&mut found));
            assert_eq!(found, [SocketAddr::from(([10, 0, name, 0], 7275))], "each name has its first one");
        }
        assert_eq!(tried.len(), TARGETS);
    }

    #[test]
    fn an_address_that_two_names_lead_to_is_tried_once() {
        let at = |last| SocketAddr::from(([10, 0, 0, last], 7275));
        let mut targets = Targets::of(2);
        assert_eq!(targets.choose(&mut vec![at(1), at(2)]), [at(1), at(2)]);
        let mut found = vec![at(2), at(1), at(3)];
        assert_eq!(targets.choose(&mut found), [at(3)]);
        assert_eq!(found, [at(2), at(1), at(3)]);
    }
}
