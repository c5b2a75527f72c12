//! The guesses of one kind: a bucket for each of those who guess, and only so many of them remembered. Pure but for its
//! lock.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::host::token_bucket::{Pace, TokenBucket};

/// How many are remembered.
const REMEMBERED: usize = 4096;

/// The guesses of one kind.
#[derive(Debug)]
pub struct KeyedBuckets<K> {
    pace: Pace,
    left: Mutex<HashMap<K, TokenBucket>>,
}

impl<K: Hash + Eq + Clone> KeyedBuckets<K> {
    pub fn at(pace: Pace) -> Self {
        Self { pace, left: Mutex::default() }
    }

    /// One more guess.
    ///
    /// # Errors
    /// How long to wait before it.
    pub fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut left = self.left();
        if left.len() >= REMEMBERED && !left.contains_key(&key) {
            self.make_room(&mut left, now);
        }
        left.entry(key).or_insert_with(|| TokenBucket::full(self.pace, now)).take(self.pace, now)
    }

    /// The guess was right, and is not counted.
    pub fn give_back(&self, key: &K) {
        if let Some(bucket) = self.left().get_mut(key) {
            bucket.give_back(self.pace);
        }
    }

    /// Forgets those who have all their guesses again; else the one who has the most left, which gains them the least. So
    /// those who guessed much stay remembered, however many others come; and nobody who is new is kept out by them. Whoever
    /// comes from so many addresses has as many guesses from those as forgetting could ever give them.
    fn make_room(&self, left: &mut HashMap<K, TokenBucket>, now: Instant) {
        left.retain(|_, bucket| !bucket.is_full(self.pace, now));
        if left.len() < REMEMBERED {
            return;
        }
        let most = left.iter().max_by(|(_, one), (_, other)| {
            let [one, other] = [one, other].map(|bucket| bucket.left(self.pace, now));
            one.total_cmp(&other)
        });
        if let Some(least_guilty) = most.map(|(key, _)| key.clone()) {
            left.remove(&least_guilty);
        }
    }

    fn left(&self) -> MutexGuard<'_, HashMap<K, TokenBucket>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
