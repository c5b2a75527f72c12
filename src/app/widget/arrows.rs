//! What stands around a field whose arrows are not for the caret in it, but for what is listed below.

use iced::advanced::layout::Layout;
use iced::advanced::{Shell, input_method, mouse};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Event, keyboard::Modifiers};

use super::wrapped::{Differs, Wrapped};
use crate::app::theme::Element;

/// Tells of each of these keys that is pressed alone, and keeps it from what is inside.
pub fn arrows<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    on_key: impl Fn(Named) -> Option<Message> + 'a,
) -> Element<'a, Message> {
    Wrapped::around(content, Arrows { on_key })
}

struct Arrows<F> {
    on_key: F,
}

/// Whether a word is being put together: then the keys are the input method's.
#[derive(Default)]
struct Composing(bool);

impl<Message, F: Fn(Named) -> Option<Message>> Differs<Message> for Arrows<F> {
    type State = Composing;

    fn update(
        &mut self,
        composing: &mut Composing,
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        match event {
            Event::InputMethod(input_method::Event::Preedit(word, _)) => composing.0 = !word.is_empty(),
            Event::InputMethod(_) => composing.0 = false,
            Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(key), modifiers, .. })
                if *modifiers == Modifiers::empty() && !composing.0 =>
            {
                if let Some(message) = (self.on_key)(*key) {
                    shell.publish(message);
                    shell.capture_event();
                    return;
                }
            }
            _ => {}
        }
        inner(event, cursor, shell);
    }
}
