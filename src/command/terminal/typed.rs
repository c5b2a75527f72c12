//! What is typed: on a terminal with a line editor, elsewhere as lines of standard input.

use tokio::sync::mpsc;

use super::editor::{self, Editor};
use super::printer::Printer;
use crate::command::reading::{self, lines};

/// Something typed.
pub enum Typed {
    /// A line.
    Line(reading::Line),
    /// Ctrl-C.
    Interrupted,
    /// Nothing more comes.
    Ended,
}

/// Where it comes from. Dropping it gives a terminal back as it was.
pub enum Input {
    Lines(mpsc::Receiver<reading::Line>),
    Editor(Editor),
}

impl Input {
    /// The best there is here, and where to show what happens beside it.
    pub fn open(known: editor::Lines) -> (Self, Printer) {
        match Self::edited(known) {
            Some(edited) => edited,
            None => (Self::Lines(lines()), Printer::Streams),
        }
    }

    /// A line editor, where someone sits at a terminal.
    pub fn edited(known: editor::Lines) -> Option<(Self, Printer)> {
        editor::open(known).map(|(editor, paper)| (Self::Editor(editor), Printer::Paper(paper)))
    }

    /// What is typed next.
    pub async fn next(&mut self) -> Typed {
        match self {
            Self::Lines(lines) => lines.recv().await.map_or(Typed::Ended, Typed::Line),
            Self::Editor(editor) => editor.next().await,
        }
    }
}
