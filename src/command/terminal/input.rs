//! Where what is typed comes from: on a terminal with a line editor, elsewhere as lines of standard input.

use std::future::pending;

use tokio::sync::mpsc;

use super::editor::{self, Editor};
use super::printer::Printer;
use super::typed::Typed;
use crate::command::reading::{self, lines};

/// Where what is typed comes from. Dropping it gives a terminal back as it was.
pub enum Input {
    /// Standard input.
    Lines(mpsc::Receiver<reading::Line>),
    /// A terminal with a line editor.
    Editor(Editor),
}

impl Input {
    /// The best there is here, and where to show what happens beside it.
    pub fn open(known: editor::Lines) -> (Self, Printer) {
        Self::edited(known).unwrap_or_else(|| (Self::Lines(lines()), Printer::Streams))
    }

    /// The same, and nothing where nobody sits at a terminal. Where what is shown goes elsewhere, lines are read as the
    /// terminal itself has them typed.
    pub fn at_terminal(known: editor::Lines) -> Option<(Self, Printer)> {
        let plain = || editor::is_typed_to().then(|| (Self::Lines(lines()), Printer::Streams));
        Self::edited(known).or_else(plain)
    }

    /// A line editor, where someone sits at a terminal.
    fn edited(known: editor::Lines) -> Option<(Self, Printer)> {
        editor::open(known).map(|(editor, paper)| (Self::Editor(editor), Printer::Paper(paper)))
    }

    /// What is typed next. Where it can't be heeded now, all but Ctrl-C waits: whoever waits for a host can give that up.
    pub async fn next(&mut self, heeded: bool) -> Typed {
        match self {
            Self::Lines(lines) if heeded => lines.recv().await.map_or(Typed::Ended, Typed::Line),
            Self::Lines(_) => pending().await,
            Self::Editor(editor) => editor.next(heeded).await,
        }
    }
}
