//! The frame around the entry: one border around the field and what stands above it, in the accent while one writes. Its
//! menu opens with the right button anywhere in it.

use std::cell::Cell;
use std::rc::Rc;

use iced::advanced::{Layout, Renderer as _, Shell, mouse, renderer};
use iced::border::Border;
use iced::{Color, Event, Rectangle, Size};

use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// How round its corners are, and how wide the ring is around what has the focus.
const RADIUS: f32 = 10.0;
const RING: f32 = 2.0;

/// Puts a frame around something that writes into `focused` whether it has the focus when it is drawn.
pub fn entry_frame<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    focused: Rc<Cell<bool>>,
    menu: impl Fn(Rectangle) -> Message + 'a,
) -> Element<'a, Message> {
    Wrapped::around(content, EntryFrame { focused, menu: Box::new(menu) })
}

struct EntryFrame<'a, Message> {
    focused: Rc<Cell<bool>>,
    menu: Box<dyn Fn(Rectangle) -> Message + 'a>,
}

impl<Message> Differs<Message> for EntryFrame<'_, Message> {
    type State = ();

    fn update(
        &mut self,
        (): &mut (),
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        if matches!(event, Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)))
            && cursor.is_over(layout.bounds())
            && !shell.is_event_captured()
            && let Some(at) = cursor.position()
        {
            shell.publish((self.menu)(Rectangle::new(at, Size::ZERO)));
            shell.capture_event();
            return;
        }
        inner(event, cursor, shell);
    }

    fn draw(&self, (): &(), on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        let (bounds, t) = (on.layout.bounds(), on.theme.tokens);
        let around = |bounds: Rectangle, color: Color, width: f32, radius: f32| renderer::Quad {
            bounds,
            border: Border { color, width, radius: radius.into() },
            ..renderer::Quad::default()
        };
        on.renderer.fill_quad(around(bounds, t.field, 1.0, RADIUS), t.raised);
        self.focused.set(false);
        inner(on);
        if self.focused.get() {
            on.renderer.fill_quad(around(bounds.expand(RING), t.ring, RING, RADIUS + RING), Color::TRANSPARENT);
            on.renderer.fill_quad(around(bounds, t.accent, 1.0, RADIUS), Color::TRANSPARENT);
        }
    }
}
