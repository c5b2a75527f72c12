//! A card in the middle of the window whose foot rests: what stands at its foot can be pressed twice at the same place,
//! though a sentence came above it in between.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Operation;
use iced::{Length, Size};

use super::wrapped::{Differs, Wrapped};
use crate::app::theme::Element;

/// How far from the middle it may rest: a sentence of three lines, but not one field more.
const DRIFT: f32 = 32.0;

/// Puts a card into the middle, and leaves its foot there while it becomes a little higher or lower.
pub fn steady_card<'a, Message: 'a>(card: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Wrapped::around(card, SteadyCard)
}

struct SteadyCard;

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

impl<Message> Differs<Message> for SteadyCard {
    type State = Foot;

    fn size(&self, _: Size<Length>) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(
        &self,
        foot: &mut Foot,
        limits: &layout::Limits,
        inner: &mut dyn FnMut(&layout::Limits) -> layout::Node,
    ) -> layout::Node {
        let room = limits.max();
        let card = inner(&limits.loose());
        let Size { width, height } = card.size();
        let left = ((room.width - width) / 2.0).max(0.0).floor();
        let top = foot.rest(room, height);
        layout::Node::with_children(room, vec![card.move_to((left, top))])
    }

    fn place<'a>(&self, layout: Layout<'a>) -> Option<Layout<'a>> {
        layout.children().next()
    }

    fn operate(
        &mut self,
        _: &mut Foot,
        _: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        operation.traverse(inner);
    }
}
