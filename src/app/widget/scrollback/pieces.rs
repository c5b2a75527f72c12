//! The words of a row as paragraphs: one for each block of text, of code, or for a note, and where each stands.

use std::ops::Range;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::graphics::text::cosmic_text::Cursor;
use iced::advanced::text::{Paragraph as _, Span};
use iced::{Font, Point, Rectangle, Size};

use super::typeset::{NOTE, font_of, paragraph, rich, spans_of};
use crate::app::emoji;
use crate::app::texts::list as texts;
use crate::app::theme::{CODE, LINE, PLAIN, STRONG, TEXT, Theme};
use crate::markup::{self, Block, Marked};

/// What is free between code and its box, beside it and above it.
const CODE_PAD: (f32, f32) = (12.0, 8.0);

/// How large emoji are that stand alone, and how high their line is.
const LARGE: (f32, f32) = (32.0, 40.0);

/// A stretch of a row's text, in one paragraph.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it stands, from the row's upper left corner.
    pub(super) at: Point,
    pub(super) paragraph: Paragraph,
    /// What of the row's text it shows.
    pub(super) range: Range<usize>,
    /// Where its lines begin in it.
    lines: Vec<usize>,
    pub(super) tone: Tone,
    /// The links in it: where each is, and where it leads.
    pub(super) links: Vec<(Range<usize>, String)>,
    /// Who is mentioned, and code in a line.
    pub(super) boxed: Vec<(Range<usize>, Boxed)>,
    /// The box around it, if it is code.
    pub(super) frame: Option<Size>,
}

/// What has a ground of its own among other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boxed {
    /// Someone is mentioned.
    Mention,
    /// Code.
    Code,
}

/// In what colour a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Ink,
    Soft,
}

impl Piece {
    pub(super) fn height(&self) -> f32 {
        self.frame.map_or_else(|| self.paragraph.min_bounds().height.max(LINE), |frame| frame.height - CODE_PAD.1)
    }

    /// The place in its text nearest to a point of it.
    pub(super) fn hit(&self, point: Point) -> usize {
        let Some(cursor) = self.paragraph.buffer().hit(point.x, point.y) else { return 0 };
        self.lines.get(cursor.line).map_or(0, |start| start + cursor.index)
    }

    fn cursor(&self, offset: usize) -> Cursor {
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        Cursor::new(line, offset - self.lines.get(line).copied().unwrap_or_default())
    }

    /// Where a stretch of its text stands, from its own corner: one box a line.
    pub(super) fn bounds_of(&self, range: Range<usize>) -> Vec<Rectangle> {
        let (from, to) = (self.cursor(range.start), self.cursor(range.end));
        let runs = self.paragraph.buffer().layout_runs();
        runs.filter(|run| from.line <= run.line_i && run.line_i <= to.line)
            .filter_map(|run| {
                let (x, width) = run.highlight(from, to)?;
                (width > 0.0).then(|| Rectangle::new(Point::new(x, run.line_top), Size::new(width, run.line_height)))
            })
            .collect()
    }
}

/// Puts the pieces of a row below each other.
pub(super) struct Builder<'a> {
    pieces: &'a mut Vec<Piece>,
    left: f32,
    width: f32,
    y: f32,
    offset: usize,
    theme: &'a Theme,
}

impl<'a> Builder<'a> {
    /// Begins at this corner.
    pub(super) const fn new(pieces: &'a mut Vec<Piece>, at: Point, width: f32, theme: &'a Theme) -> Self {
        Self { pieces, left: at.x, width, y: at.y, offset: 0, theme }
    }

    /// Where the next one would stand.
    pub(super) const fn below(&self) -> f32 {
        self.y
    }

    /// The words of a person; after their name where it is what they did.
    pub(super) fn words(&mut self, words: &Marked, name: &str, edited: bool, tone: Tone) {
        let last = words.blocks.len().saturating_sub(1);
        for (index, block) in words.blocks.iter().enumerate() {
            if index > 0 {
                // The break between two blocks.
                self.offset += 1;
            }
            let name = if index == 0 { name } else { "" };
            let edited = edited && index == last;
            match block {
                Block::Text { text, spans, .. } => self.text(text, spans, name, edited, tone),
                Block::Code { text, .. } => {
                    if !name.is_empty() {
                        self.text("", &[], name, false, tone);
                    }
                    self.code(text, tone);
                    if edited {
                        self.text("", &[], "", true, tone);
                    }
                }
            }
        }
        if words.blocks.is_empty() {
            self.text("", &[], name, edited, tone);
        }
    }

