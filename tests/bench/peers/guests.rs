//! Guests that cost little: they look for the numbers of messages in the bytes and understand nothing else.

use std::net::{Ipv4Addr, SocketAddr};

use memchr::{memchr, memmem};
use parlor::room::EventId;
use parlor::wire::Identity;
use parlor::wire::carriage::{Origin, Stream};
use parlor::wire::tls::{Pin, approach};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::server::Peer;

/// How long a message is.
const BYTES: usize = 100;

/// How many digits the number of a message has, between two signs.
const DIGITS: usize = 8;
const SIGN: u8 = b'#';

/// Someone who is in.
pub struct Guest {
    peer: Peer,
    /// Where it speaks: the number of a room, or the name of a channel.
    room: String,
    stream: Box<dyn Stream>,
    arrived: Box<[u8]>,
    /// What was read behind the last whole number.
    rest: Vec<u8>,
}

impl Guest {
    /// Comes in, and waits until that is said.
    pub async fn come(peer: Peer, address: SocketAddr, number: usize, me: &Identity) -> Self {
        Self::come_since(peer, address, number, me, "{}").await
    }

    /// The same, wanting what was said before: `since` as Parlor's own language has it.
    pub async fn come_since(peer: Peer, address: SocketAddr, number: usize, me: &Identity, since: &str) -> Self {
        let tcp = connect(address, number).await;
        let stream: Box<dyn Stream> = match peer {
            Peer::Native => approach(tcp, Origin::Network(address), me, Pin::FirstUse).await.unwrap().stream,
            _ => Box::new(tcp),
        };
        let room = if peer == Peer::Native { "1" } else { "bench" }.to_owned();
        let mut guest = Self { peer, room, stream, arrived: vec![0; 32 * 1024].into(), rest: Vec::new() };
        let name = format!("guest{number}");
        match peer {
            Peer::Native => {
                guest.write(&format!("{{\"t\":\"hello\",\"v\":1,\"name\":\"{name}\"}}\n")).await;
                guest.until(b"\"t\":\"welcome\"").await;
                guest.write(&format!("{{\"t\":\"enter\",\"since\":{since}}}\n")).await;
                guest.until(b"\"t\":\"entered\"").await;
            }
            Peer::Text => {
                guest.write(&format!("{name}\n")).await;
                guest.until(b" here: ").await;
            }
            Peer::Irc | Peer::Inspircd => {
                guest.write(&format!("NICK {name}\r\nUSER {name} 0 * :{name}\r\n")).await;
                // inspircd wants an answer to its ping first, where it sends one.
                guest.until(b" 001 ").await;
                guest.write("JOIN #bench\r\n").await;
                guest.until(b" 366 ").await;
            }
            Peer::Redis => {
                guest.write("SUBSCRIBE bench\r\n").await;
                guest.until(b"subscribe").await;
            }
        }
        guest
    }

    /// Someone who only speaks.
    pub async fn speaker(peer: Peer, address: SocketAddr, me: &Identity) -> Self {
        if peer == Peer::Redis {
            let tcp = connect(address, 0).await;
            let (room, arrived) = ("bench".to_owned(), vec![0; 32 * 1024].into());
            return Self { peer, room, stream: Box::new(tcp), arrived, rest: Vec::new() };
        }
        Self::come(peer, address, 999_999, me).await
    }

    /// Goes into a room that is made for it. The answer is what others find it by.
    pub async fn make(&mut self, title: &str) -> String {
        match self.peer {
            Peer::Native => {
                self.write(&format!("{{\"t\":\"make\",\"ask\":1,\"title\":\"{title}\"}}\n")).await;
                self.until(b"\"t\":\"made\",\"ask\":1,\"room\":").await;
                while !self.rest.contains(&b',') {
                    let count = self.stream.read(&mut self.arrived).await.unwrap();
                    self.rest.extend_from_slice(&self.arrived[..count]);
                }
                let end = memchr(b',', &self.rest).unwrap();
                self.enter(String::from_utf8(self.rest[..end].to_vec()).unwrap()).await;
            }
            _ => self.enter(title.to_owned()).await,
        }
        self.room.clone()
    }

    /// Goes into a room that was made, and says from now on what it says there.
    pub async fn enter(&mut self, room: String) {
        match self.peer {
            Peer::Native => {
                self.write("{\"t\":\"leave\",\"room\":1}\n").await;
                self.write(&format!("{{\"t\":\"enter\",\"room\":{room}}}\n")).await;
                self.until(format!("\"t\":\"entered\",\"room\":{room},").as_bytes()).await;
            }
            Peer::Redis => {
                self.write(&format!("UNSUBSCRIBE bench\r\nSUBSCRIBE {room}\r\n")).await;
                self.until(room.as_bytes()).await;
            }
            _ => unreachable!("measured by these two alone"),
        }
        self.room = room;
    }

