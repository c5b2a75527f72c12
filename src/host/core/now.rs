//! When something happens. The core has no clock: whoever drives it says what time it is.

use std::time::Instant;

/// A moment, by two clocks.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// By the clock that never goes back.
    pub at: Instant,
    /// By the clock that dates events, in milliseconds since 1970.
    pub clock: u64,
}
