//! What a router opened: where it is reached, how long it stays, and how it is renewed and withdrawn.

use std::net::SocketAddr;
use std::time::Duration;

use super::upnp::Opened;
use super::{MappingState, OpenedBy};

/// How long a router is asked to keep a port open, in seconds. Where this program ends without a word, it closes by then, but
/// for a router that keeps ports for good alone: there it is closed when the same place is open again.
pub const LEASE: u32 = 3600;

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

    /// Has it closed. Whether the router heard that.
    pub async fn withdraw(&self) -> bool {
        match &self.hold {
            Hold::Datagrams(mapping) => super::datagrams::withdraw(mapping).await,
            Hold::Upnp(opened) => opened.withdraw().await,
            Hold::Nothing => true,
        }
    }
}
