//! The ring around a field of one line, while one types into it.

use std::cell::Cell;
use std::rc::Rc;

use iced::advanced::{Layout, Renderer as _, Shell, mouse, renderer};
use iced::border::Border;
use iced::{Color, Event};

use super::elsewhere::Elsewhere;
use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// How wide it is, and how round the field is.
const RING: f32 = 2.0;
const RADIUS: f32 = 8.0;

/// Puts a ring around something that writes into `focused` whether it has the focus when it is drawn.
pub fn field_ring<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    focused: Rc<Cell<bool>>,
) -> Element<'a, Message> {
    Wrapped::around(content, FieldRing(focused))
}

struct FieldRing(Rc<Cell<bool>>);

impl<Message> Differs<Message> for FieldRing {
    type State = Elsewhere;

    fn update(
        &mut self,
        elsewhere: &mut Elsewhere,
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        elsewhere.hear(event);
        inner(event, cursor, shell);
    }

    fn draw(&self, elsewhere: &Elsewhere, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        self.0.set(false);
        inner(on);
        if self.0.get() && !elsewhere.is() {
            let around = renderer::Quad {
                bounds: on.layout.bounds().expand(RING),
                border: Border { color: on.theme.tokens.ring, width: RING, radius: (RADIUS + RING).into() },
                ..renderer::Quad::default()
            };
            on.renderer.fill_quad(around, Color::TRANSPARENT);
        }
    }
}
