//! How fast someone may go on: a token bucket. Pure: the time comes in.

use std::time::{Duration, Instant};

/// How much at once, and how much in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// At once.
    pub burst: f32,
    /// A second, in the long run.
    pub per_second: f32,
}

/// Where someone stands with their pace.
#[derive(Clone, Copy, Debug)]
pub struct TokenBucket {
    left: f32,
    at: Instant,
}

impl TokenBucket {
    /// A full bucket.
    #[must_use]
    pub const fn full(pace: Pace, now: Instant) -> Self {
        Self { left: pace.burst, at: now }
    }

    /// Whether it is full by now.
    #[must_use]
    pub fn is_full(&self, pace: Pace, now: Instant) -> bool {
        self.left(pace, now) >= pace.burst
    }

    /// How much is in it by now.
    #[must_use]
    pub fn left(&self, pace: Pace, now: Instant) -> f32 {
        let passed = now.saturating_duration_since(self.at).as_secs_f32();
        (self.left + passed * pace.per_second).min(pace.burst)
    }

    /// Puts one back that was taken for nothing.
    pub const fn give_back(&mut self, pace: Pace) {
        self.left = (self.left + 1.0).min(pace.burst);
    }

    /// How long to wait for one. Nothing where there is one.
    #[must_use]
    pub fn wait(&self, pace: Pace, now: Instant) -> Option<Duration> {
        let left = self.left(pace, now);
        if left >= 1.0 {
            return None;
        }
        let wait = (1.0 - left) / pace.per_second.max(f32::MIN_POSITIVE);
        // A little more, so that whoever waits so long is never one rounding too early.
        let wait = Duration::try_from_secs_f32(wait).unwrap_or(Duration::MAX);
        Some(wait.saturating_add(Duration::from_micros(500)))
    }

    /// Takes one, or says how long to wait for it.
    ///
    /// # Errors
    /// The time to wait.
    pub fn take(&mut self, pace: Pace, now: Instant) -> Result<(), Duration> {
        if let Some(wait) = self.wait(pace, now) {
            return Err(wait);
        }
        self.left = self.left(pace, now) - 1.0;
        self.at = now;
        Ok(())
    }
}
