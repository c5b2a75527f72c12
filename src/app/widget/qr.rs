//! A QR code as it is drawn, black on white in every theme: cameras read nothing else as well.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::{Color, Length, Point, Rectangle, Renderer, Size};

use crate::app::theme::{Element, Theme};
use crate::wire::qr::{QUIET, Qr as Code};

/// The dark squares of a code, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Encoded {
    width: u16,
    /// The same with what is free around it: without that, cameras don't find it.
    whole: u16,
    /// The dark modules in each line, as runs: where one begins, and how long it is.
    runs: Vec<(u16, u16, u16)>,
}

impl Encoded {
    /// Of this code.
    #[must_use]
    pub fn of(code: &Code) -> Self {
        let width = u16::try_from(code.width()).unwrap_or(u16::MAX);
        let mut runs = Vec::new();
        for y in 0..width {
            let mut x = 0;
            while x < width {
                let from = x;
                while x < width && code.dark(x.into(), y.into()) {
                    x += 1;
                }
                if x > from {
                    runs.push((from, y, x - from));
                }
                x += 1;
            }
        }
        let whole = u16::try_from(code.width() + 2 * QUIET).unwrap_or(u16::MAX);
        Self { width, whole, runs }
    }
}

/// A code, as large as this.
pub struct Qr<'a> {
    code: &'a Encoded,
    size: f32,
}

/// Shows a code in a square.
#[must_use]
pub const fn qr(code: &Encoded, size: f32) -> Qr<'_> {
    Qr { code, size }
}

impl<Message> Widget<Message, Theme, Renderer> for Qr<'_> {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size), Length::Fixed(self.size))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let side = self.size.min(limits.max().width);
        layout::Node::new(Size::new(side, side))
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        _: &Rectangle,
    ) {
        let bounds = layout.bounds();
        renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, Color::WHITE);
        let modules = f32::from(self.code.whole);
        // Whole pixels, so that every module is as large as the next.
        let module = (bounds.width / modules).floor().max(1.0);
        let left = (module.mul_add(-f32::from(self.code.width), bounds.width) / 2.0).floor();
        let corner = Point::new((bounds.x + left).round(), (bounds.y + left).round());
        for &(x, y, long) in &self.code.runs {
            let at = Point::new(module.mul_add(x.into(), corner.x), module.mul_add(y.into(), corner.y));
            let bounds = Rectangle::new(at, Size::new(module * f32::from(long), module));
            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, Color::BLACK);
        }
    }
}

impl<'a, Message: 'a> From<Qr<'a>> for Element<'a, Message> {
    fn from(qr: Qr<'a>) -> Self {
        Self::new(qr)
    }
}
