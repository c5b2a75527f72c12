//! What was said and is not kept yet.

use std::collections::VecDeque;

use parlor::room::EventId;
use tokio::time::Instant;

/// What was said and is not kept yet, in order.
#[derive(Debug, Default)]
pub struct Unsent(VecDeque<Held>);

#[derive(Debug)]
struct Held {
    id: EventId,
    words: String,
    since: Instant,
}

impl Unsent {
    /// It was said just now.
    pub fn add(&mut self, id: EventId, words: String) {
        self.0.push_back(Held { id, words, since: Instant::now() });
    }

    /// It is kept, or will not be.
    pub fn remove(&mut self, id: EventId) {
        self.0.retain(|held| held.id != id);
    }

    /// Since when the first of them waits.
    pub fn since(&self) -> Option<Instant> {
        self.0.front().map(|first| first.since)
    }

    /// The first words of each, which are held no longer.
    pub fn take(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.0).into_iter().map(|held| held.words)
    }
}