    /// Says from now on what it says there, without being in it.
    pub fn speak_in(&mut self, room: String) {
        self.room = room;
    }

    /// Says the messages with these numbers.
    pub async fn say(&mut self, numbers: std::ops::Range<u64>) {
        let mut all = String::new();
        let room = &self.room;
        for number in numbers {
            let words = format!("{0}{number:01$}{0}", char::from(SIGN), DIGITS);
            let text = format!("{words:x<BYTES$}");
            match self.peer {
                Peer::Native => {
                    let id = EventId::fresh();
                    all.push_str(&format!(
                        "{{\"t\":\"say\",\"room\":{room},\"id\":\"{id}\",\"body\":{{\"kind\":\"said\",\"text\":\"{text}\"}}}}\n"
                    ));
                }
                Peer::Text => all.push_str(&format!("{text}\n")),
                Peer::Irc | Peer::Inspircd => all.push_str(&format!("PRIVMSG #bench :{text}\r\n")),
                Peer::Redis => {
                    let name = room.len();
                    all.push_str(&format!("*3\r\n$7\r\nPUBLISH\r\n${name}\r\n{room}\r\n${BYTES}\r\n{text}\r\n"));
                }
            }
        }
        self.write(&all).await;
    }

    async fn write(&mut self, words: &str) {
        self.stream.write_all(words.as_bytes()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Waits for these words; answers a ping on the way.
    async fn until(&mut self, mark: &[u8]) {
        loop {
            let count = self.stream.read(&mut self.arrived).await.unwrap();
            assert!(count > 0, "the server ended the connection");
            self.rest.extend_from_slice(&self.arrived[..count]);
            if let Some(at) = memmem::find(&self.rest, b"PING :") {
                let end = memchr(b'\r', &self.rest[at..]).map_or(self.rest.len(), |end| at + end);
                let cookie = String::from_utf8_lossy(&self.rest[at + 6..end]).into_owned();
                self.write(&format!("PONG :{cookie}\r\n")).await;
                self.rest.drain(..end);
            }
            if let Some(at) = memmem::find(&self.rest, mark) {
                self.rest.drain(..at + mark.len());
                return;
            }
        }
    }

    /// Hands on the number of each message that came while it waited for something else.
    pub fn heard_before(&mut self, mut each: impl FnMut(u64)) {
        let used = numbers(&self.rest, &mut each);
        self.rest.drain(..used);
    }

    /// Reads once, and hands on the number of each message that came with it.
    pub async fn hear(&mut self, mut each: impl FnMut(u64)) {
        let count = self.stream.read(&mut self.arrived).await.unwrap();
        assert!(count > 0, "the server ended the connection");
        if self.rest.is_empty() {
            let used = numbers(&self.arrived[..count], &mut each);
            self.rest.extend_from_slice(&self.arrived[used..count]);
        } else {
            self.rest.extend_from_slice(&self.arrived[..count]);
            let used = numbers(&self.rest, &mut each);
            self.rest.drain(..used);
        }
    }

    /// Whether it hears what it says itself.
    pub fn listens(&self) -> bool {
        self.peer != Peer::Redis
    }

    /// Reads and forgets, as whoever only speaks must.
    pub async fn drain(&mut self) {
        let _ = self.stream.read(&mut self.arrived).await;
    }
}

/// Connects from one of many addresses: what may be asked from one is limited, and so is how many ports it has.
async fn connect(address: SocketAddr, number: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    if cfg!(target_os = "linux") {
        let last = u8::try_from(number % 200 + 1).unwrap();
        socket.bind((Ipv4Addr::new(127, 1, 0, last), 0).into()).unwrap();
    }
    let stream = socket.connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// The numbers between signs, and how many bytes need not be looked at again.
fn numbers(bytes: &[u8], each: &mut impl FnMut(u64)) -> usize {
    let mut at = 0;
    while let Some(found) = memchr(SIGN, &bytes[at..]) {
        let begin = at + found;
        let Some(digits) = bytes.get(begin + 1..begin + 2 + DIGITS) else { return begin };
        match digits.split_last() {
            Some((&SIGN, digits)) if digits.iter().all(u8::is_ascii_digit) => {
                each(digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')));
                at = begin + 2 + DIGITS;
            }
            // The sign of a channel.
            _ => at = begin + 1,
        }
    }
    bytes.len()
}
