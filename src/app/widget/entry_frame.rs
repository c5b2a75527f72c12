//! The frame around the entry: one border around the field and what stands above it, in the accent while one writes. Its
//! menu opens with the right button anywhere in it, and the middle one pastes what is selected, wherever that is.

use std::cell::Cell;
use std::rc::Rc;

use iced::advanced::{Layout, Renderer as _, Shell, mouse, renderer};
use iced::border::Border;
use iced::{Color, Event, Rectangle, Size};

use super::elsewhere::Elsewhere;
use super::wrapped::{Canvas, Differs, Wrapped};
use crate::app::theme::Element;

/// How round its corners are, and how wide the ring is around what has the focus.
const RADIUS: f32 = 10.0;
const RING: f32 = 2.0;

/// Puts a frame around something that writes into `focused` whether it has the focus when it is drawn.
pub fn entry_frame<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    focused: Rc<Cell<bool>>,
    heard: impl Fn(Heard) -> Message + 'a,
) -> Element<'a, Message> {
    Wrapped::around(content, EntryFrame { focused, heard: Box::new(heard) })
}

/// What the frame hears that the field does not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Heard {
    /// The menu is wanted, at this place.
    Menu(Rectangle),
    /// What is selected, wherever that is, is to be pasted.
    Paste,
    /// The pointer that was pressed in the field was let go: what is selected in it is so for now.
    LetGo,
}

struct EntryFrame<'a, Message> {
    focused: Rc<Cell<bool>>,
    heard: Box<dyn Fn(Heard) -> Message + 'a>,
}

/// What it remembers.
#[derive(Default)]
struct Held {
    /// Whether the pointer was pressed in it, and not yet let go.
    pressed: bool,
    elsewhere: Elsewhere,
}

impl<Message> Differs<Message> for EntryFrame<'_, Message> {
    type State = Held;

    fn update(
        &mut self,
        held: &mut Held,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, mouse::Cursor, &mut Shell<'_, Message>),
    ) {
        held.elsewhere.hear(event);
        let over = cursor.position_over(layout.bounds()).filter(|_| !shell.is_event_captured());
        match (event, over) {
            (Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)), Some(at)) => {
                shell.publish((self.heard)(Heard::Menu(Rectangle::new(at, Size::ZERO))));
                shell.capture_event();
                return;
            }
            (Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Middle)), Some(_)) => {
                shell.publish((self.heard)(Heard::Paste));
                shell.capture_event();
                return;
            }
            (Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)), over) => held.pressed = over.is_some(),
            _ => {}
        }
        inner(event, cursor, shell);
        let let_go = matches!(event, Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)));
        if let_go && std::mem::take(&mut held.pressed) {
            shell.publish((self.heard)(Heard::LetGo));
        }
    }

    fn draw(&self, held: &Held, on: &mut Canvas<'_>, inner: &mut dyn FnMut(&mut Canvas<'_>)) {
        let (bounds, t) = (on.layout.bounds(), on.theme.tokens);
        let around = |bounds: Rectangle, color: Color, width: f32, radius: f32| renderer::Quad {
            bounds,
            border: Border { color, width, radius: radius.into() },
            ..renderer::Quad::default()
        };
        on.renderer.fill_quad(around(bounds, t.field, 1.0, RADIUS), t.raised);
        self.focused.set(false);
        inner(on);
        if self.focused.get() && !held.elsewhere.is() {
            on.renderer.fill_quad(around(bounds.expand(RING), t.ring, RING, RADIUS + RING), Color::TRANSPARENT);
            on.renderer.fill_quad(around(bounds, t.accent, 1.0, RADIUS), Color::TRANSPARENT);
        }
    }
}
