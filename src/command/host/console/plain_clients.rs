//! Who came without TLS of late and was turned away, so that a client that tries again and again is told of once a minute.

use std::net::IpAddr;
use std::time::Duration;

use tokio::time::Instant;

/// How long an address is not told again.
const WHILE: Duration = Duration::from_secs(60);

/// How many addresses are told in that time.
const MOST: usize = 16;

/// The addresses that were told of late.
#[derive(Debug, Default)]
pub struct PlainClients(Vec<(IpAddr, Instant)>);

impl PlainClients {
    /// One more came from there. Whether that is told.
    pub fn is_news(&mut self, from: IpAddr) -> bool {
        let now = Instant::now();
        self.0.retain(|(_, until)| *until > now);
        if self.0.len() == MOST || self.0.iter().any(|(known, _)| *known == from) {
            return false;
        }
        self.0.push((from, now + WHILE));
        true
    }
}
