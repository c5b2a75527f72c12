//! The newest events of a room. What it no longer holds is in the log. Pure: it knows nothing of guests.

use std::collections::VecDeque;
use std::sync::Arc;

use super::chunk::Chunk;
use crate::room::{Event, Seq};

/// A bounded run of chunks that ends at the room's newest event.
#[derive(Debug)]
pub struct Ring {
    head: Seq,
    held: VecDeque<Arc<Chunk>>,
    bytes: usize,
    most: usize,
}

/// What a cursor finds.
#[derive(Debug)]
pub enum RingRead {
    /// Events after it.
    Events(Arc<Chunk>),
    /// It has seen everything.
    Nothing,
    /// What it wants is in the log only.
    Behind,
}

impl Ring {
    /// An empty ring of a room whose newest event is `head`. It holds about `most` bytes.
    pub const fn new(head: Seq, most: usize) -> Self {
        Self { head, held: VecDeque::new(), bytes: 0, most }
    }

    /// The newest event there was.
    pub const fn head(&self) -> Seq {
        self.head
    }

    /// Adds what was committed, and lets go of the oldest beyond the bound.
    pub fn push(&mut self, chunk: Arc<Chunk>) {
        self.head = chunk.last();
        self.bytes += chunk.bytes();
        self.held.push_back(chunk);
        while self.bytes > self.most && self.held.len() > 1 {
            self.bytes -= self.held.pop_front().map_or(0, |oldest| oldest.bytes());
        }
    }

    /// Forgets everything held, so that it is read from the log again.
    pub fn clear(&mut self) {
        self.held.clear();
        self.bytes = 0;
    }

    /// The events from one place to another, at most so many; nothing where the first of them is not held any more.
    pub fn read(&self, from: Seq, to: Seq, most: usize) -> Option<Vec<Event>> {
        let oldest = self.held.front()?;
        // What is kept and not shown yet is in the log alone.
        if from <= oldest.after() || to > self.head {
            return None;
        }
        let index = self.held.partition_point(|chunk| chunk.last() < from);
        Some(between(self.held.iter().skip(index).cloned(), from, to, most))
    }

    /// The chunk that has the event after `cursor`.
    pub fn after(&self, cursor: Seq) -> RingRead {
        if cursor >= self.head {
            return RingRead::Nothing;
        }
        let index = self.held.partition_point(|chunk| chunk.last() <= cursor);
        match self.held.get(index).filter(|chunk| chunk.after() <= cursor) {
            Some(chunk) => RingRead::Events(Arc::clone(chunk)),
            None => RingRead::Behind,
        }
    }
}

/// The events of these chunks between two places.
fn between(chunks: impl Iterator<Item = Arc<Chunk>>, from: Seq, to: Seq, most: usize) -> Vec<Event> {
    let mut events = Vec::new();
    for chunk in chunks {
        let more = most - events.len();
        events.extend(chunk.between(from, to).take(more).cloned());
        if events.len() == most {
            break;
        }
    }
    events
}
