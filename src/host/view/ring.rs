//! The newest events of a room. What it no longer holds is in the log. Pure: it knows nothing of guests.

use std::collections::VecDeque;
use std::sync::Arc;

use super::chunk::Chunk;
use super::tally::Tally;
use crate::room::{Event, Seq};

/// A bounded run of chunks that ends at the room's newest event.
#[derive(Debug)]
pub struct Ring {
    head: Seq,
    held: VecDeque<Arc<Chunk>>,
    /// How much memory they take, with all that was made of them.
    tally: Tally,
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
    pub fn new(head: Seq, most: usize) -> Self {
        Self { head, held: VecDeque::new(), tally: Tally::default(), most }
    }

    /// The newest event there was.
    pub const fn head(&self) -> Seq {
        self.head
    }

    /// Adds what was committed, and lets go of the oldest beyond the bound.
    pub fn push(&mut self, chunk: Arc<Chunk>) {
        self.head = chunk.last();
        chunk.count_in(&self.tally);
        self.held.push_back(chunk);
        self.trim();
    }

    /// Lets go of the oldest beyond the bound. Of those that are held more may have been made since the last look.
    fn trim(&mut self) {
        while self.tally.bytes() > self.most && self.held.len() > 1 {
            let Some(oldest) = self.held.pop_front() else { break };
            oldest.count_out();
        }
    }

    /// Forgets everything held, so that it is read from the log again.
    pub fn clear(&mut self) {
        self.held.drain(..).for_each(|chunk| chunk.count_out());
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
    pub fn after(&mut self, cursor: Seq) -> RingRead {
        self.trim();
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
