//! What both ends of a relayed connection are made of.

use std::io;
use std::time::Duration;

use iroh::dns::DnsResolver;
use iroh::endpoint::{Builder, QuicTransportConfig, VarInt, presets};
use iroh::tls::CaTlsConfig;
use iroh::{Endpoint, NetReportConfig, RelayMode};

/// What is spoken over a relay: TLS, and in it the first version of the protocol.
pub(super) const ALPN: &[u8] = b"parlor/1";

/// How long a connection may be silent before it is given up. Whoever is there says so more often by itself.
const SILENCE: Duration = Duration::from_secs(30);

/// How much may be on its way to one end before it reads.
const WINDOW: u32 = 256 * 1024;

/// An end that is reached over these relays. Where the routers between two of them let it, both go on without the relay, by hole
/// punching: each tells the other its addresses, both send at once, and each NAT takes what arrives for replies.
///
/// Nobody else is told of it, and nothing is looked up but the names of relays, of the system's own servers.
pub(super) fn builder(relays: RelayMode) -> io::Result<Builder> {
    let transport = QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(VarInt::from_u32(1))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .datagram_receive_buffer_size(None)
        .stream_receive_window(VarInt::from_u32(WINDOW))
        .receive_window(VarInt::from_u32(WINDOW))
        .send_window(u64::from(WINDOW))
        .max_idle_timeout(Some(SILENCE.try_into().map_err(io::Error::other)?))
        .build();
    let mut probes = NetReportConfig::default();
    // Whether a hotel wants a password first is found out by other means.
    probes.captive_portal_check = false;
    let builder = Endpoint::builder(presets::Minimal)
        // The roots of the web, and the system's trust store, such as a company's CA.
        .ca_tls_config(CaTlsConfig::embedded().with_extra_roots(rustls_native_certs::load_native_certs().certs))
        .relay_mode(relays)
        .dns_resolver(DnsResolver::builder().with_system_defaults().disable_fallback().build())
        .net_report_config(probes)
        .max_tls_tickets(0)
        .transport_config(transport);
    Ok(builder)
}
