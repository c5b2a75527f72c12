//! The listener: takes connections from a port, as fast as they come and as long as there is room for them.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};

use super::native;
use crate::host::connection_limit::Permit;
use crate::host::context::HouseContext;
use crate::host::ledger::Note;
use crate::wire::carriage::{Origin, Stream};

/// How many connections may wait to be taken.
const BACKLOG: i32 = 1024;

/// How long to wait before taking the next when the system has no more room for connections.
const PAUSE: Duration = Duration::from_millis(100);

/// Silence after which the system asks whether the other side is still there, and how it goes on asking.
/// The system does this by itself: a quiet house needs no clock of its own.
const KEEPALIVE: TcpKeepalive =
    TcpKeepalive::new().with_time(Duration::from_secs(60)).with_interval(Duration::from_secs(15));

/// Why a port can't be listened on.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has it.
    #[error("Port {port} is used by another program. Try port {free}.")]
    InUse {
        /// The port.
        port: u16,
        /// The next one that is free.
        free: u16,
    },
    /// The system does not give it.
    #[error("Port {port} at {address} can't be used: {}.", crate::wire::plainly::plainly(.error))]
    System {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
        /// What the system said.
        error: io::Error,
    },
}

/// Takes a port. Port 0 takes a free one. The address `::` means every address there is, old and new kind.
///
/// # Errors
/// It is taken, and which one is free; or the system does not give it.
pub fn bind(address: IpAddr, port: u16) -> Result<TcpListener, BindError> {
    match open(SocketAddr::new(address, port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let others = (port..=u16::MAX).skip(1).take(100);
            let free = others.into_iter().find(|port| open(SocketAddr::new(address, *port)).is_ok()).unwrap_or(0);
            Err(BindError::InUse { port, free })
        }
        Err(error) => Err(BindError::System { address, port, error }),
    }
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    // On Windows this would let two houses share a port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Takes connections, for ever.
pub async fn listen(house: &Arc<HouseContext>, listener: &TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // A guest of the old kind is shown as such, whatever kind of socket it came to.
                let from = Origin::Network(SocketAddr::new(address.ip().to_canonical(), address.port()));
                // Without a pass it is closed right here.
                if let Some(pass) = house.connections.arrive(from) {
                    prepare(&stream);
                    receive(house, std::future::ready(Ok(stream)), from, pass);
                }
            }
            Err(error) if is_theirs(&error) => {}
            Err(error) => {
                // No descriptors left, as a rule. Those who are in are well; the next waits until someone leaves.
                tracing::warn!(%error, "no connection can be taken just now");
                house.connections.make_room();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Whether only the one connection failed.
fn is_theirs(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

fn prepare(stream: &TcpStream) {
    let tuned = stream.set_nodelay(true).and_then(|()| SockRef::from(stream).set_tcp_keepalive(&KEEPALIVE));
    if let Err(error) = tuned {
        tracing::debug!(%error, "a connection could not be tuned");
    }
}

/// Brings a newcomer from the first byte to the door, in its own task.
pub(super) fn receive<S: Stream>(
    house: &Arc<HouseContext>,
    coming: impl Future<Output = io::Result<S>> + Send + 'static,
    from: Origin,
    pass: Permit,
) {
    let house = Arc::clone(house);
    let (start, started) = tokio::sync::oneshot::channel::<Permit>();
    let handle = tokio::spawn(async move {
        let Ok(pass) = started.await else { return };
        let reception = async { house.reception.receive(coming.await?, from).await };
        match tokio::time::timeout(house.limits.hello, reception).await {
            Ok(Ok(carriage)) => native::open(&house, carriage, pass),
            Ok(Err(error)) => {
                tracing::debug!(%from, %error, "no secure line");
                house.note(|| Note::silent(from, None, "No secure connection."));
            }
            Err(_) => house.note(|| Note::silent(from, None, "No hello in time.")),
        }
    });
    pass.served_by(handle.abort_handle());
    // It starts only now, so that it can always be ended.
    let _ = start.send(pass);
}
