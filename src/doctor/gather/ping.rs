//! ICMP echo (ping), which most systems let every program ask for.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the question and its answer begin with.
const ASKS: (u8, u8) = (8, 128);

/// By what an answer to it is known.
const MARK: &[u8; 16] = b"parlor-is-anyone";

/// Asks once. How long the answer took, or nothing.
pub async fn ask(at: SocketAddr) -> Option<Duration> {
    let socket = open(at).ok()?;
    let begun = Instant::now();
    socket.send(&question(at.ip())).await.ok()?;
    let answer = async {
        let mut buffer = [0; 256];
        loop {
            let length = socket.recv(&mut buffer).await.ok()?;
            // On some systems the header of the packet comes first.
            let heard = buffer.get(..length)?;
            if heard.windows(MARK.len()).any(|part| part == MARK) {
                return Some(begun.elapsed());
            }
        }
    };
    timeout(PATIENCE, answer).await.ok()?
}

fn open(mut at: SocketAddr) -> io::Result<UdpSocket> {
    let (domain, protocol) = match at {
        SocketAddr::V4(_) => (Domain::IPV4, Protocol::ICMPV4),
        SocketAddr::V6(_) => (Domain::IPV6, Protocol::ICMPV6),
    };
    at.set_port(0);
    let socket = Socket::new(domain, Type::DGRAM, Some(protocol))?;
    socket.set_nonblocking(true)?;
    socket.connect(&at.into())?;
    UdpSocket::from_std(socket.into())
}

fn question(ip: IpAddr) -> Vec<u8> {
    let kind = if ip.is_ipv4() { ASKS.0 } else { ASKS.1 };
    let mut bytes = vec![kind, 0, 0, 0, 0, 0, 0, 1];
    bytes.extend(MARK);
    // For IPv6 the system does it, which knows both addresses.
    if ip.is_ipv4() {
        let sum = bytes.chunks(2).fold(0_u32, |sum, pair| match pair {
            [high, low] => sum + u32::from(u16::from_be_bytes([*high, *low])),
            _ => sum,
        });
        let folded = (sum & 0xffff) + (sum >> 16);
        let [_, _, high, low] = (!((folded & 0xffff) + (folded >> 16))).to_be_bytes();
        (bytes[2], bytes[3]) = (high, low);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_a_question_is_right() {
        let bytes = question(IpAddr::from([127, 0, 0, 1]));
        let sum: u32 = bytes.chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
        assert_eq!((sum & 0xffff) + (sum >> 16), 0xffff);
    }
}
