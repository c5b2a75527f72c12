//! The few marks that words can carry: `code`, *emphasis*, **strong**, links, mentions, and blocks of code.
//! Read once when they come. Nothing in them commands anything; what is not quite a mark stays as it was written.

mod inline;

use std::ops::Range;

use url::Url;

/// Words, and what is marked in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// What stands below one another.
    pub blocks: Vec<Block>,
}

/// A stretch of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Words.
    Text {
        /// As they are shown, without marks.
        text: String,
        /// What is special in them, in order, none upon another.
        spans: Vec<Span>,
    },
    /// Code, as it was written.
    Code {
        /// The code.
        text: String,
    },
}

/// A stretch of words that is special.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// How it is shown.
    pub style: Style,
    /// Where it leads.
    pub link: Option<String>,
}

/// How a stretch is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Strong.
    pub strong: bool,
    /// With emphasis.
    pub emphasis: bool,
    /// As code.
    pub code: bool,
    /// It names someone who is here.
    pub mention: bool,
    /// It names whoever reads it.
    pub me: bool,
}

impl Marked {
    /// The words as they are shown, block after block.
    #[must_use]
    pub fn text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Text { text, .. } | Block::Code { text } => text.as_str(),
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// Whether whoever reads it is named in it.
    #[must_use]
    pub fn mentions_me(&self) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Text { spans, .. } => spans.iter().any(|span| span.style.me),
            Block::Code { .. } => false,
        })
    }
}

/// What fences a block of code.
const FENCE: &str = "```";

/// Reads words. Of the names that can be mentioned the first is that of whoever reads.
#[must_use]
pub fn parse(words: &str, names: &[&str]) -> Marked {
    let mut blocks = Vec::new();
    let mut rest = words;
    while let Some(open) = fence(rest) {
        let after = &rest[open + FENCE.len()..];
        // The word after the fence names a language; it ends with the line.
        let Some(line_end) = after.find('\n') else { break };
        let body = &after[line_end + 1..];
        let close = if body.starts_with(FENCE) { Some(0) } else { body.find("\n```").map(|at| at + 1) };
        let Some(close) = close else { break };
        push_text(&mut blocks, rest[..open].strip_suffix('\n').unwrap_or(&rest[..open]), names);
        let code = body[..close].strip_suffix('\n').unwrap_or(&body[..close]);
        blocks.push(Block::Code { text: code.to_owned() });
        let behind = &body[close + FENCE.len()..];
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    push_text(&mut blocks, rest, names);
    Marked { blocks }
}

/// Where a fence begins a line.
fn fence(words: &str) -> Option<usize> {
    if words.starts_with(FENCE) { Some(0) } else { words.find("\n```").map(|at| at + 1) }
}

fn push_text(blocks: &mut Vec<Block>, words: &str, names: &[&str]) {
    if !words.is_empty() {
        let (text, spans) = inline::read(words, names);
        blocks.push(Block::Text { text, spans });
    }
}

/// Where a link really leads: a name in letters that look like others is written as machines read it.
#[must_use]
pub fn true_address(link: &str) -> String {
    Url::parse(link).map_or_else(|_| link.to_owned(), |url| url.to_string())
}
