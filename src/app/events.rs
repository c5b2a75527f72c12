//! What comes from outside the screens: keys that nothing in the window had a use for, and what becomes of the window.

use std::time::Duration;

use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Event, Task, event, window};

use super::widget::{focus_next, focus_previous};
use super::{App, Frame, Message, Screen};
use crate::settings::WindowPlace;

/// How long after the last change of the window's place it is kept.
const SETTLED: Duration = Duration::from_secs(1);

impl App {
    pub(super) fn key(&mut self, key: &Key, modifiers: Modifiers) -> Task<Message> {
        match key.as_ref() {
            Key::Named(Named::Tab) if modifiers.shift() => return focus_previous(),
            Key::Named(Named::Tab) => return focus_next(),
            Key::Character("q") if modifiers.command() => return self.quit(),
            Key::Character(",") if modifiers.command() => {
                self.settings_open = !self.settings_open;
                return Task::none();
            }
            Key::Named(Named::Escape) if self.settings_open => {
                self.settings_open = false;
                return Task::none();
            }
            _ if self.settings_open => return Task::none(),
            _ => {}
        }
        match &mut self.screen {
            Screen::Lobby(lobby) => {
                if matches!(key.as_ref(), Key::Named(Named::Escape)) {
                    lobby.escape();
                }
                Task::none()
            }
            Screen::Room(room) => {
                let action = room.key(key, modifiers);
                self.after_room(action)
            }
            Screen::Farewell(_) => Task::none(),
        }
    }

    /// What was typed nowhere is meant for the entry.
    pub(super) fn typed(&mut self, words: String) -> Task<Message> {
        match &mut self.screen {
            Screen::Room(room) if !self.settings_open => {
                let action = room.typed_nowhere(words);
                self.after_room(action)
            }
            _ => Task::none(),
        }
    }

    pub(super) fn on_window(&mut self, id: window::Id, event: &window::Event) -> Task<Message> {
        self.frame.id = Some(id);
        match event {
            window::Event::Opened { position, size } => {
                self.frame.size = *size;
                self.frame.position = *position;
                Task::none()
            }
            window::Event::Resized(size) => {
                self.frame.size = *size;
                self.settle()
            }
            window::Event::Moved(position) => {
                self.frame.position = Some(*position);
                self.settle()
            }
            window::Event::Focused | window::Event::Unfocused => {
                self.frame.focused = matches!(event, window::Event::Focused);
                if let Screen::Room(room) = &mut self.screen {
                    let visit = room.number();
                    let task = room.focus(self.frame.focused);
                    return task.map(move |message| Message::Room(visit, message));
                }
                Task::none()
            }
            window::Event::CloseRequested => self.quit(),
            _ => Task::none(),
        }
    }

    /// The window moved or changed its size: where it is is kept when it rests.
    fn settle(&mut self) -> Task<Message> {
        let Frame { size, position, .. } = self.frame;
        // As the window is without the size that its person likes everything in.
        let scale = self.scale();
        let position = position.map(|at| (at.x * scale, at.y * scale));
        self.settings.window = Some(WindowPlace { position, width: size.width * scale, height: size.height * scale });
        self.moved += 1;
        let moved = self.moved;
        Task::perform(tokio::time::sleep(SETTLED), move |()| Message::Settled(moved))
    }
}

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
            | window::Event::CloseRequested),
        ) => Some(Message::Window(window, event)),
        _ => None,
    }
}
