//! What the view needs to know of the window.

use crate::app::theme::Theme;

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
    /// Whether Enter sends.
    pub enter_sends: bool,
}
