//! Where a visit is shown: what people said on standard output, all else on standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

/// Where a visit is shown.
pub struct Printer;

impl Printer {
    /// Tells something beside what was said.
    #[expect(clippy::unused_self, reason = "where it is told is this one's to know")]
    pub fn tell(&self, words: impl Display) {
        eprintln!("{words}");
    }

    /// Shows what happened.
    #[expect(clippy::unused_self, reason = "where it is shown is this one's to know")]
    pub fn show(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        write(&mut out)?;
        out.flush()
    }

    /// Clears the terminal, where it is one.
    #[expect(clippy::unused_self, reason = "what there is to clear is this one's to know")]
    pub fn clear(&self) {
        if io::stdout().is_terminal() {
            print!("\u{1b}[2J\u{1b}[H");
        }
    }
}
