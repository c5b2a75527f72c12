//! What the view needs to know of the window.

use crate::app::theme::Theme;
use crate::settings::{Moves, Spacing};

/// What the view needs to know of the window.
pub struct ViewContext {
    /// How wide it is.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// How it is painted.
    pub theme: Theme,
    /// The time.
    pub now: u64,
    /// Whether people have avatars in the list.
    pub avatars: bool,
    /// What is free between messages.
    pub spacing: Spacing,
    /// How it is shown that people joined and left.
    pub moves: Moves,
    /// Whether Enter sends.
    pub enter_sends: bool,
}
