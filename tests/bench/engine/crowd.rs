//! Guests that cost little: they look for what they need in the bytes and understand nothing else.

use std::net::SocketAddr;

use memchr::{memchr, memmem};
use parlor::room::EventId;
use parlor::wire::Identity;
use parlor::wire::carriage::{Origin, Stream};
use parlor::wire::tls::{Pin, approach};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub struct Extra {
    stream: Box<dyn Stream>,
    arrived: Box<[u8]>,
    rest: Vec<u8>,
    /// How many lines arrived with the one that said that the room was entered.
    pub with_entered: usize,
}

impl Extra {
    /// Says hello and enters the room from `since`, a JSON object.
    pub async fn come(address: SocketAddr, me: &Identity, name: &str, since: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let carriage = approach(stream, Origin::Network(address), me, Pin::FirstUse).await.unwrap();
        let mut extra =
            Self { stream: carriage.stream, arrived: vec![0; 32 * 1024].into(), rest: Vec::new(), with_entered: 0 };
        extra.write(format!("{{\"t\":\"hello\",\"v\":1,\"name\":\"{name}\"}}\n").as_bytes()).await;
        extra.until(b"\"t\":\"welcome\"").await;
        extra.write(format!("{{\"t\":\"enter\",\"since\":{since}}}\n").as_bytes()).await;
        extra.with_entered = extra.until(b"\"t\":\"entered\"").await;
        extra
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Hands on each line that arrives with the next read.
    pub async fn lines(&mut self, mut each: impl FnMut(&[u8])) -> usize {
        let count = self.stream.read(&mut self.arrived).await.unwrap();
        assert!(count > 0, "the host ended the connection");
        let mut bytes = &self.arrived[..count];
        let mut lines = 0;
        while let Some(end) = memchr(b'\n', bytes) {
            if self.rest.is_empty() {
                each(&bytes[..end]);
            } else {
                self.rest.extend_from_slice(&bytes[..end]);
                each(&self.rest);
                self.rest.clear();
            }
            bytes = &bytes[end + 1..];
            lines += 1;
        }
        self.rest.extend_from_slice(bytes);
        lines
    }

    /// Waits for a line that holds `mark`, and tells how many came behind it in the same read.
    pub async fn until(&mut self, mark: &[u8]) -> usize {
        let (mut found, mut behind) = (false, 0);
        while !found {
            self.lines(|line| {
                behind += usize::from(found);
                found |= memmem::find(line, mark).is_some();
            })
            .await;
        }
        behind
    }
}

/// A message of about 100 bytes.
pub fn message(count: u64) -> String {
    let id = EventId::fresh();
    let text = format!("{count:0>100}");
    format!("{{\"t\":\"say\",\"room\":1,\"id\":\"{id}\",\"body\":{{\"kind\":\"said\",\"text\":\"{text}\"}}}}\n")
}

/// The number of an event line, without understanding the rest.
pub fn seq(line: &[u8]) -> Option<u64> {
    const HEAD: &[u8] = b"{\"t\":\"event\",\"room\":1,\"seq\":";
    let digits = line.strip_prefix(HEAD)?;
    let end = memchr(b',', digits)?;
    std::str::from_utf8(&digits[..end]).ok()?.parse().ok()
}

pub fn is_kept(line: &[u8]) -> bool {
    line.starts_with(b"{\"t\":\"kept\"")
}
