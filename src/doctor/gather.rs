//! Gathers the evidence: all of it at the same time, each with a limit. Nothing is sent but to the addresses of the subject,
//! to the router, and by multicast and broadcast on the local network, as everyone does who looks for places.
//!
//! ```text
//! target      one address of the subject: the way there, connecting, who answers, whether that computer is there
//! answer      who answers where a connection came about
//! presence    whether a computer is there at all
//! neighbours  what the system sees on the cable and in the air
//! ping        the old question whether someone is there
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

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::sync::mpsc::Sender;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::evidence::{Fact, Lookup};
use super::subject::Subject;
use crate::find::{Browser, LocalNetwork};
use crate::wire::{Address, PORT};

/// How long a name may take to be found.
const LOOKUP: Duration = Duration::from_secs(2);

/// How long is listened for others.
const LISTEN: Duration = Duration::from_millis(2500);

/// How many addresses are tried at most: a link or a name may lead to any number.
const TARGETS: usize = 16;

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
    let multicast = network.clone();
    tasks.spawn({
        let tell = tell.clone();
        async move { first(Some(Fact::Multicast(multicast.multicast(LISTEN).await)), tell).await }
    });
    let browser = Browser::start(network);
    tasks.spawn({
        let tell = tell.clone();
        async move {
            sleep(LISTEN).await;
            first(Some(Fact::Places(browser.found().to_vec())), tell).await;
        }
    });
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
    tasks.spawn({
        let tell = tell.clone();
        async move { first(Some(Fact::Gateway(gateway::look(port).await)), tell).await }
    });
    for address in subject.addresses.iter().take(TARGETS) {
        tasks.spawn(examine(address.clone(), tell.clone()));
    }
    tasks
}

/// All that an address leads to.
async fn examine(address: Address, tell: Sender<Fact>) {
    let lookup = look_up(&address).await;
    let found = match &lookup {
        Lookup::Found(ips) => ips.clone(),
        Lookup::NotFound | Lookup::NoAnswer => Vec::new(),
    };
    let port = address.port;
    if tell.send(Fact::Name(address, lookup)).await.is_err() {
        return;
    }
    let mut targets = JoinSet::new();
    for ip in found {
        targets.spawn(target::examine(SocketAddr::new(ip, port), tell.clone()));
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
    let mut ips: Vec<IpAddr> = Vec::new();
    for at in found.take(TARGETS) {
        if !ips.contains(&at.ip()) {
            ips.push(at.ip());
        }
    }
    if ips.is_empty() { Lookup::NotFound } else { Lookup::Found(ips) }
}
