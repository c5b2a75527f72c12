//! A field whose caret keeps still: with nobody typing, nothing is drawn.

use std::sync::LazyLock;
use std::time::Instant;

use iced::advanced::layout::{self, Layout};
use iced::advanced::{Renderer as _, Shell, mouse};
use iced::window::RedrawRequest;
use iced::{Event, Vector, keyboard, window};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// A moment before any field was touched.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A field with a caret that does not blink.
pub fn steady_caret<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Wrapped::around(content, SteadyCaret { line: false })
}

/// The same for a field of one line. Esc is not for it, but for what it stands in.
pub fn steady_caret_line<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Wrapped::around(content, SteadyCaret { line: true })
}

/// What a field does when one of these is pressed with Ctrl: select everything, copy, cut, and paste.
const OF_A_FIELD: [char; 4] = ['a', 'c', 'x', 'v'];

/// Whether a key is pressed with Ctrl that a field of one line would take for something to be written.
fn is_for_the_window(event: &Event) -> bool {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, physical_key, .. }) = event else { return false };
    let keyboard::Key::Character(_) = key else { return false };
    // On some keyboards, Ctrl and Alt together write.
    let commands = modifiers.command() && !modifiers.alt();
    commands && !key.to_latin(*physical_key).is_some_and(|letter| OF_A_FIELD.contains(&letter.to_ascii_lowercase()))
}

struct SteadyCaret {
    /// Whether it is a field of one line.
    line: bool,
}

impl<Message> Differs<Message> for SteadyCaret {
    type State = ();

    fn layout(
        &self,
        (): &mut (),
        limits: &layout::Limits,
        inner: &mut dyn FnMut(&layout::Limits) -> layout::Node,
    ) -> layout::Node {
        // As wide as whole pixels, where it is a line: see `draw`.
        inner(&if self.line { limits.max_width(limits.max().width.floor()) } else { *limits })
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
        let escape = keyboard::Key::Named(keyboard::key::Named::Escape);
        if matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key, .. }) if self.line && *key == escape) {
            return;
        }
        if self.line && is_for_the_window(event) {
            return;
        }
        if !matches!(event, Event::Window(window::Event::RedrawRequested(_))) {
            inner(event, cursor, shell);
            return;
        }
        // The field shows its caret for the first half second after it was touched. In this moment that never ends.
        let event = Event::Window(window::Event::RedrawRequested(*START));
        let before = shell.redraw_request();
        inner(&event, cursor, shell);
        if matches!(shell.redraw_request(), RedrawRequest::At(_)) {
            Shell::replace_redraw_request(shell, before);
        }
    }

    fn draw(&self, (): &(), on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        if !self.line {
            inner(on);
            return;
        }
        // On whole pixels: of a selection that ends within one, the renderer leaves a trace when it draws only a part
        // anew.
        let at = on.layout.position();
        let shift = Vector::new(at.x.round() - at.x, at.y.round() - at.y);
        let Canvas { renderer, theme, style, layout, cursor, viewport } = on;
        renderer.with_translation(shift, |renderer| {
            inner(&mut Canvas {
                renderer,
                theme,
                style: *style,
                layout: *layout,
                cursor: *cursor,
                viewport: *viewport - shift,
            });
        });
    }
}
