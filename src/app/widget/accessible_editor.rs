//! The many-lined field as this window needs it. It tells its words to whoever asks what stands in the window, a test or
//! a reader for the blind: the field that comes with iced keeps them to itself. And while an input method puts a word
//! together, the keys are the input method's: the Enter that ends a word does not send.

use iced::advanced::layout::Layout;
use iced::advanced::widget::Operation;
use iced::advanced::{Renderer as _, Shell, input_method, mouse};
use iced::{Event, Rectangle, keyboard};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// A field, and the words in it.
pub fn accessible_editor<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    words: String,
) -> Element<'a, Message> {
    Wrapped::around(content, AccessibleEditor { words })
}

struct AccessibleEditor {
    words: String,
}

/// Whether a word is being put together.
#[derive(Default)]
struct Composing(bool);

impl<Message> Differs<Message> for AccessibleEditor {
    type State = Composing;

    fn operate(
        &mut self,
        _: &mut Composing,
        layout: Layout<'_>,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        operation.text(None, layout.bounds(), &self.words);
        inner(operation);
    }

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
            Event::InputMethod(input_method::Event::Commit(_) | input_method::Event::Closed) => composing.0 = false,
            Event::Keyboard(keyboard::Event::KeyPressed { .. }) if composing.0 => {
                shell.capture_event();
                return;
            }
            _ => {}
        }
        inner(event, cursor, shell);
    }

    fn draw(&self, _: &Composing, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        let Some(clip) = on.layout.bounds().intersection(&on.viewport) else { return };
        // The software renderer cuts the lines that are scrolled out of an editor only where the layer cuts the editor
        // itself: so it is drawn as an upper and a lower half.
        let middle = clip.y + (clip.height / 2.0).round();
        let upper = Rectangle { height: middle - clip.y, ..clip };
        let lower = Rectangle { y: middle, height: clip.y + clip.height - middle, ..clip };
        for half in [upper, lower] {
            let Canvas { renderer, theme, style, layout, cursor, viewport } = on;
            renderer.with_layer(half, |renderer| {
                inner(&mut Canvas {
                    renderer,
                    theme,
                    style: *style,
                    layout: *layout,
                    cursor: *cursor,
                    viewport: *viewport,
                });
            });
        }
    }
}
