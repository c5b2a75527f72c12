//! Where what is typed comes from: on a terminal with a line editor, elsewhere as lines of standard input.

use std::collections::VecDeque;
use std::future::pending;

use tokio::sync::mpsc;

use super::editor::{self, Editor};
use super::printer::Printer;
use super::typed::Typed;
use crate::command::reading::{self, lines};

/// How much may wait until it can be heeded.
const HELD: usize = 64;

/// Where what is typed comes from. Dropping it gives a terminal back as it was.
pub enum Input {
    /// Standard input.
    Lines(mpsc::Receiver<reading::Line>),
    /// A terminal with a line editor, and what was typed on it before it could be heeded.
    Editor(Editor, VecDeque<Typed>),
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
        editor::open(known).map(|(editor, paper)| (Self::Editor(editor, VecDeque::new()), Printer::Paper(paper)))
    }

    /// What is typed next. Where it can't be heeded now, all but Ctrl-C waits: whoever waits for a host can give that up.
    pub async fn next(&mut self, heeded: bool) -> Typed {
        match self {
            Self::Lines(lines) if heeded => lines.recv().await.map_or(Typed::Ended, Typed::Line),
            Self::Lines(_) => pending().await,
            Self::Editor(editor, held) => loop {
                if heeded && let Some(typed) = held.pop_front() {
                    return typed;
                }
                if held.len() >= HELD {
                    return pending().await;
                }
                match editor.next().await {
                    typed if heeded => return typed,
                    Typed::Interrupted => return Typed::Interrupted,
                    typed => held.push_back(typed),
                }
            },
        }
    }
}
