//! An emoji that is being picked, and what for.

use super::super::emoji_picker::EmojiPicker;
use crate::app::widget::Anchor;
use crate::room::EventId;

/// An emoji is being picked.
#[derive(Debug)]
pub struct Picking {
    /// The picker.
    pub picker: EmojiPicker,
    /// What for.
    pub what_for: WhatFor,
    /// Where it opens.
    pub anchor: Anchor,
}

/// What an emoji is picked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatFor {
    /// To be written.
    Entry,
    /// To react to a message.
    Message(EventId),
}
