//! What lies behind a question: seen, and out of reach.

use iced::Event;
use iced::advanced::widget::Operation;
use iced::advanced::{Layout, Shell, mouse};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// Shows something that can be neither pressed nor typed into while it lies behind a question.
pub fn inert<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, is: bool) -> Element<'a, Message> {
    Wrapped::around(content, Inert(is))
}

/// Whether it does.
struct Inert(bool);

impl<Message> Differs<Message> for Inert {
    type State = ();

    fn operate(
        &mut self,
        (): &mut (),
        _: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        if !self.0 {
            inner(operation);
        }
    }

    fn update(
        &mut self,
        (): &mut (),
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        if !self.0 || matches!(event, Event::Window(_)) {
            inner(event, if self.0 { mouse::Cursor::Unavailable } else { cursor }, shell);
        }
    }

    fn draw(&self, (): &(), on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        if self.0 {
            on.cursor = mouse::Cursor::Unavailable;
        }
        inner(on);
    }

    fn mouse_interaction(
        &self,
        _: Layout<'_>,
        _: mouse::Cursor,
        inner: &dyn Fn() -> mouse::Interaction,
    ) -> mouse::Interaction {
        if self.0 { mouse::Interaction::default() } else { inner() }
    }
}
