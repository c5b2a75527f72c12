//! Addresses as the house counts them. Of IPv6 one person may have very many, so they are counted by their beginnings.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::room::Reach;
use crate::wire::carriage::Origin;

/// A part of the network: addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subnet {
    address: IpAddr,
    bits: u32,
}

impl Subnet {
    /// The part of the network that a ban reaches.
    pub fn around(address: IpAddr, reach: Reach) -> Option<Self> {
        let bits = match (address, reach) {
            (_, Reach::Person) => return None,
            (IpAddr::V4(_), Reach::Address) => 32,
            (IpAddr::V4(_), Reach::Subnet) => 24,
            // Everyone has as many as they like within the first half.
            (IpAddr::V6(_), Reach::Address) => 64,
            (IpAddr::V6(_), Reach::Subnet) => 48,
        };
        Some(Self { address, bits })
    }

    /// Whether an address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits.min(32)).unwrap_or(0);
                Ipv4Addr::to_bits(net) & mask == Ipv4Addr::to_bits(other) & mask
            }
            (IpAddr::V6(net), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits.min(128)).unwrap_or(0);
                Ipv6Addr::to_bits(net) & mask == Ipv6Addr::to_bits(other) & mask
            }
            _ => false,
        }
    }

    /// As it is written down.
    pub fn to_text(self) -> String {
        format!("{}/{}", self.address, self.bits)
    }

    /// As it was written down.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        Some(Self { address: address.parse().ok()?, bits: bits.parse().ok()? })
    }
}

/// The address of whoever came across the network. A relay's is not theirs.
pub fn network_address(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Network(address) => Some(address.ip()),
        Origin::Here | Origin::Relay => None,
    }
}

/// An address that stands for one computer. All who are on the host's own, or come by a relay, would be one.
pub fn address_of_one(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Network(address) if !address.ip().to_canonical().is_loopback() => address_of(from),
        Origin::Network(_) | Origin::Here | Origin::Relay => None,
    }
}

/// What counts as one address: of IPv6, the first half.
pub fn one_address(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// What everyone who comes by a relay counts as: one address. Who is behind it can't be told, and another key there costs
/// nothing. It leads nowhere (RFC 6666), so that nobody else has it.
const RELAY: IpAddr = IpAddr::V6(Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0));

/// The same of where someone comes from. The host's own window has no address.
pub fn address_of(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Here => None,
        Origin::Network(address) => Some(one_address(address.ip())),
        Origin::Relay => Some(RELAY),
    }
}

/// All IPv6 addresses that are usually assigned together.
pub const fn site(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(_) => None,
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            Some(IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)))
        }
    }
}
