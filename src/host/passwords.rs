//! Passwords: how they are kept, and how often they may be guessed.

mod hash_memory;
mod hashing;
mod keyed_buckets;
mod throttle;

pub use hashing::{fits, hash};
pub use throttle::{LoginTarget, PasswordThrottle, TriedBy};
