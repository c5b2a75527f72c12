//! What was written before: the way back, and forth again.

use std::collections::VecDeque;

/// How many steps are remembered.
const STEPS: usize = 200;
/// How many bytes they may take together.
const BYTES: usize = 1 << 20;
/// How long typing may rest and still be one step.
const PAUSE: u64 = 1_000;

/// What was written, and where the caret was: its line, and the byte in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The words.
    pub text: String,
    /// The caret.
    pub cursor: (usize, usize),
}

/// How something was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A character of a word was typed.
    Type,
    /// What ends a word was typed.
    Break,
    /// Something was taken out.
    Delete,
    /// Much was put in at once.
    Paste,
}

/// The steps back, and those forth.
#[derive(Clone, Debug, Default)]
pub struct History {
    back: VecDeque<Snapshot>,
    forth: Vec<Snapshot>,
    bytes: usize,
    last: Option<(Edit, u64)>,
}

impl History {
    /// Something was changed, at a time in milliseconds; before, it was so.
    pub fn record(&mut self, before: Snapshot, edit: Edit, at: u64) {
        self.forth.clear();
        let goes_on = matches!(self.last, Some((last, then)) if last == edit
            && matches!(edit, Edit::Type | Edit::Delete) && at.saturating_sub(then) < PAUSE);
        self.last = Some((edit, at));
        if goes_on && !self.back.is_empty() {
            return;
        }
        self.bytes += before.text.len();
        self.back.push_back(before);
        while self.back.len() > STEPS || (self.bytes > BYTES && self.back.len() > 1) {
            if let Some(oldest) = self.back.pop_front() {
                self.bytes -= oldest.text.len();
            }
        }
    }

    /// One step back from how it is now.
    pub fn undo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let before = self.back.pop_back()?;
        self.bytes -= before.text.len();
        self.forth.push(now);
        self.last = None;
        Some(before)
    }

    /// One step forth again.
    pub fn redo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let after = self.forth.pop()?;
        self.bytes += now.text.len();
        self.back.push_back(now);
        self.last = None;
        Some(after)
    }
}
