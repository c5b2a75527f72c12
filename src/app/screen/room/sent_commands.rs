//! The lines that were commanded last, until it is known what became of them: what the house refuses comes back.

use std::collections::VecDeque;

use crate::room::EventId;

/// How many are remembered.
const MOST: usize = 8;

/// The lines, each with the event that it became.
#[derive(Debug, Default)]
pub(super) struct SentCommands(VecDeque<(EventId, String)>);

impl SentCommands {
    /// A line became this event.
    pub(super) fn remember(&mut self, id: EventId, words: &str) {
        self.0.push_back((id, words.to_owned()));
        if self.0.len() > MOST {
            self.0.pop_front();
        }
    }

    /// The line that became this, which is known to be kept or refused now.
    pub(super) fn take(&mut self, id: EventId) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| *known == id)?;
        self.0.remove(at).map(|(_, words)| words)
    }
}
