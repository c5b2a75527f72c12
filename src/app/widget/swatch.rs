//! A round spot of one colour, with a ring around it where it is chosen.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::border::Border;
use iced::{Color, Length, Rectangle, Renderer, Size};

use crate::app::theme::{Element, Theme};

/// How large it is, with the ring and without.
const SIZE: f32 = 22.0;
const SPOT: f32 = 16.0;

/// A round spot of one colour.
pub struct Swatch {
    color: Color,
    chosen: bool,
}

/// A spot of this colour.
#[must_use]
pub const fn swatch(color: Color, chosen: bool) -> Swatch {
    Swatch { color, chosen }
}

impl<Message> Widget<Message, Theme, Renderer> for Swatch {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(SIZE), Length::Fixed(SIZE))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(SIZE, SIZE))
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        _: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let mut round = |bounds: Rectangle, ground: Color, line: Color, width: f32| {
            let border = Border { color: line, width, radius: (bounds.width / 2.0).into() };
            renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, ground);
        };
        if self.chosen {
            round(bounds, Color::TRANSPARENT, theme.tokens.link, 1.5);
        }
        round(bounds.shrink((SIZE - SPOT) / 2.0), self.color, Color::TRANSPARENT, 0.0);
    }
}

impl<'a, Message: 'a> From<Swatch> for Element<'a, Message> {
    fn from(swatch: Swatch) -> Self {
        Self::new(swatch)
    }
}
