//! Ports for tests that need one twice: for a host that is opened again where it was, or for a form to be filled in.

use std::hash::{BuildHasher as _, RandomState};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below what Linux, macOS and Windows give to sockets that ask for no port, so that no other test's connection takes
/// it while nobody listens there.
const FIRST: u16 = 12_000;
const MANY: u16 = 20_000;

/// Where this process begins.
static START: OnceLock<u16> = OnceLock::new();

/// How many were given out by this process.
static GIVEN: AtomicU16 = AtomicU16::new(0);

/// A port of this computer that nobody listens at, and that no other test is given.
pub fn free_port() -> u16 {
    // Two processes of tests that run at once hardly begin near each other.
    let start = *START.get_or_init(|| u16::try_from(RandomState::new().hash_one(0) % u64::from(MANY)).unwrap());
    loop {
        let port = FIRST + (start + GIVEN.fetch_add(1, Ordering::Relaxed)) % MANY;
        if TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok() {
            return port;
        }
    }
}
