//! A relay for the lab: `relay PORT` passes on what computers send to each other, without certificates, until it is ended.

#![allow(clippy::unwrap_used, reason = "what a lab sets up either works or is the failure")]

use std::net::Ipv4Addr;

use iroh_relay::server::{RelayConfig, Server, ServerConfig};

#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap();
    let mut config = ServerConfig::default();
    config.relay = Some(RelayConfig::new((Ipv4Addr::UNSPECIFIED, port)));
    let mut server = Server::spawn(config).await.unwrap();
    println!("It relays.");
    let _ = server.join().await;
}
