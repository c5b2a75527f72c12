//! Where a visit is shown: what people said on standard output, all else on standard error; on a terminal that is edited
//! on, both above the line that is typed.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use super::editor::Paper;

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
        let is_terminal = io::stderr().is_terminal();
        match self {
            Self::Paper(paper) if is_terminal => paper.print(&harmless(&format!("{words}\n"))),
            // Where nobody reads it, nothing is lost.
            _ if is_terminal => drop(writeln!(io::stderr(), "{}", harmless(&words.to_string()))),
            _ => drop(writeln!(io::stderr(), "{words}")),
        }
    }

    /// Shows what happened, in whole lines.
    pub fn show(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Self::Streams => self.draw(write),
            Self::Paper(paper) => {
                let lines = written(write)?;
                paper.print(&harmless(&lines));
                Ok(())
            }
        }
    }

    /// The same for what is our own from end to end and may steer the terminal.
    pub fn draw(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self {
            Self::Streams => {
                let mut out = io::stdout().lock();
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

    /// The next line that is typed is nobody else's business. False where it shows all the same.
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

/// Words as a terminal may have them: whatever would steer it is a mark instead. What people say, their names, the titles
/// of rooms and what comes across the wire hold nothing of the kind. This is for what nobody thought of.
fn harmless(words: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if words.contains(steers) { Cow::Owned(words.replace(steers, "\u{fffd}")) } else { Cow::Borrowed(words) }
}
