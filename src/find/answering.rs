//! A house answers probes, for networks that carry no multicast. Only whoever is in a network with this computer gets an
//! answer, and not often.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::Duration;

use if_addrs::IfAddr;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep};

use super::notice::Notice;
use super::probe::{PROBE_BYTES, answer};

/// How many answers an address gets, and how many addresses, in this time.
const PERIOD: Duration = Duration::from_secs(10);
const PER_ADDRESS: u32 = 8;
const ADDRESSES: usize = 256;

/// How long to wait after the system said no.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes the port that probes come to, which other houses on this computer have too. Needs a tokio runtime around it.
pub fn bind(port: u16) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    // Elsewhere than on Linux, both are needed for the same.
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port)).into())?;
    UdpSocket::from_std(socket.into())
}

/// Answers probes for a house that listens at `bound`, for ever.
pub async fn answer_probes(socket: UdpSocket, bound: SocketAddr, notice: impl Fn() -> Notice) {
    let mut pace = AnswerPace::default();
    let mut buffer = [0; PROBE_BYTES + 1];
    loop {
        let (length, from) = match socket.recv_from(&mut buffer).await {
            Ok(heard) => heard,
            // On Windows, that an answer did not arrive is told here.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => continue,
            Err(error) => {
                tracing::warn!(%error, "no probes can be heard just now");
                sleep(PAUSE).await;
                continue;
            }
        };
        let IpAddr::V4(ip) = from.ip() else { continue };
        let Some(probe) = buffer.get(..length) else { continue };
        let Some(answer) = answer(probe, bound.port(), &notice()) else { continue };
        if pace.allows(ip) && shares_network(ip, bound.ip()) {
            // Whoever asked asks again.
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

/// Whether someone is in a network with this computer, and in the one where the house listens if that is only one.
fn shares_network(ip: Ipv4Addr, bound: IpAddr) -> bool {
    let bound = bound.to_canonical();
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.iter().filter(|interface| bound.is_unspecified() || interface.ip() == bound).any(|interface| {
        let IfAddr::V4(own) = &interface.addr else { return false };
        let mask = own.netmask.to_bits();
        own.ip.to_bits() & mask == ip.to_bits() & mask
    })
}

/// How often each address was answered lately.
#[derive(Default)]
struct AnswerPace {
    since: Option<Instant>,
    answered: HashMap<Ipv4Addr, u32>,
}

impl AnswerPace {
    fn allows(&mut self, ip: Ipv4Addr) -> bool {
        if self.since.is_none_or(|since| since.elapsed() > PERIOD) {
            self.since = Some(Instant::now());
            self.answered.clear();
        }
        if self.answered.len() >= ADDRESSES && !self.answered.contains_key(&ip) {
            return false;
        }
        let answered = self.answered.entry(ip).or_default();
        *answered += 1;
        *answered <= PER_ADDRESS
    }
}
