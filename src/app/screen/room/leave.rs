//! The one question before leaving, from wherever it comes: how it can be answered.

/// The button that leaves.
pub(super) const QUIT: &str = "quit-now";

/// How it is answered.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// Not at all.
    Stay,
    /// By ending the program.
    Quit,
    /// By going back to the lobby.
    Lobby,
}
