//! The words of a message as they stand in a page: strong, emphasised, code and links, as in the window. Whatever a
//! message says, it can't become markup of another kind.

use std::fmt;

use super::escaped::Escaped;
use crate::markup::{self, Block, Names, Span};

/// A message, block after block, with `after` at the end of its last line.
pub(super) struct Message<'a> {
    pub(super) words: &'a str,
    pub(super) after: &'static str,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blocks = markup::parse(self.words, &Names::default()).blocks;
        let last = blocks.len().saturating_sub(1);
        for (at, block) in blocks.iter().enumerate() {
            let after = if at == last { self.after } else { "" };
            match block {
                Block::Text { text, spans, .. } => writeln!(f, "<p dir=\"auto\">{}{after}</p>", Spanned(text, spans))?,
                Block::Code { text, .. } => {
                    writeln!(f, "<pre dir=\"auto\"><code>{}</code></pre>", Escaped(text))?;
                    if !after.is_empty() {
                        writeln!(f, "<p>{}</p>", after.trim_start())?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The same within a line of other words.
pub(super) struct Inline<'a>(pub(super) &'a str);

impl fmt::Display for Inline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, block) in markup::parse(self.0, &Names::default()).blocks.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            match block {
                Block::Text { text, spans, .. } => write!(f, "{}", Spanned(text, spans))?,
                Block::Code { text, .. } => write!(f, "<code>{}</code>", Escaped(text))?,
            }
        }
        Ok(())
    }
}

/// Words, and what looks different in them.
struct Spanned<'a>(&'a str, &'a [Span]);

impl fmt::Display for Spanned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut from = 0;
        for span in self.1 {
            write!(f, "{}", Escaped(&self.0[from..span.range.start]))?;
            let (style, words) = (span.style, &self.0[span.range.clone()]);
            let tags = [(style.strong, "strong"), (style.emphasis, "em"), (style.code, "code")];
            let tags = tags.into_iter().filter_map(|(is, tag)| is.then_some(tag));
            if let Some(link) = &span.link {
                write!(f, "<a href=\"{}\" rel=\"noopener noreferrer\">", Escaped(link))?;
            }
            tags.clone().try_for_each(|tag| write!(f, "<{tag}>"))?;
            write!(f, "{}", Escaped(words))?;
            tags.rev().try_for_each(|tag| write!(f, "</{tag}>"))?;
            if span.link.is_some() {
                f.write_str("</a>")?;
            }
            from = span.range.end;
        }
        write!(f, "{}", Escaped(&self.0[from..]))
    }
}
