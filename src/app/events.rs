//! What is heard of what comes from outside the screens: keys that nothing in the window had a use for, and what becomes
//! of the window.

use iced::keyboard::{self, Key};
use iced::{Event, event, window};

use super::message::Message;

/// What of all that happens is heard here: keys that nobody had a use for, and what becomes of the window.
pub(super) fn listen(event: Event, status: event::Status, window: window::Id) -> Option<Message> {
    match event {
        Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, physical_key, text, .. })
            if status == event::Status::Ignored =>
        {
            let typed = text.filter(|text| !text.chars().any(char::is_control));
            if let Some(typed) = typed.filter(|_| !modifiers.command() && !modifiers.alt()) {
                return Some(Message::Typed(typed.to_string()));
            }
            // Where the letter is on the keyboard counts, whatever script it writes.
            let latin = key.to_latin(physical_key).filter(|_| modifiers.command());
            let key = latin.map_or(key, |c| Key::Character(c.to_lowercase().collect::<String>().into()));
            Some(Message::Key(key, modifiers))
        }
        Event::Window(
            event @ (window::Event::Opened { .. }
            | window::Event::Resized(_)
            | window::Event::Moved(_)
            | window::Event::Focused
            | window::Event::Unfocused
            | window::Event::CloseRequested
            | window::Event::FileDropped(_)),
        ) => Some(Message::Window(window, event)),
        _ => None,
    }
}
