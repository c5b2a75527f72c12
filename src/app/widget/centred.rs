//! A few letters, an emoji or an icon drawn around a point.
//!
//! They are measured, and drawn from their left: of what is told to stand around a point, the renderer thinks that it
//! begins there, and draws only the right half of it anew when something else takes its place. And what has no bounds it
//! takes for another in every frame, with all to the right of it and below.

use std::cell::RefCell;
use std::collections::HashMap;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{Alignment, LineHeight, Paragraph as _, Renderer as _, Shaping, Text, Wrapping};
use iced::{Color, Font, Pixels, Point, Rectangle, Renderer, Size, alignment};

/// How many widths are remembered.
const REMEMBERED: usize = 4_096;

thread_local! {
    /// How wide what was drawn before is.
    static WIDTHS: RefCell<HashMap<(String, Font, u32), f32>> = RefCell::default();
}

/// What is drawn around a point.
pub(super) struct Centred<'a> {
    pub(super) content: &'a str,
    pub(super) font: Font,
    pub(super) size: f32,
    /// How high its line is.
    pub(super) line: f32,
    pub(super) shaping: Shaping,
}

impl Centred<'_> {
    /// Draws it.
    pub(super) fn draw(&self, renderer: &mut Renderer, center: Point, color: Color, clip: Rectangle) {
        let bounds = Size::new(self.width(), self.line);
        let corner = Point::new(center.x - bounds.width / 2.0, center.y - bounds.height / 2.0);
        // What is told to be cut within what is seen the renderer does not cut at all; what reaches beyond that, it does.
        let own = Rectangle::new(corner, bounds);
        if own.intersection(&clip).is_some() {
            renderer.fill_text(self.text(self.content.to_owned(), bounds), corner, color, own);
        }
    }

    fn text<T>(&self, content: T, bounds: Size) -> Text<T, Font> {
        Text {
            content,
            bounds,
            size: Pixels(self.size),
            line_height: LineHeight::Absolute(Pixels(self.line)),
            font: self.font,
            align_x: Alignment::Left,
            align_y: alignment::Vertical::Top,
            shaping: self.shaping,
            wrapping: Wrapping::None,
        }
    }

    fn width(&self) -> f32 {
        let key = (self.content.to_owned(), self.font, self.size.to_bits());
        WIDTHS.with_borrow_mut(|widths| {
            if widths.len() >= REMEMBERED {
                widths.clear();
            }
            // A little more than measured, so that rounding leaves nothing out.
            let measure = || Paragraph::with_text(self.text(self.content, Size::INFINITE)).min_width().ceil();
            *widths.entry(key).or_insert_with(measure)
        })
    }
}
