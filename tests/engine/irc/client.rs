//! An IRC client as a test drives it: lines out, lines in, none of them waited for by the clock.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::support::tls::secure;
use crate::support::{TestHouse, soon};

pub use crate::support::tls::Key;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// What a modern client asks for.
pub const MODERN: &str = "message-tags server-time echo-message batch labeled-response account-tag extended-join \
                          away-notify standard-replies sasl draft/multiline draft/message-redaction";

pub struct Irc {
    stream: BufReader<Box<dyn Stream>>,
    pub nick: String,
    pings: u64,
}

/// A house whose door for IRC without TLS is open.
pub fn house() -> TestHouse {
    TestHouse::with(|settings| settings.plain.irc = true)
}

impl Irc {
    pub async fn connect(address: SocketAddr) -> Self {
        Self::on(Box::new(TcpStream::connect(address).await.unwrap()))
    }

    /// Someone who comes by TLS and shows a key.
    pub async fn connect_as(address: SocketAddr, me: &Key) -> Self {
        let stream = secure(address, Some(me), &[b"irc"]).await;
        Self::on(Box::new(stream))
    }

    fn on(stream: Box<dyn Stream>) -> Self {
        Self { stream: BufReader::new(stream), nick: "*".to_owned(), pings: 0 }
    }

    /// Someone who is in the house, with an old client.
    pub async fn come(house: &TestHouse, nick: &str) -> Self {
        let mut irc = Self::connect(house.address).await;
        irc.register(nick).await;
        irc
    }

    /// The same with these capabilities.
    pub async fn come_with(house: &TestHouse, nick: &str, caps: &str) -> Self {
        let mut irc = Self::connect(house.address).await;
        irc.ask_for(caps).await;
        irc.send("CAP END").await;
        irc.register(nick).await;
        irc
    }

    pub async fn ask_for(&mut self, caps: &str) {
        self.send("CAP LS 302").await;
        self.send(&format!("CAP REQ :{caps}")).await;
        self.hears(" ACK ").await;
    }

    pub async fn register(&mut self, nick: &str) {
        self.send(&format!("NICK {nick}")).await;
        self.send("USER x 0 * :x").await;
        self.welcomed().await;
    }

    /// Waits until it is in.
    pub async fn welcomed(&mut self) {
        let line = self.hears(" 001 ").await;
        self.nick = line.split(' ').nth(2).unwrap().to_owned();
        self.sync().await;
    }

    /// Comes into a channel, and waits until that is told whole.
    pub async fn join(&mut self, channel: &str) -> Vec<String> {
        self.send(&format!("JOIN {channel}")).await;
        self.until(" 366 ").await
    }

    pub async fn send(&mut self, line: &str) {
        self.write(format!("{line}\r\n").as_bytes()).await;
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        soon("writing", self.stream.write_all(bytes)).await.unwrap();
    }

    /// Says no more, and still listens.
    pub async fn closes(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// The next line; nothing where the house ended it.
    pub async fn next(&mut self) -> Option<String> {
        let mut line = Vec::new();
        soon("a line", self.stream.read_until(b'\n', &mut line)).await.unwrap();
        let line = String::from_utf8(line).unwrap();
        (!line.is_empty()).then(|| line.strip_suffix("\r\n").unwrap().to_owned())
    }

    /// All lines up to the first that has this in it.
    pub async fn until(&mut self, part: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let Some(line) = self.next().await else { panic!("it ended before {part:?}: {lines:#?}") };
            lines.push(line);
            if lines.last().unwrap().contains(part) {
                return lines;
            }
        }
    }

    /// The first line that has this in it.
    pub async fn hears(&mut self, part: &str) -> String {
        self.until(part).await.pop().unwrap()
    }

    /// Leaves, and waits until the house knows: the nick is free then. Someone else is told.
    pub async fn quits(mut self, told: &mut Self) {
        let nick = self.nick.clone();
        told.send(&format!("MONITOR + {nick}")).await;
        told.hears(&format!(" 730 {} :{nick}!", told.nick)).await;
        self.send("QUIT").await;
        told.hears(&format!(" 731 {} :{nick}", told.nick)).await;
        told.send(&format!("MONITOR - {nick}")).await;
    }

    /// All that was said until now.
    pub async fn sync(&mut self) -> Vec<String> {
        self.pings += 1;
        let token = format!("sync-{}", self.pings);
        self.send(&format!("PING {token}")).await;
        let mut lines = self.until(&format!(":{token}")).await;
        lines.pop();
        lines
    }
}
