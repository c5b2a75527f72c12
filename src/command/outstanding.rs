//! What was said from here and has not arrived yet. Whoever leaves waits for it, for as long as some of it still arrives.

use std::collections::{HashMap, HashSet};

use parlor::guest::{Own, OwnState};
use parlor::room::EventId;
use tokio::time::Instant;

use super::ending::PARTING;

/// What was said from here and has not arrived yet.
#[derive(Debug)]
pub struct Outstanding {
    said: HashSet<EventId>,
    /// The messages among it.
    messages: HashSet<EventId>,
    /// The messages that are being deleted, by the deletion.
    deletions: HashMap<EventId, EventId>,
    /// When the last of it arrived.
    last: Instant,
}

impl Default for Outstanding {
    fn default() -> Self {
        Self { said: HashSet::new(), messages: HashSet::new(), deletions: HashMap::new(), last: Instant::now() }
    }
}

impl Outstanding {
    /// Something was said just now. Word that it is on its way may come after the end of what is typed.
    pub fn say(&mut self, id: EventId, is_message: bool) {
        self.said.insert(id);
        if is_message {
            self.messages.insert(id);
        }
    }

    /// A message is to be deleted.
    pub fn delete(&mut self, id: EventId, of: EventId) {
        self.said.insert(id);
        self.deletions.insert(id, of);
    }

    /// Whether a message is on its way to be deleted.
    pub fn deletes(&self, of: EventId) -> bool {
        self.deletions.values().any(|deleted| *deleted == of)
    }

    /// Whether a message has not arrived: one's newest is not where it is looked for.
    pub fn has_message(&self) -> bool {
        !self.messages.is_empty()
    }

    /// Something was said, has arrived, or was refused.
    pub fn note(&mut self, own: &Own) {
        match own.state {
            OwnState::Sending => {
                self.said.insert(own.id);
                if own.body.is_message() {
                    self.messages.insert(own.id);
                }
            }
            OwnState::Kept { .. } | OwnState::Refused { .. } => {
                self.said.remove(&own.id);
                self.messages.remove(&own.id);
                self.deletions.remove(&own.id);
                self.last = Instant::now();
            }
        }
    }

    /// From now on it is waited for.
    pub fn wait(&mut self) {
        self.last = Instant::now();
    }

    /// Whether all of it has arrived.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// Until when the next of it has to arrive, for the rest to be waited for.
    pub fn deadline(&self) -> Instant {
        self.last + PARTING
    }
}
