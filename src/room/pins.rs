//! What is pinned in a room: messages that everyone is to find. Everyone who folds the same events has the same pins.

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::body::Body;
use super::ids::{EventId, Seq};

/// A message that is pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The message.
    pub of: EventId,
    /// Where it is, so that it can be read without being looked for, and goes when the room forgets it.
    pub seq: Seq,
}

/// What is pinned in a room, what was pinned last at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pins(Vec<Pin>);

impl Pins {
    /// Folds in what happened. A message that was deleted is not pinned any more.
    pub fn apply(&mut self, body: &Body) {
        match body {
            Body::Act(Act::Pinned { of, seq }) => {
                self.unpin(*of);
                self.0.push(Pin { of: *of, seq: *seq });
            }
            Body::Act(Act::Unpinned { of }) | Body::Withdrawn { of } => self.unpin(*of),
            _ => {}
        }
    }

    /// What was before `first` is not kept any more, and not pinned either.
    pub fn forget_before(&mut self, first: Seq) {
        self.0.retain(|pin| first <= pin.seq);
    }

    fn unpin(&mut self, of: EventId) {
        self.0.retain(|pin| pin.of != of);
    }

    /// Whether a message is pinned.
    #[must_use]
    pub fn contains(&self, of: EventId) -> bool {
        self.0.iter().any(|pin| pin.of == of)
    }

    /// All of them, what was pinned last at the end.
    #[must_use]
    pub fn as_slice(&self) -> &[Pin] {
        &self.0
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is pinned.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
