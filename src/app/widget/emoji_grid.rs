//! The cells of the picker: of some two thousand emoji only those are set and drawn that are seen.

use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{Alignment, LineHeight, Renderer as _, Shaping, Text, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::border::Border;
use iced::{Event, Length, Pixels, Point, Rectangle, Renderer, Size, Vector, alignment, touch};

use super::centred::Centred;
use crate::app::emoji::sheet::{CELL, Sheet, TITLE, WIDTH};
use crate::app::theme::{EMOJI, Element, STRONG, Theme};

/// How large an emoji is in its cell.
const SIGN: f32 = 22.0;

/// The cells of a sheet.
pub struct EmojiGrid<'a, Message> {
    sheet: &'a Sheet,
    chosen: Option<usize>,
    on_point: fn(usize) -> Message,
    on_pick: fn(usize) -> Message,
}

/// The cells of this sheet, of which one is chosen.
pub fn emoji_grid<Message>(
    sheet: &Sheet,
    chosen: Option<usize>,
    on_point: fn(usize) -> Message,
    on_pick: fn(usize) -> Message,
) -> EmojiGrid<'_, Message> {
    EmojiGrid { sheet, chosen, on_point, on_pick }
}

/// The cell that is pressed.
#[derive(Default)]
struct Pressed(Option<usize>);

impl<Message> EmojiGrid<'_, Message> {
    fn under(&self, layout: Layout<'_>, cursor: mouse::Cursor) -> Option<usize> {
        self.sheet.at(cursor.position_in(layout.bounds())?)
    }
}

/// Words that stand alone. In a frame without end only the first letter would be drawn.
fn title(content: &str, bounds: Size) -> Text {
    Text {
        content: content.to_owned(),
        bounds,
        size: Pixels(12.0),
        line_height: LineHeight::Absolute(Pixels(16.0)),
        font: STRONG,
        align_x: Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: Wrapping::None,
    }
}

impl<Message> Widget<Message, Theme, Renderer> for EmojiGrid<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Pressed>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Pressed::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(WIDTH), Length::Fixed(self.sheet.height()))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(WIDTH, self.sheet.height()))
    }

    fn operate(&mut self, _: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let at = layout.position();
        let corner = Vector::new(at.x, at.y);
        for section in self.sheet.sections() {
            let place = Rectangle::new(Point::new(0.0, section.top), Size::new(WIDTH, TITLE));
            operation.text(None, place + corner, section.title);
        }
        for cell in self.sheet.rows().iter().flat_map(|row| row.cells.clone()) {
            if let (Some(emoji), Some(place)) = (self.sheet.get(cell), self.sheet.place_of(cell)) {
                operation.text(None, place + corner, emoji.sign());
            }
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        let pressed = tree.state.downcast_mut::<Pressed>();
        let under = self.under(layout, cursor);
        match event {
            Event::Mouse(mouse::Event::CursorMoved { .. }) => {
                if let Some(cell) = under.filter(|cell| Some(*cell) != self.chosen) {
                    shell.publish((self.on_point)(cell));
                }
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                pressed.0 = under;
                if under.is_some() {
                    shell.capture_event();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. }) => {
                if let Some(cell) = pressed.0.take().filter(|cell| Some(*cell) == under) {
                    shell.publish((self.on_pick)(cell));
                    shell.capture_event();
                }
            }
            Event::Touch(touch::Event::FingerLost { .. }) => pressed.0 = None,
            _ => {}
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
        let (t, bounds) = (&theme.tokens, layout.bounds());
        let Some(clip) = bounds.intersection(viewport) else { return };
        let corner = Vector::new(bounds.x, bounds.y);
        let (from, to) = (clip.y - bounds.y, clip.y + clip.height - bounds.y);
        for section in self.sheet.sections().iter().filter(|one| one.top + TITLE > from && one.top < to) {
            let at = Point::new(4.0, section.top + (TITLE - 16.0) / 2.0) + corner;
            let place = Rectangle::new(Point::new(0.0, section.top), Size::new(WIDTH, TITLE)) + corner;
            renderer.fill_text(title(section.title, place.size()), at, t.soft, place);
        }
        for cell in self.sheet.rows_within(from, to).iter().flat_map(|row| row.cells.clone()) {
            let (Some(emoji), Some(place)) = (self.sheet.get(cell), self.sheet.place_of(cell)) else { continue };
            let place = place + corner;
            if self.chosen == Some(cell) {
                let line = if theme.is_stark() { t.edge } else { iced::Color::TRANSPARENT };
                let border = Border { color: line, width: 1.0, radius: 8.into() };
                renderer.fill_quad(renderer::Quad { bounds: place, border, ..renderer::Quad::default() }, t.lift);
            }
            let (line, shaping) = (CELL, Shaping::Advanced);
            let sign = Centred { content: emoji.sign(), font: EMOJI, size: SIGN, line, shaping };
            // The renderer cuts at the edge of what is scrolled only what it is told to reach beyond that.
            sign.draw(renderer, place.center(), t.ink, place);
        }
    }

    fn mouse_interaction(
        &self,
        _: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
        _: &Renderer,
    ) -> mouse::Interaction {
        match self.under(layout, cursor) {
            Some(_) => mouse::Interaction::Pointer,
            None => mouse::Interaction::default(),
        }
    }
}

impl<'a, Message: 'a> From<EmojiGrid<'a, Message>> for Element<'a, Message> {
    fn from(grid: EmojiGrid<'a, Message>) -> Self {
        Self::new(grid)
    }
}
