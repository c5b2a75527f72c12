//! The panels beside the list.

/// A panel beside the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The rooms.
    Rooms,
    /// The people.
    People,
}