    fn text(&mut self, text: &str, spans: &[markup::Span], name: &str, edited: bool, tone: Tone) {
        let tokens = &self.theme.tokens;
        let lead = if name.is_empty() { String::new() } else { format!("{name} ") };
        let mut parts: Vec<Span<'_, (), Font>> = Vec::new();
        if !lead.is_empty() {
            parts.push(Span::new(lead.as_str()).font(STRONG));
        }
        let (mut links, mut boxed) = (Vec::new(), Vec::new());
        let mut at = 0;
        for span in spans {
            parts.extend(spans_of(&text[at..span.range.start]).map(|(part, _)| part));
            let moved = span.range.start + lead.len()..span.range.end + lead.len();
            for (mut part, emoji) in spans_of(&text[span.range.clone()]) {
                if !emoji {
                    part = part.font(font_of(&span.style));
                }
                if span.link.is_some() || span.style.mention.is_some() {
                    part = part.color(tokens.link);
                }
                parts.push(if span.style.code { part.size(12.5) } else { part });
            }
            if let Some(link) = &span.link {
                links.push((moved.clone(), link.clone()));
            }
            if span.style.mention.is_some() {
                boxed.push((moved, Boxed::Mention));
            } else if span.style.code {
                boxed.push((moved, Boxed::Code));
            }
            at = span.range.end;
        }
        parts.extend(spans_of(&text[at..]).map(|(part, _)| part));
        if edited {
            parts.push(Span::new(format!("  {}", texts::EDITED)).size(12.0).color(tokens.faint));
        }
        let whole = format!("{lead}{text}");
        let alone = lead.is_empty() && emoji::are_alone(text);
        let (size, line) = if alone { LARGE } else { (TEXT, LINE) };
        let paragraph = rich(&parts, size, line, self.width);
        self.push(paragraph, &whole, tone, None, links, boxed);
    }

    fn code(&mut self, code: &str, tone: Tone) {
        let (x, y) = CODE_PAD;
        let paragraph = paragraph(code, 12.5, 18.0, CODE, self.width - 2.0 * x);
        let inner = paragraph.min_bounds();
        let frame = Size::new(inner.width + 2.0 * x, inner.height + 2.0 * y);
        self.y += 4.0;
        self.left += x;
        self.y += y;
        self.push(paragraph, code, tone, Some(frame), Vec::new(), Vec::new());
        self.left -= x;
        self.y += y + 4.0;
    }

    pub(super) fn note(&mut self, note: &str) {
        let paragraph = paragraph(note, NOTE, LINE, PLAIN, self.width);
        self.push(paragraph, note, Tone::Soft, None, Vec::new(), Vec::new());
    }

    /// What is left of words that are gone.
    pub(super) fn gone(&mut self, words: &str) {
        let slanted = Font { style: iced::font::Style::Italic, ..PLAIN };
        let paragraph = paragraph(words, TEXT, LINE, slanted, self.width);
        self.push(paragraph, words, Tone::Soft, None, Vec::new(), Vec::new());
    }

    fn push(
        &mut self,
        paragraph: Paragraph,
        text: &str,
        tone: Tone,
        frame: Option<Size>,
        links: Vec<(Range<usize>, String)>,
        boxed: Vec<(Range<usize>, Boxed)>,
    ) {
        let height = paragraph.min_bounds().height.max(if frame.is_some() { 18.0 } else { LINE });
        // The paragraph knows more ends of lines than one.
        let ends = paragraph.buffer().lines.iter().scan(0, |at, line| {
            let start = *at;
            *at += line.text().len() + line.ending().as_str().len();
            Some(start)
        });
        let lines = ends.collect();
        let range = self.offset..self.offset + text.len();
        self.offset = range.end;
        // What is written from right to left begins at the right.
        let leads_right = frame.is_none() && paragraph.buffer().layout_runs().next().is_some_and(|run| run.rtl);
        let shift = if leads_right { (self.width - paragraph.min_width()).max(0.0).floor() } else { 0.0 };
        let at = Point::new(self.left + shift, self.y);
        self.pieces.push(Piece { at, paragraph, range, lines, tone, links, boxed, frame });
        self.y += height;
    }
}
