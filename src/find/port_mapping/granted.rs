//! What a router opened: where it is reached, how long it stays, and what it takes to renew it and to withdraw it.

use std::net::SocketAddr;
use std::time::Duration;

use super::upnp::Opened;
use super::{MappingState, OpenedBy};

/// A port that is open.
#[derive(Debug)]
pub struct Granted {
    /// Where it is reached.
    pub outside: SocketAddr,
    /// How long it stays open, by the router's word.
    pub lasts: Duration,
    /// What it takes to renew it and to withdraw it.
    pub hold: Hold,
}

/// What is known of a port to whoever opened it.
#[derive(Debug)]
pub enum Hold {
    /// By PCP or NAT-PMP.
    Datagrams(crab_nat::PortMapping),
    /// By UPnP.
    Upnp(Opened),
    /// Nothing had to be opened.
    Nothing,
}

impl Granted {
    /// What others are told of it.
    pub fn state(&self) -> MappingState {
        let by = match &self.hold {
            Hold::Datagrams(mapping) => match mapping.mapping_type() {
                crab_nat::PortMappingType::NatPmp => OpenedBy::NatPmp,
                crab_nat::PortMappingType::Pcp { .. } => OpenedBy::Pcp,
            },
            Hold::Upnp(_) => OpenedBy::Upnp,
            Hold::Nothing => OpenedBy::Itself,
        };
        MappingState::Open { outside: self.outside, by }
    }

    /// Whether the router keeps it open until it is withdrawn, whatever its word on how long that is.
    pub const fn is_for_good(&self) -> bool {
        matches!(&self.hold, Hold::Upnp(opened) if opened.for_good)
    }
}
