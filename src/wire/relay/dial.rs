//! The guest's way to a house over a relay.

use std::io;

use iroh::{EndpointAddr, EndpointId, RelayMode};

use super::endpoint::{ALPN, builder};
use super::relayed_stream::RelayedStream;
use super::{RelayAddress, RelayUrl};

/// Goes to whoever is found there, for TLS to be spoken with. It has a new key each time, so that the relay can't tell who
/// comes again.
///
/// # Errors
/// The relay does not answer, or nobody is there.
pub async fn dial(to: &RelayAddress) -> io::Result<RelayedStream> {
    let relay = iroh_url(&to.relay);
    let id = EndpointId::from_bytes(&to.id.0).map_err(io::Error::other)?;
    let endpoint = builder(RelayMode::custom([relay.clone()]))?.bind().await.map_err(io::Error::other)?;
    let there = EndpointAddr::new(id).with_relay_url(relay);
    let connection = endpoint.connect(there, ALPN).await.map_err(io::Error::other)?;
    let stream = connection.open_bi().await.map_err(io::Error::other)?;
    Ok(RelayedStream::new(stream, connection, Some(endpoint)))
}

/// The address of a relay as the library has it.
pub(super) fn iroh_url(relay: &RelayUrl) -> iroh::RelayUrl {
    relay.url().clone().into()
}
