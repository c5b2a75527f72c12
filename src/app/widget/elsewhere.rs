//! Whether what one does goes elsewhere: to another window, or to what lies over this part of it. A field has no ring then.

use iced::{Event, window};

/// Whether it does.
#[derive(Default)]
pub(super) struct Elsewhere(bool);

impl Elsewhere {
    /// Something happened.
    pub(super) const fn hear(&mut self, event: &Event) {
        match event {
            Event::Window(window::Event::Focused) => self.0 = false,
            Event::Window(window::Event::Unfocused) => self.0 = true,
            _ => {}
        }
    }

    /// Whether it does now.
    pub(super) const fn is(&self) -> bool {
        self.0
    }
}
