//! What the system says of the router that leads out of this network. Asking it may take a moment.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The router's address in this network, where there is one. Read by this process's own folder, as a service sees no more.
#[cfg(target_os = "linux")]
pub fn gateway_v4() -> Option<Ipv4Addr> {
    default_of(&std::fs::read_to_string("/proc/self/net/route").ok()?)
}

/// The router's address in this network, where there is one.
#[cfg(not(target_os = "linux"))]
pub fn gateway_v4() -> Option<Ipv4Addr> {
    netdev::get_default_gateway().ok()?.ipv4.first().copied()
}

/// The same by IPv6. An address that is only of a link is of no use without its number.
#[cfg(target_os = "linux")]
pub fn gateway_v6() -> Option<Ipv6Addr> {
    default_of_v6(&std::fs::read_to_string("/proc/self/net/ipv6_route").ok()?)
}

/// The same by IPv6. An address that is only of a link is of no use without its number.
#[cfg(not(target_os = "linux"))]
pub fn gateway_v6() -> Option<Ipv6Addr> {
    netdev::get_default_gateway().ok()?.ipv6.into_iter().find(|ip| !ip.is_unicast_link_local())
}

/// A route that works, and leads to a gateway.
#[cfg(any(target_os = "linux", test))]
const UP_AND_GATEWAY: u32 = 3;

/// The gateway of the best default route in the kernel's table of them.
#[cfg(any(target_os = "linux", test))]
fn default_of(table: &str) -> Option<Ipv4Addr> {
    let routes = table.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        let [_, to, gateway, flags, _, _, metric, mask, ..] = fields[..] else { return None };
        let hex = |field| u32::from_str_radix(field, 16).ok();
        let default = hex(to)? == 0 && hex(mask)? == 0 && hex(flags)? & UP_AND_GATEWAY == UP_AND_GATEWAY;
        // The kernel writes the four bytes as one number of its own order.
        default.then_some((metric.parse::<u32>().ok()?, Ipv4Addr::from(hex(gateway)?.to_ne_bytes())))
    });
    routes.min_by_key(|(metric, _)| *metric).map(|(_, gateway)| gateway)
}

/// The same of the table for IPv6, where all numbers are in hexadecimal and the bytes of addresses in order.
#[cfg(any(target_os = "linux", test))]
fn default_of_v6(table: &str) -> Option<Ipv6Addr> {
    let address = |text: &str| u128::from_str_radix(text, 16).ok().map(Ipv6Addr::from_bits);
    let routes = table.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        let [to, "00", _, _, gateway, metric, _, _, flags, ..] = fields[..] else { return None };
        let hex = |field| u32::from_str_radix(field, 16).ok();
        let (to, gateway) = (address(to)?, address(gateway)?);
        let default = to.is_unspecified() && hex(flags)? & UP_AND_GATEWAY == UP_AND_GATEWAY;
        (default && !gateway.is_unicast_link_local()).then_some((hex(metric)?, gateway))
    });
    routes.min_by_key(|(metric, _)| *metric).map(|(_, gateway)| gateway)
}

#[cfg(test)]
mod tests {
    use super::{default_of, default_of_v6};

    #[test]
    #[cfg(target_endian = "little")]
    fn the_gateway_is_that_of_the_best_default_route() {
        let head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
        let table = "\
            wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n\
            eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n\
            eth1\t00000000\t0200000A\t0002\t0\t0\t1\t00000000\t0\t0\t0\n\
            tun0\t00000000\t00000000\t0001\t0\t0\t2\t00000000\t0\t0\t0\n\
            eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n";
        assert_eq!(default_of(&format!("{head}{table}")), Some([10, 0, 0, 1].into()));
        for none in ["", head, "nonsense\nof\tall\tkinds\n", &format!("{head}eth0 0 zz 3 0 0 0 0\n")] {
            assert_eq!(default_of(none), None, "{none:?}");
        }
    }

    #[test]
    fn the_gateway_by_ipv6_is_that_of_the_best_default_route_that_leads_to_one() {
        let zero = "0".repeat(32);
        let route = |gateway: &str, metric: &str, flags: &str| {
            format!("{zero} 00 {zero} 00 {gateway} {metric} 00000001 00000000 {flags}     net0\n")
        };
        let (far, near) = ("fd77000000000000000000000000fffe", "fd770000000000000000000000000001");
        let link = "fe800000000000000000000000000001";
        let table = [
            route(far, "00000400", "00000003"),
            route(near, "00000100", "00000003"),
            // One that is down, one that leads to no gateway, and one that is only of a link.
            route(far, "00000001", "00000002"),
            route(&zero, "00000001", "00000001"),
            route(link, "00000001", "00000003"),
        ];
        assert_eq!(default_of_v6(&table.concat()), "fd77::1".parse().ok());
        for none in ["", "nonsense\nof\tall\tkinds\n", &table[2..].concat()] {
            assert_eq!(default_of_v6(none), None, "{none:?}");
        }
    }
}
