//! Where a house is: a host name or IP address, and a port.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::PORT;

/// A host name or IP address, with a port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// A host name or IP address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is none.
    #[error("Type an address, such as 192.168.1.20 or a name, with :port if it is not {PORT}.")]
    Empty,
    /// The port is wrong.
    #[error("“{0}” is not a port. A port is a number from 1 to 65535.")]
    Port(String),
    /// The host is wrong.
    #[error("“{0}” is not an address. Type it as 192.168.1.20:{PORT} or desk-04.local.")]
    Host(String),
}

impl Address {
    /// Whether it is of this computer alone. A place there does not turn up elsewhere on the network.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = bare(text.trim());
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        // A bare IPv6 address has colons of its own and no room for a port.
        if let Ok(ip) = text.parse::<Ipv6Addr>() {
            return Ok(Self { host: ip.to_string(), port: PORT });
        }
        let wrong = || AddressError::Host(text.to_owned());
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or_else(wrong)?,
            None => text.split_at(text.find(':').unwrap_or(text.len())),
        };
        let port = match port.strip_prefix(':') {
            Some(port) => {
                port.parse().ok().filter(|port| *port != 0).ok_or_else(|| AddressError::Port(port.to_owned()))?
            }
            None if port.is_empty() => PORT,
            None => return Err(wrong()),
        };
        // Names in other letters are written in the ones the network knows.
        let host = &match host.is_ascii() {
            true => host.to_owned(),
            false => url::Host::parse(host).map_err(|_| wrong())?.to_string(),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        // Four numbers are never a name: what can't be an IPv4 address would only be looked up in vain.
        let numbers = host.chars().all(|c| c.is_ascii_digit() || c == '.');
        let fits = host.parse::<Ipv6Addr>().is_ok()
            || if numbers { host.parse::<Ipv4Addr>().is_ok() } else { host.chars().all(plain) };
        if host.is_empty() || host.len() > 253 || !fits {
            return Err(wrong());
        }
        Ok(Self { host: host.to_ascii_lowercase(), port })
    }
}

/// Without what programs for the web put around an address when it is copied from them.
fn bare(text: &str) -> &str {
    let web = ["http://", "https://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|begin| begin.eq_ignore_ascii_case(scheme)).map(|_| &text[scheme.len()..])
    });
    web.map_or(text, |address| address.strip_suffix('/').unwrap_or(address))
}

impl From<(IpAddr, u16)> for Address {
    fn from((ip, port): (IpAddr, u16)) -> Self {
        Self { host: ip.to_string(), port }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}
