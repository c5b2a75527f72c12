//! Where a visit is shown: what people said on standard output, all else on standard error; on a terminal that is edited
//! on, both above the line that is typed.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use parlor::wording::harmless;

use super::columns::columns;
use super::editor::Paper;
use super::wrapping::wrapped;
use crate::command::standard_output::Output;

/// Where a visit is shown.
#[derive(Clone)]
pub enum Printer {
    /// The standard streams.
    Streams,
    /// A terminal with a line editor.
    Paper(Paper),
}

impl Printer {
    /// Tells something beside what was said, in whole lines.
    pub fn tell(&self, words: impl Display) {
        let words = format!("{words}\n");
        let Some(columns) = columns(&io::stderr()) else {
            // Where nobody reads it, nothing is lost.
            return drop(io::stderr().write_all(words.as_bytes()));
        };
        let lines = wrapped(&harmless(&words), columns);
        match self {
            Self::Paper(paper) => paper.print(&lines),
            Self::Streams => drop(io::stderr().write_all(lines.as_bytes())),
        }
    }

    /// Shows what happened, in whole lines.
    pub fn show(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let Some(columns) = columns(&io::stdout()) else { return self.draw(write) };
        let lines = wrapped(&harmless(&written(write)?), columns);
        self.draw(|out| out.write_all(lines.as_bytes()))
    }

    /// The same for what is our own from end to end and may steer the terminal.
    pub fn draw(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Self::Streams => {
                let mut out = Output::lock();
                write(&mut out)?;
                out.flush()
            }
            Self::Paper(paper) => {
                paper.print(&written(write)?);
                Ok(())
            }
        }
    }

    /// Clears the terminal, where it is one.
    pub fn clear(&self) {
        if io::stdout().is_terminal() {
            // Whoever has closed it has nothing to clear.
            let _ = self.draw(|out| out.write_all("\u{1b}[2J\u{1b}[H".as_bytes()));
        }
    }

    /// Whether someone sits at a terminal, and what they type is edited.
    pub const fn is_edited(&self) -> bool {
        matches!(self, Self::Paper(_))
    }

    /// The next line that is typed is a password, and shows as stars. False where it shows all the same.
    pub fn hides_next(&self) -> bool {
        match self {
            Self::Streams => false,
            Self::Paper(paper) => {
                paper.hide_next();
                true
            }
        }
    }
}

fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    let mut lines = Vec::new();
    write(&mut lines)?;
    Ok(String::from_utf8_lossy(&lines).into_owned())
}
