//! The newest events of a room, encoded once and shared by all who read them. What it no longer holds is in the log.
//! Pure: it knows nothing of guests.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::room::Seq;

/// The encoded events of one commit, back to back.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Chunk {
    /// Adds the next event, which `encode` writes.
    pub fn add(&mut self, encode: impl FnOnce(&mut Vec<u8>)) {
        encode(&mut self.bytes);
        // A commit's worth of frames is far below 4 GB.
        self.ends.push(self.bytes.len() as u32);
    }
}

#[derive(Debug)]
struct Held {
    /// The number before its first event.
    after: Seq,
    bytes: Bytes,
    ends: Box<[u32]>,
}

impl Held {
    fn last(&self) -> Seq {
        Seq(self.after.0 + self.ends.len() as u64)
    }
}

/// A bounded run of chunks that ends at the room's newest event.
#[derive(Debug)]
pub struct Ring {
    head: Seq,
    held: VecDeque<Held>,
    bytes: usize,
    most: usize,
}

/// What a cursor finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Encoded events, and where the cursor is after them.
    Events(Bytes, Seq),
    /// It has seen everything.
    Nothing,
    /// What it wants is in the log only.
    Behind,
}

impl Ring {
    /// An empty ring of a room whose newest event is `head`. It holds about `most` bytes.
    #[must_use]
    pub const fn new(head: Seq, most: usize) -> Self {
        Self { head, held: VecDeque::new(), bytes: 0, most }
    }

    /// Adds what was committed, and lets go of the oldest beyond the bound.
    pub fn push(&mut self, chunk: Chunk) {
        let held = Held { after: self.head, bytes: chunk.bytes.into(), ends: chunk.ends.into() };
        self.head = held.last();
        self.bytes += held.bytes.len();
        self.held.push_back(held);
        while self.bytes > self.most && self.held.len() > 1 {
            self.bytes -= self.held.pop_front().map_or(0, |oldest| oldest.bytes.len());
        }
    }

    /// Forgets everything held, so that it is read from the log again.
    pub fn clear(&mut self) {
        self.held.clear();
        self.bytes = 0;
    }

    /// The events after `cursor`: at most about `most` bytes of them, and at least one.
    #[must_use]
    pub fn after(&self, cursor: Seq, most: usize) -> Found {
        if cursor >= self.head {
            return Found::Nothing;
        }
        let index = self.held.partition_point(|held| held.last() <= cursor);
        let Some(held) = self.held.get(index).filter(|held| held.after <= cursor) else {
            return Found::Behind;
        };
        let skip = (cursor.0 - held.after.0) as usize;
        let start = if skip == 0 { 0 } else { held.ends[skip - 1] as usize };
        let fit = held.ends[skip..].partition_point(|end| *end as usize - start <= most).max(1);
        let end = held.ends[skip + fit - 1] as usize;
        Found::Events(held.bytes.slice(start..end), Seq(cursor.0 + fit as u64))
    }
}
