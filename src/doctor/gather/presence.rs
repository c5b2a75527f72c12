//! Whether a computer is there at all. One answer says so; that there is none says little, unless the system itself looked for
//! the computer on the cable or in the air.

use std::net::IpAddr;
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

/// Finds out whether someone has this address.
pub async fn of(ip: IpAddr) -> Presence {
    let begun = Instant::now();
    let answered = async {
        loop {
            let answer = tokio::join!(ping::ask(ip), refusal(ip));
            if let (Some(after), _) | (_, Some(after)) = answer {
                return Presence::Answered(after);
            }
            sleep(PACE).await;
        }
    };
    let seen = async {
        let is_near = here::own().iter().any(|own| own.shares_network(ip));
        let before = neighbours::look(ip).await;
        if !is_near || before.is_none() {
            return std::future::pending().await;
        }
        loop {
            let now = neighbours::look(ip).await;
            match now {
                Some(Neighbour::Answers) => return Presence::Seen,
                // It was not known before, so that it answered just now.
                Some(Neighbour::Answered) if before != Some(Neighbour::Answered) => return Presence::Seen,
                Some(Neighbour::Sought | Neighbour::NotListed) if begun.elapsed() >= SOUGHT => return Presence::Absent,
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
async fn refusal(ip: IpAddr) -> Option<Duration> {
    let any: IpAddr = if ip.is_ipv4() { [0, 0, 0, 0].into() } else { [0_u16; 8].into() };
    let socket = UdpSocket::bind((any, 0)).await.ok()?;
    socket.connect((ip, DISCARD)).await.ok()?;
    let begun = Instant::now();
    socket.send(&[]).await.ok()?;
    let refused = timeout(NO, socket.recv(&mut [0])).await.ok()?;
    matches!(refused, Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused).then(|| begun.elapsed())
}
