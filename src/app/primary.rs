//! The selection that a middle click pastes: what was selected last, in whatever window. X11 and Wayland have one.

use iced::{Task, clipboard};

/// Whether there is one on this system.
const THERE: bool = cfg!(all(unix, not(target_os = "macos")));

/// These words are selected.
pub(super) fn write<Message>(words: String) -> Task<Message> {
    if THERE { clipboard::write_primary(words) } else { Task::none() }
}

/// What is selected, where anything is.
pub(super) fn read() -> Task<Option<String>> {
    if THERE { clipboard::read_primary() } else { Task::none() }
}
