//! A look in small: a window as it would be, drawn in that look's own colours.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::border::{Border, Radius};
use iced::{Color, Length, Point, Rectangle, Renderer, Size, Vector};

use crate::app::theme::{Element, Theme};
use crate::room::PersonId;

/// How large it is.
const SIZE: Size = Size::new(118.0, 80.0);
const RADIUS: f32 = 10.0;

/// A look in small.
#[derive(Clone, Copy, Debug)]
pub struct Preview {
    look: Theme,
    /// What the right half looks like, where that is another.
    other: Option<Theme>,
    chosen: bool,
}

/// A look in small; `other` is that of its right half.
#[must_use]
pub const fn preview(look: Theme, other: Option<Theme>, chosen: bool) -> Preview {
    Preview { look, other, chosen }
}

/// Draws a window of this look there, its corners as round as that.
fn paint(renderer: &mut Renderer, look: &Theme, bounds: Rectangle, round: Radius) {
    let t = &look.tokens;
    let at = Vector::new(bounds.x, bounds.y);
    let side = (bounds.width * 0.22).max(26.0).round();
    let mut fill = |bounds: Rectangle, radius: Radius, color: Color, line: Option<Color>| {
        let border =
            Border { color: line.unwrap_or(Color::TRANSPARENT), width: if line.is_some() { 1.0 } else { 0.0 }, radius };
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, color);
    };
    let part =
        |x: f32, y: f32, width: f32, height: f32| Rectangle::new(Point::new(x, y), Size::new(width, height)) + at;
    fill(bounds, round, t.page, None);
    let left = Radius { top_right: 0.0, bottom_right: 0.0, ..round };
    fill(part(0.0, 0.0, side, bounds.height), left, t.side, None);
    fill(part(side, 0.0, 1.0, bounds.height), 0.into(), t.line, None);
    let stark = look.is_stark().then_some(t.edge);
    fill(part(6.0, 9.0, side - 12.0, 6.0), 3.into(), t.tint, stark);
    for y in [19.0, 27.0] {
        fill(part(6.0, y, side - 12.0, 4.0), 2.into(), if stark.is_some() { t.faint } else { t.line }, None);
    }
    let (text, room) = (side + 7.0, bounds.width - side - 14.0);
    fill(part(text, 11.0, room.min(20.0), 4.0), 2.into(), look.of_person(PersonId(1)), None);
    fill(part(text, 20.0, room, 4.0), 2.into(), t.ink, None);
    fill(part(text, 29.0, room * 0.7, 4.0), 2.into(), t.ink, None);
    fill(part(bounds.width - 29.0, bounds.height - 21.0, 22.0, 10.0), 3.into(), t.accent, None);
}

impl<Message> Widget<Message, Theme, Renderer> for Preview {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(SIZE.width), Length::Fixed(SIZE.height))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(SIZE)
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
        let (t, bounds) = (&theme.tokens, layout.bounds());
        match &self.other {
            None => paint(renderer, &self.look, bounds, RADIUS.into()),
            Some(other) => {
                let half = Size::new(bounds.width / 2.0, bounds.height);
                let left = Radius { top_right: 0.0, bottom_right: 0.0, ..RADIUS.into() };
                let right = Radius { top_left: 0.0, bottom_left: 0.0, ..RADIUS.into() };
                paint(renderer, &self.look, Rectangle::new(bounds.position(), half), left);
                let at = bounds.position() + Vector::new(half.width, 0.0);
                paint(renderer, other, Rectangle::new(at, half), right);
            }
        }
        let mut around = |bounds: Rectangle, color: Color, width: f32, radius: f32| {
            let border = Border { color, width, radius: radius.into() };
            renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, Color::TRANSPARENT);
        };
        if self.chosen {
            around(bounds.expand(2.0), t.ring, 2.0, RADIUS + 2.0);
            around(bounds, t.accent, 2.0, RADIUS);
        } else {
            around(bounds, t.edge, 1.0, RADIUS);
        }
    }
}

impl<'a, Message: 'a> From<Preview> for Element<'a, Message> {
    fn from(preview: Preview) -> Self {
        Self::new(preview)
    }
}
