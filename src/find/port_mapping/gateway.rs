//! What the system says of the router that leads out of this network.

use std::net::Ipv4Addr;

/// The router's address in this network, where there is one. Read by this process's own folder, as a service sees no more.
#[cfg(target_os = "linux")]
pub fn gateway() -> Option<Ipv4Addr> {
    default_of(&std::fs::read_to_string("/proc/self/net/route").ok()?)
}

/// The router's address in this network, where there is one.
#[cfg(not(target_os = "linux"))]
pub fn gateway() -> Option<Ipv4Addr> {
    netdev::get_default_gateway().ok()?.ipv4.first().copied()
}

/// The gateway of the best default route in the kernel's table of them.
#[cfg(any(target_os = "linux", test))]
fn default_of(table: &str) -> Option<Ipv4Addr> {
    /// A route that works, and leads to a gateway.
    const UP_AND_GATEWAY: u32 = 3;
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

#[cfg(all(test, target_endian = "little"))]
mod tests {
    use super::default_of;

    #[test]
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
}
