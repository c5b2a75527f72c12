//! What is being written in a room, and what is told and kept of it meanwhile.

use super::entry::Entry;
use super::reply::Reply;
use crate::app::screen::parts;
use crate::app::texts::room as texts;
use crate::room::Title;

/// How often, in milliseconds, others are told that one is typing.
const TYPING: u64 = 3_000;

/// What is being written.
pub struct Writing {
    pub entry: Entry,
    /// What it replies to.
    pub reply: Option<Reply>,
    /// What stands in the entry while it is empty.
    pub hint: String,
    /// When others were told last that one types.
    told_at: u64,
    /// Counts changes, so that the draft is kept when it rests.
    changes: u64,
}

impl Writing {
    /// What was being written before, in a room of this title.
    pub fn begin(draft: &str, title: &Title) -> Self {
        let mut writing = Self { entry: Entry::with(draft), reply: None, hint: String::new(), told_at: 0, changes: 0 };
        writing.entitle(title);
        writing
    }

    /// The room is called like this.
    pub fn entitle(&mut self, title: &Title) {
        self.hint = parts::hint(&texts::write_to(title.as_str()));
    }

    /// Something was typed. Gives how often that was so.
    pub const fn change(&mut self) -> u64 {
        self.changes += 1;
        self.changes
    }

    /// Whether nothing was typed since.
    pub const fn rests_since(&self, changes: u64) -> bool {
        self.changes == changes
    }

    /// Whether others are to be told that one types: words, not a command, and now and then.
    pub fn tells(&mut self, now: u64) -> bool {
        let tells =
            now.saturating_sub(self.told_at) > TYPING && !self.entry.is_empty() && !self.entry.words().starts_with('/');
        if tells {
            self.told_at = now;
        }
        tells
    }
}
