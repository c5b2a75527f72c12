//! A message that was picked: what is written next answers it, and other things can be done with it.

use crate::room::EventId;

/// What is under way with the picked message.
#[derive(Debug, Default)]
pub(super) struct Picking {
    /// The message, if taking it back was pressed once already.
    pub(super) withdrawing: Option<EventId>,
    /// Whether all that can be done with it is shown.
    pub(super) shows_deeds: bool,
}
