//! One row as it is laid out: its paragraphs and where they stand, found once and kept until the row changes.

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::graphics::text::cosmic_text::Cursor;
use iced::advanced::text::{self, LineHeight, Paragraph as _, Shaping, Span, Wrapping};
use iced::{Font, Pixels, Point, Rectangle, Size, alignment};
use std::ops::Range;

use super::around::{Answered, Chip, chips};
use super::offers::Offer;
use crate::app::markup::{Block, Marked};
use crate::app::scrollback::{Row, What};
use crate::app::theme::{CODE, LINE, PLAIN, STRONG, TEXT, Theme};
use crate::guest::OwnState;
use crate::room::{EventId, Sign};

/// Where the text of rows begins.
pub(super) const TEXT_LEFT: f32 = 72.0;
/// Where their times begin.
pub(super) const TIME_LEFT: f32 = 18.0;
/// What is free at the right.
pub(super) const RIGHT: f32 = 22.0;
/// In a narrow window.
const NARROW: f32 = 420.0;

const SMALL: f32 = 11.5;
const NOTE: f32 = 13.0;
const DAY_HEIGHT: f32 = 34.0;
const MARK_HEIGHT: f32 = 24.0;
const BREAK: f32 = 10.0;
const PAD: f32 = 2.0;
const CODE_PAD: (f32, f32) = (10.0, 8.0);

/// What of a row depends on those before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Setting {
    /// The day, where a new one begins with this row.
    pub(super) day: Option<String>,
    /// Whether it is the first that is new.
    pub(super) mark: bool,
    /// Whether it stands apart from the one before.
    pub(super) apart: bool,
    /// Its time, where it shows one.
    pub(super) time: Option<String>,
}

/// For what a row was laid out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub(super) version: u32,
    pub(super) id: EventId,
    pub(super) own: Option<OwnState>,
    pub(super) width: f32,
    pub(super) theme: &'static str,
    pub(super) setting: Setting,
}

/// A row, laid out.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) key: Key,
    pub(super) height: f32,
    /// Where the row itself begins, below a day and a mark.
    pub(super) top: f32,
    pub(super) day: Option<Paragraph>,
    pub(super) mark: Option<Paragraph>,
    pub(super) gutter: Option<(Paragraph, Gutter)>,
    pub(super) name: Option<Paragraph>,
    pub(super) pieces: Vec<Piece>,
    /// The message it answers, above its words.
    pub(super) answered: Option<Answered>,
    /// The signs under it.
    pub(super) signs: Vec<Chip>,
    /// Why it was refused.
    pub(super) why: Option<(f32, Paragraph)>,
    pub(super) text_left: f32,
    pub(super) first_line: f32,
}

/// Something in a row that can be pressed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Press {
    Link(String),
    Quote(EventId),
    Sign(Sign),
    Offer(Offer),
}

/// What stands in the gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gutter {
    Time,
    Sending,
    Refused,
}

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
    pub(super) boxed: Vec<Range<usize>>,
    /// The box around it, if it is code.
    pub(super) frame: Option<Size>,
}

/// In what colour a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Ink,
    Soft,
    Faint,
}

