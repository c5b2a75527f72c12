//! Houses, visitors and raw lines for the tests.

pub mod house;
pub mod program;
pub mod raw;
#[cfg(feature = "relay-server")]
pub mod relay;
pub mod rigged;
#[cfg(not(target_os = "macos"))]
pub mod router;
#[cfg(unix)]
pub mod terminal;
pub mod tls;
pub mod visitor;

use std::time::Duration;

pub use house::TestHouse;
pub use raw::Raw;
pub use rigged::Hand;
pub use visitor::Visitor;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for what must come.
pub async fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done,
        Err(_) => panic!("waited in vain for {what}"),
    }
}
