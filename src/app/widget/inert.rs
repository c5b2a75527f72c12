//! What lies behind a question: seen, and out of reach.

use iced::advanced::widget::Operation;
use iced::advanced::{Layout, Shell, mouse};
use iced::{Event, window};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// Shows something that can be neither pressed nor typed into while it lies behind a question. A field in it keeps what was
/// written and where its caret was, and shows none meanwhile.
pub fn inert<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, is: bool) -> Element<'a, Message> {
    Wrapped::around(content, Inert(is))
}

/// Whether it does.
struct Inert(bool);

/// What it knows of the window.
struct Known {
    /// Whether the window has the focus.
    focused: bool,
    /// What was told of that to what lies behind.
    told: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self { focused: true, told: true }
    }
}

impl<Message> Differs<Message> for Inert {
    type State = Known;

    fn operate(
        &mut self,
        _: &mut Known,
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
        known: &mut Known,
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        let cursor = if self.0 { mouse::Cursor::Unavailable } else { cursor };
        match event {
            Event::Window(window::Event::Focused) => known.focused = true,
            Event::Window(window::Event::Unfocused) => known.focused = false,
            _ => {}
        }
        // Behind a question it is as in a window without the focus: no field shows a caret.
        let focused = known.focused && !self.0;
        if std::mem::replace(&mut known.told, focused) != focused {
            let told = if focused { window::Event::Focused } else { window::Event::Unfocused };
            inner(&Event::Window(told), cursor, shell);
        }
        let of_focus = matches!(event, Event::Window(window::Event::Focused | window::Event::Unfocused));
        if !of_focus && (!self.0 || matches!(event, Event::Window(_))) {
            inner(event, cursor, shell);
        }
    }

    fn draw(&self, _: &Known, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
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
