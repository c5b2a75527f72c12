//! What can be done with the message under the pointer: three icons in a bar at its upper right corner, and what names the
//! one that the pointer rests on.

use std::time::{Duration, Instant};

use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::widget::Operation;
use iced::border::Border;
use iced::{Point, Rectangle, Renderer, Size, Vector};

use super::typeset::{edge, paragraph};
use crate::app::texts::list as texts;
use crate::app::theme::{Icon, MEDIUM, Theme};
use crate::app::widget::glyph::draw_icon;

/// How large an icon's button is, and how far it is from the edge of the bar.
const BUTTON: f32 = 32.0;
const PAD: f32 = 2.0;

/// How far the bar stands above its message.
const ABOVE: f32 = 16.0;

/// How long the pointer rests on an icon before it is named.
const REST: Duration = Duration::from_millis(500);

/// Something that can be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoverAction {
    /// To react to it with an emoji.
    React,
    /// To reply to it.
    Reply,
    /// All that can be done.
    More,
}

impl HoverAction {
    const fn name(self) -> &'static str {
        match self {
            Self::React => texts::REACT,
            Self::Reply => texts::REPLY,
            Self::More => texts::MORE,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::React | Self::More => "",
            Self::Reply => "R",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::React => Icon::SmilePlus,
            Self::Reply => Icon::Reply,
            Self::More => Icon::Ellipsis,
        }
    }
}

/// The bar.
#[derive(Debug, Default)]
pub(super) struct HoverBar {
    /// What it offers.
    pub(super) of: Vec<HoverAction>,
    /// On which of it the pointer rests, and since when.
    rests: Option<(HoverAction, Instant)>,
    /// Its name and its key, once that is named. They are drawn after the frame was put together, so they are kept here.
    named: Option<(Paragraph, Paragraph)>,
}

impl HoverBar {
    pub(super) fn new(offered: &[HoverAction]) -> Self {
        Self { of: offered.to_vec(), rests: None, named: None }
    }

    fn size(&self) -> Size {
        let count = self.of.iter().fold(0.0, |count, _| count + 1.0);
        Size::new(count * BUTTON + 2.0 * PAD, BUTTON + 2.0 * PAD)
    }

    /// Where it stands for a message that begins so far below the upper edge of a list of this size.
    pub(super) fn bounds(&self, top: f32, list: Size) -> Rectangle {
        let size = self.size();
        let y = (top - ABOVE).min(list.height - size.height - 2.0).max(2.0);
        Rectangle::new(Point::new((list.width - edge(list.width) - size.width).max(0.0), y), size)
    }

    /// Each of what it offers, and where that stands in it.
    fn buttons(&self) -> impl Iterator<Item = (HoverAction, Rectangle)> + '_ {
        let mut x = PAD;
        self.of.iter().map(move |offer| {
            let bounds = Rectangle::new(Point::new(x, PAD), Size::new(BUTTON, BUTTON));
            x += BUTTON;
            (*offer, bounds)
        })
    }

    /// What is under a point of the bar.
    pub(super) fn at(&self, point: Point) -> Option<HoverAction> {
        self.buttons().find(|(_, bounds)| bounds.contains(point)).map(|(offer, _)| offer)
    }

    /// Where something that it offers stands in it.
    pub(super) fn place_of(&self, wanted: HoverAction) -> Option<Rectangle> {
        self.buttons().find(|(offer, _)| *offer == wanted).map(|(_, bounds)| bounds)
    }

    /// The pointer is on this of it. When it has rested there long enough, if it has not yet.
    pub(super) fn rest(&mut self, on: Option<HoverAction>, now: Instant) -> Option<Instant> {
        if self.rests.map(|(offer, _)| offer) != on {
            (self.rests, self.named) = (on.map(|offer| (offer, now)), None);
        }
        let (offer, since) = self.rests?;
        let due = since + REST;
        if now < due {
            return Some(due);
        }
        let small = |words: &str| paragraph(words, 12.0, 16.0, MEDIUM, f32::INFINITY);
        self.named.get_or_insert_with(|| (small(offer.name()), small(offer.key())));
        None
    }

    /// Tells what is offered to whoever asks what stands in the window.
    pub(super) fn tell(&self, corner: Vector, operation: &mut dyn Operation) {
        self.buttons().for_each(|(offer, bounds)| operation.text(None, bounds + corner, offer.name()));
    }

    pub(super) fn draw(&self, renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, over: Option<HoverAction>) {
        let t = &theme.tokens;
        let border = Border { color: t.edge, width: 1.0, radius: 10.into() };
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, t.raised);
        for (offer, own) in self.buttons() {
            let own = own + Vector::new(bounds.x, bounds.y);
            let is_over = over == Some(offer);
            if is_over {
                let border = Border { radius: 8.into(), ..Border::default() };
                renderer.fill_quad(renderer::Quad { bounds: own, border, ..renderer::Quad::default() }, t.lift);
            }
            draw_icon(renderer, offer.icon(), own.center(), 18.0, if is_over { t.ink } else { t.soft }, own);
        }
    }

    /// Names what the pointer rests on, above the bar, or below it where there is no place.
    pub(super) fn draw_name(&self, renderer: &mut Renderer, theme: &Theme, bounds: Rectangle, list: Rectangle) {
        let (Some((offer, _)), Some((name, key))) = (self.rests, &self.named) else { return };
        let Some(own) = self.place_of(offer) else { return };
        let gap = if offer.key().is_empty() { 0.0 } else { 8.0 };
        let size = Size::new((name.min_width() + gap + key.min_width()).ceil() + 16.0, 24.0);
        let middle = bounds.x + own.center_x();
        let x = (middle - size.width / 2.0).min(list.x + list.width - size.width - 4.0).round();
        let above = bounds.y - 4.0 - size.height;
        let y = if above >= list.y { above } else { bounds.y + bounds.height + 4.0 };
        let frame = Rectangle::new(Point::new(x, y), size);
        let t = &theme.tokens;
        let border = Border { radius: 6.into(), ..Border::default() };
        renderer.fill_quad(renderer::Quad { bounds: frame, border, ..renderer::Quad::default() }, t.tip);
        let at = frame.position() + Vector::new(8.0, 4.0);
        renderer.fill_paragraph(name, at, t.on_tip, frame);
        renderer.fill_paragraph(key, at + Vector::new(name.min_width() + gap, 0.0), t.tip_key, frame);
    }
}
