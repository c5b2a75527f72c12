//! What is said of this computer, and of the network it is on.

use std::net::IpAddr;

use super::Judged::{self, Is, Later, Skip};
use super::focused;
use crate::doctor::evidence::{Evidence, Firewall, OwnPort, Tcp};
use crate::doctor::finding::Finding;
use crate::wire::PORT;

/// Before this, no program of this version was built: 1 November 2026.
const NO_EARLIER: u64 = 1_793_491_200;

/// How many titles of places are told.
const TITLES: usize = 3;

pub(super) fn own_addresses(e: &Evidence) -> Judged {
    match &e.own {
        None => Later,
        Some(own) => {
            let usable = own.iter().filter(|own| !matches!(own.ip, IpAddr::V6(v6) if v6.is_unicast_link_local()));
            let usable: Vec<_> = usable.map(|own| (own.ip, own.medium())).collect();
            match usable.is_empty() {
                true if e.subject.is_only_here() => Skip,
                true => Is(Finding::NoNetwork),
                false => Is(Finding::OnNetwork(usable)),
            }
        }
    }
}

pub(super) fn own_port(e: &Evidence) -> Judged {
    let port = PORT;
    match e.port {
        _ if !e.subject.is_here() => Skip,
        None => Later,
        Some(OwnPort::Free) => Is(Finding::PortFree(port)),
        Some(OwnPort::Parlor) => Is(Finding::PortOurs(port)),
        Some(OwnPort::Other) => Is(Finding::PortTaken(port)),
        Some(OwnPort::NotAllowed) => Is(Finding::PortNotAllowed(port)),
    }
}

/// What comes in matters for a place here, and what goes out for one elsewhere.
pub(super) fn firewall(e: &Evidence) -> Judged {
    if e.subject.is_here() {
        return match &e.firewall {
            None => Later,
            Some(Firewall { name, on: Some(false) }) => Is(Finding::FirewallOff(name)),
            Some(Firewall { name, on: Some(true) }) => Is(Finding::FirewallOn(name)),
            Some(Firewall { name, on: None }) => Is(Finding::FirewallUnknown(name)),
        };
    }
    focused(e, |focus| match focus.tcp {
        None if !e.closed => Later,
        Some(Tcp::Connected(_)) => Is(Finding::OutgoingWorks),
        Some(Tcp::Denied) => Is(Finding::OutgoingDenied),
        Some(_) if focus.outgoing == Some(false) => Is(Finding::OutgoingDenied),
        // From itself, and where there is no way, nothing goes out.
        _ if focus.outgoing.is_none() && !e.closed && !e.is_own(focus.at.ip()) && focus.tcp != Some(Tcp::NoRoute) => {
            Later
        }
        _ if e.connects() => Is(Finding::OutgoingWorks),
        Some(Tcp::NoRoute) => Skip,
        _ if e.closed || e.gateway.is_some() && focus.tcp.is_some() => Is(Finding::OutgoingUnknown),
        _ => Later,
    })
}

pub(super) fn multicast(e: &Evidence) -> Judged {
    let Some(own) = &e.own else { return Later };
    if own.is_empty() || e.subject.is_only_here() {
        return Skip;
    }
    match &e.multicast {
        None => Later,
        Some(None) => Is(Finding::CantListen),
        Some(Some(heard)) if !heard.others.is_empty() => Is(Finding::HearsOthers(heard.others.len())),
        Some(Some(heard)) if heard.own => Is(Finding::HearsOnlyItself),
        Some(Some(_)) => Is(Finding::HearsNothing),
    }
}

pub(super) fn other_places(e: &Evidence) -> Judged {
    match &e.places {
        _ if e.subject.is_only_here() => Skip,
        None => Later,
        Some(places) if places.is_empty() => Is(Finding::NoPlaces),
        Some(places) => Is(Finding::Places(places.iter().take(TITLES).map(|place| place.title.to_string()).collect())),
    }
}

pub(super) fn proxy(e: &Evidence) -> Judged {
    match e.proxy {
        _ if e.subject.is_here() => Skip,
        None => Later,
        Some(false) => Is(Finding::NoProxy),
        Some(true) => Is(Finding::Proxy),
    }
}

pub(super) fn clock(e: &Evidence) -> Judged {
    match e.clock {
        None => Later,
        Some(now) if now < NO_EARLIER => Is(Finding::ClockBehind),
        Some(_) => Is(Finding::ClockRight),
    }
}
