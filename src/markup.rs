//! How a message is shown: a small part of Markdown, read once. It becomes plain text and the ranges of it that look
//! different. Nothing here draws, and nothing a message says can do more than look different or be a link.

mod edges;
mod emphasis;
mod inline;
mod link;
mod marked;
pub mod marks;
mod mention;

use std::ops::Range;

use marked::Shown;

pub use link::true_address;
pub use marked::{Block, Marked, Span, Style};
pub use mention::{Mention, Names};

/// What marks the first and the last line of a block of code.
const FENCE: &str = "```";

/// Reads a message. Whatever has no meaning as a mark stays as it was written.
#[must_use]
pub fn parse(source: &str, names: &Names) -> Marked {
    let mut reader = Reader { source, names, lookups: 0, blocks: Vec::new() };
    reader.blocks();
    Marked { blocks: reader.blocks }
}

/// The first so many characters, and an ellipsis where there are more.
#[must_use]
pub fn shortened(mut words: String, most: usize) -> String {
    if let Some((end, _)) = words.char_indices().nth(most) {
        words.truncate(end);
        words.push('…');
    }
    words
}

/// What is known while a message is read.
struct Reader<'a> {
    source: &'a str,
    names: &'a Names,
    /// How many names were looked up: it is what costs, so there is an end to it.
    lookups: usize,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    /// Cuts the message into words and code.
    fn blocks(&mut self) {
        let lines = lines(self.source);
        // Fences that close, from the last one to the first: what opens looks no further than to the next of them.
        let mut closing: Vec<usize> =
            (0..lines.len()).rev().filter(|&at| closes(&self.source[lines[at].clone()])).collect();
        let (mut words_from, mut at) = (0, 0);
        while at < lines.len() {
            if opens(&self.source[lines[at].clone()]) {
                while closing.last().is_some_and(|&close| close <= at) {
                    closing.pop();
                }
                if let Some(&close) = closing.last() {
                    self.words(&lines[words_from..at]);
                    self.code(&lines[at..=close]);
                    words_from = close + 1;
                    at = close;
                }
            }
            at += 1;
        }
        self.words(&lines[words_from..]);
    }

    fn words(&mut self, lines: &[Range<usize>]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let range = first.start..last.end;
        // Empty lines around code are no words of their own.
        if self.source[range.clone()].trim().is_empty() {
            return;
        }
        let mut shown = Shown::default();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                shown.text.push('\n');
            }
            inline::read(&self.source[line.clone()], self.names, &mut self.lookups, &mut shown);
        }
        self.blocks.push(Block::Text { text: shown.text, spans: shown.spans, source: range });
    }

    /// `lines` begin and end with a fence.
    fn code(&mut self, lines: &[Range<usize>]) {
        let (Some(open), Some(close)) = (lines.first(), lines.last()) else { return };
        let inner = &lines[1..lines.len() - 1];
        let text = match (inner.first(), inner.last()) {
            (Some(first), Some(last)) => marks::capped(&self.source[first.start..last.end]).into_owned(),
            _ => String::new(),
        };
        self.blocks.push(Block::Code { text, source: open.start..close.end });
    }
}

/// The lines of a text, without their ends.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', source.as_bytes()) {
        lines.push(from..end);
        from = end + 1;
    }
    lines.push(from..source.len());
    lines
}

/// Whether a line begins code: a fence, and perhaps the name of a language.
fn opens(line: &str) -> bool {
    line.trim_start().strip_prefix(FENCE).is_some_and(|language| !language.contains('`'))
}

/// Whether a line ends code: a fence and nothing else.
fn closes(line: &str) -> bool {
    line.trim() == FENCE
}
