//! How wide a terminal is.

use std::io::IsTerminal;

#[cfg(windows)]
use std::os::windows::io::AsHandle as Stream;

#[cfg(unix)]
use std::os::fd::AsFd as Stream;

use terminal_size::terminal_size_of;

/// How many columns the terminal has that something is written to. Nothing where that is no terminal; one that does not know,
/// such as a serial console, has no end.
pub fn columns(out: &(impl Stream + IsTerminal)) -> Option<usize> {
    out.is_terminal().then(|| terminal_size_of(out).map_or(usize::MAX, |(width, _)| usize::from(width.0)))
}
