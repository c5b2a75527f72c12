//! How a message is shown: a small part of Markdown, read once. It becomes plain text and the ranges of it that look
//! different. Nothing here draws, and nothing a message says can do more than look different or be a link.

mod edges;
mod emphasis;
mod inline;
mod link;
mod mention;

use std::ops::Range;

pub use link::true_address;
pub use mention::{Mention, Names};

/// What marks the first and the last line of a block of code.
const FENCE: &str = "```";

/// A message, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a message. `source` is where it was written, marks and all: that is what is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines of words.
    Text {
        /// What is shown: the words without the marks that were understood.
        text: String,
        /// What looks different from plain words, in order, none over another.
        spans: Vec<Span>,
        /// Where this was written.
        source: Range<usize>,
    },
    /// Lines of code, between fences.
    Code {
        /// The lines, without the fences.
        text: String,
        /// Where this was written, with its fences.
        source: Range<usize>,
    },
}

/// A stretch of a block's text that looks different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where, in bytes of the block's text.
    pub range: Range<usize>,
    /// How it looks.
    pub style: Style,
    /// Where it leads.
    pub link: Option<String>,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// `**strong**`.
    pub strong: bool,
    /// `*emphasis*` or `_emphasis_`.
    pub emphasis: bool,
    /// Code, between backticks.
    pub code: bool,
    /// Someone called by name.
    pub mention: Option<Mention>,
}

/// Reads a message. Whatever has no meaning as a mark stays as it was written.
#[must_use]
pub fn parse(source: &str, names: &Names) -> Marked {
    let mut reader = Reader { source, names, lookups: 0, blocks: Vec::new() };
    reader.blocks();
    Marked { blocks: reader.blocks }
}

impl Marked {
    /// The words as they are shown, block after block.
    #[must_use]
    pub fn text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Text { text, .. } | Block::Code { text, .. } => text.as_str(),
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// Whether it calls me by my name, or, where its author may call everyone, with everyone.
    #[must_use]
    pub fn calls_me(&self, may_call_all: bool) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Text { spans, .. } => spans.iter().any(|span| match span.style.mention {
                Some(Mention::Me) => true,
                Some(Mention::Room) => may_call_all,
                _ => false,
            }),
            Block::Code { .. } => false,
        })
    }
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
            (Some(first), Some(last)) => self.source[first.start..last.end].to_owned(),
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

/// Words as they are being put together.
#[derive(Default)]
struct Shown {
    text: String,
    spans: Vec<Span>,
}

impl Shown {
    /// Adds words that look like this.
    fn push(&mut self, words: &str, style: Style, link: Option<String>) {
        if words.is_empty() {
            return;
        }
        let from = self.text.len();
        self.text.push_str(words);
        if style == Style::default() && link.is_none() {
            return;
        }
        match self.spans.last_mut() {
            // One look, one span; but two links or two people called are two.
            Some(last) if last.range.end == from && last.style == style && plain(last) && link.is_none() => {
                last.range.end = self.text.len();
            }
            _ => self.spans.push(Span { range: from..self.text.len(), style, link }),
        }
    }
}

fn plain(span: &Span) -> bool {
    span.link.is_none() && span.style.mention.is_none()
}
