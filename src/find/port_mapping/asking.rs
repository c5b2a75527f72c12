//! Which language a router is asked in first, and what is told where none helps.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::pin::pin;
use std::time::Duration;

use super::datagrams;
use super::granted::{Granted, Hold};
use super::router::Surroundings;
use super::upnp::{Device, Opened};
use super::{LEASE, NotOpen};
use crate::find::ip_ranges::is_public;

/// Has this port opened. What was granted `before` there may not be over.
pub async fn ask(at: &Surroundings, port: NonZeroU16, before: Option<&Granted>) -> Result<Granted, NotOpen> {
    if is_public(at.own.into()) {
        let outside = SocketAddr::new(at.own.into(), port.get());
        return Ok(for_a_lease(outside, Hold::Nothing));
    }
    // Looking for UPnP takes the longest, so it begins at once. It is asked only where the better languages don't help.
    let mut search = pin!(Device::find(at));
    let before = before.and_then(|before| match &before.hold {
        Hold::Datagrams(mapping) => Some(mapping),
        Hold::Upnp(_) | Hold::Nothing => None,
    });
    let mut asking = pin!(datagrams::ask(at, port, before));
    let mut found = None;
    let asked = loop {
        tokio::select! {
            asked = &mut asking => break asked,
            device = &mut search, if found.is_none() => found = Some(device),
        }
    };
    let why = match asked {
        // Without a public address, no language helps.
        Ok(_) | Err(NotOpen::Shared | NotOpen::NoAddress) => return asked,
        Err(why) => why,
    };
    let device = match found {
        Some(device) => device,
        None => search.await,
    };
    match device {
        Some(device) => device.ask(at.own, port).await.map(by_upnp).map_err(|also| why.graver(also)),
        None => Err(why),
    }
}

/// Has a port closed. Whether the router heard that.
pub async fn withdraw(granted: &Granted) -> bool {
    match &granted.hold {
        Hold::Datagrams(mapping) => datagrams::withdraw(mapping).await,
        Hold::Upnp(opened) => opened.withdraw().await,
        Hold::Nothing => true,
    }
}

fn by_upnp((outside, opened): (SocketAddr, Opened)) -> Granted {
    for_a_lease(outside, Hold::Upnp(opened))
}

fn for_a_lease(outside: SocketAddr, hold: Hold) -> Granted {
    Granted { outside, lasts: Duration::from_secs(LEASE.into()), hold }
}

/// Asks for the same again, in the language it was granted in.
pub async fn renew(at: &Surroundings, granted: &Granted) -> Result<Granted, NotOpen> {
    match &granted.hold {
        Hold::Datagrams(mapping) => datagrams::renew(at, mapping).await,
        Hold::Upnp(opened) => opened.renew().await.map(by_upnp),
        Hold::Nothing => Ok(Granted { hold: Hold::Nothing, ..*granted }),
    }
}