impl Laid {
    /// Lays out a row, with these signs below it, and whether its reader gave them.
    pub(super) fn new<'a>(
        row: &Row,
        signs: impl Iterator<Item = (&'a Sign, usize, bool)>,
        key: Key,
        theme: &Theme,
    ) -> Self {
        let narrow = key.width < NARROW;
        let text_left = if narrow { TIME_LEFT } else { TEXT_LEFT };
        let width = (key.width - text_left - RIGHT).max(40.0);
        let mut y = 0.0;
        let plain = |text: &str, size, font| paragraph(text, size, LINE, font, f32::INFINITY);
        let day = key.setting.day.as_deref().map(|day| plain(day, 12.0, PLAIN));
        y += if day.is_some() { DAY_HEIGHT } else { 0.0 };
        let mark = key.setting.mark.then(|| plain("New", 12.0, STRONG));
        y += if mark.is_some() { MARK_HEIGHT } else { 0.0 };
        let top = y;
        y += PAD + if key.setting.apart { BREAK } else { 0.0 };
        let first_line = y;
        let said = matches!(row.what, What::Said { .. });
        let name = (said && key.setting.apart).then(|| plain(row.name(), TEXT, STRONG));
        y += if name.is_some() { LINE } else { 0.0 };
        let gutter = match &row.own {
            Some(OwnState::Sending) => Some((plain("sending", SMALL, PLAIN), Gutter::Sending)),
            Some(OwnState::Refused { .. }) => Some((plain("refused", SMALL, PLAIN), Gutter::Refused)),
            _ => key.setting.time.as_deref().map(|time| (plain(time, SMALL, PLAIN), Gutter::Time)),
        };
        // In a narrow window there is no gutter: what stands in it follows the name. Where there is none, a time is left
        // out, and how far one's own words got stands above them.
        let gutter = gutter.filter(|(_, what)| !narrow || name.is_some() || *what != Gutter::Time);
        if narrow && name.is_none() && gutter.is_some() {
            y += LINE;
        }
        let answered = row.answers.as_ref().map(|quote| {
            let at = Point::new(text_left, y);
            y += LINE;
            Answered::new(quote, at, width)
        });
        let mut pieces = Vec::new();
        let mut build = Builder { pieces: &mut pieces, left: text_left, width, y, offset: 0, theme };
        let waits = matches!(row.own, Some(OwnState::Sending | OwnState::Refused { .. }));
        let tone = if waits { Tone::Soft } else { Tone::Ink };
        match &row.what {
            What::Said { words, edited, .. } => build.words(words, "", *edited, tone),
            What::Did { words, edited, .. } => build.words(words, row.name(), *edited, tone),
            What::Note(note) => build.note(note),
            What::Nothing => {}
        }
        y = build.y;
        let signs = chips(signs, text_left, width, &mut y);
        let why = match &row.own {
            Some(OwnState::Refused { why }) => {
                let paragraph = paragraph(why, NOTE, LINE, PLAIN, width);
                let at = y;
                y += paragraph.min_bounds().height;
                Some((at, paragraph))
            }
            _ => None,
        };
        y += PAD;
        Self { key, height: y, top, day, mark, gutter, name, pieces, answered, signs, why, text_left, first_line }
    }

    /// A row of which nothing is seen.
    pub(super) const fn nothing(key: Key) -> Self {
        Self {
            key,
            height: 0.0,
            top: 0.0,
            day: None,
            mark: None,
            gutter: None,
            name: None,
            pieces: Vec::new(),
            answered: None,
            signs: Vec::new(),
            why: None,
            text_left: TEXT_LEFT,
            first_line: 0.0,
        }
    }

    /// The place in the row's text nearest to a point of the row.
    pub(super) fn hit(&self, point: Point) -> usize {
        let Some(piece) =
            self.pieces.iter().find(|piece| point.y < piece.at.y + piece.height()).or_else(|| self.pieces.last())
        else {
            return 0;
        };
        if point.y < piece.at.y {
            return piece.range.start;
        }
        let within = Point::new((point.x - piece.at.x).max(0.0), point.y - piece.at.y);
        piece.range.start + piece.hit(within).min(piece.range.len())
    }

    /// What can be pressed under a point of the row.
    pub(super) fn press(&self, point: Point) -> Option<Press> {
        if let Some(answered) = self.answered.as_ref().filter(|answered| answered.contains(point)) {
            return Some(Press::Quote(answered.of));
        }
        if let Some(chip) = self.signs.iter().find(|chip| chip.contains(point)) {
            return Some(Press::Sign(chip.sign.clone()));
        }
        self.link(point).map(|link| Press::Link(link.to_owned()))
    }

    /// The link under a point of the row.
    fn link(&self, point: Point) -> Option<&str> {
        self.pieces.iter().find_map(|piece| {
            let within = point - iced::Vector::new(piece.at.x, piece.at.y);
            let over = |(range, _): &&(Range<usize>, String)| {
                piece.bounds_of(range.clone()).iter().any(|bounds| bounds.contains(within))
            };
            piece.links.iter().find(over).map(|(_, link)| link.as_str())
        })
    }
}

