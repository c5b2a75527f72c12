//! What a message becomes when it was read: blocks of text and of code, and the spans of a text that look different.

use std::ops::Range;

use super::marks;
use super::mention::Mention;

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

impl Marked {
    /// The words as they are shown, block after block.
    #[must_use]
    pub fn text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Text { text, .. } | Block::Code { text, .. } => text.as_str(),
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// The same in one line.
    #[must_use]
    pub fn line(&self) -> String {
        self.text().replace('\n', " ")
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

/// Words as they are being put together.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// How many marks are on the last letter of it.
    marks: usize,
    pub(super) spans: Vec<Span>,
}

impl Shown {
    /// Adds words that look like this.
    pub(super) fn push(&mut self, words: &str, style: Style, link: Option<String>) {
        if words.is_empty() {
            return;
        }
        let from = self.text.len();
        marks::push_capped(&mut self.text, words, &mut self.marks);
        if self.text.len() == from {
            return;
        }
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
