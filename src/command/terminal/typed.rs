//! Something that was typed.

use crate::command::reading;

/// Something typed.
pub enum Typed {
    /// A line.
    Line(reading::Line),
    /// Ctrl-C.
    Interrupted,
    /// Nothing more comes.
    Ended,
}
