//! A card in the middle of the window whose foot rests: what stands at its foot can be pressed twice at the same place,
//! though a sentence came above it in between.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Vector};

use crate::app::theme::{Element, Theme};

/// How far from the middle it may rest: a sentence of three lines, but not one field more.
const DRIFT: f32 = 32.0;

/// Puts a card into the middle, and leaves its foot there while it becomes a little higher or lower.
pub fn resting<'a, Message: 'a>(card: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Resting(card.into()))
}

struct Resting<'a, Message>(Element<'a, Message>);

/// Where its foot is, and in how much room.
#[derive(Clone, Copy, Default)]
struct Foot(Option<(Size, f32)>);

impl Foot {
    /// Where a card of this height begins, in whole pixels.
    fn rest(&mut self, room: Size, height: f32) -> f32 {
        let middle = ((room.height - height) / 2.0).max(0.0).floor();
        let rested = self.0.filter(|(before, _)| *before == room).map(|(_, foot)| foot - height);
        let top = rested.filter(|top| *top >= 0.0 && (top - middle).abs() <= DRIFT).unwrap_or(middle);
        self.0 = Some((room, top + height));
        top
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Resting<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Foot>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Foot::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.0)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.0));
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max();
        let card = self.0.as_widget_mut().layout(&mut tree.children[0], renderer, &limits.loose());
        let Size { width, height } = card.size();
        let left = ((room.width - width) / 2.0).max(0.0).floor();
        let top = tree.state.downcast_mut::<Foot>().rest(room, height);
        layout::Node::with_children(room, vec![card.move_to((left, top))])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.traverse(&mut |operation| {
            if let Some(card) = layout.children().next() {
                self.0.as_widget_mut().operate(&mut tree.children[0], card, renderer, operation);
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if let Some(card) = layout.children().next() {
            let content = self.0.as_widget_mut();
            content.update(&mut tree.children[0], event, card, cursor, renderer, clipboard, shell, viewport);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        if let Some(card) = layout.children().next() {
            self.0.as_widget().draw(&tree.children[0], renderer, theme, style, card, cursor, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        layout.children().next().map_or_else(mouse::Interaction::default, |card| {
            self.0.as_widget().mouse_interaction(&tree.children[0], card, cursor, viewport, renderer)
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let card = layout.children().next()?;
        self.0.as_widget_mut().overlay(&mut tree.children[0], card, renderer, viewport, translation)
    }
}
