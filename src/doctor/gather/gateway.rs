//! The router of this network: which it is, and whether it answers. Where it does and a neighbour does not, the network may
//! keep its devices apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::presence;
use super::system::says;
use super::target::connect;
use crate::doctor::evidence::{Gateway, Presence, Tcp};

/// Looks for the router, and whether it answers at this port or any other way.
pub async fn look(port: u16) -> Gateway {
    let Some(ip) = router().await else { return Gateway::default() };
    // A yes or a no of it says more than whether it is seen, and sooner.
    let connecting =
        async { matches!(connect(SocketAddr::new(ip, port)).await.0, Tcp::Connected(_) | Tcp::Refused(_)) };
    let presence = presence::of(ip);
    tokio::pin!(connecting, presence);
    tokio::select! {
        connects = &mut connecting => {
            let presence = if connects { Presence::Seen } else { presence.await };
            Gateway { ip: Some(ip), presence, connects }
        }
        found = &mut presence => Gateway { ip: Some(ip), presence: found, connects: connecting.await },
    }
}

/// The address of the router that traffic to elsewhere goes to.
async fn router() -> Option<IpAddr> {
    if cfg!(windows) {
        return in_windows(&says("route", &["print", "-4", "0.0.0.0"]).await?);
    }
    if cfg!(target_os = "macos") {
        return in_macos(&says("/sbin/route", &["-n", "get", "default"]).await?);
    }
    let old = std::fs::read_to_string("/proc/net/route").ok().and_then(|table| in_linux(&table));
    old.or_else(|| std::fs::read_to_string("/proc/net/ipv6_route").ok().and_then(|table| in_linux_v6(&table)))
}

/// The least of several.
fn cheapest<I: Into<IpAddr>>(routes: impl Iterator<Item = (u32, I)>) -> Option<IpAddr> {
    routes.min_by_key(|(cost, _)| *cost).map(|(_, ip)| ip.into())
}

/// As Linux keeps it: a line a route, its numbers in hexadecimal and the bytes of addresses turned around.
fn in_linux(table: &str) -> Option<IpAddr> {
    let number = |text: &str| u32::from_str_radix(text, 16).ok();
    cheapest(table.lines().skip(1).filter_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [_, to, gateway, _, _, _, cost, mask, ..] = columns.as_slice() else { return None };
        let (to, gateway, mask) = (number(to)?, number(gateway)?, number(mask)?);
        (to == 0 && mask == 0 && gateway != 0)
            .then_some((cost.parse().ok()?, Ipv4Addr::from(gateway.swap_bytes().to_be_bytes())))
    }))
}

/// The same for the new kind, whose bytes are in order. One that is only of a link is of no use without its number.
fn in_linux_v6(table: &str) -> Option<IpAddr> {
    let address = |text: &str| u128::from_str_radix(text, 16).ok().map(Ipv6Addr::from_bits);
    cheapest(table.lines().filter_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [to, "00", _, _, gateway, cost, ..] = columns.as_slice() else { return None };
        let (to, gateway) = (address(to)?, address(gateway)?);
        (to.is_unspecified() && !gateway.is_unspecified() && !gateway.is_unicast_link_local())
            .then_some((u32::from_str_radix(cost, 16).ok()?, gateway))
    }))
}

/// As `route print` writes it: destination, mask, gateway, own address, cost.
fn in_windows(text: &str) -> Option<IpAddr> {
    cheapest(text.lines().filter_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let ["0.0.0.0", "0.0.0.0", gateway, _, cost] = columns.as_slice() else { return None };
        Some((cost.parse().ok()?, gateway.parse::<Ipv4Addr>().ok()?))
    }))
}

/// As `route get` writes it.
fn in_macos(text: &str) -> Option<IpAddr> {
    let gateway = text.lines().filter_map(|line| line.trim().strip_prefix("gateway:")).next()?;
    gateway.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_router_is_read_from_what_each_system_writes() {
        let router = Some(IpAddr::from([192, 168, 1, 1]));
        let linux = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n\
                     eth1\t00000000\t0201A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n\
                     eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n\
                     eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n";
        assert_eq!(in_linux(linux), router);
        assert_eq!(in_linux(linux.lines().next().unwrap_or_default()), None);
        let windows = "IPv4-Routentabelle\r\nAktive Routen:\r\n     Netzwerkziel    Netzwerkmaske          Gateway\r\n          \
                       0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.34     25\r\n";
        assert_eq!(in_windows(windows), router);
        let mac = "   route to: default\ndestination: default\n       mask: default\n    gateway: 192.168.1.1\n  interface: en0\n";
        assert_eq!(in_macos(mac), router);
        let zero = "0".repeat(32);
        let gateway = "fd77000000000000000000000000fffe";
        let v6 = format!("{zero} 00 {zero} 00 {gateway} 00000400 00000001 00000000 00000003     net0\n");
        assert_eq!(in_linux_v6(&v6), "fd77::fffe".parse().ok());
    }
}
