//! A person as a circle in their hue with their initials, and a dot that tells whether they are here.

use iced::advanced::layout::{self, Layout};
use iced::advanced::text::Shaping;
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::border::Border;
use iced::{Color, Length, Point, Rectangle, Renderer, Size};
use unicode_segmentation::UnicodeSegmentation as _;

use super::centred::Centred;
use crate::app::texts::room as texts;
use crate::app::theme::{Element, STRONG, Theme};
use crate::room::PersonId;

/// How large the dot is, and the ring around it.
const DOT: f32 = 8.0;
const RING: f32 = 1.5;

/// Whether someone is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// They are.
    Here,
    /// They are, and not at their computer.
    Away,
}

/// A person as a circle.
pub struct Avatar {
    who: Option<PersonId>,
    initials: String,
    size: f32,
    dot: Option<Dot>,
}

/// The avatar of a person.
#[must_use]
pub fn avatar(who: Option<PersonId>, name: &str, size: f32) -> Avatar {
    Avatar { who, initials: initials(name), size, dot: None }
}

/// The first letter of a name, or of each of its first two words.
#[must_use]
pub fn initials(name: &str) -> String {
    let first = |word: &str| word.graphemes(true).next().map(str::to_uppercase);
    let words = name.split(|c: char| c.is_whitespace() || c == '-' || c == '_').filter(|word| !word.is_empty());
    words.filter_map(first).take(2).collect()
}

impl Avatar {
    /// With a dot that tells whether they are here.
    #[must_use]
    pub const fn dot(mut self, dot: Option<Dot>) -> Self {
        self.dot = dot;
        self
    }
}

/// How large the letters in an avatar of this size are.
fn letters(size: f32, count: usize) -> f32 {
    let one = if size <= 20.0 { size * 0.55 } else { size * 0.46 };
    if count > 1 { one * 0.85 } else { one }
}

/// By how much the circle is rounder than one with other letters: less than anyone sees. Letters stand around a point, and
/// of those the renderer draws only a quarter anew where they change; of a circle that changes, all.
fn told_apart(initials: &str) -> f32 {
    let sum = initials.chars().fold(0_u32, |sum, letter| sum.wrapping_mul(31).wrapping_add(u32::from(letter)));
    f32::from(u8::try_from(sum % 64).unwrap_or_default()) / 4096.0
}

/// Draws the circle and the initials of a person, wherever there is no widget of its own for it.
pub fn draw(
    renderer: &mut Renderer,
    theme: &Theme,
    who: Option<PersonId>,
    initials: &str,
    bounds: Rectangle,
    clip: Rectangle,
) {
    let t = &theme.tokens;
    let ground = who.map_or(t.off, |who| theme.of_avatar(who));
    let ring = t.avatar_ring;
    let border = Border {
        color: ring.unwrap_or(Color::TRANSPARENT),
        width: if ring.is_some() { 1.0 } else { 0.0 },
        radius: (bounds.width / 2.0 - told_apart(initials)).into(),
    };
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, ground);
    let size = letters(bounds.width, initials.graphemes(true).count());
    let (line, shaping) = (bounds.height, Shaping::Advanced);
    let words = Centred { content: initials, font: STRONG, size, line, shaping };
    words.draw(renderer, bounds.center(), Color::WHITE, clip);
}

impl<Message> Widget<Message, Theme, Renderer> for Avatar {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size), Length::Fixed(self.size))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(self.size, self.size))
    }

    fn operate(&mut self, _: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        if let Some(dot) = self.dot {
            // What the dot tells is told to whoever can't see it, too.
            operation.text(None, layout.bounds(), if dot == Dot::Here { texts::IS_HERE } else { texts::IS_AWAY });
        }
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        draw(renderer, theme, self.who, &self.initials, bounds, *viewport);
        let Some(dot) = self.dot else { return };
        let t = &theme.tokens;
        let circle = |size: f32, inset: f32| {
            let at = Point::new(
                bounds.x + bounds.width - DOT + 1.0 + inset - RING,
                bounds.y + bounds.height - DOT + 1.0 + inset - RING,
            );
            Rectangle::new(at, Size::new(size, size))
        };
        let mut fill = |bounds: Rectangle, color: Color, line: Option<Color>| {
            let (width, line) = line.map_or((0.0, Color::TRANSPARENT), |line| (1.5, line));
            let border = Border { color: line, width, radius: (bounds.width / 2.0).into() };
            renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, color);
        };
        fill(circle(DOT + 2.0 * RING, 0.0), t.page, None);
        match dot {
            Dot::Here => fill(circle(DOT, RING), t.here, None),
            Dot::Away => fill(circle(DOT, RING), t.page, Some(t.faint)),
        }
    }
}

impl<'a, Message: 'a> From<Avatar> for Element<'a, Message> {
    fn from(avatar: Avatar) -> Self {
        Self::new(avatar)
    }
}
