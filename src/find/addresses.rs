//! The addresses of this computer, the likeliest to be of use first.

use std::net::IpAddr;

use if_addrs::{IfAddr, Interface};

/// Where others can reach a server on this computer that listens on `bound`.
#[must_use]
pub fn reachable(bound: IpAddr) -> Vec<IpAddr> {
    if !bound.is_unspecified() {
        return vec![bound];
    }
    // Without its interfaces known, a computer can still be reached from itself.
    let mut interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.retain(|interface| bound.is_ipv6() || interface.ip().is_ipv4());
    interfaces.sort_by_key(rank);
    let mut addresses: Vec<IpAddr> =
        interfaces.iter().filter(|interface| rank(interface) < UNUSABLE).map(Interface::ip).collect();
    addresses.dedup();
    if addresses.is_empty() {
        addresses.push(IpAddr::from([127, 0, 0, 1]));
    }
    addresses
}

/// The rank from which an address is of no use to others.
const UNUSABLE: u8 = 10;

fn rank(interface: &Interface) -> u8 {
    // Bridges of containers and virtual machines are rarely what people mean.
    let virtual_one = ["docker", "br-", "veth", "virbr", "vmnet", "vboxnet"];
    let aside = u8::from(virtual_one.iter().any(|prefix| interface.name.starts_with(prefix))) * 4;
    aside
        + match &interface.addr {
            _ if interface.is_loopback() || interface.is_link_local() => UNUSABLE,
            IfAddr::V4(v4) if v4.ip.is_private() => 0,
            IfAddr::V4(_) => 1,
            IfAddr::V6(v6) if v6.ip.is_unique_local() => 2,
            IfAddr::V6(_) => 3,
        }
}
