//! How far a room was read, and what of it was not.

use std::collections::VecDeque;

use crate::room::Seq;

/// How much that was not read is counted.
const COUNTED: usize = 1_000;

/// What was not read.
pub struct Unread {
    /// How far one read.
    pub read: Seq,
    /// Words of others after that, and whether they speak to whoever reads.
    words: VecDeque<(Seq, bool)>,
}

impl Unread {
    /// Nothing that is known of, after this.
    pub const fn after(read: Seq) -> Self {
        Self { read, words: VecDeque::new() }
    }

    /// The room is read up to here.
    pub fn read_to(&mut self, seq: Seq) {
        self.read = self.read.max(seq);
        while self.words.front().is_some_and(|(unread, _)| *unread <= self.read) {
            self.words.pop_front();
        }
    }

    /// Words of someone else came.
    pub fn add(&mut self, seq: Seq, calls: bool) {
        self.words.push_back((seq, calls));
        if self.words.len() > COUNTED {
            self.words.pop_front();
        }
    }

    /// How many words of others were not read, and how many of them speak to whoever reads.
    pub fn count(&self) -> (usize, usize) {
        (self.words.len(), self.words.iter().filter(|(_, calls)| *calls).count())
    }
}
