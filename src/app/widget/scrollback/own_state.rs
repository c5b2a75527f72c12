//! How far a message of one's own got, where it is not yet kept: that it is on its way, or that it was not sent, why, and
//! what can be done about it.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::widget::Operation;
use iced::border::Border;
use iced::{Point, Rectangle, Renderer, Size, Vector};

use super::typeset::{NOTE, paragraph};
use crate::app::texts::list as texts;
use crate::app::theme::{Icon, LINE, MEDIUM, PLAIN, STRONG, Theme};
use crate::app::widget::glyph::draw_icon;

/// How large its icon is, and how far its words are from that.
const ICON: f32 = 16.0;
const GAP: f32 = 8.0;
/// How high a button is, and what is free beside its words.
const BUTTON: f32 = 28.0;
const AROUND: f32 = 12.0;

/// How far it got.
#[derive(Debug)]
pub(super) enum OwnMark {
    /// It is on its way.
    Sending { words: Paragraph, at: Point },
    /// It was not sent.
    NotSent { held: bool, title: Paragraph, why: Paragraph, at: Point, why_at: Point, buttons: Vec<Button> },
}

/// Why it was not sent.
#[derive(Debug)]
pub(super) enum Refusal<'a> {
    /// Slow mode holds it back: it is sent by itself.
    Held,
    /// For this reason, which may be another later.
    For { why: &'a str, again: bool },
}

/// Something that can be done about it.
#[derive(Debug)]
pub(super) struct Button {
    /// Whether it is tried again.
    again: bool,
    words: Paragraph,
    bounds: Rectangle,
}

impl OwnMark {
    /// On its way, or about to be: at the right end of its first line.
    pub(super) fn sending(words: &str, right: f32, y: f32) -> Self {
        let words = paragraph(words, 12.0, LINE, PLAIN, f32::INFINITY);
        let at = Point::new(right - words.min_width().ceil(), y);
        Self::Sending { words, at }
    }

    /// Not sent: below its words, and as high as it needs to be in so much width. What can't be sent later either can only
    /// be given up, and so can what is sent by itself.
    pub(super) fn not_sent(refusal: &Refusal<'_>, at: Point, width: f32, y: &mut f32) -> Self {
        let (held, title, why, again) = match refusal {
            Refusal::Held => (true, texts::NOT_SENT_YET, texts::SENT_LATER, false),
            Refusal::For { why, again } => (false, texts::NOT_SENT, *why, *again),
        };
        let title = paragraph(title, NOTE, LINE, STRONG, f32::INFINITY);
        let button = |words: &str, again| {
            let words = paragraph(words, NOTE, LINE, MEDIUM, f32::INFINITY);
            let size = Size::new((words.min_width() + 2.0 * AROUND).ceil(), BUTTON);
            Button { again, words, bounds: Rectangle::new(Point::ORIGIN, size) }
        };
        let retry = again.then(|| button(texts::RETRY, true));
        let mut buttons: Vec<Button> = retry.into_iter().chain([button(texts::DELETE, false)]).collect();
        let wide: f32 = buttons.iter().map(|button| button.bounds.width + GAP).sum();
        let lead = ICON + GAP + title.min_width().ceil() + GAP;
        // Beside the words where there is room for some of them, else below.
        let beside = width - lead - wide >= 120.0;
        let room = if beside { width - lead - wide } else { width - lead };
        let why = paragraph(why, NOTE, LINE, PLAIN, room.max(60.0));
        let words_high = why.min_bounds().height.max(LINE);
        let top = at.y + 4.0;
        let line = if beside { words_high.max(BUTTON) } else { words_high };
        let buttons_y = if beside { top + (line - BUTTON) / 2.0 } else { top + words_high + 4.0 };
        let mut x = if beside { at.x + width - wide + GAP } else { at.x };
        for button in &mut buttons {
            button.bounds.x = x.floor();
            button.bounds.y = buttons_y.floor();
            x += button.bounds.width + GAP;
        }
        let words_y = if beside { top + (line - words_high) / 2.0 } else { top };
        *y = if beside { top + line } else { buttons_y + BUTTON };
        let at = Point::new(at.x, words_y);
        Self::NotSent { held, title, why, at, why_at: Point::new(at.x + lead, words_y), buttons }
    }

    /// How much of the first line it takes.
    pub(super) fn width(&self) -> f32 {
        match self {
            Self::Sending { words, .. } => words.min_width().ceil() + ICON + 4.0,
            Self::NotSent { .. } => 0.0,
        }
    }

    /// What is done about it at a point of the row: tried again, or given up.
    pub(super) fn press(&self, point: Point) -> Option<bool> {
        match self {
            Self::Sending { .. } => None,
            Self::NotSent { buttons, .. } => {
                buttons.iter().find(|button| button.bounds.contains(point)).map(|button| button.again)
            }
        }
    }

    /// Tells what can be done about it to whoever asks what stands in the window.
    pub(super) fn tell(&self, corner: Vector, operation: &mut dyn Operation) {
        if let Self::NotSent { buttons, .. } = self {
            for button in buttons {
                operation.text(None, button.bounds + corner, if button.again { texts::RETRY } else { texts::DELETE });
            }
        }
    }

    pub(super) fn draw(&self, renderer: &mut Renderer, theme: &Theme, corner: Vector, clip: Rectangle) {
        let t = &theme.tokens;
        match self {
            Self::Sending { words, at } => {
                let at = *at + corner;
                let middle = Point::new(at.x - 4.0 - ICON / 2.0, at.y + LINE / 2.0);
                draw_icon(renderer, Icon::Clock, middle, ICON, t.soft, clip);
                renderer.fill_paragraph(words, at, t.soft, clip);
            }
            Self::NotSent { held, title, why, at, why_at, buttons } => {
                let at = *at + corner;
                let (icon, ink) = if *held { (Icon::Clock, t.waiting) } else { (Icon::CircleAlert, t.danger) };
                draw_icon(renderer, icon, at + Vector::new(ICON / 2.0, LINE / 2.0), ICON, ink, clip);
                renderer.fill_paragraph(title, at + Vector::new(ICON + GAP, 0.0), ink, clip);
                renderer.fill_paragraph(why, *why_at + corner, t.soft, clip);
                for button in buttons {
                    let bounds = button.bounds + corner;
                    let border = Border { color: t.field, width: 1.0, radius: 8.into() };
                    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, t.raised);
                    let at = bounds.position() + Vector::new(AROUND, (BUTTON - LINE) / 2.0);
                    let ink = if button.again { t.ink } else { t.danger };
                    renderer.fill_paragraph(&button.words, at, ink, clip);
                }
            }
        }
    }
}
