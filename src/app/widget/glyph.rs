//! One icon, drawn.

use iced::advanced::text::{Alignment, LineHeight, Renderer as _, Shaping, Text, Wrapping};
use iced::widget::text;
use iced::{Color, Pixels, Point, Rectangle, Renderer, Size, alignment};

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
    let corner = Point::new(center.x - size / 2.0, center.y - size / 2.0);
    let text = Text {
        content: icon.glyph().to_owned(),
        // From its corner, and no larger than it is: where that is endless, or it stands around a point, the renderer takes
        // it for another in every frame, and draws all to the right of it and below it anew.
        bounds: Size::new(size, size),
        size: Pixels(size),
        line_height: LineHeight::Absolute(Pixels(size)),
        font: ICONS,
        align_x: Alignment::Left,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Basic,
        wrapping: Wrapping::None,
    };
    renderer.fill_text(text, corner, color, clip);
}
