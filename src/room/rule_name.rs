//! Which rule of a room says no, for programs. For people, [`Refusal`](super::Refusal) has a sentence.

use serde::{Deserialize, Serialize};

/// Which rule says no. Some have no name here: what they say is for people alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// It is so already.
    Already,
    /// Whoever it would be done to is not in the room.
    Absent,
    /// The message is not in this room, or was deleted.
    Message,
    /// The rank is too low for it, or that of the other too high.
    Rank,
    /// They are muted.
    Muted,
    /// The room is locked.
    Locked,
    /// The room is archived.
    Archived,
    /// Slow mode: they spoke a moment ago.
    Slow,
    /// There are as many as there can be: reactions, pins, people in a list.
    Full,
    /// A rule that a newer host knows.
    #[serde(other)]
    Other,
}
