//! A carriage: what bytes ride on between a guest and a host. Whoever holds one does not know what it is made of.

use std::fmt;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};

use super::Fingerprint;

/// What a carriage is made of.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for S {}

/// Bytes both ways, and who is at the other end.
pub struct Carriage {
    /// The bytes.
    pub stream: Box<dyn Stream>,
    /// The key that the other end proved to have.
    pub peer: Fingerprint,
    /// Where the other end is.
    pub from: Origin,
}

/// Where the other end of a carriage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In this very program.
    Here,
    /// Across a network.
    Network(SocketAddr),
    /// By a relay: where it is can't be told.
    Relay,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here => f.write_str("this program"),
            Self::Network(address) => address.fmt(f),
            Self::Relay => f.write_str("a relay"),
        }
    }
}

impl fmt::Debug for Carriage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Carriage").field("peer", &self.peer).field("from", &self.from).finish_non_exhaustive()
    }
}

/// How much an in-memory pipe holds before its writer waits.
const PIPE_BYTES: usize = 64 * 1024;

/// A carriage within this program: the guest's end and the host's.
#[must_use]
pub fn pipe(guest: Fingerprint, host: Fingerprint) -> (Carriage, Carriage) {
    let (near, far) = tokio::io::duplex(PIPE_BYTES);
    let end = |stream: DuplexStream, peer| Carriage { stream: Box::new(stream), peer, from: Origin::Here };
    (end(near, host), end(far, guest))
}
