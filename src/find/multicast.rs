//! Whether multicast works here: asks what every computer answers that announces anything, and listens who does.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use if_addrs::{IfAddr, Interface};
use mdns_sd::MDNS_PORT;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::local_network::LocalNetwork;
use super::reach::Reach;

const GROUP_V4: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const GROUP_V6: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfb);

/// How long after the question it is asked once more: one may be lost.
const AGAIN: Duration = Duration::from_millis(700);

/// How many others are counted at most.
const OTHERS: usize = 256;

/// The question what there is, as every responder of mDNS answers it: `_services._dns-sd._udp.local`, PTR.
const QUESTION: &[u8] = b"\0\0\0\0\0\x01\0\0\0\0\0\0\x09_services\x07_dns-sd\x04_udp\x05local\0\0\x0c\0\x01";

/// What was heard by multicast.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multicast {
    /// Whether this computer heard itself. If not even that, something on it keeps multicast out.
    pub own: bool,
    /// Who else was heard.
    pub others: BTreeSet<IpAddr>,
}

impl LocalNetwork {
    /// Asks who is there and listens, for so long. Nothing where the system gives no socket for that. Needs a tokio runtime
    /// around it.
    pub async fn multicast(&self, patience: Duration) -> Option<Multicast> {
        let (port, here) = match self.reach() {
            Reach::Networks => (MDNS_PORT, false),
            Reach::HereByMdns(port) => (port, true),
            Reach::HereByProbes(_) => return None,
        };
        let mut interfaces = if_addrs::get_if_addrs().unwrap_or_default();
        interfaces.retain(|interface| interface.is_loopback() == here);
        let until = Instant::now() + patience;
        let v4 = MulticastSocket::open(Domain::IPV4, port, &interfaces).ok();
        let v6 = if here { None } else { MulticastSocket::open(Domain::IPV6, port, &interfaces).ok() };
        let own: BTreeSet<IpAddr> = interfaces.iter().map(Interface::ip).collect();
        match (v4, v6) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one.hear(&own, until).await),
            (Some(v4), Some(v6)) => {
                let (mut heard, more) = tokio::join!(v4.hear(&own, until), v6.hear(&own, until));
                heard.own |= more.own;
                heard.others.extend(more.others);
                Some(heard)
            }
        }
    }
}

/// A socket that hears what is said to everyone, on these interfaces.
struct MulticastSocket {
    socket: UdpSocket,
    port: u16,
    through: Vec<Through>,
}

/// How a question leaves through one interface.
#[derive(Clone, Copy)]
enum Through {
    V4(Ipv4Addr),
    V6(u32),
}

impl MulticastSocket {
    /// The port is shared with whatever answers for this computer there.
    fn open(domain: Domain, port: u16, interfaces: &[Interface]) -> io::Result<Self> {
        let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
        socket.set_reuse_address(true)?;
        #[cfg(unix)]
        socket.set_reuse_port(true)?;
        socket.set_nonblocking(true)?;
        let any: IpAddr = if domain == Domain::IPV6 {
            socket.set_only_v6(true)?;
            Ipv6Addr::UNSPECIFIED.into()
        } else {
            Ipv4Addr::UNSPECIFIED.into()
        };
        socket.bind(&SocketAddr::new(any, port).into())?;
        let mut through = Vec::new();
        for interface in interfaces {
            let joined = match (&interface.addr, interface.index) {
                (IfAddr::V4(own), _) if domain == Domain::IPV4 => {
                    socket.join_multicast_v4(&GROUP_V4, &own.ip).map(|()| Through::V4(own.ip))
                }
                (IfAddr::V6(_), Some(index)) if domain == Domain::IPV6 => {
                    socket.join_multicast_v6(&GROUP_V6, index).map(|()| Through::V6(index))
                }
                _ => continue,
            };
            // One with several addresses is joined by the first.
            through.extend(joined.ok());
        }
        if through.is_empty() {
            return Err(io::ErrorKind::AddrNotAvailable.into());
        }
        Ok(Self { socket: UdpSocket::from_std(socket.into())?, port, through })
    }

    /// Asks through each interface. What can't be sent is not heard, which is what is wanted to be known.
    async fn ask(&self) {
        for through in &self.through {
            let settings = socket2::SockRef::from(&self.socket);
            let (chosen, group) = match through {
                Through::V4(own) => (settings.set_multicast_if_v4(own), IpAddr::from(GROUP_V4)),
                Through::V6(index) => (settings.set_multicast_if_v6(*index), IpAddr::from(GROUP_V6)),
            };
            if chosen.is_ok() {
                let _ = self.socket.send_to(QUESTION, SocketAddr::new(group, self.port)).await;
            }
        }
    }

    async fn hear(&self, own: &BTreeSet<IpAddr>, until: Instant) -> Multicast {
        let mut heard = Multicast::default();
        let listen = async {
            let mut buffer = [0; 2048];
            loop {
                match self.socket.recv_from(&mut buffer).await {
                    Ok((_, from)) if own.contains(&from.ip()) => heard.own = true,
                    Ok((_, from)) if heard.others.len() < OTHERS => {
                        heard.others.insert(from.ip());
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
                    Err(_) => return,
                }
            }
        };
        let ask = async {
            self.ask().await;
            sleep_until(Instant::now() + AGAIN).await;
            self.ask().await;
            std::future::pending::<()>().await;
        };
        let _ = timeout_at(until, async {
            tokio::select! {
                () = listen => {}
                () = ask => {}
            }
        })
        .await;
        heard
    }
}
