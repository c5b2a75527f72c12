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
    /// Whether it was set back, and stays so until the room is come back to.
    held: bool,
}

impl Unread {
    /// Nothing that is known of, after this.
    pub const fn after(read: Seq) -> Self {
        Self { read, words: VecDeque::new(), held: false }
    }

    /// The room is read up to here.
    pub fn read_to(&mut self, seq: Seq) {
        self.read = self.read.max(seq);
        while self.words.front().is_some_and(|(unread, _)| *unread <= self.read) {
            self.words.pop_front();
        }
    }

    /// The room is unread again after this: these are the words of others there.
    pub fn set_back(&mut self, read: Seq, words: impl IntoIterator<Item = (Seq, bool)>) {
        self.read = read;
        self.words = words.into_iter().collect();
        self.held = true;
    }

    /// Whoever reads comes back to the room, or writes in it: from now on what is looked at is read.
    pub const fn let_go(&mut self) {
        self.held = false;
    }

    /// Whether what is looked at stays unread for now.
    pub const fn is_held(&self) -> bool {
        self.held
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
