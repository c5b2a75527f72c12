//! The host's end at a relay: whoever knows its key there can knock.

use std::io;
use std::path::Path;

use iroh::endpoint::{Incoming, IncomingAddr};
use iroh::{Endpoint, RelayMode, SecretKey, Watcher as _};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::dial::iroh_url;
use super::endpoint::{ALPN, builder};
use super::relayed_stream::RelayedStream;
use super::{RelayAddress, RelayChoice, RelayId};
use crate::wire::identity::{IdentityError, keep_secret};

/// Where the key is kept by which a house is known at relays.
const KEY_FILE: &str = "relay.key";

/// A house's end at a relay. Dropping it ends it without a goodbye.
pub struct RelayListener {
    endpoint: Endpoint,
    found: watch::Receiver<Option<RelayAddress>>,
    watching: JoinHandle<()>,
}

/// Why a house can't be found at a relay.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// Its key there can't be kept.
    #[error(transparent)]
    Key(#[from] IdentityError),
    /// The system does not give what it needs.
    #[error("The relay can't be used: {}.", crate::wire::plainly::plainly(.0))]
    System(#[from] io::Error),
}

impl RelayListener {
    /// Goes to a relay, under the key that is kept in this house's folder, and stays there. Needs a tokio runtime around it.
    ///
    /// # Errors
    /// The key can't be kept, or the system does not give what it needs. That the relay does not answer is no error.
    pub async fn open(data: &Path, choice: &RelayChoice) -> Result<Self, RelayError> {
        let key = SecretKey::from_bytes(&keep_secret(&data.join(KEY_FILE), || SecretKey::generate().to_bytes())?);
        let id = RelayId(*key.public().as_bytes());
        let relays = match choice {
            RelayChoice::Own(relay) => RelayMode::custom([iroh_url(relay)]),
            RelayChoice::Public => RelayMode::Default,
        };
        let builder = builder(relays)?.secret_key(key).alpns(vec![ALPN.to_vec()]);
        let endpoint = builder.bind().await.map_err(|error| RelayError::System(io::Error::other(error)))?;
        let (told, found) = watch::channel(None);
        let mut relays = endpoint.home_relay_status();
        let watching = tokio::spawn(async move {
            let mut now = relays.get();
            loop {
                let relay = now.iter().find(|relay| relay.is_connected());
                let relay = relay.and_then(|relay| relay.url().to_string().parse().ok());
                let found = relay.map(|relay| RelayAddress { id, relay });
                told.send_if_modified(|before| {
                    let changed = *before != found;
                    *before = found;
                    changed
                });
                match relays.updated().await {
                    Ok(more) => now = more,
                    Err(_) => return,
                }
            }
        });
        Ok(Self { endpoint, found, watching })
    }

    /// Where the house is found, for its invites, as that changes. Nothing while the relay does not answer; it is asked again
    /// by itself.
    #[must_use]
    pub fn found(&self) -> watch::Receiver<Option<RelayAddress>> {
        self.found.clone()
    }

    /// The next one who comes; nothing once it is closed.
    pub async fn accept(&self) -> Option<Relayed> {
        loop {
            let comer = self.endpoint.accept().await?;
            // A direct way is found by two who met at the relay. Whoever knocks at the socket itself is nobody's guest.
            match comer.remote_addr() {
                IncomingAddr::Relay { .. } => return Some(Relayed(comer)),
                _ => comer.ignore(),
            }
        }
    }

    /// Ends it, and those who are connected by it. Takes three seconds at most.
    pub async fn close(&self) {
        self.endpoint.close().await;
    }
}

impl Drop for RelayListener {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

/// Someone who comes by a relay and of whom nothing is known yet. Dropping it sends them away.
pub struct Relayed(Incoming);

impl Relayed {
    /// Takes them in, for TLS to be spoken with.
    ///
    /// # Errors
    /// They are gone again, or don't speak as they should.
    pub async fn take(self) -> io::Result<RelayedStream> {
        let connection = self.0.accept().map_err(io::Error::other)?.await.map_err(io::Error::other)?;
        let stream = connection.accept_bi().await.map_err(io::Error::other)?;
        Ok(RelayedStream::new(stream, connection, None))
    }
}
