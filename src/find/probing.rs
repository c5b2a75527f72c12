//! Asks everyone on the networks of this computer for houses, by broadcast: for networks that carry no multicast. In IPv6
//! there is no broadcast, and this is not done there.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use if_addrs::IfAddr;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use super::notice::Notice;
use super::probe::{Nonce, PROBE_BYTES, probe, read};

/// How long after a probe the next is sent, at first: one may be lost.
const FIRST: Duration = Duration::from_secs(1);

/// How long after a probe the next is sent, in the long run. On this computer alone it disturbs nobody.
const fn later(here: bool) -> Duration {
    Duration::from_secs(if here { 1 } else { 10 })
}

/// How long a house counts as found after its last answer: one more may be lost.
pub const fn holds(here: bool) -> Duration {
    later(here).saturating_add(later(here)).saturating_add(FIRST)
}

/// How long to wait after the system said no.
const PAUSE: Duration = Duration::from_secs(5);

/// A house that answered.
pub struct Answer {
    /// From where.
    pub from: IpAddr,
    /// The port it listens on.
    pub port: u16,
    /// What it tells of itself.
    pub notice: Notice,
}

/// Asks at once and again and again, and tells who answered, for as long as that is heard.
pub async fn ask(port: u16, here: bool, answers: mpsc::Sender<Answer>) {
    while !answers.is_closed() {
        if let Err(error) = ask_on(port, here, &answers).await {
            tracing::debug!(%error, "no probes can be sent just now");
        }
        sleep(PAUSE).await;
    }
}

async fn ask_on(port: u16, here: bool, answers: &mpsc::Sender<Answer>) -> io::Result<()> {
    let nonce = Nonce::fresh().ok_or_else(|| io::Error::other("no randomness"))?;
    let probe = probe(nonce);
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await?;
    socket.set_broadcast(true)?;
    let (mut wait, mut due) = (FIRST, Instant::now());
    let mut buffer = [0; PROBE_BYTES + 1];
    loop {
        tokio::select! {
            () = sleep_until(due) => {
                for network in networks(here) {
                    // The other networks are asked all the same.
                    let _ = socket.send_to(&probe, (network, port)).await;
                }
                due = Instant::now() + wait;
                wait = (wait * 2).min(later(here));
            }
            heard = socket.recv_from(&mut buffer) => {
                let (length, from) = match heard {
                    Ok(heard) => heard,
                    Err(error) if error.kind() == io::ErrorKind::ConnectionReset => continue,
                    Err(error) => return Err(error),
                };
                let answer = buffer.get(..length).and_then(|bytes| read(bytes, nonce));
                if let Some((port, notice)) = answer {
                    // Where too many answer at once, the next probe finds the others.
                    let _ = answers.try_send(Answer { from: from.ip(), port, notice });
                }
            }
        }
    }
}

/// The addresses by which everyone in a network is reached.
fn networks(here: bool) -> Vec<Ipv4Addr> {
    if here {
        return vec![Ipv4Addr::new(127, 255, 255, 255)];
    }
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let broadcasts = interfaces.iter().filter(|interface| !interface.is_loopback()).filter_map(|interface| {
        let IfAddr::V4(own) = &interface.addr else { return None };
        let host = !own.netmask.to_bits();
        // A network of one or two has no such address.
        (host > 1).then(|| Ipv4Addr::from_bits(own.ip.to_bits() | host))
    });
    let mut all: Vec<Ipv4Addr> = broadcasts.collect();
    all.sort_unstable();
    all.dedup();
    all
}
