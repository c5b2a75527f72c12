//! Whatever else may answer where a place was expected, for the lab: `stranger PORT` is the login page of a network, which
//! sends everyone who asks for anything elsewhere.

#![allow(clippy::unwrap_used, reason = "what a lab sets up either works or is the failure")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

const ANSWER: &[u8] =
    b"HTTP/1.1 302 Found\r\nLocation: http://login.lab/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap();
    println!("It answers.");
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        // Whoever goes away in the middle of it does not matter.
        let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(ANSWER);
    }
}
