//! What stands around the words of a message: what it answers above them, and the signs it was given below.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::border::Border;
use iced::{Point, Rectangle, Renderer, Size, Vector};

use super::typeset::paragraph;
use crate::app::scrollback::row::{Quote, Quoted};
use crate::app::theme::{LINE, MEDIUM, PLAIN, STRONG, Theme};
use crate::app::widget::truncated;
use crate::room::{EventId, PersonId, Sign};

/// How large the letters of a quote and of counts are.
const LETTERS: f32 = 13.0;

/// How high a sign is, and how far it is from the next.
const SIGN: f32 = 24.0;
const GAP: f32 = 4.0;

/// The line at the left of a quote, and what is free beside it.
const BAR: f32 = 2.0;
const INDENT: f32 = 12.0;

/// A message that is answered, in one line.
#[derive(Debug)]
pub(super) struct Answered {
    /// Which.
    pub(super) of: EventId,
    bounds: Rectangle,
    by: Option<PersonId>,
    name: Option<Paragraph>,
    words: Paragraph,
}

impl Answered {
    pub(super) fn new(quote: &Quote, at: Point, width: f32) -> Self {
        let (name, words) = quote.shown.told();
        let by = if let Quoted::Words(Some(by), _) = &quote.shown { Some(by.who) } else { None };
        let name = name.map(|name| truncated(name).size(LETTERS).font(STRONG).fit(width / 2.0));
        let taken = INDENT + name.as_ref().map_or(0.0, |name| name.min_width() + GAP);
        let words = truncated(words).size(LETTERS).fit((width - taken).max(0.0));
        let bounds = Rectangle::new(at, Size::new(taken + words.min_width(), LINE));
        Self { of: quote.of, bounds, by, name, words }
    }

    pub(super) fn contains(&self, point: Point) -> bool {
        self.bounds.contains(point)
    }

    pub(super) fn draw(&self, renderer: &mut Renderer, theme: &Theme, corner: Vector, clip: Rectangle) {
        let t = &theme.tokens;
        let bounds = self.bounds + corner;
        let bar = Rectangle { width: BAR, ..bounds.shrink([1.0, 0.0]) };
        renderer.fill_quad(renderer::Quad { bounds: bar, ..renderer::Quad::default() }, t.line);
        let mut at = bounds.position() + Vector::new(INDENT, 1.0);
        if let Some(name) = &self.name {
            let color = self.by.map_or(t.soft, |who| theme.of_person(who));
            renderer.fill_paragraph(name, at, color, clip);
            at.x += name.min_width() + GAP;
        }
        renderer.fill_paragraph(&self.words, at, t.soft, clip);
    }
}

/// A sign under a message, and how often it was given.
#[derive(Debug)]
pub(super) struct Chip {
    pub(super) sign: Sign,
    bounds: Rectangle,
    sign_drawn: Paragraph,
    count: Paragraph,
    /// Whether its reader gave it.
    mine: bool,
}

impl Chip {
    pub(super) fn contains(&self, point: Point) -> bool {
        self.bounds.contains(point)
    }

    pub(super) fn draw(&self, renderer: &mut Renderer, theme: &Theme, corner: Vector, clip: Rectangle) {
        let t = &theme.tokens;
        let bounds = self.bounds + corner;
        let (line, ground) = if self.mine { (t.accent, t.tint) } else { (t.line, t.raised) };
        let border = Border { color: line, width: 1.0, radius: (SIGN / 2.0).into() };
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, ground);
        let at = bounds.position() + Vector::new(8.0, 2.0);
        renderer.fill_paragraph(&self.sign_drawn, at, t.ink, clip);
        let at = at + Vector::new(self.sign_drawn.min_width() + 5.0, 0.0);
        renderer.fill_paragraph(&self.count, at, if self.mine { t.link } else { t.soft }, clip);
    }
}

/// Signs side by side, in as many lines as they need below `y`, which is below them afterwards.
pub(super) fn chips<'a>(
    signs: impl Iterator<Item = (&'a Sign, usize, bool)>,
    left: f32,
    width: f32,
    y: &mut f32,
) -> Vec<Chip> {
    let mut chips: Vec<Chip> = Vec::new();
    let (mut x, mut top) = (left, *y + 2.0);
    for (sign, count, mine) in signs {
        let sign_drawn = paragraph(sign.as_str(), 14.0, LINE, PLAIN, f32::INFINITY);
        let count = paragraph(&count.to_string(), 12.0, LINE, if mine { STRONG } else { MEDIUM }, f32::INFINITY);
        let wide = (sign_drawn.min_width() + count.min_width()).ceil() + 21.0;
        if x > left && x + wide > left + width {
            (x, top) = (left, top + SIGN + GAP);
        }
        let bounds = Rectangle::new(Point::new(x, top), Size::new(wide, SIGN));
        chips.push(Chip { sign: sign.clone(), bounds, sign_drawn, count, mine });
        x += wide + GAP;
    }
    if !chips.is_empty() {
        *y = top + SIGN + 4.0;
    }
    chips
}
