//! One way to a house: one address across a network.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::error::GuestError;
use crate::wire::Identity;
use crate::wire::carriage::{Carriage, Origin};
use crate::wire::tls::{self, Pin, TlsError};

/// How long one way may take.
pub(super) const CONNECT: Duration = Duration::from_secs(8);

/// Goes there, and makes sure that it is the right house.
///
/// # Errors
/// Nobody answers there, or not as the house does.
pub(super) async fn reach_one(address: &str, at: SocketAddr, me: &Identity, pin: Pin) -> Result<Carriage, GuestError> {
    let approach = async {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        keep_alive(&stream);
        Ok::<_, io::Error>(tls::approach(stream, Origin::Network(at), me, pin).await)
    };
    let address = address.to_owned();
    match timeout(CONNECT, approach).await {
        // It answers, and not in the way that every house does. What only breaks off may be a house that is full.
        Ok(Ok(Err(TlsError::Broken(error)))) if error.kind() == io::ErrorKind::InvalidData => {
            Err(GuestError::NotParlor { address })
        }
        Ok(Ok(carriage)) => Ok(carriage?),
        Ok(Err(error)) => Err(GuestError::Unreachable { address, error }),
        Err(_) => Err(GuestError::Unreachable { address, error: io::ErrorKind::TimedOut.into() }),
    }
}

/// How long the host may be silent before the system asks whether it is still there, and again.
const KEEPALIVE: socket2::TcpKeepalive =
    socket2::TcpKeepalive::new().with_time(Duration::from_secs(15)).with_interval(Duration::from_secs(5));

/// How long what was sent may go unanswered. By itself a system waits for a quarter of an hour, while the host has long
/// been there again, at another address.
#[cfg(target_os = "linux")]
const UNANSWERED: Duration = Duration::from_secs(25);

/// Has the system notice when the host is gone without a word.
fn keep_alive(stream: &TcpStream) {
    let socket = socket2::SockRef::from(stream);
    let tuned = socket.set_tcp_keepalive(&KEEPALIVE);
    #[cfg(target_os = "linux")]
    let tuned = tuned.and_then(|()| socket.set_tcp_user_timeout(Some(UNANSWERED)));
    if let Err(error) = tuned {
        tracing::debug!(%error, "a connection could not be tuned");
    }
}
