//! Whether a computer is there at all. One answer says so; that there is none says little, unless the system itself looked for
//! the computer on the local link.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep, timeout};

use super::neighbours::{self, Neighbour};
use super::{here, ping};
use crate::doctor::evidence::Presence;

/// How long is looked for it at most.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long the system looks for a neighbour before it gives up: three times a second, as a rule.
const SOUGHT: Duration = Duration::from_millis(3300);

/// How often is looked.
const PACE: Duration = Duration::from_millis(500);

/// A port at which nobody listens. Who gets something there says so, if their firewall lets them.
const DISCARD: u16 = 9;

/// How long that may take.
const NO: Duration = Duration::from_millis(400);

/// Finds out whether someone has this address, to which traffic leaves from that own one.
pub async fn of(at: SocketAddr, source: Option<IpAddr>) -> Presence {
    let ip = at.ip();
    let begun = Instant::now();
    let answered = async {
        loop {
            let answer = tokio::join!(ping::ask(at), refusal(at));
            if let (Some(after), _) | (_, Some(after)) = answer {
                return Presence::Answered(after);
            }
            sleep(PACE).await;
        }
    };
    let seen = async {
        // In a VPN there are no neighbours.
        let own = here::own();
        let mut ways = own.iter().filter(|own| Some(own.ip) == source && !own.is_vpn());
        let is_near = ways.any(|own| own.shares_network(ip));
        if !is_near {
            return std::future::pending().await;
        }
        let before = neighbours::look(ip).await;
        if before.is_none() {
            return std::future::pending().await;
        }
        loop {
            let now = neighbours::look(ip).await;
            match now {
                Some(Neighbour::Answers) => return Presence::Seen,
                // It was not known before, so that it answered just now.
                Some(Neighbour::Answered) if before != Some(Neighbour::Answered) => return Presence::Seen,
                Some(Neighbour::Unanswered) if begun.elapsed() >= SOUGHT => return Presence::Absent,
                // Windows lists only those who answered.
                Some(Neighbour::NotListed) if cfg!(windows) && begun.elapsed() >= SOUGHT => return Presence::Absent,
                _ => {}
            }
            sleep(PACE).await;
        }
    };
    let found = async {
        tokio::select! {
            found = answered => found,
            found = seen => found,
        }
    };
    timeout(PATIENCE, found).await.unwrap_or(Presence::Unknown)
}

/// Sends nothing to a port at which nobody listens. How long it took until that was told, if it was.
async fn refusal(at: SocketAddr) -> Option<Duration> {
    let any: IpAddr = if at.is_ipv4() { [0, 0, 0, 0].into() } else { [0_u16; 8].into() };
    let socket = UdpSocket::bind((any, 0)).await.ok()?;
    let mut discard = at;
    discard.set_port(DISCARD);
    socket.connect(discard).await.ok()?;
    let begun = Instant::now();
    socket.send(&[]).await.ok()?;
    let refused = timeout(NO, socket.recv(&mut [0])).await.ok()?;
    // Windows calls it otherwise.
    let says_no = |error: io::Error| matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset);
    refused.is_err_and(says_no).then(|| begun.elapsed())
}
