//! How text is set in the list: where its columns are, and paragraphs in one style or in several.

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{self, LineHeight, Paragraph as _, Shaping, Span, Wrapping};
use iced::{Font, Pixels, Size, alignment};

use crate::app::markup::Style;
use crate::app::theme::{CODE, PLAIN, STRONG};

/// Where the text of rows begins.
pub(super) const TEXT_LEFT: f32 = 72.0;
/// Where their times begin.
pub(super) const TIME_LEFT: f32 = 18.0;
/// What is free at the right.
pub(super) const RIGHT: f32 = 22.0;
/// How large the letters of what is noted are.
pub(super) const NOTE: f32 = 13.0;

/// The font of words that look like this.
pub(super) fn font_of(style: &Style) -> Font {
    let font = if style.code {
        CODE
    } else if style.strong || style.mention.is_some() {
        STRONG
    } else {
        PLAIN
    };
    if style.emphasis { Font { style: iced::font::Style::Italic, ..font } } else { font }
}

fn layout_of<Content>(content: Content, size: f32, line: f32, font: Font, width: f32) -> text::Text<Content, Font> {
    text::Text {
        content,
        bounds: Size::new(width, f32::INFINITY),
        size: Pixels(size),
        line_height: LineHeight::Absolute(Pixels(line)),
        font,
        align_x: text::Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: Wrapping::WordOrGlyph,
    }
}

/// Text in one style.
pub(super) fn paragraph(text: &str, size: f32, line: f32, font: Font, width: f32) -> Paragraph {
    Paragraph::with_text(layout_of(text, size, line, font, width))
}

/// Text in several styles.
pub(super) fn rich(spans: &[Span<'_, (), Font>], size: f32, line: f32, width: f32) -> Paragraph {
    Paragraph::with_spans(layout_of(spans, size, line, PLAIN, width))
}
