//! What keys do to the list.

use iced::advanced::Shell;
use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key, Modifiers, key};
use iced::{Point, Rectangle, Size};

use super::List;
use super::state::State;
use super::typeset::text_left;
use crate::app::convert::px;
use crate::app::scrollback::Action;
use crate::app::widget::pressable::opens_menu;

/// How far an arrow key goes.
pub(super) const STEP: f32 = 48.0;

impl<Message> List<'_, Message> {
    pub(super) fn on_key(&self, state: &mut State, event: &Event, bounds: Rectangle, shell: &mut Shell<'_, Message>) {
        match event {
            Event::ModifiersChanged(modifiers) => state.gesture.shift = modifiers.shift(),
            Event::KeyPressed { key, physical_key, modifiers, text, .. } if !shell.is_event_captured() => {
                if opens_menu(key, *modifiers) || (*key == Key::Named(Named::Enter) && modifiers.alt()) {
                    // For the message that was picked by keyboard, wherever the focus is.
                    if let Some(action) = self.menu_of_picked(state, bounds) {
                        self.act(action, shell);
                        shell.capture_event();
                    }
                } else if state.focused
                    && let Some(action) = action_of(key, *physical_key, *modifiers, text.as_deref())
                {
                    shell.publish((self.on_action)(action));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    /// Opens the menu of the picked message, where that is in view.
    fn menu_of_picked(&self, state: &State, bounds: Rectangle) -> Option<Action> {
        let picked = self.content.rows().find(self.content.picked()?)?;
        let placed = state.placed.iter().find(|placed| placed.row == picked)?;
        let at = Point::new(bounds.x + text_left(bounds.width), bounds.y + px(placed.y.max(0.0)));
        Some(Action::Menu(placed.row, Rectangle::new(at, Size::new(0.0, px(placed.height)))))
    }
}

/// What a key does while the list has the focus.
fn action_of(key: &Key, physical: key::Physical, modifiers: Modifiers, text: Option<&str>) -> Option<Action> {
    match key {
        Key::Named(Named::ArrowUp) => Some(Action::Move(-STEP)),
        Key::Named(Named::ArrowDown) => Some(Action::Move(STEP)),
        Key::Named(Named::Home) => Some(Action::GoToPart(0.0)),
        Key::Named(Named::End) => Some(Action::Follow),
        _ if modifiers.command() => match key.to_latin(physical) {
            Some('a') => Some(Action::SelectAll),
            Some('c') => Some(Action::Copy),
            _ => None,
        },
        _ => text
            .filter(|text| !modifiers.alt() && !text.chars().any(char::is_control))
            .map(|text| Action::Type(text.to_owned())),
    }
}
