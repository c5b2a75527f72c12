//! Text whose emoji are in colour, laid out for whoever draws it.

use iced::Font;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{Paragraph as _, Span, Text};

use crate::app::emoji::runs;
use crate::app::theme::EMOJI;

/// Lays out a text in one style, but for its emoji: they have a font of their own.
pub(super) fn coloured(text: Text<&str, Font>) -> Paragraph {
    let (words, font) = (text.content, text.font);
    let runs = runs(words);
    if runs.iter().all(|(_, emoji)| !emoji) {
        return Paragraph::with_text(text);
    }
    let spans = runs.into_iter().map(|(range, emoji)| Span::new(&words[range]).font(if emoji { EMOJI } else { font }));
    let spans: Vec<Span<'_, (), Font>> = spans.collect();
    Paragraph::with_spans(text.with_content(spans.as_slice()))
}
