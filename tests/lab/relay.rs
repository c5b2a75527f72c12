//! A relay for the lab: `relay PORT CERTIFICATE` passes on what computers send to each other, without certificates, and tells
//! each where it is seen from, until it is ended. The certificate for that is written to a file, for the computers to trust.

#![allow(clippy::unwrap_used, reason = "what a lab sets up either works or is the failure")]

use std::net::{Ipv4Addr, SocketAddr};

use iroh_relay::defaults::DEFAULT_RELAY_QUIC_PORT;
use iroh_relay::server::{QuicConfig, RelayConfig, Server, ServerConfig};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let (address, written) = (args.next().unwrap(), args.next().unwrap());
    let address: SocketAddr = address.parse().unwrap();
    let mut config = ServerConfig::default();
    config.relay = Some(RelayConfig::new((Ipv4Addr::UNSPECIFIED, address.port())));
    let mut told = QuicConfig::new((Ipv4Addr::UNSPECIFIED, DEFAULT_RELAY_QUIC_PORT));
    told.server_config = Some(certified(&address.ip().to_string(), &written));
    config.quic = Some(told);
    let mut server = Server::spawn(config).await.unwrap();
    println!("It relays.");
    let _ = server.join().await;
}

/// What shows a certificate for this name, of an authority whose own is written to a file.
fn certified(name: &str, written: &str) -> rustls::ServerConfig {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    std::fs::write(written, authority.pem()).unwrap();
    let key = KeyPair::generate().unwrap();
    let shown = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let provider = rustls::crypto::ring::default_provider().into();
    let config = rustls::ServerConfig::builder_with_provider(provider);
    let config = config.with_protocol_versions(&[&rustls::version::TLS13]).unwrap().with_no_client_auth();
    config.with_single_cert(vec![shown.der().clone()], key.serialize_der().try_into().unwrap()).unwrap()
}
