//! How often passwords may be tried for one account, from wherever. What one address may try is for the gate to say.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::pace::{Bucket, Pace};
use crate::room::Name;

/// How often an account may be tried wrongly.
const TRIES: Pace = Pace { burst: 10.0, per_second: 0.05 };

/// How many accounts that were tried are remembered.
const TRIED: usize = 4096;

/// The accounts that were tried wrongly, by their folded names.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Bucket>>);

impl Attempts {
    /// Whether an account may be tried now.
    ///
    /// # Errors
    /// How long to wait before the next try.
    pub fn may_try(&self, name: &Name, now: Instant) -> Result<(), Duration> {
        match self.tried().get(name.key().as_str()) {
            // Looked at on a copy: only a wrong password costs a try.
            Some(bucket) => { *bucket }.take(TRIES, now),
            None => Ok(()),
        }
    }

    /// An account was tried wrongly.
    pub fn tried_wrong(&self, name: &Name, now: Instant) {
        let mut tried = self.tried();
        if tried.len() >= TRIED {
            tried.retain(|_, bucket| { *bucket }.take(TRIES, now).is_err());
        }
        if tried.len() >= TRIED {
            // So many are guessed at once that one more is not worth more memory.
            return;
        }
        let bucket = tried.entry(name.key().as_str().to_owned()).or_insert_with(|| Bucket::full(TRIES, now));
        // Already counted as wrong; that it had to wait anyway was said before.
        let _ = bucket.take(TRIES, now);
    }

    fn tried(&self) -> MutexGuard<'_, HashMap<String, Bucket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
