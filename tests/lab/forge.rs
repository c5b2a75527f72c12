//! Someone who floods a network, for the lab: `forge COUNT` with announcements, each of a place of its own, and
//! `forge COUNT addresses` with addresses that nobody asked for. As fast as it goes; then it says how many went out.

#![allow(clippy::unwrap_used, reason = "what a lab sets up either works or is the failure")]

use std::net::{Ipv4Addr, UdpSocket};

use parlor::wire::Fingerprint;

const SERVICE: [&str; 3] = ["_parlor", "_tcp", "local"];
const HOUR: u32 = 3600;
const PTR: u16 = 12;
const TXT: u16 = 16;
const SRV: u16 = 33;
const A: u16 = 1;

fn main() {
    let count: u32 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap();
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 5353)).unwrap();
    socket.set_multicast_ttl_v4(255).unwrap();
    let message = if std::env::args().nth(2).is_some() { addresses } else { announcement };
    for number in 0..count {
        socket.send_to(&message(number), (Ipv4Addr::new(224, 0, 0, 251), 5353)).unwrap();
        // All of them are to arrive: the queue of whoever hears them is not long.
        if number % 64 == 63 {
            std::thread::yield_now();
        }
    }
    println!("{count} messages");
}

/// A whole announcement, as a house sends it.
fn announcement(number: u32) -> Vec<u8> {
    let (instance, host) = (format!("forged {number}"), format!("forged-{number}"));
    let mut named = vec![instance.as_str()];
    named.extend(SERVICE);
    let mut message = vec![0, 0, 0x84, 0, 0, 0, 0, 4, 0, 0, 0, 0];
    record(&mut message, &SERVICE, PTR, &name(&named));
    let mut service = vec![0, 0, 0, 0, 0x1c, 0x6b];
    service.extend(name(&[&host, "local"]));
    record(&mut message, &named, SRV, &service);
    let key = Fingerprint::of_key(&number.to_be_bytes());
    let pairs = [
        "v=1".to_owned(),
        format!("key={key}"),
        "title=Free cake".to_owned(),
        "people=9".to_owned(),
        "password=0".to_owned(),
    ];
    let txt: Vec<u8> = pairs.iter().flat_map(|pair| label(pair)).collect();
    record(&mut message, &named, TXT, &txt);
    let [_, _, third, last] = number.to_be_bytes();
    record(&mut message, &[&host, "local"], A, &[10, 77, third, last]);
    message
}

/// A message of addresses, of twenty names each.
fn addresses(number: u32) -> Vec<u8> {
    let mut message = vec![0, 0, 0x84, 0, 0, 0, 0, 20, 0, 0, 0, 0];
    for which in 0..20 {
        record(&mut message, &[&format!("h{number}-{which}"), "local"], A, &[10, 77, 0, 9]);
    }
    message
}

fn record(message: &mut Vec<u8>, of: &[&str], kind: u16, data: &[u8]) {
    message.extend(name(of));
    message.extend(kind.to_be_bytes());
    message.extend([0, 1]);
    message.extend(HOUR.to_be_bytes());
    message.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
    message.extend(data);
}

fn name(labels: &[&str]) -> Vec<u8> {
    labels.iter().flat_map(|text| label(text)).chain([0]).collect()
}

fn label(text: &str) -> Vec<u8> {
    std::iter::once(u8::try_from(text.len()).unwrap()).chain(text.bytes()).collect()
}
