//! How wide a terminal is.

#[cfg(windows)]
use std::os::windows::io::AsHandle as Stream;

#[cfg(unix)]
use std::os::fd::AsFd as Stream;

use terminal_size::terminal_size_of;

/// How many columns the terminal has that something is written to. Nothing where that is no terminal.
pub fn columns(out: &impl Stream) -> Option<usize> {
    terminal_size_of(out).map(|(width, _)| usize::from(width.0))
}
