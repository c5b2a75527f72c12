//! Which addresses are of the internet, and which of a network inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
        // The provider's own use, and measuring.
        192 => (b, c) == (0, 0),
        198 => b & 0xfe == 18,
        _ => false,
    };
    !(reserved
        || is_shared_v4(ip)
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

/// Whether an address is one of those that are handed out inside, and lead nowhere on the internet. What is neither this nor
/// public is nobody's.
pub fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local() || ip.is_loopback() || is_shared_v4(ip),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_loopback(),
    }
}

/// Whether an address is one of those that providers and VPNs hand out.
pub fn is_shared(ip: IpAddr) -> bool {
    matches!(ip.to_canonical(), IpAddr::V4(ip) if is_shared_v4(ip))
}

const fn is_shared_v4(ip: Ipv4Addr) -> bool {
    matches!(ip.octets(), [100, 64..128, ..])
}

#[cfg(test)]
mod tests {
    use super::{is_private, is_public, is_shared};

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

    #[test]
    fn what_is_handed_out_inside_is_private_and_never_public() {
        let inside =
            ["10.0.0.1", "192.168.1.1", "169.254.1.1", "127.0.0.1", "100.64.0.1", "100.127.255.255", "fd00::1"];
        for ip in inside.into_iter().chain(["fe80::1", "::1", "::ffff:10.0.0.1"]).map(|ip| ip.parse().unwrap()) {
            assert!(is_private(ip) && !is_public(ip), "{ip}");
            assert_eq!(is_shared(ip), ip.to_string().starts_with("100."), "{ip}");
        }
        for ip in ["100.63.0.1", "100.128.0.1", "203.0.113.7", "2001:db8::1"] {
            let ip = ip.parse().unwrap();
            assert!(!is_private(ip) && !is_shared(ip), "{ip}");
        }
    }
}