impl Piece {
    pub(super) fn height(&self) -> f32 {
        self.frame.map_or_else(|| self.paragraph.min_bounds().height.max(LINE), |frame| frame.height - CODE_PAD.1)
    }

    fn hit(&self, point: Point) -> usize {
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

struct Builder<'a> {
    pieces: &'a mut Vec<Piece>,
    left: f32,
    width: f32,
    y: f32,
    offset: usize,
    theme: &'a Theme,
}

impl Builder<'_> {
    /// The words of a person; after their name where it is what they did.
    fn words(&mut self, words: &Marked, name: &str, edited: bool, tone: Tone) {
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

    fn text(&mut self, text: &str, spans: &[crate::app::markup::Span], name: &str, edited: bool, tone: Tone) {
        let tokens = &self.theme.tokens;
        let lead = if name.is_empty() { String::new() } else { format!("{name} ") };
        let mut parts: Vec<Span<'_, (), Font>> = Vec::new();
        if !lead.is_empty() {
            parts.push(Span::new(lead.as_str()).font(STRONG));
        }
        let (mut links, mut boxed) = (Vec::new(), Vec::new());
        let mut at = 0;
        for span in spans {
            if at < span.range.start {
                parts.push(Span::new(&text[at..span.range.start]));
            }
            let mut part = Span::new(&text[span.range.clone()]).font(font_of(&span.style));
            let moved = span.range.start + lead.len()..span.range.end + lead.len();
            if let Some(link) = &span.link {
                part = part.color(tokens.link);
                links.push((moved.clone(), link.clone()));
            }
            if span.style.mention.is_some() {
                part = part.color(tokens.link);
            }
            if span.style.code {
                part = part.size(12.5);
            }
            if span.style.mention.is_some() || span.style.code {
                boxed.push(moved);
            }
            parts.push(part);
            at = span.range.end;
        }
        if at < text.len() {
            parts.push(Span::new(&text[at..]));
        }
        if edited {
            parts.push(Span::new("  edited").size(12.0).color(tokens.faint));
        }
        let whole = format!("{lead}{text}");
        let paragraph = rich(&parts, TEXT, LINE, self.width);
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

    fn note(&mut self, note: &str) {
        let paragraph = paragraph(note, NOTE, LINE, PLAIN, self.width);
        self.push(paragraph, note, Tone::Faint, None, Vec::new(), Vec::new());
    }

    fn push(
        &mut self,
        paragraph: Paragraph,
        text: &str,
        tone: Tone,
        frame: Option<Size>,
        links: Vec<(Range<usize>, String)>,
        boxed: Vec<Range<usize>>,
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
        let at = Point::new(self.left, self.y);
        self.pieces.push(Piece { at, paragraph, range, lines, tone, links, boxed, frame });
        self.y += height;
    }
}

fn font_of(style: &crate::app::markup::Style) -> Font {
    let font = if style.code {
        CODE
    } else if style.strong || style.mention.is_some() {
        STRONG
    } else {
        PLAIN
    };
    if style.emphasis { Font { style: iced::font::Style::Italic, ..font } } else { font }
}

fn layout_of<Content>(content: Content, size: f32, line: f32, font: Font, width: f32) -> text::Text<Content, Font> {
    text::Text {
        content,
        bounds: Size::new(width, f32::INFINITY),
        size: Pixels(size),
        line_height: LineHeight::Absolute(Pixels(line)),
        font,
        align_x: text::Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: Wrapping::WordOrGlyph,
    }
}

/// Text in one style.
pub(super) fn paragraph(text: &str, size: f32, line: f32, font: Font, width: f32) -> Paragraph {
    Paragraph::with_text(layout_of(text, size, line, font, width))
}

fn rich(spans: &[Span<'_, (), Font>], size: f32, line: f32, width: f32) -> Paragraph {
    Paragraph::with_spans(layout_of(spans, size, line, PLAIN, width))
}
