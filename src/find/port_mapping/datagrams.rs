//! A port opened by PCP, or by NAT-PMP, which came before it and is spoken at the same port of the router.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use crab_nat::pcp::{self, BaseMapRequest};
use crab_nat::{InternetProtocol, PortMapping, PortMappingOptions, PortMappingType, TimeoutConfig, natpmp};

use super::granted::{Granted, Hold};
use super::outside::public;
use super::router::Surroundings;
use super::{LEASE, NotOpen};

/// How long to wait for an answer: so long at first, then twice that, then four times. A router is near.
const PATIENCE: TimeoutConfig =
    TimeoutConfig { initial_timeout: Duration::from_millis(250), max_retries: 2, max_retry_timeout: None };

/// The same where it was asked in the other language before.
const SHORT_PATIENCE: TimeoutConfig = TimeoutConfig { max_retries: 1, ..PATIENCE };

/// Asks for this port, and for the same one outside. What was granted `before` may still be there, and is the same port's.
pub async fn ask(at: &Surroundings, port: NonZeroU16, before: Option<&PortMapping>) -> Result<Granted, NotOpen> {
    let why = match by_pcp(at, port, before).await {
        Ok(granted) => return Ok(granted),
        Err(Answer::Nobody) => return Err(NotOpen::NotOffered),
        Err(Answer::No(NotOpen::Shared)) => return Err(NotOpen::Shared),
        Err(why) => why.told(),
    };
    // Where the router said no, this tells whether that is for want of a public address: PCP keeps it to itself.
    by_nat_pmp(at, port, port).await.map_err(|also| why.graver(also.told()))
}

/// Asks for the same again.
pub async fn renew(at: &Surroundings, mapping: &PortMapping) -> Result<Granted, NotOpen> {
    let port = mapping.internal_port();
    match mapping.mapping_type() {
        PortMappingType::Pcp { .. } => by_pcp(at, port, Some(mapping)).await,
        PortMappingType::NatPmp => by_nat_pmp(at, port, mapping.external_port()).await,
    }
    .map_err(Answer::told)
}

/// Has it closed. Whether the router heard that.
pub async fn withdraw(mapping: &PortMapping) -> bool {
    let mut mapping = mapping.clone();
    mapping.timeout_config = PATIENCE;
    let closed = mapping.try_drop().await;
    closed.inspect_err(|(error, _)| tracing::debug!(%error, "the port may stay open until its time is over")).is_ok()
}

/// What comes of asking in one language, where it is no port.
enum Answer {
    /// Nothing, or nothing that makes sense. It may speak the other one.
    NotThisOne,
    /// Nobody listens there at all.
    Nobody,
    /// It says no.
    No(NotOpen),
}

impl Answer {
    const fn told(self) -> NotOpen {
        match self {
            Self::NotThisOne | Self::Nobody => NotOpen::NotOffered,
            Self::No(why) => why,
        }
    }
}

async fn by_pcp(at: &Surroundings, port: NonZeroU16, before: Option<&PortMapping>) -> Result<Granted, Answer> {
    let (nonce, outside) = match before.map(PortMapping::mapping_type) {
        Some(PortMappingType::Pcp { nonce, external_ip, .. }) => (Some(nonce), Some(external_ip)),
        _ => (None, None),
    };
    let wanted = before.map_or(port, PortMapping::external_port);
    let request = BaseMapRequest::new(at.gateway.into(), at.own.into(), InternetProtocol::Tcp, port);
    let mapping = pcp::port_mapping(request, nonce, outside, options(wanted, PATIENCE)).await?;
    let outside = match mapping.mapping_type() {
        PortMappingType::Pcp { external_ip, .. } => external_ip,
        PortMappingType::NatPmp => return Err(Answer::NotThisOne),
    };
    match public(outside) {
        Ok(outside) => granted(outside, mapping),
        Err(why) => {
            withdraw(&mapping).await;
            Err(Answer::No(why))
        }
    }
}

async fn by_nat_pmp(at: &Surroundings, port: NonZeroU16, wanted: NonZeroU16) -> Result<Granted, Answer> {
    // Asked first: where it is no public one, there is no use in a port.
    let outside = natpmp::external_address(at.gateway.into(), Some(SHORT_PATIENCE)).await?;
    let outside = public(outside.into()).map_err(Answer::No)?;
    let options = options(wanted, PATIENCE);
    let mapping = natpmp::port_mapping(at.gateway.into(), InternetProtocol::Tcp, port, options).await?;
    granted(outside, mapping)
}

const fn options(wanted: NonZeroU16, patience: TimeoutConfig) -> PortMappingOptions {
    PortMappingOptions { external_port: Some(wanted), lifetime_seconds: Some(LEASE), timeout_config: Some(patience) }
}

fn granted(outside: IpAddr, mapping: PortMapping) -> Result<Granted, Answer> {
    // For no time at all is the same as not at all.
    let lasts = match mapping.lifetime() {
        0 => return Err(Answer::No(NotOpen::Refused)),
        seconds => Duration::from_secs(seconds.min(LEASE).into()),
    };
    let outside = SocketAddr::new(outside, mapping.external_port().get());
    Ok(Granted { outside, lasts, hold: Hold::Datagrams(mapping) })
}

impl From<pcp::Failure> for Answer {
    fn from(failure: pcp::Failure) -> Self {
        use pcp::Failure as F;
        tracing::debug!(%failure, "PCP");
        match failure {
            F::Socket(error) => of_socket(&error),
            F::NotAuthorized(_) | F::NoResources(_) | F::UserExceededQuota(_) => Self::No(NotOpen::Refused),
            F::CannotProvideExternal(_) => Self::No(NotOpen::Taken),
            F::NetworkFailure(_) => Self::No(NotOpen::NoAddress),
            _ => Self::NotThisOne,
        }
    }
}

impl From<natpmp::Failure> for Answer {
    fn from(failure: natpmp::Failure) -> Self {
        use natpmp::Failure as F;
        tracing::debug!(%failure, "NAT-PMP");
        match failure {
            F::Socket(error) => of_socket(&error),
            F::NotAuthorized | F::OutOfResources => Self::No(NotOpen::Refused),
            // What many a router says instead of an address that is no public one.
            F::NetworkFailure => Self::No(NotOpen::NoAddress),
            _ => Self::NotThisOne,
        }
    }
}

/// The system tells at once where nobody listens, each in its own words.
fn of_socket(error: &io::Error) -> Answer {
    match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => Answer::Nobody,
        _ => Answer::NotThisOne,
    }
}
