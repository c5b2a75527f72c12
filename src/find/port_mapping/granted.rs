//! What a router opened: where it is reached, how long it stays, and how it is renewed and withdrawn.

use std::net::SocketAddr;
use std::time::Duration;

use super::upnp::Opened;
use super::{MappingState, OpenedBy};

/// How long a router is asked to keep a port open, in seconds. Where this program ends without a word, it closes by then.
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

    /// Has it closed, if the router hears it.
    pub async fn withdraw(self) {
        match self.hold {
            Hold::Datagrams(mapping) => super::datagrams::withdraw(mapping).await,
            Hold::Upnp(opened) => opened.withdraw().await,
            Hold::Nothing => {}
        }
    }
}
