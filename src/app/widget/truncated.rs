//! Words in one line that end with an ellipsis where there is no place for all of them.

use std::borrow::Cow;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{Alignment, LineHeight, Paragraph as _, Renderer as _, Shaping, Text, Wrapping};
use iced::advanced::widget::{Operation, Tree, text::Catalog as _, tree};
use iced::advanced::{Widget, mouse, renderer};
use iced::{Font, Length, Pixels, Rectangle, Renderer, Size, alignment};
use unicode_segmentation::UnicodeSegmentation as _;

use super::coloured::coloured;
use crate::app::theme::{Element, Ink, PLAIN, TEXT, Theme};
use crate::markup::marks::capped;

/// What can be cut.
pub struct Truncated<'a> {
    words: Cow<'a, str>,
    size: f32,
    font: Font,
    ink: Ink,
}

/// Words that are cut where they don't fit.
#[must_use]
pub fn truncated<'a>(words: impl Into<Cow<'a, str>>) -> Truncated<'a> {
    Truncated { words: words.into(), size: TEXT, font: PLAIN, ink: Ink::Plain }
}

impl Truncated<'_> {
    /// How large it is.
    #[must_use]
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    /// In which letters.
    #[must_use]
    pub const fn font(mut self, font: Font) -> Self {
        self.font = font;
        self
    }

    /// What it is written with.
    #[must_use]
    pub const fn class(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }

    fn lay(&self, words: &str) -> Paragraph {
        coloured(Text {
            content: words,
            bounds: Size::INFINITE,
            size: Pixels(self.size),
            line_height: LineHeight::default(),
            font: self.font,
            align_x: Alignment::Default,
            align_y: alignment::Vertical::Top,
            shaping: Shaping::Advanced,
            wrapping: Wrapping::None,
        })
    }

    /// As much of it as fits. It is cut between two signs as they are seen, never within one.
    pub(super) fn fit(&self, width: f32) -> Paragraph {
        let words = capped(&self.words);
        let whole = self.lay(&words);
        if whole.min_width() <= width {
            return whole;
        }
        let ends: Vec<usize> = words.grapheme_indices(true).map(|(at, _)| at).collect();
        let short = |end: usize| self.lay(&format!("{}…", words[..end].trim_end()));
        let fits = ends.partition_point(|end| short(*end).min_width() <= width);
        match fits.checked_sub(1).and_then(|last| ends.get(last)) {
            Some(end) => short(*end),
            None => self.lay(""),
        }
    }
}

/// How wide words are in one line.
#[must_use]
pub fn width_of(words: &str, size: f32, font: Font) -> f32 {
    truncated(words).size(size).font(font).lay(words).min_width()
}

/// What was found to fit, and for what.
#[derive(Default)]
struct Fitted {
    key: Option<(String, (f32, Font, f32))>,
    paragraph: Paragraph,
}

impl<Message> Widget<Message, Theme, Renderer> for Truncated<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Fitted>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Fitted::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let fitted = tree.state.downcast_mut::<Fitted>();
        let width = limits.max().width;
        let look = (self.size, self.font, width);
        if !fitted.key.as_ref().is_some_and(|(words, as_before)| *words == self.words && *as_before == look) {
            fitted.paragraph = self.fit(width);
            fitted.key = Some((self.words.clone().into_owned(), look));
        }
        let Size { width, height } = fitted.paragraph.min_bounds();
        layout::Node::new(limits.resolve(Length::Shrink, Length::Shrink, Size::new(width.ceil(), height)))
    }

    fn operate(&mut self, _: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        // Whoever reads what stands in the window reads all of it.
        operation.text(None, layout.bounds(), &self.words);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let paragraph = &tree.state.downcast_ref::<Fitted>().paragraph;
        let color = theme.style(&self.ink).color.unwrap_or(style.text_color);
        renderer.fill_paragraph(paragraph, layout.position(), color, *viewport);
    }
}

impl<'a, Message: 'a> From<Truncated<'a>> for Element<'a, Message> {
    fn from(truncated: Truncated<'a>) -> Self {
        Self::new(truncated)
    }
}
