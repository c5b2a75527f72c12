//! A port opened by UPnP: the router is found by multicast, and asked by HTTP.
//!
//! Of each answer `igd-next` reads a mebibyte at most, and takes none from elsewhere than the router. What it reads until then
//! is in memory: it has no setting for less.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};
use std::num::NonZeroU16;
use std::time::Duration;

use igd_next::aio::Gateway;
use igd_next::aio::tokio::{Tokio, search_gateway};
use igd_next::{AddAnyPortError, AddPortError, GetExternalIpError, PortMappingProtocol, SearchOptions};
use tokio::time::timeout;

use super::outside::public;
use super::router::Surroundings;
use super::{LEASE, NotOpen};

/// How long all that is asked of a router may take, once it is found.
const ASKING: Duration = Duration::from_secs(6);

/// How long looking for what is left there may take, and how much of it is looked at.
const CLEARING: Duration = Duration::from_secs(2);
const ENTRIES: u32 = 64;

/// What the router's own pages show beside the port.
const DESCRIPTION: &str = "Parlor";

/// A router that was found.
#[derive(Clone)]
pub struct Device(Gateway<Tokio>);

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Device").field(&self.0.addr).finish()
    }
}

/// A port that is open, at the device that opened it.
#[derive(Debug)]
pub struct Opened {
    device: Device,
    inside: SocketAddrV4,
    port: u16,
    /// Whether the router keeps it open until it is withdrawn.
    pub for_good: bool,
}

impl Device {
    /// Looks for the router that leads out of the network, among everyone and at its own address: Wi-Fi loses what is for
    /// everyone, and anyone can answer that, such as a second router that leads nowhere. Nobody but this one is asked for a port.
    pub async fn find(at: &Surroundings) -> Option<Self> {
        let (everyone, itself) = (at.upnp, SocketAddrV4::new(at.gateway, at.upnp.port()));
        tokio::select! {
            Some(found) = Self::search(at, everyone) => Some(found),
            Some(found) = Self::search(at, itself) => Some(found),
            else => None,
        }
    }

    async fn search(at: &Surroundings, among: SocketAddrV4) -> Option<Self> {
        let mut options = SearchOptions::default();
        options.bind_addr = SocketAddr::new(at.own.into(), 0);
        options.broadcast_address = among.into();
        options.timeout = Some(at.search);
        options.allowed_gateway_ips = vec![at.gateway.into()];
        let found = search_gateway(options).await;
        let gateway = found.inspect_err(|error| tracing::debug!(?error, %among, "UPnP")).ok()?;
        (gateway.addr.ip() == IpAddr::from(at.gateway)).then_some(Self(gateway))
    }

    /// Asks it for this port, and for the same one outside. The answer is where that is, and what was opened.
    pub async fn ask(self, own: Ipv4Addr, port: NonZeroU16) -> Result<(SocketAddr, Opened), NotOpen> {
        let inside = SocketAddrV4::new(own, port.get());
        let opened = Opened { device: self, inside, port: port.get(), for_good: false };
        let (outside, renewed) = opened.renew().await?;
        if timeout(CLEARING, opened.device.clear(inside, outside.port())).await.is_err() {
            tracing::debug!("a port may be left open from before");
        }
        Ok((outside, renewed))
    }

    /// Withdraws what is left of a place at the same port that ended without a word: what is called as this program calls it,
    /// and leads here, but for `port`. As this one has the port on this computer, it can be no other's.
    async fn clear(&self, inside: SocketAddrV4, port: u16) {
        let mut left = Vec::new();
        for index in 0..ENTRIES {
            // The last one is told by an error.
            let Ok(entry) = self.0.get_generic_port_mapping_entry(index).await else { break };
            let leads_here = entry.internal_port == inside.port() && entry.internal_client == inside.ip().to_string();
            let is_ours = entry.protocol == PortMappingProtocol::TCP && entry.port_mapping_description == DESCRIPTION;
            if is_ours && leads_here && entry.external_port != port {
                left.push(entry.external_port);
            }
        }
        for port in left {
            let removed = self.0.remove_port(PortMappingProtocol::TCP, port).await;
            tracing::debug!(port, ?removed, "a port was left open from before");
        }
    }

    async fn outside(&self) -> Result<IpAddr, NotOpen> {
        match self.0.get_external_ip().await {
            Ok(ip) => public(ip),
            Err(error) => {
                tracing::debug!(?error, "UPnP");
                let refused = matches!(error, GetExternalIpError::ActionNotAuthorized);
                // Where it has none that it would tell, it leaves it out or says that it failed.
                Err(if refused { NotOpen::Refused } else { NotOpen::NoAddress })
            }
        }
    }

    /// Opens `port` outside, or another where it is taken, and says which.
    async fn open(&self, inside: SocketAddrV4, port: u16, lease: u32) -> Result<u16, AddPortError> {
        let inside = SocketAddr::V4(inside);
        let opened = self.0.add_port(PortMappingProtocol::TCP, port, inside, lease, DESCRIPTION).await;
        match opened {
            Ok(()) => Ok(port),
            Err(AddPortError::PortInUse) => {
                let any = self.0.add_any_port(PortMappingProtocol::TCP, inside, lease, DESCRIPTION).await;
                any.map_err(|error| match error {
                    AddAnyPortError::ActionNotAuthorized => AddPortError::ActionNotAuthorized,
                    AddAnyPortError::OnlyPermanentLeasesSupported => AddPortError::OnlyPermanentLeasesSupported,
                    AddAnyPortError::RequestError(error) => AddPortError::RequestError(error),
                    _ => AddPortError::PortInUse,
                })
            }
            Err(error) => Err(error),
        }
    }
}

impl Opened {
    /// Asks for it again.
    pub async fn renew(&self) -> Result<(SocketAddr, Self), NotOpen> {
        timeout(ASKING, self.ask()).await.unwrap_or(Err(NotOpen::NotOffered))
    }

    async fn ask(&self) -> Result<(SocketAddr, Self), NotOpen> {
        let Self { device, inside, port, .. } = self;
        let ip = device.outside().await?;
        let mut opened = device.open(*inside, *port, LEASE).await;
        let for_good = matches!(opened, Err(AddPortError::OnlyPermanentLeasesSupported));
        if for_good {
            opened = device.open(*inside, *port, 0).await;
        }
        let port = match opened {
            // No port at all is none that can be told to others.
            Ok(0) => return Err(NotOpen::Refused),
            Ok(port) => port,
            Err(error) => {
                tracing::debug!(?error, "UPnP");
                let taken = matches!(error, AddPortError::PortInUse | AddPortError::SamePortValuesRequired);
                return Err(if taken { NotOpen::Taken } else { NotOpen::Refused });
            }
        };
        Ok((SocketAddr::new(ip, port), Self { device: device.clone(), inside: *inside, port, for_good }))
    }

    /// Has it closed. Whether the router heard that.
    pub async fn withdraw(&self) -> bool {
        let closing = self.device.0.remove_port(PortMappingProtocol::TCP, self.port);
        match timeout(ASKING, closing).await {
            Ok(Ok(())) => return true,
            Ok(Err(error)) => tracing::debug!(?error, "the port may stay open"),
            Err(_) => tracing::debug!("the port may stay open"),
        }
        false
    }
}
