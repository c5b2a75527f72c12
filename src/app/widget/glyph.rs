//! One icon, drawn.

use iced::advanced::text::{LineHeight, Shaping};
use iced::widget::text;
use iced::{Color, Pixels, Point, Rectangle, Renderer};

use super::centred::Centred;
use crate::app::theme::{EMOJI, Element, ICONS, Icon, Ink};

/// How large an icon is, and in small places.
pub const SIZE: f32 = 18.0;
/// The same, in small places.
pub const SMALL: f32 = 16.0;

/// An icon in the colour of what is around it.
pub fn glyph<'a, Message: 'a>(icon: Icon) -> Element<'a, Message> {
    glyph_in(icon, SIZE, Ink::Around)
}

/// An icon of this size in this colour.
pub fn glyph_in<'a, Message: 'a>(icon: Icon, size: f32, ink: Ink) -> Element<'a, Message> {
    text(icon.glyph())
        .font(ICONS)
        .size(size)
        .line_height(LineHeight::Absolute(Pixels(size)))
        .shaping(Shaping::Basic)
        .class(ink)
        .into()
}

/// One emoji, in colour.
pub fn emoji<'a, Message: 'a>(sign: impl text::IntoFragment<'a>, size: f32) -> Element<'a, Message> {
    text(sign)
        .font(EMOJI)
        .size(size)
        .line_height(LineHeight::Absolute(Pixels(size * 1.2)))
        .shaping(Shaping::Advanced)
        .into()
}

/// Draws an icon around a point, wherever there is no widget of its own for it.
pub(super) fn draw_icon(renderer: &mut Renderer, icon: Icon, center: Point, size: f32, color: Color, clip: Rectangle) {
    let icon = Centred { content: icon.glyph(), font: ICONS, size, line: size, shaping: Shaping::Basic };
    icon.draw(renderer, center, color, clip);
}
