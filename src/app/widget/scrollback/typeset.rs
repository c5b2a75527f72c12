//! How text is set in the list: where its columns are, and paragraphs in one style or in several.

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{self, LineHeight, Paragraph as _, Shaping, Span, Wrapping};
use iced::{Font, Pixels, Size, alignment};

use crate::app::emoji;
use crate::app::theme::{CODE, EMOJI, PLAIN, STRONG};
use crate::app::widget::coloured::coloured;
use crate::markup::Style;
use crate::markup::marks;

/// How large an avatar is, and how far the text is from where it begins.
pub(super) const AVATAR: f32 = 28.0;
pub(super) const INDENT: f32 = 40.0;

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

/// In a list less wide than this, what is free at its edges is less.
const NARROW: f32 = 500.0;

/// What is free at the left and at the right of a list of this width.
pub(super) const fn edge(width: f32) -> f32 {
    if width < NARROW { 16.0 } else { 20.0 }
}

/// Where the text of rows begins in a list of this width.
pub(super) const fn text_left(width: f32) -> f32 {
    edge(width) + INDENT
}

/// Text in one style, its emoji in colour.
pub(super) fn paragraph(text: &str, size: f32, line: f32, font: Font, width: f32) -> Paragraph {
    coloured(layout_of(&marks::capped(text), size, line, font, width))
}

/// A text as spans: those that are emoji in their own font, and whether each is.
pub(super) fn spans_of(text: &str) -> impl Iterator<Item = (Span<'_, (), Font>, bool)> {
    emoji::runs(text).into_iter().map(|(range, emoji)| {
        let span = Span::new(&text[range]);
        (if emoji { span.font(EMOJI) } else { span }, emoji)
    })
}

/// Text in several styles.
pub(super) fn rich(spans: &[Span<'_, (), Font>], size: f32, line: f32, width: f32) -> Paragraph {
    Paragraph::with_spans(layout_of(spans, size, line, PLAIN, width))
}
