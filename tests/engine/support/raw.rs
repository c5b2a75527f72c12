//! A guest that speaks the protocol line by line, rightly or wrongly.

use std::net::SocketAddr;

use parlor::wire::Identity;
use parlor::wire::carriage::{Origin, Stream};
use parlor::wire::tls::{Pin, approach};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::soon;

pub struct Raw {
    pub stream: BufReader<Box<dyn Stream>>,
}

impl Raw {
    /// Someone who has a secure line and said nothing yet.
    pub async fn knock(address: SocketAddr) -> Self {
        Self::knock_as(address, &Identity::fresh().unwrap()).await
    }

    pub async fn knock_as(address: SocketAddr, me: &Identity) -> Self {
        Self::on(TcpStream::connect(address).await.unwrap(), address, me).await
    }

    /// Someone who comes from another address of this computer. Linux has many.
    #[cfg(target_os = "linux")]
    pub async fn knock_from(from: std::net::Ipv4Addr, address: SocketAddr, me: &Identity) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        Self::on(socket.connect(address).await.unwrap(), address, me).await
    }

    async fn on(stream: TcpStream, address: SocketAddr, me: &Identity) -> Self {
        let carriage = approach(stream, Origin::Network(address), me, Pin::FirstUse).await.unwrap();
        Self { stream: BufReader::new(carriage.stream) }
    }

    /// Someone who is in the house and the room, reading from its beginning.
    pub async fn come(address: SocketAddr, name: &str) -> Self {
        Self::come_as(address, name, &Identity::fresh().unwrap()).await
    }

    pub async fn come_as(address: SocketAddr, name: &str, me: &Identity) -> Self {
        let mut raw = Self::knock_as(address, me).await;
        raw.hello(name).await;
        raw.send(json!({"t": "enter", "since": {"after": 0}})).await;
        raw.until("entered").await;
        raw
    }

    pub async fn hello(&mut self, name: &str) -> Value {
        self.send(json!({"t": "hello", "v": 1, "name": name})).await;
        self.until("welcome").await
    }

    pub async fn send(&mut self, frame: Value) {
        self.write(format!("{frame}\n").as_bytes()).await;
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// The next line, or nothing where the host ended the connection.
    pub async fn next(&mut self) -> Option<Value> {
        let mut line = String::new();
        match soon("a line", self.stream.read_line(&mut line)).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"))),
        }
    }

    /// The next frame of this kind; others are passed over.
    pub async fn until(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("the connection ended before “{kind}”"));
            if frame["t"] == kind {
                return frame;
            }
            assert_ne!(frame["t"], "bye", "sent away while waiting for “{kind}”: {frame}");
        }
    }

    /// Reads until the host ends the connection, and gives its last word.
    pub async fn goodbye(&mut self) -> Option<Value> {
        let mut last = None;
        while let Some(frame) = self.next().await {
            last = Some(frame);
        }
        last.filter(|frame| frame["t"] == "bye")
    }

    pub async fn say(&mut self, id: &str, words: &str) {
        self.send(said(id, words)).await;
    }

    /// Says hello in these words, or shows a code, and takes the answer: `welcome`, or `bye` and why not.
    pub async fn greets(&mut self, hello: Value) -> Value {
        self.send(hello).await;
        self.next_where(|frame| ["welcome", "bye", "code", "granted"].iter().any(|answer| frame["t"] == *answer)).await
    }

    /// The next frame that is wanted; others are passed over.
    pub async fn next_where(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut heard = Vec::new();
        while let Some(frame) = self.next().await {
            if wanted(&frame) {
                return frame;
            }
            heard.push(frame);
        }
        panic!("the connection ended; heard were {heard:#?}");
    }

    /// Asks something, and takes what answers it: whatever repeats the question's number, a refusal that is about
    /// nothing, or a `bye`.
    pub async fn asks(&mut self, question: Value) -> Value {
        let ask = question["ask"].clone();
        self.send(question).await;
        let about_nothing = |frame: &Value| frame["t"] == "refused" && frame["id"].is_null() && frame["ask"].is_null();
        self.next_where(|frame| frame["ask"] == ask || frame["t"] == "bye" || about_nothing(frame)).await
    }

    /// Adds something to a room, and takes what answers it: `kept`, `refused`, or a `bye`.
    pub async fn adds(&mut self, room: u64, id: &str, body: Value) -> Value {
        self.send(json!({"t": "say", "room": room, "id": id, "body": body})).await;
        self.next_where(|frame| is_answer(frame) && frame["id"] == id || frame["t"] == "bye").await
    }

    /// So many answers to what was said, each `kept` or `refused`; fewer where the house ended the connection before.
    pub async fn answers(&mut self, count: usize) -> Vec<Value> {
        let mut answers = Vec::new();
        while answers.len() < count {
            let Some(frame) = self.next().await else { break };
            if is_answer(&frame) {
                answers.push(frame);
            }
        }
        answers
    }

    /// Comes into a room from its head on, and takes the answer.
    pub async fn enters(&mut self, room: Value) -> Value {
        self.asks(json!({"t": "enter", "room": room, "ask": ENTER})).await
    }
}

/// The number of the question by which a test comes into a room.
const ENTER: u64 = 1_000_000;

fn is_answer(frame: &Value) -> bool {
    frame["t"] == "kept" || frame["t"] == "refused"
}

pub fn said(id: &str, words: &str) -> Value {
    json!({"t": "say", "room": 1, "id": id, "body": {"kind": "said", "text": words}})
}

/// An id that is easy to tell from others.
pub fn id(number: u128) -> String {
    let hex = format!("{number:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
