//! What stands where a link is about to be opened.

/// The question.
pub const QUESTION: &str = "Open this link?";
/// Above where it leads.
pub const LEADS: &str = "It leads to:";
/// Copies it.
pub const COPY: &str = "Copy";
/// The way back.
pub const CANCEL: &str = "Cancel";
/// Opens it.
pub const OPEN: &str = "Open";
