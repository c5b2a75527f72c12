//! Bytes over a relay: the one stream of a connection, as what TLS is spoken on.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use iroh::Endpoint;
use iroh::endpoint::{Connection, RecvStream, SendStream, VarInt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How long the other end is told that this one is gone.
const PARTING: Duration = Duration::from_secs(3);

/// Resolves once the other end has everything, or wants no more.
type Delivered = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The stream, and what it needs to live.
pub struct RelayedStream {
    send: SendStream,
    receive: RecvStream,
    connection: Connection,
    /// The guest's own end, which is there for this one connection.
    endpoint: Option<Endpoint>,
    delivered: Option<Delivered>,
}

impl RelayedStream {
    /// The stream of a connection. Where an endpoint is handed over, it ends with it.
    pub(super) fn new(
        (send, receive): (SendStream, RecvStream),
        connection: Connection,
        endpoint: Option<Endpoint>,
    ) -> Self {
        Self { send, receive, connection, endpoint, delivered: None }
    }
}

impl AsyncRead for RelayedStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        AsyncRead::poll_read(Pin::new(&mut self.receive), cx, buf)
    }
}

impl AsyncWrite for RelayedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        AsyncWrite::poll_write(Pin::new(&mut self.send), cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        AsyncWrite::poll_flush(Pin::new(&mut self.send), cx)
    }

    /// Waits until the other end has everything: what is on its way is lost with the connection, which no system keeps up.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.delivered.is_none() {
            ready!(AsyncWrite::poll_shutdown(Pin::new(&mut self.send), cx))?;
            let stopped = self.send.stopped();
            self.delivered = Some(Box::pin(async move {
                let _ = stopped.await;
            }));
        }
        if let Some(delivered) = &mut self.delivered {
            ready!(delivered.as_mut().poll(cx));
        }
        Poll::Ready(Ok(()))
    }
}

impl Drop for RelayedStream {
    fn drop(&mut self) {
        self.connection.close(VarInt::from_u32(0), b"");
        // The other end would not notice for half a minute, if this one were gone without a word.
        if let (Some(endpoint), Ok(runtime)) = (self.endpoint.take(), Handle::try_current()) {
            runtime.spawn(async move { timeout(PARTING, endpoint.close()).await });
        }
    }
}
