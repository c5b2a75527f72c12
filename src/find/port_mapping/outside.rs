//! Which addresses reach a computer from anywhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::NotOpen;

/// The address outside that a router told, if people there can use it.
pub fn public(ip: IpAddr) -> Result<IpAddr, NotOpen> {
    match ip.to_canonical() {
        ip if ip.is_unspecified() => Err(NotOpen::NoAddress),
        ip if ip.is_ipv4() && is_public(ip) => Ok(ip),
        _ => Err(NotOpen::Shared),
    }
}

/// Whether an address is of the one network everyone is in.
pub fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let reserved = match a {
        0 | 240.. => true,
        // Homes that share their provider's address, the provider's own use, and measuring.
        100 => b & 0xc0 == 64,
        192 => (b, c) == (0, 0),
        198 => b & 0xfe == 18,
        _ => false,
    };
    !(reserved
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // What was given out at all, without what books and old ways over IPv4 use.
    match ip.segments() {
        [0x2001, 0 | 0xdb8, ..] | [0x2002, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn what_everyone_can_reach_is_public_and_nothing_else() {
        for ip in ["5.5.5.5", "100.63.0.1", "100.128.0.1", "192.0.1.1", "198.20.0.1", "2a01:4f8::1", "::ffff:5.5.5.5"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2002::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
