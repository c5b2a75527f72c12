//! How long to wait before the next try: longer each time, and never the same for everyone,
//! so that a host that comes back is not run over.

use std::time::Duration;

/// The waits between tries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// The first wait, at most.
    pub first: Duration,
    /// Every wait, at most.
    pub most: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_millis(500), most: Duration::from_secs(30) }
    }
}

impl Backoff {
    /// The wait after `failures` tries in a row came to nothing. `chance` is from 0 to 1 and spreads the crowd.
    #[must_use]
    pub fn wait(&self, failures: u32, chance: f64) -> Duration {
        let most = self.first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(self.most);
        // At least half of it: a try at once would be no wait at all.
        most.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}
