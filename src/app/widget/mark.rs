//! The marks of what can be on or off: a switch, a tick, a radio. They only show it; what is pressed is the row around.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::border::Border;
use iced::{Color, Length, Point, Rectangle, Renderer, Size};

use super::glyph::draw_icon;
use crate::app::theme::{Element, Icon, Theme};

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A switch, on or off.
    Switch(bool),
    /// A tick, there or not.
    Tick(bool),
    /// One of several, chosen or not.
    Radio(bool),
}

/// How large a switch and its knob are, and a tick or a radio.
const SWITCH: Size = Size::new(36.0, 20.0);
const KNOB: f32 = 16.0;
const BOX: f32 = 18.0;

impl Mark {
    const fn extent(self) -> Size {
        match self {
            Self::Switch(_) => SWITCH,
            Self::Tick(_) | Self::Radio(_) => Size::new(BOX, BOX),
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Mark {
    fn size(&self) -> Size<Length> {
        let Size { width, height } = self.extent();
        Size::new(Length::Fixed(width), Length::Fixed(height))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(self.extent())
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
        let (t, bounds) = (&theme.tokens, layout.bounds());
        let mut fill = |bounds: Rectangle, radius: f32, color: Color, line: Color| {
            let border = Border { color: line, width: 1.0, radius: radius.into() };
            renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, color);
        };
        match *self {
            Self::Switch(on) => {
                let ground = if on { t.accent } else { t.off };
                fill(bounds, SWITCH.height / 2.0, ground, ground);
                let x = if on { bounds.x + bounds.width - KNOB - 2.0 } else { bounds.x + 2.0 };
                let knob = Rectangle::new(Point::new(x, bounds.y + 2.0), Size::new(KNOB, KNOB));
                fill(knob, KNOB / 2.0, t.knob, t.knob);
            }
            Self::Radio(on) => {
                let ground = if on { t.accent } else { t.raised };
                fill(bounds, BOX / 2.0, ground, if on { t.accent } else { t.off });
                if on {
                    fill(bounds.shrink(6.0), 3.0, t.knob, t.knob);
                }
            }
            Self::Tick(on) => {
                let ground = if on { t.accent } else { t.raised };
                fill(bounds, 5.0, ground, if on { t.accent } else { t.off });
                if on {
                    draw_icon(renderer, Icon::Check, bounds.center(), 14.0, t.on_accent, *viewport);
                }
            }
        }
    }
}

impl<'a, Message: 'a> From<Mark> for Element<'a, Message> {
    fn from(mark: Mark) -> Self {
        Self::new(mark)
    }
}
