//! The question before a room keeps less than now: what is deleted by it does not come back.

use super::keep;
use crate::commands::{Command, Entered};
use crate::room::{Memory, RoomNo};

/// What was asked about, until the next line is typed.
#[derive(Debug, Default)]
pub struct KeepQuestion(Option<(RoomNo, Memory)>);

impl KeepQuestion {
    /// The question that a line leads to: a `/keep` that deletes messages has to be typed twice in the same room. `kept` is
    /// the room one looks at, and what it keeps now.
    pub fn about(&mut self, line: &Entered, kept: Option<(RoomNo, Memory)>) -> Option<String> {
        let asked = self.0.take();
        let Entered::Command(Command::Keep(memory)) = *line else { return None };
        let (room, _) = kept.filter(|(_, now)| memory.keeps_less_than(*now))?;
        if asked == Some((room, memory)) {
            return None;
        }
        self.0 = Some((room, memory));
        let what = match memory {
            Memory::Everything | Memory::Days { .. } => format!("everything older than {}", keep(memory)),
            Memory::WhileOpen => "everything each time the host closes".to_owned(),
        };
        Some(format!("This deletes {what}, for everyone. To do it, type /keep {} again.", keep(memory)))
    }
}
