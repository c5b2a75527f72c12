//! One address of the subject: the way there, connecting, who answers, and whether that computer is there at all.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc::Sender;
use tokio::time::{Instant, timeout};

use super::answer::who_answers;
use super::presence;
use crate::doctor::evidence::{Fact, News, Tcp};

/// How long a connection may take, each time.
pub const CONNECT: Duration = Duration::from_secs(3);

/// How long one to this computer itself may take.
const ITSELF: Duration = Duration::from_millis(1500);

/// How often it is tried: what is lost once need not be lost twice.
const TRIES: usize = 2;

/// Looks at one address.
pub async fn examine(at: SocketAddr, tell: Sender<Fact>) {
    let source = source(at).await;
    let _ = tell.send(Fact::Target(at, News::Source(source))).await;
    tokio::join!(go(at, source, &tell), go_out(at, source, &tell));
}

/// Connects to this computer itself, at the same port: where not even that comes to anything, it does not let it out.
async fn go_out(at: SocketAddr, source: Option<IpAddr>, tell: &Sender<Fact>) {
    let Some(source) = source.filter(|source| *source != at.ip()) else { return };
    // With someone there who listens, a no comes from what keeps it in. Elsewhere, systems ask people about those who listen.
    let listener = match cfg!(target_os = "linux") {
        true => TcpListener::bind((source, at.port())).await,
        false => Err(ErrorKind::Unsupported.into()),
    };
    let listens = listener.as_ref().map_or_else(|error| error.kind() == ErrorKind::AddrInUse, |_| true);
    let begun = Instant::now();
    let outcome = match timeout(ITSELF, TcpStream::connect((source, at.port()))).await {
        Ok(Ok(_)) => Tcp::Connected(begun.elapsed()),
        Ok(Err(error)) => failed(&error, begun.elapsed()),
        Err(_) => Tcp::Silent,
    };
    let _ = tell.send(Fact::Target(at, News::Outgoing(gets_out(outcome, listens)))).await;
}

/// Whether this computer may let connections out, by what became of one to itself.
const fn gets_out(outcome: Tcp, listens: bool) -> bool {
    match outcome {
        Tcp::Connected(_) => true,
        // Where nobody listens, silence tells nothing: Windows takes a no from itself for an accident, and asks for two
        // seconds more.
        Tcp::Refused(_) | Tcp::Silent => !listens,
        Tcp::TurnedAway | Tcp::NoRoute | Tcp::Denied => false,
    }
}

/// Goes there.
async fn go(at: SocketAddr, source: Option<IpAddr>, tell: &Sender<Fact>) {
    let say = async |news| {
        let _ = tell.send(Fact::Target(at, news)).await;
    };
    let presence = presence::of(at, source);
    tokio::pin!(presence);
    let mut seen = None;
    let connecting = connect(at);
    tokio::pin!(connecting);
    let (tcp, stream) = loop {
        tokio::select! {
            connected = &mut connecting => break connected,
            found = &mut presence, if seen.is_none() => seen = Some(found),
        }
    };
    // Where this computer knows the way, it is someone further on who does not.
    let tcp = if tcp == Tcp::NoRoute && source.is_some() { Tcp::TurnedAway } else { tcp };
    say(News::Tcp(tcp)).await;
    match (tcp, stream) {
        (Tcp::Connected(_), Some(stream)) => say(News::Answer(who_answers(stream, at).await)).await,
        // Who says no is there.
        (Tcp::Refused(_), _) => {}
        _ => {
            let found = match seen {
                Some(found) => found,
                None => presence.await,
            };
            say(News::Presence(found)).await;
        }
    }
}

/// The own address by which traffic leaves to there. Nothing is sent for that: a datagram socket only looks up the way.
pub async fn source(at: SocketAddr) -> Option<IpAddr> {
    let any: IpAddr = if at.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await.ok()?;
    socket.connect(at).await.ok()?;
    socket.local_addr().ok().map(|own| own.ip()).filter(|own| !own.is_unspecified())
}

/// Connects, and says what became of it.
pub async fn connect(at: SocketAddr) -> (Tcp, Option<TcpStream>) {
    let mut outcome = Tcp::Silent;
    for _ in 0..TRIES {
        let begun = Instant::now();
        match timeout(CONNECT, TcpStream::connect(at)).await {
            Ok(Ok(stream)) => return (Tcp::Connected(begun.elapsed()), Some(stream)),
            Ok(Err(error)) => outcome = failed(&error, begun.elapsed()),
            Err(_) => {}
        }
        if matches!(outcome, Tcp::Refused(_) | Tcp::NoRoute | Tcp::Denied) {
            break;
        }
    }
    (outcome, None)
}

fn failed(error: &io::Error, after: Duration) -> Tcp {
    tracing::debug!(%error, "a connection did not come about");
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Tcp::Refused(after),
        ErrorKind::NetworkUnreachable | ErrorKind::AddrNotAvailable | ErrorKind::InvalidInput => Tcp::NoRoute,
        ErrorKind::PermissionDenied => Tcp::Denied,
        ErrorKind::TimedOut => Tcp::Silent,
        _ => Tcp::TurnedAway,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_that_nothing_goes_out_is_taken_for_it() {
        const AFTER: Duration = Duration::ZERO;
        for (outcome, listens, expected) in [
            (Tcp::Connected(AFTER), true, true),
            (Tcp::Refused(AFTER), true, false),
            (Tcp::Refused(AFTER), false, true),
            (Tcp::Silent, true, false),
            (Tcp::Silent, false, true),
            (Tcp::TurnedAway, false, false),
            (Tcp::Denied, false, false),
        ] {
            assert_eq!(gets_out(outcome, listens), expected, "{outcome:?}, {listens}");
        }
    }
}
