//! What is offered for the message under the pointer: a small bar at its upper right corner.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::widget::Operation;
use iced::border::Border;
use iced::{Point, Rectangle, Renderer, Size, Vector};

use super::typeset::{RIGHT, paragraph};
use crate::app::theme::{LINE, PLAIN, Theme};

/// How high the bar is, and how much is free around its words.
const HEIGHT: f32 = 30.0;
const AROUND: f32 = 8.0;

/// How far it stands above its message.
const ABOVE: f32 = 16.0;

/// The sign that is nearest at hand.
pub const LIKE: &str = "👍";

/// Something that can be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoverAction {
    /// To give it a sign.
    Like,
    /// To answer it.
    Reply,
    /// All that can be done.
    More,
}

impl HoverAction {
    const fn words(self) -> &'static str {
        match self {
            Self::Like => LIKE,
            Self::Reply => "Reply",
            Self::More => "More",
        }
    }
}

/// The bar, laid out.
#[derive(Debug, Default)]
pub(super) struct HoverBar {
    /// The same, to tell whether it is still what is offered.
    pub(super) of: Vec<HoverAction>,
    /// What is offered, where it stands in the bar, and its words.
    offered: Vec<(HoverAction, Rectangle, Paragraph)>,
    width: f32,
}

impl HoverBar {
    pub(super) fn new(offered: &[HoverAction]) -> Self {
        let mut x = 2.0;
        let lay = |offer: &HoverAction| {
            let words = paragraph(offer.words(), 13.0, LINE, PLAIN, f32::INFINITY);
            let bounds = Rectangle::new(Point::new(x, 2.0), Size::new(words.min_width() + 2.0 * AROUND, HEIGHT - 4.0));
            x += bounds.width;
            (*offer, bounds, words)
        };
        let of = offered.to_vec();
        let offered = offered.iter().map(lay).collect();
        Self { of, offered, width: x + 2.0 }
    }

    /// Where it stands for a message that begins so far below the upper edge of a list of this size.
    pub(super) fn bounds(&self, top: f32, list: Size) -> Rectangle {
        let y = (top - ABOVE).min(list.height - HEIGHT - 2.0).max(2.0);
        Rectangle::new(Point::new((list.width - RIGHT - self.width).max(0.0), y), Size::new(self.width, HEIGHT))
    }

    /// What is under a point of the bar.
    pub(super) fn at(&self, point: Point) -> Option<HoverAction> {
        self.offered.iter().find(|(_, bounds, _)| bounds.contains(point)).map(|(offer, ..)| *offer)
    }

    /// Tells what is offered to whoever asks what stands in the window.
    pub(super) fn tell(&self, corner: Vector, operation: &mut dyn Operation) {
        self.offered.iter().for_each(|(offer, bounds, _)| operation.text(None, *bounds + corner, offer.words()));
    }

    pub(super) fn draw(&self, renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, over: Option<HoverAction>) {
        let t = &theme.tokens;
        let border = Border { color: t.line, width: 1.0, radius: 8.into() };
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, t.raised);
        for (offer, own, words) in &self.offered {
            let own = *own + Vector::new(bounds.x, bounds.y);
            let is_over = over == Some(*offer);
            if is_over {
                let border = Border { radius: 6.into(), ..Border::default() };
                renderer.fill_quad(renderer::Quad { bounds: own, border, ..renderer::Quad::default() }, t.hover);
            }
            let at = own.position() + Vector::new(AROUND, (own.height - LINE) / 2.0);
            renderer.fill_paragraph(words, at, if is_over { t.ink } else { t.soft }, own);
        }
    }
}
