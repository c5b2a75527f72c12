//! One icon, drawn.

use iced::Pixels;
use iced::advanced::text::Shaping;
use iced::widget::text;

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
        .line_height(text::LineHeight::Absolute(Pixels(size)))
        .shaping(Shaping::Basic)
        .class(ink)
        .into()
}

/// One emoji, in colour.
pub fn emoji<'a, Message: 'a>(sign: impl text::IntoFragment<'a>, size: f32) -> Element<'a, Message> {
    text(sign)
        .font(EMOJI)
        .size(size)
        .line_height(text::LineHeight::Absolute(Pixels(size * 1.2)))
        .shaping(Shaping::Advanced)
        .into()
}
