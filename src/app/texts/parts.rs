//! What the parts of all screens say.

/// The eye that shows what was typed.
pub const SHOW_PASSWORD: &str = "Show";
/// The eye that hides it again.
pub const HIDE_PASSWORD: &str = "Hide";
