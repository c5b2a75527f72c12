//! How what is being written looks while it is: emoji in colour, and whoever is called by name in the colour of links.

use std::ops::Range;

use iced::Font;
use iced::advanced::text::Highlighter;
use iced::advanced::text::highlighter::Format;

use crate::app::emoji;
use crate::app::theme::{EMOJI, MEDIUM, Theme};

/// What looks otherwise than plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An emoji.
    Emoji,
    /// Someone called by name.
    Mention,
}

/// Looks through one line after another. Each stands for itself.
#[derive(Debug)]
pub struct Highlight {
    line: usize,
}

impl Highlighter for Highlight {
    type Settings = ();
    type Highlight = Mark;
    type Iterator<'a> = std::vec::IntoIter<(Range<usize>, Mark)>;

    fn new((): &()) -> Self {
        Self { line: 0 }
    }

    fn update(&mut self, (): &()) {
        self.line = 0;
    }

    fn change_line(&mut self, line: usize) {
        self.line = self.line.min(line);
    }

    fn highlight_line(&mut self, line: &str) -> Self::Iterator<'_> {
        self.line += 1;
        marks(line).into_iter()
    }

    fn current_line(&self) -> usize {
        self.line
    }
}

/// How a mark looks.
pub fn format(mark: &Mark, theme: &Theme) -> Format<Font> {
    match mark {
        Mark::Emoji => Format { color: None, font: Some(EMOJI) },
        Mark::Mention => Format { color: Some(theme.tokens.link), font: Some(MEDIUM) },
    }
}

/// What of a line looks otherwise, in order.
fn marks(line: &str) -> Vec<(Range<usize>, Mark)> {
    let mut marks: Vec<_> =
        emoji::runs(line).into_iter().filter(|(_, emoji)| *emoji).map(|(range, _)| (range, Mark::Emoji)).collect();
    for (at, _) in line.match_indices('@') {
        let apart = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let name = line[at + 1..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
        let end = name.map_or(line.len(), |length| at + 1 + length);
        if apart && end > at + 1 {
            marks.push((at..end, Mark::Mention));
        }
    }
    marks
}
