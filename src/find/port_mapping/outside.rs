//! What a router says of its address outside.

use std::net::IpAddr;

use super::NotOpen;
use crate::find::ip_ranges::is_public;

/// The address outside that a router told, if people there can use it.
pub fn public(ip: IpAddr) -> Result<IpAddr, NotOpen> {
    match ip.to_canonical() {
        ip if ip.is_unspecified() => Err(NotOpen::NoAddress),
        ip if ip.is_ipv4() && is_public(ip) => Ok(ip),
        _ => Err(NotOpen::Shared),
    }
}
