//! What opens beside something in the window: a menu, a picker, a card. It lies within the window, below what it belongs to
//! or above it, and whoever presses beside it closes it.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::Operation;
use iced::advanced::{Shell, mouse};
use iced::{Event, Length, Point, Rectangle, Size, touch};

use super::wrapped::{Differs, Wrapped};
use crate::app::theme::Element;

/// How far it is from what it belongs to, and from the edges of the window.
const GAP: f32 = 4.0;
const EDGE: f32 = 8.0;

/// Where it opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// What it belongs to, in the window: a button, or the point that was pressed.
    pub at: Rectangle,
    /// With which side it is in line.
    pub side: Side,
}

/// A side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its left edge.
    Left,
    /// Its right edge.
    Right,
}

/// Shows something beside its anchor.
pub fn popover<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    anchor: Anchor,
    on_close: Message,
) -> Element<'a, Message> {
    Wrapped::around(content, Popover { anchor, on_close })
}

struct Popover<Message> {
    anchor: Anchor,
    on_close: Message,
}

impl<Message> Popover<Message> {
    /// Where something of this size stands in a window of this size: below, where there is room or more of it; else above.
    fn corner(&self, content: Size, window: Size) -> Point {
        let Rectangle { x, y, width, height } = self.anchor.at;
        let below = window.height - EDGE - (y + height + GAP);
        let above = y - GAP - EDGE;
        let top = if content.height <= below || below >= above { y + height + GAP } else { y - GAP - content.height };
        let left = match self.anchor.side {
            Side::Left => x,
            Side::Right => x + width - content.width,
        };
        let within = |at: f32, size: f32, all: f32| at.min(all - EDGE - size).max(EDGE).round();
        Point::new(within(left, content.width, window.width), within(top, content.height, window.height))
    }
}

impl<Message: Clone> Differs<Message> for Popover<Message> {
    type State = ();

    fn size(&self, _: Size<Length>) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(
        &self,
        (): &mut (),
        limits: &layout::Limits,
        inner: &mut dyn FnMut(&layout::Limits) -> layout::Node,
    ) -> layout::Node {
        let window = limits.max();
        let most = Size::new((window.width - 2.0 * EDGE).max(0.0), (window.height - 2.0 * EDGE).max(0.0));
        let content = inner(&layout::Limits::new(Size::ZERO, most));
        let corner = self.corner(content.size(), window);
        layout::Node::with_children(window, vec![content.move_to(corner)])
    }

    fn place<'a>(&self, layout: Layout<'a>) -> Option<Layout<'a>> {
        layout.children().next()
    }

    fn operate(
        &mut self,
        (): &mut (),
        _: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        operation.traverse(inner);
    }

    fn update(
        &mut self,
        (): &mut (),
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        inner(event, cursor, shell);
        let pressed = matches!(
            event,
            Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. })
        );
        let beside = layout.children().next().is_none_or(|content| !cursor.is_over(content.bounds()));
        if pressed && beside {
            shell.publish(self.on_close.clone());
        }
        if pressed && !shell.is_event_captured() {
            // It is not for what lies behind.
            shell.capture_event();
        }
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        inner: &dyn Fn() -> mouse::Interaction,
    ) -> mouse::Interaction {
        match inner() {
            // What lies behind says nothing to the pointer now.
            mouse::Interaction::None if layout.bounds().contains(cursor.position().unwrap_or_default()) => {
                mouse::Interaction::Idle
            }
            other => other,
        }
    }
}
