//! What is looked at on this computer: its addresses, Parlor's port, the clock, whether a proxy is set.

use std::env;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use if_addrs::IfAddr;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::answer::who_answers;
use super::firewall::registry;
use super::system::says;
use crate::doctor::evidence::{Answer, Own, OwnPort};

/// How long this computer may take to answer itself.
const HERE: Duration = Duration::from_secs(1);

/// The addresses of this computer, but those that lead only to itself.
pub fn own() -> Vec<Own> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let usable = interfaces.into_iter().filter(|interface| !interface.is_loopback());
    usable
        .map(|interface| {
            let prefix = match &interface.addr {
                IfAddr::V4(own) => own.prefixlen,
                IfAddr::V6(own) => own.prefixlen,
            };
            Own { ip: interface.ip(), prefix, name: interface.name }
        })
        .collect()
}

/// Seconds since 1970.
pub fn clock() -> Option<u64> {
    // A clock that is further back than that has no number here, and is as wrong as one at its beginning.
    Some(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

/// Who has this port, which is given back at once.
pub async fn port(port: u16) -> OwnPort {
    let kinds: [IpAddr; 2] = [Ipv6Addr::UNSPECIFIED.into(), Ipv4Addr::UNSPECIFIED.into()];
    let mut outcome = OwnPort::Free;
    for any in kinds {
        match take(SocketAddr::new(any, port)) {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => outcome = OwnPort::Other,
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => return OwnPort::NotAllowed,
            // This computer may have only one kind of addresses.
            Ok(()) | Err(_) => {}
        }
    }
    if outcome == OwnPort::Other {
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if let Ok(Ok(stream)) = timeout(HERE, TcpStream::connect(at)).await
            && matches!(who_answers(stream, at).await, Answer::Parlor(_))
        {
            outcome = OwnPort::Parlor;
        }
    }
    outcome
}

fn take(at: SocketAddr) -> std::io::Result<()> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, Some(Protocol::TCP))?;
    if at.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // What was closed just now does not count.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&at.into())?;
    socket.listen(1)
}

/// Whether programs that ask for one are told to use a proxy.
pub async fn proxy() -> bool {
    const NAMES: [&str; 6] = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    if NAMES.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return true;
    }
    if cfg!(windows) {
        let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings";
        let said = says("reg", &["query", key, "/v", "ProxyEnable"]).await;
        return said.and_then(|text| registry(&text)).unwrap_or(false);
    }
    if cfg!(target_os = "macos") {
        return says("/usr/sbin/scutil", &["--proxy"]).await.is_some_and(|text| macos_proxy(&text));
    }
    false
}

fn macos_proxy(text: &str) -> bool {
    text.lines()
        .filter_map(|line| line.split_once(" : "))
        .any(|(name, value)| matches!(name.trim(), "HTTPEnable" | "HTTPSEnable" | "SOCKSEnable") && value.trim() == "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_of_macos_is_read() {
        assert!(macos_proxy("<dictionary> {\n  HTTPEnable : 1\n  HTTPPort : 8080\n}\n"));
        assert!(!macos_proxy("<dictionary> {\n  HTTPEnable : 0\n  FTPPassive : 1\n}\n"));
    }
}
